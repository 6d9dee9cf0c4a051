//! What every command that answers goes through: one function for an answer, one for a follow-up.

use super::{Context, Failure};
use crate::answer::{Answered, answer};
use crate::question::{Completed, Question, Turn, complete};
use crate::retrieve::Filters;

/// Answers one self-contained question.
pub async fn respond(context: &Context, question: Question, filters: &Filters) -> Result<Answered, Failure> {
    Ok(answer(&context.retriever(), question, filters).await?)
}

/// Completes a follow-up; `None` for a self-contained question.
pub fn complete_follow_up(asked: &str, turns: &[Turn]) -> Option<Completed> {
    complete(asked, turns)
}
