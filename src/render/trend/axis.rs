//! The value axis: a range around the values and round numbers to label it with.

use super::measure::{Measure, number};
use crate::trend::Traced;

/// An outlier is taken off the axis where the others would have less of it than this share.
const LEAST_SHARE: f64 = 0.1;

/// Values from `low` to `high`, in the unit of the panel.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ValueAxis {
    pub low: f64,
    pub high: f64,
    /// From the lowest to the highest; at least two.
    pub ticks: Vec<Tick>,
    /// Values above or below it, which the picture shows at its edge.
    pub is_cut: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tick {
    pub value: f64,
    pub label: String,
}

impl ValueAxis {
    /// The axis of `values` (never empty), with about `wanted` ticks.
    ///
    /// Loose labels: Heckbert, "Nice Numbers for Graph Labels", Graphics Gems, 1990: steps of 1, 2 or 5 times a power of
    /// ten, the range widened to whole steps. No step is finer than the last digit that the values have; the axis of
    /// values that are never negative does not go below 0, nor that of percentages up to 100 above it.
    ///
    /// `is_outlier` marks values that may be off the axis, where they would flatten the others.
    pub(super) fn new(values: &[f64], is_outlier: &[bool], measure: &Measure, wanted: usize) -> Self {
        let span = |values: &mut dyn Iterator<Item = f64>| {
            values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)))
        };
        let all = span(&mut values.iter().copied());
        let usual = span(&mut values.iter().zip(is_outlier).filter(|(_, out)| !**out).map(|(value, _)| *value));
        let is_cut = usual.0 <= usual.1 && usual.1 - usual.0 < LEAST_SHARE * (all.1 - all.0);
        let (low, high) = if is_cut { usual } else { all };
        let (low, high) = if low <= high { (low, high) } else { (0.0, 1.0) };
        let least = 10f64.powi(-(measure.decimals as i32));
        let precision = low.abs().max(high.abs()) * 1e-12;
        let (step, is_level) = if high - low <= precision {
            let share = if measure.decimals == 0 { low.abs() / 20.0 } else { 0.0 };
            (nice(share.max(least).max(precision), true), true)
        } else {
            let range = nice(high - low, false).value();
            let step = nice(range / (wanted.max(2) - 1) as f64, true);
            (if step.value() < least { nice(least, true) } else { step }, false)
        };
        let size = step.value();
        // A float's noise is no reason for another step.
        let mut first = (low / size + 1e-9).floor() as i128;
        let mut last = (high / size - 1e-9).ceil() as i128;
        if is_level || first >= last {
            (first, last) = (first.saturating_sub(1), last.max(first).saturating_add(1));
        }
        if low >= 0.0 {
            first = first.max(0);
        }
        let hundred = (100.0 / size).round() as i128;
        if measure.is_percentage() && high <= 100.0 && last > hundred && hundred > first {
            last = hundred;
        }
        let ticks: Vec<Tick> = (first..=last).take(MOST_TICKS).map(|count| step.tick(count, measure)).collect();
        let ends = (first as f64 * size, last as f64 * size);
        Self { low: ends.0, high: ends.1, ticks, is_cut }
    }

    /// Where a value lies, 0 at the lower end and 1 at the upper; what is off the axis lies at its end.
    pub(super) fn share(&self, value: f64) -> f64 {
        ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0)
    }

    pub(super) fn holds(&self, value: f64) -> bool {
        let noise = (self.high - self.low) * 1e-9;
        value >= self.low - noise && value <= self.high + noise
    }

    /// Whether 0 is on it: where it is not, the height of a value says nothing of its size.
    pub(super) fn has_zero(&self) -> bool {
        self.low <= 0.0 && self.high >= 0.0
    }

    /// The labels of its ends.
    pub(super) fn ends<'a>(&'a self) -> (&'a str, &'a str) {
        let label = |tick: Option<&'a Tick>| tick.map_or("", |tick| tick.label.as_str());
        (label(self.ticks.first()), label(self.ticks.last()))
    }
}

/// Grid lines of a picture, at most; a range with more is below the precision of floats.
const MOST_TICKS: usize = 60;

/// About how many labels the value axis has.
pub(super) const TICKS: usize = 5;

/// 1, 2 or 5 (or 10) times a power of ten.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Step {
    factor: i128,
    exponent: i32,
}

impl Step {
    fn value(self) -> f64 {
        // Divided rather than multiplied by a negative power: 0.1 is then the 0.1 that is written.
        if self.exponent < 0 {
            self.factor as f64 / 10f64.powi(-self.exponent)
        } else {
            self.factor as f64 * 10f64.powi(self.exponent)
        }
    }

    fn tick(self, count: i128, measure: &Measure) -> Tick {
        let value = count as f64 * self.value();
        let whole = self.factor == 10;
        let decimals = (-self.exponent - i32::from(whole)).max(0);
        Tick { value, label: measure.tick(&number(value, decimals.unsigned_abs())) }
    }
}

/// Heckbert's `nicenum`: a round number near `size` (positive), or one that is not below it.
fn nice(size: f64, is_near: bool) -> Step {
    let exponent = size.log10().floor();
    let share = size / 10f64.powf(exponent);
    let bounds = if is_near { [1.5, 3.0, 7.0] } else { [1.0 + 1e-9, 2.0 + 1e-9, 5.0 + 1e-9] };
    let factor = match bounds.iter().position(|bound| share < *bound) {
        Some(0) => 1,
        Some(1) => 2,
        Some(_) => 5,
        None => 10,
    };
    Step { factor, exponent: exponent as i32 }
}

/// The axis of a panel.
pub(super) fn value_axis(traced: &Traced, measure: &Measure, ticks: usize) -> ValueAxis {
    let values: Vec<f64> = traced.series.points.iter().map(|point| measure.scaled(point.value)).collect();
    let is_outlier: Vec<bool> = (0..values.len()).map(|at| traced.statistics.outliers.contains(&at)).collect();
    ValueAxis::new(&values, &is_outlier, measure, ticks)
}
