//! What an ingest did, for programs.

use serde_json::{Value, json};

use crate::ingest::Summary;

/// Counts, what was left out and why, and what its reader should know.
pub fn summary_json(summary: &Summary) -> Value {
    let skipped =
        summary.skipped.iter().map(|skipped| json!({ "path": skipped.path, "why": skipped.reason.to_string() }));
    let notices = summary.notices.iter().map(|(path, notice)| json!({ "path": path, "notice": notice.to_string() }));
    let yearless = summary
        .yearless
        .iter()
        .map(|(path, date, _)| json!({ "path": path, "date": date.map(|date| date.to_string()) }));
    json!({
        "reports": summary.reports(),
        "added": summary.added,
        "changed": summary.changed,
        "unchanged": summary.unchanged,
        "removed": summary.removed,
        "kept": summary.kept,
        "passages": summary.passages,
        "incidents": summary.incidents,
        "skipped": skipped.collect::<Vec<_>>(),
        "unsupported": summary.unsupported,
        "passed_over": summary.passed_over,
        "notices": notices.collect::<Vec<_>>(),
        "without_year": yearless.collect::<Vec<_>>(),
        "interrupted": summary.interrupted,
    })
}
