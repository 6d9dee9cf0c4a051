//! How much of their letters two texts share, by pairs of neighbours.

use super::{fold, is_letter, letters};

/// Dice's coefficient over the pairs of neighbouring letters and digits of both, each as often as it occurs, from 0 to 1; 0 where a text has
/// none. `strsim::sorensen_dice` divides by bytes, of which an ideograph has three.
pub fn similarity(one: &str, other: &str) -> f64 {
    CountedPairs::of(one).similarity(&CountedPairs::of(other))
}

/// The pairs of a text that is compared with many, see [`similarity`].
#[derive(Debug, Clone, Default)]
pub struct CountedPairs {
    /// Both letters as one number, ascending, each pair as often as it occurs.
    pairs: Vec<u64>,
}

impl CountedPairs {
    pub fn of(text: &str) -> Self {
        let letters = letters(text);
        let mut pairs: Vec<u64> = letters.chars().zip(letters.chars().skip(1)).map(number).collect();
        pairs.sort_unstable();
        Self { pairs }
    }

    /// As [`similarity`].
    pub fn similarity(&self, other: &Self) -> f64 {
        let total = self.pairs.len() + other.pairs.len();
        let common = common(&self.pairs, &other.pairs);
        if total == 0 { 0.0 } else { 2.0 * common as f64 / total as f64 }
    }
}

/// How many pairs of neighbouring letters and digits of `wanted` are in `text`, and how many there are.
pub fn shared_pairs(wanted: &str, text: &str) -> (usize, usize) {
    let (text, wanted) = (letters(text), letters(wanted));
    let starts: Vec<usize> = wanted.char_indices().map(|(at, _)| at).chain([wanted.len()]).collect();
    let shared = starts.windows(3).filter(|pair| text.contains(&wanted[pair[0]..pair[2]])).count();
    (shared, starts.len().saturating_sub(2))
}

/// The share of the pairs of `wanted` that are in `text`, from 0 to 1; 0 where `wanted` has none.
pub fn share_of_pairs(wanted: &str, text: &str) -> f64 {
    let (shared, all) = shared_pairs(wanted, text);
    shared as f64 / all.max(1) as f64
}

/// The pairs of letters and digits that are neighbours in a text, folded; a mark or a space parts two.
#[derive(Debug, Clone, Default)]
pub struct Pairs {
    /// Both letters as one number, ascending, each pair once.
    pairs: Vec<u64>,
}

impl Pairs {
    pub fn of(text: &str) -> Self {
        let folded = fold(text);
        let mut pairs: Vec<u64> = Vec::with_capacity(folded.len() / 2);
        let mut before: Option<char> = None;
        for c in folded.chars() {
            let letter = Some(c).filter(|c| is_letter(*c));
            pairs.extend(before.zip(letter).map(number));
            before = letter;
        }
        pairs.sort_unstable();
        pairs.dedup();
        Self { pairs }
    }

    pub fn count(&self) -> usize {
        self.pairs.len()
    }

    /// Each pair as a number of its own.
    pub fn iter(&self) -> impl Iterator<Item = u64> + '_ {
        self.pairs.iter().copied()
    }

    /// How many pairs are in both.
    pub fn common(&self, other: &Self) -> usize {
        common(&self.pairs, &other.pairs)
    }
}

/// A pair as a number of its own.
fn number((one, other): (char, char)) -> u64 {
    u64::from(one) << 32 | u64::from(other)
}

/// How many of two ascending rows are in both, each as often as it is in both.
fn common<T: Ord>(one: &[T], other: &[T]) -> usize {
    let (mut at, mut there, mut common) = (0, 0, 0);
    while at < one.len() && there < other.len() {
        let order = one[at].cmp(&other[there]);
        at += usize::from(order.is_le());
        there += usize::from(order.is_ge());
        common += usize::from(order.is_eq());
    }
    common
}

#[cfg(test)]
mod tests {
    use super::{Pairs, share_of_pairs, similarity};

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
        assert_eq!((Pairs::of("甲乙，丙").count(), Pairs::of("甲乙甲乙").count()), (1, 2));
        assert_eq!(Pairs::of("甲乙丙").common(&Pairs::of("乙丙丁")), 1);
    }
}
