//! Rows as text for a model: what each states, with its place, and nothing that is empty. No column cuts a quotation.

use serde_json::{Map, Value};

/// Whether a field is a part of a place: they are told together.
fn is_of_a_place(name: &str) -> bool {
    matches!(name, "uri" | "path" | "lines" | "report" | "date" | "section")
}

/// A row a list item: `lead` are the fields that stand first, the others follow by their names.
pub(super) fn rows(rows: &[Value], lead: &[&str]) -> String {
    rows.iter().filter_map(Value::as_object).map(|row| item(row, lead, 0)).collect::<Vec<_>>().join("\n")
}

fn item(row: &Map<String, Value>, lead: &[&str], depth: usize) -> String {
    let indent = "  ".repeat(depth);
    let first: Vec<String> = lead.iter().filter_map(|name| row.get(*name)).filter_map(short).collect();
    let mut lines = vec![format!("{indent}- {}", first.join(" · "))];
    if let Some(place) = place(row) {
        lines[0].push_str(&format!("  ({place})"));
    }
    let is_placed = row.contains_key("path");
    let told = |name: &str| lead.contains(&name) || is_placed && is_of_a_place(name);
    for (name, value) in row.iter().filter(|(name, _)| !told(name)) {
        if let Some(text) = short(value).filter(|text| text != "0") {
            lines.push(format!("{indent}  {name}: {text}"));
        } else if let Some(objects) = objects(value) {
            lines.push(format!("{indent}  {name}:"));
            lines.extend(objects.into_iter().map(|object| item(object, &["what", "text", "quote"], depth + 2)));
        }
    }
    lines.join("\n")
}

/// A value on one line; `None` for what is empty or needs lines of its own.
fn short(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::Bool(is_so) => Some(is_so.to_string()),
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) => {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            (!text.is_empty()).then_some(text)
        }
        Value::Array(values) => {
            let all: Option<Vec<String>> = values.iter().map(short).collect();
            all.filter(|all| !all.is_empty()).map(|all| all.join("; "))
        }
        Value::Object(object) => {
            let is_told = |name: &str| is_of_a_place(name) || matches!(name, "text" | "quote" | "value");
            let text = ["text", "quote"].into_iter().find_map(|name| object.get(name).and_then(short));
            match (text, place(object)) {
                (Some(text), Some(place)) if object.keys().all(|name| is_told(name)) => {
                    Some(format!("{text} ({place})"))
                }
                (None, Some(place)) if object.keys().all(|name| is_told(name)) => Some(place),
                (_, Some(_)) => None,
                (_, None) => pairs(object),
            }
        }
    }
}

/// `first 20, last 80`; `None` where a field is more than a scalar.
fn pairs(object: &Map<String, Value>) -> Option<String> {
    if object.values().any(|value| value.is_object() || value.is_array()) {
        return None;
    }
    let pairs = object.iter().filter_map(|(name, value)| Some(format!("{name} {}", short(value)?)));
    let pairs = pairs.collect::<Vec<_>>().join(", ");
    (!pairs.is_empty()).then_some(pairs)
}

fn objects(value: &Value) -> Option<Vec<&Map<String, Value>>> {
    match value {
        Value::Array(values) if !values.is_empty() => values.iter().map(Value::as_object).collect(),
        Value::Object(object) => Some(vec![object]),
        _ => None,
    }
}

/// `第26周 2023-06-20, O3/周报.md:72-73`; `第26周 2023-06-20.md:72-73` where the path names the report.
fn place(object: &Map<String, Value>) -> Option<String> {
    let text = |name: &str| object.get(name).and_then(Value::as_str).unwrap_or_default();
    let lines = object.get("lines").and_then(Value::as_array)?;
    let (first, last) = (lines.first()?, lines.last()?);
    let lines = if first == last { first.to_string() } else { format!("{first}-{last}") };
    let (report, date, path) = (text("report"), text("date"), text("path"));
    let missing: Vec<&str> = [report, date].into_iter().filter(|part| !path.contains(*part)).collect();
    let named = missing.join(" ");
    Some(if named.is_empty() { format!("{path}:{lines}") } else { format!("{named}, {path}:{lines}") })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::rows;

    #[test]
    fn a_row_tells_what_it_has_and_where() {
        let place = json!({ "report": "第26周", "date": "2023-06-20", "path": "a.md", "lines": [72, 73], "uri": "zhoubao://report/x" });
        let row = json!({
            "occurred": "2023-06-15T11:01", "summary": "账户流水\n有差异", "cause": null, "status": "open", "counts": [{ "value": 5991, "unit": "笔" }],
            "sources": [place],
        });
        let text = rows(&[row], &["occurred", "summary"]);
        assert_eq!(
            text,
            "- 2023-06-15T11:01 · 账户流水 有差异\n  status: open\n  counts: value 5991, unit 笔\n  sources: 第26周 2023-06-20, a.md:72-73"
        );
    }
}
