//! A set of test questions, read from JSON Lines or SQuAD's JSON: what is asked, what a right answer says, and which lines say so.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::squad;
use crate::calendar::Date;
use crate::question::{Question, QuestionError};
use crate::report::Lines;

/// One question with what is known of its answer.
#[derive(Debug, Clone, PartialEq)]
pub struct TestQuestion {
    /// Unlike all others of its set.
    pub id: String,
    pub question: Question,
    /// Every group must be met by one of its alternatives; no group and no alternative is empty. No groups: any answer will do.
    pub facts: Vec<Vec<String>>,
    /// Where the reports say it; may be empty.
    pub gold: Vec<Gold>,
    /// What makes an answer wrong; `^` before it for the start of a line.
    pub must_not: Vec<String>,
    /// The reports do not say: no answer may be claimed.
    pub abstain: bool,
    /// What the set calls its kind; without one, whether it has an answer.
    pub kind: Option<String>,
    /// The name it is counted under; without one, what the program reads it as.
    pub intent: Option<String>,
    /// As `intent`: `zh`, `en`, or what the set calls it.
    pub language: Option<String>,
    /// The day that its relative words are seen from.
    pub as_of: Option<Date>,
    /// The set's own remark.
    pub note: Option<String>,
}

/// What says it.
#[derive(Debug, Clone, PartialEq)]
pub enum Gold {
    Lines {
        /// The file's path or the end of it.
        path: String,
        lines: Lines,
    },
    /// A paragraph, in any report.
    Paragraph {
        /// Of what it was taken from; may be empty.
        title: String,
        text: String,
    },
}

/// Why a set cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum QuestionSetError {
    #[error("{} has no question in it", .path.display())]
    Empty { path: PathBuf },
    #[error("{}:{line}: {why}", .path.display())]
    Line {
        path: PathBuf,
        /// From 1.
        line: usize,
        why: LineError,
    },
    #[error("{}: {why}", .path.display())]
    Json { path: PathBuf, why: String },
    #[error("{}: question `{id}`: {why}", .path.display())]
    Asked { path: PathBuf, id: String, why: String },
    #[error("{} holds no paragraphs: it is not in SQuAD's form", .path.display())]
    NoParagraphs { path: PathBuf },
}

/// What is wrong with a line.
#[derive(Debug, PartialEq, thiserror::Error)]
pub enum LineError {
    #[error("not UTF-8")]
    Encoding,
    #[error("{message} (column {column})")]
    Json { message: String, column: usize },
    #[error("`id` is empty")]
    NoId,
    #[error("`{id}` is the id of line {first} too")]
    Duplicate { id: String, first: usize },
    #[error(transparent)]
    Question(#[from] QuestionError),
    #[error("group {group} of `facts` has an empty alternative, or none")]
    EmptyFact { group: usize },
    #[error("place {place} of `gold` has no path")]
    NoPath { place: usize },
    #[error("place {place} of `gold` has lines {first} to {last}; they count from 1, the first before the last")]
    Lines { place: usize, first: usize, last: usize },
    #[error("`as_of` is `{found}`, not a date such as 2023-06-20")]
    Date { found: String },
}

/// A line as written, `null` for nothing; fields of other names are another program's.
#[derive(Deserialize)]
struct Written {
    id: String,
    question: String,
    facts: Option<Vec<Vec<String>>>,
    gold: Option<Vec<WrittenGold>>,
    must_not: Option<Vec<String>>,
    abstain: Option<bool>,
    kind: Option<String>,
    intent: Option<String>,
    lang: Option<String>,
    as_of: Option<String>,
    note: Option<String>,
}

#[derive(Deserialize)]
struct WrittenGold {
    path: String,
    lines: [usize; 2],
}

/// Reads a set: one JSON object a line, empty lines between them; or one in SQuAD's form. `path` is for messages.
///
/// Never empty; in the order of the file.
///
/// # Errors
/// `Line` for the first line that cannot be used, `Json` and `Asked` for SQuAD's form; `Empty` when there is no question.
pub fn read(path: &Path, bytes: &[u8]) -> Result<Vec<TestQuestion>, QuestionSetError> {
    let mut tests = Vec::new();
    let mut seen: HashMap<String, usize> = HashMap::new();
    let bytes = bytes.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(bytes);
    if squad::is_squad(bytes) {
        return squad::read(path, bytes);
    }
    for (line, bytes) in bytes.split(|byte| *byte == b'\n').enumerate().map(|(at, bytes)| (at + 1, bytes)) {
        if bytes.trim_ascii().is_empty() {
            continue;
        }
        let wrong = |why| QuestionSetError::Line { path: path.to_path_buf(), line, why };
        let test = read_line(bytes).map_err(wrong)?;
        if let Some(first) = seen.insert(test.id.clone(), line) {
            return Err(wrong(LineError::Duplicate { id: test.id, first }));
        }
        tests.push(test);
    }
    if tests.is_empty() { Err(QuestionSetError::Empty { path: path.to_path_buf() }) } else { Ok(tests) }
}

fn read_line(bytes: &[u8]) -> Result<TestQuestion, LineError> {
    let text = std::str::from_utf8(bytes).map_err(|_| LineError::Encoding)?;
    let written: Written = serde_json::from_str(text).map_err(json_error)?;
    let id = written.id.trim().to_string();
    if id.is_empty() {
        return Err(LineError::NoId);
    }
    let facts = written.facts.unwrap_or_default();
    for (at, group) in facts.iter().enumerate() {
        if group.is_empty() || group.iter().any(|alternative| alternative.trim().is_empty()) {
            return Err(LineError::EmptyFact { group: at + 1 });
        }
    }
    let gold = written.gold.unwrap_or_default().into_iter().enumerate().map(|(at, gold)| read_gold(at + 1, gold));
    let as_of = written.as_of.map(|found| found.trim().parse().map_err(|_| LineError::Date { found }));
    Ok(TestQuestion {
        id,
        question: Question::read(&written.question)?,
        facts,
        gold: gold.collect::<Result<_, _>>()?,
        must_not: written.must_not.unwrap_or_default().into_iter().filter(|barred| !barred.trim().is_empty()).collect(),
        abstain: written.abstain.unwrap_or(false),
        kind: written.kind.filter(|kind| !kind.trim().is_empty()),
        intent: written.intent.filter(|intent| !intent.trim().is_empty()),
        language: written.lang.filter(|language| !language.trim().is_empty()),
        as_of: as_of.transpose()?,
        note: written.note,
    })
}

fn read_gold(place: usize, gold: WrittenGold) -> Result<Gold, LineError> {
    let path = gold.path.trim().replace('\\', "/");
    let path = path.trim_start_matches("./").trim_matches('/').to_string();
    if path.is_empty() {
        return Err(LineError::NoPath { place });
    }
    let [first, last] = gold.lines;
    if first == 0 || last < first {
        return Err(LineError::Lines { place, first, last });
    }
    Ok(Gold::Lines { path, lines: Lines { first, last } })
}

/// The message without `at line 1`: its line is not the file's.
fn json_error(error: serde_json::Error) -> LineError {
    let message = error.to_string();
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
    LineError::Json { message: message.to_string(), column: error.column() }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Gold, TestQuestion, read};
    use crate::report::Lines;

    fn lines(text: &str) -> Result<Vec<TestQuestion>, String> {
        read(Path::new("set.jsonl"), text.as_bytes()).map_err(|error| error.to_string())
    }

    /// What is said of a set whose second line is `line`.
    fn complaint(line: &str) -> String {
        lines(&format!("{{\"id\": \"a\", \"question\": \"甲？\"}}\n{line}\n")).expect_err("a bad line")
    }

    #[test]
    fn a_full_line_is_read_and_unknown_fields_are_left_alone() {
        let tests = lines(
            "\u{FEFF}{\"id\": \"a\", \"question\": \"上周的原因？\", \"facts\": [[\"甲\", \"乙\"]], \
             \"gold\": [{\"path\": \"./r\\\\a.md\", \"lines\": [3, 4]}], \"intent\": \"cause\", \"lang\": \"zh\", \
             \"as_of\": \"2023-06-20\", \"note\": \"…\", \"weight\": 2}\r\n\r\n{\"id\": \"b\", \"question\": \"丙？\", \
             \"abstain\": true, \"facts\": null, \"as_of\": null}",
        )
        .expect("a good set");
        assert_eq!(tests.len(), 2);
        assert_eq!(tests[0].facts, [["甲", "乙"]]);
        let lines = Lines { first: 3, last: 4 };
        assert_eq!(tests[0].gold, [Gold::Lines { path: "r/a.md".to_string(), lines }]);
        assert_eq!(tests[0].as_of.map(|day| day.to_string()).as_deref(), Some("2023-06-20"));
        assert!(tests[1].abstain && tests[1].gold.is_empty());
    }

    #[test]
    fn a_bad_line_is_named_with_its_number() {
        assert_eq!(complaint("{\"id\": \"b\""), "set.jsonl:2: EOF while parsing an object (column 10)");
        assert!(complaint("{\"id\": \"b\"}").starts_with("set.jsonl:2: missing field `question`"));
        assert_eq!(complaint("{\"id\": \" \", \"question\": \"甲\"}"), "set.jsonl:2: `id` is empty");
        assert_eq!(complaint("{\"id\": \"b\", \"question\": \" \"}"), "set.jsonl:2: the question is empty");
        let field = |field: &str| complaint(&format!("{{\"id\": \"b\", \"question\": \"乙\", {field}}}"));
        assert!(field("\"facts\": [[\"甲\"], []]").ends_with("group 2 of `facts` has an empty alternative, or none"));
        assert!(field("\"facts\": [[\" \"]]").ends_with("group 1 of `facts` has an empty alternative, or none"));
        assert!(field("\"gold\": [{\"path\": \"/\", \"lines\": [1, 1]}]").ends_with("place 1 of `gold` has no path"));
        assert!(field("\"gold\": [{\"path\": \"a\", \"lines\": [5, 4]}]").contains("lines 5 to 4"));
        assert!(field("\"gold\": [{\"path\": \"a\", \"lines\": [0, 4]}]").contains("lines 0 to 4"));
        assert!(field("\"as_of\": \"2023-06-31\"").contains("`as_of` is `2023-06-31`"));
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes: Vec<u8>, field in "[a-z_]{0,8}", value in "[-0-9a-z\\[\\]\",{}:]{0,12}") {
            let _ = read(Path::new("set.jsonl"), &bytes);
            let _ = lines(&format!("{{\"id\": \"a\", \"question\": \"甲\", \"{field}\": {value}}}"));
        }
    }

    #[test]
    fn an_id_stands_once() {
        assert_eq!(complaint("{\"id\": \"a\", \"question\": \"乙\"}"), "set.jsonl:2: `a` is the id of line 1 too");
    }

    #[test]
    fn a_set_of_nothing_and_a_line_of_no_text_are_errors() {
        assert_eq!(lines("\n \r\n"), Err("set.jsonl has no question in it".to_string()));
        let error = read(Path::new("set.jsonl"), b"\n\xff\xfe").expect_err("no text");
        assert_eq!(error.to_string(), "set.jsonl:2: not UTF-8");
    }
}
