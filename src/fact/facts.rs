//! All facts of a report beside its incidents. What they are read from is worked out once.

use super::confidence::{Style, features_of_metric, features_of_milestone, weigh_metrics, weigh_milestones};
use super::goal::{Goal, goals_of};
use super::incident::account::{Account, accounts};
use super::incident::spans::{incident_spans, incident_spans_of};
use super::metric::Metric;
use super::metric_reader::metrics_of;
use super::milestone::Milestone;
use super::milestone::reader::Reader;
use super::milestone::table::rows;
use super::statement::{Shape, StatementContext, Statements};
use crate::report::{Report, SectionKind};
use crate::vocabulary::{Sense, Words};

/// The facts of a report, each kind in reading order. Incidents are the passages' matter.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facts {
    pub metrics: Vec<Metric>,
    pub milestones: Vec<Milestone>,
    pub goals: Vec<Goal>,
}

pub fn facts(report: &Report) -> Facts {
    facts_beside(report, &accounts(report))
}

/// As [`facts`], beside `accounts` that were found before.
pub fn facts_beside(report: &Report, accounts: &[Account]) -> Facts {
    let incidents = incident_spans_of(report, accounts);
    let read = Statements::read(report, &incidents);
    let (milestones, goals) = (milestones_of(&read), goals_of(&read));
    let mut metrics = metrics_of(report, read.index, incidents);
    weigh_metrics(report, &mut metrics);
    Facts { metrics, milestones, goals }
}

/// A fact with the features that its confidence rests on.
pub type ToLearn<T> = (T, Vec<f32>);

/// The milestones and metrics of a report, for learning.
#[must_use]
pub fn features(report: &Report) -> (Vec<ToLearn<Milestone>>, Vec<ToLearn<Metric>>) {
    let Facts { metrics, milestones, .. } = facts(report);
    let style = Style::of(report);
    let of_milestone = |fact: Milestone| (fact.clone(), features_of_milestone(report, style, &fact).to_vec());
    let of_metric = |fact: Metric| (fact.clone(), features_of_metric(report, style, &fact).to_vec());
    (milestones.into_iter().map(of_milestone).collect(), metrics.into_iter().map(of_metric).collect())
}

/// The metrics of a report in reading order, without those of plans, incidents, reflections and links to days.
pub fn metrics(report: &Report) -> Vec<Metric> {
    facts(report).metrics
}

/// The milestones of a report in reading order: items, sentences of paragraphs, headings and rows of tables that state a progress, a planned
/// day or a state. Leaves out incidents and next week's goals. Without the report's date no day is planned.
pub fn milestones(report: &Report) -> Vec<Milestone> {
    milestones_of(&Statements::read(report, &incident_spans(report)))
}

/// The goals of a report in reading order: each item, line and row of its sections about what comes next. Leaves out placeholders (无, true)
/// and lines that only announce others.
pub fn goals(report: &Report) -> Vec<Goal> {
    goals_of(&Statements::read(report, &incident_spans(report)))
}

fn milestones_of(read: &Statements<'_>) -> Vec<Milestone> {
    let is_of_work = |statement: &&StatementContext| {
        statement.kind != SectionKind::Plan && !statement.section.last().is_some_and(|heading| sets_right(heading))
    };
    let of_work = read.statements.iter().filter(is_of_work);
    let milestones = of_work.map(|statement| {
        let reader = Reader { source: &read.masked, index: &read.index, date: read.report.date, statement };
        if statement.shape == Shape::Table { rows(&reader) } else { reader.read() }
    });
    let mut milestones: Vec<Milestone> = milestones.flatten().collect();
    weigh_milestones(read.report, &mut milestones);
    milestones
}

/// Whether a short heading says that figures are set right below it: 数据更正, Corrections. What they are of was no work of the week.
fn sets_right(heading: &str) -> bool {
    const LONGEST_CHARS: usize = 16;
    static CORRECTED: Words = Words::of(&[Sense::SaysCorrected]);
    heading.chars().count() <= LONGEST_CHARS && CORRECTED.are_in(&heading.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::milestones;
    use crate::report::{PageName, Report};

    fn subjects(section: &str) -> Vec<String> {
        let report = Report::parse(format!("# 周报 2024-05-31\n\n{section}\n"), &PageName::default());
        milestones(&report).into_iter().map(|milestone| milestone.subject).collect()
    }

    #[test]
    fn a_table_whose_plans_are_amounts_holds_no_work_and_one_with_days_does() {
        let table =
            |plan: &str| format!("## 重点\n\n| 项目 | 计划 | 完成率 |\n|---|---|---|\n| 献血屋扩容 | {plan} | 96% |");
        assert!(subjects(&table("2400")).is_empty() && subjects(&table("≤20")).is_empty());
        assert_eq!(subjects(&table("6/30")), ["献血屋扩容"]);
    }

    #[test]
    fn what_is_set_right_under_its_heading_is_no_work_of_the_week() {
        let line = "献血屋扩容：进度 83%";
        assert!(subjects(&format!("## 数据更正\n\n- {line}")).is_empty());
        assert_eq!(subjects(&format!("## 重点工作\n\n- {line}")), ["献血屋扩容"]);
    }
}
