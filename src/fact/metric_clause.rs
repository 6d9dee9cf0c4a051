//! Where the words of an amount begin and end in folded text: clauses, brackets, sentences. A line is gone through once for all
//! of its amounts: pasted pages have lines of thousands.

use super::amount::Amount;

/// The start of a clause, and the bracket around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Start {
    pub start: usize,
    pub bracket: Option<usize>,
}

/// Where the clauses and the sentences of a line begin.
#[derive(Debug, Default)]
pub(super) struct Clauses {
    /// Of each amount.
    starts: Vec<Start>,
    /// Where a sentence ends and the next one begins, ascending.
    sentences: Vec<usize>,
}

impl Clauses {
    /// `amounts` are those of `text`, in order.
    pub fn read(text: &str, amounts: &[Amount]) -> Self {
        let mut clauses = Self::default();
        let mut walk = Walk::new();
        for (at, c) in text.char_indices() {
            clauses.note(&walk, amounts, at);
            walk.pass(text, at, c, amounts);
            if matches!(c, '。' | ';' | '！' | '？' | '\n') || ends_english(text, at) {
                clauses.sentences.push(at + c.len_utf8());
            }
        }
        clauses.note(&walk, amounts, text.len());
        clauses
    }

    fn note(&mut self, walk: &Walk, amounts: &[Amount], at: usize) {
        while amounts.get(self.starts.len()).is_some_and(|amount| amount.span.start <= at) {
            self.starts.push(walk.clause());
        }
    }

    /// The start of the clause of the amount with this index.
    pub fn start(&self, amount: usize) -> Start {
        self.starts.get(amount).copied().unwrap_or(Start { start: 0, bracket: None })
    }

    /// Where the sentence around `at` begins.
    pub fn sentence_start(&self, at: usize) -> usize {
        let before = self.sentences.partition_point(|start| *start <= at);
        before.checked_sub(1).map_or(0, |last| self.sentences[last])
    }
}

/// The clauses that are open while a line is gone through: one in each open bracket, the innermost last.
struct Walk {
    /// The offset of the bracket, and the clause in it.
    open: Vec<(Option<usize>, Start)>,
    newline: Option<usize>,
    /// After the last mark that may end a value.
    mark_end: usize,
}

impl Walk {
    fn new() -> Self {
        Self { open: vec![(None, Start { start: 0, bracket: None })], newline: None, mark_end: 0 }
    }

    fn clause(&self) -> Start {
        self.open.last().map_or(Start { start: 0, bracket: None }, |(_, clause)| *clause)
    }

    fn pass(&mut self, text: &str, at: usize, c: char, amounts: &[Amount]) {
        let next = at + c.len_utf8();
        match c {
            '(' => self.open.push((Some(at), Start { start: next, bracket: Some(at) })),
            ')' if self.open.len() > 1 => {
                self.open.pop();
            }
            // What closes nothing belongs to the clause together with all before it.
            ')' => self.begin(Start { start: 0, bracket: None }),
            ',' if is_inside_number(text, at) => {}
            '，' | ',' | '。' | ';' | '！' | '!' | '？' | '?' | '\n' | '|' | '—' => {
                self.begin(Start { start: next, bracket: self.bracket() });
            }
            '.' if ends_english(text, at) => self.begin(Start { start: next, bracket: self.bracket() }),
            '、' | '/' if (c == '、' || parts_words(text, at)) && ends_a_value(self.mark_end, at, amounts) => {
                self.begin(Start { start: next, bracket: self.bracket() });
            }
            _ => {}
        }
        if c == '\n' {
            self.newline = Some(at);
        }
        if matches!(c, '，' | ',' | '。' | ';' | '、' | '(') || c == '/' && parts_words(text, at) {
            self.mark_end = at + 1;
        }
    }

    fn begin(&mut self, start: Start) {
        if let Some((_, clause)) = self.open.last_mut() {
            *clause = start;
        }
    }

    /// The innermost bracket, where it opens on this line.
    fn bracket(&self) -> Option<usize> {
        let (bracket, _) = self.open.last()?;
        bracket.filter(|bracket| self.newline.is_none_or(|newline| newline < *bracket))
    }
}

/// Whether the point at `at` ends a sentence: `… are slow. Jun noticed`, `1. 强检完成`.
fn ends_english(text: &str, at: usize) -> bool {
    text[at..].starts_with(". ")
        && text[..at].ends_with(|c: char| c.is_ascii_alphanumeric())
        && text[at + 1..].trim_start().starts_with(|c: char| !c.is_ascii_lowercase())
}

pub(super) fn is_inside_number(text: &str, at: usize) -> bool {
    text[..at].ends_with(|c: char| c.is_ascii_digit()) && text[at + 1..].starts_with(|c: char| c.is_ascii_digit())
}

/// Whether the slash at `at` stands apart, before a word: `出粉74.8% / 准点91.6%`, not `3 / 5`.
fn parts_words(text: &str, at: usize) -> bool {
    let next = text[at + 1..].strip_prefix(' ').and_then(|rest| rest.trim_start().chars().next());
    text[..at].ends_with(' ') && next.is_some_and(char::is_alphabetic)
}

/// Whether an amount lies between the mark that ends at `from` and the `、` at `here`: then it parts two values and not two
/// words.
fn ends_a_value(from: usize, here: usize, amounts: &[Amount]) -> bool {
    let first = amounts.partition_point(|amount| amount.span.start < from);
    amounts.get(first).is_some_and(|amount| amount.span.end <= here)
}

/// What follows an amount up to the next mark, bracket or amount.
pub(super) fn tail(text: &str, end: usize, next: Option<usize>) -> &str {
    let limit = next.unwrap_or(text.len());
    let rest = &text[end..limit];
    let stop = rest.find(['，', ',', '。', ';', '、', '(', ')', '！', '？', '\n', '|', ':']).unwrap_or(rest.len());
    let slash = rest.match_indices('/').map(|(at, _)| at).find(|at| parts_words(text, end + at));
    let stop = slash.unwrap_or(stop).min(stop);
    let stop =
        rest.match_indices('.').map(|(at, _)| at).find(|at| ends_english(text, end + at)).unwrap_or(stop).min(stop);
    rest[..stop].trim()
}

pub(super) fn is_range(own: &str) -> bool {
    matches!(own.trim(), "到" | "至" | "~" | "-" | "—" | "～" | "–" | "——" | "→" | "->")
}

#[cfg(test)]
mod tests {
    use super::{Clauses, Start};
    use crate::fact::amount::amounts;

    fn clauses(text: &str) -> Vec<(&str, Option<usize>)> {
        let amounts = amounts(text);
        let read = Clauses::read(text, &amounts);
        let of = |(at, amount): (usize, &crate::fact::amount::Amount)| {
            let Start { start, bracket } = read.start(at);
            (&text[start..amount.span.start], bracket)
        };
        amounts.iter().enumerate().map(of).collect()
    }

    #[test]
    fn brackets_are_clauses_of_their_own_and_none_of_the_clause_around_them() {
        assert_eq!(clauses("甲(乙3%,丙4%)为5%"), [("乙", Some(3)), ("丙", Some(3)), ("甲(乙3%,丙4%)为", None)]);
    }

    #[test]
    fn a_bracket_that_closes_nothing_takes_all_before_it_into_the_clause() {
        assert_eq!(clauses("甲,乙)丙3%"), [("甲,乙)丙", None)]);
    }

    #[test]
    fn a_slash_that_stands_apart_parts_values() {
        assert_eq!(clauses("甲3% / 乙4 / 丙5%"), [("甲", None), (" 乙", None), (" 丙", None)]);
        assert_eq!(clauses("甲3 / 5"), [("甲", None), ("甲3 / ", None)]);
    }

    #[test]
    fn a_pause_parts_values_and_not_words() {
        assert_eq!(clauses("甲、乙3%、丙4%"), [("甲、乙", None), ("丙", None)]);
    }
}
