//! An incident: when it occurred, what happened, whom it hit, why, what was done, how it stands, how many.

use serde::{Deserialize, Serialize};

use super::clause::clauses;
use super::count::{Count, counts};
use super::duration::{Began, duration, until};
use super::hardship::is_placeholder;
use super::incident_late::{LONGEST_FINDING_CHARS, found_late};
use super::incident_named::Named;
use super::incident_opening::{Opening, is_symbol, opens_with_a_clock};
use super::incident_start::when;
use super::incident_text::{impact_in, told_in};
use super::status::Status;
use crate::calendar::{Date, Expression, Period, TimeOfDay};
use crate::report::{LineIndex, Lines, Span, lines_of};

/// A piece of an incident's text with its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// As written, white space at the ends trimmed.
    pub text: String,
    pub span: Span,
    pub lines: Lines,
}

impl Part {
    /// The part at `span` without the punctuation and list marks that joined it to its neighbours; `None` when nothing
    /// else is there.
    pub(super) fn read(source: &str, index: &LineIndex, span: Span) -> Option<Self> {
        let span = trim_part(source, span);
        (!span.is_empty()).then(|| Self { text: source[span.clone()].to_string(), lines: index.lines(&span), span })
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incident {
    /// `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM`; `None` when no day is named, or the report has no date to take the year from.
    pub occurred: Option<String>,
    /// When it was found, where that is another day than it occurred.
    #[serde(default)]
    pub found: Option<String>,
    pub summary: Part,
    pub impact: Option<Part>,
    pub cause: Option<Part>,
    pub handling: Option<Part>,
    pub status: Status,
    /// How long it lasted, where the text says so or names the times of its start and its end.
    #[serde(default)]
    pub duration_minutes: Option<u32>,
    pub counts: Vec<Count>,
}

impl Incident {
    /// The minute of the day it occurred, where a time is stated.
    pub fn minute_of_day(&self) -> Option<u16> {
        let time: TimeOfDay = self.occurred.as_deref()?.get(11..)?.parse().ok()?;
        Some(time.minute_of_day())
    }

    /// The day it occurred.
    pub fn day(&self) -> Option<Date> {
        day_in(&self.occurred)
    }

    /// Whether it occurred, or was found, on a day of `period`.
    pub fn is_of(&self, period: Period) -> bool {
        [&self.occurred, &self.found].into_iter().filter_map(day_in).any(|day| period.contains(day))
    }
}

fn day_in(moment: &Option<String>) -> Option<Date> {
    moment.as_deref().and_then(|text| text.get(..10)).and_then(|day| day.parse().ok())
}

/// Reads the incident that stands in `span`, as [`super::incident_starts`] and [`super::is_incident_record`] find it.
///
/// The year, and the month where only the day is written, are those nearest to `report_date`. Parts that are named are
/// taken by their names, others from the clauses that tell them; the summary ends where those begin.
pub fn read_incident(source: &str, index: &LineIndex, span: Span, report_date: Option<Date>) -> Incident {
    let text = &source[span.clone()];
    let opening = when(text);
    let date_length = opening.as_ref().map_or(0, |opening| opening.length);
    let named = Named::read(source, span.start + date_length..span.end);
    let mut happened = named.summary(source).unwrap_or(span.start..span.start);
    let steps = steps_in(source, &happened);
    let after_steps = steps.last().map_or(happened.end..happened.end, |last| last.end..happened.end);
    if let Some(first) = steps.first() {
        happened.end = first.start;
    }
    let mut told = told_in(source, &happened);
    told.cause = told.cause.or_else(|| told_in(source, &after_steps).cause);
    let mut summary = happened.clone();
    for (name, told) in [(&named.cause, &told.cause), (&named.handling, &told.handling)] {
        if let (None, Some(told)) = (name, told.as_ref().filter(|told| told.start < happened.end)) {
            let before = &source[happened.start..told.start];
            let is_clause = before.trim_end().ends_with(|c: char| !c.is_alphanumeric());
            if is_clause && before.chars().filter(|c| c.is_alphanumeric()).count() >= LEAST_SUMMARY_CHARS {
                summary.end = summary.end.min(told.start);
            }
        }
    }
    let began = Began::read(opening.as_ref(), report_date);
    let ends: Vec<Span> =
        [&named.described, &named.handling].into_iter().flatten().chain(steps.last()).cloned().collect();
    let ended = || named.ended.as_ref().and_then(|ended| until(began, &source[ended.clone()]));
    let mut duration_minutes = named
        .lasted(source)
        .or_else(ended)
        .or_else(|| duration(source, began, &happened, named.impact.as_ref(), &ends));
    let is_told = |span: &Span| !is_placeholder(&source[span.clone()]);
    let told_cause = told.cause.clone().filter(|_| named.cause.is_none());
    let told_handling = told.handling.clone().filter(|_| named.handling.is_none());
    let told_parts: Vec<&Span> = [&told_cause, &told_handling].into_iter().flatten().collect();
    let cause = named.cause.or(told.cause).map(|cause| without_name(source, cause)).filter(is_told);
    let handling = named.handling.or(told.handling).or(steps.last().cloned()).filter(is_told);
    let told_at = opening.as_ref().and_then(|opening| occurred(opening, report_date));
    let late = found_late(&source[happened.clone()], began, report_date);
    let (occurred, found) = match &late {
        Some(late) => (Some(late.occurred.clone()), told_at),
        None => (told_at, None),
    };
    if let Some(late) = late {
        duration_minutes = late.duration(began, duration_minutes);
        // 发现3/29夜间的…: the words that only say when it was.
        let words = source[happened.start..happened.start + late.date_end].chars().count();
        if words <= LONGEST_FINDING_CHARS {
            let rest = &source[happened.start + late.date_end..summary.end];
            let rest = rest.trim_start_matches(['的', ' ', '，']);
            summary.start = summary.end - rest.len();
        }
    }
    let after_date = summary.start..happened.end;
    let others: Vec<&Span> = [&named.described, &handling, &cause].into_iter().flatten().collect();
    let impact = named.impact.or_else(|| impact_in(source, &after_date, &told_parts, &others));
    let part = |span: Span| Part::read(source, index, span);
    let empty =
        || Part { text: String::new(), span: span.start..span.start, lines: index.lines(&(span.start..span.start)) };
    let impact = impact.and_then(part);
    while let Some(last) = clauses(source, summary.clone()).pop().filter(|last| last.start > summary.start) {
        if !is_placeholder(&source[last.clone()]) {
            break;
        }
        summary.end = last.start;
    }
    Incident {
        occurred,
        found,
        counts: counts_of(&source[summary.clone()], impact.as_ref()),
        summary: part(without_number(source, summary)).or_else(|| part(span.clone())).unwrap_or_else(empty),
        impact,
        cause: cause.and_then(part),
        status: Status::of(text, handling.is_some() || duration_minutes.is_some()),
        handling: handling.and_then(part),
        duration_minutes,
    }
}

/// The lines inside `span` that tell step by step what was done, each with a time of its own; none where there is but one.
fn steps_in(source: &str, span: &Span) -> Vec<Span> {
    let lines = lines_of(source, span).into_iter().skip(1).filter(|line| opens_with_a_clock(&source[line.clone()]));
    let steps: Vec<Span> = lines.collect();
    if steps.len() > 1 { steps } else { Vec::new() }
}

/// `原因是…` without the name.
fn without_name(source: &str, span: Span) -> Span {
    let text = &source[span.clone()];
    let trimmed = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let names =
        ["原因是", "原因为", "原因系", "根因是", "根因为", "起因是", "后来查到是", "查到是", "查明是", "经查是"];
    match names.iter().find_map(|name| trimmed.strip_prefix(name)) {
        Some(rest) if !rest.trim().is_empty() => span.end - rest.len()..span.end,
        _ => span,
    }
}

/// `事件1：`, `故障二、` before what happened: the number of the incident, not a word of it.
fn without_number(source: &str, span: Span) -> Span {
    let text = &source[span.clone()];
    let trimmed = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let Some(rest) = ["事件", "事故", "故障", "问题", "异常"].iter().find_map(|name| trimmed.strip_prefix(name))
    else {
        return span;
    };
    let number = rest.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十 ".contains(c));
    match number.strip_prefix(['：', ':', '、', '.', '．']) {
        Some(happened) if number.len() < rest.len() => span.end - happened.len()..span.end,
        _ => span,
    }
}

/// Fewer letters and digits than this are no account of what happened.
const LEAST_SUMMARY_CHARS: usize = 4;

/// The day and time of an opening, its year taken from `report_date` where it has none.
pub(super) fn occurred(opening: &Opening, report_date: Option<Date>) -> Option<String> {
    Some(occurred_text(day_of(&opening.expression, report_date)?, opening.time()))
}

pub(super) fn day_of(expression: &Expression, report_date: Option<Date>) -> Option<Date> {
    match (report_date, expression) {
        (Some(anchor), expression) => Some(expression.resolve(anchor).ok()?.from()),
        (None, Expression::Day(day)) => day.date(),
        (None, _) => None,
    }
}

impl Began {
    pub(super) fn read(opening: Option<&Opening>, report_date: Option<Date>) -> Self {
        let until = opening.and_then(|opening| opening.until.as_ref());
        let until = until.and_then(|until| Some((day_of(until, report_date), until.time()?)));
        Self {
            day: opening.and_then(|opening| day_of(&opening.expression, report_date)),
            time: opening.and_then(Opening::time),
            until,
        }
    }
}

pub(super) fn occurred_text(day: Date, time: Option<TimeOfDay>) -> String {
    match time {
        Some(time) => format!("{day}T{time}"),
        None => day.to_string(),
    }
}

/// The numbers of what happened, then those of the impact that are new.
pub(super) fn counts_of(happened: &str, impact: Option<&Part>) -> Vec<Count> {
    let mut all = counts(happened);
    for count in impact.map(|impact| counts(&impact.text)).unwrap_or_default() {
        if !all.contains(&count) {
            all.push(count);
        }
    }
    all
}

fn trim_part(source: &str, span: Span) -> Span {
    let joint = |c: char| {
        c.is_whitespace()
            || is_symbol(c)
            || matches!(c, '，' | ',' | '；' | ';' | '、' | '：' | ':' | '-' | '*' | '#' | '】' | '|' | '>')
    };
    let text = &source[span.clone()];
    let start = span.start + (text.len() - text.trim_start_matches(joint).len());
    let end_joint = |c: char| joint(c) || matches!(c, '【');
    let end = start + source[start..span.end.max(start)].trim_end_matches(end_joint).len();
    start..end
}

#[cfg(test)]
mod tests {
    use super::super::{Count, Status, incident_starts};
    use super::{Incident, read_incident};
    use crate::calendar::Date;
    use crate::report::{LineIndex, SectionKind};

    fn read(text: &str) -> Incident {
        let date: Date = "2023-06-20".parse().expect("a date");
        read_incident(text, &LineIndex::new(text), 0..text.len(), Some(date))
    }

    fn text(part: &Option<super::Part>) -> &str {
        part.as_ref().map_or("", |part| part.text.as_str())
    }

    #[test]
    fn named_parts_are_read_with_the_year_of_the_report() {
        let incident = read("6/15 11:01 流水少了5,991笔，影响764个商户\n原因：扩容时重启。 处置：重跑，15:57修复完成");
        assert_eq!(incident.occurred.as_deref(), Some("2023-06-15T11:01"));
        assert_eq!(text(&incident.cause), "扩容时重启。");
        assert_eq!(text(&incident.handling), "重跑，15:57修复完成");
        assert_eq!(text(&incident.impact), "影响764个商户");
        assert_eq!(incident.status, Status::Resolved);
        let count = |value: &str, unit: &str| Count { value: value.into(), unit: unit.into() };
        assert_eq!(incident.counts, [count("5991", "笔"), count("764", "个")]);
    }

    #[test]
    fn prose_without_names_still_has_a_cause_and_a_handling() {
        let incident = read("6/2 05:15 账单重复3笔，过滤后完成推送。后续查明原因为表中存在脏数据。");
        assert_eq!(text(&incident.cause), "后续查明原因为表中存在脏数据。");
        assert_eq!(text(&incident.handling), "过滤后完成推送。");
    }

    #[test]
    fn a_cause_named_without_a_colon_is_not_part_of_the_handling() {
        let incident = read("6/2 05:15 消息乱序。处置：05:40 人工订正。原因还在查，供应商待回复。");
        assert_eq!(text(&incident.handling), "05:40 人工订正。");
        assert_eq!(text(&incident.cause), "原因还在查，供应商待回复。");
        assert_eq!(incident.status, Status::Open);
    }

    #[test]
    fn what_is_not_said_is_none() {
        let incident = read("6/2 05:15 收到告警");
        assert_eq!((incident.cause, incident.handling, incident.impact), (None, None, None));
        assert_eq!(incident.status, Status::Unknown);
    }

    #[test]
    fn a_second_incident_inside_the_first_ones_indentation_begins_its_own() {
        let text = "- 3/24 16:42 协议创建失败。\n    \n    原因：系统故障\n    \n    3/25 9:42 通知不及时";
        let starts = incident_starts(text, &(0..text.len()), SectionKind::Incidents, false);
        let lines: Vec<&str> = starts.iter().map(|start| &text[*start..*start + 4]).collect();
        assert_eq!(lines, ["3/24", "3/25"]);
    }

    #[test]
    fn a_dated_line_in_a_plan_is_no_incident() {
        let text = "- 6/27 10:00 上线评审";
        assert!(incident_starts(text, &(0..text.len()), SectionKind::Plan, false).is_empty());
    }

    #[test]
    fn a_link_to_a_diary_page_is_no_incident() {
        let text = "2023/03/21 [周二](x.md)";
        assert!(incident_starts(text, &(0..text.len()), SectionKind::Incidents, false).is_empty());
    }
}
