//! An answer for people.

use super::feedback::correction_lines;
use super::safe::safe;
use super::text::{Files, Paint, missing_clause};
use crate::answer::{Answer, Coverage, Sentence};
use crate::citation::{self, Citation};
use crate::vocabulary::{Language, plural, worded};
use crate::write::Spent;

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
    let marks = citation::written(&sentence.citations);
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
