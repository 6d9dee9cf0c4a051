//! Why no draft can be written.

use crate::calendar::Date;
use crate::retrieve::RetrieveError;

#[derive(Debug, thiserror::Error)]
pub enum DraftError {
    #[error(transparent)]
    Retrieve(#[from] RetrieveError),
    #[error("no weekly report from before {as_of} is there to go on from")]
    NoReport { as_of: Date },
    #[error("`{asked}` names no week or day that a report could be of")]
    NoWeek { asked: String },
    #[error("reports of several authors are there: {}", .authors.join(", "))]
    Authors { authors: Vec<String> },
}
