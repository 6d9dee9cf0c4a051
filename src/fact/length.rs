//! Lengths of time as they are written: 3小时20分, 2min, 半小时; and which of them is the incident's own.

use super::ending::{ENDS, STEPS, tells_end};
use crate::report::Span;

/// The first length of time that `text` names, in minutes, whatever stands around it.
pub(super) fn length_in(text: &str) -> Option<u32> {
    next_length(text, 0).map(|(_, seconds)| whole_minutes(seconds))
}

fn whole_minutes(seconds: u64) -> u32 {
    u32::try_from(seconds.div_ceil(60)).unwrap_or(u32::MAX).max(1)
}

/// What stands right before a length that is the incident's own.
const BEFORE: &[&str] = &[
    "持续", "历时", "长达", "前后", "时长", "中断", "停机", "宕机", "断线", "断网", "断电", "停电", "停水", "停摆",
    "不可用", "失效", "抖动", "黑屏", "掉线", "停线", "停产", "停工", "停运", "停用", "停服", "瘫痪", "卡死", "断供",
    "离线", "锁等待", "打不开", "至今", "无法使用", "影响", "用了", "for", "lasted", "down",
];
/// And what stands right after it: `22分钟后恢复`, `18分钟恢复`, `5分钟的中断`.
const AFTER: &[&str] = &[
    "后恢复", "恢复", "内恢复", "后自行恢复", "后自动恢复", "自行恢复", "自动恢复", "后正常", "后解除", "后修复",
    "的中断", "中断", "不可用", "抖动",
];
/// Between a word before and its number.
const JOINTS: &[&str] =
    &["时间", "大约", "将近", "约", "近", "共", "共计", "了", "为", "：", ":", " ", "、", "超", "超过"];

/// The length that the text states for the incident, in minutes.
pub(super) fn stated(text: &str) -> Option<u32> {
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
        let clause = after.split(['，', '。', '；', ',', ';', '\n']).next().unwrap_or_default();
        let is_until = clause.starts_with('后') && (tells_end(clause, &ENDS) || tells_end(clause, &STEPS));
        if follows || is_until || AFTER.iter().any(|word| after.starts_with(word)) {
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
        // 18:20分 and 3.5 are told from their beginning.
        let inner = text[..start].trim_end_matches(['.', ':', '：', '/']);
        if text[..start].ends_with(is_number) || (inner.len() < start && inner.ends_with(is_number)) {
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
    if *unit == "h" && goes_on_in_minutes(after) {
        let minutes = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(0);
        let more: f64 = after[..minutes].parse().ok()?;
        let end = start + unit_at + unit.len() + minutes + 1;
        return Some((end, (3600.0 * amount + 60.0 * more).round() as u64));
    }
    let is_other = (*unit == "分" && after.starts_with(['之', '位', '批']))
        // 2h10m goes on with its minutes.
        || (unit.is_ascii() && after.starts_with(|c: char| c.is_ascii_alphabetic()))
        || (unit.is_ascii() && after.starts_with(|c: char| c.is_ascii_digit()) && !goes_on_in_minutes(after))
        || (*unit == "天" && after.starts_with(['前', '后']));
    let half = if *unit == "个半小时" { 3600.0 * amount + 1800.0 } else { *seconds as f64 * amount };
    (!is_other && half >= 1.0).then_some((start + unit_at + unit.len(), half.round() as u64))
}

/// `10m`, `10min` after hours.
fn goes_on_in_minutes(after: &str) -> bool {
    let rest = after.trim_start_matches(|c: char| c.is_ascii_digit());
    after.len() - rest.len() <= 2 && rest.strip_prefix('m').is_some_and(|rest| !rest.starts_with('s'))
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
    use super::stated;

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
}
