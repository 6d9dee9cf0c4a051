//! The direction of a change, by the word beside its number: 少1229.44元, 9% lower, 快1.6天.

use super::fault::Fault;
use super::reading::Reading;
use crate::vocabulary::{Match, Sense, Words};

/// The two ends of what a step can go along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Axis {
    Amount,
    Time,
}

/// Words right before a number.
static BEFORE: Words = Words::of(&[
    Sense::Up,
    Sense::WeakUp,
    Sense::Higher,
    Sense::Down,
    Sense::WeakDown,
    Sense::Lower,
    Sense::Sooner,
    Sense::Later,
    Sense::Postponed,
]);

/// English words behind one.
static BEHIND: Words = Words::of(&[Sense::Higher, Sense::More, Sense::Lower, Sense::Less, Sense::Sooner, Sense::Later]);

/// Whether a word goes up (or comes sooner).
fn way(word: &Match) -> (Axis, bool) {
    match word.sense {
        Sense::Sooner => (Axis::Time, true),
        Sense::Later | Sense::Postponed => (Axis::Time, false),
        sense => (Axis::Amount, matches!(sense, Sense::Up | Sense::WeakUp | Sense::Higher | Sense::More)),
    }
}

/// A number that the sentence calls a step up and the source a step down, or sooner and later.
pub(super) fn turned(sentence: &Reading, at: usize, source: &Reading, known: usize) -> Option<Fault> {
    let (axis, is_up) = step(sentence, at)?;
    let (other, was_up) = step(source, known)?;
    if axis != other || is_up == was_up {
        return None;
    }
    let clause = |reading: &Reading, at: usize| reading.quoted(reading.quantities[at].span.start);
    Some(Fault::Flipped { written: clause(sentence, at), source: clause(source, known) })
}

fn step(reading: &Reading, at: usize) -> Option<(Axis, bool)> {
    let quantity = &reading.quantities[at];
    let clause = reading.clause_of(quantity.span.start);
    let from = at.checked_sub(1).map_or(0, |before| reading.quantities[before].span.end).max(clause.start);
    let before = reading.text[from.min(quantity.span.start)..quantity.span.start].to_lowercase();
    if !reading.is_english {
        let before = before.trim_end_matches(['了', '约', '近', '达', '到', '至', '为', ' ', ':', '出']);
        // 最高1900秒 and 至少5笔 go nowhere.
        let is_bound = |word: &Match| before[..word.span.start].ends_with(['最', '至', '不']);
        return BEFORE.ending(before).filter(|word| !is_bound(word)).map(|word| way(&word));
    }
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| !word.is_empty()).map(str::to_string).collect()
    };
    let to = reading.quantities.get(at + 1).map_or(reading.text.len(), |next| next.span.start);
    let behind = reading.text[quantity.span.end..to.max(quantity.span.end)].to_lowercase();
    let behind = behind.split([',', '.', ';', '(']).next().unwrap_or_default();
    let found = words(behind).into_iter().take(REACH).find_map(|word| BEHIND.first_in(&word)).map(|word| way(&word));
    // Up to 9% and more than 9% bound a number.
    let is_bound = before.trim_end().ends_with("up to") || before.trim_end().ends_with("than");
    found.or_else(|| {
        let before = words(&before);
        let mut near = before.iter().rev().take(REACH).filter(|_| !is_bound);
        near.find_map(|word| BEFORE.first_in(word).map(|word| way(&word)).filter(|(axis, _)| *axis == Axis::Amount))
    })
}

/// The farthest from its number that a word of direction belongs to it, in words.
const REACH: usize = 3;
