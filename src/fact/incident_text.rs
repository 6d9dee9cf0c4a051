//! What the running text of an incident tells of cause, handling and impact where no part is named.

use super::clause::{
    begins_with_effect, clauses, goes_on_counting, sentences, tells_cause, tells_effect, tells_handling, tells_impact,
    tells_plan, tells_trouble,
};
use crate::report::Span;

/// The clauses that tell each part; `None` for what is not told. Not trimmed.
#[derive(Debug, Default)]
pub(super) struct Told {
    pub cause: Option<Span>,
    pub handling: Option<Span>,
}

/// Reads `span`, which begins with what happened: its first clause is neither handling nor, unless it says why, cause.
pub(super) fn told_in(source: &str, span: &Span) -> Told {
    let mut told = Told::default();
    let mut is_first_clause = true;
    for sentence in sentences(source, span.clone()) {
        let parts = clauses(source, sentence);
        if told.cause.is_none() {
            told.cause = cause_in(source, &parts, is_first_clause);
        }
        for clause in parts {
            let text = &source[clause.clone()];
            let in_cause =
                told.cause.as_ref().is_some_and(|cause| cause.start <= clause.start && clause.start < cause.end);
            let may_handle = !is_first_clause || text.contains('已') || text.contains("完成");
            let is_trouble =
                tells_trouble(text) && !["完成", "已", "后", "停止"].iter().any(|word| text.contains(word));
            if may_handle
                && !in_cause
                && !is_trouble
                && !tells_plan(text)
                && (tells_handling(text) || goes_on_handling(&told, &clause, text))
            {
                grow(&mut told.handling, clause);
            }
            is_first_clause = false;
        }
    }
    told
}

/// The outcome right behind what was done: `切换可用渠道，报错基本停止`.
fn goes_on_handling(told: &Told, clause: &Span, text: &str) -> bool {
    let follows = told.handling.as_ref().is_some_and(|handling| handling.end == clause.start);
    follows && ["停止", "正常", "解除", "稳定", "消除", "回落"].iter().any(|word| text.contains(word))
}

/// From the clause that opens with why to where plans or handling begin; back over the clauses that end in the effect.
fn cause_in(source: &str, clauses: &[Span], opens_text: bool) -> Option<Span> {
    let at = clauses.iter().position(|clause| tells_cause(&source[clause.clone()]))?;
    let mut first = at;
    if begins_with_effect(&source[clauses[at].clone()]) {
        // What happened stays out of it, unless there is nothing else before the effect.
        let least = usize::from(opens_text && at > 1);
        first = at.saturating_sub(1).max(least.min(at));
    }
    let ends = |clause: &Span| {
        let text = &source[clause.clone()];
        !tells_cause(text) && (tells_plan(text) || tells_handling(text) || tells_impact(text))
    };
    let last = clauses[at + 1..].iter().position(ends).map_or(clauses.len(), |length| at + 1 + length);
    let start = clauses[first].start + if first == at { reason_inside(&source[clauses[first].clone()]) } else { 0 };
    Some(start..clauses[last - 1].end)
}

/// Where `因…引起…` begins inside a clause that first tells something else, in bytes; 0 where it does not.
fn reason_inside(clause: &str) -> usize {
    let reasons = ["由于", "因为", "系因", "因"].into_iter().flat_map(|word| clause.match_indices(word));
    let free = |at: usize| !clause[..at].ends_with(['原', '基', '成', '起', '诱', '死']);
    let is_reason =
        |rest: &str| !["因此", "因素", "因而", "因子"].iter().any(|word| rest.starts_with(word)) && tells_effect(rest);
    reasons.map(|(at, _)| at).filter(|at| free(*at) && is_reason(&clause[*at..])).min().unwrap_or(0)
}

/// The clauses that tell whom it hit: those of what happened before those of the other parts, those with numbers first.
pub(super) fn impact_in(source: &str, summary: &Span, others: &[&Span]) -> Option<Span> {
    let has_digit = |span: &Span| source[span.clone()].chars().any(|c| c.is_ascii_digit());
    let own = impact_groups(source, summary);
    let other: Vec<Span> = others.iter().flat_map(|span| impact_groups(source, span)).collect();
    let counted = own.iter().chain(&other).find(|span| has_digit(span));
    counted.or(own.first()).or(other.first()).cloned()
}

fn impact_groups(source: &str, span: &Span) -> Vec<Span> {
    let mut groups: Vec<Span> = Vec::new();
    for clause in clauses(source, span.clone()) {
        let text = &source[clause.clone()];
        let follows = groups.last().is_some_and(|group| group.end == clause.start);
        match groups.last_mut() {
            Some(group) if follows && (tells_impact(text) || goes_on_counting(text)) => group.end = clause.end,
            _ if tells_impact(text) => groups.push(clause),
            _ => {}
        }
    }
    groups
}

/// Adjacent clauses of one sort are one piece.
fn grow(part: &mut Option<Span>, clause: Span) {
    match part {
        Some(known) if known.end == clause.start => known.end = clause.end,
        Some(_) => {}
        None => *part = Some(clause),
    }
}
