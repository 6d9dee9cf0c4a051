//! The statements that are shown.

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
        let mut places = self.order.clone();
        places.sort_unstable();
        let mut all = self.order.clone();
        for pair in places.windows(2) {
            let between = pair[0] + 1..pair[1];
            let is_one = pool.statements[pair[0]].section == pool.statements[pair[1]].section;
            let chars: usize = between.clone().map(|at| length(pool.text(&pool.statements[at]))).sum();
            if is_one && between.len() <= MOST_BETWEEN && chars <= LONGEST_BETWEEN {
                all.extend(between);
            }
        }
        all
    }
}

/// Indexes of `values`, the greatest first.
pub(crate) fn best_first(values: &[f32]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|one, other| values[*other].total_cmp(&values[*one]).then(one.cmp(other)));
    order
}
