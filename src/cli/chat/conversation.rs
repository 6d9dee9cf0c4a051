//! What was asked and answered so far, and what narrows the answers.

use std::path::PathBuf;

use super::command::Narrowing;
use crate::answer::Answer;
use crate::context::{Failure, check_span, turn};
use crate::feedback::AnswerRecord;
use crate::question::{Completed, Turn};
use crate::render::Exchange;
use crate::retrieve::Filters;

/// An answer, the file of each of its citations where it still is, and what is kept of it.
pub(super) type Found = (Answer, Vec<Option<PathBuf>>, AnswerRecord);

/// The questions of a chat since its start or `/new`.
#[derive(Debug, Default)]
pub(super) struct Conversation {
    exchanges: Vec<Exchange>,
    turns: Vec<Turn>,
    files: Vec<Option<PathBuf>>,
    /// The last answer as it is spoken of; none after a question that was interrupted.
    record: Option<AnswerRecord>,
}

impl Conversation {
    /// `completed`: how a follow-up was read. `extracted`: the extracted answer, which has the day of each fact where a model's
    /// words may not.
    pub(super) fn answered(
        &mut self,
        asked: &str,
        completed: Option<Completed>,
        (answer, files, record): Found,
        extracted: &Answer,
    ) {
        self.turns.push(turn(asked, completed.as_ref(), Some(extracted)));
        self.files = files;
        self.record = Some(record);
        self.exchange(asked, completed, Some(answer));
    }

    pub(super) fn interrupted(&mut self, asked: &str, completed: Option<Completed>) {
        self.turns.push(turn(asked, completed.as_ref(), None));
        self.record = None;
        self.exchange(asked, completed, None);
    }

    fn exchange(&mut self, asked: &str, completed: Option<Completed>, answer: Option<Answer>) {
        let read_as = completed.map(|completed| completed.question);
        self.exchanges.push(Exchange { asked: asked.trim().to_string(), read_as, answer });
    }

    pub(super) fn turns(&self) -> &[Turn] {
        &self.turns
    }

    pub(super) fn exchanges(&self) -> &[Exchange] {
        &self.exchanges
    }

    /// What is kept of the last answer.
    pub(super) fn last_record(&self) -> Option<&AnswerRecord> {
        self.record.as_ref()
    }

    /// The last question that was answered; one that was interrupted has no sources.
    pub(super) fn last_answer(&self) -> Option<(&Answer, &[Option<PathBuf>])> {
        let answer = self.exchanges.iter().rev().find_map(|exchange| exchange.answer.as_ref())?;
        Some((answer, &self.files))
    }
}

/// A conversation with its filters, which outlive it.
pub(super) struct Talk {
    pub conversation: Conversation,
    pub filters: Filters,
}

impl Talk {
    /// The filters with one set or taken away.
    ///
    /// # Errors
    /// Usage: a span that ends before it starts.
    pub(super) fn narrowed(&self, narrowing: Narrowing) -> Result<Filters, Failure> {
        let mut filters = self.filters.clone();
        match narrowing {
            Narrowing::Since(since) => filters.since = since,
            Narrowing::Until(until) => filters.until = until,
            Narrowing::Period(period) => filters.period = period,
            Narrowing::Section(section) => filters.section = section,
            Narrowing::Author(author) => filters.author = author,
        }
        check_span(&filters)?;
        Ok(filters)
    }

    /// `only: since 2023-06-01, author 李`; `no filters`.
    pub(super) fn filters_line(&self) -> String {
        let Filters { since, until, period, section, author } = &self.filters;
        let set = [
            since.map(|day| format!("since {day}")),
            until.map(|day| format!("until {day}")),
            period.as_ref().map(|(written, _)| format!("period {written}")),
            section.as_ref().map(|words| format!("section {words}")),
            author.as_ref().map(|name| format!("author {name}")),
        ];
        let set: Vec<String> = set.into_iter().flatten().collect();
        if set.is_empty() { "no filters".to_string() } else { format!("only: {}", set.join(", ")) }
    }
}
