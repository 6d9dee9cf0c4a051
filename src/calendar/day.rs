//! Days as they are written, with or without a year, and days as the integers that the store keeps.

use super::clock::TimeOfDay;
use super::error::Impossible;
use super::month::{Month, Year, YearMonth};
use super::period::Period;
use jiff::civil::{Date, date};
use std::fmt;

const EPOCH: Date = date(1970, 1, 1);

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
    #[must_use]
    pub fn year(self) -> Option<Year> {
        self.year
    }

    #[must_use]
    pub fn month(self) -> Month {
        self.month
    }

    /// 1–31.
    #[must_use]
    pub fn day(self) -> u8 {
        self.day
    }

    #[must_use]
    pub fn time(self) -> Option<TimeOfDay> {
        self.time
    }

    /// The same day at `time`.
    #[must_use]
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
    #[must_use]
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
    #[must_use]
    pub fn day(self) -> u8 {
        self.day
    }

    #[must_use]
    pub fn time(self) -> Option<TimeOfDay> {
        self.time
    }

    /// The same day at `time`.
    #[must_use]
    pub fn at(self, time: TimeOfDay) -> Self {
        Self { time: Some(time), ..self }
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

/// Days from 1970-01-01 to `date`, negative before it: the integer that the store keeps and filters on.
#[must_use]
pub fn day_number(date: Date) -> i32 {
    (date - EPOCH).get_days()
}

/// The inverse of [`day_number`].
///
/// # Errors
/// `Overflow` outside the years -9999 to 9999.
pub fn date_of_day_number(days: i32) -> Result<Date, Impossible> {
    plus_days(EPOCH, i64::from(days))
}

/// `date` moved by `days`, which may be negative.
pub(super) fn plus_days(date: Date, days: i64) -> Result<Date, Impossible> {
    let overflow = Impossible::Overflow { anchor: date };
    let span = jiff::Span::new().try_days(days).map_err(|_| overflow.clone())?;
    date.checked_add(span).map_err(|_| overflow)
}

/// A Gregorian date from its parts.
pub(super) fn date_of(year: i16, month: u8, day: u8) -> Result<Date, Impossible> {
    // Months and days fit in i8: their types hold at most 12 and 31.
    Date::new(year, month as i8, day as i8).map_err(|_| Impossible::Day {
        year: Some(year),
        month,
        day: u32::from(day),
    })
}

/// The day of `month`; `None` where the month is too short.
pub(super) fn day_in_month(day: DayOfMonth, month: YearMonth) -> Option<Period> {
    date_of(month.year().get(), month.month().get(), day.day()).ok().map(Period::day)
}
