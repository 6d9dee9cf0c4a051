//! Reads what begins with a Chinese word or numeral: 今天, 本月底, 去年6月, 第26周, 下半年. Weeks and spans are beside it.

use super::compose::Read;
use super::counted::{self, half, ordinal, part_of_month};
use super::cursor::{Cursor, Mode, numeral};
use super::day::DayOfMonth;
use super::daytime;
use super::expression::{Expression, MonthPart};
use super::month::Month;
use super::relative::{PlaceInMonth, Relative};
use super::spoken_week::{counted_span, is_word_tail, offset, week, weekday_alone};
use super::words::{any_follows, ends_with_any};

/// What starts with a Chinese character here.
pub(super) fn read(cursor: Cursor<'_>) -> Read<'_> {
    match cursor.peek()? {
        '第' => ordinal(None, cursor),
        '今' | '昨' | '明' | '去' | '大' => day(cursor).or_else(|| year(cursor)),
        '前' | '后' => {
            day(cursor).or_else(|| year(cursor)).or_else(|| half(None, cursor)).or_else(|| counted_span(cursor))
        }
        '本' | '这' | '上' | '下' => counted_span(cursor)
            .or_else(|| week(cursor))
            .or_else(|| month(cursor))
            .or_else(|| quarter_or_year(cursor))
            .or_else(|| half_or_part(cursor))
            .or_else(|| time(cursor)),
        '周' | '星' | '礼' => weekday_alone(cursor),
        '月' => edge_of_month(cursor),
        '年' => edge_of_year(cursor),
        '最' | '近' | '过' | '未' | '接' => counted_span(cursor),
        '凌' | '早' | '清' | '中' | '午' | '傍' | '晚' | '深' | '夜' | '当' => {
            half_or_part(cursor).or_else(|| time(cursor))
        }
        first if numeral(first).is_some() => spoken_number(cursor),
        _ => None,
    }
}

pub(super) fn relative<'t>(relative: Relative, end: Cursor<'t>) -> Read<'t> {
    Some((Ok(Expression::Relative(relative)), end))
}

/// A number in Chinese numerals that is not the tail of another number or word.
fn spoken_number(cursor: Cursor<'_>) -> Read<'_> {
    let is_inside = cursor.previous().is_some_and(|previous| {
        previous.is_ascii_alphanumeric()
            || numeral(previous).is_some()
            || "第百千万亿周期点零每其之统同唯".contains(previous)
    });
    if is_inside {
        return None;
    }
    counted::read(cursor).or_else(|| time(cursor))
}

fn time(cursor: Cursor<'_>) -> Read<'_> {
    let (time, end) = daytime::alone(cursor)?;
    Some((time.map(Expression::Time), end))
}

/// 今天, 昨日, 前天, 大后天, 昨晚.
fn day(cursor: Cursor<'_>) -> Read<'_> {
    const DAYS: [(&str, i16); 18] = [
        ("今天", 0),
        ("今日", 0),
        ("今晚", 0),
        ("今早", 0),
        ("昨天", -1),
        ("昨日", -1),
        ("昨晚", -1),
        ("昨夜", -1),
        ("明天", 1),
        ("明日", 1),
        ("明早", 1),
        ("明晚", 1),
        ("前天", -2),
        ("前日", -2),
        ("后天", 2),
        ("大前天", -3),
        ("大后天", 3),
        ("后日", 2),
    ];
    // 目前天气 and 之后天天 hold 前天 and 后天.
    if ends_with_any(cursor, &["目", "之", "以", "提", "当", "然", "最", "至", "如"])
        && !matches!(cursor.peek(), Some('今' | '昨'))
    {
        return None;
    }
    let (days, end) = cursor.eat_any(&DAYS)?;
    // 今日头条, 明日之星.
    if any_follows(end, &["头条", "之星", "均", "志"]) {
        return None;
    }
    relative(Relative::Day(days), end)
}

/// 去年, 今年6月, 明年上半年, 去年底.
fn year(cursor: Cursor<'_>) -> Read<'_> {
    const YEARS: [(&str, i16); 5] = [("去年", -1), ("今年", 0), ("明年", 1), ("前年", -2), ("后年", 2)];
    if ends_with_any(cursor, &["目", "之", "以", "提"]) {
        return None;
    }
    let (years, end) = cursor.eat_any(&YEARS)?;
    in_relative_year(years, end).or_else(|| relative(Relative::Year(years), end))
}

/// What a relative year goes on with.
fn in_relative_year(years: i16, after: Cursor<'_>) -> Read<'_> {
    let rest = after.eat('度').unwrap_or(after);
    let rest = rest.eat('的').unwrap_or(rest).skip_spaces(1);
    let edge = rest.eat_any(&[("年底", 12), ("底", 12), ("年末", 12), ("末", 12), ("年初", 1), ("初", 1)]);
    if let Some((month, end)) = edge {
        let what = Month::new(month).ok().map(|month| Expression::Month { year: None, month })?;
        return relative(Relative::OfYear { years, what: Box::new(what) }, end);
    }
    let found = match rest.peek()? {
        '第' => ordinal(None, rest),
        '春' | '农' => super::festival::read(None, rest),
        '上' | '下' => half(None, rest),
        'Q' => super::code::quarter_of_year(None, rest),
        'H' => super::code::half_of_year(None, rest),
        'W' => super::latin::week_code(rest),
        next if next.is_ascii_digit() => super::numeric::read_after_year(rest),
        next if numeral(next).is_some() => counted::read(rest),
        _ => None,
    };
    let (reading, end) = found?;
    let reading = match reading {
        Ok(what) if what.lacks_only_year() => {
            Ok(Expression::Relative(Relative::OfYear { years, what: Box::new(what) }))
        }
        Ok(_) => return None,
        Err(impossible) => Err(impossible),
    };
    Some((reading, end))
}

/// 本月, 上个月, 下月底, 上月15日, 本月下旬.
fn month(cursor: Cursor<'_>) -> Read<'_> {
    if is_word_tail(cursor) {
        return None;
    }
    let (months, after) = offset(cursor)?;
    let end = after.eat('月')?;
    if let Some((part, end)) = part_of_month(end) {
        return relative(Relative::OfMonth { months, place: PlaceInMonth::Part(part) }, end);
    }
    if let Some((day, after)) = end.number()
        && let Some(end) = after.eat('日').or_else(|| after.eat('号'))
    {
        let reading = DayOfMonth::new(day.value, None)
            .map(|day| Expression::Relative(Relative::OfMonth { months, place: PlaceInMonth::Day(day) }));
        return Some((reading, end));
    }
    if let Some((Ok(Expression::Week(label)), end)) = ordinal(None, end.eat('的').unwrap_or(end))
        && label.week().get() <= 5
    {
        let place = PlaceInMonth::Week(label.week().get());
        return relative(Relative::OfMonth { months, place }, end);
    }
    relative(Relative::Month(months), end.eat('份').unwrap_or(end))
}

/// 本季度, 上个季度, 本年度, 下一年.
fn quarter_or_year(cursor: Cursor<'_>) -> Read<'_> {
    if is_word_tail(cursor) {
        return None;
    }
    let (offset, after) = offset(cursor)?;
    if let Some(end) = after.eat_text("季度") {
        return relative(Relative::Quarter(offset), end);
    }
    let end = after.eat('年')?;
    // 上年 and 下年 alone are rare; 这年头 and 本年金 are none.
    let end =
        end.eat('度').or_else(|| (after.previous() == Some('一') || cursor.peek() == Some('本')).then_some(end))?;
    relative(Relative::Year(offset), end)
}

/// 上半年, 下旬.
fn half_or_part(cursor: Cursor<'_>) -> Read<'_> {
    if is_word_tail(cursor) {
        return None;
    }
    if let Some(found) = half(None, cursor) {
        return Some(found);
    }
    let (part, end) =
        cursor.eat_any(&[("上旬", MonthPart::Early), ("中旬", MonthPart::Middle), ("下旬", MonthPart::Late)])?;
    relative(Relative::OfMonth { months: 0, place: PlaceInMonth::Part(part) }, end)
}

/// 月底, 月初, 月末: this month's.
fn edge_of_month(cursor: Cursor<'_>) -> Read<'_> {
    let is_counted = cursor.previous().is_some_and(|previous| {
        previous.is_ascii_digit() || numeral(previous).is_some() || "个每当单次首逐按满隔该".contains(previous)
    });
    let (part, end) = part_of_month(cursor.eat('月')?)?;
    if is_counted || !matches!(part, MonthPart::Start | MonthPart::End) {
        return None;
    }
    relative(Relative::OfMonth { months: 0, place: PlaceInMonth::Part(part) }, end)
}

/// 年底, 年末, 年初: December and January of this year.
fn edge_of_year(cursor: Cursor<'_>) -> Read<'_> {
    let is_counted = cursor.previous().is_some_and(|previous| {
        previous.is_ascii_digit() || numeral(previous).is_some() || "每当多几周历往".contains(previous)
    });
    let (month, end) = cursor.eat_any(&[("年底", 12), ("年末", 12), ("年初", 1)])?;
    if is_counted || end.peek().is_some_and(|next| "步始级".contains(next)) {
        return None;
    }
    let what = Month::new(month).ok().map(|month| Expression::Month { year: None, month })?;
    // Who asks of old reports means the end of a year that they tell of; a report means its own year.
    if cursor.mode() == Mode::Question {
        return Some((Ok(what), end));
    }
    relative(Relative::OfYear { years: 0, what: Box::new(what) }, end)
}
