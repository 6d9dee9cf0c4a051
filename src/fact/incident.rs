//! An incident: when it occurred, what happened, whom it hit, why, what was done, how it stands, how many.

use serde::{Deserialize, Serialize};

use super::incident_parts::{PartKind, clauses, named_parts, sentences, tells_cause, tells_handling, tells_impact};
use crate::calendar::{Date, TimeOfDay, date_at_start};
use crate::lexicon::normalise_number;
use crate::report::{LineIndex, Lines, SectionKind, Span, lines_of, mark_length, trim};

/// A piece of an incident's text with its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// As written, white space at the ends trimmed.
    pub text: String,
    pub span: Span,
    pub lines: Lines,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    Resolved,
    Open,
    Unknown,
}

/// A number with its unit as the incident states it, one spelling (`1,234` is `1234`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    pub value: String,
    pub unit: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incident {
    /// `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM`; `None` when the report has no date to take the year from.
    pub occurred: Option<String>,
    pub summary: Part,
    pub impact: Option<Part>,
    pub cause: Option<Part>,
    pub handling: Option<Part>,
    pub status: Status,
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

/// Where incidents begin inside `span`: the starts of lines (list marks skipped) that open with a date and a time, or
/// with a date alone where the section is about incidents or the line itself names a cause or a handling.
pub fn incident_starts(source: &str, span: &Span, section: SectionKind) -> Vec<usize> {
    if matches!(section, SectionKind::Plan | SectionKind::Daily) {
        return Vec::new();
    }
    let mut starts = Vec::new();
    for line in lines_of(source, span) {
        let line = trim(source, line);
        let start = line.start + mark_length(&source[line.clone()]);
        let text = &source[start..line.end.max(start)];
        let Some((expression, length)) = date_at_start(text) else { continue };
        let rest = text[length..].trim_start_matches([' ', '，', ',', '：', ':', '\u{3000}']);
        let is_incident = expression.time().is_some()
            || section == SectionKind::Incidents
            || ["原因：", "处置：", "原因:", "处置:"].iter().any(|name| text.contains(name));
        // A link or an empty line after the date is a diary, not an event.
        if is_incident && !rest.is_empty() && !rest.starts_with('[') {
            starts.push(start);
        }
    }
    starts
}

/// Reads the incident that stands in `span`; its first line opens with a date, as [`incident_starts`] finds it.
///
/// The year, and the month where only the day is written, are those nearest to `report_date`.
pub fn read_incident(source: &str, index: &LineIndex, span: Span, report_date: Option<Date>) -> Incident {
    let (expression, date_length) = date_at_start(&source[span.clone()]).unzip();
    let time = expression.as_ref().and_then(|expression| expression.time());
    let day = expression.as_ref().zip(report_date).and_then(|(expression, anchor)| {
        expression.resolve(anchor).ok().map(|period| period.from())
    });
    let part = |span: Span| -> Option<Part> {
        let span = trim_part(source, span);
        (!span.is_empty()).then(|| Part { text: source[span.clone()].to_string(), lines: index.lines(&span), span })
    };
    let mut summary = span.start + date_length.unwrap_or(0)..span.end;
    let (mut cause, mut handling, mut impact) = (None, None, None);
    let mut first = true;
    for (kind, part_span) in named_parts(source, summary.clone()) {
        match kind {
            PartKind::Summary if first => summary = part_span,
            PartKind::Cause => extend(&mut cause, part_span),
            PartKind::Handling => extend(&mut handling, part_span),
            PartKind::Impact => extend(&mut impact, part_span),
            PartKind::Summary | PartKind::FollowUp => {}
        }
        first = false;
    }
    let unnamed = Unnamed::read(source, summary.clone());
    let cause = cause.or(unnamed.cause);
    let handling = handling.or(unnamed.handling);
    let impact = impact.or(unnamed.impact);
    let text = &source[span.clone()];
    let fallback = Part { text: String::new(), span: span.start..span.start, lines: index.lines(&(span.start..span.start)) };
    Incident {
        occurred: day.map(|day| occurred_text(day, time)),
        summary: part(summary.clone()).or_else(|| part(span.clone())).unwrap_or(fallback),
        counts: counts(&source[summary]),
        impact: impact.and_then(part),
        cause: cause.and_then(part),
        handling: handling.and_then(part),
        status: status(text),
    }
}

fn occurred_text(day: Date, time: Option<TimeOfDay>) -> String {
    match time {
        Some(time) => format!("{day}T{time}"),
        None => day.to_string(),
    }
}

/// Two pieces of one part (`原因：` twice) become one piece when they touch; else the first stands.
fn extend(part: &mut Option<Span>, span: Span) {
    match part {
        Some(known) if known.end >= span.start => known.end = span.end,
        Some(_) => {}
        None => *part = Some(span),
    }
}

/// Without the punctuation and list marks that joined the part to its neighbours.
fn trim_part(source: &str, span: Span) -> Span {
    let joint = |c: char| c.is_whitespace() || matches!(c, '，' | ',' | '；' | ';' | '、' | '：' | ':' | '-' | '*');
    let text = &source[span.clone()];
    let start = span.start + (text.len() - text.trim_start_matches(joint).len());
    let end = start + source[start..span.end.max(start)].trim_end_matches(joint).len();
    start..end
}

/// What the running text tells of cause, handling and impact where no part is named.
struct Unnamed {
    cause: Option<Span>,
    handling: Option<Span>,
    impact: Option<Span>,
}

impl Unnamed {
    fn read(source: &str, summary: Span) -> Self {
        let mut found = Self { cause: None, handling: None, impact: None };
        for sentence in sentences(source, summary.clone()) {
            if found.cause.is_none() {
                found.cause = cause_in(source, sentence.clone());
            }
            for clause in clauses(source, sentence) {
                let text = &source[clause.clone()];
                if tells_impact(text) {
                    grow(&mut found.impact, clause.clone());
                }
                if tells_handling(text) && !tells_cause(text) {
                    grow(&mut found.handling, clause);
                }
            }
        }
        found
    }
}

/// From the clause that opens with why to the end of its sentence, or to where its effect is told.
fn cause_in(source: &str, sentence: Span) -> Option<Span> {
    let first = clauses(source, sentence.clone()).into_iter().find(|clause| tells_cause(&source[clause.clone()]))?;
    Some(first.start..sentence.end)
}

/// Adjacent clauses of one sort are one piece.
fn grow(part: &mut Option<Span>, clause: Span) {
    match part {
        Some(known) if known.end == clause.start => known.end = clause.end,
        Some(_) => {}
        None => *part = Some(clause),
    }
}

/// The word that stands last decides: `10:12 恢复，待复盘` is open until it is reviewed.
fn status(text: &str) -> Status {
    const RESOLVED: &[&str] = &["恢复", "修复完成", "已修复", "完成修复", "修复上线", "已解决", "回切", "回滚后", "停止报错", "报错基本停止", "复盘完成", "已规避", "防护规避", "已完成"];
    const OPEN: &[&str] = &["核实中", "待复盘", "分析中", "排查中", "跟进中", "定位中", "修复中", "处理中", "解决中", "待定位", "待核实", "待修复", "待确认", "原因待"];
    let last = |words: &[&str]| words.iter().filter_map(|word| text.rfind(word)).max();
    match (last(RESOLVED), last(OPEN)) {
        (None, None) => Status::Unknown,
        (resolved, open) if resolved > open => Status::Resolved,
        _ => Status::Open,
    }
}

/// Numbers with a counting word after them (5991笔, 27.6万元, 2min); times and dates have none.
fn counts(text: &str) -> Vec<Count> {
    const UNITS: &[&str] = &[
        "笔", "个", "户", "次", "台", "条", "单", "人", "家", "元", "分钟", "小时", "秒", "min", "ms", "%", "％", "城", "项", "倍",
    ];
    let mut counts: Vec<Count> = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let before = rest[..at].chars().next_back();
        let number_length =
            rest[at..].find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ','))).unwrap_or(rest.len() - at);
        let written = rest[at..at + number_length].trim_end_matches(['.', ',']);
        let mut after = rest[at + number_length..].trim_start_matches([' ', '多', '余']);
        let multiplier = after.chars().next().filter(|c| matches!(c, '千' | '万' | '亿'));
        if let Some(c) = multiplier {
            after = &after[c.len_utf8()..];
        }
        let free = !before.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | ':' | '：' | '-' | '_'));
        let unit = UNITS.iter().find(|unit| after.starts_with(**unit));
        if let Some(((unit, value), true)) = unit.zip(normalise_number(written, multiplier)).map(|pair| (pair, free)) {
            let count = Count { value, unit: (*unit).to_string() };
            if !counts.contains(&count) {
                counts.push(count);
            }
        }
        rest = &rest[at + number_length..];
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::{Count, Incident, Status, incident_starts, read_incident};
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
