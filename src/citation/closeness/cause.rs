//! Which part of an item is told as the cause: a sentence that joins two of its parts by a word of its own must not turn
//! cause and effect round.

use std::ops::Range;

use super::item::Item;

/// What leads to a cause.
const BEFORE_CAUSE: &[&str] = &["根本原因", "原因", "根因", "由于", "因为", "缘于", "源于", "起因", "因"];
/// What leads from a cause to what it did.
const AFTER_CAUSE: &[&str] = &["导致", "造成", "引起", "引发", "致使", "使得", "从而", "因此", "所以", "所致"];
/// What ends a cause.
const REMEDIES: &[&str] = &["处置", "处理", "措施", "解决", "恢复", "修复"];

/// Where a sentence's own word stands between cause and effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Joint {
    /// The cause follows it.
    CauseFollows,
    /// The cause goes before it.
    CauseBefore,
}

/// The joint that a text begins with, and its bytes.
pub(super) fn joint(rest: &str) -> Option<(Joint, usize)> {
    // 因此 is no 因.
    let of = |words: &'static [&'static str], joint| {
        words.iter().find(|word| rest.starts_with(**word)).map(|word| (joint, word.len()))
    };
    of(&AFTER_CAUSE[..AFTER_CAUSE.len() - 1], Joint::CauseBefore).or_else(|| of(BEFORE_CAUSE, Joint::CauseFollows))
}

/// The same of an English text, in lower case.
pub(super) fn english_joint(rest: &str) -> Option<(Joint, usize)> {
    const FOLLOWS: &[&str] = &[
        "because of", "because", "due to", "caused by", "cause was", "cause is", "root cause", "owing to",
        "resulted from", "came from", "as a result of",
    ];
    const BEFORE: &[&str] = &["caused", "led to", "resulted in", "triggered", "which made"];
    let of = |words: &'static [&'static str], joint| {
        words.iter().find(|word| rest.starts_with(**word)).map(|word| (joint, word.len()))
    };
    of(FOLLOWS, Joint::CauseFollows).or_else(|| of(BEFORE, Joint::CauseBefore))
}

/// The parts of an item that are told as causes.
pub(super) fn causes(item: &Item<'_>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for word in BEFORE_CAUSE {
        for at in item.places(word) {
            let start = at + word.len();
            let rest = &item.reading().text[start..item.sentence_of(at).end.max(start)];
            let end = REMEDIES.iter().chain(AFTER_CAUSE).filter_map(|word| rest.find(word)).min().unwrap_or(rest.len());
            found.push(start..start + end);
        }
    }
    for word in AFTER_CAUSE {
        for end in item.places(word) {
            found.push(item.sentence_of(end).start..end);
        }
    }
    found
}

/// The parts of an item that are told as what was done about it.
pub(super) fn remedies(item: &Item<'_>) -> Vec<Range<usize>> {
    let labels = ["处置", "处理", "措施", "改进"];
    let starts = labels.iter().flat_map(|word| item.places(word).map(|at| (at, at + word.len())));
    let text = &item.reading().text;
    let named = starts.filter(|(_, end)| text[*end..].starts_with(['：', ':', '】']));
    named.map(|(start, end)| start..item.sentence_of(start).end.max(end)).collect()
}
