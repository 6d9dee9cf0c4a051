//! The ledger of incidents for programs: JSON by its contract, and CSV (RFC 4180) for spreadsheets.

use serde_json::{Number, Value, json};

use super::ledger::{one_line, status_name};
use super::safe::cell;
use crate::fact::{Count, Part};
use crate::ledger::{Entry, Ledger};
use crate::record::Place;

/// The JSON contract of `incidents`: an array, empty where there is none. Parts that the report does not tell are null.
pub fn ledger_json(ledger: &Ledger) -> Value {
    ledger.entries.iter().map(entry_json).collect()
}

fn entry_json(entry: &Entry) -> Value {
    let incident = &entry.incident;
    let part = |part: &Option<Part>| part.as_ref().map(|part| part.text.clone());
    let sources: Vec<Value> = entry.sources.iter().map(source_json).collect();
    let first = &entry.sources[0];
    json!({
        "occurred": incident.occurred,
        "found": incident.found,
        "report": first.report,
        "date": first.date,
        "author": first.author,
        "summary": incident.summary.text,
        "impact": part(&incident.impact),
        "cause": part(&incident.cause),
        "handling": part(&incident.handling),
        "status": status_name(incident.status),
        "duration_minutes": incident.duration_minutes,
        "counts": incident.counts.iter().map(count_json).collect::<Vec<_>>(),
        "section": first.section,
        "path": first.path,
        "lines": [first.lines.first, first.lines.last],
        "sources": sources,
    })
}

fn source_json(source: &Place) -> Value {
    json!({
        "report": source.report,
        "date": source.date,
        "path": source.path,
        "lines": [source.lines.first, source.lines.last],
    })
}

fn count_json(count: &Count) -> Value {
    // Digits and a point: a number to JSON, whatever its length.
    let value = count.value.parse::<Number>().map_or_else(|_| Value::String(count.value.clone()), Value::Number);
    json!({ "value": value, "unit": count.unit })
}

const HEAD: [&str; 15] = [
    "occurred", "found", "status", "duration_minutes", "summary", "impact", "cause", "handling", "counts", "report",
    "date", "author", "section", "place", "further_sources",
];

/// A head row and a row an incident, lines ending in CRLF. A cell that a spreadsheet would take for a formula begins with
/// an apostrophe, which makes it text.
///
/// # Errors
/// None in memory; those of the CSV writer.
pub fn ledger_csv(ledger: &Ledger) -> Result<String, csv::Error> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(HEAD)?;
    for entry in &ledger.entries {
        writer.write_record(cells(entry).map(|text| cell(&text)))?;
    }
    let bytes = writer.into_inner().map_err(|error| error.into_error())?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn cells(entry: &Entry) -> [String; HEAD.len()] {
    let incident = &entry.incident;
    let part = |part: &Option<Part>| part.as_ref().map(|part| one_line(&part.text)).unwrap_or_default();
    let counts: Vec<String> = incident.counts.iter().map(|count| format!("{}{}", count.value, count.unit)).collect();
    let place = |source: &Place| format!("{}:{}", source.path, source.lines);
    let first = &entry.sources[0];
    [
        incident.occurred.clone().unwrap_or_default(),
        incident.found.clone().unwrap_or_default(),
        status_name(incident.status).to_string(),
        incident.duration_minutes.map(|minutes| minutes.to_string()).unwrap_or_default(),
        one_line(&incident.summary.text),
        part(&incident.impact),
        part(&incident.cause),
        part(&incident.handling),
        counts.join(" "),
        one_line(&first.report),
        first.date.clone(),
        first.author.as_deref().map(one_line).unwrap_or_default(),
        one_line(&first.section.join(" › ")),
        one_line(&place(first)),
        one_line(&entry.sources[1..].iter().map(place).collect::<Vec<_>>().join("; ")),
    ]
}
