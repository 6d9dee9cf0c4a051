//! What the reports of the period set right, and the causes that they found after all: what a reader of earlier reports has wrong.

use super::select::{Candidates, least_of};
use super::weight::is_talk;
use super::{Unit, Weighed, digest};
use crate::calendar::Period;
use crate::fact::{heads_findings, is_finding};
use crate::report::SectionKind;
use crate::rollup::material::Numbered;
use crate::rollup::model::DigestItem;

/// Lines of a period, and one more for each so many days.
const LEAST_LINES: usize = 6;
const DAYS_A_LINE: usize = 15;

/// The lines that set something right or say why after all, and those below a heading that says so of them (数据更正), the newest first.
pub(in crate::rollup) fn settled(weighed: &Weighed<'_>, period: Period, sources: &mut Numbered<'_>) -> Vec<DigestItem> {
    let most = LEAST_LINES + period.days() as usize / DAYS_A_LINE;
    let found = weighed.all.iter().enumerate().filter(|(_, (unit, _))| is_settled(unit));
    let found: Vec<_> = found
        .map(|(at, (unit, weight))| (Unit { beside: weighed.set_right(at), ..unit.clone() }, *weight))
        .collect();
    let least = least_of(found.iter().map(|(_, weight)| *weight), most);
    let mut candidates = Candidates::new(found, least);
    while candidates.chosen() < most && candidates.next().is_some() {}
    digest(&candidates, "", None, sources).items
}

fn is_settled(unit: &Unit<'_>) -> bool {
    let is_told = !unit.is_editorial && !unit.is_overtaken && !is_talk(unit);
    let is_elsewhere = matches!(unit.kind, SectionKind::Plan | SectionKind::Reflection);
    let heading = unit.passage.section.last().map_or("", String::as_str);
    is_told && !is_elsewhere && (is_finding(&unit.text) || heads_findings(heading) || heads_findings(&unit.about))
}
