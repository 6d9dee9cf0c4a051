//! The ledger of incidents on a terminal: a table of eighty columns, each row with its place below it.

use unicode_width::UnicodeWidthStr;

use super::table::{Cell, Column, TABLE_COLUMNS, Table, wrapped};
use super::text::{Files, Paint, missing_weeks, one_line};
use crate::fact::{Incident, Status};
use crate::ledger::Ledger;
use crate::vocabulary::plural;

/// What happened takes at most this many lines of a row.
pub(super) const SUMMARY_LINES: usize = 2;

/// A row an incident, then the coverage line. Only the summary is cut, with `…`; a path longer than the line stays whole, so
/// that it can be opened.
pub fn ledger_text(ledger: &Ledger, paint: Paint, files: &Files<'_>) -> String {
    let columns = vec![Column::left("occurred", 16), Column::left("status", 8), Column::left("lasted", 7)];
    let table = Table::with_rest(columns, "what happened", SUMMARY_LINES, paint);
    let mut lines = vec![paint.bold(&table.head())];
    for entry in &ledger.entries {
        let incident = &entry.incident;
        lines.extend(table.row([
            Cell::from(occurred_text(incident)),
            Cell::from(status_name(incident.status)).bold_if(incident.status == Status::Open),
            Cell::from(incident.duration_minutes.map(length_text).unwrap_or_default()),
            Cell::from(one_line(&incident.summary.text)),
        ]));
        for source in &entry.sources {
            lines.push(format!("    {}", files.of_fact(paint, source)));
        }
    }
    lines.push(String::new());
    lines.push(paint.dim(&ledger_coverage(ledger)));
    lines.join("\n")
}

/// `12 incidents in 22 reports, 2 open; 第27–36周 missing`.
pub fn ledger_coverage(ledger: &Ledger) -> String {
    let mut line = format!("{} in {}", plural(ledger.entries.len(), "incident"), plural(ledger.reports, "report"));
    let open = ledger.count(Status::Open);
    if open > 0 {
        line.push_str(&format!(", {open} open"));
    }
    coverage(&line, &ledger.missing_weeks)
}

/// A coverage line with the weeks that are missing, on a line of their own where both do not fit on one.
pub(super) fn coverage(line: &str, weeks: &[String]) -> String {
    let missing = missing_weeks(weeks);
    if missing.is_empty() {
        return line.to_string();
    }
    let whole = format!("{line}; {missing} missing");
    if whole.width() <= TABLE_COLUMNS {
        return whole;
    }
    let rest = wrapped(&format!("{missing} missing"), TABLE_COLUMNS, 4);
    let line = wrapped(&format!("{line};"), TABLE_COLUMNS, 3);
    format!("{}\n{}", line.join("\n"), rest.join("\n"))
}

pub fn status_name(status: Status) -> &'static str {
    match status {
        Status::Resolved => "resolved",
        Status::Open => "open",
        Status::Unknown => "unknown",
    }
}

pub(super) fn occurred_text(incident: &Incident) -> String {
    incident.occurred.as_deref().map_or_else(|| "no day named".to_string(), |when| when.replace('T', " "))
}

/// `9m`, `4h56m`, `8d`: the two largest units.
fn length_text(minutes: u32) -> String {
    let (days, hours, rest) = (minutes / 1440, minutes % 1440 / 60, minutes % 60);
    let unit = |amount: u32, name: &str| if amount > 0 { format!("{amount}{name}") } else { String::new() };
    match (days, hours) {
        (0, 0) => format!("{rest}m"),
        (0, hours) => format!("{hours}h{}", unit(rest, "m")),
        (days, hours) => format!("{days}d{}", unit(hours, "h")),
    }
}

#[cfg(test)]
mod tests {
    use super::length_text;

    #[test]
    fn lengths_read_at_a_glance() {
        assert_eq!([9, 60, 296, 11520, 17355].map(length_text), ["9m", "1h", "4h56m", "8d", "12d1h"]);
    }
}
