//! A text as the finders see it: one character a place, full-width forms as ASCII, dashes as `-`, and a barrier where a
//! placeholder stands or will stand. Offsets are places; the view alone knows which bytes they are.

use std::ops::Range;

use super::Kind;

/// Stands for what is replaced already: neither a letter, a digit nor a separator to any finder.
pub(super) const BARRIER: char = '\u{FFFC}';

/// How far back a word may stand that says what a number is, in chars.
const LABEL_CHARS: usize = 24;

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
    /// Byte offset of each place, and of the end.
    starts: Vec<usize>,
}

impl View {
    /// `covered`: spans in bytes, sorted and disjoint.
    pub fn new(text: &str, covered: &[Range<usize>]) -> Self {
        let mut covered = covered.iter().peekable();
        let mut view = Self { chars: Vec::new(), raw: Vec::new(), starts: Vec::new() };
        for (at, c) in text.char_indices() {
            while covered.next_if(|span| span.end <= at).is_some() {}
            let c = if covered.peek().is_some_and(|span| span.contains(&at)) { BARRIER } else { c };
            view.chars.push(folded(c));
            view.raw.push(c);
            view.starts.push(at);
        }
        view.starts.push(text.len());
        view
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

    pub fn bytes(&self, places: &Range<usize>) -> Range<usize> {
        self.starts[places.start]..self.starts[places.end]
    }

    /// The folded text of `places`.
    pub fn text(&self, places: Range<usize>) -> String {
        self.chars[places].iter().collect()
    }

    /// Whether `word` (lower-case ASCII or Chinese) stands at `place`, whatever its case.
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
    pub fn label(&self, place: usize) -> String {
        let start = place.saturating_sub(LABEL_CHARS);
        let clause = (start..place).rev().find(|at| "\n\r，,。；;、|!?！？".contains(self.at(*at)));
        let words = self.text(clause.map_or(start, |at| at + 1)..place).to_lowercase();
        words.trim_end_matches([' ', '\t', ':', '=', '为', '是', '(', '"', '\'', '#', '`', '*']).to_string()
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

/// Full-width forms as ASCII, all dashes as `-`, all spaces of one line as a space.
fn folded(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' => '-',
        '\u{A0}' | '\u{2002}'..='\u{200B}' | '\u{202F}' | '\u{2060}' | '\u{3000}' | '\u{FEFF}' => ' ',
        c => c,
    }
}

/// A Latin letter, a digit or `_`: what an identifier is made of.
pub(super) fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}
