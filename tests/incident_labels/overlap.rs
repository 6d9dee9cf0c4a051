//! When two texts count as the same: the rule that parts of incidents are judged by.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;

/// From here on two texts count as the same.
pub const SAME: f64 = 0.9;

/// Whether a part was read right: both texts, without punctuation, case and width, share at least [`SAME`] of their pairs
/// of neighbouring characters (F1 over both).
pub fn is_same(found: &str, wanted: &str) -> bool {
    f1(found, wanted) >= SAME
}

/// F1 over the two texts' pairs of neighbouring characters; 1 for two texts without letters and digits.
pub fn f1(one: &str, other: &str) -> f64 {
    let (one, other) = (pairs(one), pairs(other));
    let total = one.values().sum::<usize>() + other.values().sum::<usize>();
    let shared: usize =
        one.iter().map(|(pair, count)| (*count).min(other.get(pair).copied().unwrap_or_default())).sum();
    if total == 0 { 1.0 } else { 2.0 * shared as f64 / total as f64 }
}

fn pairs(text: &str) -> HashMap<(char, char), usize> {
    let folded: Vec<char> = text.nfkc().flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric()).collect();
    let mut pairs = HashMap::new();
    let before = std::iter::once(' ').chain(folded.iter().copied());
    for pair in before.zip(folded.iter().copied()) {
        *pairs.entry(pair).or_default() += 1;
    }
    pairs
}

#[test]
fn punctuation_and_width_make_no_difference() {
    assert!(is_same("重跑，１５：５７修复完成。", "重跑,15:57修复完成"));
}

#[test]
fn a_missing_clause_does() {
    assert!(!is_same("重跑", "重跑，15:57修复完成"));
    assert!(!is_same("", "重跑"));
}
