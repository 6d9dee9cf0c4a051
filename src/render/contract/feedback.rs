//! What people said of answers.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};

use crate::correction::{CitedLines, FeedbackId, FoundCorrection, Standing};
use crate::feedback::{JudgedAnswer, MonthStats};
use crate::json::{Instant, LineRange};

/// The corrections beside an answer; an empty list where there are none.
pub fn corrections_json(found: &[FoundCorrection]) -> Value {
    json!(found.iter().map(StandingCorrection::from).collect::<Vec<_>>())
}

/// What somebody says is right, beside which lines, and whether these are still as they were.
#[derive(Debug, Serialize, JsonSchema)]
pub struct StandingCorrection<'a> {
    id: &'a FeedbackId,
    by: &'a str,
    at: Instant,
    /// The answer that it corrects.
    answer: &'a FeedbackId,
    /// The question that was answered.
    question: &'a str,
    text: &'a str,
    /// Why, where somebody said so.
    because: Option<&'a str>,
    beside: Vec<CorrectedLines<'a>>,
    /// Some of these lines changed since, or are gone.
    stale: bool,
    /// How much it bears on the question.
    score: f32,
}

/// Lines that a correction is attached to.
#[derive(Debug, Serialize, JsonSchema)]
struct CorrectedLines<'a> {
    report: &'a str,
    /// `YYYY-MM-DD`; empty for a page without a date.
    date: &'a str,
    /// Headings, the outermost first.
    section: &'a [String],
    /// Of the page, in what was read.
    path: &'a str,
    lines: LineRange,
    /// What has become of them.
    standing: Standing,
}

impl<'a> From<&'a FoundCorrection> for StandingCorrection<'a> {
    fn from(found: &'a FoundCorrection) -> Self {
        let correction = &found.correction;
        let beside = correction.beside.iter().zip(&found.standings);
        Self {
            id: &correction.id,
            by: &correction.by,
            at: Instant(correction.at),
            answer: &correction.answer,
            question: &correction.question,
            text: &correction.text,
            because: correction.because.as_deref(),
            beside: beside.map(|(cited, standing)| CorrectedLines::new(cited, *standing)).collect(),
            stale: found.is_stale(),
            score: found.score,
        }
    }
}

impl<'a> CorrectedLines<'a> {
    fn new(cited: &'a CitedLines, standing: Standing) -> Self {
        let CitedLines { report, date, section, path, lines, .. } = cited;
        Self { report, date, section, path, lines: LineRange(*lines), standing }
    }
}

/// Answers with what was said of them.
pub fn feedback_json(judged: &[&JudgedAnswer]) -> Value {
    json!(judged)
}

pub fn stats_json(months: &[MonthStats]) -> Value {
    json!(months)
}
