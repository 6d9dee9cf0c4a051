//! Whether values rise or fall over time: the test of Mann and Kendall, which knows only which of two is the larger.

/// Up to as many values, without ties, the chance is counted and not estimated.
const MOST_COUNTED: usize = 10;

/// Kendall's S of values in order of time: pairs that rise less pairs that fall.
pub(super) fn score(values: &[f64]) -> i64 {
    let mut score = 0;
    for (at, earlier) in values.iter().enumerate() {
        for later in &values[at + 1..] {
            score += i64::from(later > earlier) - i64::from(later < earlier);
        }
    }
    score
}

/// The variance of S where order is chance, with ties counted out.
/// Source: Kendall, "Rank Correlation Methods", 1975; Gilbert, "Statistical Methods for Environmental Pollution
/// Monitoring", 1987, equation 16.2.
pub(super) fn variance(values: &[f64]) -> f64 {
    let part = |count: usize| {
        let count = count as f64;
        count * (count - 1.0) * (2.0 * count + 5.0)
    };
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let ties: f64 = sorted.chunk_by(|one, other| one == other).map(|tie| part(tie.len())).sum();
    (part(values.len()) - ties) / 18.0
}

/// How often chance gives a score as far from 0: counted over all orders for few values without ties (Kendall 1975), else
/// by the normal approximation with Kendall's correction for continuity.
pub(super) fn chance(values: &[f64], score: i64) -> f64 {
    let variance = variance(values);
    if score == 0 || variance <= 0.0 {
        return 1.0;
    }
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let has_ties = sorted.windows(2).any(|pair| pair[0] == pair[1]);
    if values.len() <= MOST_COUNTED && !has_ties {
        return counted(values.len(), score.unsigned_abs());
    }
    let distance = (score.unsigned_abs() as f64 - 1.0) / variance.sqrt();
    both_tails(distance)
}

/// The share of all orders of `length` values whose score is `least` or more, or as far below 0.
fn counted(length: usize, least: u64) -> f64 {
    // Orders by their number of falling pairs, built up value by value (Kendall 1975, section 5.4).
    let mut orders = vec![1.0];
    for size in 2..=length {
        let mut next = vec![0.0; orders.len() + size - 1];
        for (falls, count) in orders.iter().enumerate() {
            for more in 0..size {
                next[falls + more] += count;
            }
        }
        orders = next;
    }
    let pairs = length * (length - 1) / 2;
    let all: f64 = orders.iter().sum();
    let far = |falls: usize| (pairs as u64).abs_diff(2 * falls as u64) >= least;
    let rare: f64 = orders.iter().enumerate().filter(|(falls, _)| far(*falls)).map(|(_, count)| count).sum();
    rare / all
}

/// The chance that a standard normal value lies further from 0 than `distance`.
/// Source: Abramowitz and Stegun, "Handbook of Mathematical Functions", 1964, 7.1.26; the error is below 1.5e-7.
fn both_tails(distance: f64) -> f64 {
    let x = distance.max(0.0) / std::f64::consts::SQRT_2;
    let t = 1.0 / (1.0 + 0.327_591_1 * x);
    let polynomial = [1.061_405_429, -1.453_152_027, 1.421_413_741, -0.284_496_736, 0.254_829_592]
        .into_iter()
        .fold(0.0, |sum, factor| (sum + factor) * t);
    (polynomial * (-x * x).exp()).clamp(0.0, 1.0)
}
