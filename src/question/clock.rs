//! The part of the day a question names: 下午, 18:03.

use crate::calendar::TimeOfDay;
use crate::report::Span;
use crate::vocabulary::{Match, Sense, Words};

/// A time is asked for as people remember it: give or take five minutes.
pub(super) fn around(time: TimeOfDay) -> (u16, u16) {
    (time.minute_of_day().saturating_sub(5), time.minute_of_day().saturating_add(5))
}

/// The parts of the day that a text names, each with its first and last minute of the day.
pub(super) fn parts_of_day(text: &str) -> Vec<(Span, (u16, u16))> {
    static PARTS: Words = Words::of(&[Sense::Daytime]);
    let part = |found: Match| Some((found.span, minutes(found.note)?));
    PARTS.all_in(text).into_iter().filter_map(part).collect()
}

/// The vocabulary notes the hours where people ask by the word: `morning 5-10`.
fn minutes(note: &str) -> Option<(u16, u16)> {
    let (from, to) = note.split_once(' ')?.1.split_once('-')?;
    Some((from.parse::<u16>().ok()? * 60, to.parse::<u16>().ok()? * 60))
}
