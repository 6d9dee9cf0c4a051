//! What a word measures and how much of it, as `scales.tsv` has it: units, lengths of time, currencies, number words.

use std::sync::LazyLock;

/// A word that measures.
#[derive(Debug)]
pub(super) struct Scale {
    pub(super) word: &'static str,
    /// What it measures.
    pub(super) of: &'static str,
    pub(super) amount: i64,
}

type Scales = LazyLock<Vec<Scale>>;

/// Units behind a number, in thousandths of what they are of.
pub(super) static UNITS: Scales = LazyLock::new(|| of("unit"));
/// Lengths of time that are written without a number.
pub(super) static LENGTHS: Scales = LazyLock::new(|| of("length"));
/// Marks of a currency before a number.
pub(super) static CURRENCIES: Scales = LazyLock::new(|| of("currency"));
/// English number words.
pub(super) static NUMBERS: Scales = LazyLock::new(|| of("number"));

fn of(sort: &str) -> Vec<Scale> {
    include_str!("scales.tsv").lines().filter_map(|line| scale(sort, line)).collect()
}

fn scale(sort: &str, line: &'static str) -> Option<Scale> {
    let mut cells = line.split('\t');
    let (own, word, of, amount) = (cells.next()?, cells.next()?, cells.next()?, cells.next()?);
    (own == sort).then_some(Scale { word, of, amount: amount.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::{CURRENCIES, LENGTHS, NUMBERS, UNITS};

    #[test]
    fn every_line_is_a_comment_or_a_scale_of_a_known_sort() {
        let read: usize = [&UNITS, &LENGTHS, &CURRENCIES, &NUMBERS].iter().map(|scales| scales.len()).sum();
        assert_eq!(read, include_str!("scales.tsv").lines().filter(|line| !line.starts_with('#')).count());
    }

    #[test]
    fn a_unit_is_of_something_known() {
        for scale in UNITS.iter().chain(CURRENCIES.iter()) {
            assert!(crate::citation::unit::Unit::of(scale.of).is_some(), "{scale:?}");
        }
    }
}
