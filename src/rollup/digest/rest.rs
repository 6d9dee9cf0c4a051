//! What a part of a page does not show: how many lines, of what, and where they are.

use std::collections::BTreeMap;

use super::name::is_matter;
use super::unit::Unit;
use crate::calendar::Date;
use crate::citation::Citation;
use crate::report::Lines;
use crate::rollup::material::Numbered;
use crate::rollup::model::Rest;

/// Names of what is left out, at most.
const MOST_NAMES: usize = 6;

/// A citation of the lines of each report, from the first of the left units to the last, by the words of the first.
pub(super) fn rest(left: &[&Unit<'_>], sources: &mut Numbered<'_>) -> Rest {
    let mut by_report: BTreeMap<(Date, &str, &[String]), Vec<&Unit<'_>>> = BTreeMap::new();
    for unit in left {
        let heading = &unit.passage.section[..unit.passage.section.len().min(1)];
        by_report.entry((unit.date, &unit.passage.path, heading)).or_default().push(unit);
    }
    let mut cites = Vec::new();
    for units in by_report.values() {
        let (Some(first), Some(last)) =
            (units.iter().min_by_key(|unit| unit.lines.first), units.iter().map(|unit| unit.lines.last).max())
        else {
            continue;
        };
        let lines = Lines { first: first.lines.first, last };
        let Some(cite) = sources.cite(&first.place()) else { continue };
        let Some(citation) = sources.citation(cite).cloned() else { continue };
        cites.push(sources.cite_as(first.passage, &Citation { lines, ..citation }));
    }
    Rest { count: left.len(), names: names(left), cites }
}

/// What the left units speak of, in their order on the page.
fn names(left: &[&Unit<'_>]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    // The first words of a paragraph say little, but for a name before a colon.
    let is_named = |unit: &&&Unit<'_>| {
        let behind = || unit.text[unit.thing().len()..].trim_start();
        !unit.is_prose || !unit.is_named_by_itself() || behind().starts_with(['：', ':'])
    };
    let is_name = |name: &&str| name.starts_with(char::is_alphabetic) && !name.ends_with('…') && is_matter(name);
    for name in left.iter().filter(is_named).map(|unit| unit.thing().trim()).filter(is_name) {
        if names.len() < MOST_NAMES && !names.iter().any(|known| known == name) {
            names.push(name.to_string());
        }
    }
    names
}
