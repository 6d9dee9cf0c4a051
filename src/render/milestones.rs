//! The milestone threads on a terminal: a row a piece of work in eighty columns, or its whole history.

use std::path::{Path, PathBuf};

use unicode_width::UnicodeWidthStr;

use super::ledger::{one_line, padded, wrapped};
use super::text::{Paint, missing_weeks, place, plural};
use crate::ledger::Milestones;
use crate::record::Place;
use crate::thread::{StepHistory, Thread};

const TABLE_COLUMNS: usize = 80;
const NAME_COLUMNS: usize = 21;
/// In how many reports it is seen.
const COUNT_COLUMNS: usize = 4;
const PROGRESS_COLUMNS: usize = 12;
const STATE_COLUMNS: usize = 10;
const PLANNED_COLUMNS: usize = 15;
const GAP: &str = "  ";

/// A name takes at most this many lines of a row.
const NAME_LINES: usize = 2;

/// A row a thread with the place of its latest statement, then the coverage line. With `history` every planned day of each step and
/// every statement with the rule that put it there.
pub fn milestones_text(
    found: &Milestones,
    history: bool,
    paint: Paint,
    here: &Path,
    file_of: &dyn Fn(&Place) -> Option<PathBuf>,
) -> String {
    let head = [
        ("milestone", NAME_COLUMNS),
        ("seen", COUNT_COLUMNS),
        ("progress", PROGRESS_COLUMNS),
        ("state", STATE_COLUMNS),
        ("planned", PLANNED_COLUMNS),
    ];
    let head: Vec<String> = head.iter().map(|(name, columns)| padded(name, *columns)).collect();
    let mut lines = vec![paint.bold(&format!("{}{GAP}moved", head.join(GAP)))];
    let told = |source: &Place| {
        let file = file_of(source);
        place(paint, &source.path, &source.lines.to_string(), file.as_deref(), here)
    };
    for thread in &found.threads {
        lines.extend(row(thread));
        if !history {
            lines.push(format!("    {}", told(&thread.last().place)));
            continue;
        }
        for step in thread.steps() {
            let words = wrapped(&step_line(&step), TABLE_COLUMNS - 4, 6);
            lines.extend(words.into_iter().map(|line| format!("    {line}")));
        }
        for told_by in &thread.told {
            let statement = &told_by.statement;
            let (rule, date) = (told_by.rule.name(), statement.date);
            lines.push(format!("    {date}  {}{GAP}{}", padded(rule, 15), told(&statement.place)));
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

fn row(thread: &Thread) -> Vec<String> {
    let name = match &thread.parent {
        Some(parent) => format!("{} ({parent})", thread.subject),
        None => thread.subject.clone(),
    };
    let mut name = wrapped(&one_line(&name), NAME_COLUMNS, NAME_LINES).into_iter();
    let progress = thread.progress().map(|((first, _), (last, _))| {
        if first == last {
            format!("{}%", last.normalize())
        } else {
            format!("{}→{}%", first.normalize(), last.normalize())
        }
    });
    let state = thread.told.iter().rev().find_map(|told| told.statement.milestone.state.as_ref());
    let first = [
        padded(&name.next().unwrap_or_default(), NAME_COLUMNS),
        format!("{:>COUNT_COLUMNS$}", reports(thread)),
        padded(&progress.unwrap_or_default(), PROGRESS_COLUMNS),
        padded(state.map_or("", |stated| stated.state.name()), STATE_COLUMNS),
        padded(&planned(thread), PLANNED_COLUMNS),
        moved(thread),
    ];
    let mut lines = vec![first.join(GAP).trim_end().to_string()];
    lines.extend(name);
    lines
}

/// How many reports tell of it.
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
