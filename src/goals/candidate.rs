//! One thing to do for one reason, before those of one thing are put together.

use super::model::{Factor, Ground, Points};
use crate::calendar::Date;
use crate::record::Place;

/// What a reason proposes.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub text: String,
    pub ground: Ground,
    /// Never empty; the first one is where its section is looked up.
    pub places: Vec<Place>,
    /// Words that tell what it is about, where the text says it in few.
    pub about: String,
    /// Which of the incidents.
    pub incident: Option<usize>,
    /// Which of the threads, for the work as a whole.
    pub thread: Option<usize>,
    pub due: Option<Date>,
    pub points: Vec<Points>,
}

impl Candidate {
    pub(super) fn new(text: String, ground: Ground, places: Vec<Place>, points: Vec<Points>) -> Self {
        let about = text.clone();
        Self { text, ground, places, about, incident: None, thread: None, due: None, points }
    }

    pub(super) fn score(&self) -> u32 {
        self.points.iter().map(|points| points.points).sum()
    }
}

/// Points for a reason, then for what makes it press more: no more than `most` for `count` things at `each`.
pub(super) fn points(factor: Factor, base: u32) -> Points {
    Points { factor, points: base }
}

pub(super) fn more(factor: Factor, count: u32, each: u32, most: u32) -> Option<Points> {
    let points = count.saturating_mul(each).min(most);
    (points > 0).then_some(Points { factor, points })
}

/// Whole weeks of so many days; 0 for days to come.
pub(super) fn weeks(days: i32) -> u32 {
    u32::try_from(days / 7).unwrap_or(0)
}
