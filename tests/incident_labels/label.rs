//! Incidents labelled by hand: one JSON object a line.
//!
//! A part is the words of the report, or, where those may not be copied, their places: `[line, first, last]`, characters of
//! the line counted from 1, both ends included; several places are joined by line ends.

use std::path::{Path, PathBuf};

use serde_json::Value;

/// One incident as a person reads it. A part that the report does not tell is `None`.
#[derive(Debug, Clone)]
pub struct Label {
    /// Below the folder of the reports.
    pub path: String,
    /// `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM`; empty where the report names no day.
    pub occurred: String,
    pub summary: Option<String>,
    pub impact: Option<String>,
    pub cause: Option<String>,
    pub handling: Option<String>,
    pub status: String,
    pub duration_minutes: Option<u64>,
    /// Number and unit, in one spelling each.
    pub counts: Vec<(String, String)>,
}

/// The labels in `tests/labels/<name>.jsonl`, for the reports below `reports`.
pub fn labels(name: &str, reports: &Path) -> Vec<Label> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/labels").join(format!("{name}.jsonl"));
    let text = std::fs::read_to_string(&path).expect("the labels");
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines.map(|line| label(&serde_json::from_str(line).expect("JSON"), reports)).collect()
}

fn label(value: &Value, reports: &Path) -> Label {
    let path = text(&value["path"]);
    let file: PathBuf = reports.join(&path);
    let part = |name: &str| match &value[name] {
        Value::Null => None,
        Value::String(words) => Some(words.clone()),
        places => Some(at(&file, places)),
    };
    let counts = value["counts"].as_array().expect("a list").iter();
    Label {
        occurred: text(&value["occurred"]),
        summary: part("summary"),
        impact: part("impact"),
        cause: part("cause"),
        handling: part("handling"),
        status: text(&value["status"]),
        duration_minutes: value["duration_minutes"].as_u64(),
        counts: counts.map(|count| (number(&count[0]), text(&count[1]))).collect(),
        path,
    }
}

fn at(file: &Path, places: &Value) -> String {
    let source = std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let place = |place: &Value| {
        let index = |at: usize| usize::try_from(place[at].as_u64().expect("a number")).expect("small");
        let line = source.lines().nth(index(0) - 1).expect("a line of the file");
        line.chars().skip(index(1) - 1).take(index(2) + 1 - index(1)).collect::<String>()
    };
    places.as_array().expect("a list").iter().map(place).collect::<Vec<_>>().join("\n")
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_string()
}

fn number(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_string).trim_end_matches(".0").to_string()
}
