//! Whether a clause tells that an incident ended, or of a step that often ends one.

use crate::vocabulary::{Sense, Words};

/// Words of an end.
pub(super) static ENDS: Words = Words::of(&[Sense::Mended, Sense::Over, Sense::Finished]);

/// Words of a step that often is one; an end counts first wherever it stands.
pub(super) static STEPS: Words = Words::of(&[Sense::ClosingStep]);

pub(super) fn tells_end(clause: &str, words: &Words) -> bool {
    static NO_END: Words = Words::of(&[Sense::NoEnd]);
    let is_part = |word: &str| word == "完" && ["完整", "没完", "未完", "不完"].iter().any(|not| clause.contains(not));
    words.all_in(clause).iter().any(|found| !is_part(found.word)) && !NO_END.are_in(clause)
}
