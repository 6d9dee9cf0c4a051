//! Years, halves, quarters, months and week numbers as people write them; months and quarters of one year.

use super::date::date_of;
use super::error::Impossible;
use crate::vocabulary::{Sense, entries};
use jiff::civil::Date;
use std::fmt;
use std::str::FromStr;

/// What two digits may say of a year of this century.
pub(super) const YEARS_IN_TWO: std::ops::RangeInclusive<u32> = 10..=60;

/// A calendar year from 1900 to 2199, wide enough for any report and narrow enough to refuse a count. Displays as `2023`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Year(i16);

impl Year {
    /// # Errors
    /// `Year` outside 1900–2199.
    pub fn new(year: i32) -> Result<Self, Impossible> {
        match i16::try_from(year) {
            Ok(year @ 1900..=2199) => Ok(Self(year)),
            _ => Err(Impossible::Year { found: year }),
        }
    }

    /// A year that a bare number may be: reports are young, and 1800 or 2500 is a count.
    pub(super) fn plausible(number: u32) -> Option<Self> {
        Self::new(i32::try_from(number).ok()?).ok().filter(|year| (1990..=2099).contains(&year.0))
    }

    pub fn get(self) -> i16 {
        self.0
    }

    pub fn is_leap(self) -> bool {
        (self.0 % 4 == 0 && self.0 % 100 != 0) || self.0 % 400 == 0
    }
}

impl fmt::Display for Year {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}", self.0)
    }
}

/// A number from 1 to a highest one: constructor, accessor and display.
macro_rules! bounded {
    ($(#[$about:meta])* $name:ident, $most:literal, $error:ident, $form:literal) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u8);

        impl $name {
            #[doc = concat!("# Errors\n`", stringify!($error), "` outside 1–", $most, ".")]
            pub fn new(number: u32) -> Result<Self, Impossible> {
                match u8::try_from(number) {
                    Ok(number @ 1..=$most) => Ok(Self(number)),
                    _ => Err(Impossible::$error { found: number }),
                }
            }

            pub fn get(self) -> u8 {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(formatter, $form, self.0)
            }
        }
    };
}

bounded! {
    /// A month of the year, 1–12. Displays as `6月`.
    Month, 12, Month, "{}月"
}

bounded! {
    /// A quarter of the year, 1–4. Displays as `Q2`.
    QuarterOfYear, 4, Quarter, "Q{}"
}

bounded! {
    /// A half of the year, 1 or 2. Displays as `H1`.
    HalfOfYear, 2, Half, "H{}"
}

bounded! {
    /// A week number, 1–53, by whatever numbering. Displays as `26`.
    WeekNumber, 53, Week, "{}"
}

impl Month {
    /// The month that `date` lies in.
    pub fn of(date: Date) -> Self {
        Self(date.month().unsigned_abs())
    }

    /// `June`.
    pub fn english_name(self) -> String {
        let name = entries(&[Sense::Month]).nth(usize::from(self.0) - 1).map_or("", |entry| entry.word);
        let (first, rest) = name.split_at(name.len().min(1));
        first.to_ascii_uppercase() + rest
    }

    /// The days of this month in `year`; without a year the most it ever has, 28–31.
    pub fn days_at_most(self, year: Option<Year>) -> u8 {
        match self.0 {
            4 | 6 | 9 | 11 => 30,
            2 if year.is_none_or(Year::is_leap) => 29,
            2 => 28,
            _ => 31,
        }
    }
}

/// A month of one year. Displays as and reads `2023-06`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct YearMonth {
    year: Year,
    month: Month,
}

impl YearMonth {
    pub fn new(year: Year, month: Month) -> Self {
        Self { year, month }
    }

    /// The month that `date` lies in.
    ///
    /// # Errors
    /// `Year` outside 1900–2199.
    pub fn containing(date: Date) -> Result<Self, Impossible> {
        Ok(Self::new(Year::new(i32::from(date.year()))?, Month::of(date)))
    }

    pub fn year(self) -> Year {
        self.year
    }

    pub fn month(self) -> Month {
        self.month
    }

    /// January to December of `year`.
    pub(super) fn all(year: Year) -> impl Iterator<Item = Self> {
        (1..=12).map(move |month| Self { year, month: Month(month) })
    }

    /// The month `months` later, or earlier where negative.
    pub(super) fn plus(self, months: i64) -> Result<Self, Impossible> {
        let count = i64::from(self.year.0) * 12 + i64::from(self.month.0) - 1 + months;
        let year = i32::try_from(count.div_euclid(12)).unwrap_or(i32::MAX);
        let month = u8::try_from(count.rem_euclid(12)).expect("a remainder by 12 is below 12");
        Ok(Self { year: Year::new(year)?, month: Month(month + 1) })
    }

    pub(super) fn first_and_last(self) -> Result<(Date, Date), Impossible> {
        let (year, month) = (self.year.get(), self.month.get());
        Ok((date_of(year, month, 1)?, date_of(year, month, self.month.days_at_most(Some(self.year)))?))
    }
}

impl fmt::Display for YearMonth {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}-{:02}", self.year, self.month.get())
    }
}

impl FromStr for YearMonth {
    type Err = Impossible;

    fn from_str(text: &str) -> Result<Self, Impossible> {
        let (year, month) = year_and_rest(text, "-", "YYYY-MM")?;
        Ok(Self::new(year, Month::new(month)?))
    }
}

/// A quarter of one year. Displays as and reads `2023Q2`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quarter {
    year: Year,
    quarter: QuarterOfYear,
}

impl Quarter {
    pub fn new(year: Year, quarter: QuarterOfYear) -> Self {
        Self { year, quarter }
    }

    /// The quarter that `date` lies in.
    ///
    /// # Errors
    /// `Year` outside 1900–2199.
    pub fn containing(date: Date) -> Result<Self, Impossible> {
        Ok(Self {
            year: Year::new(i32::from(date.year()))?,
            quarter: QuarterOfYear((Month::of(date).get() - 1) / 3 + 1),
        })
    }

    pub fn year(self) -> Year {
        self.year
    }

    pub fn quarter(self) -> QuarterOfYear {
        self.quarter
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}{}", self.year, self.quarter)
    }
}

impl FromStr for Quarter {
    type Err = Impossible;

    fn from_str(text: &str) -> Result<Self, Impossible> {
        let (year, quarter) = year_and_rest(text, "Q", "YYYYQn")?;
        Ok(Self::new(year, QuarterOfYear::new(quarter)?))
    }
}

fn year_and_rest(text: &str, separator: &str, wanted: &'static str) -> Result<(Year, u32), Impossible> {
    let malformed = || Impossible::Form { found: text.to_owned(), wanted };
    let (year, rest) = text.split_once(separator).ok_or_else(malformed)?;
    let is_number =
        |digits: &str| !digits.is_empty() && digits.len() <= 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
    if year.len() != 4 || !is_number(year) || !is_number(rest) {
        return Err(malformed());
    }
    let year = year.parse().map_err(|_| malformed())?;
    let rest = rest.parse().map_err(|_| malformed())?;
    Ok((Year::new(year)?, rest))
}
