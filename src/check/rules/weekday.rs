//! ZB020: a weekday beside a date of another.

use crate::calendar::{Date, Expression, Weekday, mention_at_start, mentions};
use crate::check::finding::{Objection, Wording};
use crate::check::rule::{Case, Rule};
use crate::report::{Span, lines_of};
use crate::text::is_whole;

pub(in crate::check) static RULE: Rule =
    Rule { code: "ZB020", name: "weekday", is_default: true, needs_earlier: false, run };

const CHINESE: &str = "一二三四五六日";
const ENGLISH: &str = "Mon Tue Wed Thu Fri Sat Sun";
const ENGLISH_WHOLE: &str = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday";

fn run(case: &Case<'_>) -> Vec<Objection> {
    let page = case.page;
    let mut found = Vec::new();
    for line in lines_of(&page.text, &(0..page.text.len())) {
        let text = &page.text[line.clone()];
        if !has_weekday(text) {
            continue;
        }
        for (word, weekday) in weekdays(text) {
            let dated = date_before(text, word.start, page.reliable_date())
                .or_else(|| date_after(text, word.end, page.reliable_date()));
            let Some((span, date)) = dated.filter(|(_, date)| date.weekday() != weekday) else { continue };
            let is = date.weekday();
            let span = span.start.min(word.start)..span.end.max(word.end);
            found.push(Objection {
                message: Wording::new(
                    format!("{date} 是周{}，写的是周{}", name(is), name(weekday)),
                    format!("{date} is a {}, and {} is written", english(is), english(weekday)),
                ),
                span: line.start + span.start..line.start + span.end,
                evidence: Vec::new(),
            });
        }
    }
    found
}

fn has_weekday(text: &str) -> bool {
    text.contains(['周', '期', '拜']) || ENGLISH.split(' ').any(|word| text.contains(word))
}

fn name(weekday: Weekday) -> char {
    CHINESE.chars().nth(offset(weekday)).unwrap_or('日')
}

fn english(weekday: Weekday) -> &'static str {
    ENGLISH_WHOLE.split(' ').nth(offset(weekday)).unwrap_or_default()
}

fn offset(weekday: Weekday) -> usize {
    usize::try_from(weekday.to_monday_zero_offset()).unwrap_or_default()
}

fn weekday_at(offset: usize) -> Option<Weekday> {
    Weekday::from_monday_zero_offset(i8::try_from(offset).ok()?).ok()
}

/// The weekdays of a line: 周三, 星期三, Wednesday, Wed.
fn weekdays(text: &str) -> Vec<(Span, Weekday)> {
    let mut found = Vec::new();
    for mark in ["周", "星期", "礼拜"] {
        for (at, _) in text.match_indices(mark) {
            let Some(c) = text[at + mark.len()..].chars().next() else { continue };
            let c = if c == '天' { '日' } else { c };
            // 双周三次, 第一周一次: the mark is of another word.
            let is_other = text[..at].ends_with(['第', '双', '每', '一', '两', '三', '四', '半'])
                || text[at + mark.len() + c.len_utf8()..]
                    .starts_with(['次', '个', '周', '天', '期', '至', '到', '-', '~']);
            let offset = CHINESE.chars().position(|known| known == c).filter(|_| !is_other);
            let end = at + mark.len() + c.len_utf8();
            found.extend(offset.and_then(weekday_at).map(|weekday| (at..end, weekday)));
        }
    }
    for words in [ENGLISH_WHOLE, ENGLISH] {
        for (offset, word) in words.split(' ').enumerate() {
            for (at, _) in text.match_indices(word) {
                let span = at..at + word.len();
                let weekday = weekday_at(offset).filter(|_| is_whole(text, &span));
                found.extend(weekday.map(|weekday| (span, weekday)));
            }
        }
    }
    found
}

/// The day of an expression: of a range its last, or its first.
fn day(expression: &Expression, near: Option<Date>, is_last: bool) -> Option<Date> {
    match expression.core() {
        Expression::Day(day) => match (day.date(), near) {
            (Some(date), _) => Some(date),
            (None, Some(near)) => Some(expression.core().resolve(near).ok()?.from()),
            (None, None) => None,
        },
        Expression::Range(from, to) => day(if is_last { to } else { from }, near, is_last),
        _ => None,
    }
}

/// Between a date and its weekday: 6/12（周三）, 6月12日，周三, June 12 (Wed).
const JOINTS: [char; 7] = ['（', '(', ' ', ',', '，', '/', '*'];

fn date_before(text: &str, at: usize, near: Option<Date>) -> Option<(Span, Date)> {
    let head = text[..at].trim_end_matches(JOINTS);
    let gap = &text[head.len()..at];
    // 6/12，周三: two things with a comma and a stop between.
    if gap.chars().count() > 2 {
        return None;
    }
    let Some(mention) = mentions(head).into_iter().next_back().filter(|mention| mention.span.end == head.len()) else {
        return bare_date(head, near).filter(|_| gap.trim().is_empty() && text[at..].starts_with(['周', '星', '礼']));
    };
    let date = day(mention.reading.as_ref().ok()?, near, true)?;
    // 6/12，周三评审: after a Chinese comma another clause begins.
    (!gap.contains('，')).then_some((mention.span, date))
}

/// 6.12周四, 6-12 周四: a date by the weekday beside it alone.
fn bare_date(head: &str, near: Option<Date>) -> Option<(Span, Date)> {
    let start = head.trim_end_matches(|c: char| c.is_ascii_digit() || "./-".contains(c)).len();
    let (month, day) = head[start..].split_once(['.', '-'])?;
    let is_number = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(month) || !is_number(day) {
        return None;
    }
    let written = format!("{month}/{day}");
    let date = self::day(mention_at_start(&written)?.reading.as_ref().ok()?, near, true)?;
    Some((start..head.len(), date))
}

fn date_after(text: &str, at: usize, near: Option<Date>) -> Option<(Span, Date)> {
    let rest = text[at..].trim_start_matches(JOINTS);
    let start = text.len() - rest.len();
    let gap = &text[at..start];
    if gap.chars().count() > 2 || gap.contains('，') {
        return None;
    }
    let mention = mention_at_start(rest)?;
    let date = day(mention.reading.as_ref().ok()?, near, false)?;
    Some((start..start + mention.span.end, date))
}
