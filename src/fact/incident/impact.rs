//! The impact of an incident where no part names it: whom or what it hit, and how much.

use super::clue::{begins_with_deed, effect_inside, mends_itself, states_cause, states_impact};
use crate::fact::clause::{clauses, has, opening};
use crate::fact::count::counts;
use crate::fact::placeholder::is_awaited;
use crate::fact::standing::is_planned;
use crate::report::Span;
use crate::vocabulary::{Sense, Words};

/// 影响…, 业务无感: states all by itself, and of nothing before it.
fn is_exact(clause: &str) -> bool {
    static EXACT: Words = Words::of(&[Sense::Impact]);
    EXACT.are_in(clause)
}

/// Whether a clause states how it was found.
fn states_finding(clause: &str) -> bool {
    static FINDING: Words = Words::of(&[Sense::Finding, Sense::FoundOut]);
    FINDING.are_in(clause)
}

/// Whether a clause goes on counting what the one before it began to: `共115笔，总金额27.6万元`.
fn goes_on_counting(clause: &str) -> bool {
    has_digit(clause)
        && ["总", "共", "合计", "金额", "其中", "累计", "占"].iter().any(|word| opening(clause).starts_with(word))
}

/// Whether a clause states how much at most or on average: 最长延迟6分钟.
fn states_measure(clause: &str) -> bool {
    has_digit(clause) && has(clause, &["平均", "最长", "最多", "最慢", "延迟最"])
}

fn has_digit(clause: &str) -> bool {
    clause.chars().any(|c| c.is_ascii_digit())
}

fn says_something(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

/// The clauses that state the impact: those of `happened` before those of the `other` parts, counted ones first. `taken` are the clauses of
/// `happened` that are cause or handling.
pub(super) fn impact_in(source: &str, happened: &Span, taken: &[Span], other: &[&Span]) -> Option<Span> {
    let states = |span: &Span| states_impact(&source[span.clone()]);
    let own = impact_of(source, happened, taken);
    let is_counted = |span: &Span| has_digit(&source[span.clone()]);
    // 一部分来电打不通，13:55 退回按键。受影响 137 通: how many it was may be said later.
    let later = own.as_ref().filter(|own| !is_counted(own)).and_then(|own| {
        let rest = own.end..happened.end;
        impact_of(source, &rest, taken).filter(|later| is_counted(later) && is_exact(&source[later.clone()]))
    });
    let own = later.or(own);
    let other: Vec<Span> = other.iter().flat_map(|span| groups(source, span)).collect();
    let counted = own.iter().chain(&other).find(|span| is_counted(span)).cloned();
    let counted = counted.map(|span| match Some(&span) == own.as_ref() || states(&span) {
        true => span,
        false => without_meanwhile(source, span),
    });
    counted
        .or_else(|| own.clone().filter(states))
        .or_else(|| counted_words(source, happened))
        .or(own.clone())
        .or(other.into_iter().next())
        .or_else(|| effect_in(source, happened))
}

/// 其间97笔卡在审核 without its first word.
fn without_meanwhile(source: &str, span: Span) -> Span {
    let text = &source[span.clone()];
    let rest = ["期间", "其间"].iter().find_map(|word| text.trim_start().strip_prefix(word)).unwrap_or(text);
    span.end - rest.len()..span.end
}

/// 日志写满导致停更: the text behind the cause in the first clause.
fn effect_in(source: &str, happened: &Span) -> Option<Span> {
    let clause = clauses(source, happened.clone()).into_iter().next()?;
    let effect = effect_inside(&source[clause.clone()])?;
    Some(clause.start + effect.end..clause.end)
}

/// From the first clause after the first that states or counts an impact, to the last one in a row.
fn impact_of(source: &str, happened: &Span, taken: &[Span]) -> Option<Span> {
    static FELT: Words = Words::of(&[Sense::Felt]);
    let mut all = clauses(source, happened.clone());
    all.retain(|span| says_something(&source[span.clone()]));
    let text = |at: usize| &source[all[at].clone()];
    let is_stated = |at: usize| states_impact(text(at)) && !states_finding(text(at));
    let hits = |at: usize| {
        let text = text(at);
        is_stated(at) || goes_on_counting(text) || !counts(text).is_empty() || FELT.are_in(text) || states_measure(text)
    };
    let is_other = |at: usize| {
        let inside = taken.iter().any(|part| part.start < all[at].end && all[at].start < part.end);
        inside || begins_with_deed(text(at)) || is_planned(text(at)) || is_awaited(text(at)) || states_cause(text(at))
    };
    let ends_there =
        |at: usize| is_other(at) || states_finding(text(at)) || is_length_alone(text(at)) || mends_itself(text(at));
    // 页面平均8秒，10:30自行恢复，客询41个: what ended before it is no part of it.
    let mended = (0..all.len()).rev().find(|at| mends_itself(text(*at)) && !is_other(*at));
    let begin =
        mended.filter(|at| (*at + 1..all.len()).any(|next| hits(next) && !ends_there(next))).map_or(1, |at| at + 1);
    let first_hit = (begin..all.len()).find(|at| hits(*at) && !ends_there(*at));
    let stated = (0..all.len()).find(|at| is_stated(*at) && !is_other(*at));
    let first = match (first_hit, stated) {
        (Some(hit), Some(stated)) if hit < stated && is_exact(text(stated)) && !(hit..stated).any(is_other) => stated,
        (Some(hit), Some(stated)) => hit.min(stated),
        (hit, stated) => hit.or(stated)?,
    };
    let first = match first.checked_sub(1) {
        Some(before) if stated == Some(first) && is_exact(text(first)) && !is_other(before) => {
            let is_meanwhile = text(before).trim_start().starts_with("期间");
            // In a sentence of its own it is stated from there on.
            let opens = before > 0 && source[..all[before].start].trim_end().ends_with(['；', ';', '。']);
            if is_meanwhile || opens { before } else { first }
        }
        _ => first,
    };
    // Another sentence has to state or count one of its own.
    let is_next_sentence = |at: usize| source[..all[at].start].trim_end_matches(' ').ends_with(['。', '\n']);
    let goes_on = |at: &usize| {
        !is_other(*at)
            && (!is_next_sentence(*at) || hits(*at))
            && (!ends_there(*at) || *at + 1 < all.len() && hits(*at + 1) && !is_other(*at + 1))
    };
    let last = (first + 1..all.len()).take_while(goes_on).last().unwrap_or(first);
    // 19家商户失败，共57笔: what is summed up belongs to it.
    let sums_up = first == 1 && (goes_on_counting(text(first)) || states_measure(text(first))) && !is_other(0);
    let counted = counted_words(source, &all[0]).filter(|_| sums_up);
    Some(counted.map_or(all[first].start, |words| words.start)..all[last].end)
}

/// 持续35分钟, 共2分钟: how long it lasted and nothing else.
fn is_length_alone(clause: &str) -> bool {
    let words: String = clause.chars().filter(|c| c.is_alphabetic()).collect();
    ["持续", "历时", "前后", "共", "共计", "约", "持续约"]
        .iter()
        .any(|lead| words.strip_prefix(lead).is_some_and(|unit| ["分钟", "小时", "天", "秒", "min"].contains(&unit)))
}

/// Where one clause states all, from its first number on, or from what happened at last: `同一通道又有|6笔退款报错`, `账单出完后|校验拦下3笔重复`.
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
    let digit = digits.rfind(|at| is_counted(*at)).filter(|at| !states_finding(&text[*at..]))?;
    let after = text[..digit].rfind('后').filter(|at| *at > 0).map(|at| at + '后'.len_utf8());
    let is_subject = text[digit..].chars().filter(|c| c.is_alphabetic()).count() > 3;
    let start = after.unwrap_or(if is_subject { digit } else { 0 });
    Some(clause.start + start..clause.end)
}

/// The clauses of another part that state an impact, those in a row together.
fn groups(source: &str, span: &Span) -> Vec<Span> {
    let mut groups: Vec<Span> = Vec::new();
    for clause in clauses(source, span.clone()) {
        let text = &source[clause.clone()];
        let follows = groups.last().is_some_and(|group| group.end == clause.start);
        match groups.last_mut() {
            Some(group) if follows && (states_impact(text) || goes_on_counting(text)) => group.end = clause.end,
            _ if states_impact(text) || (text.contains("卡在") && !counts(text).is_empty()) => groups.push(clause),
            _ => {}
        }
    }
    groups
}
