//! Reads what begins with a Chinese word or numeral: 今天, 本月底, 去年6月, 第26周, 下半年.

use super::code::{half_of_year, quarter_of_year};
use super::counted::{self, edge, half, ordinal};
use super::cursor::{Cursor, Mode, numeral};
use super::day::DayOfMonth;
use super::daytime;
use super::expression::{Expression, MonthPart, PlaceInMonth, Relative};
use super::latin::week_code;
use super::numeric::read_after_year;
use super::read::{Read, relative};
use super::spoken_week::{counted_span, is_word_tail, offset, week, weekday_alone};
use super::spring_festival;
use super::words::{DAYS, List, PARTS_OF_MONTH, number};

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
    // 目前天气 and 之后天天 hold 前天 and 后天.
    if cursor.is_after(&["目", "之", "以", "提", "当", "然", "最", "至", "如"])
        && !matches!(cursor.peek(), Some('今' | '昨'))
    {
        return None;
    }
    let (days, end) = DAYS.eat(cursor)?;
    // 今日头条, 明日之星.
    if end.is_before(&["头条", "之星", "均", "志"]) {
        return None;
    }
    relative(Relative::Day(days), end)
}

/// 去年, 今年6月, 明年上半年, 去年底.
fn year(cursor: Cursor<'_>) -> Read<'_> {
    static YEARS: List<i16> = List::named("year", number);
    if cursor.is_after(&["目", "之", "以", "提"]) {
        return None;
    }
    let (years, end) = YEARS.eat(cursor)?;
    in_relative_year(years, end).or_else(|| relative(Relative::Year(years), end))
}

/// What a relative year goes on with.
fn in_relative_year(years: i16, after: Cursor<'_>) -> Read<'_> {
    let rest = after.eat('度').unwrap_or(after);
    let rest = rest.eat('的').unwrap_or(rest).skip_spaces(1);
    if let Some((month, end)) = edge(rest.eat('年').unwrap_or(rest)) {
        let what = Box::new(Expression::Month { year: None, month });
        return relative(Relative::OfYear { years, what }, end);
    }
    let found = match rest.peek()? {
        '第' => ordinal(None, rest),
        '春' | '农' => spring_festival::read(None, rest),
        '上' | '下' => half(None, rest),
        'Q' => quarter_of_year(None, rest),
        'H' => half_of_year(None, rest),
        'W' => week_code(rest),
        next if next.is_ascii_digit() => read_after_year(rest),
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
    if let Some((part, end)) = PARTS_OF_MONTH.eat(end) {
        return relative(Relative::OfMonth { months, place: PlaceInMonth::Part(part) }, end);
    }
    if let Some((day, after)) = end.number()
        && let Some(end) = after.eat_day_unit()
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
    let (part, end) = PARTS_OF_MONTH.eat(cursor.eat('月')?)?;
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
    let (month, end) = edge(cursor.eat('年')?)?;
    if is_counted {
        return None;
    }
    let what = Expression::Month { year: None, month };
    // Who asks of old reports means the end of a year in them; a report means its own year.
    if cursor.mode() == Mode::Question {
        return Some((Ok(what), end));
    }
    relative(Relative::OfYear { years: 0, what: Box::new(what) }, end)
}
