//! The promises as CSV, with a row a promise.

use super::spreadsheet::Column::Words;
use super::spreadsheet::csv_table;
use crate::ledger::Promises;
use crate::thread::Promise;

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
            Words("place", |promise| format!("{}:{}", promise.place.path(), promise.place.lines)),
            Words("evidence", |promise| {
                promise.verdict.evidence.as_ref().map(|(_, _, text)| text.clone()).unwrap_or_default()
            }),
            Words("evidence_place", |promise| {
                let evidence = promise.verdict.evidence.as_ref();
                evidence.map(|(place, ..)| format!("{}:{}", place.path(), place.lines)).unwrap_or_default()
            }),
        ],
        &found.promises,
    )
}
