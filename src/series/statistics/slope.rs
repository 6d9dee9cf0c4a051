//! How fast values change: the median of the slopes of all pairs.

use super::direction::{chance, score, variance};
use super::spread::median;
use super::{Course, Direction, RARE, Sample};

/// Standard deviations on both sides that hold 95 of 100 normal values.
const NINETY_FIVE_OF_100: f64 = 1.96;

/// The direction by Mann–Kendall, the slope by Theil–Sen with its interval.
///
/// Sources: Mann, Econometrica 13, 1945; Theil 1950; Sen, Journal of the American Statistical Association 63, 1968;
/// the interval as in Gilbert 1987, section 16.4.2, widened to whole ranks.
pub(super) fn course(samples: &[Sample]) -> Course {
    let values: Vec<f64> = samples.iter().map(|sample| sample.value).collect();
    let score = score(&values);
    let chance = chance(&values, score);
    let direction = match score {
        _ if values.iter().all(|value| *value == values[0]) => Direction::Same,
        1.. if chance < RARE => Direction::Rises,
        ..=-1 if chance < RARE => Direction::Falls,
        _ => Direction::Unclear,
    };
    let slopes = slopes(samples);
    let reach = NINETY_FIVE_OF_100 * variance(&values).sqrt();
    let last = slopes.len().saturating_sub(1);
    let rank = |rank: f64| slopes.get((rank.max(0.0) as usize).min(last)).copied().unwrap_or(0.0);
    let count = slopes.len() as f64;
    let slope_interval = (rank(((count - reach) / 2.0).floor() - 1.0), rank(((count + reach) / 2.0).ceil()));
    let weeks = samples.last().map_or(0.0, |last| last.week - samples[0].week);
    Course { direction, score, chance, slope_per_week: median(slopes), slope_interval, weeks }
}

/// Of all pairs, in order of size. No two samples are of one day.
fn slopes(samples: &[Sample]) -> Vec<f64> {
    let mut slopes = Vec::with_capacity(samples.len() * samples.len().saturating_sub(1) / 2);
    for (at, earlier) in samples.iter().enumerate() {
        slopes
            .extend(samples[at + 1..].iter().map(|later| (later.value - earlier.value) / (later.week - earlier.week)));
    }
    slopes.sort_by(f64::total_cmp);
    slopes
}

/// What each value would be on the line of that slope through the middle of the values.
pub(super) fn line(samples: &[Sample], slope_per_week: f64) -> Vec<f64> {
    let height = median(samples.iter().map(|sample| sample.value - slope_per_week * sample.week).collect());
    samples.iter().map(|sample| height + slope_per_week * sample.week).collect()
}
