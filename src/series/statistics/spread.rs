//! The middle of some values and how far they lie around it.

use rust_decimal::Decimal;

/// How many robust standard deviations from what is expected are far, by the number of values: of that many values of a
/// normal distribution none is that far in 95 of 100 series.
///
/// The identifier is Hampel's, set in this way by Davies and Gather, "The Identification of Multiple Outliers", Journal of
/// the American Statistical Association 88, 1993, standardisation (4). The bounds were found by simulation (20,000 series of
/// each length, docs/trend.md); a length between two takes the bound of the shorter.
const FAR_FROM_MEDIAN: [(usize, f64); 7] = [(5, 8.2), (6, 5.8), (8, 5.1), (10, 4.6), (14, 4.3), (20, 4.0), (30, 3.8)];

/// The same where a line was fitted, which draws the expected towards the values.
const FAR_FROM_LINE: [(usize, f64); 7] = [(5, 28.1), (6, 10.6), (8, 6.8), (10, 5.7), (14, 4.8), (20, 4.3), (30, 4.0)];

/// What turns the median absolute deviation, and the mean one, of a normal distribution into its standard deviation.
/// Source: Iglewicz and Hoaglin, "How to Detect and Handle Outliers", 1993.
const MEDIAN_DEVIATION_SCALE: f64 = 1.4826;
const MEAN_DEVIATION_SCALE: f64 = 1.2533;

/// Where most values are the same, one that differs is odd from so many of the last digits on, and from so many standard
/// deviations on (same source).
const ODD_DIGITS: f64 = 3.0;
const FAR_FROM_THE_SAME: f64 = 3.5;

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

/// Places of residuals that lie far from 0 for their spread, and at least a `digit` from it, the last that the values have.
/// `is_fitted`: they are the residuals of a line or a step.
///
/// The spread is the median absolute deviation; where more than half of the residuals are 0, and that is 0 too, the mean
/// one.
pub(super) fn far_from_zero(residuals: &[f64], digit: f64, is_fitted: bool) -> Vec<usize> {
    let sizes: Vec<f64> = residuals.iter().map(|residual| residual.abs()).collect();
    let mean = sizes.iter().sum::<f64>() / sizes.len().max(1) as f64;
    let deviation = median(sizes.clone());
    let bounds = if is_fitted { &FAR_FROM_LINE } else { &FAR_FROM_MEDIAN };
    let bound =
        bounds.iter().rev().find(|(length, _)| *length <= sizes.len()).map_or(f64::INFINITY, |(_, bound)| *bound);
    // Less than a digit is the rounding of a value, and a thousandth of one what floats leave over.
    let least = if deviation < digit / 1000.0 {
        (ODD_DIGITS * digit * ROUNDING).max(FAR_FROM_THE_SAME * MEAN_DEVIATION_SCALE * mean)
    } else {
        (digit * ROUNDING).max(bound * MEDIAN_DEVIATION_SCALE * deviation)
    };
    (0..sizes.len()).filter(|at| sizes[*at] > least).collect()
}

/// A little less than one, so that a difference of just that many digits is not lost to the rounding of floats.
const ROUNDING: f64 = 0.999;
