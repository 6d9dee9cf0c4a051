//! Why there is no draft.

use crate::calendar::Date;
use crate::retrieve::RetrieveError;

#[derive(Debug, thiserror::Error)]
pub enum GoalsError {
    #[error(transparent)]
    Retrieve(#[from] RetrieveError),
    #[error("no report is dated {as_of} or before")]
    NoReport { as_of: Date },
    #[error("`{asked}` names no week that follows the reports")]
    NoWeek { asked: String },
}
