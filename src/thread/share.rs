//! Similarity of two texts by pairs of neighbouring characters.

use std::collections::HashSet;

use crate::vocabulary::{Sense, Words};
use unicode_normalization::UnicodeNormalization;

static GENERIC: Words = Words::of(&[Sense::GenericLine]);

fn pairs(text: &str) -> HashSet<(char, char)> {
    let folded: Vec<char> = text.nfkc().flat_map(char::to_lowercase).collect();
    let letter = |c: char| c.is_alphanumeric();
    folded.windows(2).filter(|pair| letter(pair[0]) && letter(pair[1])).map(|pair| (pair[0], pair[1])).collect()
}

/// Dice's coefficient over both texts' pairs; 0 where one has none.
pub(super) fn share(one: &str, other: &str) -> f64 {
    let (one, other) = (pairs(one), pairs(other));
    let total = one.len() + other.len();
    if total == 0 { 0.0 } else { 2.0 * one.intersection(&other).count() as f64 / total as f64 }
}

/// The share of the distinctive pairs of `wanted` in `text`, and their number. Pairs of generic words do not count.
pub(crate) fn coverage(wanted: &str, text: &str) -> (f64, usize) {
    let mut telling = wanted.to_string();
    for word in GENERIC.iter() {
        telling = telling.replace(word, " ");
    }
    let (wanted, text) = (pairs(&telling), pairs(text));
    let common = wanted.intersection(&text).count();
    if wanted.is_empty() { (0.0, 0) } else { (common as f64 / wanted.len() as f64, common) }
}

#[cfg(test)]
mod tests {
    use super::{coverage, share};

    #[test]
    fn generic_words_make_no_match() {
        assert_eq!(coverage("重点项目计划跟进", "重点工作计划与进度跟进"), (0.0, 0));
        assert!(coverage("冷链温控平台评审", "冷链温控平台：评审通过").0 > 0.9);
    }

    #[test]
    fn nothing_shares_nothing() {
        assert!(share("", "").abs() < f64::EPSILON);
        assert!(share("门禁换代", "食堂改造") < 0.1);
    }
}
