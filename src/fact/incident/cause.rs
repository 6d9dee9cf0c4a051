//! The cause of an incident where no part names it: the clauses that say why.

use super::clue::{begins_with_effect, effect_inside, states_cause, states_effect, states_handling, states_impact};
use crate::fact::clause::{clauses, marked_sentences};
use crate::fact::standing::{is_negated, is_planned};
use crate::report::Span;
use crate::vocabulary::{Sense, Words};

/// The clauses of `span`, which begins with what happened, that state the cause. Not trimmed.
pub(super) fn cause_in(source: &str, span: &Span) -> Option<Span> {
    let sentences = marked_sentences(source, span.clone());
    sentences.iter().enumerate().find_map(|(at, sentence)| {
        let opens = !source[span.start..sentence.start].chars().any(char::is_alphanumeric);
        let cause = of_sentence(source, &clauses(source, sentence.clone()), opens)?;
        if !is_known_alone(&source[cause.clone()]) {
            return Some(cause);
        }
        // 原因查清: the next sentence says which. What happened ends before both.
        let next = sentences.get(at + 1)?.clone();
        let is_cause = |text: &str| !is_planned(text) && !states_handling(text);
        is_cause(&source[next.clone()]).then_some(cause.start..next.end)
    })
}

/// Whether a clause says of the cause no more than that it is known: 原因查清.
fn is_known_alone(text: &str) -> bool {
    static KNOWN: Words = Words::of(&[Sense::CauseKnown, Sense::CauseFound, Sense::FoundOut, Sense::FollowUpWork]);
    static CAUSE: Words = Words::of(&[Sense::CauseName]);
    let lower = text.to_lowercase();
    let bare = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let rest = CAUSE.replaced(&lower, "");
    rest != lower && KNOWN.have(&bare(&rest))
}

/// From the clause that states why to where a plan or handling begins; back over the clause before one that begins with the effect.
fn of_sentence(source: &str, clauses: &[Span], opens_text: bool) -> Option<Span> {
    let text = |at: usize| &source[clauses[at].clone()];
    // 乘客没有投诉，因为天还冷: why nobody minded.
    let is_of_calm = |at: usize| at > 0 && says_that_nobody_minded(text(at - 1));
    let at = (0..clauses.len()).find(|at| states_cause(text(*at)) && !is_of_calm(*at))?;
    let mut first = at;
    if begins_with_effect(text(at)) {
        // What happened stays out of it, unless there is nothing else before the effect.
        let least = usize::from(opens_text && at > 1);
        first = at.saturating_sub(1).max(least);
    }
    let ends = |at: &usize| {
        let text = text(*at);
        !states_cause(text) && (is_planned(text) || states_handling(text) || states_impact(text))
    };
    let last = (at + 1..clauses.len()).find(ends).unwrap_or(clauses.len());
    // What the effect led to in turn is no cause. 造成重复的原因为…: the effect is named, not stated.
    let effect = (at..last).find(|at| states_effect(text(*at)) && !text(*at).contains("原因"));
    let goes_on = |at: &usize| *at + 1 < last && !states_cause(text(*at + 1));
    let last = effect.filter(goes_on).map_or(last, |effect| effect + 1);
    // 日志写满导致停更 in one clause: the cause is what stands before the verb.
    if let Some(effect) = effect_inside(text(at)).filter(|_| opens_text && at == 0) {
        return Some(clauses[0].start..clauses[0].start + effect.start);
    }
    let start = clauses[first].start + if first == at { reason_inside(text(first)) } else { 0 };
    Some(start..clauses[last - 1].end)
}

fn says_that_nobody_minded(clause: &str) -> bool {
    static FELT: Words = Words::of(&[Sense::Felt]);
    FELT.all_in(clause).iter().any(|word| is_negated(&clause[..word.span.start]))
}

/// Where `因…引起…` begins inside a clause that states something else first, in bytes; 0 where it does not.
fn reason_inside(clause: &str) -> usize {
    let reasons = ["由于", "因"].into_iter().flat_map(|word| clause.match_indices(word));
    let is_reason = |at: usize| {
        !clause[..at].ends_with(['原', '基', '成', '起', '诱', '死'])
            && !["因此", "因素", "因而", "因子"].iter().any(|word| clause[at..].starts_with(word))
            && states_effect(&clause[at..])
    };
    let at = reasons.map(|(at, _)| at).filter(|at| is_reason(*at)).min().unwrap_or(0);
    if clause[..at].ends_with('系') { at - '系'.len_utf8() } else { at }
}
