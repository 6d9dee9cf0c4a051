//! An incident: when it occurred, what happened, whom it hit, why, what was done, how it stands, how many.

use serde::{Deserialize, Serialize};

use super::clause::sentences;
use super::count::{Count, counts};
use super::incident_parts::{PartKind, named_parts};
use super::duration::{Began, duration, length_in, until};
use super::incident_start::{Opening, is_symbol, opening_date, when};
use super::incident_text::{impact_in, told_in};
use super::status::Status;
use crate::calendar::{Date, Expression, TimeOfDay};
use crate::report::{LineIndex, Lines, Span};

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
        self.occurred.as_deref().and_then(|text| text.get(..10)).and_then(|day| day.parse().ok())
    }
}

/// The named parts of an incident and what stands before them.
#[derive(Default)]
struct Named {
    head: Option<Span>,
    described: Option<Span>,
    cause: Option<Span>,
    handling: Option<Span>,
    impact: Option<Span>,
    time: Option<Span>,
    ended: Option<Span>,
    length: Option<Span>,
}

impl Named {
    fn read(source: &str, span: Span) -> Self {
        let mut named = Self::default();
        let says_something = |span: &Span| source[span.clone()].chars().any(char::is_alphanumeric);
        for (at, (kind, part)) in named_parts(source, span).into_iter().enumerate() {
            if !says_something(&part) {
                continue;
            }
            match kind {
                PartKind::Summary if at == 0 => named.head = Some(part),
                PartKind::Summary => extend(&mut named.described, part),
                PartKind::Cause => extend(&mut named.cause, part),
                PartKind::Handling => extend(&mut named.handling, part),
                PartKind::Impact => extend(&mut named.impact, part),
                PartKind::Time => extend(&mut named.time, part),
                PartKind::Ended => extend(&mut named.ended, part),
                PartKind::Length => extend(&mut named.length, part),
                PartKind::FollowUp => {}
            }
        }
        named.take_cause_from_handling(source);
        named
    }

    /// `处置：重启。原因还在查。` names the second part without a colon.
    fn take_cause_from_handling(&mut self, source: &str) {
        let (None, Some(handling)) = (&self.cause, &mut self.handling) else { return };
        let begins = |sentence: &Span| source[sentence.clone()].trim_start().starts_with("原因");
        if let Some(sentence) = sentences(source, handling.clone()).into_iter().skip(1).find(begins) {
            self.cause = Some(sentence.start..handling.end);
            handling.end = sentence.start;
        }
    }

    /// The length that a part names: `持续时间：40分钟`.
    fn lasted(&self, source: &str) -> Option<u32> {
        self.length.as_ref().and_then(|length| length_in(&source[length.clone()]))
    }

    /// What happened: the words before the first name, else 现象, else what follows the date in 时间.
    fn summary(&self, source: &str) -> Option<Span> {
        let after_date = |span: Span| {
            let text = &source[span.clone()];
            let white = text.len() - text.trim_start().len();
            let length = opening_date(text.trim_start()).map_or(text.len() - white, |opening| opening.length);
            span.start + white + length..span.end
        };
        let says_something = |span: &Span| source[span.clone()].chars().any(char::is_alphanumeric);
        let candidates = [self.head.clone(), self.described.clone(), self.time.clone().map(after_date)];
        candidates.into_iter().flatten().find(says_something)
    }
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
    let happened = named.summary(source).unwrap_or(span.start..span.start);
    let told = told_in(source, &happened);
    let mut summary = happened.clone();
    for (name, told) in [(&named.cause, &told.cause), (&named.handling, &told.handling)] {
        if let (None, Some(told)) = (name, told) {
            let before = &source[happened.start..told.start];
            let is_clause = before.trim_end().ends_with(|c: char| !c.is_alphanumeric());
            if is_clause && before.chars().filter(|c| c.is_alphanumeric()).count() >= LEAST_SUMMARY_CHARS {
                summary.end = summary.end.min(told.start);
            }
        }
    }
    let began = Began::read(opening.as_ref(), report_date);
    let ends: Vec<Span> = [&named.described, &named.handling].into_iter().flatten().cloned().collect();
    let ended = || named.ended.as_ref().and_then(|ended| until(began, &source[ended.clone()]));
    let duration_minutes =
        named.lasted(source).or_else(ended).or_else(|| duration(source, began, &happened, &ends));
    let cause = named.cause.or(told.cause);
    let handling = named.handling.or(told.handling);
    let others: Vec<&Span> = [&named.described, &handling, &cause].into_iter().flatten().collect();
    let impact = named.impact.or_else(|| impact_in(source, &happened, &others));
    let part = |span: Span| Part::read(source, index, span);
    let empty =
        || Part { text: String::new(), span: span.start..span.start, lines: index.lines(&(span.start..span.start)) };
    let impact = impact.and_then(part);
    Incident {
        occurred: opening.as_ref().and_then(|opening| occurred(opening, report_date)),
        found: None,
        counts: counts_of(&source[happened], impact.as_ref()),
        summary: part(without_number(source, summary)).or_else(|| part(span.clone())).unwrap_or_else(empty),
        impact,
        cause: cause.and_then(part),
        handling: handling.and_then(part),
        status: Status::of(text),
        duration_minutes,
    }
}

/// `事件1：`, `故障二、` before what happened: the number of the incident, not a word of it.
fn without_number(source: &str, span: Span) -> Span {
    let text = &source[span.clone()];
    let trimmed = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let Some(rest) = ["事件", "事故", "故障", "问题", "异常"].iter().find_map(|name| trimmed.strip_prefix(name)) else {
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

fn day_of(expression: &Expression, report_date: Option<Date>) -> Option<Date> {
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

fn occurred_text(day: Date, time: Option<TimeOfDay>) -> String {
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

/// Two pieces of one part (`原因：` twice) become one piece when they touch; else the first stands.
fn extend(part: &mut Option<Span>, span: Span) {
    match part {
        Some(known) if known.end >= span.start => known.end = span.end,
        Some(_) => {}
        None => *part = Some(span),
    }
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
        let starts = incident_starts(text, &(0..text.len()), SectionKind::Incidents);
        let lines: Vec<&str> = starts.iter().map(|start| &text[*start..*start + 4]).collect();
        assert_eq!(lines, ["3/24", "3/25"]);
    }

    #[test]
    fn a_dated_line_in_a_plan_is_no_incident() {
        let text = "- 6/27 10:00 上线评审";
        assert!(incident_starts(text, &(0..text.len()), SectionKind::Plan).is_empty());
    }

    #[test]
    fn a_link_to_a_diary_page_is_no_incident() {
        let text = "2023/03/21 [周二](x.md)";
        assert!(incident_starts(text, &(0..text.len()), SectionKind::Incidents).is_empty());
    }
}
