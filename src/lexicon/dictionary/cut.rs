//! Text → words: of all ways to put words of the dictionary together the likeliest, by how often each was counted.

use super::{Dictionary, Word, guessed_tag};

/// A run of a text that is cut as one.
struct Block<'a> {
    text: &'a str,
    /// Each character with its byte.
    chars: Vec<(usize, char)>,
    /// The words that begin at each character, shortest first, one character's behind another's …
    edges: Vec<Edge>,
    /// … and where each character's begin; one more than there are characters.
    starts: Vec<usize>,
}

/// A word of the dictionary within a block.
#[derive(Clone, Copy)]
struct Edge {
    /// The character after it.
    end: usize,
    word: Word,
}

/// The best way from a character to the end of its block.
#[derive(Clone, Copy)]
struct Step {
    likelihood: f64,
    end: usize,
    word: Option<Word>,
}

/// Characters of a block that make a word.
#[derive(Clone, Copy)]
struct Cut {
    start: usize,
    end: usize,
    word: Option<Word>,
}

impl Dictionary {
    /// The words of `text`, which are all of it.
    pub(in crate::lexicon) fn cut<'a>(&self, text: &'a str) -> Vec<&'a str> {
        let mut words = Vec::with_capacity(likely_words(text));
        self.each_cut(text, |block, cut| words.push(block.text(cut.start, cut.end)));
        words
    }

    /// The same for a search: before each word the shorter words within it, those of two characters, then those of three.
    pub(in crate::lexicon) fn cut_for_search<'a>(&self, text: &'a str) -> Vec<&'a str> {
        let mut words = Vec::with_capacity(likely_words(text));
        self.each_cut(text, |block, cut| {
            let whole = block.text(cut.start, cut.end);
            if whole.contains(is_connector) {
                let is_worth_a_search =
                    |part: &&str| part.len() >= 2 && part.contains(|c: char| c.is_ascii_alphabetic());
                words.extend(whole.split(is_connector).filter(is_worth_a_search));
            }
            let length = cut.end - cut.start;
            for shorter in (2..=3).filter(|shorter| *shorter < length) {
                for start in cut.start..=cut.end - shorter {
                    if block.word_at(start, start + shorter).is_some() {
                        words.push(block.text(start, start + shorter));
                    }
                }
            }
            words.push(whole);
        });
        words
    }

    /// The words of `text`, each with its tag: the dictionary's, empty for a word that was added without one, else a guess.
    pub(in crate::lexicon) fn tagged<'a>(&self, text: &'a str) -> Vec<(&'a str, &'a str)> {
        let mut words = Vec::with_capacity(likely_words(text));
        self.each_cut(text, |block, cut| {
            let whole = block.text(cut.start, cut.end);
            let known = cut.word.or_else(|| block.word_at(cut.start, cut.end)).or_else(|| self.word(whole));
            words.push((whole, known.map_or_else(|| guessed_tag(whole), |word| word.tag())));
        });
        words
    }

    fn each_cut<'a>(&self, text: &'a str, mut each: impl FnMut(&Block<'a>, Cut)) {
        let mut rest = text;
        let mut block = Block { text: "", chars: Vec::new(), edges: Vec::new(), starts: Vec::new() };
        let mut steps = Vec::new();
        while let Some(first) = rest.chars().next() {
            let is_cut = is_cut(first);
            let length = rest.find(|c| self::is_cut(c) != is_cut).unwrap_or(rest.len());
            let (run, after) = rest.split_at(length);
            rest = after;
            block.take(run);
            if is_cut {
                self.find_words(&mut block);
                self.find_way(&block, &mut steps);
                cut_along(&block, &steps, &mut each);
            } else {
                cut_apart(&block, &mut each);
            }
        }
    }

    fn find_words(&self, block: &mut Block<'_>) {
        for start in 0..block.chars.len() {
            block.starts.push(block.edges.len());
            let mut walk = self.walk();
            for (end, (_, c)) in block.chars.iter().enumerate().skip(start) {
                let Some(found) = walk.step(*c) else { break };
                block.edges.extend(found.map(|word| Edge { end: end + 1, word }));
            }
        }
        block.starts.push(block.edges.len());
    }

    fn find_way(&self, block: &Block<'_>, steps: &mut Vec<Step>) {
        let count = block.chars.len();
        steps.clear();
        steps.resize(count + 1, Step { likelihood: 0.0, end: count, word: None });
        for at in (0..count).rev() {
            let mut best: Option<Step> = None;
            for edge in block.edges_at(at) {
                let likelihood = (edge.word.count as f64).ln() - self.log_total + steps[edge.end].likelihood;
                // Of ways that are as likely the longer word.
                if best.is_none_or(|best| {
                    likelihood > best.likelihood || (likelihood == best.likelihood && edge.end > best.end)
                }) {
                    best = Some(Step { likelihood, end: edge.end, word: Some(edge.word) });
                }
            }
            steps[at] = best.unwrap_or_else(|| {
                // What no word begins with counts as a word that was counted once.
                Step { likelihood: 0.0 - self.log_total + steps[at + 1].likelihood, end: at + 1, word: None }
            });
        }
    }
}

/// Single letters and digits that follow each other are one word.
fn cut_along<'a>(block: &Block<'a>, steps: &[Step], each: &mut impl FnMut(&Block<'a>, Cut)) {
    let count = block.chars.len();
    let is_single = |at: usize| steps[at].end == at + 1 && block.chars[at].1.is_ascii_alphanumeric();
    let mut start = 0;
    while start < count {
        let Step { mut end, mut word, .. } = steps[start];
        if is_single(start) {
            while end < count && is_single(end) {
                end += 1;
                word = None;
            }
        }
        each(block, Cut { start, end, word });
        start = end;
    }
}

/// What is no part of words, character by character; an end of line is one.
fn cut_apart<'a>(block: &Block<'a>, each: &mut impl FnMut(&Block<'a>, Cut)) {
    let mut start = 0;
    while start < block.chars.len() {
        let is_end_of_line = block.text(start, block.chars.len()).starts_with("\r\n");
        let end = start + if is_end_of_line { 2 } else { 1 };
        each(block, Cut { start, end, word: None });
        start = end;
    }
}

impl<'a> Block<'a> {
    fn take(&mut self, text: &'a str) {
        self.text = text;
        self.chars.clear();
        self.chars.extend(text.char_indices());
        self.edges.clear();
        self.starts.clear();
    }

    /// The characters `start..end`.
    fn text(&self, start: usize, end: usize) -> &'a str {
        let byte = |at: usize| self.chars.get(at).map_or(self.text.len(), |(byte, _)| *byte);
        &self.text[byte(start)..byte(end)]
    }

    fn edges_at(&self, start: usize) -> &[Edge] {
        // What is cut apart has no words.
        match (self.starts.get(start), self.starts.get(start + 1)) {
            (Some(from), Some(to)) => &self.edges[*from..*to],
            _ => &[],
        }
    }

    fn word_at(&self, start: usize, end: usize) -> Option<Word> {
        self.edges_at(start).iter().find(|edge| edge.end == end).map(|edge| edge.word)
    }
}

/// Room for the words of an ordinary text, and not much more than that for a text without words.
fn likely_words(text: &str) -> usize {
    (text.len() / 2).min(4096)
}

/// Of what words are made: ideographs, letters, digits, and what joins them.
fn is_cut(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || matches!(c, '+' | '#' | '&' | '.' | '_' | '%' | '-');
    }
    is_ideograph(c)
}

pub(super) fn is_ideograph(c: char) -> bool {
    matches!(c,
        '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{2A6DF}'
        | '\u{2A700}'..='\u{2EBEF}'
        | '\u{2F800}'..='\u{2FA1F}'
    )
}

/// What joins the parts of an identifier.
fn is_connector(c: char) -> bool {
    matches!(c, '.' | '_' | '-')
}
