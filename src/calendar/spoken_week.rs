//! Reads Chinese that counts weeks or spans from the reader's day: 上周五, 周末, 最近三周, 未来7天.

use super::cursor::{Cursor, Mode, numeral};
use super::expression::{Relative, Unit};
use super::read::{Read, relative};
use super::words::{List, OFFSETS, SPAN_UNITS, weekday_numeral};
use jiff::civil::Weekday;

/// How far 本, 这, 上, 上上, 下, 下下 (个, 一, 一个) points, and past it.
pub(super) fn offset(cursor: Cursor<'_>) -> Option<(i16, Cursor<'_>)> {
    let (offset, after) = OFFSETS.eat(cursor)?;
    Some((offset, after.eat_first(&["一个", "个", "一"]).unwrap_or(after)))
}

/// Whether 上, 下 or 本 ends another word here: 线上周报, 以上月份, 版本周五.
pub(super) fn is_word_tail(cursor: Cursor<'_>) -> bool {
    match cursor.peek() {
        Some('本') => cursor.is_after(&["成", "基", "版", "资", "文", "脚", "样", "副", "根", "剧", "标", "账", "日"]),
        Some('上') => cursor.is_after(&["线", "以", "晚", "早", "网", "之", "路", "身", "加", "云", "如", "马"]),
        Some('下') => cursor.is_after(&["线", "以", "之", "如", "余", "名", "旗", "地", "当"]),
        _ => false,
    }
}

/// 本周, 上上周, 这个星期, 下周二, 上周末.
pub(super) fn week(cursor: Cursor<'_>) -> Read<'_> {
    if is_word_tail(cursor) {
        return None;
    }
    let (weeks, after) = offset(cursor)?;
    let end = after.eat_first(&["周", "星期", "礼拜"])?;
    if let Some((weekday, end)) = weekday(end) {
        return relative(Relative::WeekdayOf { week: weeks, weekday }, end);
    }
    if let Some(end) = end.eat('末') {
        return relative(Relative::Weekend(weeks), end);
    }
    if end.is_before(&["期", "年", "边", "转", "折", "围"]) {
        return None;
    }
    let end = end.eat('内').unwrap_or(end);
    relative(Relative::Week(weeks), end)
}

/// 一 to 日 after 周, unless it counts what follows: 本周三个系统 names no Wednesday.
fn weekday(cursor: Cursor<'_>) -> Option<(Weekday, Cursor<'_>)> {
    let (weekday, end) = (weekday_numeral(cursor.peek()?)?, cursor.next());
    let goes_on = if weekday == Weekday::Sunday {
        "志均常活程"
    } else {
        "个项大共方家条类次笔台份块轮套种位人级板致直般些起十百千万期线名件单"
    };
    (!end.peek().is_some_and(|next| goes_on.contains(next))).then_some((weekday, end))
}

/// 周五, 星期三, 礼拜二, 周末: this week's; 每周五 is no day.
pub(super) fn weekday_alone(cursor: Cursor<'_>) -> Read<'_> {
    if cursor.is_after(&["每", "每个", "双", "单", "隔", "逢", "各", "个"])
        || cursor.previous().and_then(numeral).is_some()
    {
        return None;
    }
    let end = cursor.eat_first(&["周", "星期", "礼拜"])?;
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
    static LEADS: List<bool> = List::named("span", |value| Some(value == "past"));
    let (is_past, after) = LEADS.eat(cursor)?;
    let is_vague = after.at() == cursor.next().at() && !matches!(cursor.peek(), Some('近' | '这'));
    if is_vague && cursor.mode() != Mode::Question || is_word_tail(cursor) {
        return None;
    }
    if cursor.is_after(&["将", "附", "临", "靠", "接", "邻", "远", "经", "通", "不", "再"]) {
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
    let (unit, end) = SPAN_UNITS.eat(after)?;
    if end.is_before(&["期", "边"]) {
        return None;
    }
    let count = u16::try_from(number.value).ok()?;
    let end = end.eat('内').or_else(|| end.eat('来')).unwrap_or(end);
    counted_relative(is_past, count, unit, end)
}

fn counted_relative(is_past: bool, count: u16, unit: Unit, end: Cursor<'_>) -> Read<'_> {
    relative(if is_past { Relative::Past { count, unit } } else { Relative::Coming { count, unit } }, end)
}
