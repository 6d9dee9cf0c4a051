//! An answer as one text: sentences with the marks of their sources, then the list of these; and where each mark is.

use axum::http::{HeaderMap, header};
use serde_json::Value;

use super::contract::{ChatAnnotation, ChatCitation};
use crate::render::{inert, not_inert};

/// Where the list of sources begins.
const LIST: &str = "\n\n- [";

/// The address that the server was called by, for links.
#[derive(Debug, Clone)]
pub(super) struct Links {
    base: String,
}

impl Links {
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let of = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        // It was checked that this is one of the server's names.
        let host = of(header::HOST.as_str()).unwrap_or("localhost");
        let scheme = if of("x-forwarded-proto") == Some("https") { "https" } else { "http" };
        Self { base: format!("{scheme}://{host}") }
    }

    /// The page of a citation, at its lines.
    fn to(&self, citation: &Value) -> String {
        let report = citation["report_id"].as_str().unwrap_or_default();
        let [first, last] = [&citation["lines"][0], &citation["lines"][1]].map(|line| line.as_u64().unwrap_or(1));
        format!("{}/reports/{report}?lines={first}-{last}", self.base)
    }
}

/// A mark, in characters of the content.
#[derive(Debug, Clone, Copy)]
struct Mark {
    start: usize,
    end: usize,
    source: u64,
}

/// The content of a message as it grows.
#[derive(Debug)]
pub(super) struct Content {
    links: Links,
    text: String,
    /// The sentences that are in it.
    sentences: Vec<String>,
    marks: Vec<Mark>,
    citations: Value,
}

impl Content {
    pub(super) fn new(links: Links) -> Self {
        Self { links, text: String::new(), sentences: Vec::new(), marks: Vec::new(), citations: Value::Null }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Adds a sentence; what was added.
    pub(super) fn sentence(&mut self, sentence: &Value, citations: &Value) -> String {
        let before = self.text.len();
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        let said = sentence["text"].as_str().unwrap_or_default();
        // What a report says is shown by whoever renders this, and never obeyed: no picture of it is fetched.
        self.text.push_str(&inert(said));
        self.sentences.push(said.to_string());
        for (at, source) in sentence["citations"].as_array().into_iter().flatten().filter_map(Value::as_u64).enumerate()
        {
            if at == 0 {
                self.text.push(' ');
            }
            let start = self.text.chars().count();
            self.text.push_str(&format!("[{source}]"));
            self.marks.push(Mark { start, end: self.text.chars().count(), source });
        }
        self.citations = citations.clone();
        self.text[before..].to_string()
    }

    /// Adds what `answer` has beyond the sentences so far, and the sources; what was added. Where its sentences are others, as a model's
    /// may be after they were read back, the whole answer follows below a rule.
    pub(super) fn finish(&mut self, answer: &Value) -> String {
        let before = self.text.len();
        let sentences: Vec<&Value> =
            answer["sentences"].as_array().into_iter().flatten().filter(|sentence| sentence["shown"] == true).collect();
        let is_same = |(told, sentence): (&String, &&Value)| Some(told.as_str()) == sentence["text"].as_str();
        let goes_on = self.sentences.len() <= sentences.len() && self.sentences.iter().zip(&sentences).all(is_same);
        let from = if goes_on { self.sentences.len() } else { 0 };
        if !goes_on {
            self.text.push_str("\n\n---\n");
        }
        for sentence in &sentences[from..] {
            self.sentence(sentence, &answer["citations"]);
        }
        self.citations = answer["citations"].clone();
        for correction in answer["corrections"].as_array().into_iter().flatten() {
            self.text.push_str(&corrected(correction));
        }
        for (at, citation) in self.citations.as_array().into_iter().flatten().enumerate() {
            self.text.push_str(if at == 0 { "\n\n" } else { "\n" });
            let (n, url) = (citation["n"].as_u64().unwrap_or(0), self.links.to(citation));
            self.text.push_str(&format!("- [{n}] [{}]({url})", inert(&title(citation))));
        }
        self.text[before..].to_string()
    }

    /// In OpenAI's form: `content[start_index:end_index]` is the mark.
    pub(super) fn annotations(&self) -> Vec<ChatAnnotation> {
        let of = |mark: &Mark| {
            let mut citations = self.citations.as_array().into_iter().flatten();
            let citation = citations.find(|citation| citation["n"].as_u64() == Some(mark.source))?;
            let (url, title) = (self.links.to(citation), title(citation));
            let url_citation = ChatCitation { start_index: mark.start, end_index: mark.end, url, title };
            Some(ChatAnnotation { kind: "url_citation", url_citation })
        };
        self.marks.iter().filter_map(of).collect()
    }
}

/// What somebody said of such an answer, as what it is.
fn corrected(correction: &Value) -> String {
    let of = |name: &str| inert(correction[name].as_str().unwrap_or_default());
    let stale = if correction["stale"] == true { ", stale" } else { "" };
    let day: String = of("at").chars().take("2026-11-23".len()).collect();
    let because = Some(of("because")).filter(|why| !why.is_empty()).map(|why| format!(" ({why})")).unwrap_or_default();
    format!("\n\n> 更正 / correction ({}, {day}{stale}): {}{because}", of("by"), of("text"))
}

/// `第24周 2023-06-06 › 线上问题`.
fn title(citation: &Value) -> String {
    let (report, date) =
        (citation["report"].as_str().unwrap_or_default(), citation["date"].as_str().unwrap_or_default());
    let date = if report == date { "" } else { date };
    let sections = citation["section"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let place = std::iter::once(format!("{report} {date}").trim().to_string()).chain(sections.map(str::to_string));
    place.collect::<Vec<_>>().join(" › ")
}

/// The sentences of a content without their marks and sources, a line each.
pub(super) fn without_sources(content: &str) -> Vec<String> {
    let said = content.rsplit_once(LIST).map_or(content, |(said, _)| said);
    let said = said.split_once(LIST).map_or(said, |(said, _)| said);
    let said = said.lines().filter(|line| !line.starts_with("> "));
    said.map(|line| not_inert(without_marks(line))).filter(|line| !line.is_empty()).collect()
}

fn without_marks(line: &str) -> &str {
    let mut line = line.trim_end();
    while let Some((before, mark)) = line.strip_suffix(']').and_then(|rest| rest.rsplit_once('[')) {
        if mark.is_empty() || !mark.bytes().all(|byte| byte.is_ascii_digit()) {
            break;
        }
        line = before.trim_end();
    }
    line
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue};
    use serde_json::{Value, json};

    use super::{Content, Links, without_sources};

    fn answer() -> Value {
        let citation = |n: usize| json!({ "n": n, "report_id": format!("id-{n}"), "report": "第24周", "date": "2023-06-06", "section": ["线上[问题]"], "lines": [3, 5] });
        json!({
            "sentences": [
                { "text": "原因是并发。", "citations": [1, 2], "shown": true },
                { "text": "被扣下的。", "citations": [], "shown": false },
                { "text": "已修复。", "citations": [1], "shown": true },
            ],
            "citations": [citation(1), citation(2)],
        })
    }

    fn content() -> Content {
        Content::new(Links::of(&HeaderMap::from_iter([(
            "host".parse().expect("a name"),
            HeaderValue::from_static("h:1"),
        )])))
    }

    #[test]
    fn annotations_point_at_the_marks_in_characters() {
        let mut content = content();
        content.finish(&answer());
        assert!(content.text().starts_with("原因是并发。 [1][2]\n已修复。 [1]\n\n- [1] [第24周 2023-06-06 › 线上\\[问题\\]](http://h:1/reports/id-1?lines=3-5)"));
        let chars: Vec<char> = content.text().chars().collect();
        let marks: Vec<String> = content
            .annotations()
            .iter()
            .map(|annotation| {
                let place = &annotation.url_citation;
                chars[place.start_index..place.end_index].iter().collect()
            })
            .collect();
        assert_eq!(marks, ["[1]", "[2]", "[1]"]);
    }

    #[test]
    fn pieces_are_the_whole_and_other_sentences_follow_below() {
        let (mut streamed, mut whole) = (content(), content());
        let first = streamed.sentence(&answer()["sentences"][0], &answer()["citations"]);
        let rest = streamed.finish(&answer());
        whole.finish(&answer());
        assert_eq!(format!("{first}{rest}"), whole.text());
        let mut other = content();
        other.sentence(&json!({ "text": "别的。", "citations": [] }), &json!([]));
        assert!(other.finish(&answer()).starts_with("\n\n---\n\n原因是并发。"));
    }

    #[test]
    fn an_answer_that_comes_back_is_its_sentences_again() {
        let mut content = content();
        content.finish(&answer());
        assert_eq!(without_sources(content.text()), ["原因是并发。", "已修复。"]);
        assert_eq!(without_sources("共 3 起 [x]"), ["共 3 起 [x]"]);
    }
}
