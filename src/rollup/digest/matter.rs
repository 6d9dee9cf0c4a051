//! What several reports of a period say of one matter ([`crate::thread::matter`]).

use std::collections::HashMap;

use uuid::Uuid;

use super::unit::Unit;
use crate::lexicon::Segmenter;
use crate::thread::matter::{Line, Matters};

/// The lines of `units`, in their order.
pub(super) fn matters(units: &[Unit<'_>], segmenter: &Segmenter) -> Matters {
    let mut beside: HashMap<(Uuid, &str), usize> = HashMap::new();
    for unit in units {
        *beside.entry((unit.passage.report, &unit.about)).or_default() += 1;
    }
    // The name of a parent of several items says nothing of what each is about.
    let is_of_one = |unit: &Unit<'_>| beside.get(&(unit.passage.report, unit.about.as_str())) == Some(&1);
    let said = |unit: &Unit<'_>| if is_of_one(unit) { unit.shown() } else { unit.text.clone() };
    let heading = |unit: &Unit<'_>| unit.home.as_ref().or(unit.passage.section.last()).cloned().unwrap_or_default();
    let line = |unit: &Unit<'_>| (said(unit), heading(unit));
    let lines: Vec<(String, String)> = units.iter().map(line).collect();
    let lines: Vec<Line<'_>> = lines.iter().map(|(text, heading)| Line { text, heading }).collect();
    Matters::of(&lines, segmenter)
}
