//! Words around the value of a measure, as reports of every trade write them: what belongs to no name, what names a
//! measure, what names work.

use super::metric::Direction;
use super::metric_name::tidy;
use crate::vocabulary::{Sense, WORK, Words};

/// The time or sum that a value is of; anywhere in the words.
pub(super) static QUALIFIERS: Words = Words::of(&[Sense::Qualifier]);

/// Words that go before a name and belong to no name.
pub(super) static BEFORE: Words = Words::of(&[Sense::MetricLead, Sense::NoMetricLead]);

/// Words between a name and its value.
pub(super) static AFTER: Words = Words::of(&[Sense::RiseTo, Sense::FallTo, Sense::StayAt, Sense::MetricLink]);

/// Where a value went by the word before it.
pub(super) fn direction(sense: Sense) -> Option<Direction> {
    match sense {
        Sense::RiseTo => Some(Direction::Up),
        Sense::FallTo => Some(Direction::Down),
        Sense::StayAt => Some(Direction::Flat),
        _ => None,
    }
}

/// Words that measure something; a name that ends with one (or has one) is a measure's.
#[must_use]
pub fn names_a_measure(name: &str) -> bool {
    static INSIDE: Words = Words::of(&[Sense::Amount, Sense::TimeTaken]);
    const ENDS: &[char] = &['率', '量', '额', '数', '分', '度', '值', '比', '费', '价', '款', '占', '单'];
    name.ends_with(ENDS) || INSIDE.are_in(name)
}

/// Words of a time that is measured again and again, not of one task.
pub(super) fn names_a_time_measure(name: &str) -> bool {
    static WORDS: Words = Words::of(&[Sense::TimeTaken, Sense::TimeMeasure]);
    WORDS.are_in(name)
}

/// Whether a percentage under this name says how far some work is, which is a milestone's matter.
pub(super) fn is_progress(name: &str) -> bool {
    static PARTS: Words = Words::of(&[Sense::WorkPart]);
    let name = tidy(name).trim_end_matches(['已', '了', '约']);
    name.contains("进度")
        || name.contains("进展")
        || name.contains("完成度")
        || WORK.ending(name).is_some()
        || name.ends_with("完成")
        || PARTS.ending(name).is_some()
}
