//! The field's words in Chinese and English, so that a question in one language finds facts in the other. The words are
//! data: `glossary.tsv` beside this file, and whatever the user's configuration adds.

use std::borrow::Cow;
use std::ops::Range;

use crate::text::is_whole;
use sha2::{Digest, Sha256};

/// One notion with its names in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
struct GlossaryEntry {
    chinese: Vec<Name>,
    english: Vec<Name>,
}

/// In lower case. The names that ship with the program are read where they lie in it: 25,000 copies took 4 ms of every question.
pub type Name = Cow<'static, str>;

/// The known notions; lookups are by lower-case whole words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glossary {
    entries: Vec<GlossaryEntry>,
    /// The names by their first two characters, sorted, then in the order of `entries`: to search a text for one name after another
    /// took 10 ms of every answer. A list, as a table of lists takes four times as long to make at every start.
    by_first: Vec<(FirstTwo, NameAt)>,
}

/// A name's place; they are ordered as the entries are, English names before Chinese ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct NameAt {
    entry: usize,
    is_chinese: bool,
    name: usize,
}

/// The second is `None` for a name of one character.
type FirstTwo = (char, Option<char>);

#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum GlossaryError {
    #[error("glossary line {line}: `{found}` is not `中文、别名<TAB>english, alias`")]
    Line { line: usize, found: String },
}

impl Glossary {
    /// The glossary that ships with the program.
    pub fn built_in() -> Self {
        Self::shipped(include_str!("glossary.tsv"))
    }

    /// Common words of any department, which ship with the program too.
    pub fn general() -> Self {
        Self::shipped(include_str!("general.tsv"))
    }

    /// Reads a table that is part of the program, as [`Self::parse`].
    pub fn shipped(text: &'static str) -> Self {
        Self::read(text, &|name| match name.chars().any(char::is_uppercase) {
            true => Cow::Owned(name.to_lowercase()),
            false => Cow::Borrowed(name),
        })
        .expect("the shipped glossary is checked by a test")
    }

    /// Reads lines of `中文、别名<TAB>english, alias`; empty lines and lines starting with `#` are skipped.
    ///
    /// # Errors
    /// `Line` for a line without both sides, with its number counted from 1.
    pub fn parse(text: &str) -> Result<Self, GlossaryError> {
        Self::read(text, &|name| Cow::Owned(name.to_lowercase()))
    }

    fn read<'t>(text: &'t str, lower: &dyn Fn(&'t str) -> Name) -> Result<Self, GlossaryError> {
        let mut entries = Vec::new();
        for (at, line) in text.lines().enumerate() {
            let line = line.trim_end();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let names = |side: &'t str| -> Vec<Name> {
                let names = side.split(['、', ',', '，']).map(str::trim).filter(|name| !name.is_empty());
                names.map(lower).collect()
            };
            let (chinese, english) = line.split_once('\t').map(|(zh, en)| (names(zh), names(en))).unwrap_or_default();
            if chinese.is_empty() || english.is_empty() {
                return Err(GlossaryError::Line { line: at + 1, found: line.to_string() });
            }
            entries.push(GlossaryEntry { chinese, english });
        }
        let mut glossary = Self { entries: Vec::new(), by_first: Vec::new() };
        glossary.add(entries);
        Ok(glossary)
    }

    /// A fingerprint of the words that ship with the program, 16 hexadecimal digits: models are learned with them.
    pub fn fingerprint() -> String {
        let text = [include_str!("glossary.tsv"), include_str!("general.tsv")].concat();
        let digest = Sha256::digest(text.as_bytes());
        digest[..8].iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Adds another glossary's notions.
    pub fn extend(&mut self, other: Self) {
        self.add(other.entries);
    }

    fn add(&mut self, entries: Vec<GlossaryEntry>) {
        for entry in entries {
            let at = self.entries.len();
            for (is_chinese, names) in [(false, &entry.english), (true, &entry.chinese)] {
                for (name, text) in names.iter().enumerate() {
                    let mut chars = text.chars();
                    if let Some(first) = chars.next() {
                        self.by_first.push(((first, chars.next()), NameAt { entry: at, is_chinese, name }));
                    }
                }
            }
            self.entries.push(entry);
        }
        self.by_first.sort_unstable();
    }

    fn beginning_with(&self, key: FirstTwo) -> impl Iterator<Item = NameAt> {
        let first = self.by_first.partition_point(|(known, _)| *known < key);
        self.by_first[first..].iter().take_while(move |(known, _)| *known == key).map(|(_, place)| *place)
    }

    /// Every Chinese name that is one run of ideographs, for the dictionary.
    pub fn chinese_terms(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().flat_map(|entry| entry.chinese.iter().map(AsRef::as_ref))
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
        let called = self.entries.iter().filter(|entry| entry.chinese.iter().any(|known| known == name));
        called.flat_map(|entry| entry.chinese.iter().filter(|known| *known != name).map(ToString::to_string)).collect()
    }

    /// Every notion that `text` (lower case) names, in order.
    ///
    /// An English name counts as whole words (a plural `s` is forgiven), a Chinese one anywhere. Where one name lies inside
    /// a longer one that matches too (`account` in `account flow`), the longer one alone counts.
    pub fn named(&self, text: &str) -> Vec<Named<'_>> {
        let mut found: Vec<Named<'_>> = Vec::new();
        for (place, span) in self.places(text) {
            let entry = &self.entries[place.entry];
            let span = if place.is_chinese { Some(span) } else { as_words(text, span) };
            let (names, translations) =
                if place.is_chinese { (&entry.chinese, &entry.english) } else { (&entry.english, &entry.chinese) };
            found.extend(span.map(|span| Named { span, is_english: !place.is_chinese, names, translations }));
        }
        longest(found)
    }

    /// Where `text` has the letters of a name, name by name; of places of one name that overlap the first.
    fn places(&self, text: &str) -> Vec<(NameAt, Range<usize>)> {
        let mut places: Vec<(NameAt, Range<usize>)> = Vec::new();
        let mut chars = text.char_indices().peekable();
        while let Some((at, first)) = chars.next() {
            let second = chars.peek().map(|(_, second)| *second);
            // A name of one character is looked for once, where the text ends too.
            let keys = [Some((first, None)), second.map(|second| (first, Some(second)))];
            for place in keys.into_iter().flatten().flat_map(|key| self.beginning_with(key)) {
                let name = self.name(place);
                if text[at..].starts_with(name) {
                    places.push((place, at..at + name.len()));
                }
            }
        }
        places.sort_by_key(|(place, span)| (*place, span.start));
        places.dedup_by(|(place, span), (before, kept)| place == before && span.start < kept.end);
        places
    }

    fn name(&self, place: NameAt) -> &str {
        let entry = &self.entries[place.entry];
        if place.is_chinese { &entry.chinese[place.name] } else { &entry.english[place.name] }
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
        for text in [include_str!("glossary.tsv"), include_str!("general.tsv")] {
            let glossary = Glossary::parse(text).expect("every line is well formed");
            assert!(glossary.entries.len() > 100);
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
