//! An answer as the log keeps it: what was asked, what was answered, which lines were cited. Never a prompt, and of the reports
//! nothing but what the answer said.

use std::hash::{BuildHasher, Hasher, RandomState};

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::answer::Answer;
use crate::calendar::Date;
use crate::catalogue::Catalogue;
use crate::citation::Citation;
use crate::correction::{CitedLines, FeedbackId, QuoteMark};
use crate::json::{Instant, instant};
use crate::retrieve::Filters;
use crate::vocabulary::Language;

/// A line of the log. Fields may be added; a reader ignores those it does not know.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AnswerRecord {
    pub id: FeedbackId,
    #[serde(with = "instant")]
    #[schemars(with = "Instant")]
    pub at: Timestamp,
    pub question: String,
    pub language: Language,
    /// The day that relative words were seen from.
    pub as_of: String,
    #[serde(default, skip_serializing_if = "AskedFilters::is_empty")]
    pub filters: AskedFilters,
    /// `answered`, `related`, `not_found`.
    pub verdict: String,
    /// `extracted`, `selected`, `generated`.
    pub mode: String,
    pub sentences: Vec<SaidSentence>,
    /// In the order of their numbers, from 1.
    pub citations: Vec<CitedLines>,
    /// What was too long to keep: the end of the sentences, or of the citations.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_cut: bool,
}

/// A sentence of an answer, with the numbers of its sources.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SaidSentence {
    pub text: String,
    pub citations: Vec<usize>,
}

/// What the answer was narrowed to, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AskedFilters {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
}

/// Characters of an answer that are kept: eight times what an answer that is no list has.
const MOST_CHARS: usize = 4_000;

/// Citations of an answer that are kept; a list may have thousands.
const MOST_CITATIONS: usize = 64;

impl AskedFilters {
    pub fn new(filters: &Filters) -> Self {
        let Filters { since, until, period, section, author } = filters;
        Self {
            since: since.map(|day| day.to_string()),
            until: until.map(|day| day.to_string()),
            period: period.as_ref().map(|(typed, _)| typed.clone()),
            section: section.clone(),
            author: author.clone(),
        }
    }

    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl AnswerRecord {
    /// With an id of its own. `catalogue` is that of the reports it was taken from.
    pub fn new(answer: &Answer, catalogue: &Catalogue, filters: &Filters, as_of: Date, at: Timestamp) -> Self {
        let mut left = MOST_CHARS;
        let mut sentences = Vec::new();
        for sentence in &answer.sentences {
            let text: String = sentence.text.chars().take(left).collect();
            left -= text.chars().count();
            let citations = sentence.citations.iter().copied().filter(|n| *n <= MOST_CITATIONS).collect();
            if !text.is_empty() {
                sentences.push(SaidSentence { text, citations });
            }
        }
        let cited = answer.citations.iter().take(MOST_CITATIONS).map(|citation| cited_lines(citation, catalogue));
        let is_cut = left == 0 || answer.citations.len() > MOST_CITATIONS;
        Self {
            id: new_id(at, &answer.question.text),
            at,
            question: answer.question.text.clone(),
            language: answer.language(),
            as_of: as_of.to_string(),
            filters: AskedFilters::new(filters),
            verdict: answer.verdict.name().to_string(),
            mode: answer.mode().name().to_string(),
            sentences,
            citations: cited.collect(),
            is_cut,
        }
    }

    /// Whether the program vouched for it.
    pub fn is_claimed(&self) -> bool {
        self.verdict == "answered"
    }

    pub fn is_not_found(&self) -> bool {
        self.verdict == "not_found"
    }
}

fn cited_lines(citation: &Citation, catalogue: &Catalogue) -> CitedLines {
    let hash = catalogue.entry(citation.report_id).map(|entry| entry.record.hash.clone());
    CitedLines {
        report_id: citation.report_id,
        report_hash: hash.unwrap_or_default(),
        report: citation.report.clone(),
        date: citation.date.clone(),
        section: citation.section.clone(),
        path: citation.path.clone(),
        lines: citation.lines,
        quote: QuoteMark::of(&citation.quote),
    }
}

/// Of the moment, the words and something that nobody can guess.
pub(super) fn new_id(at: Timestamp, words: &str) -> FeedbackId {
    // Keyed by the system's random numbers, and otherwise for each call.
    let random = RandomState::new().build_hasher().finish();
    let mut seed = random.to_le_bytes().to_vec();
    seed.extend_from_slice(&at.as_nanosecond().to_le_bytes());
    seed.extend_from_slice(&std::process::id().to_le_bytes());
    seed.extend_from_slice(words.as_bytes());
    FeedbackId::of(&seed)
}
