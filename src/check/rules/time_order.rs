//! ZB018: an end before its start, an event after the report's own day, an outcome that contradicts its plan.

use crate::calendar::{Date, Weekday, day_number};
use crate::check::finding::{Objection, Wording};
use crate::check::layout::tables;
use crate::check::moments::{Moment, minutes_between, moments};
use crate::check::page::Page;
use crate::check::rule::{Case, Rule};
use crate::fact::is_done;
use crate::report::{DateOrigin, SectionKind, Span, Table, plain};
use crate::text::{fold, part_between};
use crate::vocabulary::{Sense, Words};

pub(in crate::check) static RULE: Rule =
    Rule { code: "ZB018", name: "time-order", is_default: true, needs_earlier: false, run };

static STARTS: Words = Words::of(&[Sense::CourseStart]);
static ENDS: Words = Words::of(&[Sense::CourseEnd]);
static AHEAD: Words = Words::of(&[Sense::Ahead]);
static ON_TIME: Words = Words::of(&[Sense::OnTime]);
static BEHIND: Words = Words::of(&[Sense::Behind]);

fn run(case: &Case<'_>) -> Vec<Objection> {
    let page = case.page;
    let near = page.reliable_date();
    let mut found = Vec::new();
    for statement in page.statements.iter().filter(|statement| !statement.is_row) {
        for sentence in crate::fact::sentences(&page.text, statement.span.clone()) {
            let text = &page.text[sentence.clone()];
            let all = moments(text, near);
            found.extend(reversed(text, sentence.start, &all));
            found.extend(plan_and_outcome(text, sentence.start, &all));
        }
        // 计划完成：6/20；实际完成：6/12
        let text = &page.text[statement.span.clone()];
        if text.contains('；') && text.contains("实际") {
            found.extend(plan_and_outcome(text, statement.span.start, &moments(text, near)));
        }
    }
    for table in tables(page) {
        found.extend(in_table(page, &table));
    }
    found.extend(after_report(page));
    found.sort_by_key(|objection: &Objection| objection.span.start);
    found.dedup_by(|one, other| one.span == other.span);
    found
}

fn objection(span: Span, zh: impl Into<String>, en: impl Into<String>) -> Objection {
    Objection { span, message: Wording::new(zh, en), evidence: Vec::new() }
}

fn before_start(span: Span, written: &str) -> Objection {
    objection(span, format!("结束早于开始：{written}"), format!("it ends before it starts: {written}"))
}

/// Whether `to` lies before `from`. A range without a year may run over New Year.
fn is_reversed(
    from: (Option<Date>, Option<crate::calendar::TimeOfDay>),
    to: (Option<Date>, Option<crate::calendar::TimeOfDay>),
    has_year: bool,
) -> bool {
    match (from.0, to.0) {
        (Some(one), Some(other)) if one != other => {
            let days = day_number(one) - day_number(other);
            let over_new_year = !has_year && one.month() >= 10 && other.month() <= 3;
            days > 0 && !over_new_year && (has_year || days < LONGEST_DAYS)
        }
        _ => minutes_between(from, to).is_some_and(|minutes| minutes < 0),
    }
}

/// Two days further apart than this, without a year, are of two years.
const LONGEST_DAYS: i32 = 200;

/// 6/15–6/12, 09:30 发生，09:10 恢复.
fn reversed(text: &str, start: usize, all: &[Moment]) -> Vec<Objection> {
    let mut found = Vec::new();
    for moment in all {
        let Some(until) = moment.until else { continue };
        if is_reversed((moment.date, moment.time), until, moment.has_year) {
            let written = text[moment.span.clone()].to_string();
            found.push(before_start(start + moment.span.start..start + moment.span.end, &written));
        }
    }
    for pair in all.windows(2) {
        let (one, other) = (&pair[0], &pair[1]);
        let is_whole = |moment: &Moment| moment.until.is_none() && moment.time.is_some() == one.time.is_some();
        let dates_fit = one.date.is_some() || other.date.is_none();
        if !is_whole(one) || !is_whole(other) || !dates_fit {
            continue;
        }
        let other_date = other.date.or(one.date);
        let next_day =
            ["次日", "第二天", "翌日", "隔天"].iter().any(|word| text[one.span.end..other.span.start].contains(word));
        let is_course = is_beside(text, &one.span, &STARTS) && is_beside(text, &other.span, &ENDS);
        if is_course && !next_day && is_reversed((one.date, one.time), (other_date, other.time), one.has_year) {
            let written = text[one.span.start..other.span.end].to_string();
            found.push(before_start(start + one.span.start..start + other.span.end, &written));
        }
    }
    found
}

/// Whether one of `words` stands right before a moment or right behind it.
fn is_beside(text: &str, span: &Span, words: &Words) -> bool {
    const NEAR: usize = 6;
    let clause = part_between(text, span, &['，', '。', '；', ',', ';', '\n', '、']);
    let before: String = crate::text::last_chars(&text[clause.start..span.start], NEAR).to_string();
    let after: String = text[span.end..clause.end].chars().take(NEAR + 4).collect();
    words.are_in(&before) || words.are_in(&after)
}

/// 计划6/20上线，实际6/12上线; 由6/20延期至6/12.
fn plan_and_outcome(text: &str, start: usize, all: &[Moment]) -> Vec<Objection> {
    static PLANS: Words = Words::of(&[Sense::Plan, Sense::Former]);
    static LATER: Words = Words::of(&[Sense::Postponed, Sense::Moved]);
    let mut found = Vec::new();
    for pair in all.windows(2) {
        let (plan, outcome) = (&pair[0], &pair[1]);
        let (Some(planned), Some(actual)) = (plan.date, outcome.date) else { continue };
        if plan.until.is_some() || outcome.until.is_some() {
            continue;
        }
        let before = &text[..plan.span.start];
        let between = &text[plan.span.end..outcome.span.start];
        let is_actual = is_outcome(between);
        let is_apart = between.contains(['。', '\n']) || (between.contains('；') && !is_actual);
        if is_apart || between.chars().count() > 24 {
            continue;
        }
        let lead = crate::text::last_chars(before, 12);
        let is_planned = PLANS.are_in(lead) || lead.trim_end().ends_with(['由', '从', '原']);
        let behind: String = text[outcome.span.end..].chars().take_while(|c| !"。；\n".contains(*c)).take(12).collect();
        let words = format!("{between}{behind}");
        let span = start + plan.span.start..start + outcome.span.end;
        let moved_later = LATER.are_in(between) && !between.contains("提前") && is_planned;
        if moved_later && actual < planned {
            found.push(objection(
                span,
                format!("写的是延后，可 {actual} 早于 {planned}"),
                format!("it is put off, and {actual} is before {planned}"),
            ));
        } else if is_planned && is_actual {
            found.extend(against_plan(planned, actual, &words).map(|(zh, en)| objection(span, zh, en)));
        } else if is_planned && between.contains("提前") && actual > planned {
            found.push(objection(
                span,
                format!("写的是提前，可 {actual} 晚于 {planned}"),
                format!("it is ahead of its plan by its words, and {actual} is after {planned}"),
            ));
        }
    }
    found
}

/// Whether the words between two days say that the second is the outcome: 实际, delivered.
fn is_outcome(between: &str) -> bool {
    let words = between.to_lowercase();
    words.contains("实际") || words.contains("actual") || (words.is_ascii() && is_done(&words))
}

/// What is wrong with an outcome beside its planned day, by the words around it.
fn against_plan(planned: Date, actual: Date, words: &str) -> Option<(String, String)> {
    let (behind, on_time, ahead) = (BEHIND.are_in(words), ON_TIME.are_in(words), AHEAD.are_in(words));
    if actual < planned && behind {
        return Some((
            format!("写的是延后，可实际 {actual} 早于计划 {planned}"),
            format!("it is late by its words, and {actual} is before the planned {planned}"),
        ));
    }
    if actual > planned && (on_time || ahead) && !behind {
        return Some((
            format!("写的是如期，可实际 {actual} 晚于计划 {planned}"),
            format!("it is in time by its words, and {actual} is after the planned {planned}"),
        ));
    }
    (actual < planned && !ahead && !on_time).then(|| {
        (
            format!("实际 {actual} 早于计划 {planned}，没有说明提前"),
            format!("the outcome of {actual} is before the planned {planned}, and nothing says it was early"),
        )
    })
}

/// What the columns of a table are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Start,
    End,
    Planned,
    Actual,
    Other,
}

fn column(head: &str) -> Column {
    static PLANNED: Words = Words::of(&[Sense::Plan, Sense::Former]);
    let is_end = ENDS.are_in(head) || head.contains("完成") || head.contains("截止");
    let is_start = STARTS.are_in(head);
    let is_actual = head.contains("实际") || head.contains("actual");
    match (is_start, is_end) {
        (true, false) => Column::Start,
        _ if is_actual => Column::Actual,
        _ if PLANNED.are_in(head) => Column::Planned,
        (false, true) => Column::End,
        _ => Column::Other,
    }
}

fn in_table(page: &Page, table: &Table) -> Vec<Objection> {
    let Some(head) = &table.head else { return Vec::new() };
    let heads: Vec<String> = head.cells.iter().map(|cell| fold(plain(&page.text[cell.clone()]).trim())).collect();
    let columns: Vec<Column> = heads.iter().map(|head| column(head)).collect();
    let at = |wanted: Column| columns.iter().position(|column| *column == wanted);
    let pairs = [
        (at(Column::Start), at(Column::End)),
        (at(Column::Start).filter(|_| at(Column::End).is_none()), at(Column::Planned).or(at(Column::Actual))),
    ];
    let mut found = Vec::new();
    for row in &table.rows {
        let moment = |column: Option<usize>| {
            let cell = row.cells.get(column?)?.clone();
            let text = &page.text[cell.clone()];
            let one = moments(text, page.reliable_date()).into_iter().next().filter(|one| one.until.is_none())?;
            Some((cell, one))
        };
        for (start, end) in pairs {
            let (Some((_, from)), Some((cell, to))) = (moment(start), moment(end)) else { continue };
            let is_alike = from.time.is_some() == to.time.is_some();
            let to_date = to.date.or(from.date);
            let is_wrong = is_alike && is_reversed((from.date, from.time), (to_date, to.time), from.has_year);
            if is_wrong {
                found.push(before_start(cell.clone(), page.text[cell].trim()));
            }
        }
        let (Some((_, planned)), Some((cell, actual))) = (moment(at(Column::Planned)), moment(at(Column::Actual)))
        else {
            continue;
        };
        let (Some(planned), Some(actual)) = (planned.date, actual.date) else { continue };
        let words = &page.text[row.span.clone()];
        found.extend(against_plan(planned, actual, words).map(|(zh, en)| objection(cell, zh, en)));
    }
    found
}

/// What is told as having happened on a day after the report's own.
fn after_report(page: &Page) -> Vec<Objection> {
    let Some(last) = last_day(page) else { return Vec::new() };
    let mut found = Vec::new();
    for known in &page.incidents {
        let text = &page.text[known.span.clone()];
        let Some(day) = known.incident.day().filter(|day| is_after(*day, last)) else { continue };
        let moment = moments(text, page.reliable_date()).into_iter().find(|moment| moment.date == Some(day));
        let Some(moment) = moment else { continue };
        let span = known.span.start + moment.span.start..known.span.start + moment.span.end;
        found.push(later(span, day, last));
    }
    for statement in &page.statements {
        // A row's day is what its column says; those of incidents are read as such.
        if statement.is_row || matches!(statement.kind, SectionKind::Plan | SectionKind::Review) {
            continue;
        }
        let text = &page.text[statement.span.clone()];
        for moment in moments(text, page.reliable_date()) {
            let Some(day) = moment.date.filter(|day| is_after(*day, last)) else { continue };
            if moment.until.is_none() && is_told_as_done(text, &moment.span, statement.kind) {
                let span = statement.span.start + moment.span.start..statement.span.start + moment.span.end;
                found.push(later(span, day, last));
            }
        }
    }
    found
}

fn later(span: Span, day: Date, last: Date) -> Objection {
    objection(
        span,
        format!("写成已发生的 {day} 在周报日期 {last} 之后"),
        format!("{day} is told as past, and lies after the report's own day, {last}"),
    )
}

fn is_after(day: Date, last: Date) -> bool {
    let days = day_number(day) - day_number(last);
    (1..=LONGEST_DAYS).contains(&days)
}

/// The last day that the report may speak of as past.
fn last_day(page: &Page) -> Option<Date> {
    let date = page.reliable_date()?;
    let covered = page.report.stated_coverage.map_or(date, |period| period.to().max(date));
    // A label alone, or a Monday, may be the first day of the week that is reported.
    let is_first = page.report.date_origin == Some(DateOrigin::Label)
        || covered.weekday() == Weekday::Monday
        || covered.day() == 1;
    let days = if is_first { 7 } else { 0 };
    crate::calendar::date_of_day_number(day_number(covered) + days).ok()
}

/// Whether the clause of a day says that something was done or happened then.
fn is_told_as_done(text: &str, span: &Span, kind: SectionKind) -> bool {
    static TO_COME: Words = Words::of(&[
        Sense::Plan,
        Sense::Hope,
        Sense::Set,
        Sense::Dated,
        Sense::WeakPlan,
        Sense::Prepared,
        Sense::Former,
        Sense::Awaited,
        Sense::Outstanding,
        Sense::Postponed,
        Sense::Moved,
        Sense::Adjusted,
        Sense::Waiting,
        Sense::ToCome,
        Sense::Promise,
    ]);
    static HAPPENED: Words = Words::of(&[Sense::Happened]);
    let sentence = part_between(text, span, &['。', '；', ';', '\n']);
    if TO_COME.are_in(&text[sentence.clone()]) {
        return false;
    }
    let clause = part_between(text, span, &['，', '。', '；', ',', ';', '\n']);
    let after = &text[span.end..clause.end];
    // 6/28前, 自6/28起, 6/28的会 are days to come, or names.
    let written = &text[span.clone()];
    let is_limit = written.ends_with(['前', '起', '后', '内'])
        || after.trim_start().starts_with(['前', '起', '的', '之', '-', '~'])
        || after.trim_start().starts_with("后");
    let has_time = written.contains([':', '：']);
    let words = &text[clause];
    let is_incident = kind == SectionKind::Incidents && has_time;
    // 6/25停电通知已发: what stands far from the day is told of something else.
    const NEAR: usize = 8;
    let near: String = after.chars().take(NEAR).collect();
    let behind = &text[span.end..sentence.end];
    let before = text[sentence.start..span.start].trim_end();
    // 已于6/17上线; 于6/18投诉，已补发; 6/16，门禁故障，已修复.
    let is_then = before.ends_with("已于")
        || before.ends_with("已在")
        || (before.ends_with('于') && behind.contains('已'))
        || (before.is_empty() && after.trim().is_empty() && behind.contains('已'));
    let happens = near.contains("发生") || near.contains("出现");
    let is_told = near.contains('已')
        || is_then
        || happens
        || ((is_done(words) || HAPPENED.are_in(words)) && after.contains('了'));
    !is_limit && (is_incident || is_told)
}
