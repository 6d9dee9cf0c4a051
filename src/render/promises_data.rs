//! The promises for programs: JSON, and CSV with a row a promise.

use serde_json::{Value, json};

use super::spreadsheet::Column::Words;
use super::spreadsheet::csv_table;
use crate::ledger::Promises;
use crate::thread::Promise;

/// An array of promises, which may be empty. `evidence` is null where no later report mentions the promise.
pub fn promises_json(found: &Promises) -> Value {
    found.promises.iter().map(promise_json).collect()
}

fn promise_json(promise: &Promise) -> Value {
    let verdict = &promise.verdict;
    let evidence = verdict.evidence.as_ref().map(|(place, _, text)| {
        let mut value = json!(place);
        value["quote"] = json!(text);
        value
    });
    json!({
        "kind": promise.kind,
        "promise": promise.text,
        "made": promise.place,
        "due": promise.due.map(|due| due.to_string()),
        "outcome": verdict.outcome,
        "rule": verdict.why,
        "days_late": verdict.days,
        "evidence": evidence,
    })
}

/// # Errors
/// None in memory; those of the CSV writer.
pub fn promises_csv(found: &Promises) -> Result<String, csv::Error> {
    csv_table::<&Promise>(
        &[
            Words("outcome", |promise| promise.verdict.outcome.name().to_string()),
            Words("kind", |promise| promise.kind.name().to_string()),
            Words("promise", |promise| promise.text.clone()),
            Words("made", |promise| promise.made.to_string()),
            Words("due", |promise| promise.due.map(|due| due.to_string()).unwrap_or_default()),
            Words("rule", |promise| promise.verdict.why.name().to_string()),
            Words("days_late", |promise| promise.verdict.days.map(|days| days.to_string()).unwrap_or_default()),
            Words("place", |promise| format!("{}:{}", promise.place.path, promise.place.lines)),
            Words("evidence", |promise| {
                promise.verdict.evidence.as_ref().map(|(_, _, text)| text.clone()).unwrap_or_default()
            }),
            Words("evidence_place", |promise| {
                let evidence = promise.verdict.evidence.as_ref();
                evidence.map(|(place, ..)| format!("{}:{}", place.path, place.lines)).unwrap_or_default()
            }),
        ],
        &found.promises,
    )
}
