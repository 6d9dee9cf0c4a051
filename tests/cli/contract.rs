//! The JSON that programs rely on: fields are added, never renamed, and keep their types.

use serde_json::{Value, json};

use crate::desk::Desk;

/// A value's shape: types for leaves, the first item's shape for lists.
fn shape(value: &Value) -> Value {
    match value {
        Value::Null => json!("null"),
        Value::Bool(_) => json!("bool"),
        Value::Number(number) if number.is_u64() => json!("count"),
        Value::Number(_) => json!("number"),
        Value::String(_) => json!("text"),
        Value::Array(items) => Value::Array(items.first().map(shape).into_iter().collect()),
        Value::Object(fields) => fields.iter().map(|(name, value)| (name.clone(), shape(value))).collect(),
    }
}

#[test]
fn an_answer_has_every_field_of_the_contract() {
    let desk = Desk::with_seeds();
    let json = desk.run(["ask", "--json", "what caused the 6/15 账户流水 discrepancy"]).exits(0).json();
    assert_eq!(
        shape(&json),
        json!({
            "id": "text", "question": "text", "language": "text", "mode": "text", "verdict": "text", "abstained": "bool",
            "answer": "text",
            "sentences": [{
                "text": "text", "citations": ["count"], "supported": "bool", "unsupported": [], "shown": "bool",
                "origin": "text",
            }],
            "citations": [{
                "n": "count", "report": "text", "date": "text", "section": ["text"], "path": "text",
                "lines": ["count"], "quote": "text",
            }],
            "coverage": { "reports": "count", "matched": "count", "from": "text", "to": "text", "missing_weeks": ["text"], "seen_from": [] },
            "corrections": [], "notices": ["text"], "usage": "null", "model": "null",
            "timings_ms": { "total": "count", "retrieve": "count", "generate": "count" },
        })
    );
    assert_eq!(
        (&json["language"], &json["mode"], &json["abstained"]),
        (&json!("en"), &json!("extracted"), &json!(false))
    );
    assert_eq!(json["coverage"]["reports"], 8);
}

#[test]
fn a_citation_quotes_its_lines_word_by_word() {
    let desk = Desk::with_seeds();
    // Whole items, and lines out of lists.
    for question in ["how many incidents in June 2023", "第20周到第26周Hive数仓建设总进度怎么变化？"] {
        let json = desk.run(["ask", "--json", question]).exits(0).json();
        let citations = json["citations"].as_array().expect("a list");
        assert!(citations.len() > 3, "{json:#}");
        for (at, citation) in citations.iter().enumerate() {
            assert_eq!(citation["n"], at + 1);
            let file = std::fs::read_to_string(desk.path("seeds").join(citation["path"].as_str().expect("a path")));
            let file = file.expect("the cited file");
            let line = |index: usize| citation["lines"][index].as_u64().expect("a line") as usize;
            let lines: Vec<&str> = file.lines().skip(line(0) - 1).take(line(1) + 1 - line(0)).collect();
            let quote = citation["quote"].as_str().expect("a quote");
            assert!(lines.join("\n").contains(quote), "{quote}\nis not in\n{lines:?}");
        }
        for sentence in json["sentences"].as_array().expect("a list") {
            for n in sentence["citations"].as_array().expect("a list") {
                assert!((1..=citations.len() as u64).contains(&n.as_u64().expect("a number")), "{sentence}");
            }
        }
    }
}

#[test]
fn a_refusal_is_json_too() {
    let desk = Desk::with_seeds();
    let json = desk.run(["ask", "--json", "第40周发生了什么事故"]).exits(3).json();
    assert_eq!(json["abstained"], true);
    assert_eq!(json["language"], "zh");
    assert_eq!(json["citations"], json!([]));
    assert_eq!(json["coverage"]["matched"], 0);
}

#[test]
fn a_hit_has_every_field_of_the_contract() {
    let desk = Desk::with_seeds();
    let json = desk.run(["search", "--json", "-k", "3", "对账单"]).exits(0).json();
    assert_eq!(json.as_array().map(Vec::len), Some(3));
    assert_eq!(
        shape(&json),
        json!([{
            "rank": "count", "kind": "text", "score": "number", "report": "text", "date": "text", "section": ["text"], "path": "text",
            "lines": ["count"], "text": "text",
            "legs": { "sparse": { "rank": "count", "score": "number" }, "dense": "null" },
        }])
    );
}

#[test]
fn no_hits_are_an_empty_list() {
    let desk = Desk::with_seeds();
    let run = desk.run(["search", "--json", "zzyzx"]).exits(3);
    assert_eq!(run.json(), json!([]));
}

#[test]
fn the_doctor_speaks_json() {
    let desk = Desk::with_seeds();
    let json = desk.run(["doctor", "--json"]).exits(0).json();
    assert_eq!(json["healthy"], true);
    let names: Vec<&str> =
        json["findings"].as_array().expect("a list").iter().filter_map(|one| one["name"].as_str()).collect();
    assert_eq!(names, ["config", "embedder", "model", "index", "contents", "reports"]);
}
