//! The middle of some values and how far they lie around it.

use rust_decimal::Decimal;

/// A modified z-score above this is an outlier. Source: Iglewicz and Hoaglin, "How to Detect and Handle Outliers", 1993.
const FAR: f64 = 3.5;

/// The median absolute deviation and the mean one of a normal distribution, in standard deviations' inverse: what turns
/// them into its standard deviation. Same source.
const MEDIAN_DEVIATION_SCALE: f64 = 1.4826;
const MEAN_DEVIATION_SCALE: f64 = 1.2533;

/// The middle value, or half way between the two middle ones; 0 of nothing.
pub(super) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => 0.0,
        length if length % 2 == 1 => values[middle],
        _ => f64::midpoint(values[middle - 1], values[middle]),
    }
}

/// The same, exactly; `None` of nothing. Where the sum of the two middle values is too large, the lower of them.
pub(super) fn exact_median(values: &mut [Decimal]) -> Option<Decimal> {
    values.sort_unstable();
    let middle = values.len() / 2;
    let upper = *values.get(middle)?;
    if values.len() % 2 == 1 {
        return Some(upper);
    }
    let lower = values[middle - 1];
    Some(lower.checked_add(upper).map_or(lower, |sum| (sum / Decimal::TWO).normalize()))
}

/// Places of residuals that lie far from 0 for their spread, and at least `least` from it.
///
/// The spread is the median absolute deviation; where more than half of the residuals are 0, and that is 0 too, the mean
/// one (Iglewicz and Hoaglin 1993).
pub(super) fn far_from_zero(residuals: &[f64], least: f64) -> Vec<usize> {
    let sizes: Vec<f64> = residuals.iter().map(|residual| residual.abs()).collect();
    let mean = sizes.iter().sum::<f64>() / sizes.len().max(1) as f64;
    let spread = match median(sizes.clone()) {
        // No more than floats leave over.
        deviation if deviation < least * 1e-6 => mean * MEAN_DEVIATION_SCALE,
        deviation => deviation * MEDIAN_DEVIATION_SCALE,
    };
    (0..sizes.len()).filter(|at| sizes[*at] >= least && sizes[*at] > FAR * spread).collect()
}
