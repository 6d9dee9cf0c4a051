//! Metrics labelled by hand: one JSON object a line; see `labels/README.md`.
//!
//! Words stand as themselves or, where a report may not be copied, as their place `[line, first, last]`, characters of the
//! line counted from 1, both ends included.

use std::path::Path;

use rust_decimal::Decimal;
use serde_json::Value;

/// One metric as a person reads it.
#[derive(Debug, Clone)]
pub struct Label {
    /// Below the folder of the reports.
    pub path: String,
    pub line: usize,
    /// Any of them names the measure.
    pub names: Vec<String>,
    pub value: Decimal,
    pub unit: String,
    pub qualifier: String,
    /// `up`, `down`, `flat` or empty.
    pub direction: String,
    pub before: Option<Decimal>,
    pub of: Option<(Decimal, Decimal)>,
    pub rank: Option<u32>,
    /// Fields that careful people may decide otherwise: not judged.
    pub open: Vec<String>,
    /// Careful people may not count it at all: not judged.
    pub is_doubtful: bool,
}

/// The labels in `tests/labels/<name>.jsonl`, for the reports below `reports`.
pub fn labels(name: &str, reports: &Path) -> Vec<Label> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/labels").join(format!("{name}.jsonl"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines.map(|line| label(&serde_json::from_str(line).expect("JSON"), reports)).collect()
}

fn label(value: &Value, reports: &Path) -> Label {
    let file = reports.join(text(&value["path"]));
    let also = value["also"].as_array().cloned().unwrap_or_default();
    let names = std::iter::once(&value["name"]).chain(&also);
    Label {
        path: text(&value["path"]),
        line: usize::try_from(value["line"].as_u64().expect("a line")).expect("small"),
        names: names.map(|name| words(&file, name)).collect(),
        value: decimal(&value["value"]).expect("a value"),
        unit: text(&value["unit"]),
        qualifier: words(&file, &value["qualifier"]),
        direction: text(&value["direction"]),
        before: decimal(&value["before"]),
        of: decimal(&value["of"][0]).zip(decimal(&value["of"][1])),
        rank: value["rank"].as_u64().and_then(|rank| rank.try_into().ok()),
        open: value["open"].as_array().into_iter().flatten().map(text).collect(),
        is_doubtful: value["doubtful"].as_bool().unwrap_or(false),
    }
}

fn words(file: &Path, value: &Value) -> String {
    let Some(place) = value.as_array() else { return text(value) };
    let source = std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let index = |at: usize| usize::try_from(place[at].as_u64().expect("a number")).expect("small");
    let line = source.lines().nth(index(0) - 1).expect("a line of the file");
    line.chars().skip(index(1) - 1).take(index(2) + 1 - index(1)).collect()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_string()
}

fn decimal(value: &Value) -> Option<Decimal> {
    match value {
        Value::Null => None,
        Value::String(written) => written.parse().ok(),
        number => number.to_string().parse().ok(),
    }
}
