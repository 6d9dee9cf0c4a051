//! The statements that are shown.

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
}

/// Indexes of `values`, the greatest first.
pub(crate) fn best_first(values: &[f32]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|one, other| values[*other].total_cmp(&values[*one]).then(one.cmp(other)));
    order
}
