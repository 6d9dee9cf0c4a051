//! The turns of a conversation, and the items of an answer that a follow-up can point at (`第二个`, `它`).

use std::collections::HashSet;

use crate::calendar::{Expression, mentions};
use crate::question::Language;

/// A question that was answered, with the items of its answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Turn {
    /// As it was read: whole, with what it borrowed.
    pub question: String,
    /// What it was about, where that is known and need not be read from the question.
    pub topic: Option<Topic>,
    /// In the order of the answer.
    pub items: Vec<AnswerItem>,
}

/// A follow-up made whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Completed {
    pub question: String,
    /// Of the follow-up: what was borrowed may be in another.
    pub language: Language,
    /// What was borrowed, for the reader: `6/15`, `账户流水差异`.
    pub taken: Vec<String>,
    /// What it is about, for the follow-up after it; `None` where its own words say it.
    pub topic: Option<Topic>,
}

/// What a question is about; it stays the same through a row of follow-ups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// As a question writes them: `6/15`, `第26周`; may be empty.
    pub times: String,
    /// `账户流水差异`; may be empty.
    pub subject: String,
}

/// One line of an answer: an incident of a day, or a report.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AnswerItem {
    /// The day or the report, as the answer writes it: `2023-06-15`, `第26周`.
    pub when: String,
    /// The time of day beside it, `11:01`.
    pub clock: Option<String>,
    /// What happened, in the answer's words up to the first pause. Empty where the answer says no more than when.
    pub about: String,
    /// `when` is the day that it happened on, not a report.
    pub is_of_a_day: bool,
}

/// Characters of an item that are enough to find it again.
const MOST_CHARS: usize = 24;

/// Labels before the line of an incident.
const LABELS: [&str; 2] = ["事件", "Incident"];

impl Turn {
    /// `lines` are the sentences of the answer without their marks. Lines that begin with no time are no items.
    pub fn new<'a>(question: &str, lines: impl IntoIterator<Item = &'a str>) -> Self {
        let all: Vec<AnswerItem> = lines.into_iter().filter_map(AnswerItem::read).collect();
        let mut seen = HashSet::new();
        let is_new: Vec<bool> = all.iter().map(|item| seen.insert(item)).collect();
        let items = all.into_iter().zip(is_new).filter_map(|(item, is_new)| is_new.then_some(item)).collect();
        Self { question: question.to_string(), topic: None, items }
    }

    /// A follow-up that was answered.
    pub fn of<'a>(completed: &Completed, lines: impl IntoIterator<Item = &'a str>) -> Self {
        Self { topic: completed.topic.clone(), ..Self::new(&completed.question, lines) }
    }

    /// About what it takes in memory.
    pub fn bytes(&self) -> usize {
        let of = |item: &AnswerItem| {
            size_of::<AnswerItem>() + item.when.len() + item.clock.as_ref().map_or(0, String::len) + item.about.len()
        };
        size_of::<Self>() + self.question.len() + self.items.iter().map(of).sum::<usize>()
    }

    /// The one item, where it is the only one and an incident.
    pub(super) fn only(&self) -> Option<&AnswerItem> {
        match self.items.as_slice() {
            [only] if only.is_of_a_day => Some(only),
            _ => None,
        }
    }
}

impl AnswerItem {
    fn read(line: &str) -> Option<Self> {
        let own = LABELS.iter().find_map(|label| line.strip_prefix(label)?.strip_prefix([':', '：']));
        let line = own.unwrap_or(line).trim();
        let first = mentions(line).into_iter().next().filter(|first| first.span.start == 0)?;
        let expression = first.reading.ok()?;
        let written = line[first.span.clone()].trim();
        let (when, clock) = match (&expression, written.split_once(' ')) {
            (Expression::Day(_), Some((day, clock))) => (day.to_string(), Some(clock.trim().to_string())),
            _ => (written.to_string(), None),
        };
        // 第26周共记录 6 起事件： leads to what follows and is no item.
        if line.ends_with(['：', ':']) {
            return None;
        }
        let mut rest = &line[first.span.end..];
        // `第26周 2023-06-20：…`: a report by its label and its date.
        if let Some(date) = mentions(rest).into_iter().next().filter(|date| rest[..date.span.start].trim().is_empty()) {
            rest = &rest[date.span.end..];
        }
        let is_a_report = matches!(expression, Expression::Week(_));
        if is_a_report && !rest.starts_with(['：', ':']) {
            return None;
        }
        let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '：' | ':' | ',' | '，' | '、'));
        let end = rest.find(['，', '。', '；', ';', '！', '？', '（', '(']).unwrap_or(rest.len());
        let is_of_a_day = matches!(expression, Expression::Day(_));
        Some(Self { when, clock, is_of_a_day, about: rest[..end].trim().chars().take(MOST_CHARS).collect() })
    }

    /// With the time of day, which distinguishes two incidents of one day.
    pub(super) fn exactly(&self) -> String {
        format!("{} {}", self.moment(), self.about).trim().to_string()
    }

    /// The day and the time of day.
    pub(super) fn moment(&self) -> String {
        let clock = self.clock.as_ref().map(|clock| format!(" {clock}")).unwrap_or_default();
        format!("{}{clock}", self.when)
    }

    /// For the reader: the day and the thing.
    pub(super) fn briefly(&self) -> String {
        format!("{} {}", self.when, self.about).trim().to_string()
    }
}
