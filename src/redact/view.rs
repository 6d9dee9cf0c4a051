//! A text as the finders see it: one character a place, full-width forms as ASCII, dashes as `-`, and a barrier in the
//! place of each placeholder. Offsets are places; the view alone knows which bytes they are.

use std::ops::Range;

use super::Kind;
use super::reading::{Letter, Reading, folded, letters};

/// In the place of a value that is replaced: neither a letter, a digit nor a separator to any finder.
pub(super) const BARRIER: char = '\u{FFFC}';

/// The reach of a word that names a number, before and after it, in chars.
const LABEL_CHARS: usize = 24;
const REMARK_CHARS: usize = 8;

const CLAUSE_ENDS: &str = "\n\r，,。；;、|!?！？";

/// A value to replace: places of the view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub places: Range<usize>,
    pub kind: Kind,
}

pub(super) struct View {
    chars: Vec<char>,
    /// As written, but for barriers.
    raw: Vec<char>,
    /// The bytes of each place, in order; between two there may be marks that are looked through.
    spans: Vec<Range<usize>>,
    length: usize,
}

impl View {
    /// `covered`: spans in bytes, sorted and disjoint.
    pub fn new(text: &str, covered: &[Range<usize>], reading: Reading) -> Self {
        let mut all: Vec<Letter> = Vec::with_capacity(text.len());
        let mut end = 0;
        for span in covered {
            letters(&text[end..span.start], end, reading, &mut all);
            all.push(Letter { c: BARRIER, span: span.clone() });
            end = span.end;
        }
        letters(&text[end..], end, reading, &mut all);
        Self {
            chars: all.iter().map(|letter| folded(letter.c, reading)).collect(),
            raw: all.iter().map(|letter| letter.c).collect(),
            spans: all.into_iter().map(|letter| letter.span).collect(),
            length: text.len(),
        }
    }

    /// Whether it reads the same: then it has no other values.
    pub fn is_same(&self, other: &Self) -> bool {
        self.chars == other.chars
    }

    pub fn len(&self) -> usize {
        self.chars.len()
    }

    /// The character at a place; NUL outside of the text.
    pub fn at(&self, place: usize) -> char {
        self.chars.get(place).copied().unwrap_or('\0')
    }

    /// The character before a place; NUL at the start.
    pub fn before(&self, place: usize) -> char {
        place.checked_sub(1).map_or('\0', |before| self.at(before))
    }

    pub fn raw(&self, place: usize) -> char {
        self.raw[place]
    }

    /// From the first byte of the first place to the last byte of the last, marks between them included.
    pub fn bytes(&self, places: &Range<usize>) -> Range<usize> {
        let start = self.spans.get(places.start).map_or(self.length, |span| span.start);
        let last = places.clone().next_back().and_then(|place| self.spans.get(place));
        start..last.map_or(start, |span| span.end)
    }

    /// The folded text of `places`.
    pub fn text(&self, places: Range<usize>) -> String {
        self.chars[places.start.min(self.len())..places.end.min(self.len())].iter().collect()
    }

    /// Whether `word` (lower-case ASCII or Chinese) is at `place`, in any case.
    pub fn has(&self, place: usize, word: &str) -> bool {
        word.chars().enumerate().all(|(at, c)| self.at(place + at).to_ascii_lowercase() == c)
    }

    /// The first place from `from` on whose character `stops`.
    pub fn until(&self, from: usize, stops: impl Fn(char) -> bool) -> usize {
        (from..self.len()).find(|place| stops(self.at(*place))).unwrap_or(self.len())
    }

    /// The places before `from` whose characters all `belong`: where they begin.
    pub fn back_while(&self, from: usize, belongs: impl Fn(char) -> bool) -> usize {
        (0..from).rev().find(|place| !belongs(self.at(*place))).map_or(0, |place| place + 1)
    }

    /// The words right before `place` in its clause, lower-case, without what joins them to a value (`：`, `=`, `为`, `(`).
    /// At the start of a table's cell, those of the cell before.
    pub fn label(&self, place: usize) -> String {
        let before = self.back_while(place, |c| c == ' ');
        let place = if self.before(before) == '|' { before - 1 } else { place };
        let start = place.saturating_sub(LABEL_CHARS);
        let clause = (start..place).rev().find(|at| CLAUSE_ENDS.contains(self.at(*at)));
        let words = self.text(clause.map_or(start, |at| at + 1)..place).to_lowercase();
        words
            .trim_end_matches([' ', '\t', ':', '=', '为', '是', '(', '"', '\'', '#', '`', '*', '[', '【', '「', '“'])
            .to_string()
    }

    /// The words right after `place` in its clause, lower-case.
    pub fn remark(&self, place: usize) -> String {
        let end = (place + REMARK_CHARS).min(self.len());
        let clause = (place..end).find(|at| CLAUSE_ENDS.contains(self.at(*at)));
        self.text(place..clause.unwrap_or(end)).to_lowercase()
    }

    /// Every place where a run of ASCII digits begins, with the end of the run.
    pub fn digit_runs(&self) -> impl Iterator<Item = Range<usize>> {
        let mut place = 0;
        std::iter::from_fn(move || {
            let start = (place..self.len()).find(|at| self.at(*at).is_ascii_digit())?;
            place = self.until(start, |c| !c.is_ascii_digit());
            Some(start..place)
        })
    }
}

/// A Latin letter, a digit or `_`: what an identifier is made of.
pub(super) fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}
