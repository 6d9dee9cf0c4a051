//! The clues of a clause of an incident: a cause, an effect, a handling, an impact.

use crate::fact::clause::{has, opening};
use crate::fact::standing::is_negated;
use crate::report::Span;
use crate::vocabulary::{Sense, Words};

/// Verbs between a cause and its effect.
static EFFECTS: Words = Words::of(&[Sense::LedTo]);

/// Whether a clause says why something did not happen: 2#没跳是因为去年改过.
fn says_why_not(clause: &str) -> bool {
    static BECAUSE: Words = Words::of(&[Sense::Because]);
    static NOT: Words = Words::of(&[Sense::Not, Sense::NotYet]);
    const FARTHEST_CHARS: usize = 6;
    let Some(why) = BECAUSE.first_in(clause) else { return false };
    let before = &clause[..why.span.start];
    let near = before.char_indices().rev().nth(FARTHEST_CHARS - 1).map_or(0, |(at, _)| at);
    before.contains(|c: char| c.is_alphanumeric()) && before.trim_end().ends_with('是') && NOT.are_in(&before[near..])
}

/// Whether a clause states a cause.
pub fn states_cause(clause: &str) -> bool {
    static WHY: Words = Words::of(&[
        Sense::Because,
        Sense::ToldAsCause,
        Sense::FoundToBe,
        Sense::Sought,
        Sense::CauseFound,
        Sense::EffectAtEnd,
        Sense::LedTo,
    ]);
    WHY.are_in(clause) && !says_why_not(clause)
        || begins_with_effect(clause)
        || ["因", "原因", "根因"].iter().any(|name| opening(clause).starts_with(name))
}

/// Whether a clause begins with the effect, its cause standing before it: `从而导致…`.
pub(super) fn begins_with_effect(clause: &str) -> bool {
    let clause = opening(clause);
    EFFECTS.beginning(clause.strip_prefix("从而").unwrap_or(clause)).is_some()
}

/// Whether a text states an effect.
pub(super) fn states_effect(text: &str) -> bool {
    EFFECTS.are_in(text)
}

/// The span of the verb inside a clause between its cause and its effect: `日志写满|导致|停更`. `None` for a clause that begins with either.
pub(super) fn effect_inside(clause: &str) -> Option<Span> {
    let found = EFFECTS.first_in(clause)?.span;
    let before = &clause[..found.start];
    let letters = before.chars().filter(|c| c.is_alphanumeric()).count();
    (letters >= 4 && !before.contains('因') && !before.contains("由于")).then_some(found)
}

/// Whether a clause begins with what was done: 换密封圈, 清洗滤网.
pub(super) fn begins_with_deed(clause: &str) -> bool {
    static DEEDS: Words = Words::of(&[Sense::DeedAtStart]);
    static OTHERS: Words = Words::of(&[Sense::NoDeedAtStart]);
    let clause = opening(clause);
    DEEDS.beginning(clause).is_some() && OTHERS.beginning(clause).is_none()
}

/// Whether a clause states what was done about it.
pub fn states_handling(clause: &str) -> bool {
    static DONE: Words = Words::of(&[Sense::Measure, Sense::ClosingStep, Sense::Mended]);
    let is_denied = |at: usize| is_negated(&clause[..at]) || clause[..at].ends_with(['再', '用']);
    let is_done = opening(clause).starts_with('已') && !has(clause, &["已达", "已有", "已知"]);
    clause.chars().filter(|c| c.is_alphanumeric()).count() > 2
        && !mends_itself(clause)
        && (is_done
            || begins_with_deed(clause)
            || DONE.all_in(clause).into_iter().any(|deed| !is_denied(deed.span.start)))
        && !has(clause, &["未恢复", "待恢复", "尚未"])
}

/// 自行恢复: nobody did anything.
pub(super) fn mends_itself(clause: &str) -> bool {
    has(clause, &["自行", "自动恢复", "自愈"]) && has(clause, &["恢复", "追平", "好转", "正常", "消失", "解除"])
}

/// Whether a clause states whom or what it hit, or that it hit nothing.
pub fn states_impact(clause: &str) -> bool {
    static HIT: Words = Words::of(&[Sense::Impact, Sense::LooseImpact]);
    static AVERTED: Words = Words::of(&[Sense::ImpactAverted]);
    HIT.are_in(clause) && !AVERTED.are_in(clause)
}

/// Whether a text names a stop that was meant: 例行停机, a drill. Not an unplanned one.
pub(in crate::fact) fn is_arranged(text: &str) -> bool {
    static ARRANGED: Words = Words::of(&[Sense::Arranged]);
    ARRANGED.all_in(text).into_iter().any(|found| {
        let before = &text[..found.span.start];
        !before.ends_with(['非', '未', '没']) && !before.ends_with("than ")
    })
}

#[cfg(test)]
mod tests {
    use super::{begins_with_effect, states_impact};

    #[test]
    fn an_effect_points_back_to_its_cause() {
        assert!(begins_with_effect("，导致入库停了"));
        assert!(!begins_with_effect("因停电导致入库停了"));
    }

    #[test]
    fn what_is_done_against_an_impact_is_not_the_impact() {
        assert!(states_impact("影响12家门店"));
        assert!(!states_impact("以降低对门店的影响"));
    }
}
