//! Places in reports as addresses: `zhoubao://report/ID?lines=12-20`.

use std::collections::HashMap;

use serde_json::{Value, json};
use uuid::Uuid;

use crate::catalogue::{Catalogue, CatalogueEntry};
use crate::report::Lines;

const REPORT: &str = "zhoubao://report/";

/// The address of a report.
pub(super) fn report_uri(report: Uuid) -> String {
    format!("{REPORT}{report}")
}

pub(super) fn lines_uri(report: Uuid, first: usize, last: usize) -> String {
    format!("{REPORT}{report}?lines={first}-{last}")
}

/// The report and the lines that an address names; `None` for anything else.
pub(super) fn parse_uri(uri: &str) -> Option<(Uuid, Option<Lines>)> {
    let rest = uri.strip_prefix(REPORT)?;
    let (id, lines) = match rest.split_once('?') {
        None => (rest, None),
        Some((id, query)) => (id, Some(parse_lines(query.strip_prefix("lines=")?)?)),
    };
    Some((id.parse().ok()?, lines))
}

/// `12-20`, `12`, and `12-`, which goes on to the end.
pub(super) fn parse_lines(text: &str) -> Option<Lines> {
    let number = |text: &str| text.trim().parse::<usize>().ok().filter(|line| *line > 0);
    let (first, last) = match text.trim().split_once(['-', '–']) {
        None => (number(text)?, number(text)?),
        Some((first, "")) => (number(first)?, usize::MAX),
        Some((first, last)) => (number(first)?, number(last)?),
    };
    (first <= last).then_some(Lines { first, last })
}

/// Writes the address beside every place of a value: every object with a `path` and `lines`.
pub(super) fn link(value: &mut Value, catalogue: &Catalogue) {
    let mut by_path: HashMap<&str, Vec<&CatalogueEntry>> = HashMap::new();
    for entry in catalogue.entries() {
        by_path.entry(&entry.record.path).or_default().push(entry);
    }
    link_with(value, &by_path);
}

fn link_with(value: &mut Value, by_path: &HashMap<&str, Vec<&CatalogueEntry>>) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(|value| link_with(value, by_path)),
        Value::Object(object) => {
            object.values_mut().for_each(|value| link_with(value, by_path));
            let text = |name: &str| object.get(name).and_then(Value::as_str);
            let line = |at: usize| object.get("lines").and_then(|lines| lines.get(at)).and_then(Value::as_u64);
            let (Some(path), Some(first), Some(last)) = (text("path"), line(0), line(1)) else { return };
            let entries = by_path.get(path).map_or(&[][..], Vec::as_slice);
            // Two folders may hold a file of the same name.
            let is_named = |entry: &&&CatalogueEntry| {
                let date = entry.record.date().map(|date| date.to_string()).unwrap_or_default();
                text("date") == Some(date.as_str())
            };
            let entry = entries.iter().find(is_named).or(entries.first());
            if let Some(entry) = entry {
                let uri = lines_uri(entry.record.report, to_usize(first), to_usize(last));
                object.insert("uri".to_string(), json!(uri));
            }
        }
        _ => {}
    }
}

fn to_usize(line: u64) -> usize {
    usize::try_from(line).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::{lines_uri, parse_lines, parse_uri, report_uri};
    use crate::report::Lines;

    #[test]
    fn an_address_is_read_as_it_is_written() {
        let id = Uuid::from_u128(7);
        assert_eq!(parse_uri(&report_uri(id)), Some((id, None)));
        assert_eq!(parse_uri(&lines_uri(id, 3, 9)), Some((id, Some(Lines { first: 3, last: 9 }))));
        for wrong in ["zhoubao://report/", "zhoubao://report/../etc/passwd", "file:///etc/passwd"] {
            assert_eq!(parse_uri(wrong), None, "{wrong}");
        }
        assert_eq!(parse_uri(&format!("{}?lines=9-3", report_uri(id))), None);
    }

    #[test]
    fn lines_are_one_or_from_and_to() {
        assert_eq!(parse_lines("12"), Some(Lines { first: 12, last: 12 }));
        assert_eq!(parse_lines("12-"), Some(Lines { first: 12, last: usize::MAX }));
        assert_eq!((parse_lines("0"), parse_lines("a-b"), parse_lines("")), (None, None, None));
    }
}
