//! What a tool replies: text for a model to read, the same as structured content, and links to the cited reports.

use rmcp::model::{CallToolResult, ContentBlock, Resource};
use serde::Serialize;
use serde_json::Value;

use super::places::parse_uri;
use crate::context::Failure;
use crate::render::safe;
use crate::serve::problem::Problem;

/// What came of a call.
#[derive(Debug)]
pub(super) struct Reply {
    text: String,
    value: Value,
}

/// Reports that a result links to, at most: the first ones it cites. The others have their addresses in the structured content.
const MOST_LINKS: usize = 10;

/// Bytes of a page of rows, as text and as structured content: more would crowd out a model's window.
pub(super) const MOST_BYTES: usize = 48_000;

impl Reply {
    /// # Errors
    /// None in practice: what is given is of plain types.
    pub(super) fn new(text: String, value: &impl Serialize) -> Result<Self, Problem> {
        let mut value = serde_json::to_value(value).map_err(Failure::from_error)?;
        clean(&mut value);
        Ok(Self { text: safe(&text), value })
    }

    /// Of its two forms together.
    pub(super) fn bytes(&self) -> usize {
        self.text.len() + self.value.to_string().len()
    }

    pub(super) fn into_result(self) -> CallToolResult {
        let mut content = vec![ContentBlock::text(self.text)];
        let mut links: Vec<Resource> = Vec::new();
        gather(&self.value, &mut links);
        content.extend(links.into_iter().map(ContentBlock::resource_link));
        let mut result = CallToolResult::success(content);
        result.structured_content = Some(self.value);
        result
    }
}

/// What could not be done, for a model to mend: what is wrong, and what to do.
pub(super) fn refusal(problem: &Problem) -> CallToolResult {
    let hint = problem.hint.as_deref().filter(|hint| !hint.is_empty());
    let again = problem.retry_after.map(|seconds| format!("\ntry again in {seconds} seconds")).unwrap_or_default();
    let hint = hint.map(|hint| format!("\nhint: {hint}")).unwrap_or_default();
    CallToolResult::error(vec![ContentBlock::text(safe(&format!("error: {}{hint}{again}", problem.detail)))])
}

/// Strings without what nobody sees and what turns the direction of text: a model reads those, too.
fn clean(value: &mut Value) {
    match value {
        Value::String(text) => *text = safe(text),
        Value::Array(values) => values.iter_mut().for_each(clean),
        Value::Object(object) => object.values_mut().for_each(clean),
        _ => {}
    }
}

/// A link to each report that is cited, at the first lines of it that are.
fn gather(value: &Value, links: &mut Vec<Resource>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| gather(value, links)),
        Value::Object(object) => {
            if let (Some(uri), Some(report)) = (text(object, "uri"), text(object, "report").or(text(object, "name"))) {
                let id = |uri: &str| parse_uri(uri).map(|(report, _)| report);
                if links.len() < MOST_LINKS && links.iter().all(|link| id(&link.uri) != id(uri)) {
                    let date = text(object, "date").unwrap_or_default();
                    let title = format!("{report} {date}");
                    let link = Resource::new(uri, report).with_title(title.trim()).with_mime_type("text/plain");
                    links.push(link);
                }
            }
            object.values().for_each(|value| gather(value, links));
        }
        _ => {}
    }
}

fn text<'a>(object: &'a serde_json::Map<String, Value>, name: &str) -> Option<&'a str> {
    object.get(name).and_then(Value::as_str)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Reply, refusal};
    use crate::serve::problem::Problem;

    #[test]
    fn each_cited_report_is_linked_once_and_nothing_unseen_is_kept() {
        let id = uuid::Uuid::from_u128(1);
        let cited = |lines: &str| json!({ "report": "第26周", "date": "2023-06-20", "uri": format!("zhoubao://report/{id}?lines={lines}") });
        let value = json!({ "citations": [cited("1-2"), cited("9-9")], "quote": "a\u{200b}b\u{202e}" });
        let reply = Reply::new("x\u{1b}[2J".to_string(), &value).expect("a reply");
        let result = serde_json::to_value(reply.into_result()).expect("JSON");
        assert_eq!(result["content"].as_array().map(Vec::len), Some(2));
        assert_eq!(result["content"][1]["uri"], format!("zhoubao://report/{id}?lines=1-2"));
        assert_eq!(result["structuredContent"]["quote"], "ab\u{fffd}");
        assert_eq!(result["content"][0]["text"], "x\u{fffd}[2J");
    }

    #[test]
    fn a_refusal_says_what_to_do() {
        let result = refusal(&Problem::bad_request("no author is called `x`").with_hint("known: 张三"));
        let result = serde_json::to_value(result).expect("JSON");
        assert_eq!(result["isError"], true);
        assert_eq!(result["content"][0]["text"], "error: no author is called `x`\nhint: known: 张三");
    }
}
