//! What a rule objects to, with its place and its evidence.

use std::fmt;

use crate::report::Span;
pub use crate::vocabulary::Wording;

/// A line that bears an objection out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// As [`Page::path`](super::Page::path).
    pub path: String,
    /// Counted from 1.
    pub line: usize,
    /// The line, personal data and secrets as `*`.
    pub text: String,
}

/// `2023/w25.md:12: 完成率 70%`.
impl fmt::Display for Evidence {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}: {}", self.path, self.line, self.text)
    }
}

/// An objection as a rule makes it.
#[derive(Debug, Clone)]
pub(super) struct Objection {
    /// Bytes of the page's source.
    pub span: Span,
    pub message: Wording,
    pub evidence: Vec<Evidence>,
}

/// An objection with its rule and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub code: &'static str,
    /// The rule's name: `two-values`.
    pub name: &'static str,
    /// As [`Page::path`](super::Page::path).
    pub path: String,
    /// Bytes of the page's source; on character boundaries, within one line.
    pub span: Span,
    /// Counted from 1.
    pub line: usize,
    /// Characters (Unicode scalar values) from the start of the line, counted from 1.
    pub column: usize,
    /// The column after the last character of the span.
    pub end_column: usize,
    pub message: Wording,
    pub evidence: Vec<Evidence>,
    /// The whole line, personal data and secrets as `*`, character for character.
    pub text: String,
}
