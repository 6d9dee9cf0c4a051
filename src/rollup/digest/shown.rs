//! What the digest leaves out, as other parts of the page show it.

use std::collections::HashSet;

use uuid::Uuid;

use super::Weighed;
use super::unit::Unit;
use crate::fact::looks_back;
use crate::rollup::material::Numbered;
use crate::rollup::model::{DigestItem, IncidentPart, Objective, Work};

/// The lines that other parts of the page show.
pub(super) fn shown(
    objectives: &[Objective],
    (incidents, others): (&IncidentPart, &[&[DigestItem]]),
    sources: &Numbered<'_>,
) -> HashSet<(Uuid, usize)> {
    let works = objectives.iter().flat_map(|objective| &objective.works).filter(|work| work.says_something());
    let of_work = |work: &Work| {
        let landed = work.landed.as_ref().map(|landed| landed.cite);
        let later = work.later.as_ref().map(|later| later.cite);
        [Some(work.last.cite), landed, later].into_iter().flatten().collect::<Vec<_>>()
    };
    let rows = incidents.rows.iter().chain(&incidents.outside);
    let later = rows.flat_map(|row| row.cites.iter().copied().chain(row.later.iter().map(|later| later.cite)));
    let of_item = |item: &DigestItem| {
        let beside = item.beside.iter().map(|other| other.cite);
        std::iter::once(item.cite).chain(beside).collect::<Vec<_>>()
    };
    let of_others = others.iter().flat_map(|items| items.iter()).flat_map(of_item);
    let cites: Vec<usize> = works.flat_map(of_work).chain(later).chain(of_others).collect();
    let places = cites.into_iter().filter_map(|n| sources.citation(n));
    places
        .flat_map(|citation| (citation.lines.first..=citation.lines.last).map(|line| (citation.report_id, line)))
        .collect()
}

/// The lines that tell, step by step, how an incident of the page went: 5/20 经过 and what is below it.
pub(super) fn steps(weighed: &Weighed<'_>, incidents: &IncidentPart) -> HashSet<(Uuid, usize)> {
    let is_of_one = |unit: &&Unit<'_>| {
        // 🕐 5/20 经过 above its steps, or at the head of them in one line.
        let said = unit.shown();
        let head = said.split(['；', '：', ';', ':']).next().unwrap_or_default();
        looks_back(head) && incidents.names_a_day(head, unit.date)
    };
    weighed.statements().filter(is_of_one).map(|unit| (unit.passage.report, unit.lines.first)).collect()
}
