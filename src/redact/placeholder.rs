//! Placeholders: `<PHONE_1>`, and `<PHONE_1_2>` for the second spelling of the same value.
//!
//! Upper-case ASCII between angle brackets: one short word that says what is missing, so that a sentence keeps its sense;
//! a number, so that two people stay two; no square brackets (citations have these), no braces (templates do), nothing
//! that a tokenizer has never seen. Small models copy it, and where they do not quite, it is still known: other brackets,
//! spaces, small letters, Markdown's backslashes, HTML's entities, a closing tag, no brackets at all.

use std::ops::Range;

use super::Kind;
use crate::text::half_width;

/// The value of a placeholder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct HiddenName {
    pub kind: Kind,
    /// From 1.
    pub number: u32,
    /// The spelling of the value, from 1; a reader that knows no such spelling takes the first.
    pub spelling: u32,
}

/// A placeholder read in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Read {
    /// Bytes.
    pub span: Range<usize>,
    pub name: HiddenName,
    /// `</PHONE_1>`: ends what `<PHONE_1>` began, and has no value.
    pub is_closing: bool,
}

const OPENING: &str = "<＜〈《⟨[【［{｛";
const CLOSING: &str = ">＞〉》⟩]】］}｝";
const MOST_DIGITS: usize = 6;
const MOST_SPACES: usize = 2;

impl HiddenName {
    pub fn text(self) -> String {
        let Self { kind, number, spelling } = self;
        match spelling {
            1 => format!("<{}_{number}>", kind.word()),
            _ => format!("<{}_{number}_{spelling}>", kind.word()),
        }
    }
}

/// The placeholders of a text that are written exactly as ours are, in order.
pub(super) fn exact(text: &str) -> impl Iterator<Item = (Range<usize>, HiddenName)> {
    text.match_indices('<').filter_map(|(start, _)| {
        let read = read(text, start, start)?;
        (read.name.text() == text[read.span.clone()]).then_some((read.span, read.name))
    })
}

/// The placeholders of a text in any spelling, in order.
pub(super) fn loose(text: &str) -> Vec<Read> {
    let mut found: Vec<Read> = Vec::new();
    let mut end = 0;
    for (start, c) in text.char_indices() {
        let may_start = c == '\\' || c == '&' || OPENING.contains(c) || c.is_ascii_uppercase();
        if start >= end
            && may_start
            && let Some(read) = read(text, start, end)
        {
            end = read.span.end;
            found.push(read);
        }
    }
    found
}

/// Reads the placeholder that begins at `start`; what lies before `floor` belongs to another one.
fn read(text: &str, start: usize, floor: usize) -> Option<Read> {
    let mut reader = Reader { text, at: start };
    let is_open = reader.bracket(OPENING, "&lt;");
    if is_open {
        reader.spaces();
    }
    let is_closing = is_open && reader.take('/');
    let before = text[floor..start].chars().next_back();
    let core = reader.core(is_open)?;
    if !is_open && (before.is_some_and(is_word) || !core.is_strict) {
        return None;
    }
    let after_core = reader.at;
    reader.spaces();
    let _ = reader.take('/');
    if !reader.bracket(CLOSING, "&gt;") {
        reader.at = after_core;
        // Half a bracket is enough where the rest is as it should be.
        if !core.is_strict || reader.peek().is_some_and(is_word) || is_closing {
            return None;
        }
    } else if !is_open && !reader.text[after_core..reader.at].contains(['>', '＞']) {
        // `(see PHONE_1]`: the bracket is somebody else's.
        reader.at = after_core;
    }
    Some(Read { span: start..reader.at, name: core.name, is_closing })
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

struct Core {
    name: HiddenName,
    /// Upper case, with `_`.
    is_strict: bool,
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn take(&mut self, wanted: char) -> bool {
        self.take_if(|c| c == wanted).is_some()
    }

    fn take_if(&mut self, wanted: impl Fn(char) -> bool) -> Option<char> {
        let c = self.peek().filter(|c| wanted(*c))?;
        self.at += c.len_utf8();
        Some(c)
    }

    fn spaces(&mut self) {
        for _ in 0..MOST_SPACES {
            self.take_if(|c| c == ' ' || c == '\u{A0}' || c == '\u{3000}');
        }
    }

    /// One of `brackets`, perhaps with a backslash before it, or the entity.
    fn bracket(&mut self, brackets: &str, entity: &str) -> bool {
        if self.text[self.at..].starts_with(entity) {
            self.at += entity.len();
            return true;
        }
        let before = self.at;
        self.take('\\');
        let found = self.take_if(|c| brackets.contains(c)).is_some();
        if !found {
            self.at = before;
        }
        found
    }

    fn core(&mut self, is_open: bool) -> Option<Core> {
        let start = self.at;
        let mut word = String::new();
        while let Some(c) = self.take_if(|c| half_width(c).is_ascii_alphabetic() && word.len() < 8) {
            word.push(half_width(c).to_ascii_uppercase());
        }
        let kind = Kind::ALL.iter().copied().find(|kind| kind.word() == word)?;
        let is_upper = self.text[start..self.at].bytes().all(|byte| byte.is_ascii_uppercase());
        let joined = self.at;
        self.take('\\');
        let has_underscore = self.take('_');
        if !has_underscore {
            self.at = joined;
            self.spaces();
            self.take_if(|c| matches!(half_width(c), '_' | '-'));
            self.spaces();
        }
        let number = self.number()?;
        let before = self.at;
        self.take('\\');
        let spelling = if self.take_if(|c| half_width(c) == '_').is_some() { self.number() } else { None };
        if spelling.is_none() {
            self.at = before;
        }
        let is_whole = is_open || !self.peek().is_some_and(is_word);
        let name = HiddenName { kind, number, spelling: spelling.unwrap_or(1) };
        is_whole.then_some(Core { name, is_strict: is_upper && has_underscore })
    }

    /// A number from 1 without leading zeros.
    fn number(&mut self) -> Option<u32> {
        let mut digits = String::new();
        while let Some(c) = self.take_if(|c| half_width(c).is_ascii_digit()) {
            digits.push(half_width(c));
        }
        let is_ours = digits.len() <= MOST_DIGITS && !digits.starts_with('0');
        digits.parse().ok().filter(|_| is_ours)
    }
}
