//! Reads times of day: `16:55`, `11:01:20`, `12点18`, `下午3点半`, `2:30 pm`. Which day they belong to is not asked here.

use super::clock::TimeOfDay;
use super::context::measure_follows;
use super::cursor::Cursor;
use super::error::Impossible;
use super::part_of_day::PartOfDay;
use super::words::{DAYTIMES, List, listed, number};

type ReadTime<'t> = Option<(Result<TimeOfDay, Impossible>, Cursor<'t>)>;

/// The time after a day, over at most two spaces or the `T` of ISO 8601.
pub(super) fn after_day(cursor: Cursor<'_>) -> ReadTime<'_> {
    let start = match cursor.eat('T') {
        Some(after) => after,
        None => cursor.skip_spaces(2),
    };
    spoken(start, true).or_else(|| clock(start))
}

/// A time of day without a day.
pub(super) fn alone(cursor: Cursor<'_>) -> ReadTime<'_> {
    spoken(cursor, false).or_else(|| match clock(cursor) {
        // Alone, what is beyond the clock is a score or a ratio.
        Some((Ok(time), end)) => Some((Ok(time), end)),
        _ => None,
    })
}

/// A time that ends a range of times, where `3点` needs no further proof.
pub(super) fn at_end_of_range(cursor: Cursor<'_>) -> ReadTime<'_> {
    spoken(cursor, true).or_else(|| clock(cursor))
}

/// `16:55`, `11:01:20`, `2:30pm`.
fn clock(cursor: Cursor<'_>) -> ReadTime<'_> {
    let (hour, after_hour) = cursor.digits().filter(|(hour, _)| hour.chars <= 2)?;
    let (minute, mut end) = after_hour.eat(':')?.digits().filter(|(minute, _)| minute.chars == 2)?;
    if let Some((second, after)) = end.eat(':').and_then(Cursor::digits) {
        if second.chars != 2 || second.value > 60 {
            return None;
        }
        end = after;
        if let Some((_, after)) = end.eat('.').and_then(Cursor::digits) {
            end = after;
        }
    }
    let mut hour = hour.value;
    let after = end.skip_spaces(1);
    if let Some(after) = after.eat_word("pm") {
        hour = if hour < 12 { hour + 12 } else { hour };
        end = after;
    } else if let Some(after) = after.eat_word("am") {
        hour %= 12;
        end = after;
    } else if end.eat_word("Z").is_none() {
        match end.peek() {
            Some(':') if end.next().peek().is_some_and(|next| next.is_ascii_digit()) => {
                return None;
            }
            Some(next) if next.is_ascii_alphanumeric() || next == '%' => return None,
            _ => {}
        }
    }
    Some((TimeOfDay::new(hour, minute.value), end))
}

/// `12点18`, `23点`, `下午3点半`, `16时30分`, `晚8:30`. With `is_certain` a bare `3点` is a time; else it has to show it.
fn spoken(cursor: Cursor<'_>, is_certain: bool) -> ReadTime<'_> {
    let (part, start) = match DAYTIMES.eat(cursor) {
        Some((part, after)) => (Some(part), after.skip_spaces(1)),
        None => (None, cursor),
    };
    let in_part = |hour: u32| part.map_or(hour, |part: PartOfDay| part.hour(hour));
    if part.is_some()
        && let Some((time, end)) = clock(start)
    {
        let time = time.and_then(|time| TimeOfDay::new(in_part(u32::from(time.hour())), u32::from(time.minute())));
        return Some((time, end));
    }
    let (hour, after_hour) = start.number().filter(|(hour, _)| hour.chars <= 3)?;
    // 10 时 05 分.
    let after_hour = after_hour.skip_spaces(1);
    let is_hour_word = after_hour.peek() == Some('时');
    let after_point = after_hour.eat('点').or_else(|| after_hour.eat('时'))?;
    let (minute, end) = minutes(after_point);
    let has_minutes = end.at() != after_point.at();
    if is_hour_word && !has_minutes && part.is_none() {
        return None;
    }
    if !(is_certain || part.is_some() || has_minutes || shows_time(cursor, after_point, hour.value)) {
        return None;
    }
    if hour.is_spoken && !(is_certain || part.is_some() || has_minutes) {
        return None;
    }
    // 3点建议 after a day still lists three points.
    static POINTS: List<()> = List::named("points", listed);
    if !has_minutes && POINTS.is_next(end) {
        return None;
    }
    Some((TimeOfDay::new(in_part(hour.value), minute), end))
}

/// The minutes after 点: 0 and the same place where none are written.
fn minutes(cursor: Cursor<'_>) -> (u32, Cursor<'_>) {
    static WORDS: List<u32> = List::named("minutes", number);
    if let Some((minute, end)) = WORDS.eat(cursor) {
        return (minute, end);
    }
    let start = cursor.skip_spaces(1);
    // 下午 3 点 20 人 are people.
    let is_beside = start.at() == cursor.at();
    match start.number() {
        Some((minute, after)) if minute.chars <= 3 => match after.skip_spaces(1).eat('分') {
            Some(end) if end.peek() != Some('之') => (minute.value, end),
            None if is_beside && minute.chars == 2 && !minute.is_spoken && !measure_follows(after) => {
                match after.peek() {
                    Some(next) if next.is_ascii_alphanumeric() || ".:/%".contains(next) => (0, cursor),
                    _ => (minute.value, after),
                }
            }
            _ => (0, cursor),
        },
        _ => (0, cursor),
    }
}

/// Whether a bare `14点` is a time by its neighbours, or by having none.
fn shows_time(start: Cursor<'_>, end: Cursor<'_>, hour: u32) -> bool {
    let before = start.previous();
    let after = end.peek();
    let is_free =
        |neighbour: Option<char>| neighbour.is_none_or(|neighbour| !neighbour.is_alphanumeric() && neighbour != '.');
    start.is_after(&["从", "自", "至", "到", "于", "在", "截至"])
        || end.is_before(&["左右", "前", "后", "之前", "之后", "开始", "起", "到", "至", "许"]) && before != Some('以')
        // A small number of 点 is a list of points.
        || (hour > 6 && is_free(before) && is_free(after))
        || (after == Some('-') || after == Some('~')) && end.next().digits().is_some()
}
