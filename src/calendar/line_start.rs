//! The date that an incident line starts with.

use super::atom::atom;
use super::cursor::{Cursor, Mode};
use super::expression::Expression;

/// More white space than this before a date is no indentation that people write.
const MOST_INDENT_CHARS: usize = 64;

/// The day, with its time if one follows, that `line` starts with after optional white space, and the bytes consumed (white
/// space before it included). `None` for any other line, an impossible date included. The expression is a `Day`, or a
/// `DayOfMonth` with a time. Of a range the first day is read.
pub fn date_at_start(line: &str) -> Option<(Expression, usize)> {
    let start = Cursor::new(line, 0, Mode::Report).skip_spaces(MOST_INDENT_CHARS);
    let (reading, end) = atom(start.cut())?;
    match reading.ok()? {
        Expression::Range(from, _) if matches!(*from, Expression::Day(_)) => Some((*from, end.at())),
        day @ Expression::Day(_) => Some((day, end.at())),
        day @ Expression::DayOfMonth(_) if day.time().is_some() => Some((day, end.at())),
        _ => None,
    }
}
