//! Spans of whole days and their algebra.

use super::date::{date_of, plus_days};
use super::error::Impossible;
use super::month::{HalfOfYear, Quarter, Year, YearMonth};
use super::week::IsoWeek;
use jiff::civil::{Date, date};
use std::fmt;

/// Whole days from `from` to `to`, both included; never empty. Displays as `2023-06-12..2023-06-18`, one day as itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    from: Date,
    to: Date,
}

impl Period {
    /// # Errors
    /// `Order` where `to` lies before `from`.
    pub fn new(from: Date, to: Date) -> Result<Self, Impossible> {
        if to < from { Err(Impossible::Order { from, to }) } else { Ok(Self { from, to }) }
    }

    /// The period between two days, whichever comes first.
    pub fn between(one: Date, other: Date) -> Self {
        Self { from: one.min(other), to: one.max(other) }
    }

    /// A single day.
    pub fn day(date: Date) -> Self {
        Self { from: date, to: date }
    }

    /// The days of a day, week, month, quarter or year: `From` under a name that the accessor `from` does not hide.
    pub fn of(whole: impl Into<Self>) -> Self {
        whole.into()
    }

    pub fn from(self) -> Date {
        self.from
    }

    pub fn to(self) -> Date {
        self.to
    }

    /// How many days, at least 1.
    pub fn days(self) -> u32 {
        (self.to - self.from).get_days().unsigned_abs() + 1
    }

    /// Its middle day; of an even count the earlier of the two.
    pub fn middle(self) -> Date {
        plus_days(self.from, i64::from((self.days() - 1) / 2)).unwrap_or(self.from)
    }

    /// Every day in order.
    pub fn dates(self) -> impl Iterator<Item = Date> {
        self.from.series(jiff::Span::new().days(1)).take_while(move |date| *date <= self.to)
    }

    pub fn contains(self, date: Date) -> bool {
        self.from <= date && date <= self.to
    }

    pub fn contains_period(self, other: Self) -> bool {
        self.from <= other.from && other.to <= self.to
    }

    pub fn overlaps(self, other: Self) -> bool {
        self.from <= other.to && other.from <= self.to
    }

    /// The days in both; `None` where they share none.
    pub fn intersect(self, other: Self) -> Option<Self> {
        Self::new(self.from.max(other.from), self.to.min(other.to)).ok()
    }

    /// The shortest period that holds both.
    pub fn hull(self, other: Self) -> Self {
        Self { from: self.from.min(other.from), to: self.to.max(other.to) }
    }

    /// Days from `date` to the nearest day of the period; 0 inside it.
    pub fn distance(self, date: Date) -> u32 {
        let nearest = date.clamp(self.from, self.to);
        (date - nearest).get_days().unsigned_abs()
    }

    /// The days of a half-year: January to June, or July to December.
    pub fn of_half(year: Year, half: HalfOfYear) -> Self {
        let year = year.get();
        match half.get() {
            1 => Self { from: date(year, 1, 1), to: date(year, 6, 30) },
            _ => Self { from: date(year, 7, 1), to: date(year, 12, 31) },
        }
    }

    /// The `week`th ISO week of `month`, counted from 1: a week belongs to the month of its Thursday, as it does to the year.
    ///
    /// # Errors
    /// `WeekOfMonth` beyond the last one.
    pub(super) fn week_of_month(month: YearMonth, week: u8) -> Result<Self, Impossible> {
        let (year, number) = (month.year().get(), month.month().get());
        let beyond = || Impossible::WeekOfMonth { year: Some(year), month: number, week: u32::from(week) };
        // The fourth of a month always lies in the week that holds its first Thursday.
        let first = Self::of(IsoWeek::containing(date_of(year, number, 4)?)?);
        let wanted = first.plus_days(7 * (i64::from(week) - 1))?;
        let thursday = wanted.plus_days(3)?.from;
        if week >= 1 && thursday.month().unsigned_abs() == number { Ok(wanted) } else { Err(beyond()) }
    }

    pub(super) fn plus_days(self, days: i64) -> Result<Self, Impossible> {
        Ok(Self { from: plus_days(self.from, days)?, to: plus_days(self.to, days)? })
    }
}

impl From<Date> for Period {
    fn from(date: Date) -> Self {
        Self::day(date)
    }
}

impl From<IsoWeek> for Period {
    /// Monday to Sunday.
    fn from(week: IsoWeek) -> Self {
        Self { from: week.monday(), to: week.sunday() }
    }
}

impl From<YearMonth> for Period {
    fn from(month: YearMonth) -> Self {
        let (from, to) = month
            .first_and_last()
            .expect("a year from 1900 to 2199 has every month, and its days come from that month");
        Self { from, to }
    }
}

impl From<Quarter> for Period {
    fn from(quarter: Quarter) -> Self {
        let year = quarter.year().get();
        match quarter.quarter().get() {
            1 => Self { from: date(year, 1, 1), to: date(year, 3, 31) },
            2 => Self { from: date(year, 4, 1), to: date(year, 6, 30) },
            3 => Self { from: date(year, 7, 1), to: date(year, 9, 30) },
            _ => Self { from: date(year, 10, 1), to: date(year, 12, 31) },
        }
    }
}

impl From<Year> for Period {
    fn from(year: Year) -> Self {
        Self { from: date(year.get(), 1, 1), to: date(year.get(), 12, 31) }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.from == self.to {
            write!(formatter, "{}", self.from)
        } else {
            write!(formatter, "{}..{}", self.from, self.to)
        }
    }
}
