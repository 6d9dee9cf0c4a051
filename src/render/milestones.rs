//! The milestone threads on a terminal: a row a piece of work in eighty columns, or its whole history.

use unicode_width::UnicodeWidthStr;

use super::ledger::{counted, coverage};
use super::table::{Column, GAP, TABLE_COLUMNS, Table, wrapped};
use super::text::{Files, Paint, one_line};
use crate::fact::State;
use crate::ledger::Milestones;
use crate::record::Place;
use crate::report::{plain, row_in_words};
use crate::thread::{LaterWord, Rule, StepDay, StepHistory, Thread};
use crate::vocabulary::{Language, worded};

/// Columns of a planned step with its day.
const PLANNED_COLUMNS: usize = 15;

/// Columns of the rule that puts a statement in its thread.
const RULE_COLUMNS: usize = 15;

/// What a later report says takes at most this many lines.
const LATER_LINES: usize = 2;

/// A name takes at most this many lines of a row.
const NAME_LINES: usize = 2;

/// A row a thread with the place of its latest statement and what a later report says of its matter, then the coverage line. With `history`
/// every planned day of each step and every statement with the rule that put it there.
pub fn milestones_text(
    found: &Milestones,
    history: bool,
    language: Language,
    paint: Paint,
    files: &Files<'_>,
) -> String {
    let columns = [
        Column::folded(language.pick("里程碑", "milestone"), 21, NAME_LINES),
        Column::right(language.pick("篇数", "seen"), 4),
        Column::left(language.pick("进度", "progress"), 12),
        Column::left(language.pick("状态", "state"), language.pick(6, 10)),
        Column::left(language.pick("计划", "planned"), PLANNED_COLUMNS),
        Column::left(language.pick("变动", "moved"), 0),
    ];
    let table = Table::new(columns, paint);
    let mut lines = vec![paint.bold(&table.head())];
    let shown_place = |source: &Place| files.of_fact(paint, source);
    let later_word = |word: &LaterWord| {
        let later = language.pick("后来", "later");
        let said = one_line(&plain(&row_in_words(&word.text)));
        let said = wrapped(&said, TABLE_COLUMNS - 8, LATER_LINES).into_iter().map(|line| format!("        {line}"));
        std::iter::once(format!("    {later} {}  {}", word.date, shown_place(&word.place)))
            .chain(said)
            .collect::<Vec<_>>()
    };
    let likely = found.threads.iter().filter(|thread| thread.is_likely()).count();
    for (at, thread) in found.threads.iter().enumerate() {
        // Where all are asked for they stand as they come.
        let is_first_doubtful = at == likely && found.threads[at..].iter().all(|thread| !thread.is_likely());
        if is_first_doubtful {
            lines.push(
                paint.dim(language.pick("以下不大确定，请对照原文：", "Less sure: compare these with their lines.")),
            );
        }
        lines.extend(table.row(cells(thread, language)));
        if !history {
            lines.push(format!("    {}", shown_place(&thread.last().place)));
            lines.extend(thread.later.iter().flat_map(later_word));
            continue;
        }
        for step in thread.steps() {
            let words = wrapped(&step_line(&step, language), TABLE_COLUMNS - 4, 6);
            lines.extend(words.into_iter().map(|line| format!("    {line}")));
        }
        for entry in &thread.told {
            let statement = &entry.statement;
            let (rule, date) = (join_text(entry.rule, language), statement.date);
            let space = " ".repeat(RULE_COLUMNS.saturating_sub(rule.width()));
            lines.push(format!("    {date}  {rule}{space}{GAP}{}", shown_place(&statement.place)));
            let indent = " ".repeat(8);
            let words = wrapped(&one_line(&statement.text), TABLE_COLUMNS - indent.len(), 3);
            lines.extend(words.into_iter().map(|line| format!("{indent}{line}")));
        }
        lines.extend(thread.later.iter().flat_map(later_word));
        if !thread.doubtful.is_empty() {
            let names: Vec<String> = thread.doubtful.iter().map(|name| one_line(name)).collect();
            let names = names.join(language.pick("、", ", "));
            let apart = worded!(language, "未并入：{names}", "left apart: {names}");
            lines.extend(wrapped(&apart, TABLE_COLUMNS - 4, 3).iter().map(|line| format!("    {line}")));
        }
    }
    lines.push(String::new());
    lines.push(paint.dim(&milestones_coverage(found, language)));
    lines.join("\n")
}

/// `43 milestones in 22 reports, 12 moved; 第27–36周 missing`.
pub fn milestones_coverage(found: &Milestones, language: Language) -> String {
    let moved = found.threads.iter().filter(|thread| thread.moves() > 0).count();
    let moved =
        if moved > 0 { worded!(language, "，其中 {moved} 项改过期", ", {moved} moved") } else { String::new() };
    let line = counted(found.threads.len(), found.searched.reports, ("项里程碑", "milestone"), language);
    coverage(&format!("{line}{moved}"), &found.searched.missing_weeks, language)
}

/// `launched`, `已上线`.
pub fn state_text(state: State, language: Language) -> &'static str {
    match state {
        State::Proposed => language.pick("筹备", "proposed"),
        State::Developing => language.pick("进行中", "developing"),
        State::Testing => language.pick("测试中", "testing"),
        State::Launched => language.pick("已上线", "launched"),
        State::Delayed => language.pick("延期", "delayed"),
        State::Paused => language.pick("暂停", "paused"),
        State::Cancelled => language.pick("已取消", "cancelled"),
        State::Closed => language.pick("已结束", "closed"),
    }
}

/// Why a statement is in its thread.
pub fn join_text(rule: Rule, language: Language) -> &'static str {
    match rule {
        Rule::First => language.pick("首次提到", "first"),
        Rule::SameName => language.pick("同名", "same-name"),
        Rule::SameIdentifier => language.pick("同一编号", "same-identifier"),
        Rule::Contained => language.pick("名称包含", "contained"),
        Rule::SameMatter => language.pick("可能是同一件事", "same-matter"),
    }
}

fn cells(thread: &Thread, language: Language) -> [String; 6] {
    let name = match &thread.parent {
        Some(parent) => worded!(language, "{}（{parent}）", "{} ({parent})", thread.subject),
        None => thread.subject.clone(),
    };
    let progress = thread.progress().map(|((first, _), (last, _))| {
        if first == last {
            format!("{}%", last.normalize())
        } else {
            format!("{}→{}%", first.normalize(), last.normalize())
        }
    });
    [
        one_line(&name),
        reports(thread).to_string(),
        progress.unwrap_or_default(),
        thread.state().map_or("", |state| state_text(state, language)).to_string(),
        planned(thread, language),
        moved(thread, language),
    ]
}

/// Number of reports that mention it.
fn reports(thread: &Thread) -> usize {
    let mut reports: Vec<_> = thread.told.iter().map(|told| told.statement.place.report_id()).collect();
    reports.sort_unstable();
    reports.dedup();
    reports.len()
}

/// The latest planned day that no line gave up: `上线 2023-06-13`, or the day alone where the step's name is long.
fn planned(thread: &Thread, language: Language) -> String {
    let steps = thread.steps();
    let latest = steps.iter().filter_map(|step| Some((step.days.iter().rfind(|day| !day.was)?, step)));
    let Some((day, step)) = latest.max_by_key(|(day, _)| (day.told, day.to)) else { return String::new() };
    let written = planned_day(day, language);
    let full = format!("{} {written}", step.what);
    if full.width() <= PLANNED_COLUMNS && !step.what.is_empty() { full } else { written }
}

/// `2025-10-25`; of a span, by whose end it is planned (10月中旬), `2025-10-20前`.
pub fn planned_day(day: &StepDay, language: Language) -> String {
    if day.from == day.to {
        return day.to.to_string();
    }
    worded!(language, "{}前", "by {}", day.to)
}

/// `+55d 2x`: how far the most-moved step went, and how often any was moved.
fn moved(thread: &Thread, language: Language) -> String {
    match thread.moves() {
        0 => String::new(),
        moves => worded!(language, "{:+}天 {moves}次", "{:+}d {moves}x", thread.slip_days()),
    }
}

/// `上线: 2023-04-14 → 2023-05-18 (+34d) → 2023-06-08 (+21d)`.
fn step_line(step: &StepHistory, language: Language) -> String {
    let name = [step.part.as_str(), step.what.as_str()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    let name = if name.is_empty() { worded!(language, "计划", "planned") } else { one_line(&name) };
    let mut text = worded!(language, "{name}：", "{name}: ");
    let mut before = None;
    for day in step.distinct() {
        if let Some(before) = before {
            text.push_str(" → ");
            text.push_str(&planned_day(day, language));
            let days: jiff::Span = day.to - before;
            text.push_str(&worded!(language, "（{:+}天）", " ({:+}d)", days.get_days()));
        } else {
            text.push_str(&planned_day(day, language));
        }
        before = Some(day.to);
    }
    text
}
