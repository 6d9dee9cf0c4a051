//! What was done about an incident, where no part names it.

use super::clue::{states_cause, states_handling};
use super::status::without_quotes;
use crate::fact::clause::{clauses, has, marked_sentences, opening};
use crate::fact::standing::is_planned;
use crate::fact::trouble::states_trouble;
use crate::report::Span;
use crate::vocabulary::{Sense, Words};

/// The clauses of `span`, which begins with what happened, that state what was done. Not trimmed.
pub(super) fn handling_in(source: &str, span: &Span, cause: Option<&Span>) -> Option<Span> {
    let mut handling: Option<Span> = None;
    let mut is_first = true;
    for sentence in marked_sentences(source, span.clone()) {
        for clause in clauses(source, sentence) {
            let text = &source[clause.clone()];
            if !text.chars().any(char::is_alphanumeric) {
                continue;
            }
            let is_deed = states_handling(&without_quotes(text));
            let in_cause = cause.is_some_and(|cause| cause.contains(&clause.start));
            let may_handle = !is_first || text.contains('已') || text.contains("完成");
            is_first = false;
            let goes_on = || handling.as_ref().is_some_and(|handling| goes_on(source, handling, &clause));
            let is_trouble = states_trouble(text)
                && !has(text, &["完成", "已", "后", "停止", "止住", "消失", "不再"])
                && !(is_deed && goes_on());
            let is_meanwhile = ["期间", "其间"].iter().any(|word| opening(text).starts_with(word));
            if is_meanwhile || !may_handle || in_cause || is_trouble || is_planned(text) || !(is_deed || goes_on()) {
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
