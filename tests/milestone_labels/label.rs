//! Milestones and goals labelled by hand: one JSON object a line; see `labels/README.md`.
//!
//! Words may stand as themselves or, where a report may not be copied, as their place `[line, first, last]`, characters of the
//! line counted from 1, both ends included.

use std::path::{Path, PathBuf};

use serde_json::Value;

/// A planned step: first day, last day, what.
pub type Step = (String, String, String);

/// One milestone as a person reads it.
#[derive(Debug, Clone)]
pub struct Label {
    pub path: String,
    pub line: usize,
    /// Any of them names the work.
    pub subjects: Vec<String>,
    pub parent: Option<String>,
    pub progress: Option<String>,
    pub planned: Vec<Step>,
    pub state: Option<String>,
    /// Fields that careful people may decide otherwise: not judged.
    pub open: Vec<String>,
    /// Careful people may not count it at all: not judged.
    pub is_doubtful: bool,
}

/// One goal as a person reads it.
#[derive(Debug, Clone)]
pub struct GoalLabel {
    pub path: String,
    pub line: usize,
    pub text: String,
    pub planned: Vec<Step>,
    pub is_doubtful: bool,
}

pub fn lines(name: &str) -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/labels").join(format!("{name}.jsonl"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines.map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

pub fn label(value: &Value, reports: &Path) -> Label {
    let file = reports.join(text(&value["path"]));
    let also = value["also"].as_array().cloned().unwrap_or_default();
    Label {
        path: text(&value["path"]),
        line: number(&value["line"]),
        subjects: std::iter::once(&value["subject"]).chain(&also).filter_map(|words| spoken(&file, words)).collect(),
        parent: spoken(&file, &value["parent"]),
        progress: value["progress"].as_str().map(str::to_string),
        planned: steps(&value["planned"]),
        state: value["state"].as_str().map(str::to_string),
        open: value["open"].as_array().into_iter().flatten().map(text).collect(),
        is_doubtful: value["doubtful"].as_bool().unwrap_or(false),
    }
}

pub fn goal_label(value: &Value, reports: &Path) -> GoalLabel {
    let file = reports.join(text(&value["path"]));
    GoalLabel {
        path: text(&value["path"]),
        line: number(&value["line"]),
        text: spoken(&file, &value["text"]).unwrap_or_default(),
        planned: steps(&value["planned"]),
        is_doubtful: value["doubtful"].as_bool().unwrap_or(false),
    }
}

fn steps(value: &Value) -> Vec<Step> {
    let all = value.as_array().into_iter().flatten();
    all.map(|step| (text(&step["from"]), text(&step["to"]), text(&step["what"]))).collect()
}

/// Words, or the words at their place.
fn spoken(file: &PathBuf, value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(words) => Some(words.clone()),
        place => {
            let source = std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
            let line = source.lines().nth(number(&place[0]) - 1).expect("a line of the file");
            Some(line.chars().skip(number(&place[1]) - 1).take(number(&place[2]) + 1 - number(&place[1])).collect())
        }
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_string()
}

fn number(value: &Value) -> usize {
    usize::try_from(value.as_u64().expect("a number")).expect("small")
}
