//! How long an incident lasted: a length that its text states, a span of times that it names, or the time from its start to
//! the clause that reports its end.

use super::clause::{clauses, marked_sentences};
use super::ending::{ENDS, STEPS, tells_end};
use super::length::stated;
use crate::calendar::{Date, Expression, Mention, TimeOfDay, day_number, mentions};
use crate::report::Span;

const DAY_MINUTES: u32 = 24 * 60;

/// When an incident began and, where its date is a span, when it ended; days are resolved already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Began {
    pub day: Option<Date>,
    pub time: Option<TimeOfDay>,
    pub until: Option<(Option<Date>, TimeOfDay)>,
}

/// Minutes that the incident lasted, at least 1; `None` where its text states no length, span or end.
///
/// `happened` is the text before the parts with names, `impact` that of its named impact,
/// `parts` those that may report its end.
pub(super) fn duration(
    source: &str,
    began: Began,
    happened: &Span,
    impact: Option<&Span>,
    parts: &[Span],
) -> Option<u32> {
    let reporting = std::iter::once(happened).chain(parts);
    let stated = reporting.clone().chain(impact).find_map(|span| stated(&source[span.clone()]));
    let ended = || reporting.clone().find_map(|span| ended(source, span, began));
    stated.or_else(|| spanned(&source[happened.clone()], began)).or_else(ended)
}

/// From the start to the first time that `text` names: that of a part or column named 恢复时间.
pub(super) fn until(began: Began, text: &str) -> Option<u32> {
    let start = began.time?;
    mentions(text).iter().find_map(|mention| since(start, began.day, text, mention))
}

/// 11:56-13:17期间: the first span of times of the text, or the one that the incident's date is.
fn spanned(happened: &str, began: Began) -> Option<u32> {
    if let (Some(time), Some((day, end))) = (began.time, began.until) {
        let days = began.day.zip(day).map(|(from, to)| day_number(to) - day_number(from)).unwrap_or_default();
        return between(time, end, u32::try_from(days).ok().filter(|days| *days > 0), true);
    }
    mentions(happened).into_iter().find_map(|mention| match mention.reading {
        Ok(Expression::Range(from, to)) => match (*from, *to) {
            (Expression::Time(from), Expression::Time(to)) => between(from, to, None, true),
            _ => None,
        },
        _ => None,
    })
}

/// Minutes from the start to the clause that reports the end; its time may be in an earlier clause of the sentence.
fn ended(source: &str, span: &Span, began: Began) -> Option<u32> {
    let start = began.time?;
    let mut step = None;
    for sentence in marked_sentences(source, span.clone()) {
        let mut at: Option<u32> = None;
        for clause in clauses(source, sentence) {
            let text = &source[clause];
            let before = at;
            at = mentions(text).into_iter().rev().find_map(|mention| since(start, began.day, text, &mention)).or(at);
            // 当天全部发完: not at the time named before.
            let is_later =
                at == before && ["前", "当天", "当日", "次日", "隔日", "第二天"].iter().any(|day| text.contains(day));
            if let Some(minutes) = at.filter(|_| !is_later && tells_end(text, &ENDS)) {
                return Some(minutes);
            }
            if at != before && tells_end(text, &STEPS) {
                step = step.or(at);
            }
        }
    }
    step
}

/// The minutes from the start to a time that `text` names; `None` for a time before it.
fn since(start: TimeOfDay, day: Option<Date>, text: &str, mention: &Mention) -> Option<u32> {
    let before = &text[..mention.span.start];
    let next_day = ["次日", "第二天", "翌日", "隔天"].iter().any(|word| before.ends_with(word));
    // 14:00前 names a limit.
    if text[mention.span.end..].starts_with(['前', '起']) || text[mention.span.end..].starts_with("之前") {
        return None;
    }
    match mention.reading.as_ref().ok()? {
        Expression::Time(time) => between(start, *time, next_day.then_some(1), true),
        expression @ Expression::Day(_) => {
            let (day, time) = (day?, expression.time()?);
            let other = expression.resolve(day).ok()?.from();
            let days = u32::try_from(day_number(other) - day_number(day)).ok()?;
            between(start, time, Some(days), false)
        }
        _ => None,
    }
}

/// With no day named, a small hour after an evening is the next day's.
fn between(from: TimeOfDay, to: TimeOfDay, days: Option<u32>, may_be_next_day: bool) -> Option<u32> {
    const EVENING: u16 = 18 * 60;
    const MORNING: u16 = 12 * 60;
    let (from, to) = (from.minute_of_day(), to.minute_of_day());
    let days = match days {
        Some(days) => days,
        None if may_be_next_day && from >= EVENING && to < MORNING => 1,
        None => 0,
    };
    (days * DAY_MINUTES + u32::from(to)).checked_sub(u32::from(from)).filter(|minutes| *minutes > 0)
}

#[cfg(test)]
mod tests {
    use super::{Began, duration};

    fn lasted(start: &str, happened: &str, handling: &str) -> Option<u32> {
        let text = format!("{happened}{handling}");
        let began = Began { day: "2023-06-15".parse().ok(), time: start.parse().ok(), until: None };
        let handling = happened.len()..text.len();
        duration(&text, began, &(0..happened.len()), None, std::slice::from_ref(&handling))
    }

    #[test]
    fn from_the_start_to_the_clause_that_tells_of_the_end() {
        assert_eq!(lasted("11:01", "差异5991笔。", "重跑，15:57修复完成"), Some(296));
        assert_eq!(lasted("20:08", "出金失败。", "20:30回滚配置，出金恢复；次日10:15补发"), Some(22));
        assert_eq!(lasted("03:30", "告警。", "03:39切回本地服务"), Some(9));
        assert_eq!(lasted("23:50", "网站缓慢，", "次日00:35限速后恢复正常"), Some(45));
        assert_eq!(lasted("23:40", "雪崩，", "00:25降级后恢复"), Some(45));
        assert_eq!(lasted("14:22", "重复扣款。", "6/16 14:22全部退款完成"), Some(1440));
        assert_eq!(lasted("10:08", "卡在待审核。", "15:30换审核人，当天全部发完"), None);
    }

    #[test]
    fn a_span_of_times_is_the_length() {
        assert_eq!(lasted("12:07", "发现11:56-13:17期间节点故障", ""), Some(81));
        assert_eq!(lasted("18:03", "14点至17点之间超时", ""), Some(180));
    }

    #[test]
    fn what_has_not_ended_has_no_length() {
        assert_eq!(lasted("09:00", "告警。", "10:00 仍未恢复"), None);
        assert_eq!(lasted("09:00", "告警。", "重启"), None);
        assert_eq!(lasted("09:00", "08:30 有过预警，已恢复", ""), None);
    }
}
