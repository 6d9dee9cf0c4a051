//! Days as they are written, with or without a year or a month.

use super::clock::TimeOfDay;
use super::date::date_of;
use super::error::Impossible;
use super::month::{Month, Year, YearMonth};
use jiff::civil::Date;
use std::fmt;

/// A day of a named month, its year and time of day where they are written: `6/15`, `2023-05-31 20:45`.
/// Without a year it exists in some year (`2/29` does, `2/30` does not). Displays as `06-15`, `2023-05-31 20:45`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Day {
    year: Option<Year>,
    month: Month,
    day: u8,
    time: Option<TimeOfDay>,
}

impl Day {
    /// # Errors
    /// `Day` where the month (of that year, if given) has no such day.
    pub fn new(year: Option<Year>, month: Month, day: u32, time: Option<TimeOfDay>) -> Result<Self, Impossible> {
        let longest = month.days_at_most(year);
        match u8::try_from(day) {
            Ok(day) if day >= 1 && day <= longest => Ok(Self { year, month, day, time }),
            _ => Err(Impossible::Day { year: year.map(Year::get), month: month.get(), day }),
        }
    }

    /// The year that is written; `None` where an anchor has to supply it.
    pub fn year(self) -> Option<Year> {
        self.year
    }

    pub fn month(self) -> Month {
        self.month
    }

    /// 1–31.
    pub fn day(self) -> u8 {
        self.day
    }

    pub fn time(self) -> Option<TimeOfDay> {
        self.time
    }

    /// The same day at `time`.
    pub fn at(self, time: TimeOfDay) -> Self {
        Self { time: Some(time), ..self }
    }

    /// The same day and time in `year`.
    ///
    /// # Errors
    /// `Day` for 29 February in a common year.
    pub fn in_year(self, year: Year) -> Result<Self, Impossible> {
        Self::new(Some(year), self.month, u32::from(self.day), self.time)
    }

    /// The date, where the year is written.
    pub fn date(self) -> Option<Date> {
        let year = self.year?;
        date_of(year.get(), self.month.get(), self.day).ok()
    }
}

impl fmt::Display for Day {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(year) = self.year {
            write!(formatter, "{year}-")?;
        }
        write!(formatter, "{:02}-{:02}", self.month.get(), self.day)?;
        match self.time {
            Some(time) => write!(formatter, " {time}"),
            None => Ok(()),
        }
    }
}

/// A day of a month that the text leaves open: `14号23点`, `14日`. Displays as `14日`, `14日 23:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DayOfMonth {
    day: u8,
    time: Option<TimeOfDay>,
}

impl DayOfMonth {
    /// # Errors
    /// `DayOfMonth` outside 1–31.
    pub fn new(day: u32, time: Option<TimeOfDay>) -> Result<Self, Impossible> {
        match u8::try_from(day) {
            Ok(day @ 1..=31) => Ok(Self { day, time }),
            _ => Err(Impossible::DayOfMonth { found: day }),
        }
    }

    /// 1–31.
    pub fn day(self) -> u8 {
        self.day
    }

    pub fn time(self) -> Option<TimeOfDay> {
        self.time
    }

    /// The date in `month`; `None` where the month is too short.
    pub(super) fn in_month(self, month: YearMonth) -> Option<Date> {
        date_of(month.year().get(), month.month().get(), self.day).ok()
    }
}

impl fmt::Display for DayOfMonth {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}日", self.day)?;
        match self.time {
            Some(time) => write!(formatter, " {time}"),
            None => Ok(()),
        }
    }
}
