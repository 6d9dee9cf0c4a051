//! The date that an incident line starts with.

use super::expression::Expression;

/// The day, with its time if one follows, that `line` starts with after optional white space, and the bytes consumed (white
/// space before it included). `None` for any other line, an impossible date included. The expression is a `Day`, or a
/// `DayOfMonth` with a time.
#[must_use]
pub fn date_at_start(line: &str) -> Option<(Expression, usize)> {
    todo!("{line}")
}
