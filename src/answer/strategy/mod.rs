//! Where code knows better than a weighing of statements: ledgers, series, sections, incidents part by part.
//!
//! Each strategy is a file: whether it applies to a question, and what it finds. The table is their order: the first that
//! applies and finds something tells it. What it says is weighed afterwards, as the statements are.

mod asked;
mod bounds;
mod compare;
mod extreme;
mod incident;
mod incident_list;
mod incident_parts;
mod look_back;
mod measured;
mod moved;
mod number;
mod plan;
mod report;
mod run;
mod section;
mod series;
mod sought;
mod weeks;
mod work;
mod writers;

use futures::future::BoxFuture;

use super::compose::Draft;
use crate::retrieve::RetrieveError;

use asked::Asked;
#[cfg(test)]
pub(super) use incident::without_score;
pub(super) use moved::asks_for_moves;
pub(super) use run::{CANDIDATES, Strategies};
#[cfg(test)]
pub(super) use sought::Sought;

/// One way to find what a question asks for.
struct Strategy {
    /// What `--explain` calls it.
    name: &'static str,
    tells: Tells,
    applies: fn(&Asked<'_>) -> bool,
    answer: for<'a> fn(&'a Asked<'_>) -> Answering<'a>,
}

/// What is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tells {
    /// Rows of many reports, or all of one: what no weighing of single statements finds.
    Rows,
    /// One thing, which a statement may tell as well: the likelier of both is told.
    One,
}

type Answering<'a> = BoxFuture<'a, Result<Option<Said>, RetrieveError>>;

/// What a strategy says.
enum Said {
    Answer(Draft),
    /// Why there is no answer.
    Refusal(Draft),
}

/// In their order; a question about two times is put to them for each, unless `compare` sets the two side by side.
static STRATEGIES: [Strategy; 12] = [
    writers::STRATEGY,
    moved::STRATEGY,
    plan::STRATEGY,
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

/// What the strategies found.
pub(super) struct Finding {
    /// The strategy that found it.
    pub strategy: &'static str,
    pub tells: Tells,
    pub draft: Draft,
    /// It says why there is no answer.
    pub is_refusal: bool,
}

impl Finding {
    /// Several as one; it refuses where all of them do.
    pub(super) fn joined(findings: Vec<Self>) -> Option<Self> {
        findings.into_iter().reduce(|mut one, other| {
            one.draft.append(&other.draft);
            // What answers gives its name.
            let (strategy, tells) =
                if one.is_refusal { (other.strategy, other.tells) } else { (one.strategy, one.tells) };
            Self { strategy, tells, draft: one.draft, is_refusal: one.is_refusal && other.is_refusal }
        })
    }
}

#[cfg(test)]
mod tests;
