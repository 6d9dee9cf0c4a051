//! The field's words in Chinese and English, so that a question in one language finds facts in the other. The words are
//! data: `glossary.tsv` beside this file, and whatever the user's configuration adds.

use std::ops::Range;

/// One notion with its names in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    chinese: Vec<String>,
    english: Vec<String>,
}

/// The known notions; lookups are by lower-case whole words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glossary {
    entries: Vec<Entry>,
}

#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum GlossaryError {
    #[error("glossary line {line}: `{found}` is not `中文、别名<TAB>english, alias`")]
    Line { line: usize, found: String },
}

impl Glossary {
    /// The glossary that ships with the program.
    pub fn built_in() -> Self {
        Self::parse(include_str!("glossary.tsv")).expect("the shipped glossary is checked by a test")
    }

    /// Reads lines of `中文、别名<TAB>english, alias`; empty lines and lines starting with `#` are skipped.
    ///
    /// # Errors
    /// `Line` for a line without both sides, with its number counted from 1.
    pub fn parse(text: &str) -> Result<Self, GlossaryError> {
        let mut entries = Vec::new();
        for (at, line) in text.lines().enumerate() {
            let line = line.trim_end();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let names = |side: &str| -> Vec<String> {
                side.split(['、', ',', '，'])
                    .map(|name| name.trim().to_lowercase())
                    .filter(|name| !name.is_empty())
                    .collect()
            };
            let (chinese, english) = line.split_once('\t').map(|(zh, en)| (names(zh), names(en))).unwrap_or_default();
            if chinese.is_empty() || english.is_empty() {
                return Err(GlossaryError::Line { line: at + 1, found: line.to_string() });
            }
            entries.push(Entry { chinese, english });
        }
        Ok(Self { entries })
    }

    /// Adds another glossary's notions.
    pub fn extend(&mut self, other: Self) {
        self.entries.extend(other.entries);
    }

    /// Every Chinese name that is one run of ideographs, for the dictionary.
    pub fn chinese_terms(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().flat_map(|entry| entry.chinese.iter().map(String::as_str))
    }

    /// The other language's names for every notion that `text` (lower case) names.
    pub fn translations(&self, text: &str) -> Vec<String> {
        let mut words: Vec<String> = Vec::new();
        for named in self.named(text) {
            for word in named.translations {
                if !words.contains(word) {
                    words.push(word.clone());
                }
            }
        }
        words
    }

    /// The other Chinese names of every notion that is called exactly `name` (lower case).
    pub fn synonyms(&self, name: &str) -> Vec<String> {
        let called = self.entries.iter().filter(|entry| entry.chinese.iter().any(|known| known == name));
        called.flat_map(|entry| entry.chinese.iter().filter(|known| *known != name).cloned()).collect()
    }

    /// Every notion that `text` (lower case) names, in order.
    ///
    /// An English name counts as whole words (a plural `s` is forgiven), a Chinese one anywhere. Where one name lies inside
    /// a longer one that matches too (`account` in `account flow`), the longer one alone counts.
    pub fn named(&self, text: &str) -> Vec<Named<'_>> {
        let mut found: Vec<Named<'_>> = Vec::new();
        for entry in &self.entries {
            for name in &entry.english {
                let spans = find_words(text, name);
                found.extend(spans.map(|span| Named { span, is_english: true, translations: &entry.chinese }));
            }
            for name in &entry.chinese {
                let spans = text.match_indices(name.as_str()).map(|(at, name)| at..at + name.len());
                found.extend(spans.map(|span| Named { span, is_english: false, translations: &entry.english }));
            }
        }
        let spans: Vec<Range<usize>> = found.iter().map(|named| named.span.clone()).collect();
        let is_swallowed = |span: &Range<usize>| {
            spans.iter().any(|other| other.start <= span.start && span.end <= other.end && other.len() > span.len())
        };
        found.retain(|named| !is_swallowed(&named.span));
        found.sort_by_key(|named| named.span.start);
        found
    }
}

/// A notion of the glossary where a text names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named<'a> {
    /// Bytes of the text.
    pub span: Range<usize>,
    pub is_english: bool,
    /// Its names in the other language.
    pub translations: &'a [String],
}

/// Where `name` stands in `text` as whole English words.
fn find_words<'a>(text: &'a str, name: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
    text.match_indices(name).filter_map(move |(at, _)| {
        let mut end = at + name.len();
        if text[end..].starts_with('s') {
            end += 1;
        }
        let letter = |c: char| c.is_ascii_alphanumeric();
        let free = !text[..at].ends_with(letter) && !text[end..].starts_with(letter);
        free.then_some(at..end)
    })
}

#[cfg(test)]
mod tests {
    use super::{Glossary, GlossaryError};

    #[test]
    fn the_shipped_glossary_reads() {
        let glossary = Glossary::parse(include_str!("glossary.tsv")).expect("every line is well formed");
        assert!(glossary.entries.len() > 100);
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
    fn a_line_without_both_sides_is_named() {
        let error = Glossary::parse("# 头\n对账\n").expect_err("no English");
        assert_eq!(error, GlossaryError::Line { line: 2, found: "对账".to_string() });
    }
}
