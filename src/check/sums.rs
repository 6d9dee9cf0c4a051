//! Arithmetic that a line of text states: ratios with their percentages, equations, changes, totals with their parts. Says what
//! does not compute, by how the numbers are written: rounded or cut at the last written digit is right.

mod change;
mod equation;
mod share;
mod term;
mod total;

pub(super) use change::changes;
pub(super) use equation::{Wrong, equation, equations};
pub(super) use share::{Share, rates, shares};
pub(super) use total::{Total, totals};
