//! What every command that answers goes through: one function for an answer, one to keep it.

use jiff::Timestamp;

use super::{Context, Failure};
use crate::answer::{Answer, Answered, answer};
use crate::calendar::Date;
use crate::catalogue::Catalogue;
use crate::citation::Sources;
use crate::correction::FoundCorrection;
use crate::feedback::{AnswerRecord, Feedback, MOST_FOUND};
use crate::question::Question;
use crate::retrieve::{Filters, Found};
use crate::vocabulary::{Language, Wording, both, worded};

/// Answers one self-contained question; what people said of such an answer stands beside it.
pub async fn respond(context: &Context, question: Question, filters: &Filters) -> Result<Answered, Failure> {
    let mut answered = answer(&context.retriever(), question, filters).await?;
    attach_corrections(context, &mut answered.answer, filters).await;
    Ok(answered)
}

/// Puts beside `answer` the corrections that bear on its question, [`MOST_FOUND`] at most. Whatever fails leaves the answer as it
/// was, with a notice.
pub async fn attach_corrections(context: &Context, answer: &mut Answer, filters: &Filters) {
    let retriever = context.retriever();
    let found = context.feedback.corrections_for(&retriever, &answer.question, filters, &answer.citations).await;
    match found {
        Ok(found) => {
            let notices = std::mem::take(&mut answer.notices);
            (answer.corrections, answer.notices) = shown(found, notices, answer.question.language);
        }
        Err(error) => answer.notices.push(worded!(
            answer.question.language, "没有查有没有人更正过：{error}", "corrections were not looked for: {error}"
        )),
    }
}

fn shown(
    mut found: Vec<FoundCorrection>,
    mut notices: Vec<String>,
    language: Language,
) -> (Vec<FoundCorrection>, Vec<String>) {
    if found.len() > MOST_FOUND {
        notices.push(worded!(
            language,
            "另有 {} 条更正：`zhoubao feedback list --corrections`",
            "{} more corrections; `zhoubao feedback list --corrections`",
            found.len() - MOST_FOUND
        ));
        found.truncate(MOST_FOUND);
    }
    (found, notices)
}

impl Context {
    /// The corrections that bear on a search, beside what it found; [`MOST_FOUND`] at most.
    ///
    /// # Errors
    /// Those of reading what is kept, and the index.
    pub async fn corrections_beside(
        &self,
        question: &Question,
        filters: &Filters,
        found: &[Found],
    ) -> Result<Vec<FoundCorrection>, Failure> {
        let mut sources = Sources::default();
        for found in found {
            sources.cite_all(&found.passage);
        }
        let retriever = self.retriever();
        let mut found = self.feedback.corrections_for(&retriever, question, filters, sources.citations()).await?;
        found.truncate(MOST_FOUND);
        Ok(found)
    }
}

/// What became of an answer that was to be logged.
pub struct Logged {
    /// Serves what is said of the answer, also where nothing is logged.
    pub record: AnswerRecord,
    /// Why the answer is not in the log, though it should be; a notice.
    pub trouble: Option<Wording>,
}

/// Logs a finished answer and gives it its id; one that is not kept has none.
pub fn log_answer(
    feedback: &Feedback,
    answer: &mut Answer,
    catalogue: &Catalogue,
    filters: &Filters,
    as_of: Date,
) -> Logged {
    let record = AnswerRecord::new(answer, catalogue, filters, as_of, Timestamp::now());
    let trouble = match feedback.record(&record) {
        Ok(is_logged) => {
            answer.id = is_logged.then(|| record.id.clone());
            None
        }
        Err(error) => {
            let why = std::error::Error::source(&error).map(|why| format!(": {why}")).unwrap_or_default();
            Some(both!(
                "这次回答没有记下来：{error}{why}（`[feedback] log = false` 可关掉记录）",
                "this answer is not in the log: {error}{why} (`[feedback] log = false` switches the log off)"
            ))
        }
    };
    Logged { record, trouble }
}
