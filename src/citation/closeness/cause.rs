//! The causes and remedies of an item: a sentence that joins two of its parts by a word of its own must not reverse cause and effect.

use std::ops::Range;

use super::item::EvidenceItem;
use crate::vocabulary::{Sense, Words};

/// What leads to a cause.
static BEFORE_CAUSE: Words = Words::of(&[Sense::Because, Sense::CauseName]);
/// What leads from a cause to what it did.
static AFTER_CAUSE: Words = Words::of(&[Sense::Effect, Sense::EffectAtEnd]);
/// What ends a cause.
static ENDS: Words =
    Words::of(&[Sense::Effect, Sense::EffectAtEnd, Sense::Handling, Sense::Improvement, Sense::Mending]);
/// Words between cause and effect.
static JOINTS: Words = Words::of(&[Sense::Because, Sense::CauseName, Sense::Effect]);
/// Labels of what was done.
static REMEDIES: Words = Words::of(&[Sense::Handling, Sense::Improvement]);

/// The side of a joining word on which the cause is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Joint {
    /// The cause follows it.
    CauseFollows,
    /// The cause goes before it.
    CauseBefore,
}

/// The joint that a text begins with, and its bytes.
pub(super) fn joint(rest: &str) -> Option<(Joint, usize)> {
    let word = JOINTS.beginning(rest)?;
    let joint = if word.sense == Sense::Effect { Joint::CauseBefore } else { Joint::CauseFollows };
    Some((joint, word.span.end))
}

/// The parts of an item that state a cause.
pub(super) fn causes(item: &EvidenceItem<'_>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for word in BEFORE_CAUSE.iter() {
        for at in item.places(word) {
            let start = at + word.len();
            let rest = &item.reading().text[start..item.sentence_of(at).end.max(start)];
            let end = ENDS.first_in(rest).map_or(rest.len(), |word| word.span.start);
            found.push(start..start + end);
        }
    }
    for word in AFTER_CAUSE.iter() {
        for end in item.places(word) {
            found.push(item.sentence_of(end).start..end);
        }
    }
    found
}

/// The parts of an item that state what was done about it.
pub(super) fn remedies(item: &EvidenceItem<'_>) -> Vec<Range<usize>> {
    let starts = REMEDIES.iter().flat_map(|word| item.places(word).map(|at| (at, at + word.len())));
    let text = &item.reading().text;
    let named = starts.filter(|(_, end)| text[*end..].starts_with(['：', ':', '】']));
    named.map(|(start, end)| start..item.sentence_of(start).end.max(end)).collect()
}
