//! The time axis, which all panels share: days from left to right, labelled by the weeks that state values.

use crate::calendar::{Date, day_number};
use crate::render::text::one_line;
use crate::series::Series;
use crate::trend::Trend;

/// From the first day that anything is drawn on to the last.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct TimeAxis {
    first: i32,
    last: i32,
}

/// A week that can be labelled.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Week {
    pub date: Date,
    /// As its report is named, on one line.
    pub name: String,
}

impl TimeAxis {
    /// `None` where there is no value at all.
    pub(super) fn new(trend: &Trend) -> Option<Self> {
        let points = trend.traced.iter().flat_map(|traced| traced.series.points.iter().map(|point| point.date));
        let days: Vec<i32> = points.chain(trend.marks.iter().map(|mark| mark.date)).map(day_number).collect();
        Some(Self { first: *days.iter().min()?, last: *days.iter().max()? })
    }

    /// How much of the axis a day has; nothing where all is on one day.
    pub(super) fn share_of_a_day(self) -> f64 {
        if self.first == self.last { 0.0 } else { 1.0 / f64::from(self.last - self.first) }
    }

    /// Where a day lies, from 0 to 1; in the middle where all is on one day.
    pub(super) fn share(self, date: Date) -> f64 {
        if self.first == self.last {
            return 0.5;
        }
        (f64::from(day_number(date) - self.first) / f64::from(self.last - self.first)).clamp(0.0, 1.0)
    }
}

/// The weeks that state a value, in order of time; one a day.
pub(super) fn weeks(series: &Series) -> Vec<Week> {
    let mut weeks: Vec<Week> = Vec::new();
    for point in &series.points {
        if weeks.last().is_none_or(|week| week.date != point.date) {
            weeks.push(Week { date: point.date, name: one_line(point.place.report()) });
        }
    }
    weeks.sort_by_key(|week| week.date);
    weeks
}

/// `06-20`, and `2023-06-20` where the label before it is of another year or missing.
pub(super) fn day_text(date: Date, before: Option<Date>) -> String {
    let text = date.to_string();
    match before {
        Some(before) if before.year() == date.year() => text.get(text.len() - 5..).unwrap_or(&text).to_string(),
        _ => text,
    }
}

/// Whether the line from one value to the next would pass over a week without one.
pub(super) fn is_broken(series: &Series, from: Date, to: Date) -> bool {
    series.missing.iter().any(|missing| from < missing.date && missing.date < to)
}
