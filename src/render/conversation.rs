//! A conversation as Markdown, and the sources of an answer with what they say.

use super::answer::{citation_line, coverage_line};
use super::feedback::correction_lines;
use super::rollup::inert;
use super::safe::safe;
use super::text::{Files, Paint};
use crate::answer::Answer;
use crate::citation::Citation;
use crate::vocabulary::{Language, worded};

/// One question of a conversation.
#[derive(Debug, Clone)]
pub struct Exchange {
    /// As it was typed.
    pub asked: String,
    /// The whole question that a follow-up was read as.
    pub read_as: Option<String>,
    /// `None` where it was interrupted.
    pub answer: Option<Answer>,
}

/// How a follow-up was read, as a line.
pub fn reading_line(language: Language, read_as: &str) -> String {
    worded!(language, "（读作：{}）", "(read as: {})", safe(read_as))
}

/// The line below an answer that was stopped.
pub fn interrupted_line(language: Language) -> &'static str {
    language.pick("（已中断，没有答完）", "(interrupted before the end)")
}

/// The sources of an answer with the quoted text, or `only` the one of that number; `None` without such a source.
pub fn sources_text(answer: &Answer, only: Option<usize>, paint: Paint, files: &Files<'_>) -> Option<String> {
    let wanted = answer.citations.iter().filter(|citation| only.is_none_or(|n| citation.n == n));
    let mut lines = Vec::new();
    for citation in wanted {
        lines.push(citation_line(citation, paint));
        lines.push(format!("    {}", files.of_citation(paint, citation)));
        lines.extend(safe(&citation.quote).lines().map(|line| format!("    | {}", line.trim_end())));
    }
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// The conversation as a Markdown page: questions as headings, answers with their numbered sources, each with file, lines
/// and the quoted text.
pub fn conversation_markdown(exchanges: &[Exchange]) -> String {
    let mut blocks: Vec<String> = Vec::new();
    for (at, exchange) in exchanges.iter().enumerate() {
        blocks.push(format!("## {}. {}", at + 1, inert(&exchange.asked)));
        let language = exchange.answer.as_ref().map_or(Language::Chinese, Answer::language);
        if let Some(read_as) = &exchange.read_as {
            blocks.push(inert(&reading_line(language, read_as)));
        }
        match &exchange.answer {
            Some(answer) => blocks.extend(answer_blocks(answer)),
            None => blocks.push(interrupted_line(language).to_string()),
        }
    }
    let mut page = blocks.join("\n\n");
    page.push('\n');
    page
}

fn answer_blocks(answer: &Answer) -> Vec<String> {
    let lines = answer.sentences.iter().map(|sentence| {
        let marks: String = sentence.citations.iter().map(|n| format!("\\[{n}\\]")).collect();
        format!("{} {marks}", inert(&sentence.text)).trim_end().to_string()
    });
    // A backslash at the end keeps the lines apart.
    let mut blocks = vec![lines.collect::<Vec<_>>().join("\\\n")];
    if !answer.citations.is_empty() {
        blocks.push(answer.citations.iter().map(source_item).collect::<Vec<_>>().join("\n"));
    }
    let corrections = correction_lines(answer, Paint { colour: false });
    blocks.extend(corrections.iter().map(|line| format!("> {}", inert(line))));
    blocks.extend(answer.notices.iter().map(|notice| format!("> {}", inert(notice))));
    blocks.push(inert(&coverage_line(answer)));
    blocks
}

/// `1. 第26周 2023-06-20 › 上周进展, `path:72`` with the quote below.
fn source_item(citation: &Citation) -> String {
    let plain = Paint { colour: false };
    let line = citation_line(citation, plain);
    let name = line.strip_prefix(&format!("[{}]", citation.n)).unwrap_or(&line).trim();
    let indent = " ".repeat(format!("{}. ", citation.n).len());
    let place = safe(&format!("{}:{}", citation.path, citation.lines)).replace('`', "'");
    let quote = safe(&citation.quote);
    let quote = quote.lines().map(|line| format!("\n{indent}> {}", inert(line.trim()))).collect::<String>();
    format!("{}. {}, `{place}`\n{quote}", citation.n, inert(name))
}

#[cfg(test)]
mod tests {
    use super::{Exchange, conversation_markdown};

    #[test]
    fn an_interrupted_question_is_kept_with_what_became_of_it() {
        let asked =
            Exchange { asked: "原因呢？".into(), read_as: Some("6/15差异的原因呢？".into()), answer: None };
        let page = conversation_markdown(&[asked]);
        assert_eq!(page, "## 1. 原因呢？\n\n（读作：6/15差异的原因呢？）\n\n（已中断，没有答完）\n");
    }
}
