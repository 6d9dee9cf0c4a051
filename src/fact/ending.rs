//! Words by which a clause states the end of an incident, or a step that often ends one.

use crate::vocabulary::{Sense, Words};

/// Words of an end.
pub(super) static ENDS: Words = Words::of(&[Sense::Mended, Sense::Over, Sense::Finished]);

/// A step that often ends one; the words of an end count first.
pub(super) static STEPS: Words = Words::of(&[Sense::ClosingStep]);

pub(super) fn tells_end(clause: &str, words: &Words) -> bool {
    static NO_END: Words = Words::of(&[Sense::NoEnd]);
    let is_part = |word: &str| word == "完" && ["完整", "没完", "未完", "不完"].iter().any(|not| clause.contains(not));
    words.all_in(clause).iter().any(|found| !is_part(found.word)) && !NO_END.are_in(clause)
}
