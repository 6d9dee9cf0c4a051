//! The statements that are shown.

use std::ops::Range;

use super::pool::{Pool, length};

/// Statements between two that are shown, and their length in ideographs, up to which they are shown with them.
const MOST_BETWEEN: usize = 2;
const LONGEST_BETWEEN: usize = 200;

/// Statements with their probabilities.
pub struct Shown {
    /// Of every statement of the pool.
    pub probabilities: Vec<f32>,
    /// Indexes of what is shown within the length, likeliest first.
    pub order: Vec<usize>,
    /// A row of features for each statement.
    pub features: Vec<Vec<f32>>,
}

impl Shown {
    /// What is shown and at least `share` as likely as the best, likeliest first.
    pub fn worth(&self, share: f32) -> Vec<usize> {
        let best = self.order.first().map_or(0.0, |at| self.probabilities[*at]);
        self.order.iter().copied().filter(|at| self.probabilities[*at] >= share * best).collect()
    }

    /// What is shown, behind it the few statements that stand between two of it in one section: the second of three findings, the cause
    /// between what was seen and what was done. They often have what else is asked for (docs/quality.md).
    pub fn without_holes(&self, pool: &Pool) -> Vec<usize> {
        let section = |at: usize| pool.statements[at].section;
        let chars = |at: usize| length(pool.text(&pool.statements[at]));
        let mut all = self.order.clone();
        all.extend(holes(&self.order, section, chars));
        all
    }
}

/// What stands between two of `shown` in one section, where it is little.
fn holes(shown: &[usize], section: impl Fn(usize) -> usize, chars: impl Fn(usize) -> usize) -> Vec<usize> {
    let mut places = shown.to_vec();
    places.sort_unstable();
    let between = places.windows(2).map(|pair| (pair[0], pair[0] + 1..pair[1], pair[1]));
    let is_little = |between: &Range<usize>| {
        between.len() <= MOST_BETWEEN && between.clone().map(&chars).sum::<usize>() <= LONGEST_BETWEEN
    };
    let filled = between.filter(|(one, between, other)| section(*one) == section(*other) && is_little(between));
    filled.flat_map(|(_, between, _)| between).collect()
}

/// Indexes of `values`, the greatest first.
pub(crate) fn best_first(values: &[f32]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|one, other| values[*other].total_cmp(&values[*one]).then(one.cmp(other)));
    order
}

#[cfg(test)]
mod tests {
    use super::holes;

    #[test]
    fn up_to_two_short_statements_between_two_of_one_section_are_shown() {
        let section = |at: usize| at / 10;
        let short = |_: usize| 40;
        assert_eq!(holes(&[5, 1, 3], section, short), [2, 4]);
        assert_eq!(holes(&[1, 4], section, short), [2, 3]);
        assert!(holes(&[1, 5], section, short).is_empty(), "three are too many");
        assert!(holes(&[8, 11], section, short).is_empty(), "another section");
        assert!(holes(&[1, 3], section, |_| 201).is_empty(), "too long");
        assert!(holes(&[], section, short).is_empty());
    }
}
