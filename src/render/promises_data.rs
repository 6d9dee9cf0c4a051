//! The promises for programs: JSON, and CSV (RFC 4180) with a row a promise.

use serde_json::{Value, json};

use super::ledger::one_line;
use super::milestones_data::place_json;
use super::safe::cell;
use crate::ledger::Promises;
use crate::thread::Promise;

/// An array of promises, empty where there is none. `evidence` is null where no later report speaks of it.
pub fn promises_json(found: &Promises) -> Value {
    found.promises.iter().map(promise_json).collect()
}

fn promise_json(promise: &Promise) -> Value {
    let verdict = &promise.verdict;
    let evidence = verdict.evidence.as_ref().map(|(place, _, text)| {
        let mut value = place_json(place);
        if let Value::Object(fields) = &mut value {
            fields.insert("quote".to_string(), Value::String(text.clone()));
        }
        value
    });
    json!({
        "kind": promise.kind.name(),
        "promise": promise.text,
        "made": place_json(&promise.place),
        "due": promise.due.map(|due| due.to_string()),
        "outcome": verdict.outcome.name(),
        "rule": verdict.why.name(),
        "days_late": verdict.days,
        "evidence": evidence,
    })
}

const HEAD: [&str; 10] =
    ["outcome", "kind", "promise", "made", "due", "rule", "days_late", "place", "evidence", "evidence_place"];

/// A head row and a row a promise, lines ending in CRLF; no cell is a formula to a spreadsheet.
///
/// # Errors
/// None in memory; those of the CSV writer.
pub fn promises_csv(found: &Promises) -> Result<String, csv::Error> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(HEAD)?;
    for promise in &found.promises {
        let verdict = &promise.verdict;
        let evidence = verdict.evidence.as_ref();
        let cells = [
            verdict.outcome.name().to_string(),
            promise.kind.name().to_string(),
            one_line(&promise.text),
            promise.made.to_string(),
            promise.due.map(|due| due.to_string()).unwrap_or_default(),
            verdict.why.name().to_string(),
            verdict.days.map(|days| days.to_string()).unwrap_or_default(),
            one_line(&format!("{}:{}", promise.place.path, promise.place.lines)),
            evidence.map(|(_, _, text)| one_line(text)).unwrap_or_default(),
            evidence.map(|(place, _, _)| one_line(&format!("{}:{}", place.path, place.lines))).unwrap_or_default(),
        ];
        writer.write_record(cells.map(|text| cell(&text)))?;
    }
    let bytes = writer.into_inner().map_err(|error| error.into_error())?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
