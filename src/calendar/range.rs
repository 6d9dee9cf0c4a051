//! Reads two expressions that are joined: `6/9-6/15`, `第13周到第26周`, `between April and June`; and gives either end the
//! year or month that only the other one states.

use super::atom::atom;
use super::code;
use super::context::{day_may_end, measure_follows};
use super::counted;
use super::cursor::{Cursor, numeral};
use super::day::Day;
use super::day_end;
use super::daytime;
use super::error::Impossible;
use super::expression::Expression;
use super::label::Label;
use super::latin_day::day_first;
use super::month::{Month, WeekNumber, Year};
use super::read::{Read, between};
use super::resolve::LONGEST_OVER_NEW_YEAR_DAYS;
use super::words::{List, listed};
use std::mem::discriminant;

/// One expression, or two that are joined.
pub(super) fn range(cursor: Cursor<'_>, is_between: bool) -> Read<'_> {
    if let Some(found) = days_of_month(cursor) {
        return Some(found);
    }
    let (reading, end) = atom(cursor)?;
    let Ok(first) = &reading else {
        return Some((reading, end));
    };
    let Some((second, range_end)) = joined(cursor, first, end, is_between) else {
        return Some((reading, end));
    };
    let range = second.and_then(|second| carry(first.clone(), second));
    Some((range, range_end))
}

/// `2–8 June`, `14 to 20 April 2025`, `6/7 February`: the month stands behind the second day.
fn days_of_month(cursor: Cursor<'_>) -> Read<'_> {
    let (first, end) = cursor.digits().filter(|(day, _)| day.chars <= 2)?;
    let spaced = end.skip_spaces(1);
    let sign = ['–', '-', '—', '/', '&'].into_iter().find_map(|sign| spaced.eat(sign));
    let after = sign.or_else(|| spaced.eat_word("to")).or_else(|| spaced.eat_word("and"))?;
    let (second, end) = day_first(after.skip_spaces(1))?;
    let Ok(Expression::Day(last)) = second else { return None };
    let from = Day::new(last.year(), last.month(), first.value, None).ok()?;
    (first.value < u32::from(last.day())).then(|| (Ok(between(Expression::Day(from), Expression::Day(last))), end))
}

/// The other end, if `first`, written from `start` to `end`, begins a range.
fn joined<'t>(start: Cursor<'t>, first: &Expression, end: Cursor<'t>, is_between: bool) -> Read<'t> {
    if matches!(first, Expression::Range(..)) {
        return None;
    }
    let spaced = end.skip_spaces(2);
    let (is_sign, after) = joiner(spaced, spaced.at() != end.at(), is_between, first)?;
    let after = after.skip_spaces(2).cut();
    // `20260424-2.9`: a day in eight digits, and the number of a version.
    let is_compact = start.until(end).bytes().all(|byte| byte.is_ascii_digit());
    if is_compact && after.digits().is_some_and(|(number, end)| number.chars <= 2 && end.peek() == Some('.')) {
        return None;
    }
    let (second, range_end) = short_end(start, first, end, after).or_else(|| atom(after))?;
    let Ok(expression) = &second else {
        return Some((second, range_end));
    };
    let fits = match (first, expression) {
        (Expression::Relative(_), Expression::Relative(_)) => !is_sign,
        (Expression::Relative(_), other) | (other, Expression::Relative(_)) => {
            !is_sign && !matches!(other, Expression::Time(_))
        }
        (Expression::Day(_) | Expression::DayOfMonth(_), Expression::Time(_)) => first.time().is_some(),
        (Expression::Day(_), Expression::DayOfMonth(_)) => true,
        (
            Expression::Month { .. } | Expression::MonthPart { .. } | Expression::Day(_),
            Expression::Month { .. } | Expression::MonthPart { .. } | Expression::Day(_),
        ) => !is_sign || discriminant(first) == discriminant(expression),
        _ => discriminant(first) == discriminant(expression),
    };
    fits.then_some((second, range_end))
}

/// Past what joins the ends of a range, and whether it is a mere sign.
fn joiner<'t>(cursor: Cursor<'t>, is_spaced: bool, is_between: bool, first: &Expression) -> Option<(bool, Cursor<'t>)> {
    static JOINERS: List<bool> = List::named("range", |value| Some(value == "sign"));
    static ENGLISH: List<()> = List::named("english range", listed);
    if let Some(found) = JOINERS.eat(cursor) {
        return Some(found);
    }
    if cursor.peek() == Some('_') && first.is_complete() {
        return Some((true, cursor.next()));
    }
    if is_between && let Some(after) = cursor.eat('和').or_else(|| cursor.eat('与')) {
        return Some((false, after));
    }
    let after = match is_between {
        true => cursor.eat_word("and").or_else(|| cursor.eat_word("to")),
        false => ENGLISH.eat(cursor).map(|((), after)| after),
    };
    after.filter(|_| is_spaced).map(|after| (false, after))
}

/// The other end in a form that only a first end explains: `6月9日-15日`, `2023.11.8-11.21`, `June 1-15`, `W13-26`.
fn short_end<'t>(start: Cursor<'t>, first: &Expression, end: Cursor<'t>, after: Cursor<'t>) -> Read<'t> {
    let (number, after_number) = after.number()?;
    let written = start.until(end);
    match first {
        Expression::Time(_) => {
            let (time, end) = daytime::at_end_of_range(after)?;
            Some((time.map(Expression::Time), end))
        }
        Expression::Day(day) => {
            if let Some(end) = after_number.eat_day_unit() {
                let other = following(*day, number.value);
                return Some(match other {
                    Ok(other) => day_end::finish_day(Ok(other), end),
                    Err(impossible) => (Err(impossible), end),
                });
            }
            if day.time().is_some()
                && let Some((time, end)) = daytime::at_end_of_range(after)
            {
                return Some((time.map(|time| Expression::Day(day.at(time))), end));
            }
            if number.is_spoken {
                return None;
            }
            let separated =
                ['.', '-'].into_iter().filter(|separator| written.contains(*separator)).find_map(|separator| {
                    let (last, end) = after_number.eat(separator)?.digits()?;
                    (number.chars <= 2 && last.chars <= 2 && day_may_end(end)).then_some((last, end))
                });
            if let Some((last, end)) = separated {
                let other = Month::new(number.value).and_then(|month| Day::new(None, month, last.value, None)).ok()?;
                return Some(day_end::finish_day(Ok(other), end));
            }
            if number.chars == 4
                && written.chars().all(|character| character.is_ascii_digit())
                && Year::plausible(number.value).is_none()
            {
                let other = Day::new(None, Month::new(number.value / 100).ok()?, number.value % 100, None).ok()?;
                return day_may_end(after_number).then_some((Ok(Expression::Day(other)), after_number));
            }
            let is_english = written.contains(|character: char| character.is_ascii_alphabetic());
            // `8 May and 14 May`: the number begins a day of its own.
            if is_english && let Some(found) = day_first(after) {
                return Some(found);
            }
            let is_bare_day = number.chars <= 2 && u32::from(day.day()) < number.value && day_may_end(after_number);
            let is_named = ["st", "nd", "rd", "th"].into_iter().find_map(|ending| after_number.eat_text(ending));
            if is_english
                && number.chars <= 2
                && u32::from(day.day()) < number.value
                && (is_named.is_some() || is_bare_day)
            {
                let other = following(*day, number.value).ok()?;
                return Some((Ok(Expression::Day(other)), is_named.unwrap_or(after_number)));
            }
            // In a report 1/2-3 may be anything; 6/15-16 is two days.
            let is_plain = end.is_lenient() || (day.day() >= 10 && !measure_follows(after_number));
            let is_signed = written.contains('/') || (end.is_lenient() && written.contains('.'));
            let is_short = is_signed && is_plain && after_number.peek() != Some('-');
            (is_bare_day && is_short)
                .then(|| following(*day, number.value).ok())
                .flatten()
                .map(|other| (Ok(Expression::Day(other)), after_number))
        }
        Expression::DayOfMonth(_) => None,
        Expression::Week(label) => {
            let is_latin = written.contains(|character: char| character.is_ascii_alphabetic());
            let is_coded = is_latin && number.chars <= 2 && code::code_may_end(after_number);
            let end = match after_number.skip_spaces(1).eat('周') {
                Some(end) => end,
                None if is_coded => after_number,
                None => return None,
            };
            let other = WeekNumber::new(number.value).and_then(|week| Label::new(None, week, label.numbering()));
            Some((other.map(Expression::Week), end))
        }
        Expression::Year(_) if number.chars == 4 => {
            let year = Year::new(i32::try_from(number.value).ok()?).ok()?;
            let end = after_number.eat('年').unwrap_or(after_number);
            day_may_end(end).then_some((Ok(Expression::Year(year)), end))
        }
        _ if numeral(after.peek()?).is_some() => counted::read(after),
        _ => None,
    }
}

/// The day `day` of the month of `first`, or of the next month where it would lie before it.
fn following(first: Day, day: u32) -> Result<Day, Impossible> {
    if day >= u32::from(first.day()) {
        return Day::new(first.year(), first.month(), day, None);
    }
    let (month, years) = match first.month().get() {
        12 => (1, 1),
        month => (u32::from(month) + 1, 0),
    };
    let year = first.year().map(|year| Year::new(i32::from(year.get()) + years)).transpose()?;
    Day::new(year, Month::new(month)?, day, None)
}

/// The range, a year that is written at one end carried to the other: the same year, or the one across New Year.
pub(super) fn carry(first: Expression, second: Expression) -> Result<Expression, Impossible> {
    let second = match (&first, second) {
        (Expression::Day(day), Expression::Time(time)) => Expression::Day(day.at(time)),
        (Expression::Day(day), Expression::DayOfMonth(other)) => {
            let end = following(*day, u32::from(other.day()))?;
            Expression::Day(other.time().map_or(end, |time| end.at(time)))
        }
        (_, second) => second,
    };
    let (first, second) = match (first.written_year(), second.written_year()) {
        (Some(year), None) if second.lacks_only_year() => {
            let near = beside(&first, second, year, 1)?;
            (first, near)
        }
        (None, Some(year)) if first.lacks_only_year() => (beside(&second, first, year, -1)?, second),
        _ => (first, second),
    };
    Ok(between(first, second))
}

/// `lacking` in `year`, or in the year next to it in direction `step` if only that puts it on the right side of `fixed`
/// and near.
fn beside(fixed: &Expression, lacking: Expression, year: Year, step: i32) -> Result<Expression, Impossible> {
    let same = lacking.clone().with_year(year);
    let fixed = fixed.in_year(None)?;
    let is_in_order = |expression: &Expression| {
        expression
            .in_year(None)
            .is_ok_and(|period| if step > 0 { period.to() >= fixed.from() } else { period.from() <= fixed.to() })
    };
    if same.as_ref().is_ok_and(is_in_order) {
        return same;
    }
    let other = Year::new(i32::from(year.get()) + step).and_then(|year| lacking.with_year(year));
    let is_near = |expression: &Expression| {
        expression.in_year(None).is_ok_and(|period| period.hull(fixed).days() <= LONGEST_OVER_NEW_YEAR_DAYS)
    };
    if other.as_ref().is_ok_and(is_near) { other } else { same }
}
