//! Arithmetic that a line of text states: ratios with their percentages, equations, changes, totals with their parts. Says what
//! does not compute, by how the numbers are written: rounded or cut at the last written digit is right.

use super::finding::Wording;
use crate::report::Span;

mod change;
mod equation;
mod share;
mod term;
mod total;

pub(super) use change::changes;
pub(super) use equation::equations;
pub(super) use share::{rates, shares};
pub(super) use total::totals;

/// Numbers of a line that do not compute.
#[derive(Debug)]
pub(super) struct Wrong {
    /// Bytes of the line.
    pub span: Span,
    pub message: Wording,
}
