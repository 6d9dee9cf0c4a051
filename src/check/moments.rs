//! Days and times of a text, as one sees them from the report's day, and how far they lie apart.

use crate::calendar::{Date, Expression, TimeOfDay, day_number, mentions};
use crate::report::Span;

/// A day, a time of day, or both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Moment {
    /// Bytes of the text; of a range the whole of it.
    pub span: Span,
    pub date: Option<Date>,
    pub time: Option<TimeOfDay>,
    /// `6/10–6/14`: the other end of the range that begins here.
    pub until: Option<(Option<Date>, Option<TimeOfDay>)>,
    /// As it is written: a day whose year is not, and which therefore may be another's.
    pub has_year: bool,
}

/// The moments of `text` in order. Days without a year need `near`.
pub(super) fn moments(text: &str, near: Option<Date>) -> Vec<Moment> {
    mentions(text)
        .into_iter()
        .filter_map(|mention| {
            let expression = mention.reading.ok()?;
            let core = expression.core();
            let (first, last) = match core {
                Expression::Range(from, to) => (from.as_ref(), Some(to.as_ref())),
                one => (one, None),
            };
            let (date, time) = moment(first, near)?;
            let until = match last {
                Some(last) => Some(moment(last, near)?),
                None => None,
            };
            Some(Moment { span: mention.span, date, time, until, has_year: core.is_complete() })
        })
        .collect()
}

fn moment(expression: &Expression, near: Option<Date>) -> Option<(Option<Date>, Option<TimeOfDay>)> {
    match expression {
        Expression::Time(time) => Some((None, Some(*time))),
        Expression::Day(day) => {
            let date = match (day.date(), near) {
                (Some(date), _) => Some(date),
                (None, near) => Some(expression.resolve(near?).ok()?.from()),
            };
            Some((date, day.time()))
        }
        _ => None,
    }
}

const DAY_MINUTES: i32 = 24 * 60;

/// Minutes from one moment to another; `None` where one of them has no time, or a day alone. Without a second day, a small hour
/// after a late one is the next day's.
pub(super) fn minutes_between(
    (from_date, from): (Option<Date>, Option<TimeOfDay>),
    (to_date, to): (Option<Date>, Option<TimeOfDay>),
) -> Option<i32> {
    let (from, to) = (from?, to?);
    let minutes = i32::from(to.minute_of_day()) - i32::from(from.minute_of_day());
    match (from_date, to_date) {
        (Some(from), Some(to)) => Some((day_number(to) - day_number(from)) * DAY_MINUTES + minutes),
        _ if minutes < 0 && is_overnight(from, to) => Some(minutes + DAY_MINUTES),
        _ => Some(minutes),
    }
}

/// Whether a span from one time of day to an earlier one runs over midnight: from the evening on, or into the morning.
fn is_overnight(from: TimeOfDay, to: TimeOfDay) -> bool {
    const EVENING: u8 = 17;
    const MORNING: u8 = 9;
    from.hour() >= EVENING || to.hour() <= MORNING
}
