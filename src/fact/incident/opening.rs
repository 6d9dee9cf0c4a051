//! The date that a line of an incident opens with.

use crate::calendar::{
    Date, Day, Expression, Mention, Month, TimeOfDay, date_at_start, first_mention, mention_at_start,
};
use crate::fact::duration::Began;
use crate::quantity::{Context, Quantity};
use crate::report::{behind_levels, mark_length};
use crate::vocabulary::{Sense, Words};

/// A date at the start of a text, with the marks around it.
#[derive(Debug, Clone)]
pub(in crate::fact) struct Opening {
    pub expression: Expression,
    /// The time beside the date, where the expression does not hold it itself.
    pub clock: Option<TimeOfDay>,
    /// The end of a span of days or times.
    pub until: Option<Expression>,
    /// Bytes of the date and the marks around it.
    pub length: usize,
}

impl Opening {
    pub(in crate::fact) fn time(&self) -> Option<TimeOfDay> {
        self.expression.time().or(self.clock)
    }

    pub(super) fn at(self, time: TimeOfDay) -> Self {
        Self { clock: Some(time), ..self }
    }
}

/// The day and time of an opening, its year taken from `report_date` where it has none.
pub(super) fn moment(opening: &Opening, report_date: Option<Date>) -> Option<String> {
    Some(moment_text(day_of(&opening.expression, report_date)?, opening.time()))
}

pub(super) fn moment_text(day: Date, time: Option<TimeOfDay>) -> String {
    time.map_or_else(|| day.to_string(), |time| format!("{day}T{time}"))
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

/// The date that `text` opens with: `6/15 11:01`, `**6/15 11:01**`, `【6月15日】`, `时间：6/15 11:01`, `【故障】6/15`,
/// `本周三（6/14）11:01`, `6/15 11:01-12:30`.
///
/// `None` also for a link (`[2023/03/21](…)`), which is a diary's.
pub(super) fn opening_date(text: &str) -> Option<Opening> {
    let marks = |c: char| matches!(c, '*' | '_' | '【' | '[' | '（' | '(' | '「' | '~' | '`' | ' ') || is_symbol(c);
    let inner = without_tag(text.trim_start_matches(marks)).trim_start_matches(marks);
    let inner = behind_grade(inner).unwrap_or(inner);
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
        let after = after.strip_prefix("at ").unwrap_or(after);
        let first = mention_at_start(first_chars(after, 16));
        if let Some(Mention { span, reading: Ok(Expression::Time(time)) }) = first {
            match &expression {
                Expression::Day(day) => expression = Expression::Day(day.at(time)),
                _ => clock = Some(time),
            }
            let closed = after[span.end..].trim_start_matches(closers);
            end = text.len() - closed.strip_prefix("左右").unwrap_or(closed).len();
        }
    }
    // 七点多, 09:10 起，.
    let rest = &text[end..];
    let vague = ["左右", "前后", "多", "许", "起"]
        .iter()
        .find_map(|word| rest.strip_prefix(word).or_else(|| rest.strip_prefix(' ')?.strip_prefix(word)));
    // 六点多车立来电话.
    let is_past_the_hour = text[..end].ends_with('点') && rest.starts_with('多');
    let ends_there = |rest: &&str| is_past_the_hour || rest.starts_with([',', '，', ' ']);
    if let Some(rest) = vague.filter(|rest| expression.time().is_some() && ends_there(rest)) {
        end = text.len() - rest.len();
    }
    // 02:30 凌晨; 7月11日上午，….
    static DAYTIME: Words = Words::of(&[Sense::Daytime]);
    let after = text[end..].trim_start();
    let daytime = DAYTIME.beginning(after).map(|part| &after[part.span.end..]);
    let ends = |rest: &&str| rest.starts_with(['，', ',']) || rest.starts_with(' ') && expression.time().is_some();
    if let Some(rest) = daytime.filter(ends) {
        end = text.len() - rest.len();
    }
    Some(Opening { expression, clock, until, length: end })
}

/// The day that `text` begins with, its length in bytes and, of a span, its end.
fn first_date(text: &str) -> Option<(Expression, usize, Option<Expression>)> {
    if let Some((expression, length)) = date_at_start(text) {
        let whole = first_mention(first_chars(text, 48)).filter(|mention| mention.span.end > length);
        return match whole.map(|mention| (mention.span.end, mention.reading)) {
            Some((length, Ok(Expression::Range(_, to)))) => Some((expression, length, Some(*to))),
            _ => Some((expression, length, None)),
        };
    }
    // 本周三（6/14）: the day in brackets says which.
    let weekday = mention_at_start(first_chars(text, 24))?;
    let Ok(relative @ Expression::Relative(_)) = weekday.reading else { return None };
    let is_day = relative.resolve(SOME_DAY).is_ok_and(|period| period.days() == 1);
    let length = weekday.span.end;
    let bracketed = text[length..].strip_prefix(['（', '(']);
    let opened = text.len() - bracketed.map_or(0, str::len);
    match bracketed.and_then(date_at_start) {
        Some((day, inner)) => Some((day, opened + inner, None)),
        None => is_day.then_some((relative, length, None)),
    }
}

/// The day in two dotted numbers that `text` opens with, where words follow and no unit: `6.14上午`, `7.23水泵…`. Elsewhere it may be an amount
/// or the number of a chapter.
pub(super) fn dotted_opening(text: &str) -> Option<Opening> {
    let number = |text: &str| {
        let length = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        (1..=2).contains(&length).then(|| text[..length].parse::<u32>().ok().map(|number| (number, length))).flatten()
    };
    let (month, month_length) = number(text)?;
    let (day, day_length) = number(text[month_length..].strip_prefix('.')?)?;
    let length = month_length + 1 + day_length;
    let rest = &text[length..];
    let is_amount = || {
        Quantity::in_digits(text, Context::Text)
            .is_none_or(|quantity| quantity.unit.is_some() || quantity.number.length > length)
    };
    let begins_words =
        rest.trim_start().starts_with(|c: char| (c.is_alphabetic() && !c.is_ascii()) || c.is_ascii_digit());
    if rest.starts_with(|c: char| c == '.' || c.is_ascii_digit()) || !begins_words || is_amount() {
        return None;
    }
    let day = Day::new(None, Month::new(month).ok()?, day, None).ok()?;
    let expression = first_time(rest).map_or(day, |(time, _)| day.at(time));
    let length = length + first_time(rest).map_or(0, |(_, end)| end);
    Some(Opening { expression: Expression::Day(expression), clock: None, until: None, length })
}

/// The time that stands right behind a day, and where it ends.
fn first_time(text: &str) -> Option<(TimeOfDay, usize)> {
    let after = text.trim_start_matches([' ', '，', ',']);
    match mention_at_start(first_chars(after, 16))? {
        Mention { span, reading: Ok(Expression::Time(time)) } => Some((time, text.len() - after.len() + span.end)),
        _ => None,
    }
}

/// For checking whether an expression means one day.
pub(super) const SOME_DAY: Date = Date::constant(2024, 6, 12);

/// The first `most` characters of `text`, or all of it.
fn first_chars(text: &str, most: usize) -> &str {
    text.char_indices().nth(most).map_or(text, |(end, _)| &text[..end])
}

/// Arrows, dingbats and emoji before a line or a name.
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

/// What stands behind the grade that a text begins with, where that is a date: P2 5/6 取号机黑屏, SEV1 5/6. As on-call teams grade incidents; tasks
/// have such grades too.
fn behind_grade(text: &str) -> Option<&str> {
    let digits = text.strip_prefix("SEV").or_else(|| text.strip_prefix(['P', 'S']))?.trim_start_matches('-');
    let rest = digits.strip_prefix(|c: char| c.is_ascii_digit())?;
    let day = rest.strip_prefix([' ', '：', ':', '|', '·'])?.trim_start();
    date_at_start(day).map(|_| day)
}

/// Whether an incident's grade stands before the day that a line opens with.
pub(in crate::fact) fn opens_with_a_grade(line: &str) -> bool {
    let bare =
        line[mark_length(line)..].trim_start_matches(|c: char| is_symbol(c) || matches!(c, '*' | '【' | '[' | ' '));
    behind_grade(bare).is_some()
}

fn opening_follows(text: &str) -> bool {
    let text = text.trim_start_matches(['*', '_', ' ', '【', '[']);
    date_at_start(text).is_some()
}

/// The text behind `时间：`, `**发生时间**：` and the like; whether there was such a name.
fn strip_time_name(text: &str) -> (&str, bool) {
    static NAMES: Words = Words::of(&[Sense::TimePart]);
    let Some(rest) = NAMES.beginning(text).map(|name| &text[name.span.end..]) else { return (text, false) };
    let value = rest.trim_start_matches(['*', '】', ' ']);
    match value.strip_prefix([':', '：']).or(Some(value).filter(|_| rest.starts_with('】'))) {
        Some(value) => (value.trim_start_matches(['*', ' ', '【']), true),
        None => (text, false),
    }
}

/// Whether a date is a limit by the words behind it: 6/9 12:00前, 6/9起.
pub(super) fn names_a_deadline(after: &str) -> bool {
    static NO_LIMITS: Words = Words::of(&[Sense::NoLimit]);
    let is_limit = after.starts_with(['前', '后', '起']) || after.starts_with("之前") || after.starts_with("之后");
    is_limit && NO_LIMITS.beginning(after).is_none() && !after.starts_with("后续")
}

/// Whether a text begins with a name for its date: `发生时间：6/15 11:01`.
pub fn names_its_time(text: &str) -> bool {
    strip_time_name(text.trim_start_matches(['*', '【', ' '])).1
}

/// The date that a line opens with, its list mark left out, and where the text after the mark starts.
pub(super) fn opening_of_line(line: &str) -> Option<(usize, Opening)> {
    if let Some(numbered) = opening_behind_number(line) {
        return Some(numbered);
    }
    // 3.1 5.13—14全网…: two dotted numbers, of which the first is the page's.
    if let Some(rest) = dated_behind_number(line).filter(|rest| begins_with_dots(rest)) {
        return dotted_opening(rest).map(|opening| (line.len() - rest.len(), opening));
    }
    let whole = opening_date(line);
    let mark = mark_length(line);
    if mark == 0 {
        return whole.map(|opening| (0, opening));
    }
    let is_deadline = |opening: &Opening| names_a_deadline(&line[opening.length..]);
    let whole = whole.filter(|opening| !is_deadline(opening));
    match whole {
        // `3.23 13:18` is a date; in `3. 23日 13:18` the 3 numbers the line.
        Some(opening) if opening.time().is_some() => Some((0, opening)),
        whole => opening_date(&line[mark..]).map(|opening| (mark, opening)).or(whole.map(|opening| (0, opening))),
    }
}

/// The date that a text opens with behind the page's own number of it, and where it starts: in 4.1 8月9日16时20分 not the first of April.
pub(super) fn opening_behind_number(text: &str) -> Option<(usize, Opening)> {
    let rest = dated_behind_number(text)?;
    opening_date(rest).map(|opening| (text.len() - rest.len(), opening))
}

fn dated_behind_number(text: &str) -> Option<&str> {
    behind_levels(text).filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// Whether a text begins with two numbers and a point between them: 5.13, and not 13:18.
fn begins_with_dots(text: &str) -> bool {
    let digits = |text: &str| text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let rest = text[digits(text)..].strip_prefix('.');
    digits(text) > 0 && rest.is_some_and(|rest| digits(rest) > 0)
}

/// The time that a line of a page about one day opens with: `13:46 …`, `1、08:40 …`.
pub(super) fn opening_clock(line: &str) -> Option<(usize, Opening)> {
    let mark = mark_length(line);
    let text = &line[mark..];
    let mention = mention_at_start(first_chars(text, 12))?;
    let expression = mention.reading.ok().filter(|expression| matches!(expression, Expression::Time(_)))?;
    Some((mark, Opening { expression, clock: None, until: None, length: mention.span.end }))
}

/// Whether a line is a step of what was done: it opens with a time of day alone.
pub fn opens_with_a_clock(line: &str) -> bool {
    opening_clock(line.trim_start()).is_some()
}

#[cfg(test)]
mod tests {
    use super::{opening_of_line, opens_with_a_grade};
    use crate::fact::incident::when::when;

    #[test]
    fn a_page_numbers_its_lines_and_the_number_is_no_day() {
        let rest = |line: &'static str| {
            opening_of_line(line).map(|(start, opening)| line[start + opening.length..].trim_start_matches([' ', ',']))
        };
        assert_eq!(rest("4.1 8月9日16时20分,2号池一名男孩呛水"), Some("2号池一名男孩呛水"));
        assert_eq!(rest("4.1 13:18 网关告警"), Some("网关告警"));
        assert_eq!(rest("3.1 5.13—14全网到报率99.2%"), None);
    }

    #[test]
    fn what_is_past_the_hour_belongs_to_the_time() {
        let text = "8月16日早上六点多车立来电话，说池里的鱼打转";
        assert!(opening_of_line(text).is_some_and(|(_, opening)| text[opening.length..].starts_with("车立")));
    }

    #[test]
    fn an_incident_is_of_the_day_behind_its_number() {
        let day = |text: &str| when(text).map(|opening| format!("{:?}", opening.expression));
        assert_eq!(day("1.1 3月10日 夜里大雨，西墙天沟堵了"), day("3月10日 夜里大雨"));
        assert_ne!(day("1.1 网关告警"), None);
    }

    #[test]
    fn a_grade_and_pictures_may_stand_before_the_day() {
        let day = |line: &str| opening_of_line(line).map(|(_, opening)| format!("{:?}", opening.expression));
        assert_eq!(day("🔴🔴 P1 5/20 录像没存下来"), day("5/20 录像没存下来"));
        assert_eq!(day("- SEV1 5月20日 停机"), day("5月20日 停机"));
        assert!(opens_with_a_grade("- 🔴 P2 5/6 取号机黑屏") && !opens_with_a_grade("P2 级告警 12 条"));
        assert!(!opens_with_a_grade("5/6 取号机黑屏") && day("P2 级告警 12 条").is_none());
    }
}
