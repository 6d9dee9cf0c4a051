//! The promises on a terminal: what was promised, what came of it, by which rule, with both places.

use super::ledger::coverage;
use super::table::{Cell, Column, Table};
use super::text::{Files, Paint, one_line};
use crate::ledger::Promises;
use crate::record::Place;
use crate::thread::{Outcome, Promise};
use crate::vocabulary::plural;

/// A promise takes at most this many lines.
const PROMISE_LINES: usize = 2;

/// A row a promise with the place that makes it and the one that decided, then how many there are of each outcome.
pub fn promises_text(found: &Promises, paint: Paint, files: &Files<'_>) -> String {
    let columns = vec![Column::left("outcome", 8), Column::left("kind", 4), Column::left("due", 10)];
    let table = Table::with_rest(columns, "promise", PROMISE_LINES, paint);
    let mut lines = vec![paint.bold(&table.head())];
    let shown_place = |source: &Place| files.of_fact(paint, source);
    for promise in &found.promises {
        let outcome = promise.verdict.outcome;
        lines.extend(table.row([
            Cell::from(outcome.name()).bold_if(matches!(outcome, Outcome::Slipped | Outcome::Dropped)),
            Cell::from(promise.kind.name()),
            Cell::from(promise.due.map(|due| due.to_string()).unwrap_or_default()),
            Cell::from(one_line(&promise.text)),
        ]));
        lines.push(format!("    {:15} {}", "made", shown_place(&promise.place)));
        let rule = promise.verdict.why.name();
        match &promise.verdict.evidence {
            Some((source, _, _)) => lines.push(format!("    {rule:15} {}{}", shown_place(source), days(promise))),
            None => lines.push(format!("    {rule}")),
        }
    }
    lines.push(String::new());
    lines.push(paint.dim(&promises_coverage(found)));
    lines.join("\n")
}

fn days(promise: &Promise) -> String {
    promise.verdict.days.filter(|days| *days != 0).map(|days| format!(" ({days:+}d)")).unwrap_or_default()
}

/// `12 promises in 8 reports: 7 kept, 3 slipped, 2 unknown; 第27–36周 missing`.
pub fn promises_coverage(found: &Promises) -> String {
    let count = |outcome: Outcome| found.promises.iter().filter(|promise| promise.verdict.outcome == outcome).count();
    let counts: Vec<String> = Outcome::ALL
        .into_iter()
        .map(|outcome| (count(outcome), outcome))
        .filter(|(count, _)| *count > 0)
        .map(|(count, outcome)| format!("{count} {}", outcome.name()))
        .collect();
    let line = format!(
        "{} in {}: {}",
        plural(found.promises.len(), "promise"),
        plural(found.searched.reports, "report"),
        counts.join(", ")
    );
    coverage(&line, &found.searched.missing_weeks)
}
