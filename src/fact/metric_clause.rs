//! Where the words of an amount begin and end in folded text: clauses, brackets, sentences.

use super::amount::Amount;

/// Where a clause begins, and the bracket that it stands in.
pub(super) struct Start {
    pub start: usize,
    pub bracket: Option<usize>,
}

pub(super) fn clause_start(text: &str, at: usize, amounts: &[Amount]) -> Start {
    let mut depth = 0_usize;
    for (here, c) in text[..at].char_indices().rev() {
        let next = here + c.len_utf8();
        match c {
            ')' => depth += 1,
            '(' if depth > 0 => depth -= 1,
            '(' => return Start { start: next, bracket: Some(here) },
            _ if depth > 0 => {}
            ',' if is_inside_number(text, here) => {}
            '，' | ',' | '。' | ';' | '！' | '!' | '？' | '?' | '\n' | '|' | '—' => {
                return Start { start: next, bracket: bracket_around(text, here) };
            }
            '、' if ends_a_value(text, here, amounts) => {
                return Start { start: next, bracket: bracket_around(text, here) };
            }
            _ => {}
        }
    }
    Start { start: 0, bracket: None }
}

/// Where the bracket opens that `at` stands in, if it does.
pub(super) fn bracket_around(text: &str, at: usize) -> Option<usize> {
    let mut depth = 0_usize;
    text[..at].char_indices().rev().take_while(|(_, c)| *c != '\n').find_map(|(here, c)| {
        match c {
            ')' => depth += 1,
            '(' if depth == 0 => return Some(here),
            '(' => depth -= 1,
            _ => {}
        }
        None
    })
}

pub(super) fn is_inside_number(text: &str, at: usize) -> bool {
    text[..at].ends_with(|c: char| c.is_ascii_digit()) && text[at + 1..].starts_with(|c: char| c.is_ascii_digit())
}

/// Whether an amount stands between the mark before and the `、` at `here`: then it parts two values and not two words.
pub(super) fn ends_a_value(text: &str, here: usize, amounts: &[Amount]) -> bool {
    let from = text[..here].rfind(['，', ',', '。', ';', '、', '(']).map_or(0, |at| at + 1);
    amounts.iter().any(|amount| amount.span.start >= from && amount.span.end <= here)
}

pub(super) fn sentence_start(text: &str, at: usize) -> usize {
    let end = text[..at].char_indices().rev().find(|(_, c)| matches!(c, '。' | ';' | '！' | '？' | '\n'));
    end.map_or(0, |(found, c)| found + c.len_utf8())
}

/// What follows an amount up to the next mark, bracket or amount.
pub(super) fn tail(text: &str, end: usize, next: Option<usize>) -> &str {
    let limit = next.unwrap_or(text.len());
    let rest = &text[end..limit];
    let stop = rest.find(['，', ',', '。', ';', '、', '(', ')', '！', '？', '\n', '|', ':']).unwrap_or(rest.len());
    rest[..stop].trim()
}

pub(super) fn is_range(own: &str) -> bool {
    matches!(own.trim(), "到" | "至" | "~" | "-" | "—" | "～" | "–" | "——" | "→" | "->")
}
