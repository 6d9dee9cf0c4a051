//! What a clause tells beside why and what was done: what people felt, how it came to light, that it mended itself, or
//! nothing at all.

use super::clause::has;
use crate::vocabulary::{Sense, Words};

/// 自行恢复: nobody did anything.
pub(super) fn mends_itself(clause: &str) -> bool {
    has(clause, &["自行", "自动恢复", "自愈"]) && has(clause, &["恢复", "追平", "好转", "正常", "消失", "解除"])
}

/// Whether a clause says no more than that the cause is not known, or that something is waited for: no answer.
pub(super) fn is_placeholder(text: &str) -> bool {
    static WAITING: Words = Words::of(&[Sense::Unresolved, Sense::CauseOpen]);
    let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
    letters == 0
        || !text.contains(['“', '「'])
            && letters <= LONGEST_PLACEHOLDER_CHARS
            && (text.contains('待') || WAITING.are_in(text))
            && !has(text, &["怀疑", "疑似", "可能", "初步"])
}

/// How many letters and digits a placeholder has at most.
const LONGEST_PLACEHOLDER_CHARS: usize = 9;

/// Whether a clause tells what people or their business felt of it, without saying that it is the impact.
pub(super) fn tells_hardship(clause: &str) -> bool {
    static WORDS: Words = Words::of(&[Sense::Felt]);
    WORDS.are_in(clause)
}

/// Whether a clause says how much at most or on average: 最长延迟6分钟.
pub(super) fn tells_measure(clause: &str) -> bool {
    let has_digit = clause.chars().any(|c| c.is_ascii_digit());
    has_digit && has(clause, &["平均", "最长", "最多", "最慢", "延迟最"])
}

/// Whether a clause tells how it came to light.
pub(super) fn tells_finding(clause: &str) -> bool {
    has(
        clause,
        &["核对发现", "核对时", "巡检", "监控发现", "排查", "才发现", "才查到", "才知道", "查到", "时看到", "盘点时"],
    )
}
