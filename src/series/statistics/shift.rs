//! One lasting step in the values: the test of Pettitt.

use rust_decimal::Decimal;

use super::spread::{exact_median, median};
use super::{RARE, Sample, total_deviation};

/// Up to as many values the chance is counted over all orders; the sets of values are as many as 2 to the power of it.
const MOST_COUNTED: usize = 16;

/// From one value to the next the level changed, and stayed.
#[derive(Debug, Clone, PartialEq)]
pub struct Shift {
    /// Places in `series.points`: the last value before the step and the first after it.
    pub before: usize,
    pub after: usize,
    pub median_before: Decimal,
    pub median_after: Decimal,
    /// How often chance alone gives as clear a step (0–1).
    pub chance: f64,
    /// Samples before the step.
    split: usize,
}

/// The clearest step, where chance seldom gives one as clear. Eight values are the fewest that can show one.
///
/// Source: Pettitt, "A Non-parametric Approach to the Change-point Problem", Applied Statistics 28, 1979. The chance of up
/// to 16 values is counted over all their orders; of more it is Pettitt's 2·exp(−6K²/(n³+n²)).
pub(super) fn shift(samples: &[Sample]) -> Option<Shift> {
    let ranks = doubled_ranks(samples);
    let (split, clearest) = clearest(&ranks)?;
    let chance = if ranks.len() <= MOST_COUNTED { counted(&ranks, clearest) } else { estimated(ranks.len(), clearest) };
    if clearest == 0 || chance >= RARE {
        return None;
    }
    let middle = |samples: &[Sample]| exact_median(&mut samples.iter().map(|sample| sample.exact).collect::<Vec<_>>());
    Some(Shift {
        before: samples[split - 1].point,
        after: samples[split].point,
        median_before: middle(&samples[..split])?,
        median_after: middle(&samples[split..])?,
        chance,
        split,
    })
}

/// The medians before and after the step, a value a sample.
pub(super) fn levels(samples: &[Sample], shift: &Shift) -> Vec<f64> {
    let level = |samples: &[Sample]| vec![median(samples.iter().map(|sample| sample.value).collect()); samples.len()];
    let mut levels = level(&samples[..shift.split]);
    levels.extend(level(&samples[shift.split..]));
    levels
}

pub(super) fn deviation(samples: &[Sample], shift: &Shift) -> f64 {
    total_deviation(samples, &levels(samples, shift))
}

/// Twice the rank of each value, ties in the middle of theirs, so that all are whole.
fn doubled_ranks(samples: &[Sample]) -> Vec<i64> {
    let count = |is: &dyn Fn(f64) -> bool| samples.iter().filter(|sample| is(sample.value)).count();
    let rank = |value: f64| 2 * count(&|other| other < value) + count(&|other| other == value) + 1;
    samples.iter().map(|sample| i64::try_from(rank(sample.value)).unwrap_or(i64::MAX)).collect()
}

/// Pettitt's |U| after `taken` values whose doubled ranks sum up to `sum`, out of `length` values.
fn statistic(sum: i64, taken: usize, length: usize) -> u64 {
    sum.abs_diff((taken * (length + 1)) as i64)
}

/// Values before the clearest step, and Pettitt's K; the first of equal ones.
fn clearest(ranks: &[i64]) -> Option<(usize, u64)> {
    let mut sum = 0;
    let mut best: Option<(usize, u64)> = None;
    for (at, rank) in ranks.iter().enumerate().take(ranks.len().saturating_sub(1)) {
        sum += rank;
        let found = statistic(sum, at + 1, ranks.len());
        if best.is_none_or(|(_, known)| found > known) {
            best = Some((at + 1, found));
        }
    }
    best
}

/// The share of all orders of these values with a step as clear: one less those that stay below it all the way, counted
/// over the sets that can come first.
fn counted(ranks: &[i64], clearest: u64) -> f64 {
    let length = ranks.len();
    let mut below = vec![0.0; 1 << length];
    below[0] = 1.0;
    for set in 1..1usize << length {
        let members = (0..length).filter(|at| set >> at & 1 == 1);
        let sum: i64 = members.clone().map(|at| ranks[at]).sum();
        if statistic(sum, set.count_ones() as usize, length) < clearest {
            below[set] = members.map(|at| below[set & !(1 << at)]).sum();
        }
    }
    let all: f64 = (1..=length).map(|factor| factor as f64).product();
    (1.0 - below[(1 << length) - 1] / all).clamp(0.0, 1.0)
}

fn estimated(length: usize, clearest: u64) -> f64 {
    let length = length as f64;
    (2.0 * (-6.0 * (clearest as f64).powi(2) / (length.powi(3) + length.powi(2))).exp()).clamp(0.0, 1.0)
}
