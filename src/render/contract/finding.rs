//! What a careful reader would object to.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};

use crate::check::{Evidence, Finding};
use crate::vocabulary::Language;

/// The JSON contract of `check`: an array, empty where there is nothing.
pub fn findings_json(findings: &[(Finding, Language)]) -> Value {
    json!(findings.iter().map(|(finding, language)| Objection::new(finding, *language)).collect::<Vec<_>>())
}

/// What a careful reader would object to. Columns count characters (Unicode scalar values) from 1.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Finding")]
pub struct Objection<'a> {
    /// Of the rule: `ZB003`.
    code: &'a str,
    /// Of the rule: `two-values`.
    name: &'a str,
    path: &'a str,
    /// From 1.
    line: usize,
    column: usize,
    /// The one after the last.
    end_column: usize,
    message: &'a str,
    /// The lines that bear it out, as one text for people.
    evidence: String,
    /// The same for programs.
    places: Vec<ObjectionPlace<'a>>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct ObjectionPlace<'a> {
    path: &'a str,
    /// From 1.
    line: usize,
    /// The line, personal data and secrets as `*`.
    text: &'a str,
}

impl<'a> Objection<'a> {
    fn new(finding: &'a Finding, language: Language) -> Self {
        let told: Vec<String> = finding.evidence.iter().map(Evidence::to_string).collect();
        Self {
            code: finding.code,
            name: finding.name,
            path: &finding.path,
            line: finding.line,
            column: finding.column,
            end_column: finding.end_column,
            message: finding.message.in_language(language),
            // Where no other line bears it out, its own does.
            evidence: if told.is_empty() { finding.text.trim().to_string() } else { told.join("\n") },
            places: finding.evidence.iter().map(ObjectionPlace::from).collect(),
        }
    }
}

impl<'a> From<&'a Evidence> for ObjectionPlace<'a> {
    fn from(evidence: &'a Evidence) -> Self {
        Self { path: &evidence.path, line: evidence.line, text: &evidence.text }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::findings_json;
    use crate::check::{Options, Page, check};
    use crate::report::PageName;
    use crate::vocabulary::Language;

    #[test]
    fn json_holds_to_its_contract() {
        let source = "# 第17周 2023-04-18\n\n- 整改45/60，完成率70%\n".to_string();
        let page = Page::read("a.md", source, PageName::default());
        let found = check(&page, &[], &Options::default()).into_iter().map(|finding| (finding, Language::English));
        let value = findings_json(&found.collect::<Vec<_>>());
        let first = &value[0];
        assert_eq!((&first["code"], &first["line"]), (&"ZB004".into(), &3.into()));
        assert!(first["evidence"].is_string() && first["message"].is_string() && first["path"] == "a.md");
        assert_eq!(findings_json(&[]), json!([]));
    }
}
