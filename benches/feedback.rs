//! How long the log of answers keeps an answer waiting: `cargo bench --bench feedback`.

#![allow(clippy::print_stdout)]

use std::time::{Duration, Instant};

use jiff::tz::TimeZone;
use zhoubao::config::FeedbackSettings;
use zhoubao::feedback::{AnswerRecord, AskedFilters, Feedback, SaidSentence};
use zhoubao::vocabulary::Language;

/// More than the log keeps, so that the oldest go meanwhile.
const ANSWERS: usize = 40_000;

fn main() {
    let base = tempfile::tempdir().expect("temporary directory");
    let settings = FeedbackSettings { folder: Some(base.path().join("index.feedback")), logs: true, by: None };
    let feedback = Feedback::open(&settings, TimeZone::UTC);
    let mut took: Vec<Duration> = (0..ANSWERS)
        .map(|n| {
            let answer = answer(n);
            let start = Instant::now();
            assert!(feedback.record(&answer).expect("logged"));
            start.elapsed()
        })
        .collect();
    took.sort();
    let total: Duration = took.iter().sum();
    let at = |share: f64| took[((ANSWERS - 1) as f64 * share) as usize];
    println!(
        "{ANSWERS} answers: p50 {:?}, p99 {:?}, p99.9 {:?}, most {:?}, mean {:?}",
        at(0.5),
        at(0.99),
        at(0.999),
        at(1.0),
        total / ANSWERS as u32
    );
    let start = Instant::now();
    let kept = feedback.kept().expect("readable").answers.len();
    println!("{kept} of them are kept; read in {:?}", start.elapsed());
}

fn answer(n: usize) -> AnswerRecord {
    let at: jiff::Timestamp = "2026-11-01T01:00:00Z".parse().expect("a moment");
    let sentence = |text: &str| SaidSentence { text: text.to_string(), citations: vec![1] };
    AnswerRecord {
        id: format!("{n:08}").parse().expect("an id"),
        at,
        question: format!("第{n}次变更的原因是什么？"),
        language: Language::Chinese,
        as_of: "2024-04-02".to_string(),
        filters: AskedFilters::default(),
        verdict: "answered".to_string(),
        mode: "extracted".to_string(),
        sentences: vec![sentence(&"原因：扩容时重启了机器，跑批没有拉到流水。".repeat(4)), sentence("处置：重跑。")],
        citations: Vec::new(),
        is_cut: false,
    }
}
