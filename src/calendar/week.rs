//! ISO weeks. How people number their reports, which may differ, is the label's business.

use super::date::plus_days;
use super::error::Impossible;
use super::month::{WeekNumber, Year};
use jiff::civil::{Date, ISOWeekDate, Weekday};
use std::fmt;
use std::str::FromStr;

/// An ISO 8601 week, e.g. 2024-W13; weeks start on Monday and belong to the year of their Thursday.
/// Source: ISO 8601-1, week date. Displays as and reads `2024-W13`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IsoWeek {
    year: Year,
    week: WeekNumber,
}

impl IsoWeek {
    /// # Errors
    /// `WeekOfYear` for week 53 of a year that has 52.
    pub fn new(year: Year, week: WeekNumber) -> Result<Self, Impossible> {
        let wanted = Self { year, week };
        wanted.iso_monday().map(|_| wanted)
    }

    /// The week that `date` lies in.
    ///
    /// # Errors
    /// `Year` outside 1900–2199.
    pub fn containing(date: Date) -> Result<Self, Impossible> {
        let week_date = date.iso_week_date();
        Ok(Self {
            year: Year::new(i32::from(week_date.year()))?,
            week: WeekNumber::new(u32::from(week_date.week().unsigned_abs()))?,
        })
    }

    pub fn year(self) -> Year {
        self.year
    }

    pub fn week(self) -> WeekNumber {
        self.week
    }

    pub fn monday(self) -> Date {
        self.iso_monday().expect("the constructors accept only weeks that their year has")
    }

    pub fn sunday(self) -> Date {
        plus_days(self.monday(), 6).expect("years end at 2199, far inside the calendar")
    }

    fn iso_monday(self) -> Result<Date, Impossible> {
        // Week numbers are at most 53 and fit in i8.
        ISOWeekDate::new(self.year.get(), self.week.get() as i8, Weekday::Monday)
            .map(ISOWeekDate::date)
            .map_err(|_| Impossible::WeekOfYear { year: self.year.get(), week: self.week.get() })
    }
}

impl fmt::Display for IsoWeek {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}-W{:02}", self.year, self.week.get())
    }
}

impl FromStr for IsoWeek {
    type Err = Impossible;

    fn from_str(text: &str) -> Result<Self, Impossible> {
        let malformed = || Impossible::Form { found: text.to_owned(), wanted: "YYYY-Www" };
        let (year, week) = text.split_once("-W").ok_or_else(malformed)?;
        let is_number =
            |digits: &str, width: usize| digits.len() == width && digits.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number(year, 4) || !is_number(week, 2) {
            return Err(malformed());
        }
        let year = Year::new(year.parse().map_err(|_| malformed())?)?;
        Self::new(year, WeekNumber::new(week.parse().map_err(|_| malformed())?)?)
    }
}
