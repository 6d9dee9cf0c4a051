//! Incidents that were found on a later day than they occurred: `6/12 巡检发现…早在5/31 20:45…`.

use super::opening::{day_of, moment_text};
use crate::calendar::{Date, Expression, TimeOfDay, day_number, mentions};
use crate::fact::duration::Began;
use crate::vocabulary::{Sense, Words};

pub(super) struct Late {
    pub occurred: String,
    day: Date,
    time: Option<TimeOfDay>,
    /// Where the words for the day end, in bytes of what happened.
    pub date_end: usize,
}

impl Late {
    /// Minutes from when it occurred to its end; `minutes` are those from its finding.
    pub(super) fn duration(&self, found: Began, minutes: Option<u32>) -> Option<u32> {
        let (Some(time), Some(found_on), Some(found_at)) = (self.time, found.day, found.time) else { return minutes };
        let days = u32::try_from(day_number(found_on) - day_number(self.day)).ok()?;
        let end = days * 1440 + u32::from(found_at.minute_of_day()) + minutes?;
        end.checked_sub(u32::from(time.minute_of_day()))
    }
}

/// A longer text says more than that and when something was found.
pub(super) const LONGEST_FINDING_CHARS: usize = 14;

/// The first day before the one it opens with that its first sentence names behind a word for finding.
pub(super) fn found_late(happened: &str, began: Began, report_date: Option<Date>) -> Option<Late> {
    static FINDING: Words = Words::of(&[Sense::Found, Sense::FoundOut]);
    static DAYTIME: Words = Words::of(&[Sense::Daytime]);
    let found = FINDING.first_in(happened)?.span.start;
    let sentence = happened.find('。').unwrap_or(happened.len());
    let found_on = began.day?;
    let mentions = mentions(happened);
    let mut days = mentions.into_iter().filter(|mention| (found..sentence).contains(&mention.span.start));
    days.find_map(|mention| {
        let expression = mention.reading.ok().filter(|expression| matches!(expression, Expression::Day(_)))?;
        let day = day_of(&expression, report_date).filter(|day| *day < found_on)?;
        let daytime = DAYTIME.beginning(&happened[mention.span.end..]).map_or(0, |daytime| daytime.span.len());
        let (time, date_end) = (expression.time(), mention.span.end + daytime);
        Some(Late { occurred: moment_text(day, time), day, time, date_end })
    })
}
