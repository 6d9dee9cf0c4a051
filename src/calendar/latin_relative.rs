//! Reads English that is relative to the reader's day: `last Friday`, `past three weeks`, `two months ago`.

use super::cursor::Cursor;
use super::expression::{Expression, Relative, Unit};
use super::latin_day::{day_first, month_first};
use super::read::{Read, relative};
use super::words::{DAYS, List, OFFSETS, UNITS, WEEKDAYS, number};

static COUNTS: List<u16> = List::named("count", number);

/// What is relative by its words alone.
pub(super) fn read(cursor: Cursor<'_>) -> Read<'_> {
    day_word(cursor).or_else(|| pointed(cursor)).or_else(|| weekday_alone(cursor)).or_else(|| worded_ago(cursor))
}

/// `3 weeks ago`: starts with a digit, but is English.
pub(super) fn digits_ago(cursor: Cursor<'_>) -> Read<'_> {
    let (count, after) = cursor.digits().filter(|(count, _)| count.chars <= 3)?;
    ago(u16::try_from(count.value).ok()?, after)
}

/// `two weeks ago`, `a month ago`.
fn worded_ago(cursor: Cursor<'_>) -> Read<'_> {
    let (count, after) = COUNTS.eat(cursor).or_else(|| {
        let end = cursor.eat_word("a").or_else(|| cursor.eat_word("an"))?;
        COUNTS.eat(end.skip_spaces(1)).or(Some((1, end)))
    })?;
    ago(count, after)
}

fn ago(count: u16, after: Cursor<'_>) -> Read<'_> {
    let (unit, after) = UNITS.eat(after.skip_spaces(1))?;
    let end = after.skip_spaces(1).eat_word("ago")?;
    relative(Relative::Ago { count, unit }, end)
}

/// `today`, `the day before yesterday`, `the week before last`.
fn day_word(cursor: Cursor<'_>) -> Read<'_> {
    if let Some(end) = cursor.eat_word("week before last") {
        return relative(Relative::Week(-2), end);
    }
    let (days, end) = DAYS.eat(cursor)?;
    relative(Relative::Day(days), end)
}

/// `last week`, `this quarter`, `next Friday`, `past three weeks`, `last 2 months`.
fn pointed(cursor: Cursor<'_>) -> Read<'_> {
    let (offset, after) = OFFSETS.eat(cursor)?;
    let after = after.skip_spaces(1);
    let number = COUNTS.eat(after).or_else(|| {
        let (number, end) = after.digits().filter(|(number, _)| number.chars <= 3)?;
        Some((u16::try_from(number.value).ok()?, end))
    });
    if let Some((count, after)) = number {
        let (unit, end) = UNITS.eat(after.skip_spaces(1))?;
        return match offset {
            -1 => relative(Relative::Past { count, unit }, end),
            1 => relative(Relative::Coming { count, unit }, end),
            _ => None,
        };
    }
    if let Some(end) = after.eat_word("weekend") {
        return relative(Relative::Weekend(offset), end);
    }
    if let Some((weekday, end)) = WEEKDAYS.eat(after) {
        let day = if offset == -1 { Relative::Latest(weekday) } else { Relative::WeekdayOf { week: offset, weekday } };
        return relative(day, end);
    }
    let (unit, end) = UNITS.eat(after)?;
    let meant = match unit {
        _ if cursor.eat_word("past").is_some() => Relative::Past { count: 1, unit },
        Unit::Day => Relative::Day(offset),
        Unit::Week => Relative::Week(offset),
        Unit::Month => Relative::Month(offset),
        Unit::Quarter => Relative::Quarter(offset),
        Unit::Year => Relative::Year(offset),
    };
    relative(meant, end)
}

/// `Friday`: this week's. `every Friday` is no day. Before a date it only repeats it: `Friday, June 16`.
fn weekday_alone(cursor: Cursor<'_>) -> Read<'_> {
    if !cursor.peek()?.is_ascii_uppercase() && !cursor.is_lenient() {
        return None;
    }
    let (weekday, end) = WEEKDAYS.eat(cursor)?;
    if cursor.previous() == Some(' ') && cursor.back().is_after(&[" every", " each", " on a"]) {
        return None;
    }
    let date = end.eat(',').unwrap_or(end).skip_spaces(1);
    if let Some(found) = month_first(date).or_else(|| day_first(date))
        && matches!(found.0, Ok(Expression::Day(_)) | Err(_))
    {
        return Some(found);
    }
    relative(Relative::WeekdayOf { week: 0, weekday }, end)
}
