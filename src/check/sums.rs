//! Arithmetic that a page states: ratios with their percentages, equations, changes, totals with their parts, tables. Says what
//! does not compute, by how the numbers are written: rounded or cut at the last written digit is right.

use super::finding::Wording;
use crate::report::Span;

mod change;
mod equation;
mod grid;
mod named;
mod parts;
mod rate;
mod share;
mod table;
mod term;
mod total;

pub(super) use change::changes;
pub(super) use equation::equations;
pub(super) use grid::{Grid, is_total};
pub(super) use named::{Named, named};
pub(super) use parts::wholes;
pub(super) use rate::{Group, contradictions};
pub(super) use share::shares;
pub(super) use table::in_table;
pub(super) use total::totals;

/// Numbers that do not compute.
#[derive(Debug)]
pub(super) struct Wrong {
    /// Bytes of the line or of the page that was looked at.
    pub span: Span,
    pub message: Wording,
}
