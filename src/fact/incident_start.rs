//! Where incidents begin: lines that open with a date, in the many ways in which people write one, and texts that name
//! their parts (时间, 现象, 原因, 处置).

use super::clause::{sentences, tells_effect, tells_trouble};
use super::incident_parts::{PartKind, named_parts};
use crate::calendar::{Date, Expression, Mention, TimeOfDay, date_at_start, mentions};
use crate::report::{SectionKind, Span, lines_of, mark_length, mask_targets, opens_incident_part, trim};

/// How far, in bytes, an incident's own text is looked at to tell whether it is one.
const LOOK_AHEAD_BYTES: usize = 3000;

/// A date at the start of a text, with the marks around it.
#[derive(Debug, Clone)]
pub(super) struct Opening {
    pub expression: Expression,
    /// The time beside the date, where the expression does not hold it itself.
    clock: Option<TimeOfDay>,
    /// The end of a span of days or times.
    pub until: Option<Expression>,
    /// Bytes of the date and the marks around it.
    pub length: usize,
}

impl Opening {
    pub(super) fn time(&self) -> Option<TimeOfDay> {
        self.expression.time().or(self.clock)
    }

    pub(super) fn at(self, time: TimeOfDay) -> Self {
        Self { clock: Some(time), ..self }
    }
}

/// The date that `text` opens with: `6/15 11:01`, `**6/15 11:01**`, `【6月15日】`, `时间：6/15 11:01`, `【故障】6/15`,
/// `本周三（6/14）11:01`, `6/15 11:01-12:30`.
///
/// `None` also for a link (`[2023/03/21](…)`), which is a diary's.
pub(super) fn opening_date(text: &str) -> Option<Opening> {
    let marks = |c: char| matches!(c, '*' | '_' | '【' | '[' | '（' | '(' | '「' | '~' | '`' | ' ') || is_symbol(c);
    let inner = without_tag(text.trim_start_matches(marks)).trim_start_matches(marks);
    let (inner, _) = strip_time_name(inner);
    let start = text.len() - inner.len();
    let (mut expression, length, until) = first_date(inner)?;
    let mut end = start + length;
    let closers = |c: char| matches!(c, '*' | '_' | '】' | ']' | '）' | ')' | '」' | '~' | '`');
    let is_link = text[end..].trim_start_matches(closers).starts_with('(') && text[end..].starts_with(']');
    if is_link {
        return None;
    }
    end = text.len() - text[end..].trim_start_matches(closers).len();
    let mut clock = None;
    if expression.time().is_none() {
        let after = text[end..].trim_start_matches([' ', '，', ',', '【', '*']);
        let shown: String = after.chars().take(16).collect();
        let first = mentions(&shown).into_iter().next();
        if let Some(Mention { span, reading: Ok(Expression::Time(time)) }) = first
            && span.start == 0
        {
            match &expression {
                Expression::Day(day) => expression = Expression::Day(day.at(time)),
                _ => clock = Some(time),
            }
            let closed = after[span.end..].trim_start_matches(closers);
            end = text.len() - closed.strip_prefix("左右").unwrap_or(closed).len();
        }
    }
    Some(Opening { expression, clock, until, length: end })
}

/// The day that `text` begins with, its length in bytes and, of a span, its end.
fn first_date(text: &str) -> Option<(Expression, usize, Option<Expression>)> {
    if let Some((expression, length)) = date_at_start(text) {
        let shown: String = text.chars().take(48).collect();
        let whole = mentions(&shown).into_iter().next().filter(|mention| mention.span.end > length);
        return match whole.map(|mention| (mention.span.end, mention.reading)) {
            Some((length, Ok(Expression::Range(_, to)))) => Some((expression, length, Some(*to))),
            _ => Some((expression, length, None)),
        };
    }
    // 本周三（6/14）: the day in brackets says which.
    let shown: String = text.chars().take(24).collect();
    let weekday = mentions(&shown).into_iter().next().filter(|mention| mention.span.start == 0)?;
    let Ok(relative @ Expression::Relative(_)) = weekday.reading else { return None };
    let is_day = relative.resolve(SOME_DAY).is_ok_and(|period| period.days() == 1);
    let length = weekday.span.end;
    let bracketed = text[length..].strip_prefix(['（', '(']).and_then(date_at_start);
    match bracketed {
        Some((day, inner)) => Some((day, length + '（'.len_utf8().min(text[length..].len()) + inner, None)),
        None => is_day.then_some((relative, length, None)),
    }
}

/// Any day will do to tell whether an expression means one day.
const SOME_DAY: Date = Date::constant(2024, 6, 12);

/// Arrows, dingbats and emoji that stand before a line or a name.
pub(super) fn is_symbol(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{2BFF}' | '\u{1F000}'..='\u{1FAFF}' | '\u{FE0F}' | '\u{200D}')
}

/// Past a short word in brackets that is no date: `【故障】6/15`, `[P2] 6/15`. The opening bracket is gone already.
fn without_tag(text: &str) -> &str {
    let Some((tag, rest)) = text.split_once(['】', ']']) else { return text };
    let is_tag = tag.chars().count() <= 8
        && !tag.contains(['【', '[', '\n', '：', ':'])
        && date_at_start(tag).is_none()
        && !rest.starts_with(['(', '：', ':']);
    if is_tag && opening_follows(rest) { rest } else { text }
}

fn opening_follows(text: &str) -> bool {
    let text = text.trim_start_matches(['*', '_', ' ', '【', '[']);
    date_at_start(text).is_some()
}

/// Past `时间：`, `**发生时间**：` and the like; whether there was such a name.
fn strip_time_name(text: &str) -> (&str, bool) {
    const NAMES: [&str; 9] =
        ["发生时间", "故障时间", "发现时间", "开始时间", "事发时间", "时间", "日期", "Time", "Date"];
    for name in NAMES {
        let Some(rest) = text.strip_prefix(name) else { continue };
        let value = rest.trim_start_matches(['*', '】', ' ']);
        if let Some(value) = value.strip_prefix([':', '：']).or(Some(value).filter(|_| rest.starts_with('】'))) {
            return (value.trim_start_matches(['*', ' ', '【']), true);
        }
    }
    (text, false)
}

/// Whether a text begins with a name for its date: `发生时间：6/15 11:01`.
pub fn names_its_time(text: &str) -> bool {
    strip_time_name(text.trim_start_matches(['*', '【', ' '])).1
}

/// The date that a line opens with, its list mark left out, and where the text after the mark starts.
fn opening_of_line(line: &str) -> Option<(usize, Opening)> {
    let whole = opening_date(line);
    let mark = mark_length(line);
    match whole {
        // `3.23 13:18` is a date; in `3. 23日 13:18` the 3 numbers the line.
        Some(opening) if mark == 0 || opening.time().is_some() => Some((0, opening)),
        whole => opening_date(&line[mark..]).map(|opening| (mark, opening)).or(whole.map(|opening| (0, opening))),
    }
}

/// Where incidents begin inside `span`, ascending: lines (list marks skipped) that open with a date, and tell of trouble or
/// name a cause or a handling; in a section about incidents the date is enough. None in plans and diaries.
///
/// A second one inside the first one's text needs a time and trouble of its own: the dated steps of a handling are not
/// incidents.
pub fn incident_starts(source: &str, span: &Span, section: SectionKind) -> Vec<usize> {
    if matches!(section, SectionKind::Plan | SectionKind::Daily | SectionKind::FollowUp) {
        return Vec::new();
    }
    let mut starts = Vec::new();
    let mut is_timeline = false;
    for line in lines_of(source, span) {
        let line = trim(source, line);
        let text = &source[line.clone()];
        if opens_incident_part(text) {
            is_timeline = names_a_timeline(text);
        }
        let opening = opening_of_line(text);
        let begins = opening.filter(|(start, opening)| {
            let rest = &text[start + opening.length..];
            // A link after the date is a diary's, not an event.
            let says_something = rest.chars().any(char::is_alphanumeric)
                && !rest.trim_start_matches([' ', '，', ',', '：', ':', '\u{3000}']).starts_with('[');
            let is_first = starts.is_empty();
            let reach = floor(source, (line.start + LOOK_AHEAD_BYTES).min(span.end));
            let extent = &source[line.start..reach.max(line.end)];
            let has_time = opening.time().is_some();
            says_something
                && !is_timeline
                && if is_first {
                    is_incident(text, rest, extent, has_time, section)
                } else {
                    has_time && tells_trouble(rest)
                }
        });
        if let Some((start, _)) = begins {
            starts.push(line.start + start);
        }
        if !starts.is_empty() {
            further_starts(source, line, section, &mut starts);
        }
    }
    starts
}

fn is_incident(line: &str, rest: &str, extent: &str, has_time: bool, section: SectionKind) -> bool {
    let has_part = || names_cause_or_handling(extent);
    match section {
        SectionKind::Incidents => has_time || has_part() || !is_follow_up(rest),
        SectionKind::Reflection | SectionKind::Review => has_part(),
        SectionKind::Problems if has_time => has_part() || !is_follow_up(rest),
        _ if has_time => tells_trouble(rest) || has_part(),
        _ => names_cause_or_handling(line) || (tells_trouble(rest) && has_part()),
    }
}

/// Incidents that follow the first one on its own line: a sentence that opens with another day, or with a list mark and a
/// day, and a time, and tells of trouble.
fn further_starts(source: &str, line: Span, section: SectionKind, starts: &mut Vec<usize>) {
    if !source[line.clone()].contains(['。', '；', ';']) {
        return;
    }
    for sentence in sentences(source, line.clone()).into_iter().skip(1) {
        let sentence = trim(source, sentence);
        let text = &source[sentence.clone()];
        let Some((start, opening)) = opening_of_line(text) else { continue };
        let known = starts
            .last()
            .and_then(|start| opening_date(&source[*start..floor(source, (*start + 64).min(source.len()))]));
        let is_other_day = known.is_none_or(|known| day_of(&known.expression) != day_of(&opening.expression));
        let is_event =
            tells_trouble(text) || tells_effect(text) || (section == SectionKind::Incidents && !is_follow_up(text));
        if opening.time().is_some() && is_event && (start > 0 || is_other_day) {
            starts.push(sentence.start + start);
        }
    }
}

fn day_of(expression: &Expression) -> Option<(u8, u8)> {
    match expression {
        Expression::Day(day) => Some((day.month().get(), day.day())),
        Expression::DayOfMonth(day) => Some((0, day.day())),
        _ => None,
    }
}

/// A part that is told step by step on the lines below it.
fn names_a_timeline(line: &str) -> bool {
    line.trim_end_matches(['*', ' ']).ends_with([':', '：', '】'])
}

/// 6/2 复盘会 in a section about incidents looks back at one.
fn is_follow_up(text: &str) -> bool {
    ["复盘", "整改", "跟踪", "回顾"].iter().any(|word| text.contains(word))
        || (["例会", "演练", "评审", "培训"].iter().any(|word| text.contains(word)) && !tells_trouble(text))
}

fn names_cause_or_handling(text: &str) -> bool {
    named_parts(text, 0..text.len()).iter().any(|(kind, _)| matches!(kind, PartKind::Cause | PartKind::Handling))
}

/// Whether `span` (an item, or a heading and all under it) records an incident by naming its parts: a cause or a handling
/// and one more of 时间, 现象, 影响, 原因, 处置. Two causes are two incidents. Outside a section about incidents it has to tell of trouble and to name a day.
pub fn is_incident_record(source: &str, span: &Span, section: SectionKind) -> bool {
    let is_elsewhere = matches!(section, SectionKind::Plan | SectionKind::Daily | SectionKind::FollowUp)
        || matches!(section, SectionKind::Reflection | SectionKind::Review);
    if is_elsewhere {
        return false;
    }
    let text = &source[span.clone()];
    let parts = named_parts(text, 0..text.len());
    let has = |wanted: PartKind| {
        parts.iter().skip(1).any(|(kind, part)| *kind == wanted && !text[part.clone()].trim().is_empty())
    };
    let (cause, handling) = (has(PartKind::Cause), has(PartKind::Handling));
    let dated = dated_part(text, &parts).is_some();
    let named = [cause, handling, has(PartKind::Impact), has(PartKind::Summary), dated]
        .into_iter()
        .filter(|named| *named)
        .count();
    let times = |wanted: PartKind| parts.iter().filter(|(kind, _)| *kind == wanted).count();
    if !(cause || handling) || named < 2 || times(PartKind::Cause) > 1 || times(PartKind::Time) > 1 {
        return false;
    }
    let first_line = text.lines().next().unwrap_or_default();
    section == SectionKind::Incidents || (tells_trouble(text) && (dated || first_day(first_line).is_some()))
}

/// The date that a part named 时间 gives.
fn dated_part(text: &str, parts: &[(PartKind, Span)]) -> Option<Opening> {
    parts
        .iter()
        .filter(|(kind, _)| *kind == PartKind::Time)
        .find_map(|(_, part)| opening_date(text[part.clone()].trim_start()))
}

/// When the incident in `text` occurred, as written: the date that it opens with, else its part named 时间, else the first
/// day of its first line. Its length is that of the date it opens with, else 0.
pub(super) fn when(text: &str) -> Option<Opening> {
    if let Some(opening) = opening_date(text) {
        return Some(opening);
    }
    let parts = named_parts(text, 0..text.len());
    let first_line = text.lines().next().unwrap_or_default();
    let named = dated_part(text, &parts).map(|opening| Opening { length: 0, ..opening });
    named.or_else(|| {
        let expression = first_day(first_line)?;
        Some(Opening { expression, clock: None, until: None, length: 0 })
    })
}

fn first_day(line: &str) -> Option<Expression> {
    mentions(&mask_targets(line)).into_iter().find_map(|mention| match mention.reading {
        Ok(day @ Expression::Day(_)) => Some(day),
        Ok(Expression::Range(from, _)) if matches!(*from, Expression::Day(_)) => Some(*from),
        _ => None,
    })
}

/// The nearest character boundary at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    text.floor_char_boundary(at)
}
