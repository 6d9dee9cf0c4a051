//! Arithmetic of dates, and dates as the integers that the store keeps.

use super::error::Impossible;
use jiff::civil::{Date, date};

const EPOCH: Date = date(1970, 1, 1);

/// Days from 1970-01-01 to `date`, negative before it: the integer that the store keeps and filters on.
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
