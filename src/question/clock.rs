//! The part of the day a question names: 下午, 18:03.

use crate::calendar::TimeOfDay;

/// A time is asked for as people remember it: give or take five minutes.
pub(super) fn around(time: TimeOfDay) -> (u16, u16) {
    (time.minute_of_day().saturating_sub(5), time.minute_of_day().saturating_add(5))
}

/// Words for parts of the day, with their first and last hour.
pub(super) const PARTS_OF_DAY: &[(&str, u16, u16)] = &[
    ("凌晨", 0, 6),
    ("早上", 5, 10),
    ("早晨", 5, 10),
    ("上午", 6, 12),
    ("中午", 11, 14),
    ("下午", 12, 19),
    ("傍晚", 17, 20),
    ("晚上", 18, 24),
    ("夜里", 20, 24),
    ("morning", 5, 12),
    ("noon", 11, 14),
    ("afternoon", 12, 19),
    ("evening", 17, 24),
];

pub(super) fn part_of_day(text: &str) -> Option<(u16, u16)> {
    let lower = text.to_ascii_lowercase();
    let part = PARTS_OF_DAY.iter().rev().find(|(word, ..)| lower.contains(word));
    part.map(|(_, from, to)| (from * 60, to * 60))
}
