//! Sentences and clauses of a report.

use crate::report::{Span, is_wrapped};
use crate::text::{behind_last_mark, is_han};
use crate::vocabulary::{Sense, Words};

/// Whether `c`, at byte `at` of `text`, ends a sentence wherever it stands; a line break does where none goes on behind it.
fn is_sentence_end(text: &str, at: usize, c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '；' | ';') || c == '\n' && !is_wrapped(text, at)
}

/// The sentences of `text[span]`, ends included: Chinese ones up to their marks, English ones up to a full stop that a capital follows.
pub fn sentences(text: &str, span: Span) -> Vec<Span> {
    let is_end = |at: usize, c: char| {
        let is_stop = || is_english_end(&text[span.start..at], c, &text[at + 1..span.end]);
        is_sentence_end(text, at, c) || matches!(c, '.' | '!' | '?') && is_stop()
    };
    cut(text, &span, is_end)
}

/// As [`sentences`], with the English ones of a paragraph as one: each needs the others to be understood.
pub fn marked_sentences(text: &str, span: Span) -> Vec<Span> {
    cut(text, &span, |at, c| is_sentence_end(text, at, c))
}

fn cut(text: &str, span: &Span, is_end: impl Fn(usize, char) -> bool) -> Vec<Span> {
    let mut pieces = Vec::new();
    let mut start = span.start;
    for (at, c) in text[span.clone()].char_indices() {
        let at = span.start + at;
        if is_end(at, c) {
            pieces.push(start..at + c.len_utf8());
            start = at + c.len_utf8();
        }
    }
    pieces.push(start..span.end);
    pieces.retain(|piece| !text[piece.clone()].trim().is_empty());
    pieces
}

/// Whether an ASCII stop ends a sentence that another one follows.
fn is_english_end(before: &str, stop: char, after: &str) -> bool {
    let next = after.trim_start();
    let opens = next.len() < after.len() && next.starts_with(|c: char| c.is_uppercase() || is_han(c) || c == '"');
    opens && (stop != '.' || !is_abbreviated(before, after))
}

/// Whether the full stop between the two ends no sentence: that of `e.g.`, of an initial or of an item's number.
pub(crate) fn is_abbreviated(before: &str, after: &str) -> bool {
    /// Words that are written with a stop.
    static ABBREVIATIONS: Words = Words::of(&[Sense::Abbreviation, Sense::ShortWord, Sense::ShortMonth]);
    let word = before.rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '"')).next().unwrap_or_default();
    let word_start = before.len() - word.len();
    let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    // `1. ` at the start of a line numbers an item.
    let line = before[..word_start].rsplit('\n').next().unwrap_or_default();
    let opens = line.trim_matches([' ', '-', '*', '#', '>']).is_empty();
    let is_item = opens && !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    let is_initial = word.len() == 1 && word.starts_with(|c: char| c.is_ascii_uppercase());
    let lower = word.to_lowercase();
    let continues = after.trim_start().starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit());
    let is_short = ABBREVIATIONS.have(&lower)
        && (continues || matches!(lower.as_str(), "mr" | "ms" | "mrs" | "dr" | "e.g" | "i.e" | "vs"));
    is_item || is_initial || is_short || word.is_empty()
}

/// The clauses of `text[span]`: sentences split at ，, as well, but not inside a number such as `1,234` or inside brackets.
pub(super) fn clauses(text: &str, span: Span) -> Vec<Span> {
    let bytes = text.as_bytes();
    let mut clauses = Vec::new();
    for sentence in marked_sentences(text, span) {
        let mut start = sentence.start;
        let mut depth = 0_usize;
        for (at, c) in text[sentence.clone()].char_indices() {
            let at = sentence.start + at;
            let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
            let in_number = c == ',' && at > 0 && digit(at - 1) && digit(at + 1);
            match c {
                '（' | '(' => depth += 1,
                '）' | ')' => depth = depth.saturating_sub(1),
                '，' | ',' if !in_number && depth == 0 => {
                    clauses.push(start..at + c.len_utf8());
                    start = at + c.len_utf8();
                }
                _ => {}
            }
        }
        if start < sentence.end {
            clauses.push(start..sentence.end);
        }
    }
    clauses
}

/// Where the clause around `at` begins: behind the last of ，。；; and line ends.
pub(crate) fn clause_start(text: &str, at: usize) -> usize {
    behind_last_mark(&text[..at], &['，', '。', '；', ';', '\n'])
}

/// As [`clause_start`], with commas inside.
pub(crate) fn sentence_start(text: &str, at: usize) -> usize {
    behind_last_mark(&text[..at], &['。', '；', ';', '\n'])
}

/// A clause from its first letter or digit on.
pub(super) fn opening(clause: &str) -> &str {
    clause.trim_start_matches(|c: char| !c.is_alphanumeric())
}

pub(super) fn has(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

#[cfg(test)]
mod tests {
    use super::{clauses, sentences};

    #[test]
    fn sentences_end_where_people_end_them() {
        let text = "一。二；三！1.5%四";
        let texts: Vec<&str> = sentences(text, 0..text.len()).into_iter().map(|span| &text[span]).collect();
        assert_eq!(texts, ["一。", "二；", "三！", "1.5%四"]);
    }

    #[test]
    fn a_full_stop_ends_a_sentence_where_a_capital_follows_and_no_word_is_short() {
        let read = |text: &'static str| -> Vec<&str> {
            sentences(text, 0..text.len()).into_iter().map(|span| text[span].trim()).collect()
        };
        assert_eq!(
            read("Closed. Press 1 runs at 5.5 kN. What next? Dr. Lin (e.g. J. Wang) is on leave."),
            ["Closed.", "Press 1 runs at 5.5 kN.", "What next?", "Dr. Lin (e.g. J. Wang) is on leave."]
        );
        assert_eq!(read("换泵完毕. 下周试车"), ["换泵完毕.", "下周试车"]);
        assert_eq!(read("1. Pump changed\n2. Valve"), ["1. Pump changed", "2. Valve"]);
    }

    #[test]
    fn a_comma_inside_a_number_or_brackets_ends_no_clause() {
        let text = "共1,234笔（多数已退，少数在途），已处理";
        let texts: Vec<&str> = clauses(text, 0..text.len()).into_iter().map(|span| &text[span]).collect();
        assert_eq!(texts, ["共1,234笔（多数已退，少数在途），", "已处理"]);
    }
}
