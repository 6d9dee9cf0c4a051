//! What the running text of an incident tells of cause, handling and impact where no part is named.

use super::clause::{
    begins_with_effect, clauses, effect_inside, goes_on_counting, sentences, tells_cause, tells_effect, tells_handling,
    tells_impact, tells_plan,
};
use super::count::counts;
use super::hardship::{is_placeholder, mends_itself, tells_finding, tells_hardship, tells_measure};
use super::trouble::tells_trouble;
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
            if !text.chars().any(char::is_alphanumeric) {
                continue;
            }
            let in_cause =
                told.cause.as_ref().is_some_and(|cause| cause.start <= clause.start && clause.start < cause.end);
            let may_handle = !is_first_clause || text.contains('已') || text.contains("完成");
            let is_trouble = tells_trouble(text)
                && !["完成", "已", "后", "停止", "止住", "消失", "不再"].iter().any(|word| text.contains(word));
            if may_handle
                && !in_cause
                && (!is_trouble || (tells_handling(text) && goes_on_handling(&told, source, &clause, text)))
                && !tells_plan(text)
                && (tells_handling(text) || goes_on_handling(&told, source, &clause, text))
            {
                grow(&mut told.handling, clause);
            }
            is_first_clause = false;
        }
    }
    told
}

/// What goes on right behind what was done, in the same sentence: its outcome, the next step. Not whom it hit meanwhile.
fn goes_on_handling(told: &Told, source: &str, clause: &Span, text: &str) -> bool {
    let Some(handling) = told.handling.as_ref().filter(|handling| handling.end == clause.start) else { return false };
    let same_sentence = !source[handling.clone()].trim_end().ends_with(['。', '；', ';', '！']);
    let opening = text.trim_start();
    let is_meanwhile = ["期间", "其间", "影响", "涉及", "波及"].iter().any(|word| opening.starts_with(word));
    same_sentence && !is_meanwhile && !tells_cause(text)
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
    // What the effect led to in turn is no cause.
    let effect = (at..last).find(|clause| {
        let text = &source[clauses[*clause].clone()];
        // 造成重复的原因为…: the effect is named, not told.
        tells_effect(text) && !text.contains("原因")
    });
    let goes_on = |clause: &usize| *clause + 1 < last && !tells_cause(&source[clauses[*clause + 1].clone()]);
    let last = effect.filter(goes_on).map_or(last, |effect| effect + 1);
    // 日志写满导致停更 in one clause: the cause is what stands before the effect.
    if let Some((effect, _)) =
        effect_inside(&source[clauses[at].clone()]).filter(|_| opens_text && first == at && at == 0)
    {
        return Some(clauses[at].start..clauses[at].start + effect);
    }
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
///
/// `told` are the clauses of what happened that tell something else.
pub(super) fn impact_in(source: &str, happened: &Span, told: &[&Span], others: &[&Span]) -> Option<Span> {
    let has_digit = |span: &Span| source[span.clone()].chars().any(|c| c.is_ascii_digit());
    let own = impact_of(source, happened, told);
    let other: Vec<Span> = others.iter().flat_map(|span| impact_groups(source, span)).collect();
    let counted = own.iter().chain(&other).find(|span| has_digit(span));
    let first = || counted_words(source, happened);
    let is_other = |span: &Span| Some(span) != own.as_ref() && !tells_impact(&source[span.clone()]);
    let counted = counted.cloned();
    let counted = counted.map(|span| if is_other(&span) { without_meanwhile(source, span) } else { span });
    let said = || own.clone().filter(|span| tells_impact(&source[span.clone()]));
    counted
        .or_else(said)
        .or_else(first)
        .or(own.clone())
        .or(other.into_iter().next())
        .or_else(|| effect_in(source, happened))
}

/// 其间97笔卡在审核 without the first word, where it points to what stands before it.
fn without_meanwhile(source: &str, span: Span) -> Span {
    let text = &source[span.clone()];
    let rest = ["期间", "其间"].iter().find_map(|word| text.trim_start().strip_prefix(word)).unwrap_or(text);
    span.end - rest.len()..span.end
}

/// 日志写满导致停更: what stands after the cause in the first clause.
fn effect_in(source: &str, happened: &Span) -> Option<Span> {
    let clause = clauses(source, happened.clone()).into_iter().next()?;
    let (_, end) = effect_inside(&source[clause.clone()])?;
    Some(clause.start + end..clause.end)
}

/// From the first clause after what went wrong that tells or counts what it hit, to the last one in a row.
fn impact_of(source: &str, happened: &Span, told: &[&Span]) -> Option<Span> {
    let says_something = |span: &Span| source[span.clone()].chars().any(char::is_alphanumeric);
    let all: Vec<Span> = clauses(source, happened.clone()).into_iter().filter(says_something).collect();
    let text = |at: usize| &source[all[at].clone()];
    let is_told = |at: usize| tells_impact(text(at)) && !tells_finding(text(at));
    let hits = |at: usize| {
        let counted = !counts(text(at)).is_empty();
        is_told(at) || goes_on_counting(text(at)) || counted || tells_hardship(text(at)) || tells_measure(text(at))
    };
    let is_other = |at: usize| {
        let inside = told.iter().any(|part| part.start < all[at].end && all[at].start < part.end);
        inside || tells_plan(text(at)) || is_placeholder(text(at)) || tells_cause(text(at))
    };
    let ends_there =
        |at: usize| is_other(at) || tells_finding(text(at)) || is_length_alone(text(at)) || mends_itself(text(at));
    // 页面平均8秒，10:30自行恢复，客询41个: what ended before it is no part of it.
    let mended = (0..all.len()).rev().find(|at| mends_itself(text(*at)) && !is_other(*at));
    let begin =
        mended.filter(|at| (*at + 1..all.len()).any(|next| hits(next) && !ends_there(next))).map_or(1, |at| at + 1);
    let first_hit = (begin..all.len()).find(|at| hits(*at) && !ends_there(*at));
    // Said in so many words: 影响…, 业务无感. What is counted right before 涉及 belongs to it.
    let said = (0..all.len()).find(|at| is_told(*at) && !is_other(*at));
    let first = match (first_hit, said) {
        (Some(hit), Some(said)) if hit < said && is_exact(text(said)) && !(hit..said).any(is_other) => said,
        (Some(hit), Some(said)) => hit.min(said),
        (hit, said) => hit.or(said)?,
    };
    let first = match first.checked_sub(1) {
        Some(before) if said == Some(first) && is_exact(text(first)) && !is_other(before) => {
            let is_meanwhile = text(before).trim_start().starts_with("期间");
            // In a sentence of its own it is told from there on.
            let opens = before > 0 && source[..all[before].start].trim_end().ends_with(['；', ';', '。']);
            if is_meanwhile || opens { before } else { first }
        }
        _ => first,
    };
    let mut last = (first + 1..all.len()).take_while(|at| {
        let goes_on = *at + 1 < all.len() && hits(*at + 1) && !is_other(*at + 1);
        !is_other(*at) && (!ends_there(*at) || goes_on)
    });
    let last = last.by_ref().last().unwrap_or(first);
    // 19家商户失败，共57笔: what is summed up belongs to it.
    let sums_up = first == 1 && (goes_on_counting(text(first)) || tells_measure(text(first))) && !is_other(0);
    let counted = counted_words(source, &all[0]).filter(|_| sums_up);
    Some(counted.map_or(all[first].start, |words| words.start)..all[last].end)
}

/// 影响…, 业务无感: says all by itself, and of nothing before it.
fn is_exact(clause: &str) -> bool {
    ["影响", "波及", "无感", "受阻"].iter().any(|word| clause.contains(word))
}

/// 持续35分钟, 共2分钟: how long it lasted and nothing else.
fn is_length_alone(clause: &str) -> bool {
    let words: String = clause.chars().filter(|c| c.is_alphabetic()).collect();
    ["持续", "历时", "前后", "共", "共计", "约", "持续约"]
        .iter()
        .any(|lead| words.strip_prefix(lead).is_some_and(|unit| ["分钟", "小时", "天", "秒", "min"].contains(&unit)))
}

/// Where one clause tells all, from its first number on, or from what happened at last: `同一通道又有|6笔退款报错`,
/// `账单出完后|校验拦下3笔重复`.
fn counted_words(source: &str, summary: &Span) -> Option<Span> {
    let clause =
        clauses(source, summary.clone()).into_iter().find(|clause| !source[clause.clone()].trim().is_empty())?;
    let text = &source[clause.clone()];
    let is_digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let counted = counts(text);
    let first = counted.first()?;
    let mut digits = text.char_indices().filter(|(_, c)| is_digit(*c)).map(|(at, _)| at);
    let is_counted = |at: usize| {
        counts(&text[at..]).first() == Some(first) && !text[..at].ends_with(|c: char| is_digit(c) || c == '.')
    };
    let digit = digits.rfind(|at| is_counted(*at))?;
    if tells_finding(&text[digit..]) {
        return None;
    }
    let after = text[..digit].rfind('后').filter(|at| *at > 0).map(|at| at + '后'.len_utf8());
    let is_subject = text[digit..].chars().filter(|c| c.is_alphabetic()).count() > 3;
    let start = after.unwrap_or(if is_subject { digit } else { 0 });
    Some(clause.start + start..clause.end)
}

fn impact_groups(source: &str, span: &Span) -> Vec<Span> {
    let mut groups: Vec<Span> = Vec::new();
    for clause in clauses(source, span.clone()) {
        let text = &source[clause.clone()];
        let follows = groups.last().is_some_and(|group| group.end == clause.start);
        match groups.last_mut() {
            Some(group) if follows && (tells_impact(text) || goes_on_counting(text)) => group.end = clause.end,
            _ if tells_impact(text) || (text.contains("卡在") && !counts(text).is_empty()) => groups.push(clause),
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
