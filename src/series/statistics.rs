//! What a series shows over time, by methods that a few odd values cannot turn: a direction (Mann–Kendall), a slope
//! (Theil–Sen), one step (Pettitt), values far from the rest (Hampel's identifier). Few points say little: below
//! [`LEAST_VALUES`] nothing is computed. Whether a rise is good is not known here, and not said.

mod direction;
mod shift;
mod slope;
mod spread;
#[cfg(test)]
mod tests;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::Series;
use crate::calendar::{Date, day_number};
use crate::text::named;
use spread::{far_from_zero, median};

pub use shift::Shift;

/// Fewer values than this have neither direction nor outlier: of four, no order is rarer than one in twelve by chance.
pub const LEAST_VALUES: usize = 5;

/// What is rarer than this by chance counts as seen.
const RARE: f64 = 0.05;

/// A step is reported where its levels leave over less than this share of what the line leaves: noise on a slope can look like
/// a step. Measured: docs/trend.md.
const CLEARLY_LESS: f64 = 0.9;

/// Where the values go over time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    Rises,
    Falls,
    /// All values are the same.
    Same,
    /// Nothing that chance does not do as well.
    Unclear,
}

named!(Direction { Rises "rises", Falls "falls", Same "same", Unclear "unclear" });

/// The direction of a series and how fast it goes.
#[derive(Debug, Clone, PartialEq)]
pub struct Course {
    pub direction: Direction,
    /// Kendall's S: pairs that rise less pairs that fall.
    pub score: i64,
    /// How often chance alone gives as large a score, either way (0–1).
    pub chance: f64,
    /// Theil–Sen: the median of the slopes of all pairs, per week of 7 days.
    pub slope_per_week: f64,
    /// Where the slope lies in 95 of 100 cases (Sen 1968).
    pub slope_interval: (f64, f64),
    /// Weeks from the first value to the last.
    pub weeks: f64,
}

/// A day with several values of one metric.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    pub date: Date,
    /// Places in `series.points`, at least two, whose values differ.
    pub points: Vec<usize>,
}

/// What a series shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Statistics {
    /// How many values were used: one a day, none of a day whose values contradict each other.
    pub used: usize,
    pub conflicts: Vec<Conflict>,
    /// Exact; `None` without a value to use.
    pub median: Option<Decimal>,
    /// `None` below [`LEAST_VALUES`], as are `shift` and `outliers`.
    pub course: Option<Course>,
    /// One lasting step that fits the series better than a slope does.
    pub shift: Option<Shift>,
    /// Places in `series.points` of values far from what the others lead to expect.
    pub outliers: Vec<usize>,
    /// Digits after the point that the values have at most: what is computed has no more.
    pub decimals: u32,
}

impl Statistics {
    /// Whether another value is stated for the day of the point at that place.
    pub fn contradicts(&self, at: usize) -> bool {
        self.conflicts.iter().any(|conflict| conflict.points.contains(&at))
    }
}

/// One value a day, as the methods take it.
#[derive(Debug, Clone, Copy)]
struct Sample {
    /// Its place in `series.points`.
    point: usize,
    /// Weeks since 1970-01-01.
    week: f64,
    value: f64,
    exact: Decimal,
}

/// Reads the series. The same series gives the same statistics.
#[must_use]
pub fn statistics(series: &Series) -> Statistics {
    let (samples, conflicts) = samples(series);
    let decimals = series.points.iter().map(|point| point.value.normalize().scale()).max().unwrap_or(0);
    let mut exact: Vec<Decimal> = samples.iter().map(|sample| sample.exact).collect();
    let mut statistics = Statistics {
        used: samples.len(),
        conflicts,
        median: spread::exact_median(&mut exact),
        course: None,
        shift: None,
        outliers: Vec::new(),
        decimals,
    };
    if samples.len() < LEAST_VALUES {
        return statistics;
    }
    let course = slope::course(&samples);
    let expected = expected(&samples, &course);
    let shift = shift::shift(&samples).filter(|shift| {
        let line = slope::line(&samples, course.slope_per_week);
        shift::deviation(&samples, shift) < CLEARLY_LESS * total_deviation(&samples, &line)
    });
    let expected = shift.as_ref().map_or(expected, |shift| shift::levels(&samples, shift));
    let residuals: Vec<f64> = samples.iter().zip(&expected).map(|(sample, expected)| sample.value - expected).collect();
    let digit = 10f64.powi(-i32::try_from(decimals).unwrap_or(28));
    let is_fitted = shift.is_some() || matches!(course.direction, Direction::Rises | Direction::Falls);
    let outliers = far_from_zero(&residuals, digit, is_fitted);
    statistics.outliers = outliers.into_iter().map(|at| samples[at].point).collect();
    statistics.course = Some(course);
    statistics.shift = shift;
    statistics
}

/// What each value would be by the slope where there is a direction, else the median.
fn expected(samples: &[Sample], course: &Course) -> Vec<f64> {
    match course.direction {
        Direction::Rises | Direction::Falls => slope::line(samples, course.slope_per_week),
        Direction::Same | Direction::Unclear => {
            vec![median(samples.iter().map(|sample| sample.value).collect()); samples.len()]
        }
    }
}

fn total_deviation(samples: &[Sample], expected: &[f64]) -> f64 {
    samples.iter().zip(expected).map(|(sample, expected)| (sample.value - expected).abs()).sum()
}

/// The days' values in order of time, and the days that have several.
fn samples(series: &Series) -> (Vec<Sample>, Vec<Conflict>) {
    let mut order: Vec<usize> = (0..series.points.len()).collect();
    order.sort_by_key(|at| series.points[*at].date);
    let (mut samples, mut conflicts) = (Vec::new(), Vec::new());
    for day in order.chunk_by(|one, other| series.points[*one].date == series.points[*other].date) {
        let first = &series.points[day[0]];
        if day.iter().any(|at| series.points[*at].value != first.value) {
            conflicts.push(Conflict { date: first.date, points: day.to_vec() });
            continue;
        }
        let week = f64::from(day_number(first.date)) / 7.0;
        let value = first.value.to_f64().unwrap_or(0.0);
        samples.push(Sample { point: day[0], week, value, exact: first.value });
    }
    (samples, conflicts)
}
