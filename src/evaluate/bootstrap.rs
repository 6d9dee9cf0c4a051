//! How far a figure may lie from what other questions of the kind would give: a percentile bootstrap over questions.
//! Source: B. Efron, R. Tibshirani, An Introduction to the Bootstrap (1993), chapter 13.

use super::row::QuestionRow;
use super::tally::Tally;

/// How often questions are drawn anew.
const RESAMPLES: usize = 1_000;

/// Of the resamples, how many lie below an interval and how many above.
const OUTSIDE: f64 = 0.025;

/// Any will do; the same questions give the same intervals.
const SEED: u64 = 0x7a68_6f75_6261_6f21;

/// Where 95% of the resamples lie; both ends 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    pub low: f64,
    pub high: f64,
}

/// The figures of as many questions, drawn with replacement, time after time.
#[derive(Debug, Clone, Default)]
pub struct Resampled(Vec<Tally>);

impl Resampled {
    pub fn of(rows: &[&QuestionRow]) -> Self {
        let mut draws = Draws(SEED);
        let resample = |_| {
            let mut tally = Tally::of((0..rows.len()).map(|_| rows[draws.below(rows.len())]));
            tally.chars = Vec::new();
            tally
        };
        Self(if rows.is_empty() { Vec::new() } else { (0..RESAMPLES).map(resample).collect() })
    }

    /// The interval of one figure, by nearest rank among the resamples that measure it; `None` where none does.
    pub fn interval(&self, figure: impl Fn(&Tally) -> Option<f64>) -> Option<Interval> {
        let mut values: Vec<f64> = self.0.iter().filter_map(figure).collect();
        values.sort_by(f64::total_cmp);
        let last = values.len().checked_sub(1)?;
        let below = (OUTSIDE * values.len() as f64) as usize;
        Some(Interval { low: values[below], high: values[last - below] })
    }
}

/// SplitMix64: Steele, Lea, Flood, Fast splittable pseudorandom number generators (2014).
struct Draws(u64);

impl Draws {
    /// From 0 to `count` - 1, each as often as any other but for 1 in 2⁶⁴ ÷ `count`.
    fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut drawn = self.0;
        drawn = (drawn ^ (drawn >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        drawn = (drawn ^ (drawn >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        drawn ^= drawn >> 31;
        ((u128::from(drawn) * count as u128) >> 64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::{Draws, Interval, Resampled};
    use crate::evaluate::row::QuestionRow;
    use crate::evaluate::score::Score;
    use crate::evaluate::tally::Tally;

    fn rows(right: usize, wrong: usize) -> Vec<QuestionRow> {
        let row = |at: usize| {
            QuestionRow::for_tests(&at.to_string(), "\"facts\": []", Some(Score::for_tests(false, at < right)))
        };
        (0..right + wrong).map(row).collect()
    }

    fn accuracy(rows: &[QuestionRow]) -> Option<Interval> {
        Resampled::of(&rows.iter().collect::<Vec<_>>()).interval(|tally: &Tally| tally.accuracy.value())
    }

    #[test]
    fn an_interval_is_about_two_standard_errors_to_each_side() {
        let interval = accuracy(&rows(80, 20)).expect("measured");
        // √(.8 · .2 ÷ 100) = .04.
        assert!((interval.low - 0.72).abs() < 0.021 && (interval.high - 0.88).abs() < 0.021, "{interval:?}");
    }

    #[test]
    fn more_questions_make_it_narrower_and_the_same_ones_leave_it_as_it_is() {
        let width =
            |rows: &[QuestionRow]| accuracy(rows).map(|interval| interval.high - interval.low).expect("measured");
        assert!(width(&rows(160, 160)) < width(&rows(20, 20)));
        assert_eq!(accuracy(&rows(7, 5)), accuracy(&rows(7, 5)));
    }

    #[test]
    fn what_is_always_right_has_no_width_and_what_is_not_measured_no_interval() {
        assert_eq!(accuracy(&rows(9, 0)), Some(Interval { low: 1.0, high: 1.0 }));
        assert_eq!(accuracy(&[]), None);
        let only_searched = [QuestionRow::for_tests("a", "\"facts\": []", None)];
        assert_eq!(accuracy(&only_searched), None);
    }

    #[test]
    fn every_question_is_drawn_about_as_often() {
        let mut draws = Draws(1);
        let mut counts = [0; 7];
        (0..70_000).for_each(|_| counts[draws.below(7)] += 1);
        assert!(counts.iter().all(|count| (9_600..10_400).contains(count)), "{counts:?}");
    }
}
