//! Places of texts in their source: byte spans and line numbers. Nothing here looks at what the text says.

use std::ops::Range;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A half-open range of bytes in a report's source; both ends lie on character boundaries.
pub type Span = Range<usize>;

/// The lines a span touches, counted from 1, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct Lines {
    pub first: usize,
    pub last: usize,
}

impl Lines {
    pub fn overlap(self, other: Self) -> bool {
        self.first <= other.last && other.first <= self.last
    }

    pub fn contain(self, other: Self) -> bool {
        self.first <= other.first && other.last <= self.last
    }
}

impl std::fmt::Display for Lines {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.first == self.last {
            write!(formatter, "{}", self.first)
        } else {
            write!(formatter, "{}-{}", self.first, self.last)
        }
    }
}

/// The start of every line of a source, for turning bytes into line numbers.
#[derive(Debug, Clone)]
pub struct LineIndex {
    starts: Vec<usize>,
}

impl LineIndex {
    /// Lines end at `\n`; `\r\n` counts once, as editors count it.
    pub fn new(source: &str) -> Self {
        let starts = std::iter::once(0)
            .chain(source.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1))
            .collect();
        Self { starts }
    }

    /// The line, counted from 1, that holds the byte at `offset`.
    pub fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset)
    }

    /// The byte that a line, counted from 1, starts at; `None` beyond the last one.
    pub fn start(&self, line: usize) -> Option<usize> {
        self.starts.get(line.checked_sub(1)?).copied()
    }

    /// The lines of `span`; an empty span lies on the line of its start.
    pub fn lines(&self, span: &Span) -> Lines {
        let first = self.line(span.start);
        let last = self.line(span.end.saturating_sub(1).max(span.start));
        Lines { first, last }
    }
}

/// How long a text may be, in characters, that is read as one statement. Readers look at all that is around a number or a
/// day: in a text without an end their time would grow with its square.
pub const MAX_STATEMENT_CHARS: usize = 2_000;

/// `span` in stretches of at most `max_chars` characters (at least 1), each up to the last sentence or line end in it, else
/// to the last end of a clause or word, or full where none is; one where it fits.
pub fn stretches(source: &str, span: Span, max_chars: usize) -> Vec<Span> {
    let mut found = Vec::new();
    let mut start = span.start;
    loop {
        let text = &source[start..span.end];
        let most = text.char_indices().nth(max_chars).filter(|_| text.len() > max_chars);
        let Some((most, _)) = most else {
            found.push(start..span.end);
            return found;
        };
        let ends_sentence = |c: char| matches!(c, '。' | '；' | '！' | '？' | '\n');
        // No number is cut: half of it would be another one.
        let ends_clause = |c: char| matches!(c, '，' | '、' | '|' | '）' | ' ' | '\t');
        let last = |ends: &dyn Fn(char) -> bool| text[..most].char_indices().rfind(|(_, c)| ends(*c));
        let pause = last(&ends_sentence).or_else(|| last(&ends_clause));
        let end = start + pause.map_or(most, |(at, c)| at + c.len_utf8());
        found.push(start..end);
        start = end;
    }
}

/// `span` without the white space at both ends; empty when there is nothing else.
pub fn trim(source: &str, span: Span) -> Span {
    let text = &source[span.clone()];
    let start = span.start + (text.len() - text.trim_start().len());
    let end = start + text.trim().len();
    start..end
}

/// The lines inside `span` with their own spans, line ends left out.
pub fn lines_of(source: &str, span: &Span) -> Vec<Span> {
    lines_in(source, span).collect()
}

/// As [`lines_of`], one by one.
pub fn lines_in(source: &str, span: &Span) -> impl Iterator<Item = Span> {
    let mut next = span.start;
    source[span.clone()].split_inclusive('\n').map(move |line| {
        let start = next;
        next += line.len();
        start..start + line.trim_end_matches(['\n', '\r']).len()
    })
}

#[cfg(test)]
mod tests {
    use super::{LineIndex, Lines, lines_of, stretches, trim};

    #[test]
    fn a_long_text_falls_into_stretches_that_end_where_people_pause() {
        let source = "甲乙。丙丁戊己庚辛";
        let parts = |max_chars| -> Vec<&str> {
            stretches(source, 0..source.len(), max_chars).into_iter().map(|span| &source[span]).collect()
        };
        assert_eq!(parts(9), [source]);
        assert_eq!(parts(4), ["甲乙。", "丙丁戊己", "庚辛"]);
        assert_eq!(parts(1).concat(), source);
        assert_eq!(stretches("共5991笔，共5992笔", 0..23, 10), [0..13, 13..23]);
        assert_eq!(stretches(source, 3..3, 4), std::slice::from_ref(&(3..3)));
    }

    #[test]
    fn lines_are_counted_from_one_and_ends_are_included() {
        let source = "一\r\n二\n\n四";
        let index = LineIndex::new(source);
        assert_eq!(index.lines(&(0..3)), Lines { first: 1, last: 1 });
        assert_eq!(index.lines(&(0..source.len())), Lines { first: 1, last: 4 });
        let four = source.find('四').expect("the text has it");
        assert_eq!(index.line(four), 4);
    }

    #[test]
    fn trimming_a_blank_span_leaves_an_empty_one() {
        assert!(trim("  \n ", 0..4).is_empty());
        assert_eq!(trim(" 甲 ", 0..5), 1..4);
    }

    #[test]
    fn line_spans_leave_out_the_line_ends() {
        let source = "a\r\n\nb";
        let texts: Vec<&str> = lines_of(source, &(0..source.len())).into_iter().map(|span| &source[span]).collect();
        assert_eq!(texts, ["a", "", "b"]);
    }
}
