//! The milestone threads on a terminal: a row a piece of work in eighty columns, or its whole history.

use unicode_width::UnicodeWidthStr;

use super::ledger::coverage;
use super::table::{Column, GAP, TABLE_COLUMNS, Table, wrapped};
use super::text::{Files, Paint, one_line};
use crate::ledger::Milestones;
use crate::record::Place;
use crate::thread::{StepHistory, Thread};
use crate::vocabulary::plural;

/// Columns of a planned step with its day.
const PLANNED_COLUMNS: usize = 15;

/// A name takes at most this many lines of a row.
const NAME_LINES: usize = 2;

/// A row a thread with the place of its latest statement, then the coverage line. With `history` every planned day of each step and
/// every statement with the rule that put it there.
pub fn milestones_text(found: &Milestones, history: bool, paint: Paint, files: &Files<'_>) -> String {
    let columns = [
        Column::folded("milestone", 21, NAME_LINES),
        Column::right("seen", 4),
        Column::left("progress", 12),
        Column::left("state", 10),
        Column::left("planned", PLANNED_COLUMNS),
        Column::left("moved", 0),
    ];
    let table = Table::new(columns, paint);
    let mut lines = vec![paint.bold(&table.head())];
    let shown_place = |source: &Place| files.of_fact(paint, source);
    for thread in &found.threads {
        lines.extend(table.row(cells(thread)));
        if !history {
            lines.push(format!("    {}", shown_place(&thread.last().place)));
            continue;
        }
        for step in thread.steps() {
            let words = wrapped(&step_line(&step), TABLE_COLUMNS - 4, 6);
            lines.extend(words.into_iter().map(|line| format!("    {line}")));
        }
        for entry in &thread.told {
            let statement = &entry.statement;
            let (rule, date) = (entry.rule.name(), statement.date);
            lines.push(format!("    {date}  {rule:15}{GAP}{}", shown_place(&statement.place)));
            let indent = " ".repeat(8);
            let words = wrapped(&one_line(&statement.text), TABLE_COLUMNS - indent.len(), 3);
            lines.extend(words.into_iter().map(|line| format!("{indent}{line}")));
        }
        if !thread.doubtful.is_empty() {
            let names: Vec<String> = thread.doubtful.iter().map(|name| one_line(name)).collect();
            lines.extend(
                wrapped(&format!("left apart: {}", names.join("、")), TABLE_COLUMNS - 4, 3)
                    .iter()
                    .map(|line| format!("    {line}")),
            );
        }
    }
    lines.push(String::new());
    lines.push(paint.dim(&milestones_coverage(found)));
    lines.join("\n")
}

/// `43 milestones in 22 reports, 12 moved; 第27–36周 missing`.
pub fn milestones_coverage(found: &Milestones) -> String {
    let moved = found.threads.iter().filter(|thread| thread.moves() > 0).count();
    let moved = if moved > 0 { format!(", {moved} moved") } else { String::new() };
    coverage(
        &format!("{} in {}{moved}", plural(found.threads.len(), "milestone"), plural(found.searched.reports, "report")),
        &found.searched.missing_weeks,
    )
}

fn cells(thread: &Thread) -> [String; 6] {
    let name = match &thread.parent {
        Some(parent) => format!("{} ({parent})", thread.subject),
        None => thread.subject.clone(),
    };
    let progress = thread.progress().map(|((first, _), (last, _))| {
        if first == last {
            format!("{}%", last.normalize())
        } else {
            format!("{}→{}%", first.normalize(), last.normalize())
        }
    });
    let state = thread.told.iter().rev().find_map(|told| told.statement.milestone.state.as_ref());
    [
        one_line(&name),
        reports(thread).to_string(),
        progress.unwrap_or_default(),
        state.map_or("", |stated| stated.state.name()).to_string(),
        planned(thread),
        moved(thread),
    ]
}

/// Number of reports that mention it.
fn reports(thread: &Thread) -> usize {
    let mut reports: Vec<_> = thread.told.iter().map(|told| told.statement.place.report_id).collect();
    reports.sort_unstable();
    reports.dedup();
    reports.len()
}

/// The latest planned day that no line gave up: `上线 2023-06-13`, or the day alone where the step's name is long.
fn planned(thread: &Thread) -> String {
    let steps = thread.steps();
    let latest = steps.iter().filter_map(|step| Some((step.days.iter().rfind(|day| !day.was)?, step)));
    let Some((day, step)) = latest.max_by_key(|(day, _)| (day.told, day.to)) else { return String::new() };
    let full = format!("{} {}", step.what, day.to);
    if full.width() <= PLANNED_COLUMNS && !step.what.is_empty() { full } else { day.to.to_string() }
}

/// `+55d 2x`: how far the most-moved step went, and how often any was moved.
fn moved(thread: &Thread) -> String {
    match thread.moves() {
        0 => String::new(),
        moves => format!("{:+}d {moves}x", thread.slip_days()),
    }
}

/// `上线: 2023-04-14 → 2023-05-18 (+34d) → 2023-06-08 (+21d)`.
fn step_line(step: &StepHistory) -> String {
    let name = [step.part.as_str(), step.what.as_str()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    let name = if name.is_empty() { "planned".to_string() } else { one_line(&name) };
    let mut text = format!("{name}: ");
    let mut before = None;
    for day in step.distinct() {
        if let Some(before) = before {
            text.push_str(" → ");
            text.push_str(&day.to.to_string());
            let days: jiff::Span = day.to - before;
            text.push_str(&format!(" ({:+}d)", days.get_days()));
        } else {
            text.push_str(&day.to.to_string());
        }
        before = Some(day.to);
    }
    text
}
