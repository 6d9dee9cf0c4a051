//! Reads English days and months: `June 15`, `15 June 2023`, `Jun 15th, 2023 11:01`, `June`.

use super::context::measure_follows;
use super::cursor::Cursor;
use super::day::Day;
use super::day_end::finish_day;
use super::expression::Expression;
use super::month::{Month, Year};
use super::read::Read;
use super::words::{List, MONTHS, SHORT_MONTHS, listed};

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
    static BEFORE_MONTH: List<()> = List::named("before month", listed);
    // May, March and Dec are words and names as well.
    let is_word = matches!(month.get(), 3 | 5) || !is_whole;
    let is_pointed_at = cursor.previous() == Some(' ') && BEFORE_MONTH.ends(cursor.back());
    let is_range_start =
        end.eat(' ').and_then(|after| after.eat_word("to").or_else(|| after.eat_word("through"))).is_some();
    let is_named = is_pointed_at || (cursor.is_lenient() && is_range_start);
    let is_month = if is_word { is_capital && is_named } else { is_capital || cursor.is_lenient() };
    is_month.then_some((Ok(Expression::Month { year: None, month }), end))
}

/// `15`, `15th`: a day after a month's name.
pub(super) fn day_number(cursor: Cursor<'_>) -> Option<(u32, Cursor<'_>)> {
    let (day, end) = cursor.digits().filter(|(day, _)| day.chars <= 2)?;
    let end = ordinal_ending(end).unwrap_or(end);
    let goes_on = end.peek().is_some_and(|next| next.is_ascii_alphanumeric() || "%:/".contains(next))
        || end.eat('.').and_then(Cursor::digits).is_some();
    (!goes_on).then_some((day.value, end))
}

/// Past `th` and the like.
pub(super) fn ordinal_ending(cursor: Cursor<'_>) -> Option<Cursor<'_>> {
    ["st", "nd", "rd", "th"].into_iter().find_map(|ending| cursor.eat_word(ending))
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

/// A month's name, whole (true) or in its first three letters, and past its dot.
pub(super) fn month_name(cursor: Cursor<'_>) -> Option<(Month, bool, Cursor<'_>)> {
    let whole = MONTHS.eat(cursor).map(|(month, end)| (month, true, end));
    whole.or_else(|| {
        let (month, end) = SHORT_MONTHS.eat(cursor)?;
        Some((month, false, end.eat('.').unwrap_or(end)))
    })
}

/// A year after ` `, `, ` or ` of `, given to a reading that lacks one.
pub(super) fn with_later_year<'t>(found: Read<'t>) -> Read<'t> {
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
    let (year, after) = start.digits().filter(|(year, _)| year.chars == 4)?;
    let is_count = after.peek().is_some_and(|next| next.is_ascii_alphanumeric() || next == '-' || next == '/')
        && after.next().peek().is_some_and(|next| next.is_ascii_alphanumeric());
    if is_count || measure_follows(after) {
        return None;
    }
    Some((Year::plausible(year.value)?, after))
}
