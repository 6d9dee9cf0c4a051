//! The field's words in Chinese and English, so that a question in one language finds facts in the other. The words are
//! data: `glossary.tsv` beside this file, and whatever the user's configuration adds.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

use crate::text::is_whole;
use sha2::{Digest, Sha256};

/// One notion: where its names lie among all of them, the English ones, then from `chinese` on the Chinese ones.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    english: usize,
    chinese: usize,
    end: usize,
}

/// In lower case. The names that ship with the program are read where they lie in it: 25,000 copies took 4 ms of every question.
pub type Name = Cow<'static, str>;

/// The known notions; lookups are by lower-case whole words.
#[derive(Debug, Clone)]
pub struct Glossary {
    entries: Vec<Entry>,
    /// Of all entries, one after the other: a list for each entry took as long to make as all else of a glossary.
    names: Vec<Name>,
    /// The names by their first two characters: to search a text for one name after another took 10 ms of every answer.
    by_first: OnceLock<Vec<FirstTwo>>,
}

/// A name of [`Glossary::names`] below its first two characters, in one number, as thousands of them are sorted at every start: 21 bits
/// for each character (none: 0) above the place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct FirstTwo(u64);

impl FirstTwo {
    const PLACE_BITS: u32 = 22;
    const CHAR_BITS: u32 = 21;

    /// The lowest of those that begin so.
    fn lowest(first: char, second: Option<char>) -> Self {
        let second = second.map_or(0, u64::from);
        Self(((u64::from(first) << Self::CHAR_BITS) | second) << Self::PLACE_BITS)
    }

    fn of(name: &str, place: usize) -> Option<Self> {
        let mut chars = name.chars();
        Some(Self(Self::lowest(chars.next()?, chars.next()).0 | place as u64))
    }

    fn begins_as(self, other: Self) -> bool {
        self.0 >> Self::PLACE_BITS == other.0 >> Self::PLACE_BITS
    }

    fn place(self) -> usize {
        (self.0 & ((1 << Self::PLACE_BITS) - 1)) as usize
    }
}

/// Of the glossaries that ship with the program, mark included.
const BYTES_PER_NAME: usize = 9;

#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum GlossaryError {
    #[error("glossary line {line}: `{found}` is not `中文、别名<TAB>english, alias`")]
    Line { line: usize, found: String },
}

impl Glossary {
    /// The glossary that ships with the program.
    pub fn built_in() -> Self {
        Self::prepared(include_str!(concat!(env!("OUT_DIR"), "/glossary.txt")))
    }

    /// Common words of any department, which ship with the program too.
    pub fn general() -> Self {
        Self::prepared(include_str!(concat!(env!("OUT_DIR"), "/general.txt")))
    }

    /// Reads what `build.rs` made of a table of the program.
    fn prepared(text: &'static str) -> Self {
        Self::read(text, &mut |side, names| names.extend(side.split(',').map(Cow::Borrowed)))
            .expect("a test reads the shipped glossaries")
    }

    /// Reads lines of `中文、别名<TAB>english, alias`; empty lines and lines starting with `#` are skipped.
    ///
    /// # Errors
    /// `Line` for a line without both sides, with its number counted from 1.
    pub fn parse(text: &str) -> Result<Self, GlossaryError> {
        Self::read(text, &mut |side, names| {
            let written = side.split(['、', ',', '，']).map(str::trim).filter(|name| !name.is_empty());
            names.extend(written.map(|name| Cow::Owned(name.to_lowercase())));
        })
    }

    /// `add` adds the names that one side of a line has.
    fn read<'t>(text: &'t str, add: &mut dyn FnMut(&'t str, &mut Vec<Name>)) -> Result<Self, GlossaryError> {
        // Names of a few letters each: room for all of them is made once.
        let names = Vec::with_capacity(text.len() / BYTES_PER_NAME);
        let mut glossary = Self { entries: Vec::new(), names, by_first: OnceLock::new() };
        for (at, line) in text.lines().enumerate() {
            let line = line.trim_end();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let (chinese_names, english_names) = line.split_once('\t').unwrap_or_default();
            let english = glossary.names.len();
            add(english_names, &mut glossary.names);
            let chinese = glossary.names.len();
            add(chinese_names, &mut glossary.names);
            let end = glossary.names.len();
            if english == chinese || chinese == end {
                return Err(GlossaryError::Line { line: at + 1, found: line.to_string() });
            }
            glossary.entries.push(Entry { english, chinese, end });
        }
        Ok(glossary)
    }

    /// A fingerprint of the words that ship with the program, 16 hexadecimal digits: models are learned with them.
    pub fn fingerprint() -> String {
        let text = [include_str!("glossary.tsv"), include_str!("general.tsv"), include_str!("everyday.tsv")].concat();
        let digest = Sha256::digest(text.as_bytes());
        digest[..8].iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Adds another glossary's notions.
    pub fn extend(&mut self, other: Self) {
        let before = self.names.len();
        self.names.extend(other.names);
        self.entries.extend(other.entries.into_iter().map(|entry| Entry {
            english: entry.english + before,
            chinese: entry.chinese + before,
            end: entry.end + before,
        }));
        self.by_first = OnceLock::new();
    }

    /// The places of the names that begin so.
    fn beginning_with(&self, first: char, second: Option<char>) -> impl Iterator<Item = usize> {
        let by_first = self.by_first.get_or_init(|| {
            let names = self.names.iter().enumerate();
            let mut by_first: Vec<FirstTwo> = names.filter_map(|(place, name)| FirstTwo::of(name, place)).collect();
            by_first.sort_unstable();
            by_first
        });
        let lowest = FirstTwo::lowest(first, second);
        let from = by_first.partition_point(|known| *known < lowest);
        by_first[from..].iter().take_while(move |known| known.begins_as(lowest)).map(|known| known.place())
    }

    fn english(&self, entry: &Entry) -> &[Name] {
        &self.names[entry.english..entry.chinese]
    }

    fn chinese(&self, entry: &Entry) -> &[Name] {
        &self.names[entry.chinese..entry.end]
    }

    /// Every Chinese name that is one run of ideographs, for the dictionary.
    pub fn chinese_terms(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().flat_map(|entry| self.chinese(entry)).map(AsRef::as_ref)
    }

    /// The other language's names for every notion that `text` (lower case) names.
    pub fn translations(&self, text: &str) -> Vec<String> {
        let mut words: Vec<String> = Vec::new();
        for named in self.named(text) {
            for word in named.translations {
                if !words.iter().any(|known| known == word) {
                    words.push(word.to_string());
                }
            }
        }
        words
    }

    /// The other Chinese names of every notion that is called exactly `name` (lower case).
    pub fn synonyms(&self, name: &str) -> Vec<String> {
        let names = self.entries.iter().map(|entry| self.chinese(entry));
        let called = names.filter(|names| names.iter().any(|known| known == name));
        called.flatten().filter(|known| *known != name).map(ToString::to_string).collect()
    }

    /// Every notion that `text` (lower case) names, in order.
    ///
    /// An English name counts as whole words (a plural `s` is forgiven), a Chinese one anywhere. Where one name lies inside
    /// a longer one that matches too (`account` in `account flow`), the longer one alone counts.
    pub fn named(&self, text: &str) -> Vec<Named<'_>> {
        let mut found: Vec<Named<'_>> = Vec::new();
        for (place, span) in self.places(text) {
            let Some(entry) = self.entries.get(self.entries.partition_point(|entry| entry.end <= place)) else {
                continue;
            };
            let (english, chinese) = (self.english(entry), self.chinese(entry));
            let is_english = place < entry.chinese;
            let span = if is_english { as_words(text, span) } else { Some(span) };
            let (names, translations) = if is_english { (english, chinese) } else { (chinese, english) };
            found.extend(span.map(|span| Named { span, is_english, names, translations }));
        }
        longest(found)
    }

    /// Where `text` has the letters of a name, name by name; of places of one name that overlap the first.
    fn places(&self, text: &str) -> Vec<(usize, Range<usize>)> {
        let mut places: Vec<(usize, Range<usize>)> = Vec::new();
        let mut chars = text.char_indices().peekable();
        let mut before = ' ';
        while let Some((at, first)) = chars.next() {
            let is_inside = before.is_ascii_alphabetic() && first.is_ascii_alphabetic();
            before = first;
            // No name begins inside a word of letters, where most places of an English text are.
            if is_inside {
                continue;
            }
            let second = chars.peek().map(|(_, second)| *second);
            // A name of one character is looked for once, where the text ends too.
            let keys = [Some(None), second.map(Some)];
            for place in keys.into_iter().flatten().flat_map(|second| self.beginning_with(first, second)) {
                let name = &self.names[place];
                if text[at..].starts_with(name.as_ref()) {
                    places.push((place, at..at + name.len()));
                }
            }
        }
        places.sort_by_key(|(place, span)| (*place, span.start));
        places.dedup_by(|(place, span), (before, kept)| place == before && span.start < kept.end);
        places
    }
}

/// A notion of the glossary where a text names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named<'a> {
    /// Bytes of the text.
    pub span: Range<usize>,
    pub is_english: bool,
    /// Its names in the language that the text names it in.
    pub names: &'a [Name],
    /// Its names in the other language.
    pub translations: &'a [Name],
}

/// In order; of those that lie inside others the longer ones alone.
pub(super) fn longest(mut found: Vec<Named<'_>>) -> Vec<Named<'_>> {
    let spans: Vec<Range<usize>> = found.iter().map(|named| named.span.clone()).collect();
    let is_swallowed = |span: &Range<usize>| {
        spans.iter().any(|other| other.start <= span.start && span.end <= other.end && other.len() > span.len())
    };
    found.retain(|named| !is_swallowed(&named.span));
    found.sort_by_key(|named| named.span.start);
    found
}

/// The letters at `span` with a plural `s`, where they are whole English words.
fn as_words(text: &str, span: Range<usize>) -> Option<Range<usize>> {
    let plural = usize::from(text[span.end..].starts_with('s'));
    let end = span.end + plural;
    is_whole(text, &(span.start..end)).then_some(span.start..end)
}

#[cfg(test)]
mod tests {
    use super::{Glossary, GlossaryError};

    #[test]
    fn the_shipped_glossaries_read() {
        let tables = [include_str!("glossary.tsv"), include_str!("general.tsv")];
        for (text, prepared) in tables.into_iter().zip([Glossary::built_in(), Glossary::general()]) {
            let glossary = Glossary::parse(text).expect("every line is well formed");
            assert!(glossary.entries.len() > 100);
            assert_eq!((glossary.entries, glossary.names), (prepared.entries, prepared.names));
        }
    }

    #[test]
    fn the_longest_name_wins() {
        let glossary = Glossary::parse("账户\taccount\n账户流水\taccount flow, account ledger\n").expect("well formed");
        assert_eq!(glossary.translations("the account flows of june"), ["账户流水"]);
        assert_eq!(glossary.translations("two accounts"), ["账户"]);
    }

    #[test]
    fn english_names_match_whole_words_only() {
        let glossary = Glossary::parse("率\trate\n").expect("well formed");
        assert!(glossary.translations("they separate it").is_empty());
    }

    #[test]
    fn a_name_is_found_wherever_it_stands() {
        let glossary = Glossary::parse("天天\tday\n对账\tday\n").expect("well formed");
        let spans =
            |text| glossary.named(text).into_iter().map(|named| (named.span.start, named.span.end)).collect::<Vec<_>>();
        // Of places that overlap the first counts, and each entry that has the name.
        assert_eq!(spans("天天天"), [(0, 6)]);
        assert_eq!(spans("day by days"), [(0, 3), (0, 3), (7, 11), (7, 11)]);
    }

    #[test]
    fn a_line_without_both_sides_is_named() {
        let error = Glossary::parse("# 头\n对账\n").expect_err("no English");
        assert_eq!(error, GlossaryError::Line { line: 2, found: "对账".to_string() });
    }
}
