//! The promises on a terminal: what was promised, what came of it, by which rule, with both places.

use std::path::{Path, PathBuf};

use super::ledger::{one_line, padded, wrapped};
use super::milestones::coverage;
use super::text::{Paint, place, plural};
use crate::ledger::Promises;
use crate::record::Place;
use crate::thread::{Outcome, Promise};

const TABLE_COLUMNS: usize = 80;
const OUTCOME_COLUMNS: usize = 8;
const KIND_COLUMNS: usize = 4;
const DAY_COLUMNS: usize = 10;
const GAP: &str = "  ";
const PROMISE_COLUMNS: usize = TABLE_COLUMNS - OUTCOME_COLUMNS - KIND_COLUMNS - DAY_COLUMNS - 3 * GAP.len();

/// A promise takes at most this many lines.
const PROMISE_LINES: usize = 2;

/// A row a promise with the place that makes it and the one that decided, then how many there are of each outcome.
pub fn promises_text(
    found: &Promises,
    paint: Paint,
    here: &Path,
    file_of: &dyn Fn(&Place) -> Option<PathBuf>,
) -> String {
    let head = [("outcome", OUTCOME_COLUMNS), ("kind", KIND_COLUMNS), ("due", DAY_COLUMNS)];
    let head: Vec<String> = head.iter().map(|(name, columns)| padded(name, *columns)).collect();
    let mut lines = vec![paint.bold(&format!("{}{GAP}promise", head.join(GAP)))];
    let told = |source: &Place| {
        let file = file_of(source);
        place(paint, &source.path, &source.lines.to_string(), file.as_deref(), here)
    };
    for promise in &found.promises {
        let mut text = wrapped(&one_line(&promise.text), PROMISE_COLUMNS, PROMISE_LINES).into_iter();
        let outcome = padded(promise.verdict.outcome.name(), OUTCOME_COLUMNS);
        let is_late = matches!(promise.verdict.outcome, Outcome::Slipped | Outcome::Dropped);
        let outcome = if is_late { paint.bold(&outcome) } else { outcome };
        let due = promise.due.map(|due| due.to_string()).unwrap_or_default();
        let first = text.next().unwrap_or_default();
        lines.push(format!(
            "{outcome}{GAP}{}{GAP}{}{GAP}{first}",
            padded(promise.kind.name(), KIND_COLUMNS),
            padded(&due, DAY_COLUMNS)
        ));
        let indent = " ".repeat(TABLE_COLUMNS - PROMISE_COLUMNS);
        lines.extend(text.map(|line| format!("{indent}{line}")));
        lines.push(format!("    {} {}", padded("made", 15), told(&promise.place)));
        let rule = padded(promise.verdict.why.name(), 15);
        match &promise.verdict.evidence {
            Some((source, _, _)) => lines.push(format!("    {rule} {}{}", told(source), days(promise))),
            None => lines.push(format!("    {}", rule.trim_end())),
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
