//! What several reports of a period say of one matter ([`crate::thread::matter`]).

use std::collections::HashMap;

use uuid::Uuid;

use super::unit::Unit;
use crate::calendar::Date;
use crate::lexicon::Segmenter;
use crate::thread::matter::{Line, Matters};

/// A later line is taken instead of the likeliest one from this share of its likelihood on.
const ABOUT_AS_LIKELY: f32 = 0.7;

/// The lines of `units`, in their order.
pub(super) fn matters(units: &[Unit<'_>], segmenter: &Segmenter) -> Matters {
    let mut beside: HashMap<(Uuid, &str), usize> = HashMap::new();
    for unit in units {
        *beside.entry((unit.passage.report, &unit.about)).or_default() += 1;
    }
    // The name of a parent of several items says nothing of what each is about.
    let is_of_one = |unit: &Unit<'_>| beside.get(&(unit.passage.report, unit.about.as_str())) == Some(&1);
    let said = |unit: &Unit<'_>| if is_of_one(unit) { unit.shown() } else { unit.text.clone() };
    let heading = |unit: &Unit<'_>| unit.home.as_ref().or(unit.passage.section.last()).cloned().unwrap_or_default();
    let line = |unit: &Unit<'_>| (said(unit), heading(unit));
    let lines: Vec<(String, String)> = units.iter().map(line).collect();
    let lines: Vec<Line<'_>> = lines.iter().map(|(text, heading)| Line { text, heading }).collect();
    Matters::of(&lines, segmenter)
}

/// Of lines with their likelihoods the newest that is about as likely as the likeliest; of those of one day the likeliest.
pub(super) fn newest(kin: &[(usize, f32)], date: impl Fn(usize) -> Date) -> Option<usize> {
    let best = kin.iter().map(|(_, likely)| *likely).fold(0.0, f32::max);
    let near = kin.iter().filter(|(_, likely)| *likely >= ABOUT_AS_LIKELY * best);
    near.max_by(|(a, one), (b, other)| date(*a).cmp(&date(*b)).then(one.total_cmp(other)).then(b.cmp(a)))
        .map(|(at, _)| *at)
}

#[cfg(test)]
mod tests {
    use super::newest;
    use crate::calendar::Date;

    #[test]
    fn the_newest_of_the_likely_ones_is_taken_and_no_newer_one_that_is_less_likely() {
        let kin = [(0, 0.9), (1, 0.8), (2, 0.61)];
        let date = |at: usize| Date::constant(2025, 6, 1 + at as i8);
        assert_eq!(newest(&kin, date), Some(1));
        assert_eq!(newest(&[], date), None);
    }
}
