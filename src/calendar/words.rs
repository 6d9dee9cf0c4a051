//! Lists of words with their values, looked for at a cursor: those of `words.tsv`, and the vocabulary's months, weekdays and units.

use super::cursor::Cursor;
use super::expression::{MonthPart, Unit};
use super::month::Month;
use super::part_of_day::PartOfDay;
use crate::vocabulary::{Sense, entries};
use jiff::civil::Weekday;
use std::sync::OnceLock;

/// A list of words. Made once, where it is first looked for.
pub(super) struct List<T> {
    source: Source,
    value: fn(&str) -> Option<T>,
    rows: OnceLock<Vec<WordRow<T>>>,
}

enum Source {
    /// The rows of that name in `words.tsv`.
    Named(&'static str),
    /// Their note is the value.
    Senses(&'static [Sense]),
}

struct WordRow<T> {
    word: &'static str,
    /// `None` for a longer word that only begins like one of the list.
    value: Option<T>,
}

impl<T: Copy> List<T> {
    pub(super) const fn named(name: &'static str, value: fn(&str) -> Option<T>) -> Self {
        Self { source: Source::Named(name), value, rows: OnceLock::new() }
    }

    pub(super) const fn of(senses: &'static [Sense], value: fn(&str) -> Option<T>) -> Self {
        Self { source: Source::Senses(senses), value, rows: OnceLock::new() }
    }

    /// The value of the longest word that is next, and what follows it.
    pub(super) fn eat<'t>(&self, cursor: Cursor<'t>) -> Option<(T, Cursor<'t>)> {
        let next = cursor.peek()?;
        let possible =
            self.rows().iter().filter(|row| row.word.starts_with(|first: char| first.eq_ignore_ascii_case(&next)));
        let (row, end) = possible.filter_map(|row| Some((row, cursor.eat_whole(row.word)?))).next()?;
        Some((row.value?, end))
    }

    /// Whether one of the words is next.
    pub(super) fn is_next(&self, cursor: Cursor<'_>) -> bool {
        self.eat(cursor).is_some()
    }

    /// Whether one of the words ends here.
    pub(super) fn ends(&self, cursor: Cursor<'_>) -> bool {
        let is_free = |start: Cursor<'_>| !start.previous().is_some_and(|previous| previous.is_ascii_alphanumeric());
        let ends = |word: &str| cursor.start_of(word).is_some_and(|start| !word.is_ascii() || is_free(start));
        self.rows().iter().any(|row| ends(row.word))
    }

    /// The longest words first: one may begin another.
    fn rows(&self) -> &[WordRow<T>] {
        self.rows.get_or_init(|| {
            let row = |(word, value): (&'static str, &str)| WordRow { word, value: (self.value)(value) };
            let mut rows: Vec<WordRow<T>> = match self.source {
                Source::Named(name) => lines(name).map(row).collect(),
                Source::Senses(senses) => entries(senses).map(|entry| row((entry.word, entry.note))).collect(),
            };
            rows.sort_by_key(|row| std::cmp::Reverse(row.word.len()));
            rows
        })
    }
}

/// Word and value of each row of a list.
fn lines(list: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    include_str!("words.tsv").lines().filter_map(move |line| {
        let (name, row) = line.split_once('\t')?;
        row.split_once('\t').filter(|_| name == list)
    })
}

/// The value of a list of mere words.
pub(super) fn listed(value: &str) -> Option<()> {
    (value != "no").then_some(())
}

pub(super) fn number<T: std::str::FromStr>(value: &str) -> Option<T> {
    value.parse().ok()
}

pub(super) static MONTHS: List<Month> = List::of(&[Sense::Month], month);
pub(super) static SHORT_MONTHS: List<Month> = List::of(&[Sense::ShortMonth], month);
pub(super) static WEEKDAYS: List<Weekday> = List::of(&[Sense::Weekday], |value| weekday(number(value)?));
pub(super) static ORDINALS: List<u32> = List::of(&[Sense::Ordinal], number);
pub(super) static UNITS: List<Unit> = List::of(&[Sense::TimeUnit], unit);
/// Units of spans, some of which mean something else before 前.
pub(super) static SPAN_UNITS: List<Unit> = List::of(&[Sense::TimeUnit, Sense::SpanUnit], unit);
/// How far 上上, 本 or `next` point.
pub(super) static OFFSETS: List<i16> = List::named("offset", number);
pub(super) static DAYS: List<i16> = List::named("day", number);
pub(super) static DAYTIMES: List<PartOfDay> = List::of(&[Sense::Daytime, Sense::WeakDaytime], PartOfDay::named);
pub(super) static PARTS_OF_MONTH: List<MonthPart> = List::named("part of month", month_part);
pub(super) static ENGLISH_PARTS_OF_MONTH: List<MonthPart> = List::named("english part of month", month_part);

fn month(value: &str) -> Option<Month> {
    Month::new(number(value)?).ok()
}

fn unit(value: &str) -> Option<Unit> {
    Some(match value {
        "day" => Unit::Day,
        "week" => Unit::Week,
        "month" => Unit::Month,
        "quarter" => Unit::Quarter,
        "year" => Unit::Year,
        _ => return None,
    })
}

fn month_part(value: &str) -> Option<MonthPart> {
    Some(match value {
        "early" => MonthPart::Early,
        "middle" => MonthPart::Middle,
        "late" => MonthPart::Late,
        "start" => MonthPart::Start,
        "end" => MonthPart::End,
        "first half" => MonthPart::FirstHalf,
        "second half" => MonthPart::SecondHalf,
        "early and middle" => MonthPart::EarlyAndMiddle,
        "middle and late" => MonthPart::MiddleAndLate,
        _ => return None,
    })
}

/// 1 is Monday, 7 Sunday.
fn weekday(number: i8) -> Option<Weekday> {
    Weekday::from_monday_one_offset(number).ok()
}

/// The weekday that a numeral after 周 names.
pub(super) fn weekday_numeral(numeral: char) -> Option<Weekday> {
    let at = "一二三四五六日天".chars().position(|known| known == numeral)?;
    weekday(i8::try_from(at + 1).ok()?.min(7))
}
