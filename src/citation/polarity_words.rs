//! The words by which a clause affirms, denies, plans and turns round, in both languages.

use std::ops::Range;

use crate::vocabulary::{Sense, Words};

/// Words that deny what follows them.
pub(super) static DENIALS: Words = Words::of(&[Sense::Not, Sense::NotYet, Sense::NoneOf, Sense::Lacking]);

/// Words that hold such a character and deny nothing.
pub(super) static NOT_DENIALS: Words = Words::of(&[Sense::NoDenial]);

pub(super) static ENGLISH_DENIALS: Words = Words::of(&[Sense::EnglishNot]);

/// Words of what has been done.
pub(super) static DONE: Words = Words::of(&[Sense::Happened]);

/// Whether a text speaks of what is to come.
pub(super) fn plans(text: &str) -> bool {
    // Due to a fault is no due.
    static PLANNED: Words = Words::of(&[
        Sense::Plan,
        Sense::Dated,
        Sense::Prepared,
        Sense::Former,
        Sense::Awaited,
        Sense::ToCome,
        Sense::Because,
    ]);
    text.contains('拟') || PLANNED.all_in(text).iter().any(|word| word.sense != Sense::Because)
}

/// Words for all of something in a sentence, for a part of it in a source, and for all of it there.
pub(super) static WHOLE: Words = Words::of(&[Sense::All]);
pub(super) static PARTS: Words = Words::of(&[Sense::Remainder, Sense::Left, Sense::Part]);
pub(super) static ALL: Words = Words::of(&[Sense::All, Sense::WeakAll]);

/// Words by which a source calls something in use.
pub(super) static IN_USE: Words =
    Words::of(&[Sense::Launch, Sense::LaunchNoun, Sense::LaunchDone, Sense::Pilot, Sense::InUse]);

/// Where a sentence says that something is in use: 已上线.
pub(super) fn launched(text: &str) -> Option<Range<usize>> {
    static LAUNCH: Words = Words::of(&[Sense::Launch]);
    LAUNCH.all_in(text).into_iter().find_map(|word| {
        let before = &text[..word.span.start];
        let mark = ["已经", "已", "正式"].into_iter().find(|mark| before.ends_with(mark))?;
        Some(word.span.start - mark.len()..word.span.end)
    })
}

/// Words for a date that was kept in a sentence, and for one that was missed in a source.
pub(super) static KEPT: Words = Words::of(&[
    Sense::Launch,
    Sense::Handover,
    Sense::ToTest,
    Sense::Switch,
    Sense::Opening,
    Sense::Done,
    Sense::InUse,
    Sense::Happened,
]);
pub(super) static MISSED: Words = Words::of(&[Sense::Missed, Sense::NotDone, Sense::NotKept]);
