//! Reads Chinese that counts in weeks or spans from where the reader stands: 上周五, 周末, 最近三周, 未来7天.

use super::compose::Read;
use super::cursor::{Cursor, Mode, numeral};
use super::relative::{Relative, Unit};
use super::spoken::relative;
use super::words::{any_follows, ends_with_any};
use jiff::civil::Weekday;

/// How far 本, 这, 上, 上上, 下, 下下 (个, 一, 一个) points, and past it.
pub(super) fn offset(cursor: Cursor<'_>) -> Option<(i16, Cursor<'_>)> {
    const OFFSETS: [(&str, i16); 8] =
        [("上上上", -3), ("上上", -2), ("上", -1), ("下下下", 3), ("下下", 2), ("下", 1), ("本", 0), ("这", 0)];
    let (offset, after) = cursor.eat_any(&OFFSETS)?;
    let end = ["一个", "个", "一"].into_iter().find_map(|word| after.eat_text(word));
    Some((offset, end.unwrap_or(after)))
}

/// Whether 上, 下 or 本 ends another word here: 线上周报, 以上月份, 版本周五.
pub(super) fn is_word_tail(cursor: Cursor<'_>) -> bool {
    match cursor.peek() {
        Some('本') => {
            ends_with_any(cursor, &["成", "基", "版", "资", "文", "脚", "样", "副", "根", "剧", "标", "账", "日"])
        }
        Some('上') => ends_with_any(cursor, &["线", "以", "晚", "早", "网", "之", "路", "身", "加", "云", "如", "马"]),
        Some('下') => ends_with_any(cursor, &["线", "以", "之", "如", "余", "名", "旗", "地", "当"]),
        _ => false,
    }
}

/// 本周, 上上周, 这个星期, 下周二, 上周末.
pub(super) fn week(cursor: Cursor<'_>) -> Read<'_> {
    if is_word_tail(cursor) {
        return None;
    }
    let (weeks, after) = offset(cursor)?;
    let end = after.eat_any(&[("周", ()), ("星期", ()), ("礼拜", ())])?.1;
    if let Some((weekday, end)) = weekday(end) {
        return relative(Relative::WeekdayOf { week: weeks, weekday }, end);
    }
    if let Some(end) = end.eat('末') {
        return relative(Relative::Weekend(weeks), end);
    }
    if any_follows(end, &["期", "年", "边", "转", "折", "围"]) {
        return None;
    }
    let end = end.eat('内').unwrap_or(end);
    relative(Relative::Week(weeks), end)
}

/// 一 to 日 after 周, unless it counts what follows: 本周三个系统 names no Wednesday.
fn weekday(cursor: Cursor<'_>) -> Option<(Weekday, Cursor<'_>)> {
    const WEEKDAYS: [(&str, Weekday); 8] = [
        ("一", Weekday::Monday),
        ("二", Weekday::Tuesday),
        ("三", Weekday::Wednesday),
        ("四", Weekday::Thursday),
        ("五", Weekday::Friday),
        ("六", Weekday::Saturday),
        ("日", Weekday::Sunday),
        ("天", Weekday::Sunday),
    ];
    let (weekday, end) = cursor.eat_any(&WEEKDAYS)?;
    let goes_on = if weekday == Weekday::Sunday {
        "志均常活程"
    } else {
        "个项大共方家条类次笔台份块轮套种位人级板致直般些起十百千万期线名件单"
    };
    (!end.peek().is_some_and(|next| goes_on.contains(next))).then_some((weekday, end))
}

/// 周五, 星期三, 礼拜二, 周末: this week's; 每周五 is no day.
pub(super) fn weekday_alone(cursor: Cursor<'_>) -> Read<'_> {
    if ends_with_any(cursor, &["每", "每个", "双", "单", "隔", "逢", "各", "个"])
        || cursor.previous().and_then(numeral).is_some()
    {
        return None;
    }
    let end = cursor.eat_any(&[("周", ()), ("星期", ()), ("礼拜", ())])?.1;
    if let Some(end) = end.eat('末') {
        return relative(Relative::Weekend(0), end);
    }
    let (weekday, end) = weekday(end)?;
    if end.peek() == Some('天') && weekday != Weekday::Sunday {
        return None;
    }
    relative(Relative::WeekdayOf { week: 0, weekday }, end)
}

/// 最近三周, 近7天, 过去一个季度, 未来两周; 前两周 only in questions, where it is not the first two.
pub(super) fn counted_span(cursor: Cursor<'_>) -> Read<'_> {
    const LEADS: [(&str, bool); 14] = [
        ("这", true),
        ("最近的", true),
        ("最近", true),
        ("近", true),
        ("过去的", true),
        ("过去", true),
        ("过往", true),
        ("未来", false),
        ("接下来的", false),
        ("接下来", false),
        ("前", true),
        ("上", true),
        ("后", false),
        ("下", false),
    ];
    const UNITS: [(&str, Unit); 13] = [
        ("个月", Unit::Month),
        ("个星期", Unit::Week),
        ("个礼拜", Unit::Week),
        ("个季度", Unit::Quarter),
        ("个周", Unit::Week),
        ("星期", Unit::Week),
        ("季度", Unit::Quarter),
        ("周", Unit::Week),
        ("天", Unit::Day),
        ("日", Unit::Day),
        ("年", Unit::Year),
        ("个自然周", Unit::Week),
        ("个工作日", Unit::Day),
    ];
    let (is_past, after) = cursor.eat_any(&LEADS)?;
    let is_vague = after.at() == cursor.next().at() && !matches!(cursor.peek(), Some('近' | '这'));
    if is_vague && cursor.mode() != Mode::Question || is_word_tail(cursor) {
        return None;
    }
    if ends_with_any(cursor, &["将", "附", "临", "靠", "接", "邻", "远", "经", "通", "不", "再"]) {
        return None;
    }
    let after = after.skip_spaces(1);
    // 上半年 and 下半年 are halves of a year, no spans.
    if !is_vague && let Some(end) = after.eat_text("半年") {
        return counted_relative(is_past, 6, Unit::Month, end);
    }
    let (number, after) = after.number().filter(|(number, _)| number.chars <= 3 && number.value > 0)?;
    // 上一周 and 这一周 are single weeks, not spans of one.
    if number.value == 1 && (is_vague || cursor.peek() == Some('这')) {
        return None;
    }
    let after = after.skip_spaces(1);
    let (unit, end) = after.eat_any(&UNITS)?;
    if any_follows(end, &["期", "边"]) {
        return None;
    }
    let count = u16::try_from(number.value).ok()?;
    let end = end.eat('内').or_else(|| end.eat('来')).unwrap_or(end);
    counted_relative(is_past, count, unit, end)
}

fn counted_relative(is_past: bool, count: u16, unit: Unit, end: Cursor<'_>) -> Read<'_> {
    relative(if is_past { Relative::Past { count, unit } } else { Relative::Coming { count, unit } }, end)
}
