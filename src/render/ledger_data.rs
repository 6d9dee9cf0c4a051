//! The ledger of incidents for programs: JSON by its contract, and CSV with a row an incident.

use serde_json::{Number, Value, json};

use super::ledger::status_name;
use super::spreadsheet::Column::Words;
use super::spreadsheet::csv_table;
use crate::fact::{Count, IncidentPiece};
use crate::ledger::{IncidentEntry, Ledger};
use crate::record::Place;

/// The JSON contract of `incidents`: an array, which may be empty. Parts that the report does not state are null.
pub fn ledger_json(ledger: &Ledger) -> Value {
    ledger.entries.iter().map(entry_json).collect()
}

fn entry_json(entry: &IncidentEntry) -> Value {
    let incident = &entry.incident;
    let part = |part: &Option<IncidentPiece>| part.as_ref().map(|part| part.text.clone());
    let source = |source: &Place| json!({ "report": source.report, "date": source.date, "path": source.path, "lines": [source.lines.first, source.lines.last] });
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
        "sources": entry.sources.iter().map(source).collect::<Vec<_>>(),
    })
}

fn count_json(count: &Count) -> Value {
    // Digits and a point: a number to JSON, whatever its length.
    let value = count.value.parse::<Number>().map_or_else(|_| Value::String(count.value.clone()), Value::Number);
    json!({ "value": value, "unit": count.unit })
}

/// # Errors
/// None in memory; those of the CSV writer.
pub fn ledger_csv(ledger: &Ledger) -> Result<String, csv::Error> {
    fn part(part: &Option<IncidentPiece>) -> String {
        part.as_ref().map(|part| part.text.clone()).unwrap_or_default()
    }
    fn place(source: &Place) -> String {
        format!("{}:{}", source.path, source.lines)
    }
    csv_table::<&IncidentEntry>(
        &[
            Words("occurred", |entry| entry.incident.occurred.clone().unwrap_or_default()),
            Words("found", |entry| entry.incident.found.clone().unwrap_or_default()),
            Words("status", |entry| status_name(entry.incident.status).to_string()),
            Words("duration_minutes", |entry| {
                entry.incident.duration_minutes.map(|minutes| minutes.to_string()).unwrap_or_default()
            }),
            Words("summary", |entry| entry.incident.summary.text.clone()),
            Words("impact", |entry| part(&entry.incident.impact)),
            Words("cause", |entry| part(&entry.incident.cause)),
            Words("handling", |entry| part(&entry.incident.handling)),
            Words("counts", |entry| {
                let counts = entry.incident.counts.iter().map(|count| format!("{}{}", count.value, count.unit));
                counts.collect::<Vec<_>>().join(" ")
            }),
            Words("report", |entry| entry.sources[0].report.clone()),
            Words("date", |entry| entry.sources[0].date.clone()),
            Words("author", |entry| entry.sources[0].author.clone().unwrap_or_default()),
            Words("section", |entry| entry.sources[0].section.join(" › ")),
            Words("place", |entry| place(&entry.sources[0])),
            Words("further_sources", |entry| entry.sources[1..].iter().map(place).collect::<Vec<_>>().join("; ")),
        ],
        &ledger.entries,
    )
}
