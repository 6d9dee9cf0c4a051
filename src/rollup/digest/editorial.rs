//! Sections that speak to their readers, as an editorial does, and report little.

use std::collections::BTreeMap;

use super::unit::Unit;
use super::weight::is_talk;
use crate::vocabulary::{Sense, Words};

/// The least talk of an editorial, its share of the section, and that of prose.
const LEAST_TALK: usize = 3;
const SHARE_OF_TALK: f32 = 0.15;
const SHARE_OF_PROSE: f32 = 0.6;

/// Marks the units of sections that are prose and speak to their readers, by the outermost headings of all reports.
pub(super) fn mark(units: &mut [Unit<'_>]) {
    let mut counts: BTreeMap<Option<String>, [usize; 3]> = BTreeMap::new();
    for unit in units.iter() {
        let [all, prose, talk] = counts.entry(unit.passage.section.first().cloned()).or_default();
        *all += 1;
        *prose += usize::from(unit.is_prose);
        *talk += usize::from(is_talk(unit));
    }
    // A page without headings is all that its writer reports.
    for unit in units.iter_mut().filter(|unit| !unit.passage.section.is_empty()) {
        let [all, prose, talk] = counts.get(&unit.passage.section.first().cloned()).copied().unwrap_or_default();
        let share = |part: usize| part as f32 / all.max(1) as f32;
        let is_named = unit.passage.section.iter().any(|heading| is_editorial(heading));
        unit.is_editorial =
            is_named || talk >= LEAST_TALK && share(talk) >= SHARE_OF_TALK && share(prose) >= SHARE_OF_PROSE;
    }
}

/// Whether a heading says that the editor speaks: 卷首语, Foreword.
fn is_editorial(heading: &str) -> bool {
    static EDITORIAL: Words = Words::of(&[Sense::Editorial]);
    EDITORIAL.are_in(&heading.to_lowercase())
}
