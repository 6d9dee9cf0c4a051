mod exam;
mod forgetting;
mod judging;
mod logging;
mod meaning;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use uuid::Uuid;

use super::record::new_id;
use super::{AnswerRecord, AskedFilters, Bounds, Feedback, Opinion, Said, SaidSentence};
use crate::config::FeedbackSettings;
use crate::correction::{CitedLines, QuoteMark};
use crate::report::Lines;
use crate::vocabulary::Language;

/// A folder that is not there yet, inside one that goes with the first value.
fn kept() -> (tempfile::TempDir, Feedback) {
    let base = tempfile::tempdir().expect("temporary directory");
    let feedback = opened(&base, true, Bounds::USUAL);
    (base, feedback)
}

fn opened(base: &tempfile::TempDir, logs: bool, bounds: Bounds) -> Feedback {
    let folder = Some(base.path().join("index.feedback"));
    let settings = FeedbackSettings { folder, logs, by: Some("王五".to_string()) };
    Feedback::bounded(&settings, TimeZone::UTC, bounds)
}

fn at(text: &str) -> Timestamp {
    text.parse().expect("a moment")
}

/// An answer of two sentences from two lines of 第26周.
fn answer(question: &str, asked: &str) -> AnswerRecord {
    let cited = |line: usize, quote: &str| CitedLines {
        report_id: Uuid::from_u128(26),
        report_hash: "ab".to_string(),
        report: "第26周".to_string(),
        date: "2023-06-20".to_string(),
        section: vec!["上周进展".to_string()],
        path: "第26周 2023-06-20.md".to_string(),
        lines: Lines { first: line, last: line },
        quote: QuoteMark::of(quote),
    };
    let sentence = |text: &str, n: usize| SaidSentence { text: text.to_string(), citations: vec![n] };
    AnswerRecord {
        id: new_id(at(asked), question),
        at: at(asked),
        question: question.to_string(),
        language: Language::Chinese,
        as_of: "2024-04-02".to_string(),
        filters: AskedFilters::default(),
        verdict: "answered".to_string(),
        mode: "extracted".to_string(),
        sentences: vec![sentence("原因：扩容时重启了机器。", 1), sentence("处置：重跑。", 2)],
        citations: vec![cited(72, "扩容时重启了机器"), cited(73, "重跑")],
        is_cut: false,
    }
}

fn said(opinion: Opinion, correct: Option<&str>) -> Said {
    Said { by: "张三".to_string(), opinion, because: None, correct: correct.map(str::to_string), sources: Vec::new() }
}
