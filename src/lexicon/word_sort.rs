//! The sort of word that each word of a text is, by jieba's dictionary.

use std::ops::Range;
use std::sync::LazyLock;

use jieba_rs::Jieba;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordSort {
    /// Also names, abbreviations, idioms and verbs that name a deed (`vn`: 测试, 开发).
    Noun,
    Verb,
    /// Adverbs, conjunctions, pronouns, prepositions, particles and words for a time: 近期, 已经, 此外, 我们, 关于.
    Function,
    /// In Latin letters: an identifier, an English word.
    Latin,
    Number,
    /// Adjectives, counters, and words that the dictionary does not have.
    Other,
    /// Punctuation and white space.
    Mark,
}

/// The words of `text` in its order, with their bytes. Builds the dictionary at the first call (tens of milliseconds).
pub fn word_sorts(text: &str) -> Vec<(Range<usize>, WordSort)> {
    static DICTIONARY: LazyLock<Jieba> = LazyLock::new(Jieba::new);
    let mut at = 0;
    let tagged = DICTIONARY.tag(text, false).into_iter().map(|tagged| {
        let span = at..at + tagged.word.len();
        at = span.end;
        (span, sort(tagged.word, tagged.tag))
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
    match tag.as_bytes() {
        b"vn" | b"an" | b"j" | b"l" | b"i" | b"s" => WordSort::Noun,
        [b'n', ..] => WordSort::Noun,
        [b'v', ..] => WordSort::Verb,
        [b'm', ..] => WordSort::Number,
        [b'd' | b'c' | b'r' | b'p' | b't' | b'u' | b'y' | b'e' | b'f', ..] => WordSort::Function,
        _ => WordSort::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::{WordSort, word_sorts};

    #[test]
    fn words_have_the_sort_that_the_dictionary_gives() {
        let sorts = |text: &str| word_sorts(text).into_iter().map(|(_, sort)| sort).collect::<Vec<_>>();
        assert_eq!(sorts("目前网关已经上线"), [WordSort::Function, WordSort::Noun, WordSort::Function, WordSort::Verb]);
        assert_eq!(sorts("我们等待"), [WordSort::Function, WordSort::Verb]);
        assert_eq!(sorts("WMS 3.0"), [WordSort::Latin, WordSort::Mark, WordSort::Number]);
    }

    #[test]
    fn the_spans_hold_the_words() {
        let text = "网关 v2 改造";
        assert_eq!(word_sorts(text).last().map(|(span, _)| &text[span.clone()]), Some("改造"));
        assert!(word_sorts("").is_empty());
    }
}
