//! Sets in the JSON of SQuAD and of the Chinese sets made after it (DRCD, CMRC 2018): paragraphs, each with questions that it
//! answers. Source: P. Rajpurkar et al., Know What You Don't Know: Unanswerable Questions for SQuAD (2018).

use std::collections::{HashMap, HashSet};
use std::path::Path;

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::question_set::{Gold, QuestionSetError, TestQuestion};
use crate::question::Question;

/// A whole file. CMRC 2018 was first published as a list of paragraphs alone.
#[derive(Deserialize)]
struct Articles {
    data: Vec<Article>,
}

#[derive(Deserialize)]
struct Article {
    #[serde(default)]
    title: String,
    paragraphs: Vec<Paragraph>,
}

#[derive(Deserialize)]
struct Paragraph {
    #[serde(alias = "context_text")]
    context: String,
    /// For paragraphs without an article.
    #[serde(default)]
    title: String,
    qas: Vec<SquadQuestion>,
}

#[derive(Deserialize)]
struct SquadQuestion {
    #[serde(alias = "query_id")]
    id: Id,
    #[serde(alias = "query_text")]
    question: String,
    #[serde(default)]
    answers: Vec<Said>,
    #[serde(default)]
    is_impossible: bool,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Id {
    Text(String),
    Number(u64),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Said {
    Span { text: String },
    Text(String),
}

/// A page that holds one paragraph of a set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContextPage {
    /// `paragraph-00001.md`, in the order of the set; it names no date.
    pub name: String,
    /// Markdown: the article's title as a heading, and the paragraph.
    pub text: String,
}

/// Whether a file is JSON as a whole and holds articles; a line of JSON Lines has no `data`.
pub(super) fn is_squad(bytes: &[u8]) -> bool {
    let has_data =
        || serde_json::from_slice::<HashMap<String, IgnoredAny>>(bytes).is_ok_and(|top| top.contains_key("data"));
    bytes.trim_ascii_start().starts_with(b"[") || has_data()
}

/// The questions of a set, in its order. Gold of a question is its paragraph; `facts` are its answers,
/// one of which will do; what is impossible is to be refused.
///
/// # Errors
/// `Json` where a field is missing or of another form; `Asked` for a question that cannot be used; `Empty`.
pub(super) fn read(path: &Path, bytes: &[u8]) -> Result<Vec<TestQuestion>, QuestionSetError> {
    let mut tests = Vec::new();
    let mut seen = HashSet::new();
    for (title, paragraph) in paragraphs(path, bytes)? {
        for asked in paragraph.qas {
            let id = match asked.id {
                Id::Text(id) => id,
                Id::Number(number) => number.to_string(),
            };
            let wrong = |why: String| QuestionSetError::Asked { path: path.to_path_buf(), id: id.clone(), why };
            if !seen.insert(id.clone()) {
                return Err(wrong("another question has this id".to_string()));
            }
            let said = asked.answers.into_iter().map(|said| match said {
                Said::Span { text } | Said::Text(text) => text,
            });
            let mut answers: Vec<String> = Vec::new();
            for answer in said.filter(|answer| !answer.trim().is_empty()) {
                if !answers.contains(&answer) {
                    answers.push(answer);
                }
            }
            tests.push(TestQuestion {
                question: Question::read(&asked.question).map_err(|error| wrong(error.to_string()))?,
                id,
                facts: if answers.is_empty() || asked.is_impossible { Vec::new() } else { vec![answers] },
                gold: vec![Gold::Paragraph { title: title.clone(), text: paragraph.context.clone() }],
                must_not: Vec::new(),
                abstain: asked.is_impossible,
                kind: None,
                intent: None,
                language: None,
                as_of: None,
                note: None,
            });
        }
    }
    if tests.is_empty() { Err(QuestionSetError::Empty { path: path.to_path_buf() }) } else { Ok(tests) }
}

/// A page for each paragraph of a set, the same text under the same title once. `path` is for messages.
///
/// # Errors
/// `NoParagraphs` where the file is not of this form; `Json` as for reading its questions.
pub fn context_pages(path: &Path, bytes: &[u8]) -> Result<Vec<ContextPage>, QuestionSetError> {
    let bytes = bytes.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(bytes);
    if !is_squad(bytes) {
        return Err(QuestionSetError::NoParagraphs { path: path.to_path_buf() });
    }
    let mut seen = HashSet::new();
    let mut pages = Vec::new();
    for (title, paragraph) in paragraphs(path, bytes)? {
        let heading = title.split_whitespace().collect::<Vec<_>>().join(" ");
        let lines = paragraph.context.lines().map(str::trim).filter(|line| !line.is_empty()).map(as_prose);
        let body = lines.collect::<Vec<_>>().join("\n\n");
        let text = if heading.is_empty() { format!("{body}\n") } else { format!("# {heading}\n\n{body}\n") };
        if !body.is_empty() && seen.insert(text.clone()) {
            pages.push(ContextPage { name: format!("paragraph-{:05}.md", pages.len() + 1), text });
        }
    }
    Ok(pages)
}

/// All paragraphs with the titles of their articles.
fn paragraphs(path: &Path, bytes: &[u8]) -> Result<Vec<(String, Paragraph)>, QuestionSetError> {
    let wrong = |error: serde_json::Error| QuestionSetError::Json { path: path.to_path_buf(), why: error.to_string() };
    if bytes.trim_ascii_start().starts_with(b"[") {
        let alone: Vec<Paragraph> = serde_json::from_slice(bytes).map_err(wrong)?;
        return Ok(alone.into_iter().map(|paragraph| (paragraph.title.clone(), paragraph)).collect());
    }
    let Articles { data } = serde_json::from_slice(bytes).map_err(wrong)?;
    Ok(data
        .into_iter()
        .flat_map(|Article { title, paragraphs }| paragraphs.into_iter().map(move |one| (title.clone(), one)))
        .collect())
}

/// A line that Markdown would take for a heading, an item, a quotation, a rule or markup, with the sign that makes it one
/// escaped.
fn as_prose(line: &str) -> String {
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    let sign = match line[digits..].chars().next() {
        Some('.' | ')') if digits > 0 => digits,
        Some('#' | '>' | '-' | '+' | '*' | '=' | '|' | '~' | '`' | '<' | '_') if digits == 0 => 0,
        _ => return line.to_string(),
    };
    format!("{}\\{}", &line[..sign], &line[sign..])
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{as_prose, context_pages, is_squad};
    use crate::evaluate::question_set::{Gold, TestQuestion, read};

    const SET: &str = r#"{"version": "v2.0", "data": [{"title": "运河", "paragraphs": [{"id": "p", "context": "1869年通航。\n\n- 全长164公里。", "qas": [
        {"id": "a", "question": "何时通航？", "answers": [{"id": "1", "text": "1869年", "answer_start": 0}, {"text": "1869年", "answer_start": 0}, {"text": "1869", "answer_start": 0}]},
        {"id": 7, "question": "谁开凿的？", "answers": [], "is_impossible": true, "plausible_answers": [{"text": "1869年", "answer_start": 0}]}]}]}]}"#;

    fn tests(text: &str) -> Result<Vec<TestQuestion>, String> {
        read(Path::new("set.json"), text.as_bytes()).map_err(|error| error.to_string())
    }

    #[test]
    fn questions_have_their_paragraph_as_gold_and_their_answers_as_one_group() {
        let tests = tests(SET).expect("a set");
        assert_eq!(tests.iter().map(|test| test.id.as_str()).collect::<Vec<_>>(), ["a", "7"]);
        assert_eq!(tests[0].facts, [["1869年", "1869"]]);
        assert!(tests[1].abstain && tests[1].facts.is_empty());
        let Gold::Paragraph { title, text } = &tests[0].gold[0] else { panic!("a paragraph") };
        assert!(title == "运河" && text.starts_with("1869年通航"));
    }

    #[test]
    fn the_first_form_of_cmrc_is_read_too() {
        let set = r#"[{"context_id": "T_1", "context_text": "甲在乙。", "title": "丙", "qas": [{"query_id": "T_1_Q", "query_text": "甲在哪里？", "answers": ["乙"]}]}]"#;
        let tests = tests(set).expect("a set");
        assert_eq!((tests[0].id.as_str(), &tests[0].facts[..]), ("T_1_Q", &[vec!["乙".to_string()]][..]));
        assert_eq!(context_pages(Path::new("s"), set.as_bytes()).expect("pages")[0].text, "# 丙\n\n甲在乙。\n");
    }

    #[test]
    fn a_page_a_paragraph_and_its_lines_stay_prose() {
        let again = r#", {"context": "1869年通航。\n\n- 全长164公里。", "qas": []}]}]}"#;
        let twice = format!("{}{again}", SET.strip_suffix("]}]}").expect("the end of a set"));
        let pages = context_pages(Path::new("set.json"), twice.as_bytes()).expect("pages");
        assert_eq!(pages.len(), 1, "the same text once");
        assert_eq!(pages[0].name, "paragraph-00001.md");
        assert_eq!(pages[0].text, "# 运河\n\n1869年通航。\n\n\\- 全长164公里。\n");
        assert_eq!(as_prose("1998. 甲"), "1998\\. 甲");
        assert_eq!(
            (as_prose("1998年"), as_prose("甲-乙"), as_prose("<b>")),
            ("1998年".to_string(), "甲-乙".to_string(), "\\<b>".to_string())
        );
    }

    #[test]
    fn what_is_wrong_with_a_set_is_said() {
        let missing = SET.replace("\"context\"", "\"contents\"");
        assert!(tests(&missing).expect_err("no text").starts_with("set.json: missing field `context`"), "{missing}");
        assert_eq!(
            tests(&SET.replace("\"id\": 7", "\"id\": \"a\"")).expect_err("twice"),
            "set.json: question `a`: another question has this id"
        );
        assert_eq!(
            tests(&SET.replace("谁开凿的？", " ")).expect_err("empty"),
            "set.json: question `7`: the question is empty"
        );
        assert_eq!(tests(r#"{"data": []}"#).expect_err("none"), "set.json has no question in it");
        assert_eq!(tests("[]").expect_err("none"), "set.json has no question in it");
        assert!(tests("[{\"context\": ").expect_err("cut off").starts_with("set.json: EOF"));
        let lines = br#"{"id": "a", "question": "b"}"#;
        assert!(!is_squad(lines));
        let error = context_pages(Path::new("set.jsonl"), lines).expect_err("no paragraphs").to_string();
        assert_eq!(error, "set.jsonl holds no paragraphs: it is not in SQuAD's form");
    }
}
