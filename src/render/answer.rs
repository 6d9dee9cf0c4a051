//! An answer for people and for programs.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::{Value, json};

use super::text::{Paint, missing_weeks, safe};
use crate::answer::{Answer, Sentence};
use crate::citation::Citation;
use crate::question::Language;

/// An answer with its sources and the coverage line.
///
/// `file_of` tells the file on this machine that a citation's lines are in, if it is still there.
pub fn answer_text(answer: &Answer, paint: Paint, here: &Path, file_of: &dyn Fn(&Citation) -> Option<PathBuf>) -> String {
    let mut lines: Vec<String> = answer.sentences.iter().map(|sentence| sentence_line(sentence, paint)).collect();
    if !answer.citations.is_empty() {
        lines.push(String::new());
    }
    for citation in &answer.citations {
        lines.push(citation_line(citation, paint));
        let file = file_of(citation);
        let shown = file.as_deref().map_or_else(
            || citation.path.clone(),
            |file| file.strip_prefix(here).unwrap_or(file).display().to_string(),
        );
        let place = format!("{}:{}", safe(&shown), citation.lines);
        let place = file.as_deref().map_or_else(|| place.clone(), |file| paint.link(file, &place));
        lines.push(format!("    {}", paint.cyan(&place)));
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

fn citation_line(citation: &Citation, paint: Paint) -> String {
    let date = if citation.date == citation.report { "" } else { citation.date.as_str() };
    let mut place: Vec<String> = vec![format!("{} {date}", citation.report).trim().to_string()];
    place.extend(citation.section.iter().cloned());
    format!("{} {}", paint.bold(&format!("[{}]", citation.n)), safe(&place.join(" › ")))
}

/// `5 of 5 reports searched (…), 2 cited, 第27–36周 missing`.
fn coverage_line(answer: &Answer) -> String {
    let coverage = &answer.coverage;
    let missing = missing_weeks(&coverage.missing_weeks);
    match answer.language() {
        Language::Chinese => {
            let missing = if missing.is_empty() { String::new() } else { format!("，缺 {missing}") };
            format!(
                "已检索 {} 篇周报（{} 至 {}），引用 {} 篇{missing}",
                coverage.reports, coverage.from, coverage.to, coverage.matched
            )
        }
        Language::English => {
            let missing = if missing.is_empty() { String::new() } else { format!("; missing: {missing}") };
            format!(
                "{} reports searched ({} to {}), {} cited{missing}",
                coverage.reports, coverage.from, coverage.to, coverage.matched
            )
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
