//! What the reports of the period set right, and the causes that they found after all: what a reader of earlier reports has wrong.

use super::select::Candidates;
use super::weight::{is_talk, likely_needed};
use super::{Unit, Weighed, digest};
use crate::calendar::Period;
use crate::fact::{announces_a_correction, corrects, heads_causes, heads_corrections, is_finding, states_cause};
use crate::report::SectionKind;
use crate::rollup::material::Numbered;
use crate::rollup::model::DigestItem;

/// Lines of a period, and one more for each so many days.
const LEAST_LINES: usize = 8;
const DAYS_A_LINE: usize = 15;

/// The lines that set something right or say why after all, and those below a heading that says so of them (数据更正), the newest first; of
/// the reports behind the period those that speak of its days or its matters.
pub(in crate::rollup) fn settled(weighed: &Weighed<'_>, period: Period, sources: &mut Numbered<'_>) -> Vec<DigestItem> {
    let most = LEAST_LINES + period.days() as usize / DAYS_A_LINE;
    let own = weighed.all.iter().enumerate().filter(|(_, (unit, _))| is_settled(unit));
    let own = own.map(|(at, (unit, weight))| (Unit { beside: weighed.set_right(at), ..unit.clone() }, *weight));
    let after = weighed.after_about(period, is_settled).into_iter().map(|unit| (unit, likely_needed()));
    let found: Vec<_> = own.chain(after).collect();
    // Whatever little it weighs: a reader of earlier reports has it wrong.
    let mut candidates = Candidates::new(found, f32::MIN_POSITIVE);
    while candidates.chosen() < most && candidates.next().is_some() {}
    digest(&candidates, "", None, sources).items
}

fn is_settled(unit: &Unit<'_>) -> bool {
    // That something was set right is news of the period, whatever stands later.
    let is_told = !unit.is_editorial && !is_talk(unit);
    let is_elsewhere = matches!(unit.kind, SectionKind::Plan | SectionKind::Reflection);
    let names = [unit.passage.section.last().map_or("", String::as_str), &unit.about];
    // What was done about it is below the same heading.
    let is_below = || {
        names.iter().any(|name| heads_corrections(name))
            || names.iter().any(|name| heads_causes(name)) && (states_cause(&unit.text) || corrects(&unit.text))
    };
    is_told && !is_elsewhere && !announces_a_correction(&unit.text) && (is_finding(&unit.text) || is_below())
}
