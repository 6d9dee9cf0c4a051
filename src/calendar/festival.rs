//! The Spring Festival, whose day moves with the moon.

use super::date::plus_days;
use super::error::Impossible;
use super::month::Year;
use super::period::Period;
use jiff::civil::Date;

/// Which days around the first of the first lunar month are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FestivalPart {
    /// New Year's Eve to the seventh day.
    Holiday,
    /// The four weeks before it.
    Before,
    /// The four weeks after it.
    After,
    /// All of these.
    Around,
}

const FIRST_YEAR: i16 = 1990;

/// The first day of the lunar year from 1990 on, as days from 31 December.
/// Source: the calendar published by the Purple Mountain Observatory (GB/T 33661-2017).
#[rustfmt::skip]
const FIRST_DAYS: [i8; 61] = [
    // 27 January is 27, 15 February 46.
    27, 46, 35, 23, 41, 31, 50, 38, 28, 47,
    36, 24, 43, 32, 22, 40, 29, 49, 38, 26,
    45, 34, 23, 41, 31, 50, 39, 28, 47, 36,
    25, 43, 32, 22, 41, 29, 48, 37, 26, 44,
    34, 23, 42, 31, 50, 39, 28, 46, 35, 24,
    43, 32, 22, 41, 30, 48, 37, 26, 45, 33,
    23,
];

const WEEKS_AROUND_DAYS: i64 = 28;

impl FestivalPart {
    /// Its days in `year`.
    ///
    /// # Errors
    /// `Year` outside 1990–2050.
    pub(super) fn in_year(self, year: Year) -> Result<Period, Impossible> {
        let outside = || Impossible::Year { found: i32::from(year.get()) };
        let at = usize::try_from(year.get() - FIRST_YEAR).map_err(|_| outside())?;
        let days = *FIRST_DAYS.get(at).ok_or_else(outside)?;
        let eve = plus_days(Date::new(year.get(), 1, 1).map_err(|_| outside())?, i64::from(days) - 2)?;
        let last = plus_days(eve, 7)?;
        let before = plus_days(eve, -WEEKS_AROUND_DAYS)?;
        let after = plus_days(last, WEEKS_AROUND_DAYS)?;
        Ok(match self {
            Self::Holiday => Period::between(eve, last),
            Self::Before => Period::between(before, plus_days(eve, -1)?),
            Self::After => Period::between(plus_days(last, 1)?, after),
            Self::Around => Period::between(before, after),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{FIRST_DAYS, FIRST_YEAR, FestivalPart};
    use crate::calendar::{Period, Year};

    fn holiday(year: i16) -> Period {
        FestivalPart::Holiday.in_year(Year::new(i32::from(year)).unwrap()).unwrap()
    }

    #[test]
    fn every_lunar_year_has_twelve_or_thirteen_moons() {
        let years = FIRST_YEAR..FIRST_YEAR + FIRST_DAYS.len() as i16;
        let firsts: Vec<Period> = years.map(holiday).collect();
        for pair in firsts.windows(2) {
            let days = Period::between(pair[0].from(), pair[1].from()).days() - 1;
            assert!((353..=355).contains(&days) || (383..=385).contains(&days), "{pair:?}: {days}");
        }
    }

    #[test]
    fn it_begins_on_the_eve() {
        for (year, eve) in [(1990, "1990-01-26"), (2023, "2023-01-21"), (2024, "2024-02-09"), (2050, "2050-01-22")] {
            assert_eq!(holiday(year).from().to_string(), eve);
        }
        assert!(FestivalPart::Holiday.in_year(Year::new(2051).unwrap()).is_err());
    }
}
