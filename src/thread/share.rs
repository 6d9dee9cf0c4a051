//! The share of a line's distinctive words that another has.

use crate::text::pairs;
use crate::vocabulary::{Sense, Words};

static GENERIC: Words = Words::of(&[Sense::GenericLine]);

/// Dice's coefficient over the distinct pairs of letters of both, from 0 to 1; a mark parts two letters, unlike in `text::similarity`.
pub(super) fn share(one: &str, other: &str) -> f64 {
    let (one, other) = (pairs(one), pairs(other));
    let total = one.len() + other.len();
    if total == 0 { 0.0 } else { 2.0 * one.intersection(&other).count() as f64 / total as f64 }
}

/// The share of the distinctive pairs of letters of `wanted` in `text`, and their number. Pairs of generic words do not count.
pub(crate) fn coverage(wanted: &str, text: &str) -> (f64, usize) {
    let without =
        |telling: String, word: &str| if telling.contains(word) { telling.replace(word, " ") } else { telling };
    let telling = GENERIC.iter().fold(wanted.to_string(), without);
    let (wanted, text) = (pairs(&telling), pairs(text));
    let common = wanted.intersection(&text).count();
    if wanted.is_empty() { (0.0, 0) } else { (common as f64 / wanted.len() as f64, common) }
}

#[cfg(test)]
mod tests {
    use super::coverage;

    #[test]
    fn generic_words_make_no_match() {
        assert_eq!(coverage("重点项目计划跟进", "重点工作计划与进度跟进"), (0.0, 0));
        assert!(coverage("冷链温控平台评审", "冷链温控平台：评审通过").0 > 0.9);
    }
}
