//! What somebody says of an answer: right, wrong and why, or what is right instead. Lines of `feedback.jsonl`, which is never bounded.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::files::Files;
use super::record::new_id;
use super::{AnswerRecord, FeedbackError};
use crate::correction::{CitedLines, Correction, FeedbackId};
use crate::journal::{Durability, lines};
use crate::json::{Instant, instant};

/// What a person thinks of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
#[serde(rename_all = "snake_case")]
pub enum Opinion {
    Right,
    Wrong,
}

/// What is said of an answer, as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    pub by: String,
    pub opinion: Opinion,
    pub because: Option<String>,
    /// What is right instead; the answer is wrong then.
    pub correct: Option<String>,
    /// Numbers of the answer's sources that a correction is attached to; all of them where none is named.
    pub sources: Vec<usize>,
}

/// A line of what people said. Fields may be added; a reader ignores those it does not know.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Judgement {
    pub id: FeedbackId,
    pub answer: FeedbackId,
    #[serde(with = "instant")]
    #[schemars(with = "Instant")]
    pub at: Timestamp,
    pub by: String,
    pub question: String,
    pub opinion: Opinion,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
    /// What is right instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correct: Option<String>,
    /// The lines that a correction is attached to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub beside: Vec<CitedLines>,
}

const MOST_CORRECTION_CHARS: usize = 2_000;
const MOST_REASON_CHARS: usize = 1_000;
const MOST_NAME_CHARS: usize = 60;

impl Judgement {
    /// # Errors
    /// `Empty`, `TooLong`, `NoSource`.
    pub(super) fn new(answer: &AnswerRecord, said: Said, at: Timestamp) -> Result<Self, FeedbackError> {
        let because = said.because.map(|text| plain("reason", &text, MOST_REASON_CHARS)).transpose()?;
        let correct = said.correct.map(|text| plain("correction", &text, MOST_CORRECTION_CHARS)).transpose()?;
        let by = plain("name", &said.by, MOST_NAME_CHARS)?.split_whitespace().collect::<Vec<_>>().join(" ");
        let beside = match (&correct, said.sources.as_slice()) {
            (None, _) => Vec::new(),
            (Some(_), []) => answer.citations.clone(),
            (Some(_), numbers) => numbers.iter().map(|n| source(answer, *n)).collect::<Result<_, _>>()?,
        };
        Ok(Self {
            id: new_id(at, &by),
            answer: answer.id.clone(),
            at,
            by,
            question: answer.question.clone(),
            opinion: if correct.is_some() { Opinion::Wrong } else { said.opinion },
            because,
            correct,
            beside,
        })
    }

    fn correction(&self) -> Option<Correction> {
        Some(Correction {
            id: self.id.clone(),
            at: self.at,
            by: self.by.clone(),
            answer: self.answer.clone(),
            question: self.question.clone(),
            text: self.correct.clone()?,
            because: self.because.clone(),
            beside: self.beside.clone(),
        })
    }
}

fn source(answer: &AnswerRecord, n: usize) -> Result<CitedLines, FeedbackError> {
    let cited = n.checked_sub(1).and_then(|at| answer.citations.get(at));
    cited.cloned().ok_or(FeedbackError::NoSource { n, count: answer.citations.len() })
}

/// What was typed without what no keyboard types: line ends and tabs stay, and nothing is left of what steers a terminal.
fn plain(what: &'static str, text: &str, most: usize) -> Result<String, FeedbackError> {
    let kept: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    let kept = kept.trim();
    if !kept.chars().any(char::is_alphanumeric) {
        return Err(FeedbackError::Empty { what });
    }
    let chars = kept.chars().count();
    match chars > most {
        true => Err(FeedbackError::TooLong { what, chars, most }),
        false => Ok(kept.to_string()),
    }
}

/// Whether a line is something that was said.
pub(super) fn is_record(line: &[u8]) -> bool {
    serde_json::from_slice::<Judgement>(line).is_ok()
}

/// Appends what was said and sees it to the disk.
pub(super) fn append(files: &Files, judgement: &Judgement) -> Result<(), FeedbackError> {
    let path = files.feedback();
    let line = serde_json::to_string(judgement).map_err(|error| FeedbackError::not_written(&path)(error.into()))?;
    files.append(&path, &line, Durability::OnDisk)
}

/// All that people said.
#[derive(Debug, Default)]
pub(super) struct Judgements {
    /// Oldest first.
    all: Vec<Judgement>,
    notices: Vec<String>,
}

impl Judgements {
    pub(super) fn of(bytes: &[u8]) -> Self {
        let mut read = Self::default();
        for (number, line) in lines(bytes) {
            match serde_json::from_slice(line) {
                Ok(judgement) => read.all.push(judgement),
                // Where the program, or the machine, was stopped in the middle of it.
                Err(error) if error.is_eof() => {
                    read.notices.push(format!("line {number} of the feedback is cut short"))
                }
                Err(_) => read.notices.push(format!("line {number} of the feedback is not a record of this program")),
            }
        }
        read.all.sort_by_key(|judgement: &Judgement| judgement.at);
        read
    }

    pub(super) fn all(&self) -> &[Judgement] {
        &self.all
    }

    pub(super) fn notices(&self) -> &[String] {
        &self.notices
    }

    /// The answers that something was said of.
    pub(super) fn answers(&self) -> HashSet<FeedbackId> {
        self.all.iter().map(|said| said.answer.clone()).collect()
    }

    /// Of several corrections by one person to one answer the last.
    pub(super) fn corrections(&self) -> Vec<Correction> {
        let corrections = self.all.iter().filter(|said| said.correct.is_some());
        let last: HashMap<(&FeedbackId, &str), &FeedbackId> =
            corrections.clone().map(|said| ((&said.answer, said.by.as_str()), &said.id)).collect();
        corrections
            .filter(|said| last.get(&(&said.answer, said.by.as_str())) == Some(&&said.id))
            .filter_map(Judgement::correction)
            .collect()
    }

    /// What was said last of each answer.
    pub(super) fn last(&self) -> HashMap<&FeedbackId, &Judgement> {
        self.all.iter().map(|said| (&said.answer, said)).collect()
    }
}

/// What was read last, as long as the file is the same.
#[derive(Debug, Default)]
pub(super) struct Cache(Mutex<Option<Cached>>);

#[derive(Debug)]
struct Cached {
    length: u64,
    modified: Option<SystemTime>,
    judgements: Arc<Judgements>,
}

impl Cache {
    pub(super) fn read(&self, files: &Files) -> Result<Arc<Judgements>, FeedbackError> {
        let path = files.feedback();
        let (length, modified) = match std::fs::metadata(&path) {
            Ok(metadata) => (metadata.len(), metadata.modified().ok()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Arc::default()),
            Err(error) => return Err(FeedbackError::unreadable(&path)(error)),
        };
        // What a panic left behind the lock is whole: it is put in whole.
        let mut cached = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = cached.as_ref().filter(|known| known.length == length && known.modified == modified) {
            return Ok(Arc::clone(&known.judgements));
        }
        let judgements = Arc::new(Judgements::of(&files.read(&path)?));
        *cached = Some(Cached { length, modified, judgements: Arc::clone(&judgements) });
        Ok(judgements)
    }
}
