//! Why a ledger cannot be read.

use crate::calendar::Impossible;
use crate::retrieve::RetrieveError;

#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    #[error(transparent)]
    Retrieve(#[from] RetrieveError),
    #[error("`{text}`: {why}")]
    Time { text: String, why: Impossible },
}
