//! A reply that names numbers → the numbers. Servers that take a schema send an object; others whatever their model writes.

use serde_json::{Value, json};
use unicode_normalization::UnicodeNormalization;

/// The numbers of a reply, each once, in its order.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Picked {
    /// From 1 to the number of statements.
    pub numbers: Vec<usize>,
    /// Those that no statement has.
    pub unknown: Vec<u64>,
}

/// Of the object that a reply to `statements` numbered statements has to be.
pub(super) fn schema(statements: usize, most: usize) -> Value {
    let numbers: Vec<usize> = (1..=statements).collect();
    json!({
        "type": "object",
        "properties": {
            "answers": { "type": "array", "items": { "type": "integer", "enum": numbers }, "maxItems": most },
        },
        "required": ["answers"],
        "additionalProperties": false,
    })
}

/// Reads `{"answers":[1,3]}`, `[1, 3]`, `1、3`, `无`, and prose with its numbers in brackets; `None` where it names no numbers
/// and does not say that there are none.
pub(super) fn picked(reply: &str, statements: usize) -> Option<Picked> {
    let plain: String = reply.nfkc().collect();
    let said = in_json(&plain).or_else(|| bare(&plain)).or_else(|| bracketed(&plain))?;
    let mut picked = Picked { numbers: Vec::new(), unknown: Vec::new() };
    for number in said {
        let known = usize::try_from(number).ok().filter(|n| (1..=statements).contains(n));
        match known {
            Some(n) if !picked.numbers.contains(&n) => picked.numbers.push(n),
            None if !picked.unknown.contains(&number) => picked.unknown.push(number),
            _ => {}
        }
    }
    Some(picked)
}

/// The first array of a JSON text in the reply, whatever is around it.
fn in_json(reply: &str) -> Option<Vec<u64>> {
    let values = reply
        .match_indices(['{', '['])
        .filter_map(|(at, _)| serde_json::Deserializer::from_str(&reply[at..]).into_iter::<Value>().next()?.ok());
    values.into_iter().find_map(|value| match value {
        Value::Object(fields) => fields.values().find_map(numbers),
        // `[1]` in prose is a mark: only an array that is the whole reply is a list.
        value => numbers(&value).filter(|_| is_alone(reply)),
    })
}

fn numbers(value: &Value) -> Option<Vec<u64>> {
    let number = |value: &Value| value.as_u64().or_else(|| value.as_str()?.trim().parse().ok());
    match value {
        Value::Array(items) => items.iter().map(number).collect(),
        value => number(value).map(|number| vec![number]),
    }
}

/// Whether a reply is one array and nothing else, but for a fence.
fn is_alone(reply: &str) -> bool {
    let bare = reply.trim().trim_matches('`').trim_start_matches("json").trim();
    bare.starts_with('[') && bare.ends_with(']') && bare.matches('[').count() == 1
}

/// `1、3`, `2 和 5`, `无`.
fn bare(reply: &str) -> Option<Vec<u64>> {
    let text = reply.trim().trim_end_matches(['。', '.']).to_lowercase();
    let says_none = ["无", "没有", "none", "no statement"].iter().any(|word| text.starts_with(word));
    if says_none && !text.contains(|c: char| c.is_ascii_digit()) {
        return Some(Vec::new());
    }
    let is_between = |c: char| c.is_whitespace() || "、,，;；/和与及&".contains(c);
    let parts: Vec<&str> = text.split(is_between).filter(|part| !part.is_empty() && *part != "and").collect();
    let read: Option<Vec<u64>> = parts.iter().map(|part| part.parse().ok()).collect();
    read.filter(|read| !read.is_empty())
}

/// `[1]`, `【3】`, `(2)`, `[1, 4]` among words.
fn bracketed(reply: &str) -> Option<Vec<u64>> {
    let mut found = Vec::new();
    for (at, open) in reply.match_indices(['[', '(', '【', '〔']) {
        let rest = &reply[at + open.len()..];
        let Some(end) = rest.find([']', ')', '】', '〕']) else { continue };
        found.extend(bare(&rest[..end]).unwrap_or_default());
    }
    (!found.is_empty()).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::{Picked, picked, schema};

    fn numbers(reply: &str) -> Option<Vec<usize>> {
        picked(reply, 12).map(|picked| picked.numbers)
    }

    #[test]
    fn numbers_are_read_however_they_are_written() {
        for reply in [
            r#"{"answers":[1,3]}"#, r#"{"answers": ["1", "3"]}"#, "```json\n{\"answers\": [1, 3]}\n```",
            r#"好的。{"answers":[1,3]} 希望有帮助"#, "[1,3]", "[1, 3, 1]", "1、3", "1, 3。", "1 and 3", "１和３",
            "第[1]条和【3】说了原因。", "Statements (1) and (3) answer it.", "能回答的是[1, 3]。",
        ] {
            assert_eq!(numbers(reply), Some(vec![1, 3]), "{reply}");
        }
        assert_eq!(numbers(r#"{"answer": 2}"#), Some(vec![2]));
    }

    #[test]
    fn none_is_a_possible_reply() {
        for reply in [r#"{"answers":[]}"#, "[]", "无", "无。", "没有一条能回答。", "None", "none of them."] {
            assert_eq!(numbers(reply), Some(Vec::new()), "{reply}");
        }
    }

    #[test]
    fn what_names_no_number_is_no_reply() {
        for reply in
            ["", "好的", "原因是存储扩容。", "6/15 11:01 对账差异5991笔", "{\"answers\": \"all\"}", "{\"answers\":[1,"]
        {
            assert_eq!(picked(reply, 12), None, "{reply}");
        }
    }

    #[test]
    fn a_number_that_no_statement_has_is_told_apart() {
        let read = picked(r#"{"answers":[0,2,13,99999999999]}"#, 12);
        assert_eq!(read, Some(Picked { numbers: vec![2], unknown: vec![0, 13, 99_999_999_999] }));
    }

    #[test]
    fn a_schema_allows_the_numbers_that_there_are() {
        let schema = schema(3, 2);
        let answers = &schema["properties"]["answers"];
        assert_eq!((&answers["items"]["enum"], &answers["maxItems"]), (&serde_json::json!([1, 2, 3]), &2.into()));
    }
}
