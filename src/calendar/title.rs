//! What a title, a file name or a property says about a report's week, date and coverage.

use super::error::Impossible;
use super::expression::Expression;
use super::label::Label;
use super::mention::Mention;
use super::period::Period;
use jiff::civil::Date;

/// What a title says, as written: any part may be missing, and a day may lack its year.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TitleDates {
    /// `第45周`, `2024-W13`.
    pub label: Option<Label>,
    /// The report's day: an `Expression::Day`.
    pub date: Option<Expression>,
    /// The days covered: a range of days (`6/9-6/15`, its ends perhaps swapped), or a month, quarter, half or year.
    pub coverage: Option<Expression>,
    /// What looked like a date and is none, in the title's order.
    pub impossible: Vec<Mention>,
}

/// A title's dates in full; what nothing gave a year to is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TitleReading {
    pub label: Option<Label>,
    pub date: Option<Date>,
    pub coverage: Option<Period>,
}

/// Reads a title or a file name (ending and page id included). Empty where it names no date.
#[must_use]
pub fn read_title(title: &str) -> TitleDates {
    todo!("{title}")
}

impl TitleDates {
    /// The dates in full. A missing year comes from what the title itself states (its date, then its coverage, then its
    /// label's year), else from `anchor`, a day known to be near; without either the part stays `None`.
    ///
    /// # Errors
    /// What [`Expression::resolve`] refuses, such as 29 February of a common year.
    pub fn resolve(&self, anchor: Option<Date>) -> Result<TitleReading, Impossible> {
        todo!("{anchor:?}")
    }
}
