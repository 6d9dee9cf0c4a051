//! A question in a conversation: what it leans on, and what it is answered as.

use super::{Context, Failure, respond};
use crate::answer::{Answer, Answered};
use crate::question::{
    Completed, Question, Turn, asks_for_sources, beside_the_last, complete, is_courtesy, points_past_the_list,
};
use crate::retrieve::Filters;
use crate::vocabulary::worded;

/// What was typed, read beside what was asked before.
#[derive(Debug)]
pub enum Heard {
    /// The sources of the last answer are wanted, or the one of this number.
    Sources(Option<usize>),
    /// Thanks and the like: nothing was asked.
    Courtesy,
    /// A place that the last list does not have, and what to say of it.
    PastTheList(String),
    Question(Box<QuestionRead>),
}

/// A question, whole.
#[derive(Debug, Clone)]
pub struct QuestionRead {
    pub question: Question,
    /// How a follow-up was completed; `None` for a self-contained question.
    pub completed: Option<Completed>,
}

/// Reads what was typed after `turns`; `has_answer`: there is an answer whose sources can be shown.
///
/// # Errors
/// Usage: no question, or one that is too long.
pub fn hear(typed: &str, turns: &[Turn], has_answer: bool) -> Result<Heard, Failure> {
    if let Some(source) = asks_for_sources(typed).filter(|_| has_answer) {
        return Ok(Heard::Sources(source));
    }
    if is_courtesy(typed) {
        return Ok(Heard::Courtesy);
    }
    let question = Question::read(typed)?;
    if let Some((place, told)) = points_past_the_list(typed, turns) {
        return Ok(Heard::PastTheList(worded!(
            question.language,
            "上一个回答只列了 {told} 项，没有第 {place} 项。",
            "The last answer lists {told}; there is no number {place}."
        )));
    }
    let completed = complete(typed, turns);
    let question = completed.as_ref().map_or(Ok(question), whole)?;
    Ok(Heard::Question(Box::new(QuestionRead { question, completed })))
}

/// Answers a question as it is, or as what it asks of the matter before it where that is answered with more likelihood; then how it
/// was completed comes with it.
///
/// # Errors
/// Those of the index and the embedder.
pub async fn respond_after(
    context: &Context,
    typed: &str,
    read: QuestionRead,
    turns: &[Turn],
    filters: &Filters,
) -> Result<(Option<Completed>, Answered), Failure> {
    let answered = respond(context, read.question, filters).await?;
    if read.completed.is_some() {
        return Ok((read.completed, answered));
    }
    let Some(beside) = beside_the_last(typed, turns) else { return Ok((None, answered)) };
    let other = respond(context, whole(&beside)?, filters).await?;
    // What reports that know nothing of it say to more words is no evidence for those words.
    match other.answer.is_answered() && other.likelihood() > answered.likelihood() {
        true => Ok((Some(beside), other)),
        false => Ok((None, answered)),
    }
}

/// The turn that follow-ups look back at. `extracted`: the answer in the reports' words, which have the day of each fact where a
/// model's may not; `None` for one that was interrupted.
pub fn turn(typed: &str, completed: Option<&Completed>, extracted: Option<&Answer>) -> Turn {
    let told = extracted.into_iter().flat_map(|answer| &answer.sentences);
    let lines: Vec<&str> =
        told.filter(|sentence| !sentence.citations.is_empty()).map(|told| told.text.as_str()).collect();
    match completed {
        Some(completed) => Turn::of(completed, lines),
        None => Turn::new(extracted.map_or(typed, |answer| &answer.question.text), lines),
    }
}

fn whole(completed: &Completed) -> Result<Question, Failure> {
    Ok(Question { language: completed.language, ..Question::read(&completed.question)? })
}
