//! Sets of senses that more than one reader asks for.

use super::{Sense, Words};

/// Work is in use.
pub static IN_USE: Words = Words::of(&[Sense::Launch, Sense::LaunchDone, Sense::Handover]);

/// Steps that bring work to its users.
pub static LAUNCH: Words = Words::of(&[Sense::Launch, Sense::LaunchNoun]);

/// Steps that deliver something on a day.
pub static DELIVERY: Words =
    Words::of(&[Sense::Launch, Sense::LaunchNoun, Sense::Handover, Sense::ToTest, Sense::Switch, Sense::Opening]);

/// A day that is put off, with or without the one that takes its place.
pub static PUT_OFF: Words = Words::of(&[Sense::Postponed, Sense::Moved]);

/// All that a planned day may come to instead of being kept.
pub static DELAY: Words = Words::of(&[Sense::Postponed, Sense::Moved, Sense::Missed, Sense::NotDone]);

/// Work as reports name it: what is made, set up, moved, tested.
pub static WORK: Words = Words::of(&[
    Sense::Design,
    Sense::Build,
    Sense::Making,
    Sense::Construction,
    Sense::Purchase,
    Sense::Install,
    Sense::Migration,
    Sense::Rectification,
    Sense::Integration,
    Sense::Test,
    Sense::LoadTest,
    Sense::Trial,
    Sense::Switch,
    Sense::Task,
]);
