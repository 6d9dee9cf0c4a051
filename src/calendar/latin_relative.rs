//! Reads English that points from where the reader stands: `last Friday`, `past three weeks`, `two months ago`.

use super::compose::Read;
use super::cursor::Cursor;
use super::expression::Expression;
use super::latin::{day_first, ends_with_word, month_first};
use super::relative::{Relative, Unit};
use jiff::civil::Weekday;

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("monday", Weekday::Monday),
    ("tuesday", Weekday::Tuesday),
    ("wednesday", Weekday::Wednesday),
    ("thursday", Weekday::Thursday),
    ("friday", Weekday::Friday),
    ("saturday", Weekday::Saturday),
    ("sunday", Weekday::Sunday),
];

const COUNTS: [(&str, u16); 14] = [
    ("couple of", 2),
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("few", 3),
];

/// What points by words alone.
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
    let (count, after) = count(cursor).or_else(|| {
        let end = cursor.eat_word("a").or_else(|| cursor.eat_word("an"))?;
        count(end.skip_spaces(1)).or(Some((1, end)))
    })?;
    ago(count, after)
}

fn ago(count: u16, after: Cursor<'_>) -> Read<'_> {
    let (unit, after) = unit(after.skip_spaces(1))?;
    let end = after.skip_spaces(1).eat_word("ago")?;
    Some((Ok(Expression::Relative(Relative::Ago { count, unit })), end))
}

fn count(cursor: Cursor<'_>) -> Option<(u16, Cursor<'_>)> {
    COUNTS.into_iter().find_map(|(word, count)| Some((count, cursor.eat_word(word)?)))
}

fn unit(cursor: Cursor<'_>) -> Option<(Unit, Cursor<'_>)> {
    const UNITS: [(&str, &str, Unit); 5] = [
        ("day", "days", Unit::Day),
        ("week", "weeks", Unit::Week),
        ("month", "months", Unit::Month),
        ("quarter", "quarters", Unit::Quarter),
        ("year", "years", Unit::Year),
    ];
    UNITS
        .into_iter()
        .find_map(|(one, many, unit)| Some((unit, cursor.eat_word(many).or_else(|| cursor.eat_word(one))?)))
}

/// `today`, `the day before yesterday`, `the week before last`.
fn day_word(cursor: Cursor<'_>) -> Read<'_> {
    const WORDS: [(&str, Relative); 6] = [
        ("day before yesterday", Relative::Day(-2)),
        ("day after tomorrow", Relative::Day(2)),
        ("week before last", Relative::Week(-2)),
        ("today", Relative::Day(0)),
        ("yesterday", Relative::Day(-1)),
        ("tomorrow", Relative::Day(1)),
    ];
    WORDS.into_iter().find_map(|(word, relative)| Some((Ok(Expression::Relative(relative)), cursor.eat_word(word)?)))
}

/// `last week`, `this quarter`, `next Friday`, `past three weeks`, `last 2 months`.
fn pointed(cursor: Cursor<'_>) -> Read<'_> {
    const POINTERS: [(&str, i16); 8] = [
        ("last", -1),
        ("previous", -1),
        ("past", -1),
        ("this", 0),
        ("current", 0),
        ("next", 1),
        ("coming", 1),
        ("following", 1),
    ];
    let (word, offset, after) =
        POINTERS.into_iter().find_map(|(word, offset)| Some((word, offset, cursor.eat_word(word)?)))?;
    let after = after.skip_spaces(1);
    let number = count(after).or_else(|| {
        let (number, end) = after.digits().filter(|(number, _)| number.chars <= 3)?;
        Some((u16::try_from(number.value).ok()?, end))
    });
    let relative = if let Some((count, after)) = number {
        let (unit, end) = unit(after.skip_spaces(1))?;
        match offset {
            -1 => (Relative::Past { count, unit }, end),
            1 => (Relative::Coming { count, unit }, end),
            _ => return None,
        }
    } else if let Some(end) = after.eat_word("weekend") {
        (Relative::Weekend(offset), end)
    } else if let Some((weekday, end)) = weekday(after) {
        match offset {
            -1 => (Relative::Latest(weekday), end),
            week => (Relative::WeekdayOf { week, weekday }, end),
        }
    } else {
        let (unit, end) = unit(after)?;
        let relative = match (word, unit) {
            ("past", unit) => Relative::Past { count: 1, unit },
            (_, Unit::Day) => Relative::Day(offset),
            (_, Unit::Week) => Relative::Week(offset),
            (_, Unit::Month) => Relative::Month(offset),
            (_, Unit::Quarter) => Relative::Quarter(offset),
            (_, Unit::Year) => Relative::Year(offset),
        };
        (relative, end)
    };
    Some((Ok(Expression::Relative(relative.0)), relative.1))
}

fn weekday(cursor: Cursor<'_>) -> Option<(Weekday, Cursor<'_>)> {
    WEEKDAYS.into_iter().find_map(|(word, weekday)| Some((weekday, cursor.eat_word(word)?)))
}

/// `Friday`: this week's. `every Friday` is no day. Before a date it only repeats it: `Friday, June 16`.
fn weekday_alone(cursor: Cursor<'_>) -> Read<'_> {
    if !cursor.peek()?.is_ascii_uppercase() && !cursor.is_lenient() {
        return None;
    }
    let (weekday, end) = weekday(cursor)?;
    let before = cursor.back();
    if cursor.previous() == Some(' ') && ["every", "each", "on a"].into_iter().any(|word| ends_with_word(before, word))
    {
        return None;
    }
    let date = end.eat(',').unwrap_or(end).skip_spaces(1);
    if let Some(found) = month_first(date).or_else(|| day_first(date))
        && matches!(found.0, Ok(Expression::Day(_)) | Err(_))
    {
        return Some(found);
    }
    Some((Ok(Expression::Relative(Relative::WeekdayOf { week: 0, weekday })), end))
}
