//! Reads dates whose parts are joined by signs: `6/15`, `2023-06-15 11:01`, `2023.11.08`, `20230615`, `2023-06`,
//! `2024-W13`, `2023Q2`. Numbers joined by Chinese words are read elsewhere.

use super::code::{half_of_year, quarter_of_year, week_of_year};
use super::context::{day_may_end, is_fraction, measure_follows, number_may_start, skip_back, year_may_end};
use super::counted;
use super::cursor::{Cursor, Mode, Number};
use super::day::Day;
use super::day_end::{finish_day, time_of_day};
use super::daytime;
use super::expression::Expression;
use super::latin_day::day_first;
use super::latin_relative::digits_ago;
use super::month::{Month, Year};
use super::read::Read;
use super::words::{List, listed};
use crate::vocabulary::Sense;

static BOUNDS: List<()> = List::of(&[Sense::AskedAtLeast, Sense::AskedAtMost], listed);

/// What starts with a digit here.
pub(super) fn read(cursor: Cursor<'_>) -> Read<'_> {
    if !number_may_start(cursor) {
        return listed_time(cursor);
    }
    let (first, after) = cursor.digits()?;
    match first.chars {
        8 => compact(cursor, after),
        6 if cursor.is_lenient() => compact_month(first, after),
        4 => after_year(Year::plausible(first.value)?, after)
            .or_else(|| counted::read(cursor))
            .or_else(|| bare_year(cursor, after)),
        1 | 2 => with_slash(cursor, first, after)
            .or_else(|| with_dot(cursor, first, after))
            .or_else(|| with_dash(cursor, first, after))
            .or_else(|| counted::read(cursor))
            .or_else(|| alone_time(cursor))
            .or_else(|| day_first(cursor))
            .or_else(|| digits_ago(cursor)),
        _ => None,
    }
}

/// A day or month in signs or words after 去年 and the like, which make its year.
pub(super) fn read_after_year(cursor: Cursor<'_>) -> Read<'_> {
    let (first, after) = cursor.digits().filter(|(first, _)| first.chars <= 2)?;
    with_slash(cursor, first, after).or_else(|| counted::read(cursor))
}

/// `1.22:00`: a list number, glued to the time that the item starts with.
fn listed_time(cursor: Cursor<'_>) -> Read<'_> {
    let mut before = cursor.back();
    if cursor.previous() != Some('.') || !before.previous()?.is_ascii_digit() {
        return None;
    }
    while before.previous().is_some_and(|previous| previous.is_ascii_digit()) {
        before = before.back();
    }
    match before.previous() {
        Some(previous) if previous == '.' || previous.is_ascii_alphanumeric() => None,
        _ => alone_time(cursor),
    }
}

fn alone_time(cursor: Cursor<'_>) -> Read<'_> {
    let (time, end) = daytime::alone(cursor)?;
    Some((time.map(Expression::Time), end))
}

/// `20230615`.
fn compact<'t>(cursor: Cursor<'t>, end: Cursor<'t>) -> Read<'t> {
    let (number, _) = cursor.digits()?;
    let (year, month, day) = (number.value / 10_000, number.value / 100 % 100, number.value % 100);
    let year = Year::plausible(year).filter(|_| day_may_end(end) && !measure_follows(end))?;
    // A table or a log file that carries its day in its name is no mention of that day.
    let is_in_name = end.peek() == Some('_') || cursor.previous() == Some('_');
    if is_in_name && !cursor.is_lenient() {
        return None;
    }
    // Eight digits that make no date are an identifier.
    let day = Day::new(Some(year), Month::new(month).ok()?, day, None).ok()?;
    Some(finish_day(Ok(day), end))
}

/// `202306`, in questions and titles.
fn compact_month(number: Number, end: Cursor<'_>) -> Read<'_> {
    let (year, month) = (number.value / 100, number.value % 100);
    let year = Year::plausible(year).filter(|_| day_may_end(end) && !measure_follows(end))?;
    let month = Month::new(month).ok()?;
    Some((Ok(Expression::Month { year: Some(year), month }), end))
}

/// What a year of four digits goes on with by a sign or a letter.
fn after_year(year: Year, after: Cursor<'_>) -> Read<'_> {
    // File names join with `_`, in a text it belongs to an identifier.
    let is_sign = |sign: &char| matches!(sign, '-' | '/' | '.') || (*sign == '_' && after.is_lenient());
    if let Some(separator) = after.peek().filter(is_sign)
        && let Some((month, after_month)) = after.next().digits()
        && month.chars <= 2
    {
        return year_month_day(year, month, separator, after_month)
            .or_else(|| year_month(year, month, separator, after_month));
    }
    let code = match after.peek() {
        Some('-' | ' ') => after.next(),
        _ => after,
    };
    week_of_year(year, code).or_else(|| quarter_of_year(Some(year), code)).or_else(|| half_of_year(Some(year), code))
}

fn year_month_day<'t>(year: Year, month: Number, separator: char, after_month: Cursor<'t>) -> Read<'t> {
    let (day, end) = after_month.eat(separator)?.digits().filter(|(day, _)| day.chars <= 2)?;
    let is_glued_to_more =
        end.eat(separator).and_then(Cursor::digits).is_some_and(|(more, _)| more.chars != 4) && separator != '-';
    if is_glued_to_more || end.peek().is_some_and(|next| next.is_ascii_alphabetic() && next != 'T') {
        return None;
    }
    let date = Month::new(month.value).and_then(|month| Day::new(Some(year), month, day.value, None));
    if separator == '.' && (date.is_err() || measure_follows(end)) {
        // 2023.45.1 and 2023.1.2版本 are versions.
        return None;
    }
    let end = end.eat_day_unit().unwrap_or(end);
    Some(finish_day(date, end))
}

fn year_month<'t>(year: Year, month: Number, separator: char, end: Cursor<'t>) -> Read<'t> {
    let is_plain = month.chars == 2 && separator != '.';
    if !(is_plain || end.is_lenient()) || !day_may_end(end) || measure_follows(end.skip_spaces(1)) {
        return None;
    }
    if end.peek().is_some_and(|next| next == separator || next == '年') {
        return None;
    }
    let end = end.eat('月').unwrap_or(end);
    Some((Ok(Expression::Month { year: Some(year), month: Month::new(month.value).ok()? }), end))
}

fn bare_year<'t>(start: Cursor<'t>, end: Cursor<'t>) -> Read<'t> {
    let year = Year::plausible(start.digits()?.0.value)?;
    (start.is_lenient() && year_may_end(end)).then_some((Ok(Expression::Year(year)), end))
}

/// `6/15`, `6/15/2023`, and `7·4`, by which an event is called.
fn with_slash<'t>(start: Cursor<'t>, month: Number, after: Cursor<'t>) -> Read<'t> {
    let (day, end) = after.eat('/').or_else(|| after.eat('·'))?.digits().filter(|(day, _)| day.chars <= 2)?;
    // Beyond these it is a ratio (45/60) or a slogan (24/7), not a mistaken date.
    if !(1..=12).contains(&month.value) || !(1..=31).contains(&day.value) {
        return None;
    }
    let month = Month::new(month.value).ok()?;
    if let Some((year, end)) = end.eat('/').and_then(Cursor::digits) {
        let year = Year::plausible(year.value).filter(|_| year.chars == 4 && day_may_end(end))?;
        return Some(finish_day(Day::new(Some(year), month, day.value, None), end));
    }
    if !day_may_end(end) || end.peek() == Some('月') || is_fraction(start, end, u32::from(month.get()), day.value) {
        return None;
    }
    let end = end.eat_day_unit().unwrap_or(end);
    Some(finish_day(Day::new(None, month, day.value, None), end))
}

/// `6.15`: in a question, at the start of a title or after 周报, as an end of `6.12-6.18`, and before a time of day, its weekday or
/// what was done on it.
fn with_dot<'t>(start: Cursor<'t>, month: Number, after: Cursor<'t>) -> Read<'t> {
    let (day, end) = after.eat('.')?.digits().filter(|(day, _)| day.chars <= 2)?;
    if !day_may_end(end) || measure_follows(end.skip_spaces(1)) {
        return None;
    }
    let date = Month::new(month.value).and_then(|month| Day::new(None, month, day.value, None)).ok()?;
    let is_free = start.previous().is_none_or(|previous| !previous.is_alphanumeric())
        || start.is_after(&["在", "从", "自", "到", "至", "和", "与", "周", "报", "是"]);
    let is_day = match start.mode() {
        Mode::Question => {
            // 误差超过 1.5 asks for an amount.
            let is_bound = || BOUNDS.ends(skip_back(start));
            is_free
                && (day.chars == 2 || day.value > 2 || date.month().get() >= 10)
                && !is_version_word(start)
                && !is_bound()
        }
        Mode::Title => is_free && !is_version_word(start),
        Mode::Report => (is_free && is_dotted_range(end)) || is_dated(start, &day, end),
    };
    is_day.then(|| finish_day(Ok(date), end))
}

/// Whether what stands around a month and a day with a dot in a report makes them no amount: `6.20前`, `5.6 04:50`, `9.15 周日`.
fn is_dated(start: Cursor<'_>, day: &Number, end: Cursor<'_>) -> bool {
    static ACTS: List<()> = List::named("after dotted day", listed);
    static AMOUNTS: List<()> = List::named("before amount", listed);
    let before = skip_back(start);
    if start.previous().is_some_and(|previous| previous.is_ascii_alphanumeric())
        || AMOUNTS.ends(before)
        || is_version_word(start)
    {
        return false;
    }
    let is_at_time = daytime::after_day(end).is_some() && end.peek() == Some(' ');
    let is_named = time_of_day(end).1.at() != end.at();
    is_at_time || is_named || day.chars == 2 && ACTS.is_next(end.skip_spaces(1))
}

/// Whether a version number's word precedes: `版本 1.12`.
fn is_version_word(start: Cursor<'_>) -> bool {
    let before = if start.previous() == Some(' ') { start.back() } else { start };
    before.is_after(&["版本", "version", "版", "v"])
}

/// Whether `-6.18` follows, a month and a day in two dotted numbers: 1.2-1.8秒 is a range of amounts.
fn is_dotted_range(after: Cursor<'_>) -> bool {
    let joined = || {
        let after = after.skip_spaces(1);
        let after = after.eat('-').or_else(|| after.eat('~')).or_else(|| after.eat('至'))?.skip_spaces(1);
        let (month, after) = after.digits().filter(|(month, _)| month.chars <= 2)?;
        let (day, end) = after.eat('.')?.digits().filter(|(day, _)| day.chars <= 2)?;
        let month = Month::new(month.value).ok()?;
        Day::new(None, month, day.value, None).ok()?;
        (day.chars == 2 && day_may_end(end) && !measure_follows(end.skip_spaces(1))).then_some(())
    };
    joined().is_some()
}

/// `11-08`, both padded; in a report no 10-15分钟, 10-12号 or 10-12 people.
fn with_dash<'t>(start: Cursor<'t>, month: Number, after: Cursor<'t>) -> Read<'t> {
    if month.chars != 2 {
        return None;
    }
    let (day, end) = after.eat('-')?.digits().filter(|(day, _)| day.chars == 2)?;
    let date = Month::new(month.value).and_then(|month| Day::new(None, month, day.value, None)).ok()?;
    let after = end.skip_spaces(1);
    let is_counted = || {
        let is_english = after.peek().is_some_and(|next| next.is_ascii_alphabetic());
        measure_follows(after) || after.is_before(&["号", "日", "月", "点", "时", "岁"]) || is_english
    };
    // 10-11月: two months.
    let is_day = !after.is_before(&["月"]) && (start.is_lenient() || !is_counted());
    (is_day && day_may_end(end) && end.peek() != Some('-')).then(|| finish_day(Ok(date), end))
}
