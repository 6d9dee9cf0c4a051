//! Whether the day that this machine believes in fits what is kept.

use jiff::{SignedDuration, Timestamp};

use super::Finding;
use crate::calendar::Date;
use crate::config::Config;
use crate::context::open_feedback;

/// A report of next month is of a clock that is wrong, more likely than early.
const EARLY: SignedDuration = SignedDuration::from_hours(31 * 24);

/// What was answered on another machine, or under another clock, may be a little ahead.
const AHEAD: SignedDuration = SignedDuration::from_hours(24);

const NAME: &str = "clock";

/// A finding where the newest report, the last of which is of `newest`, lies in the future. A day that was asked for is no clock.
pub(super) fn of_reports(config: &Config, newest: Date) -> Option<Finding> {
    let is_ahead = !config.is_as_of_given && newest.duration_since(config.as_of) > EARLY;
    let text = || format!("the newest report is of {newest}, and this machine believes that it is {}", config.as_of);
    is_ahead.then(|| {
        Finding::left(NAME, text(), "set the clock, or name the day with --as-of: `this week` is taken from it")
    })
}

/// A finding where something was answered, or said, later than now.
pub(super) fn of_feedback(config: &Config) -> Option<Finding> {
    let kept = open_feedback(config).kept().ok()?;
    let said = kept.answers.iter().flat_map(|judged| judged.judgements.iter().map(|said| said.at));
    let newest = kept.answers.iter().map(|judged| judged.at()).chain(said).max()?;
    let now = Timestamp::now();
    let is_ahead = newest.duration_since(now) > AHEAD;
    let text = || format!("something was answered or said at {}, and it is {} now", short(newest), short(now));
    let hint = "set the clock; what was said last of an answer holds, whatever the clock said";
    is_ahead.then(|| Finding::left(NAME, text(), hint))
}

fn short(at: Timestamp) -> String {
    at.strftime("%F %H:%M UTC").to_string()
}
