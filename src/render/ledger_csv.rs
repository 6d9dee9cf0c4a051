//! The ledger of incidents as CSV, with a row an incident.

use super::ledger::status_name;
use super::spreadsheet::Column::Words;
use super::spreadsheet::csv_table;
use crate::fact::IncidentPiece;
use crate::ledger::{IncidentEntry, Ledger};
use crate::record::Place;

/// # Errors
/// None in memory; those of the CSV writer.
pub fn ledger_csv(ledger: &Ledger) -> Result<String, csv::Error> {
    fn part(part: &Option<IncidentPiece>) -> String {
        part.as_ref().map(|part| part.text.clone()).unwrap_or_default()
    }
    fn place(source: &Place) -> String {
        format!("{}:{}", source.path(), source.lines)
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
            Words("report", |entry| entry.sources[0].report().to_string()),
            Words("date", |entry| entry.sources[0].date()),
            Words("author", |entry| entry.sources[0].author().clone().unwrap_or_default()),
            Words("section", |entry| entry.sources[0].section().join(" › ")),
            Words("place", |entry| place(&entry.sources[0])),
            Words("further_sources", |entry| entry.sources[1..].iter().map(place).collect::<Vec<_>>().join("; ")),
        ],
        &ledger.entries,
    )
}
