//! Whether a text repeats another word for word: a statement may be left out of an answer only where the answer has it already.

use crate::text::{fold, is_han};

/// Whether `text` has every number, Latin word and pair of neighbouring ideographs of `fact`.
pub(super) fn has_words_of(text: &str, fact: &str) -> bool {
    let kind = |c: char| match c {
        c if is_han(c) => Some('字'),
        c if c.is_ascii_digit() || ".:/-%".contains(c) => Some('0'),
        c if c.is_alphanumeric() => Some('a'),
        _ => None,
    };
    let runs = |text: &str| -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        let mut before = None;
        for c in fold(text).chars() {
            let here = kind(c);
            match found.last_mut().filter(|_| here.is_some() && here == before) {
                Some(run) => run.push(c),
                None if here.is_some() => found.push(c.to_string()),
                None => {}
            }
            before = here;
        }
        found
    };
    let known = runs(text);
    let is_known = |words: &str| known.iter().any(|run| run.contains(words));
    let pairs = |run: &str| -> Vec<String> {
        let chars: Vec<char> = run.chars().collect();
        if chars.len() < 2 || !is_han(chars[0]) {
            return vec![run.to_string()];
        }
        chars.windows(2).map(|pair| pair.iter().collect()).collect()
    };
    let is_word = |run: &&String| run.chars().any(char::is_alphanumeric);
    runs(fact).iter().filter(is_word).flat_map(|run| pairs(run)).all(|words| is_known(&words))
}

#[cfg(test)]
mod tests {
    use super::has_words_of;

    #[test]
    fn every_word_and_number_has_to_be_there() {
        let known = "第16周的点评：定转佣4/12、朝阳4/7，没有一个守住。";
        assert!(has_words_of(known, "朝阳４/７，没有一个守住"));
        for fact in ["第16周 2023-04-11：朝阳4/7", "朝阳4/8", "没有人守住", "POS没有一个守住"] {
            assert!(!has_words_of(known, fact), "{fact}");
        }
    }
}
