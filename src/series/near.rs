//! Metrics whose names are near and that were not joined: for people to decide, with the line of the alias table that would.

use std::collections::BTreeSet;

use super::alias::folded;
use super::unify::Group;
use crate::quantity::units_fit;
use crate::record::Place;
use crate::text::similarity;

/// Two metrics that may be one.
#[derive(Debug, Clone, PartialEq)]
pub struct Near {
    pub one: String,
    pub other: String,
    /// A line that states each.
    pub places: [Place; 2],
    /// Twice the common pairs of letters by the sum of all, 0 to 1 (Dice).
    pub likeness: f64,
}

/// Names that share less are not near, unless one holds the other.
const LEAST_LIKENESS: f64 = 0.6;
/// A shorter name is held by too many.
const LEAST_CHARS_HELD: usize = 3;
/// More pairs than this are not read by anybody.
const MOST_PAIRS: usize = 60;

/// The near pairs, nearest first. Two names in one report are two metrics, and values of other units or qualifiers never one.
pub(super) fn near(groups: &[Group]) -> Vec<Near> {
    let mut found = Vec::new();
    for (at, one) in groups.iter().enumerate() {
        for other in &groups[at + 1..] {
            let (key, other_key) = keys(&one.series.metric, &other.series.metric);
            let likeness = similarity(&key, &other_key);
            if likeness <= 0.0 || key == other_key {
                continue;
            }
            let (long, short) = if key.len() >= other_key.len() { (&key, &other_key) } else { (&other_key, &key) };
            let is_held = short.chars().count() >= LEAST_CHARS_HELD
                && (long.ends_with(short.as_str()) || long.starts_with(short.as_str()));
            let fits = one.series.qualifier == other.series.qualifier
                && units_fit(&one.series.unit, &other.series.unit)
                && !share_a_report(one, other);
            if fits && (likeness >= LEAST_LIKENESS || is_held) {
                found.push(Near {
                    one: one.series.metric.clone(),
                    other: other.series.metric.clone(),
                    places: [place_of(one), place_of(other)],
                    likeness,
                });
            }
        }
    }
    found.sort_by(|one, other| other.likeness.total_cmp(&one.likeness));
    found.truncate(MOST_PAIRS);
    found
}

/// The parts of two names that are compared: without the subject that they share.
fn keys(one: &str, other: &str) -> (String, String) {
    match (one.rsplit_once(' '), other.rsplit_once(' ')) {
        (Some((above, one)), Some((same, other))) if above == same => (folded(one), folded(other)),
        _ => (folded(one), folded(other)),
    }
}

fn share_a_report(one: &Group, other: &Group) -> bool {
    let reports =
        |group: &Group| group.series.points.iter().map(|point| point.place.report_id()).collect::<BTreeSet<_>>();
    !reports(one).is_disjoint(&reports(other))
}

/// A group always has a point.
fn place_of(group: &Group) -> Place {
    group.series.points[group.series.points.len() - 1].place.clone()
}
