//! Where code knows better than a weighing of statements: ledgers, series, sections, incidents part by part.
//!
//! Each strategy is a file: whether it applies to a question, and what it finds. The table is their order: the first that
//! applies and finds something answers. What it says is weighed afterwards, as the statements are.

mod after_all;
mod asked;
mod bounds;
mod compare;
mod extreme;
mod incident;
mod incident_list;
mod incident_parts;
mod incident_rank;
mod look_back;
mod measured;
mod moved;
mod number;
mod of_all;
mod plan;
mod report;
mod run;
mod section;
mod series;
mod sought;
mod weeks;
mod work;
mod writers;

use super::compose::Draft;

pub(super) use asked::Form;
use asked::Strategy;
#[cfg(test)]
pub(super) use incident::without_score;
pub(super) use moved::asks_for_moves;
pub use of_all::prepare;
pub(super) use run::{CANDIDATES, Strategies};
#[cfg(test)]
pub(super) use sought::Sought;

/// In their order; a question about two times is put to them for each, unless `compare` sets the two side by side.
static STRATEGIES: [Strategy; 13] = [
    writers::STRATEGY,
    moved::STRATEGY,
    plan::STRATEGY,
    incident_rank::STRATEGY,
    incident_list::STRATEGY,
    work::STRATEGY,
    report::STRATEGY,
    section::STRATEGY,
    bounds::STRATEGY,
    extreme::STRATEGY,
    weeks::STRATEGY,
    series::STRATEGY,
    incident::STRATEGY,
];

/// Rows of one answer: nobody reads more at once, and the ledgers list all.
const MOST_ROWS: usize = 100;

/// The newest of rows in the order of time, and how many came before them.
fn newest<T>(mut rows: Vec<T>) -> (Vec<T>, usize) {
    let earlier = rows.len().saturating_sub(MOST_ROWS);
    rows.drain(..earlier);
    (rows, earlier)
}

/// What the strategies found.
pub(super) struct Finding {
    /// The strategy that found it.
    pub strategy: &'static str,
    pub form: Form,
    pub draft: Draft,
    /// It says why there is no answer.
    pub is_refusal: bool,
    /// A refusal after which nothing is looked for: a day that does not exist, a day of several years.
    pub is_final: bool,
}

impl Finding {
    /// Several as one; it refuses where all of them do.
    pub(super) fn joined(findings: Vec<Self>) -> Option<Self> {
        findings.into_iter().reduce(|mut one, other| {
            one.draft.append(&other.draft);
            // What answers gives its name.
            let (strategy, form) = if one.is_refusal { (other.strategy, other.form) } else { (one.strategy, one.form) };
            let (is_refusal, is_final) = (one.is_refusal && other.is_refusal, one.is_final || other.is_final);
            Self { strategy, form, draft: one.draft, is_refusal, is_final }
        })
    }
}

#[cfg(test)]
mod tests;
