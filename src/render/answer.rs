//! An answer for people and for programs.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::{Value, json};

use super::text::{Paint, missing_weeks, place, plural, safe};
use crate::answer::{Answer, Sentence};
use crate::citation::Citation;
use crate::question::Language;

/// An answer with its sources and the coverage line.
///
/// `file_of` tells the file on this machine that a citation's lines are in, if it is still there.
pub fn answer_text(
    answer: &Answer,
    paint: Paint,
    here: &Path,
    file_of: &dyn Fn(&Citation) -> Option<PathBuf>,
) -> String {
    let mut lines: Vec<String> = answer.sentences.iter().map(|sentence| sentence_line(sentence, paint)).collect();
    if !answer.citations.is_empty() {
        lines.push(String::new());
    }
    for citation in &answer.citations {
        lines.push(citation_line(citation, paint));
        let file = file_of(citation);
        let place = place(paint, &citation.path, &citation.lines.to_string(), file.as_deref(), here);
        lines.push(format!("    {place}"));
    }
    lines.push(String::new());
    lines.push(paint.dim(&coverage_line(answer)));
    lines.join("\n")
}

fn sentence_line(sentence: &Sentence, paint: Paint) -> String {
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
    let coverage = &answer.coverage;
    let missing = missing_weeks(&coverage.missing_weeks);
    let (reports, matched, from, to) = (coverage.reports, coverage.matched, &coverage.from, &coverage.to);
    match answer.language() {
        Language::Chinese => {
            let span = if from.is_empty() { String::new() } else { format!("（{from} 至 {to}）") };
            let missing = if missing.is_empty() { String::new() } else { format!("，缺 {missing}") };
            format!("已检索 {reports} 篇周报{span}，引用 {matched} 篇{missing}")
        }
        Language::English => {
            let span = if from.is_empty() { String::new() } else { format!(" ({from} to {to})") };
            let missing = if missing.is_empty() { String::new() } else { format!("; missing: {missing}") };
            format!("{} searched{span}, {matched} cited{missing}", plural(reports, "report"))
        }
    }
}

/// The JSON contract of `ask`.
pub fn answer_json(answer: &Answer, total: Duration, retrieve: Duration) -> Value {
    let sentences: Vec<Value> = answer
        .sentences
        .iter()
        .map(|sentence| {
            json!({
                "text": sentence.text,
                "citations": sentence.citations,
                // Extracted words are the source's own; sentences about the answer claim nothing of the reports.
                "supported": true,
                "unsupported": [],
            })
        })
        .collect();
    let citations: Vec<Value> = answer.citations.iter().map(citation_json).collect();
    let coverage = &answer.coverage;
    json!({
        "question": answer.question.text,
        "language": match answer.language() { Language::Chinese => "zh", Language::English => "en" },
        "mode": "extracted",
        "abstained": answer.abstained,
        "answer": answer.text(),
        "sentences": sentences,
        "citations": citations,
        "coverage": {
            "reports": coverage.reports,
            "matched": coverage.matched,
            "from": coverage.from,
            "to": coverage.to,
            "missing_weeks": coverage.missing_weeks,
        },
        "notices": answer.notices,
        "usage": null,
        "timings_ms": {
            "total": milliseconds(total),
            "retrieve": milliseconds(retrieve),
            "generate": 0,
        },
    })
}

fn citation_json(citation: &Citation) -> Value {
    json!({
        "n": citation.n,
        "report": citation.report,
        "date": citation.date,
        "section": citation.section,
        "path": citation.path,
        "lines": [citation.lines.first, citation.lines.last],
        "quote": citation.quote,
    })
}

fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
