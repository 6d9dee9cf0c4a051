//! How people name a weekly report.

use super::error::Impossible;
use super::month::{WeekNumber, Year};
use super::period::Period;
use super::week::IsoWeek;
use std::fmt;

/// Which count of weeks a number belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Numbering {
    /// Written `W26` or `2024-W13`: ISO 8601 weeks.
    Iso,
    /// Written `第26周`: the count its writers keep, which may be off from ISO by a week or more.
    Labelled,
}

/// The week a report is named by. Displays in the family it was written in: `第26周`, `2023年第26周`, `W26`, `2024-W13`;
/// reads back whatever it displays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Label {
    year: Option<Year>,
    week: WeekNumber,
    numbering: Numbering,
}

impl Label {
    /// # Errors
    /// `WeekOfYear` for an ISO week 53 of a year that has 52. A labelled week 53 is accepted in any year.
    pub fn new(year: Option<Year>, week: WeekNumber, numbering: Numbering) -> Result<Self, Impossible> {
        if let (Some(year), Numbering::Iso) = (year, numbering) {
            IsoWeek::new(year, week)?;
        }
        Ok(Self { year, week, numbering })
    }

    /// The year that the label itself states.
    pub fn year(self) -> Option<Year> {
        self.year
    }

    pub fn week(self) -> WeekNumber {
        self.week
    }

    pub fn numbering(self) -> Numbering {
        self.numbering
    }

    /// Monday to Sunday of the ISO week with this number in `year`, whichever count the label belongs to.
    pub(super) fn in_year(self, year: Year) -> Result<Period, Impossible> {
        IsoWeek::new(year, self.week).map(Period::of)
    }

    /// Whether two labels can name the same report: equal weeks and no two different years, whatever the family.
    pub fn matches(self, other: Self) -> bool {
        self.week == other.week
            && match (self.year, other.year) {
                (Some(one), Some(two)) => one == two,
                _ => true,
            }
    }
}

impl fmt::Display for Label {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let week = self.week.get();
        match (self.numbering, self.year) {
            (Numbering::Iso, Some(year)) => write!(formatter, "{year}-W{week:02}"),
            (Numbering::Iso, None) => write!(formatter, "W{week:02}"),
            (Numbering::Labelled, Some(year)) => write!(formatter, "{year}年第{week}周"),
            (Numbering::Labelled, None) => write!(formatter, "第{week}周"),
        }
    }
}
