//! Lengths of time as they are written: 3小时20分, 2min, 半小时; and which of them is the incident's own.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::ending::{ENDS, STEPS, tells_end};
use crate::quantity::{Context, Quantity, UnitKind, numeral, word_end};
use crate::report::Span;
use crate::vocabulary::{Sense, Words};

/// The first length of time of `text`, in minutes.
pub(super) fn length_in(text: &str) -> Option<u32> {
    next_length(text, 0).map(|(_, seconds)| whole_minutes(seconds))
}

fn whole_minutes(seconds: u64) -> u32 {
    u32::try_from(seconds.div_ceil(60)).unwrap_or(u32::MAX).max(1)
}

/// Words right before a length that is the incident's own.
static BEFORE: Words = Words::of(&[Sense::LengthLead]);
/// Words right behind it: `22分钟后恢复`, `18分钟恢复`, `5分钟的中断`.
static BEHIND: Words = Words::of(&[Sense::LengthTail]);
/// Words between the one before and the number.
static JOINTS: Words = Words::of(&[Sense::LengthJoint]);

const CLAUSE_ENDS: [char; 6] = ['，', ',', '。', '；', ';', '、'];

/// The length that the text states for the incident, in minutes.
pub(super) fn stated(text: &str) -> Option<u32> {
    let mut from = 0;
    while let Some((span, seconds)) = next_length(text, from) {
        let mut before = text[..span.start].trim_end_matches(['：', ':', ' ', '、']);
        while let Some(joint) = JOINTS.ending(before) {
            before = before[..joint.span.start].trim_end_matches(['：', ':', ' ', '、']);
        }
        let after = text[span.end..].trim_start_matches(['多', '余', ' ', '左', '右', '钟']);
        let follows = BEFORE.ending(before).is_some() && !before.ends_with("不影响");
        let clause = after.split(['，', '。', '；', ',', ';', '\n']).next().unwrap_or_default();
        let is_until = clause.starts_with('后') && (tells_end(clause, &ENDS) || tells_end(clause, &STEPS));
        // 困2人，17分钟。: its clause is nothing else.
        let is_alone = before.ends_with(CLAUSE_ENDS) && after.starts_with(CLAUSE_ENDS);
        if follows || is_until || is_alone || BEHIND.beginning(after).is_some() {
            return Some(whole_minutes(seconds));
        }
        from = span.end;
    }
    None
}

/// The next length of time at or after byte `from`, as its span and its seconds: `3小时20分`, `2min`, `半小时`, `1.5小时`.
pub(crate) fn next_length(text: &str, from: usize) -> Option<(Span, u64)> {
    let starts = text[from..].char_indices().filter(|(_, c)| is_number(*c)).map(|(at, _)| from + at);
    for start in starts {
        // 18:20分 and 3.5 are read from their beginning.
        let inner = text[..start].trim_end_matches(['.', ':', '：', '/']);
        // 2时58分 is a time of day.
        let is_clock = inner.strip_suffix(['时', '点']).is_some_and(|hour| hour.ends_with(is_number));
        if is_clock || text[..start].ends_with(is_number) || (inner.len() < start && inner.ends_with(is_number)) {
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

/// The end of the length that begins at `start`, and its seconds.
fn one_length(text: &str, start: usize) -> Option<(usize, u64)> {
    let rest = &text[start..];
    let quantity = Quantity::in_digits_or_words(rest, Context::Claim)?;
    let mut end = quantity.end_of_noun;
    let after = &rest[end..];
    let seconds = match quantity.unit {
        Some(unit) if unit.kind == UnitKind::Time => quantity.in_base()?,
        // 20分 and 2分半钟 are minutes; 3分之一 and 5分位 are not.
        Some(unit) if unit.name == "分" && !after.starts_with(['之', '位', '批']) => {
            let half = after.strip_prefix("半").map(|_| '半'.len_utf8());
            end += half.unwrap_or(0);
            quantity.number.value.checked_mul(MINUTE)? + half.map_or(Decimal::ZERO, |_| MINUTE / Decimal::TWO)
        }
        None => {
            let (minutes, length) = minutes_after_hours(&rest[quantity.number.length..])?;
            end = quantity.number.length + length;
            quantity.number.value.checked_mul(MINUTE * MINUTE)? + minutes * MINUTE
        }
        _ => return None,
    };
    // 30天前 and 3天后 are days.
    let is_day = rest[..end].ends_with('天') && rest[end..].starts_with(['前', '后']);
    let seconds = seconds.round().to_u64().filter(|seconds| (1..LONGEST_SECONDS).contains(seconds))?;
    (!is_day).then_some((start + end, seconds))
}

const MINUTE: Decimal = Decimal::from_parts(60, 0, 0, false, 0);

/// A longer one is a number of something else.
const LONGEST_SECONDS: u64 = 100_000 * 86_400;

/// The minutes of `h10m`, `h10min` and `h05`, and its bytes.
fn minutes_after_hours(text: &str) -> Option<(Decimal, usize)> {
    let digits = text.strip_prefix('h')?;
    let unit = digits.trim_start_matches(|c: char| c.is_ascii_digit());
    let length = digits.len() - unit.len();
    let word = &unit[..word_end(unit)];
    let is_minutes = length <= 2 && matches!(word, "m" | "min" | "mins") || length == 2 && word.is_empty();
    let minutes = digits[..length].parse().ok().filter(|_| is_minutes)?;
    Some((minutes, 1 + length + word.len()))
}

/// Whether a number in digits or in Chinese may have `c`.
fn is_number(c: char) -> bool {
    c.is_ascii_digit()
        || ('０'..='９').contains(&c)
        || numeral(c).is_some_and(|digit| digit > 0)
        || matches!(c, '十' | '半')
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
            ("down for 1h05", 65),
            ("电梯困2人，17分钟。", 17),
            ("logins failing, 34 min, sev1", 34),
            ("困3人，41分钟才放出来", 41),
            ("16时34分恢复，历时72分钟", 72),
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
