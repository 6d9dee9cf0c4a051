//! The sort of word that each word of a text is, by jieba's dictionary.

use std::ops::Range;
use std::sync::LazyLock;

use super::dictionary::Dictionary;
use super::glossary::Glossary;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordSort {
    /// Also names, abbreviations, idioms and verbs that name a deed (`vn`: 测试, 开发).
    Noun,
    Verb,
    /// Adverbs, conjunctions, pronouns, particles and words for a time: 近期, 已经, 此外, 我们.
    Function,
    /// 由于, 对, 在, 把.
    Preposition,
    /// A person's name, as far as the dictionary knows it.
    Person,
    /// In Latin letters: an identifier, an English word.
    Latin,
    Number,
    Adjective,
    /// Counters, and words that the dictionary does not have.
    Other,
    /// Punctuation and white space.
    Mark,
}

/// The words of `text` in its order, with their bytes.
pub fn word_sorts(text: &str) -> Vec<(Range<usize>, WordSort)> {
    static DICTIONARY: LazyLock<Dictionary> = LazyLock::new(|| {
        let mut dictionary = Dictionary::new();
        for term in Glossary::built_in().chinese_terms() {
            if !dictionary.has(term) {
                dictionary.add(term, "n");
            }
        }
        dictionary
    });
    let mut at = 0;
    let tagged = DICTIONARY.tagged(text).into_iter().map(|(word, tag)| {
        let span = at..at + word.len();
        at = span.end;
        (span, sort(word, tag))
    });
    tagged.collect()
}

fn sort(word: &str, tag: &str) -> WordSort {
    if !word.contains(char::is_alphanumeric) {
        return WordSort::Mark;
    }
    if word.contains(|c: char| c.is_ascii_alphabetic()) {
        return WordSort::Latin;
    }
    if word.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '%')) {
        return WordSort::Number;
    }
    if matches!(word, "由于" | "因为" | "因") {
        return WordSort::Preposition;
    }
    match tag.as_bytes() {
        b"vn" | b"an" | b"j" | b"l" | b"i" | b"s" => WordSort::Noun,
        [b'n', b'r', ..] => WordSort::Person,
        [b'n', ..] => WordSort::Noun,
        [b'v', ..] => WordSort::Verb,
        [b'm', ..] => WordSort::Number,
        [b'p', ..] => WordSort::Preposition,
        [b'a' | b'z' | b'b', ..] => WordSort::Adjective,
        [b'd' | b'c' | b'r' | b't' | b'u' | b'y' | b'e' | b'f', ..] => WordSort::Function,
        _ => WordSort::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::{WordSort, word_sorts};

    #[test]
    fn words_have_the_sort_that_the_dictionary_gives() {
        let sorts = |text: &str| word_sorts(text).into_iter().map(|(_, sort)| sort).collect::<Vec<_>>();
        assert_eq!(sorts("目前网关已经恢复"), [WordSort::Function, WordSort::Noun, WordSort::Function, WordSort::Verb]);
        assert_eq!(sorts("我们等待"), [WordSort::Function, WordSort::Verb]);
        assert_eq!(
            sorts("WMS 3.0"),
            [WordSort::Latin, WordSort::Mark, WordSort::Number, WordSort::Mark, WordSort::Number]
        );
    }

    #[test]
    fn the_spans_hold_the_words() {
        let text = "网关 v2 改造";
        assert_eq!(word_sorts(text).last().map(|(span, _)| &text[span.clone()]), Some("改造"));
        assert!(word_sorts("").is_empty());
    }
}
