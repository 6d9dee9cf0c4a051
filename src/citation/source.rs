//! A numbered source as a prompt shows it.

use crate::calendar::{Date, Period};

/// One numbered source of a prompt.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// The number that the reply cites it by.
    pub n: usize,
    /// The passage as the model reads it.
    pub text: &'a str,
    /// The report's label: `第26周`.
    pub label: &'a str,
    /// The report's date.
    pub date: Option<Date>,
    /// The days that the report reports on.
    pub coverage: Option<Period>,
    /// The headings above the passage, outermost first.
    pub section: &'a [String],
}
