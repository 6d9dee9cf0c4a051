//! What is written where there is nothing to say, or nothing yet.

use super::clause::has;
use crate::vocabulary::{Sense, Words};

/// A longer text, in letters and digits, says more than that an answer is awaited.
const LONGEST_AWAITED_CHARS: usize = 9;

/// Whether `text` is no more than 无, 略, N/A, true, 待补充 or marks without words.
pub fn is_placeholder(text: &str) -> bool {
    static NOTHING: Words = Words::of(&[Sense::Nothing]);
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric());
    bare.is_empty() || NOTHING.have(bare)
}

/// Whether a clause says no more than that the cause is not known, or that something is waited for: 原因核实中, 待厂家回复.
pub(super) fn is_awaited(text: &str) -> bool {
    static WAITING: Words = Words::of(&[Sense::Unresolved, Sense::CauseOpen]);
    let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
    letters == 0
        || !text.contains(['“', '「'])
            && letters <= LONGEST_AWAITED_CHARS
            && (text.contains('待') || WAITING.are_in(text))
            && !has(text, &["怀疑", "疑似", "可能", "初步"])
}
