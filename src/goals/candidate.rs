//! A goal proposed for one reason, before equal ones are merged.

use super::model::{Factor, Ground, Points};
use crate::calendar::Date;
use crate::record::Place;
use crate::thread::Phrase;

#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub text: String,
    pub ground: Ground,
    /// Never empty; the section is that of the first.
    pub places: Vec<Place>,
    /// Its matter in more words than the text, for comparison.
    pub about: Phrase<'static>,
    /// Whether one of the last reports sets it.
    pub is_listed: bool,
    /// Index of the incident.
    pub incident: Option<usize>,
    /// Index of the thread, for the work as a whole.
    pub thread: Option<usize>,
    pub due: Option<Date>,
    pub points: Vec<Points>,
}

impl Candidate {
    pub(super) fn new(text: String, ground: Ground, places: Vec<Place>, points: Vec<Points>) -> Self {
        let about = Phrase::new(text.clone());
        Self { text, ground, places, about, is_listed: false, incident: None, thread: None, due: None, points }
    }

    pub(super) fn score(&self) -> u32 {
        self.points.iter().map(|points| points.points).sum()
    }
}

pub(super) fn points(factor: Factor, base: u32) -> Points {
    Points { factor, points: base }
}

pub(super) fn more(factor: Factor, count: u32, each: u32, most: u32) -> Option<Points> {
    let points = count.saturating_mul(each).min(most);
    (points > 0).then_some(Points { factor, points })
}

/// Whole weeks in `days`; 0 for days to come.
pub(super) fn weeks(days: i32) -> u32 {
    u32::try_from(days / 7).unwrap_or(0)
}
