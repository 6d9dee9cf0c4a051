//! Sentences and clauses of a report.

use crate::report::Span;

const SENTENCE_ENDS: [char; 6] = ['。', '！', '？', '；', ';', '\n'];

/// The sentences of `text[span]`, ends included. A full stop in a number ends none.
pub fn sentences(text: &str, span: Span) -> Vec<Span> {
    let mut pieces = Vec::new();
    let mut start = span.start;
    for (at, c) in text[span.clone()].char_indices().filter(|(_, c)| SENTENCE_ENDS.contains(c)) {
        let end = span.start + at + c.len_utf8();
        pieces.push(start..end);
        start = end;
    }
    pieces.push(start..span.end);
    pieces.retain(|piece| !text[piece.clone()].trim().is_empty());
    pieces
}

/// The clauses of `text[span]`: sentences split at ，, as well, but not inside a number such as `1,234` or inside brackets.
pub(super) fn clauses(text: &str, span: Span) -> Vec<Span> {
    let bytes = text.as_bytes();
    let mut clauses = Vec::new();
    for sentence in sentences(text, span) {
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
    behind(&text[..at], &['，', '。', '；', ';', '\n'])
}

/// As [`clause_start`], with commas inside.
pub(crate) fn sentence_start(text: &str, at: usize) -> usize {
    behind(&text[..at], &['。', '；', ';', '\n'])
}

fn behind(before: &str, ends: &[char]) -> usize {
    before.rfind(ends).map_or(0, |at| before.ceil_char_boundary(at + 1))
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
    fn a_comma_inside_a_number_or_brackets_ends_no_clause() {
        let text = "共1,234笔（多数已退，少数在途），已处理";
        let texts: Vec<&str> = clauses(text, 0..text.len()).into_iter().map(|span| &text[span]).collect();
        assert_eq!(texts, ["共1,234笔（多数已退，少数在途），", "已处理"]);
    }
}
