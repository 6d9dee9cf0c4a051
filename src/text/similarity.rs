//! How much of their letters two texts share, by pairs of neighbours.

use std::cmp::Ordering;
use std::collections::HashSet;

use super::{fold, letters};

/// Dice's coefficient over the pairs of neighbouring letters and digits of both, each as often as it occurs, from 0 to 1; 0 where a text has
/// none. `strsim::sorensen_dice` divides by bytes, of which an ideograph has three.
pub fn similarity(one: &str, other: &str) -> f64 {
    CountedPairs::of(one).similarity(&CountedPairs::of(other))
}

/// The pairs of a text that is compared with many, see [`similarity`].
#[derive(Debug, Clone, Default)]
pub struct CountedPairs {
    /// Ascending, each as often as it occurs.
    pairs: Vec<(char, char)>,
}

impl CountedPairs {
    pub fn of(text: &str) -> Self {
        let letters: Vec<char> = letters(text).chars().collect();
        let mut pairs: Vec<(char, char)> = letters.windows(2).map(|pair| (pair[0], pair[1])).collect();
        pairs.sort_unstable();
        Self { pairs }
    }

    /// As [`similarity`].
    pub fn similarity(&self, other: &Self) -> f64 {
        let total = self.pairs.len() + other.pairs.len();
        let (mut one, mut there) = (self.pairs.iter().peekable(), other.pairs.iter().peekable());
        let mut common = 0_usize;
        while let (Some(a), Some(b)) = (one.peek(), there.peek()) {
            match a.cmp(b) {
                Ordering::Less => drop(one.next()),
                Ordering::Greater => drop(there.next()),
                Ordering::Equal => {
                    common += 1;
                    one.next();
                    there.next();
                }
            }
        }
        if total == 0 { 0.0 } else { 2.0 * common as f64 / total as f64 }
    }
}

/// How many pairs of neighbouring letters and digits of `wanted` are in `text`, and how many there are.
pub fn shared_pairs(wanted: &str, text: &str) -> (usize, usize) {
    let text = letters(text);
    let wanted: Vec<char> = letters(wanted).chars().collect();
    let shared = wanted.windows(2).filter(|pair| text.contains(&String::from_iter(*pair))).count();
    (shared, wanted.len().saturating_sub(1))
}

/// The share of the pairs of `wanted` that are in `text`, from 0 to 1; 0 where `wanted` has none.
pub fn share_of_pairs(wanted: &str, text: &str) -> f64 {
    let (shared, all) = shared_pairs(wanted, text);
    shared as f64 / all.max(1) as f64
}

/// The pairs of letters and digits that are neighbours in `text`, folded; a mark or a space parts two.
pub fn pairs(text: &str) -> HashSet<(char, char)> {
    let folded: Vec<char> = fold(text).chars().collect();
    let is_pair = |pair: &&[char]| pair.iter().all(|c| c.is_alphanumeric());
    folded.windows(2).filter(is_pair).map(|pair| (pair[0], pair[1])).collect()
}

#[cfg(test)]
mod tests {
    use super::{pairs, share_of_pairs, similarity};

    #[test]
    fn nothing_is_similar_to_nothing() {
        assert!(similarity("", "").abs() < f64::EPSILON);
        assert!(similarity("门禁换代", "食堂改造") < 0.1);
        assert!(similarity("冷链温控平台", "冷链、温控平台") > 0.9);
    }

    #[test]
    fn a_share_is_of_the_wanted_text() {
        assert!((share_of_pairs("温控平台", "冷链温控平台评审") - 1.0).abs() < f64::EPSILON);
        assert!(share_of_pairs("冷链温控平台评审", "温控平台") < 0.5);
        assert!(share_of_pairs("甲", "甲").abs() < f64::EPSILON);
        assert_eq!(pairs("甲乙，丙").len(), 1);
    }
}
