//! What was done about an incident, where no part names it.

use super::cause::states_cause;
use crate::fact::clause::{clauses, has, opening, sentences};
use crate::fact::standing::{is_negated, is_planned};
use crate::fact::trouble::states_trouble;
use crate::report::Span;
use crate::vocabulary::{Sense, Words};

/// Whether a clause states what was done about it.
pub fn states_handling(clause: &str) -> bool {
    static DONE: Words = Words::of(&[Sense::Measure, Sense::ClosingStep, Sense::Mended]);
    let is_denied = |at: usize| is_negated(&clause[..at]) || clause[..at].ends_with(['再', '用']);
    let is_done = opening(clause).starts_with('已') && !has(clause, &["已达", "已有", "已知"]);
    clause.chars().filter(|c| c.is_alphanumeric()).count() > 2
        && !mends_itself(clause)
        && (is_done || DONE.all_in(clause).into_iter().any(|deed| !is_denied(deed.span.start)))
        && !has(clause, &["未恢复", "待恢复", "尚未"])
}

/// 自行恢复: nobody did anything.
pub(super) fn mends_itself(clause: &str) -> bool {
    has(clause, &["自行", "自动恢复", "自愈"]) && has(clause, &["恢复", "追平", "好转", "正常", "消失", "解除"])
}

/// The clauses of `span`, which begins with what happened, that state what was done. Not trimmed.
pub(super) fn handling_in(source: &str, span: &Span, cause: Option<&Span>) -> Option<Span> {
    let mut handling: Option<Span> = None;
    let mut is_first = true;
    for sentence in sentences(source, span.clone()) {
        for clause in clauses(source, sentence) {
            let text = &source[clause.clone()];
            if !text.chars().any(char::is_alphanumeric) {
                continue;
            }
            let in_cause = cause.is_some_and(|cause| cause.contains(&clause.start));
            let may_handle = !is_first || text.contains('已') || text.contains("完成");
            is_first = false;
            let goes_on = || handling.as_ref().is_some_and(|handling| goes_on(source, handling, &clause));
            let is_trouble = states_trouble(text)
                && !has(text, &["完成", "已", "后", "停止", "止住", "消失", "不再"])
                && !(states_handling(text) && goes_on());
            if !may_handle || in_cause || is_trouble || is_planned(text) || !(states_handling(text) || goes_on()) {
                continue;
            }
            match &mut handling {
                Some(known) if known.end == clause.start => known.end = clause.end,
                Some(_) => {}
                None => handling = Some(clause),
            }
        }
    }
    handling
}

/// Whether a clause goes on right behind the handling, in the same sentence: its outcome, the next step. Not whom it hit meanwhile.
fn goes_on(source: &str, handling: &Span, clause: &Span) -> bool {
    static HIT: Words = Words::of(&[Sense::Impact, Sense::LooseImpact]);
    let text = source[clause.clone()].trim_start();
    handling.end == clause.start
        && !source[handling.clone()].trim_end().ends_with(['。', '；', ';', '！'])
        && HIT.beginning(text).is_none()
        && !text.starts_with("期间")
        && !text.starts_with("其间")
        && !states_cause(text)
}
