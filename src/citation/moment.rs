//! Days, times of day, weeks and longer periods that a text names, each taken apart: `6/15 11:01` is a day and a time.

use std::ops::Range;

use crate::calendar::{Date, Expression, Label, MonthPart, Relative, date_of_day_number, day_number, mentions};
use crate::quantity::chinese;
use crate::text::is_han;
use crate::vocabulary::{Sense, Words};

/// What a text names of the calendar.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum When {
    /// A day; the year where it is written or the report's date supplies it.
    Day {
        year: Option<i16>,
        month: u8,
        day: u8,
    },
    /// 14号 where nothing supplies its month.
    DayOfMonth(u8),
    /// Minutes since midnight.
    Time(u16),
    Week(Label),
    /// A month, quarter, year or part of one.
    Period(Expression),
    /// 本周, 昨天: relative to the writer's own day, and not looked up.
    Relative,
}

impl When {
    /// The date of a day with its year.
    pub(super) fn date(&self) -> Option<Date> {
        let Self::Day { year, month, day } = self else { return None };
        Date::new((*year)?, i8::try_from(*month).ok()?, i8::try_from(*day).ok()?).ok()
    }
}

/// An expression of time with its span.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Moment {
    /// Bytes of the folded text.
    pub(super) span: Range<usize>,
    pub(super) when: When,
    /// The days that a time of day can belong to; empty where the text does not say.
    pub(super) days: Vec<When>,
}

/// Every moment of a folded text, in order. `date`: of the report the text is from; it supplies years and months.
pub(super) fn moments(text: &str, date: Option<Date>) -> Vec<Moment> {
    let mut found: Vec<Moment> = Vec::new();
    let mut running: Vec<When> = Vec::new();
    let mut line_from = 0;
    // To the calendar, whose numbers may hold commas of any width, 5/22，6/5 would be one.
    let parted = part_version(text.replace('，', "。"));
    let mut named: Vec<(Range<usize>, Expression)> = mentions(&parted)
        .into_iter()
        .filter_map(|mention| Some((mention.span, mention.reading.ok()?)))
        .chain(loose_english(text))
        .collect();
    named.sort_by_key(|(span, _)| span.start);
    for (span, expression) in named {
        if found.last().is_some_and(|last: &Moment| last.span.end > span.start) {
            continue;
        }
        let mut whens = Vec::new();
        take_apart(&expression, date, &mut whens);
        // The calendar reads the hour of 下午两点二十.
        let mut span = span;
        if text[span.clone()].ends_with('点')
            && let Some(When::Time(minutes)) = whens.last_mut()
            && *minutes % 60 == 0
            && let Some((more, length)) = spoken_minutes(&text[span.end..])
        {
            *minutes += more;
            span.end += length;
        }
        let before = &text[line_from.min(span.start)..span.start];
        if let Some(first) = whens.iter().find(|when| matches!(when, When::Day { .. })) {
            // A day that opens a sentence begins anew; 14号23点 amid one is named beside it.
            let opens = text[..span.start].trim_end_matches(|c: char| " \t-*（(".contains(c) || c.is_ascii_digit());
            let opens = opens.is_empty() || opens.ends_with(['\n', '。', '；', '、', ')', '）', '.', '|', '#']);
            if opens {
                running.clear();
            }
            running.push(first.clone());
            line_from = span.end;
        } else if let Some(step) = step_of_day(before) {
            let moved = running.iter().filter_map(|day| moved(day, step)).collect::<Vec<_>>();
            let mut days = running.clone();
            days.extend(moved);
            running = days;
            line_from = span.end;
        }
        for when in whens {
            let days = if matches!(when, When::Time(_)) { running.clone() } else { Vec::new() };
            found.push(Moment { span: span.clone(), when, days });
        }
    }
    found
}

/// To the calendar, 账户2.0:6/2 would be no date: the colon behind a version parts it from what follows.
fn part_version(mut text: String) -> String {
    let is_behind_version = |at: usize| {
        let mut before = text[..at].chars().rev();
        let digits = [before.next(), before.next(), before.next()];
        matches!(digits, [Some('0'..='9'), Some('.'), Some('0'..='9')])
    };
    let colons: Vec<usize> = text.match_indices(':').map(|(at, _)| at).filter(|at| is_behind_version(*at)).collect();
    for at in colons {
        text.replace_range(at..=at, " ");
    }
    text
}

static NEXT_DAY: Words = Words::of(&[Sense::NextDay]);
static DAY_BEFORE: Words = Words::of(&[Sense::DayBefore]);

/// 次日 is a day later, 昨晚 one earlier.
pub(super) fn step_of_day(text: &str) -> Option<i32> {
    match (NEXT_DAY.are_in(text), DAY_BEFORE.are_in(text)) {
        (true, _) => Some(1),
        (false, true) => Some(-1),
        (false, false) => None,
    }
}

/// A day moved by `step` days; one without a year cannot be.
pub(super) fn moved(day: &When, step: i32) -> Option<When> {
    let When::Day { year, month, day } = day else { return None };
    // A leap year stands in for a missing one.
    let date = Date::new(year.unwrap_or(2024), i8::try_from(*month).ok()?, i8::try_from(*day).ok()?).ok()?;
    let date = date_of_day_number(day_number(date) + step).ok()?;
    let When::Day { month, day, .. } = day_of(date) else { return None };
    Some(When::Day { year: year.map(|_| date.year()), month, day })
}

/// The date as a moment.
pub(super) fn day_of(date: Date) -> When {
    When::Day { year: Some(date.year()), month: date.month().unsigned_abs(), day: date.day().unsigned_abs() }
}

/// Whether a sentence may write `one` for a source's `other`.
pub(super) fn same(one: &When, other: &When) -> bool {
    match (one, other) {
        (When::Day { year, month, day }, When::Day { year: known_year, month: known_month, day: known_day }) => {
            (month, day) == (known_month, known_day) && (year.is_none() || known_year.is_none() || year == known_year)
        }
        (When::DayOfMonth(one), When::DayOfMonth(other))
        | (When::DayOfMonth(one), When::Day { day: other, .. })
        | (When::Day { day: one, .. }, When::DayOfMonth(other)) => one == other,
        (When::Time(one), When::Time(other)) => one == other,
        (When::Week(one), When::Week(other)) => one.matches(*other),
        (When::Period(one), When::Period(other)) => same_period(one, other),
        _ => false,
    }
}

/// Equal but for a year that one of them leaves out.
fn same_period(one: &Expression, other: &Expression) -> bool {
    let is_same = match (one, other) {
        (Expression::Month { month: one, .. }, Expression::Month { month: other, .. }) => one == other,
        (
            Expression::MonthPart { month: one, part: part_one, .. },
            Expression::MonthPart { month: other, part: part_other, .. },
        ) => one == other && same_part(*part_one, *part_other),
        (Expression::Quarter { quarter: one, .. }, Expression::Quarter { quarter: other, .. }) => one == other,
        (Expression::Half { half: one, .. }, Expression::Half { half: other, .. }) => one == other,
        _ => one == other,
    };
    let (year, other_year) = (one.written_year(), other.written_year());
    is_same && (year.is_none() || other_year.is_none() || year == other_year)
}

/// Late May is 5月下旬 and 5月底.
fn same_part(one: MonthPart, other: MonthPart) -> bool {
    let coarse = |part| match part {
        MonthPart::Start => MonthPart::Early,
        MonthPart::End => MonthPart::Late,
        part => part,
    };
    coarse(one) == coarse(other)
}

/// 下午两点二十: the minutes in words behind an hour in words, and their bytes.
fn spoken_minutes(rest: &str) -> Option<(u16, usize)> {
    if rest.starts_with('半') {
        return Some((30, '半'.len_utf8()));
    }
    let spoken = rest.starts_with(['十', '二', '三', '四', '五', '零']).then(|| chinese(rest)).flatten()?;
    let minutes = u16::try_from(spoken.value).ok().filter(|minutes| *minutes < 60)?;
    let end = spoken.length + if rest[spoken.length..].starts_with('分') { '分'.len_utf8() } else { 0 };
    let counts = |c: char| is_han(c) && "笔个家次台条名人元万".contains(c);
    (!rest[end..].starts_with(counts)).then_some((minutes, end))
}

fn take_apart(expression: &Expression, date: Option<Date>, found: &mut Vec<When>) {
    match expression {
        Expression::Day(day) => {
            let resolved = date.and_then(|date| expression.resolve(date).ok()).map(|period| period.from());
            let year = day.year().map(|year| year.get()).or(resolved.map(|date| date.year()));
            found.push(When::Day { year, month: day.month().get(), day: day.day() });
            found.extend(day.time().map(|time| When::Time(time.minute_of_day())));
        }
        Expression::DayOfMonth(day) => {
            let resolved = date.and_then(|date| expression.resolve(date).ok()).map(|period| period.from());
            found.push(resolved.map_or(When::DayOfMonth(day.day()), day_of));
            found.extend(day.time().map(|time| When::Time(time.minute_of_day())));
        }
        Expression::Time(time) => found.push(When::Time(time.minute_of_day())),
        Expression::Week(label) => found.push(When::Week(*label)),
        Expression::Range(from, to) => {
            take_apart(from, date, found);
            let first = found.last().cloned();
            take_apart(to, date, found);
            // 下午2点到5点 ends in the afternoon too.
            if let (Some(When::Time(from)), Some(When::Time(to))) = (first, found.last_mut())
                && *to < from
                && *to < 720
                && from >= 720
                && *to + 720 > from
            {
                *to += 720;
            }
        }
        Expression::Since(inner) | Expression::After(inner) | Expression::Until(inner) | Expression::Before(inner) => {
            take_apart(inner, date, found);
        }
        Expression::Relative(Relative::OfYear { what, .. }) => take_apart(what, date, found),
        Expression::Relative(_) => found.push(When::Relative),
        // Which report says it, not when it was.
        Expression::Issue(_) => {}
        Expression::WeekOfMonth { .. }
        | Expression::Month { .. }
        | Expression::MonthPart { .. }
        | Expression::Quarter { .. }
        | Expression::Half { .. }
        | Expression::SpringFestival { .. }
        | Expression::Year(_) => found.push(When::Period(expression.clone())),
    }
}

/// `3 p.m.`, `3pm`, `the 14th`, `noon`: what is a time in an answer and is not read in reports.
fn loose_english(text: &str) -> Vec<(Range<usize>, Expression)> {
    let mut found = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(start) = text[at..].find(|c: char| c.is_ascii_digit()).map(|start| at + start) {
        let digits = text[start..].bytes().take_while(u8::is_ascii_digit).count();
        at = start + digits;
        let is_free = start == 0 || !(bytes[start - 1].is_ascii_alphanumeric() || b":./-".contains(&bytes[start - 1]));
        let Some(number) = text[start..at].parse::<u32>().ok().filter(|_| is_free && digits <= 2) else { continue };
        let rest = text[at..].trim_start_matches(' ').to_ascii_lowercase();
        let space = text.len() - at - rest.len();
        let half =
            [("a.m.", 0), ("p.m.", 12), ("am", 0), ("pm", 12)].into_iter().find(|(word, _)| rest.starts_with(word));
        if let Some((word, hours)) = half
            && (1..=12).contains(&number)
            && !rest[word.len()..].starts_with(|c: char| c.is_ascii_alphanumeric())
            && let Ok(time) = crate::calendar::TimeOfDay::new(number % 12 + hours, 0)
        {
            found.push((start..at + space + word.len(), Expression::Time(time)));
        } else if let Some(rest) = text[at..].strip_prefix('/')
            && let days = rest.bytes().take_while(u8::is_ascii_digit).count()
            && ["月末", "月底", "月初", "月中"].iter().any(|word| rest[days..].starts_with(word))
            && let Ok(day) = rest[..days].parse::<u32>()
            && let Ok(month) = crate::calendar::Month::new(number)
            && let Ok(day) = crate::calendar::Day::new(None, month, day, None)
        {
            // 8/31月末日切: the month's end is said twice.
            found.push((start..at + 1 + days, Expression::Day(day)));
            at += 1 + days;
        } else if ["st", "nd", "rd", "th"].iter().any(|word| rest.starts_with(word))
            && text[..start].to_ascii_lowercase().ends_with("the ")
            && !rest[2..].starts_with(|c: char| c.is_ascii_alphanumeric())
            && is_calendar_end(&rest[2..])
            && let Ok(day) = crate::calendar::DayOfMonth::new(number, None)
        {
            found.push((start..at + 2, Expression::DayOfMonth(day)));
        }
    }
    found
}

/// Behind the day in `the 14th`: nothing that it could count.
fn is_calendar_end(rest: &str) -> bool {
    let word: String = rest.trim_start().chars().take_while(char::is_ascii_alphabetic).collect();
    let is_stop = rest.trim_start().is_empty() || rest.starts_with([',', '.', ';', ')']);
    is_stop || ["of", "at", "and", "to", "when", "because", "was", "were", "the", "in", "by"].contains(&word.as_str())
}
