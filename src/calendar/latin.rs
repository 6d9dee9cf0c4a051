//! Reads English names of days, weeks, months and quarters: `June 15`, `15 June 2023`, `week 26`, `W26`, `Q2 2023`.

use super::code::{code_may_end, half_of_year, quarter_of_year};
use super::compose::Read;
use super::cursor::Cursor;
use super::day::Day;
use super::day_end::finish_day;
use super::expression::{Expression, MonthPart};
use super::label::{Label, Numbering};
use super::latin_relative;
use super::month::{HalfOfYear, Month, QuarterOfYear, Year};
use super::week::WeekNumber;
use super::words::ends_with_any;

const MONTHS: [&str; 12] = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
];

/// What starts with a Latin letter here, at a word's start.
pub(super) fn read(cursor: Cursor<'_>) -> Read<'_> {
    let glued = cursor.previous().is_some_and(|previous| {
        previous.is_ascii_alphanumeric() || matches!(previous, '_' | '.' | '@' | '\\' | '#' | '$')
    });
    if glued {
        return None;
    }
    match cursor.peek()?.to_ascii_lowercase() {
        'w' => week_code(cursor).or_else(|| week_word(cursor)).or_else(|| name(cursor)),
        'q' => with_later_year(quarter_of_year(None, cursor)),
        'h' => half_code(cursor),
        _ => name(cursor),
    }
}

/// What is spelled out.
fn name(cursor: Cursor<'_>) -> Read<'_> {
    part_of_month(cursor)
        .or_else(|| month_first(cursor))
        .or_else(|| latin_relative::read(cursor))
        .or_else(|| ordinal_part(cursor))
}

/// `early June`, `mid-May 2023`, `late April`, `the end of March`, `first half of August`.
fn part_of_month(cursor: Cursor<'_>) -> Read<'_> {
    const PARTS: [(&str, MonthPart); 12] = [
        ("early", MonthPart::Early),
        ("mid", MonthPart::Middle),
        ("middle", MonthPart::Middle),
        ("late", MonthPart::Late),
        ("end", MonthPart::End),
        ("beginning", MonthPart::Start),
        ("start", MonthPart::Start),
        ("Early", MonthPart::Early),
        ("Mid", MonthPart::Middle),
        ("Late", MonthPart::Late),
        ("first half", MonthPart::FirstHalf),
        ("second half", MonthPart::SecondHalf),
    ];
    let (part, end) = PARTS.into_iter().find_map(|(word, part)| Some((part, cursor.eat_word(word)?)))?;
    let after = end.eat('-').or_else(|| end.eat(' '))?;
    let after = after.eat_word("of").map_or(after, |after| after.skip_spaces(1));
    let (month, _, end) = month_name(after).filter(|_| after.peek().is_some_and(|next| next.is_ascii_uppercase()))?;
    // `early June 5` is a day, told loosely.
    if day_number(end.skip_spaces(1)).is_some() {
        return None;
    }
    with_later_year(Some((Ok(Expression::MonthPart { year: None, month, part }), end)))
}

/// `W26`: two digits in reports, where W3 may be a room; any number in questions and titles.
pub(super) fn week_code(cursor: Cursor<'_>) -> Read<'_> {
    let letter = cursor.eat('W').or_else(|| cursor.eat('w').filter(|_| cursor.is_lenient()))?;
    let (week, end) = letter.digits()?;
    if week.chars > 2 || (week.chars == 1 && !cursor.is_lenient()) || !code_may_end(end) {
        return None;
    }
    // W60 may be a model's name, so it is no mistaken week.
    let label = Label::new(None, WeekNumber::new(week.value).ok()?, Numbering::Iso).ok()?;
    Some((Ok(Expression::Week(label)), end))
}

/// `week 26`, `weeks 13`, `wk 26`, `week 26 of 2023`.
fn week_word(cursor: Cursor<'_>) -> Read<'_> {
    let after = ["weeks", "week", "wk"].into_iter().find_map(|word| cursor.eat_text(word))?;
    // Four to eight digits are a year or a day of it: `week 2023-06-12`.
    let (week, end) = after.skip_spaces(1).digits().filter(|(week, _)| !(4..=8).contains(&week.chars))?;
    if !code_may_end(end) {
        return None;
    }
    // Said in words it is what people call the week, as 第26周 is.
    let label = WeekNumber::new(week.value).and_then(|week| Label::new(None, week, Numbering::Labelled));
    with_later_year(Some((label.map(Expression::Week), end)))
}

fn half_code(cursor: Cursor<'_>) -> Read<'_> {
    let found = half_of_year(None, cursor)?;
    let end = found.1;
    let with_year = with_later_year(Some(found))?;
    // H1 alone is a heading in a report.
    (cursor.is_lenient() || with_year.1.at() != end.at()).then_some(with_year)
}

/// A year after ` `, `, ` or ` of `, given to a reading that lacks one.
fn with_later_year<'t>(found: Read<'t>) -> Read<'t> {
    let (reading, end) = found?;
    let Some((year, after)) = year_after(end) else {
        return Some((reading, end));
    };
    Some((reading.and_then(|expression| expression.with_year(year)), after))
}

fn year_after(end: Cursor<'_>) -> Option<(Year, Cursor<'_>)> {
    let start = end.eat(',').unwrap_or(end).skip_spaces(2);
    let start = match start.eat_word("of") {
        Some(after) => after.skip_spaces(1),
        None => start,
    };
    if start.at() == end.at() {
        return None;
    }
    let (year, after) = start.digits().filter(|(year, _)| year.chars == 4 && (1990..=2099).contains(&year.value))?;
    let is_count = after.peek().is_some_and(|next| next.is_ascii_alphanumeric() || next == '-' || next == '/')
        && after.next().peek().is_some_and(|next| next.is_ascii_alphanumeric());
    if is_count || super::words::measure_follows(after) {
        return None;
    }
    Some((Year::new(i32::try_from(year.value).ok()?).ok()?, after))
}

/// A month's name, whole or in its first three letters, and past its dot.
fn month_name(cursor: Cursor<'_>) -> Option<(Month, bool, Cursor<'_>)> {
    for (index, name) in (1_u32..).zip(MONTHS) {
        let month = Month::new(index).ok()?;
        if let Some(end) = cursor.eat_word(name) {
            return Some((month, true, end));
        }
        let short = if index == 9 { cursor.eat_word("sept") } else { None };
        if let Some(end) = short.or_else(|| cursor.eat_word(&name[..3])) {
            return Some((month, false, end.eat('.').unwrap_or(end)));
        }
    }
    None
}

/// `June 15`, `Jun 15th, 2023 11:01`, `June 2023`, `June`.
pub(super) fn month_first(cursor: Cursor<'_>) -> Read<'_> {
    let is_capital = cursor.peek()?.is_ascii_uppercase();
    let (month, is_whole, end) = month_name(cursor)?;
    let after = end.skip_spaces(1);
    if let Some((day, after_day)) = day_number(after).filter(|_| after.at() != end.at() || !is_whole) {
        let (year, after_day) = match year_after(after_day) {
            Some((year, after)) => (Some(year), after),
            None => (None, after_day),
        };
        return Some(finish_day(Day::new(year, month, day, None), after_day));
    }
    if let Some((year, end)) = year_after(end) {
        return Some((Ok(Expression::Month { year: Some(year), month }), end));
    }
    // May, March and Dec are words and names as well.
    let is_word = matches!(month.get(), 3 | 5) || !is_whole;
    let before = cursor.back();
    let is_pointed_at = cursor.previous() == Some(' ')
        && [
            "in", "of", "since", "until", "till", "before", "after", "from", "to", "during", "between", "and", "by",
            "through", "for", "last", "this", "next",
        ]
        .into_iter()
        .any(|word| ends_with_word(before, word));
    let is_range_start =
        end.eat(' ').and_then(|after| after.eat_word("to").or_else(|| after.eat_word("through"))).is_some();
    let is_named = is_pointed_at || (cursor.is_lenient() && is_range_start);
    let is_month = if is_word { is_capital && is_named } else { is_capital || cursor.is_lenient() };
    is_month.then_some((Ok(Expression::Month { year: None, month }), end))
}

pub(super) fn ends_with_word(cursor: Cursor<'_>, word: &str) -> bool {
    let start = word.chars().fold(cursor, |cursor, _| cursor.back());
    ends_with_any(cursor, &[word]) && !start.previous().is_some_and(|previous| previous.is_ascii_alphanumeric())
}

/// `15`, `15th`: a day after a month's name.
fn day_number(cursor: Cursor<'_>) -> Option<(u32, Cursor<'_>)> {
    let (day, end) = cursor.digits().filter(|(day, _)| day.chars <= 2)?;
    let end = ["st", "nd", "rd", "th"].into_iter().find_map(|ending| end.eat_word(ending)).unwrap_or(end);
    let goes_on = end.peek().is_some_and(|next| next.is_ascii_alphanumeric() || "%:/".contains(next))
        || end.eat('.').and_then(Cursor::digits).is_some();
    (!goes_on).then_some((day.value, end))
}

/// `15 June 2023`, `15th of June`: starts with a digit, but is English.
pub(super) fn day_first(cursor: Cursor<'_>) -> Read<'_> {
    let (day, end) = day_number(cursor)?;
    let after = end.skip_spaces(1);
    let after = after.eat_word("of").map_or(after, |after| after.skip_spaces(1));
    if !after.peek()?.is_ascii_alphabetic() || !(1..=31).contains(&day) {
        return None;
    }
    let (month, _, end) = month_name(after)
        .filter(|(_, is_whole, _)| *is_whole || after.peek().is_some_and(|next| next.is_ascii_uppercase()))?;
    let (year, end) = match year_after(end) {
        Some((year, end)) => (Some(year), end),
        None => (None, end),
    };
    Some(finish_day(Day::new(year, month, day, None), end))
}

/// `second quarter of 2023`, `first half`.
fn ordinal_part(cursor: Cursor<'_>) -> Read<'_> {
    const ORDINALS: [(&str, u32); 4] = [("first", 1), ("second", 2), ("third", 3), ("fourth", 4)];
    let (ordinal, after) = ORDINALS.into_iter().find_map(|(word, ordinal)| Some((ordinal, cursor.eat_word(word)?)))?;
    let after = after.skip_spaces(1);
    let found = if let Some(end) = after.eat_word("quarter") {
        (Ok(Expression::Quarter { year: None, quarter: QuarterOfYear::new(ordinal).ok()? }), end)
    } else {
        let end = after.eat_word("half")?;
        let found = (Ok(Expression::Half { year: None, half: HalfOfYear::new(ordinal).ok()? }), end);
        // "the first half" of what? Only a year after it says.
        return with_later_year(Some(found)).filter(|(_, after)| after.at() != end.at());
    };
    with_later_year(Some(found))
}
