//! Reads what belongs to a day behind it: its weekday, which only repeats it, and its time.

use super::clock::TimeOfDay;
use super::cursor::Cursor;
use super::day::Day;
use super::daytime;
use super::error::Impossible;
use super::expression::Expression;
use super::words::weekday_numeral;

/// `day`, its weekday (read over) and its time, if they follow.
pub(super) fn finish_day(
    day: Result<Day, Impossible>,
    end: Cursor<'_>,
) -> (Result<Expression, Impossible>, Cursor<'_>) {
    let (time, end) = time_of_day(end);
    let reading = match (day, time) {
        (Ok(day), Some(Ok(time))) => Ok(Expression::Day(day.at(time))),
        (Ok(day), None) => Ok(Expression::Day(day)),
        (Err(impossible), _) | (Ok(_), Some(Err(impossible))) => Err(impossible),
    };
    (reading, end)
}

/// The time after a day, over the day's weekday: `6/15（周四）11:01`.
pub(super) fn time_of_day(end: Cursor<'_>) -> (Option<Result<TimeOfDay, Impossible>>, Cursor<'_>) {
    let end = skip_weekday(end);
    match daytime::after_day(end) {
        Some((time, end)) => (Some(time), end),
        None => (None, end),
    }
}

/// Past a weekday that only repeats what the date says: ` 周二`, `（周四）`, `星期四`.
fn skip_weekday(cursor: Cursor<'_>) -> Cursor<'_> {
    let inner = cursor.skip_spaces(1);
    let (inner, is_bracketed) = match inner.eat('(') {
        Some(inner) => (inner, true),
        None => (inner, false),
    };
    let weekday = inner.eat_first(&["周", "星期", "礼拜"]);
    let Some(after) = weekday.filter(|after| after.is_next(|day| weekday_numeral(day).is_some())) else {
        return cursor;
    };
    match (is_bracketed, after.next().eat(')')) {
        (true, Some(end)) => end,
        (true, None) => cursor,
        (false, _) => after.next(),
    }
}
