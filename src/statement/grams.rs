//! Pieces of words: pairs of Chinese characters and the beginnings of Latin words, which meet where words are cut or bent otherwise.

use crate::text::{fold, is_cut, pairs};
use crate::vocabulary::{Sense, Words};

/// Letters of a Latin word that are compared: what follows bends it.
const BEGINNING: usize = 5;

/// English words that every question is made of.
static QUESTION_WORDS: Words = Words::of(&[Sense::QuestionWord]);

/// The pieces of a question, once each.
pub(super) fn grams(text: &str) -> Vec<String> {
    let text = fold(text);
    let mut grams: Vec<String> = pairs(&text).map(|(one, other)| String::from_iter([one, other])).collect();
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    let words = words.filter(|word| word.len() > 3 && !QUESTION_WORDS.have(word));
    grams.extend(words.map(|word| word[..word.len().min(BEGINNING)].to_string()));
    grams.sort_unstable();
    grams.dedup();
    grams
}

/// Which of `grams` a folded text has; a Latin one begins a word.
pub(super) fn met(grams: &[String], folded: &str) -> Vec<bool> {
    let has = |gram: &String| {
        let mut places = folded.match_indices(gram.as_str());
        match gram.is_ascii() {
            true => places.any(|(at, _)| !is_cut(folded, at)),
            false => places.next().is_some(),
        }
    };
    grams.iter().map(has).collect()
}

#[cfg(test)]
mod tests {
    use super::{grams, met};

    #[test]
    fn a_word_that_is_bent_meets_its_other_forms() {
        let asked = grams("Which upgrades were postponed?");
        assert_eq!(met(&asked, "the upgrade is postponed again"), [true, true]);
    }

    #[test]
    fn a_word_that_is_cut_otherwise_meets_by_its_characters() {
        let asked = grams("每晚跑的写入基准");
        assert!(met(&asked, "夜间写入基准").iter().any(|met| *met));
        assert!(!asked.contains(&"跑的".to_string()));
    }
}
