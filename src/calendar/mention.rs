//! Every time expression of a text, in order.

use super::error::Impossible;
use super::expression::Expression;
use std::ops::Range;

/// A time expression where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Bytes of the text; on character boundaries, never empty.
    pub span: Range<usize>,
    /// What it says, or why no calendar has it (`2/30`, `第60周`).
    pub reading: Result<Expression, Impossible>,
}

/// Every time expression of a report's text, in order and not overlapping. Empty where there is none. Conservative: what
/// may be a count, a fraction or a version is left out.
#[must_use]
pub fn mentions(text: &str) -> Vec<Mention> {
    todo!("{text}")
}

/// As [`mentions`], and reads what only a question would mean as a date: `2023`, `6.15`, `26周`, `2023.06`.
#[must_use]
pub fn mentions_in_question(text: &str) -> Vec<Mention> {
    todo!("{text}")
}
