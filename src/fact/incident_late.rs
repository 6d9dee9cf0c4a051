//! Incidents that were found on a later day than they occurred: `6/12 巡检发现…早在5/31 20:45…`.

use super::duration::Began;
use super::incident::{day_of, occurred_text};
use crate::calendar::{Date, Expression, TimeOfDay, day_number, mentions};

/// An incident that was found on a later day than it occurred.
pub(super) struct Late {
    pub occurred: String,
    day: Date,
    time: Option<TimeOfDay>,
    /// Where the words that say so end, in bytes of what happened.
    pub date_end: usize,
}

impl Late {
    /// From when it occurred to its end, of which `minutes` is the distance from its finding.
    pub(super) fn duration(&self, found: Began, minutes: Option<u32>) -> Option<u32> {
        let (Some(time), Some(found_on), Some(found_at)) = (self.time, found.day, found.time) else { return minutes };
        let days = u32::try_from(day_number(found_on) - day_number(self.day)).ok()?;
        let end = days * 1440 + u32::from(found_at.minute_of_day()) + minutes?;
        end.checked_sub(u32::from(time.minute_of_day()))
    }
}

/// How many characters say no more than that and when something was found.
pub(super) const LONGEST_FINDING_CHARS: usize = 14;

/// When an incident occurred that was found on the day it opens with: 巡检发现…早在5/31 20:45…. `None` where it was not.
pub(super) fn found_late(happened: &str, began: Began, report_date: Option<Date>) -> Option<Late> {
    const FINDING: [&str; 6] = ["发现", "查出", "查到", "看出", "得知", "排查出"];
    let found = FINDING.iter().filter_map(|word| happened.find(word)).min()?;
    let sentence = happened.find('。').unwrap_or(happened.len());
    let (found_on, mut earlier) = (began.day?, None);
    for mention in
        mentions(happened).into_iter().filter(|mention| found < mention.span.start && mention.span.start < sentence)
    {
        let Ok(expression @ Expression::Day(_)) = mention.reading else { continue };
        let day = day_of(&expression, report_date)?;
        if day < found_on {
            let after = &happened[mention.span.end..];
            let part_of_day = ["凌晨", "夜间", "晚上", "上午", "下午"].iter().find(|part| after.starts_with(**part));
            earlier = Some(Late {
                occurred: occurred_text(day, expression.time()),
                day,
                time: expression.time(),
                date_end: mention.span.end + part_of_day.map_or(0, |part| part.len()),
            });
            break;
        }
    }
    earlier
}
