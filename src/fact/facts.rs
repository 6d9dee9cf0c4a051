//! All facts of a report beside its incidents, read together: what they are read from (statements, the places of incidents, the
//! text without addresses, the starts of lines) is worked out once. What a fact is, its own file says.

use super::goal::{Goal, goals_of};
use super::incident::spans::incident_spans;
use super::metric::Metric;
use super::metric_reader::metrics_of;
use super::milestone::Milestone;
use super::milestone::reader::milestones_of;
use super::statement::Told;
use crate::report::{LineIndex, Report};

/// The facts of a report, each kind in reading order. Incidents are the passages' matter.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facts {
    pub metrics: Vec<Metric>,
    pub milestones: Vec<Milestone>,
    pub goals: Vec<Goal>,
}

/// Every fact of the report: what [`metrics`], [`milestones`] and [`goals`] give, at a lower price.
pub fn facts(report: &Report) -> Facts {
    let told = Told::read(report);
    Facts { metrics: metrics(report), milestones: milestones_of(&told), goals: goals_of(&told) }
}

/// Every metric of the report, in reading order. None in plans, incidents, reflections and links to days.
pub fn metrics(report: &Report) -> Vec<Metric> {
    metrics_of(report, LineIndex::new(&report.source), incident_spans(report))
}

/// The milestones of a report in reading order: items, sentences of paragraphs, stating headings and rows of tables that tell
/// a progress, a planned day or a state. Incident records and next week's goals are none.
///
/// Planned days need the report's date; without one there are none.
pub fn milestones(report: &Report) -> Vec<Milestone> {
    milestones_of(&Told::read(report))
}

/// The goals of a report in reading order: each item, line and row of its sections about what comes next. Fillers (无, true) are
/// none, nor is a line that only announces others.
pub fn goals(report: &Report) -> Vec<Goal> {
    goals_of(&Told::read(report))
}
