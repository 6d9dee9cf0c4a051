//! A time of day to the minute, as incident lines write it; seconds are read over and dropped by the readers.

use super::error::Impossible;
use std::fmt;
use std::str::FromStr;

/// A time of day, 00:00 to 24:00, e.g. `16:55`. 24:00 is the end of the day.
/// Source: ISO 8601-1:2019/Amd 1:2022, time of day. Displays as `16:55`; reads `16:55`, `6:05` and the full-width colon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeOfDay {
    hour: u8,
    minute: u8,
}

impl TimeOfDay {
    /// # Errors
    /// `Time` beyond 23:59, except for 24:00.
    pub fn new(hour: u32, minute: u32) -> Result<Self, Impossible> {
        match (u8::try_from(hour), u8::try_from(minute)) {
            (Ok(hour @ 0..=23), Ok(minute @ 0..=59)) => Ok(Self { hour, minute }),
            (Ok(24), Ok(0)) => Ok(Self { hour: 24, minute: 0 }),
            _ => Err(Impossible::Time { hour, minute }),
        }
    }

    /// 0–24.
    pub fn hour(self) -> u8 {
        self.hour
    }

    /// 0–59.
    pub fn minute(self) -> u8 {
        self.minute
    }

    /// Minutes since 00:00, 0–1440.
    pub fn minute_of_day(self) -> u16 {
        u16::from(self.hour) * 60 + u16::from(self.minute)
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:02}:{:02}", self.hour, self.minute)
    }
}

impl FromStr for TimeOfDay {
    type Err = Impossible;

    fn from_str(text: &str) -> Result<Self, Impossible> {
        let malformed = || Impossible::Form { found: text.to_owned(), wanted: "hours:minutes" };
        let (hour, minute) = text.split_once([':', '：']).ok_or_else(malformed)?;
        if minute.len() != 2 || hour.is_empty() || hour.len() > 2 {
            return Err(malformed());
        }
        let number = |digits: &str| {
            if digits.bytes().all(|byte| byte.is_ascii_digit()) {
                digits.parse::<u32>().map_err(|_| malformed())
            } else {
                Err(malformed())
            }
        };
        Self::new(number(hour)?, number(minute)?)
    }
}
