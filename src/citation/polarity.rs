//! Polarity: rejects a sentence that claims what its source negates, claims as done what is planned, or reverses a direction. Concepts are
//! looked up in both languages; only clauses of the same subject are compared.

use std::collections::HashSet;
use std::ops::Range;

use super::denial::{denies, has_denial, without_false_denials};
use super::derived;
use super::evidence::Evidence;
use super::fault::{Fault, quote};
use super::findings::Findings;
use super::groups::{Group, OPPOSITES, PREDICATES};
use super::moment::{When, same};
use super::polarity_words::{DENIALS, DONE, KEPT, MISSED, plans};
use super::reading::Reading;
use super::states;
use super::tokens::{Token, tokens};
use crate::text::is_cut;

/// The polarity of a concept in a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    Said,
    Denied,
    Planned,
}

/// Compares every clause of the sentence with the clauses of the sources that share most with it.
pub(super) fn compare(sentence: &Reading, cited: &[&Evidence<'_>], found: &mut Findings) {
    let known: Vec<Clause<'_>> = cited
        .iter()
        .enumerate()
        .flat_map(|(which, evidence)| {
            let places = found.places_in(which);
            clauses(&evidence.reading).into_iter().filter(move |clause| bears(&evidence.reading, &clause.span, &places))
        })
        .collect();
    if let Some(fault) = states::compare(sentence, cited, found) {
        found.faults.push(fault);
        return;
    }
    let all: Vec<Clause<'_>> = cited.iter().flat_map(|evidence| clauses(&evidence.reading)).collect();
    for clause in clauses(sentence) {
        // 还有10个没上线 turns round 已上线4个 of 14: both are true.
        if derived::rests(sentence, &clause.span, cited) {
            continue;
        }
        let fault = denied(&clause, &known)
            .or_else(|| denied_elsewhere(&clause, &known, &all))
            .or_else(|| turned(&clause, &known))
            .or_else(|| denied_alone(&clause, &known))
            .or_else(|| missed(&clause, &known));
        if fault.is_none() && invents_denial(&clause, &all) {
            found.faults.push(Fault::Unfounded { written: quote(clause.text) });
            return;
        }
        if let Some(source) = fault {
            found.faults.push(Fault::Flipped { written: quote(clause.text), source });
            return;
        }
    }
}

/// Whether a clause lies in an item in which a particular was found, or none was found anywhere.
fn bears(reading: &Reading, clause: &Range<usize>, places: &[usize]) -> bool {
    places.is_empty() || places.iter().any(|place| reading.item_of(*place).contains(&clause.start))
}

struct Clause<'a> {
    text: &'a str,
    span: Range<usize>,
    is_english: bool,
    tokens: HashSet<Token>,
    /// The days and times that it names.
    moments: Vec<&'a When>,
}

/// The clauses to compare one with: where it names a day or time that some of them name too, those.
fn alike<'k, 'a>(clause: &Clause<'_>, known: Vec<&'k Clause<'a>>) -> Vec<&'k Clause<'a>> {
    let names =
        |other: &&Clause<'_>| other.moments.iter().any(|known| clause.moments.iter().any(|own| same(own, known)));
    if known.iter().any(names) {
        return known.into_iter().filter(names).collect();
    }
    // What is told of other days says nothing of this one.
    known.into_iter().filter(|other| clause.moments.is_empty() || other.moments.is_empty()).collect()
}

fn clauses(reading: &Reading) -> Vec<Clause<'_>> {
    reading
        .clauses
        .iter()
        .map(|span| {
            let text = &reading.text[span.clone()];
            let mut tokens = reading.tokens_in(span.clone());
            let numbers = reading.quantities.iter().filter(|quantity| span.contains(&quantity.span.start));
            tokens.extend(numbers.map(|quantity| u64::from(quantity.value.mantissa().unsigned_abs() as u32) | 1 << 62));
            let moments = reading.moments.iter().filter(|moment| span.contains(&moment.span.start));
            let moments =
                moments.map(|moment| &moment.when).filter(|when| matches!(when, When::Day { .. } | When::Time(_)));
            Clause { text, span: span.clone(), is_english: reading.is_english, tokens, moments: moments.collect() }
        })
        .collect()
}

/// The source's clause with another polarity of a concept, where all that share most with the sentence's agree.
fn denied(clause: &Clause<'_>, known: &[Clause<'_>]) -> Option<String> {
    PREDICATES.iter().find_map(|predicate| {
        let own = standing(clause, predicate)?;
        // 约31万条受影响 tells how much, and 业务无影响 speaks of another thing.
        let numbers = || clause.tokens.iter().filter(|token| **token >> 62 == 1);
        let extends = |other: &Clause<'_>| {
            ["影响", "涉及", "波及"].iter().any(|word| other.text.contains(word))
                && numbers().any(|number| other.tokens.contains(number))
        };
        if own == Standing::Said && predicate.has("影响") && known.iter().any(extends) {
            return None;
        }
        let speaking: Vec<&Clause<'_>> = known.iter().filter(|other| standing(other, predicate).is_some()).collect();
        let mut others: Vec<(usize, Standing, &Clause<'_>)> = alike(clause, speaking)
            .into_iter()
            .filter_map(|other| {
                Some((other.tokens.intersection(&clause.tokens).count(), standing(other, predicate)?, other))
            })
            .collect();
        let most = others.iter().map(|(shared, ..)| *shared).max()?;
        others.retain(|(shared, ..)| *shared == most);
        let conflicts = |other: Standing| match (own, other) {
            (Standing::Said, Standing::Denied) | (Standing::Denied, Standing::Said) => true,
            (Standing::Said, Standing::Planned) => says_done(clause),
            _ => false,
        };
        let all = others.iter().all(|(_, standing, _)| conflicts(*standing));
        all.then(|| others.first().map(|(.., other)| quote(other.text))).flatten()
    })
}

/// The clause of another item that negates the concept in nearly the same words, where the compared items are silent.
fn denied_elsewhere(clause: &Clause<'_>, known: &[Clause<'_>], all: &[Clause<'_>]) -> Option<String> {
    PREDICATES.iter().find_map(|predicate| {
        let own = standing(clause, predicate)?;
        let speaks = |other: &&Clause<'_>| standing(other, predicate).is_some();
        if own != Standing::Said || known.iter().any(|other| speaks(&other)) {
            return None;
        }
        let near = |other: &&Clause<'_>| other.tokens.intersection(&clause.tokens).count() >= FEWEST_SHARED;
        let mut others = alike(clause, all.iter().filter(speaks).filter(near).collect()).into_iter().peekable();
        let first = others.peek().map(|other| quote(other.text))?;
        others.all(|other| standing(other, predicate) == Some(Standing::Denied)).then_some(first)
    })
}

/// The source's clause without a negation or a word of failing, where the sentence negates its words.
fn denied_alone(clause: &Clause<'_>, known: &[Clause<'_>]) -> Option<String> {
    if clause.is_english {
        return None;
    }
    let plain = without_false_denials(clause.text);
    let denial = DENIALS.first_in(&plain)?.span.end;
    let scope = tokens(&plain[denial..]);
    let mut best = known
        .iter()
        .filter(|other| !other.tokens.is_disjoint(&scope))
        .filter(|other| other.tokens.intersection(&clause.tokens).count() >= FEWEST_SHARED)
        .peekable();
    let first = best.peek().map(|other| quote(other.text))?;
    best.all(|other| !other.is_english && !has_denial(other.text) && !other.text.contains(FAILINGS)).then_some(first)
}

/// Whether an English clause negates a concept (no customers complained) that no source names or negates.
fn invents_denial(clause: &Clause<'_>, all: &[Clause<'_>]) -> bool {
    let is_denied = |predicate| standing(clause, predicate) == Some(Standing::Denied);
    let Some(predicate) = PREDICATES.iter().find(|predicate| is_denied(predicate)) else { return false };
    let says = |other: &Clause<'_>| {
        standing(other, predicate).is_some() || has_denial(other.text) || other.text.contains(['只', '仅', '缺', '拒'])
    };
    clause.is_english && all.iter().all(|other| !other.is_english && !says(other))
}

/// 已于7/13发布 where the source says of that day that it was missed: 7/13没有赶上，7/20发布.
fn missed(clause: &Clause<'_>, known: &[Clause<'_>]) -> Option<String> {
    if clause.moments.is_empty() || has_denial(clause.text) || !KEPT.are_in(clause.text) {
        return None;
    }
    let names =
        |other: &&Clause<'_>| other.moments.iter().any(|known| clause.moments.iter().any(|own| same(own, known)));
    let mut named = known.iter().filter(names).peekable();
    let first = named.peek().map(|other| quote(other.text))?;
    named.all(|other| MISSED.are_in(other.text)).then_some(first)
}

/// Shared tokens from which two clauses have one subject.
const FEWEST_SHARED: usize = 2;

/// Characters of failing or of a limit, by which a report negates without a negation.
const FAILINGS: &[char] = &[
    '漏', '缺', '少', '失', '误', '错', '停', '断', '拒', '超', '晚', '卡', '坏', '难', '只', '仅', '仍', '还', '延',
    '拖', '悬', '空', '差', '乱', '挂', '堵', '满', '慢', '迟', '丢', '退',
];

fn standing(clause: &Clause<'_>, predicate: &Group) -> Option<Standing> {
    let lower = clause.text.to_lowercase();
    let place = predicate
        .one
        .iter()
        .find_map(|word| Some((lower.find(word)?, word.len())))
        .or_else(|| predicate.other.iter().find_map(|word| Some((word_at(&lower, word)?, word.len()))))?;
    let (at, length) = place;
    // 影响:只伤到试跑名单 says of the rest that it was not.
    if lower[at + length..].trim_start_matches([':', '：', '了', ' ']).starts_with(['只', '仅']) {
        return None;
    }
    let is_denied = denies(&lower[..at], &lower[at..at + length], &lower[at + length..], clause.is_english);
    if is_denied {
        return Some(Standing::Denied);
    }
    let is_planned = plans(&lower) && !DONE.are_in(&lower);
    Some(if is_planned { Standing::Planned } else { Standing::Said })
}

fn word_at(text: &str, word: &str) -> Option<usize> {
    text.match_indices(word).map(|(at, _)| at).find(|at| !is_cut(text, *at))
}

fn says_done(clause: &Clause<'_>) -> bool {
    DONE.are_in(clause.text) && !plans(clause.text)
}

/// The source's clause that says the opposite word, where the sentence's own word is in none that shares as much.
fn turned(clause: &Clause<'_>, known: &[Clause<'_>]) -> Option<String> {
    OPPOSITES.iter().find_map(|Group { one, other }| {
        let (says_one, says_other) = (says(clause, one), says(clause, other));
        if says_one == says_other {
            return None;
        }
        let (same, opposite) = if says_one { (one, other) } else { (other, one) };
        let most = known
            .iter()
            .filter(|known| says(known, one) != says(known, other))
            .map(|known| known.tokens.intersection(&clause.tokens).count())
            .max()?;
        let best = || {
            known.iter().filter(move |known| {
                says(known, one) != says(known, other) && known.tokens.intersection(&clause.tokens).count() == most
            })
        };
        let flips = most > 0 && best().all(|known| says(known, opposite) && !says(known, same));
        flips.then(|| best().next().map(|known| quote(known.text))).flatten()
    })
}

fn says(clause: &Clause<'_>, words: &[&str]) -> bool {
    let lower = clause.text.to_lowercase();
    words.iter().any(|word| {
        let at = if word.is_ascii() { word_at(&lower, word) } else { lower.find(word) };
        at.is_some_and(|at| {
            !denies(&lower[..at], &lower[at..at + word.len()], &lower[at + word.len()..], clause.is_english)
        })
    })
}
