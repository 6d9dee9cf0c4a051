//! Reads the codes of weeks, quarters and halves: `W13`, `Q2`, `H1`, alone or behind a year.

use super::cursor::Cursor;
use super::expression::Expression;
use super::label::{Label, Numbering};
use super::month::{HalfOfYear, QuarterOfYear, WeekNumber, Year};
use super::read::Read;

/// `W13` of a year.
pub(super) fn week_of_year(year: Year, cursor: Cursor<'_>) -> Read<'_> {
    let (week, end) = cursor.eat('W').or_else(|| cursor.eat('w'))?.digits()?;
    if !code_may_end(end) {
        return None;
    }
    let label = WeekNumber::new(week.value).and_then(|week| Label::new(Some(year), week, Numbering::Iso));
    Some((label.map(Expression::Week), end))
}

/// `Q2`.
pub(super) fn quarter_of_year(year: Option<Year>, cursor: Cursor<'_>) -> Read<'_> {
    let letter = cursor.eat('Q').or_else(|| cursor.eat('q').filter(|_| year.is_some() || cursor.is_lenient()))?;
    let (quarter, end) = letter.digits().filter(|(quarter, _)| quarter.chars == 1)?;
    if !code_may_end(end) {
        return None;
    }
    let quarter = QuarterOfYear::new(quarter.value);
    Some((quarter.map(|quarter| Expression::Quarter { year, quarter }), end))
}

/// `H1`.
pub(super) fn half_of_year(year: Option<Year>, cursor: Cursor<'_>) -> Read<'_> {
    let (half, end) = cursor.eat('H')?.digits().filter(|(half, _)| half.chars == 1)?;
    // H3 is a heading.
    let half = HalfOfYear::new(half.value).ok()?;
    code_may_end(end).then_some((Ok(Expression::Half { year, half }), end))
}

/// Whether a code such as W13 or Q2 is not the start of a longer word.
pub(super) fn code_may_end(end: Cursor<'_>) -> bool {
    match end.peek() {
        Some('.') => !end.next().peek().is_some_and(|next| next.is_ascii_alphanumeric()),
        Some(next) => !next.is_ascii_alphanumeric() && next != '%',
        None => true,
    }
}
