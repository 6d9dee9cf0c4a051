//! An answer for people and for programs.

use std::time::Duration;

use serde_json::{Value, json};

use super::feedback::correction_lines;
use super::feedback_data::corrections_json;
use super::safe::safe;
use super::text::{Files, Paint, missing_clause};
use crate::answer::{Answer, Coverage, Origin, Sentence, Verdict};
use crate::citation::Citation;
use crate::vocabulary::{Language, plural, worded};
use crate::write::{Spent, Withheld, Written};

/// An answer with its sources and the coverage line.
pub fn answer_text(answer: &Answer, paint: Paint, files: &Files<'_>) -> String {
    let mut lines: Vec<String> = answer.sentences.iter().map(|sentence| sentence_line(sentence, paint)).collect();
    lines.push(answer_foot(answer, paint, files));
    lines.join("\n")
}

/// What follows the sentences: the sources and the coverage line.
pub fn answer_foot(answer: &Answer, paint: Paint, files: &Files<'_>) -> String {
    let mut lines = Vec::new();
    if !answer.citations.is_empty() {
        lines.push(String::new());
    }
    for citation in &answer.citations {
        lines.push(citation_line(citation, paint));
        lines.push(format!("    {}", files.of_citation(paint, citation)));
    }
    let corrections = correction_lines(answer, paint);
    if !corrections.is_empty() {
        lines.push(String::new());
        lines.extend(corrections);
    }
    lines.push(String::new());
    lines.push(paint.dim(&coverage_line(answer)));
    lines.join("\n")
}

/// A sentence with its marks.
pub fn sentence_line(sentence: &Sentence, paint: Paint) -> String {
    let marks: String = sentence.citations.iter().map(|n| format!("[{n}]")).collect();
    let text = safe(&sentence.text);
    if marks.is_empty() { text } else { format!("{text} {}", paint.bold(&marks)) }
}

pub(super) fn citation_line(citation: &Citation, paint: Paint) -> String {
    let date = if citation.date == citation.report { "" } else { citation.date.as_str() };
    let mut place: Vec<String> = vec![format!("{} {date}", citation.report).trim().to_string()];
    place.extend(citation.section.iter().cloned());
    format!("{} {}", paint.bold(&format!("[{}]", citation.n)), safe(&place.join(" › ")))
}

/// `5 reports searched (2023-05-03 to 2024-03-31), 2 cited; missing: 第27–36周`.
pub(super) fn coverage_line(answer: &Answer) -> String {
    answer_coverage(&answer.coverage, answer.language())
}

/// The same of what an answer searched.
pub fn answer_coverage(coverage: &Coverage, language: Language) -> String {
    let (reports, matched, from, to) = (coverage.reports, coverage.matched, &coverage.from, &coverage.to);
    let missing = missing_clause(&coverage.missing_weeks, language);
    let span = match from.as_str() {
        "" => String::new(),
        from => worded!(language, "（{from} 至 {to}）", " ({from} to {to})"),
    };
    let seen: String = coverage.seen_from.iter().map(|seen| worded!(language, "；{seen}", "; {seen}")).collect();
    let reports = language.pick(format!("{reports} 篇周报"), plural(reports, "report"));
    worded!(
        language,
        "已检索 {reports}{span}，引用 {matched} 篇{missing}{seen}",
        "{reports} searched{span}, {matched} cited{missing}{seen}"
    )
}

/// How an answer came about, for programs.
#[derive(Debug, Clone, Copy)]
pub struct Making<'a> {
    pub total: Duration,
    pub retrieve: Duration,
    pub written: Option<&'a Written>,
    /// The model that was asked, and the fingerprint of the prompts.
    pub model: Option<(&'a str, &'a str)>,
}

/// The JSON contract of `ask`.
pub fn answer_json(answer: &Answer, making: Making<'_>) -> Value {
    let spent = making.written.and_then(|written| written.spent.as_ref());
    let sentences = sentences_json(answer, making.written.map_or(&[], |written| written.withheld.as_slice()));
    let coverage = &answer.coverage;
    json!({
        "id": answer.id,
        "question": answer.question.text,
        "language": answer.language().pick("zh", "en"),
        "mode": answer.mode(),
        "verdict": answer.verdict.name(),
        "abstained": answer.verdict == Verdict::NotFound,
        "answer": answer.text(),
        "sentences": sentences,
        "citations": answer.citations,
        "coverage": {
            "reports": coverage.reports,
            "matched": coverage.matched,
            "from": coverage.from,
            "to": coverage.to,
            "missing_weeks": coverage.missing_weeks,
            "seen_from": coverage.seen_from,
        },
        "corrections": corrections_json(&answer.corrections),
        "notices": answer.notices,
        "usage": spent.map(usage_json),
        "model": making.model.map(|(name, prompts)| json!({ "name": name, "prompts": prompts })),
        "timings_ms": {
            "total": milliseconds(making.total),
            "retrieve": milliseconds(making.retrieve),
            "generate": spent.map_or(0, |spent| milliseconds(spent.took)),
        },
    })
}

/// All sentences in their order: what is shown, and what the model wrote and the check withheld.
pub(super) fn sentences_json(answer: &Answer, withheld: &[Withheld]) -> Vec<Value> {
    let mut sentences = Vec::new();
    for at in 0..=answer.sentences.len() {
        for withheld in withheld.iter().filter(|withheld| withheld.after == at) {
            sentences.push(json!({
                "text": withheld.text,
                "citations": [],
                "supported": false,
                "unsupported": withheld.unsupported,
                "shown": false,
                "origin": "model",
            }));
        }
        let Some(sentence) = answer.sentences.get(at) else { break };
        sentences.push(sentence_json(sentence));
    }
    sentences
}

/// A sentence that is shown.
pub fn sentence_json(sentence: &Sentence) -> Value {
    json!({
        "text": sentence.text,
        "citations": sentence.citations,
        // Extracted words are the source's own, a model's have been read back, and what the program says of the answer
        // claims nothing of the reports.
        "supported": true,
        "unsupported": [],
        "shown": true,
        "origin": match sentence.origin {
            Origin::Report => "extract",
            Origin::Related => "related",
            Origin::Program | Origin::Decision => "program",
            Origin::Model => "model",
            Origin::Picked => "selected",
        },
    })
}

fn usage_json(spent: &Spent) -> Value {
    json!({
        "prompt_tokens": spent.prompt_tokens,
        "completion_tokens": spent.completion_tokens,
        "total_tokens": spent.prompt_tokens + spent.completion_tokens,
        "is_estimated": spent.is_estimated,
        "calls": spent.calls,
        "requests": spent.attempts,
        "cached": spent.cached,
        "cost": spent.cost.as_ref().map(|cost| json!({ "amount": cost.amount, "currency": cost.currency })),
    })
}

/// What the model took for an answer, on one line.
pub fn spent_line(model: &str, url: &str, prompts: &str, spent: &Spent) -> String {
    let about = if spent.is_estimated { "about " } else { "" };
    let cost = spent.cost.as_ref().map_or(String::new(), |cost| format!(", {cost}"));
    let cached = if spent.cached > 0 { format!(", {} from the cache", spent.cached) } else { String::new() };
    format!(
        "{model} at {url}: {about}{} tokens in, {} out in {:.1?}, {}{cached}{cost}; prompts {prompts}",
        spent.prompt_tokens,
        spent.completion_tokens,
        spent.took,
        plural(spent.calls, "call"),
    )
}

fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
