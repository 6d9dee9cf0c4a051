//! What narrows a request, as people type it: a day, a period, a span of days.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::Failure;
use crate::calendar::{Date, Expression, Mention, mentions_in_question};
use crate::retrieve::Filters;
use crate::vocabulary::{Wording, both};

/// # Errors
/// Usage: a span that ends before it starts.
pub fn check_span(filters: &Filters) -> Result<(), Failure> {
    match (filters.since, filters.until) {
        (Some(since), Some(until)) if until < since => {
            let message = both!("结束日 {until} 早于开始日 {since}", "--until {until} lies before --since {since}");
            Err(Failure::usage(message, None))
        }
        _ => Ok(()),
    }
}

/// The first moment of a day as the clocks of `zone` show it.
///
/// # Errors
/// A day without one.
pub fn start_of_day(day: Date, zone: &TimeZone) -> Result<Timestamp, Failure> {
    zone.to_zoned(day.at(0, 0, 0, 0)).map(|zoned| zoned.timestamp()).map_err(Failure::from_error)
}

/// A day, `2023-06-20`.
///
/// # Errors
/// Why it is rejected.
pub fn parse_date(text: &str) -> Result<Date, Wording> {
    text.parse().map_err(|_| both!("不是日期，例如 2023-06-20", "not a date such as 2023-06-20"))
}

/// A time as a question may name it, with its words: `2023-06`, `2023Q2`, `第26周`.
///
/// # Errors
/// Why it is rejected, or that it is several.
pub fn parse_period(text: &str) -> Result<(String, Expression), Wording> {
    let mut mentions = mentions_in_question(text);
    if let Some(why) = mentions.iter().find_map(|mention| mention.reading.as_ref().err()) {
        return Err(Wording::new(why.in_chinese(), why.to_string()));
    }
    match (mentions.pop(), mentions.pop()) {
        (Some(Mention { span, reading: Ok(expression) }), None) if span == (0..text.len()) => {
            Ok((text.to_string(), expression))
        }
        _ => Err(both!(
            "不是时间，例如 2023-06、2023Q2、第26周、2023-06-01..2023-06-15",
            "not a time such as 2023-06, 2023Q2, 第26周 or 2023-06-01..2023-06-15"
        )),
    }
}
