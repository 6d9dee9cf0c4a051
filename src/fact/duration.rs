//! How long an incident lasted: a length that its text states, a span of times that it names, or the time from its start to
//! the clause that tells of its end.

use super::clause::{clauses, sentences};
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

/// The minutes that the incident lasted, `None` where its text does not tell. At least 1: half a minute is one.
///
/// `happened` is what stands before the parts with names, `parts` those after which its end may be told (handling, end time).
pub(super) fn duration(source: &str, began: Began, happened: &Span, parts: &[Span]) -> Option<u32> {
    let told = std::iter::once(happened).chain(parts);
    let stated = told.clone().find_map(|span| stated(&source[span.clone()]));
    let ended = || told.clone().find_map(|span| ended(source, span, began));
    stated.or_else(|| spanned(&source[happened.clone()], began)).or_else(ended)
}

/// The first length of time that `text` names, in minutes, whatever stands around it.
pub(super) fn length_in(text: &str) -> Option<u32> {
    next_length(text, 0).map(|(_, seconds)| whole_minutes(seconds))
}

fn whole_minutes(seconds: u64) -> u32 {
    u32::try_from(seconds.div_ceil(60)).unwrap_or(u32::MAX).max(1)
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

/// Words of an end that is one, and of a step that often is. The first sort wins wherever it stands.
const ENDS: &[&str] = &[
    "恢复",
    "修复",
    "解除",
    "正常",
    "收齐",
    "清空",
    "发完",
    "停止",
    "消除",
    "完成",
    "到账",
    "对平",
    "齐",
    "降至",
    "降到",
    "回落",
    "全部上线",
    "重新上线",
    "复位",
    "解决",
    "熔接",
    "通过",
    "recovered",
    "resolved",
    "restored",
    "fixed",
];
const STEPS: &[&str] = &[
    "回切",
    "切回",
    "切换",
    "切到",
    "回滚",
    "回退",
    "重启",
    "重发",
    "重跑",
    "重新",
    "补发",
    "补上",
    "关闭",
    "拉起",
    "更换",
    "续签",
    "扩容",
    "限流",
    "调到",
    "调整",
    "订正",
    "上调",
    "撤销",
    "rolled back",
    "restarted",
    "reverted",
    "switched",
];

fn tells_end(clause: &str, words: &[&str]) -> bool {
    const NOT_YET: [&str; 9] =
        ["未恢复", "待恢复", "未完成", "待完成", "无法恢复", "未修复", "待修复", "未解决", "预计"];
    let lower = clause.to_ascii_lowercase();
    words.iter().any(|word| lower.contains(word)) && !NOT_YET.iter().any(|word| lower.contains(word))
}

/// From the start to the clause that tells of the end with its time; the time may stand in a clause before it of the sentence.
fn ended(source: &str, span: &Span, began: Began) -> Option<u32> {
    let start = began.time?;
    let mut step = None;
    for sentence in sentences(source, span.clone()) {
        let mut at: Option<u32> = None;
        for clause in clauses(source, sentence) {
            let text = &source[clause];
            let before = at;
            at = mentions(text).into_iter().rev().find_map(|mention| since(start, began.day, text, &mention)).or(at);
            if let Some(minutes) = at.filter(|_| tells_end(text, ENDS)) {
                return Some(minutes);
            }
            if at != before && tells_end(text, STEPS) {
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
    match mention.reading.as_ref().ok()?.core() {
        Expression::Time(time) => between(start, *time, next_day.then_some(1), true),
        expression @ Expression::Day(_) => {
            let (day, time) = (day?, expression.time()?);
            let other = expression.resolve(day).ok()?.from();
            between(start, time, u32::try_from(day_number(other) - day_number(day)).ok(), false)
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

/// What stands right before a length that is the incident's own.
const BEFORE: &[&str] = &[
    "持续",
    "历时",
    "长达",
    "前后",
    "时长",
    "中断",
    "停机",
    "宕机",
    "断线",
    "断网",
    "断电",
    "停电",
    "停水",
    "停摆",
    "不可用",
    "失效",
    "抖动",
    "黑屏",
    "掉线",
    "停线",
    "停产",
    "停工",
    "停运",
    "停用",
    "停服",
    "瘫痪",
    "卡死",
    "断供",
    "离线",
    "锁等待",
    "影响",
    "用了",
    "for",
    "lasted",
    "down",
];
/// And what stands right after it: `22分钟后恢复`, `18分钟恢复`, `5分钟的中断`.
const AFTER: &[&str] = &[
    "后恢复",
    "恢复",
    "内恢复",
    "后自行恢复",
    "后自动恢复",
    "自行恢复",
    "自动恢复",
    "后正常",
    "后解除",
    "后修复",
    "的中断",
    "中断",
    "不可用",
    "抖动",
];
/// Between a word before and its number.
const JOINTS: &[&str] =
    &["时间", "大约", "将近", "约", "近", "共", "共计", "达", "了", "为", "：", ":", " ", "、", "超", "超过"];

/// The length that the text states for the incident, in minutes.
fn stated(text: &str) -> Option<u32> {
    let mut from = 0;
    while let Some((span, seconds)) = next_length(text, from) {
        let mut before = &text[..span.start];
        while let Some(rest) = JOINTS.iter().find_map(|joint| before.strip_suffix(joint)) {
            before = rest;
        }
        let after = text[span.end..].trim_start_matches(['多', '余', ' ', '左', '右', '钟']);
        let is_latin_word = |word: &str| word.is_ascii();
        let follows = BEFORE.iter().any(|word| {
            before.ends_with(word)
                && (!is_latin_word(word) || text[..span.start].ends_with(' '))
                && !before.ends_with("不影响")
        });
        if follows || AFTER.iter().any(|word| after.starts_with(word)) {
            return Some(whole_minutes(seconds));
        }
        from = span.end;
    }
    None
}

const UNITS: &[(&str, u64)] = &[
    ("个半小时", 5400),
    ("个小时", 3600),
    ("小时", 3600),
    ("分钟", 60),
    ("分半钟", 90),
    ("秒钟", 1),
    ("秒", 1),
    ("天", 86400),
    ("hours", 3600),
    ("hour", 3600),
    ("minutes", 60),
    ("minute", 60),
    ("mins", 60),
    ("min", 60),
    ("seconds", 1),
    ("days", 86400),
    ("h", 3600),
    ("分", 60),
];

/// The next length of time at or after byte `from`, as its span and its seconds: `3小时20分`, `2min`, `半小时`, `1.5小时`.
fn next_length(text: &str, from: usize) -> Option<(Span, u64)> {
    let starts = text[from..].char_indices().filter(|(_, c)| is_number(*c)).map(|(at, _)| from + at);
    for start in starts {
        if text[..start].ends_with(|c: char| is_number(c) || matches!(c, '.' | ':' | '：' | '/')) {
            continue;
        }
        let Some((mut end, mut seconds)) = one_length(text, start) else { continue };
        let rest = text[end..].trim_start_matches(['零', '又', ' ']);
        let next = text.len() - rest.len();
        if let Some((further, more)) = one_length(text, next).filter(|(_, more)| *more < seconds && *more > 0) {
            (end, seconds) = (further, seconds + more);
        }
        return Some((start..end, seconds));
    }
    None
}

fn one_length(text: &str, start: usize) -> Option<(usize, u64)> {
    let rest = &text[start..];
    if rest.starts_with("半小时") || rest.starts_with("半个小时") {
        let length = if rest.starts_with("半小时") { "半小时" } else { "半个小时" }.len();
        return Some((start + length, 1800));
    }
    let digits = rest.find(|c: char| !is_number(c) && c != '.').unwrap_or(rest.len());
    let amount = amount(&rest[..digits])?;
    let unit_at = digits + (rest[digits..].len() - rest[digits..].trim_start_matches([' ', '多', '余']).len());
    let (unit, seconds) = UNITS.iter().find(|(unit, _)| rest[unit_at..].starts_with(unit))?;
    let after = &rest[unit_at + unit.len()..];
    // 3分之一 is a share, 5h2 a name, 3天内 and 30天前 are no lengths of what happened.
    let is_other = (*unit == "分" && after.starts_with(['之', '位', '批']))
        || (unit.is_ascii() && after.starts_with(|c: char| c.is_ascii_alphanumeric()))
        || (*unit == "天" && after.starts_with(['前', '后']));
    let half = if *unit == "个半小时" { 3600.0 * amount + 1800.0 } else { *seconds as f64 * amount };
    (!is_other && half >= 1.0).then_some((start + unit_at + unit.len(), half.round() as u64))
}

fn is_number(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c) || "一二两三四五六七八九十半".contains(c)
}

/// `1.5`, `４０`, `两`, `十五`, `二十`.
fn amount(written: &str) -> Option<f64> {
    let ascii: String = written
        .chars()
        .map(|c| char::from_digit(u32::from(c).wrapping_sub(u32::from('０')), 10).unwrap_or(c))
        .collect();
    if let Ok(number) = ascii.parse::<f64>() {
        return Some(number).filter(|number| (0.0..100_000.0).contains(number));
    }
    let digit = |c: char| "一二三四五六七八九".chars().position(|known| known == c).map(|at| at as f64 + 1.0);
    let value = |text: &str| {
        let mut chars = text.chars();
        let first = chars.next()?;
        let known = if first == '两' { Some(2.0) } else { digit(first) };
        chars.next().is_none().then_some(known).flatten()
    };
    match written.split_once('十') {
        Some((tens, ones)) => {
            let tens = if tens.is_empty() { Some(1.0) } else { value(tens) };
            let ones = if ones.is_empty() { Some(0.0) } else { value(ones) };
            Some(tens? * 10.0 + ones?)
        }
        None => value(written),
    }
}

#[cfg(test)]
mod tests {
    use super::{Began, duration, stated};

    fn lasted(start: &str, happened: &str, handling: &str) -> Option<u32> {
        let text = format!("{happened}{handling}");
        let began = Began { day: "2023-06-15".parse().ok(), time: start.parse().ok(), until: None };
        duration(&text, began, &(0..happened.len()), &[happened.len()..text.len()])
    }

    #[test]
    fn a_stated_length_is_taken_in_any_spelling() {
        for (text, minutes) in [
            ("全站抖动，持续23分钟", 23),
            ("持续时间：1小时45分", 105),
            ("前后2min", 2),
            ("历时约一个半小时", 90),
            ("中断了半小时", 30),
            ("长达十五分钟", 15),
            ("切换能力失效8天", 11520),
            ("18分钟后恢复", 18),
            ("down for 18 minutes", 18),
            ("抖动40秒", 1),
        ] {
            assert_eq!(stated(text), Some(minutes), "{text}");
        }
    }

    #[test]
    fn lengths_of_other_things_are_none() {
        for text in
            ["最长延迟6分钟", "约定超过30分钟未到即电话通知", "验证码平均晚4分钟", "一分钟达到400多次", "观察3天"]
        {
            assert_eq!(stated(text), None, "{text}");
        }
    }

    #[test]
    fn from_the_start_to_the_clause_that_tells_of_the_end() {
        assert_eq!(lasted("11:01", "差异5991笔。", "重跑，15:57修复完成"), Some(296));
        assert_eq!(lasted("20:08", "出金失败。", "20:30回滚配置，出金恢复；次日10:15补发"), Some(22));
        assert_eq!(lasted("03:30", "告警。", "03:39切回本地服务"), Some(9));
        assert_eq!(lasted("23:50", "网站缓慢，", "次日00:35限速后恢复正常"), Some(45));
        assert_eq!(lasted("23:40", "雪崩，", "00:25降级后恢复"), Some(45));
        assert_eq!(lasted("14:22", "重复扣款。", "6/16 14:22前全部退款完成"), Some(1440));
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
