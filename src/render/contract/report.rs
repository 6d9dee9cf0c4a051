//! Reports: what is known of one, its sections with their text, and the facts that are read from it.

use std::cmp::Reverse;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};

use super::incident::Incident;
use crate::catalogue::CatalogueEntry;
use crate::fact::{Goal, Metric, Milestone, Planned, State};
use crate::json::{Day, Exact, Id, LineRange};
use crate::ledger::IncidentEntry;
use crate::passage::PassageKind;
use crate::record::{PassageRecord, Place};
use crate::report::SectionKind;
use crate::vocabulary::Language;

/// What is known of a report without its text. `is_twin`: it is another text of a report that counts.
pub fn report_summary_json(entry: &CatalogueEntry, is_twin: bool) -> Value {
    json!(ReportSummary::new(entry, is_twin))
}

/// What is known of a report.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ReportSummary<'a> {
    id: Id,
    name: &'a str,
    /// As its author counts it: 第26周.
    label: &'a Option<String>,
    /// Its number in its own series.
    issue: Option<u32>,
    date: Option<Day>,
    /// First and last day.
    covers: Option<[Day; 2]>,
    author: &'a Option<String>,
    /// What most of it is written in.
    language: Option<Language>,
    /// Of the page, in what was read.
    path: &'a str,
    /// SHA-256 of the page.
    hash: &'a str,
    /// How many passages it was read into.
    passages: usize,
    /// Another text of a report that counts: a translation, a copy.
    is_twin: bool,
    /// What of the page was not read, as it was too long.
    cut: Option<String>,
}

impl<'a> ReportSummary<'a> {
    fn new(entry: &'a CatalogueEntry, is_twin: bool) -> Self {
        let record = &entry.record;
        Self {
            id: Id(record.report),
            name: &record.name,
            label: &record.label,
            issue: record.issue,
            date: record.date().map(Day),
            covers: entry.coverage.map(|days| [Day(days.from()), Day(days.to())]),
            author: &record.author,
            language: record.language,
            path: &record.path,
            hash: &record.hash,
            passages: record.passages,
            is_twin,
            cut: record.cut.map(|cut| cut.to_string()),
        }
    }
}

/// A report whole, from its passages in any order.
pub fn report_json(entry: &CatalogueEntry, is_twin: bool, mut passages: Vec<PassageRecord>) -> Value {
    // What holds others comes before them.
    passages.sort_by_key(|passage| (passage.start, Reverse(passage.end)));
    let told: Vec<IncidentEntry> = passages.iter().filter_map(incident).collect();
    json!(ReportWhole {
        summary: ReportSummary::new(entry, is_twin),
        sections: sections(&passages),
        facts: ReportFacts {
            incidents: told.iter().map(Incident::from).collect(),
            metrics: passages.iter().flat_map(|passage| &passage.metrics).map(ReportMetric::from).collect(),
            milestones: passages.iter().flat_map(|passage| &passage.milestones).map(ReportMilestone::from).collect(),
            goals: passages.iter().flat_map(|passage| &passage.goals).map(ReportGoal::from).collect(),
        },
    })
}

fn incident(passage: &PassageRecord) -> Option<IncidentEntry> {
    let incident = passage.incident.clone()?;
    Some(IncidentEntry { incident, sources: vec![Place::new(passage)] })
}

/// A report whole.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Report")]
pub struct ReportWhole<'a> {
    #[serde(flatten)]
    summary: ReportSummary<'a>,
    sections: Vec<ReportSection<'a>>,
    facts: ReportFacts<'a>,
}

/// The text under one heading.
#[derive(Debug, Serialize, JsonSchema)]
struct ReportSection<'a> {
    /// The headings above it, the outermost first.
    heading: &'a [String],
    /// What it is for.
    kind: SectionKind,
    texts: Vec<ReportText<'a>>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct ReportText<'a> {
    #[schemars(with = "PassageKind")]
    kind: &'a str,
    lines: LineRange,
    text: &'a str,
}

/// What is read from it.
#[derive(Debug, Serialize, JsonSchema)]
struct ReportFacts<'a> {
    incidents: Vec<Incident<'a>>,
    metrics: Vec<ReportMetric<'a>>,
    milestones: Vec<ReportMilestone<'a>>,
    goals: Vec<ReportGoal<'a>>,
}

/// A measure that it states.
#[derive(Debug, Serialize, JsonSchema)]
struct ReportMetric<'a> {
    name: &'a str,
    /// The item, lead or row above the statement; empty without one.
    subject: &'a str,
    /// 本周, 累计, 同比, in the order of the text.
    qualifiers: &'a [String],
    value: Exact,
    unit: &'a str,
    /// As written.
    text: &'a str,
    /// Headings, the outermost first.
    section: &'a [String],
    lines: LineRange,
}

/// A piece of work that it mentions.
#[derive(Debug, Serialize, JsonSchema)]
struct ReportMilestone<'a> {
    subject: &'a str,
    parent: &'a Option<String>,
    /// In percent.
    progress: Option<Exact>,
    state: Option<State>,
    planned: Vec<ReportPlan<'a>>,
    /// How likely it was read as it is meant, in percent.
    #[schemars(range(max = 100))]
    confidence: u8,
    /// Headings, the outermost first.
    section: &'a [String],
    lines: LineRange,
}

#[derive(Debug, Serialize, JsonSchema)]
struct ReportPlan<'a> {
    /// As written.
    text: &'a str,
    /// The last one, of several.
    day: Day,
}

/// A goal that it sets.
#[derive(Debug, Serialize, JsonSchema)]
struct ReportGoal<'a> {
    text: &'a str,
    /// Headings, the outermost first.
    section: &'a [String],
    lines: LineRange,
}

/// Passages that follow each other under one heading. Of a passage inside another one the outer one is shown.
fn sections(passages: &[PassageRecord]) -> Vec<ReportSection<'_>> {
    let mut sections: Vec<ReportSection<'_>> = Vec::new();
    let mut shown_to = 0;
    for passage in passages {
        if passage.end <= shown_to {
            continue;
        }
        shown_to = passage.end;
        let text = ReportText { kind: passage.passage.name(), lines: LineRange(passage.lines()), text: &passage.text };
        match sections.last_mut().filter(|last| last.heading == passage.section) {
            Some(last) => last.texts.push(text),
            None => {
                let (heading, kind) = (passage.section.as_slice(), passage.section_kind);
                sections.push(ReportSection { heading, kind, texts: vec![text] });
            }
        }
    }
    sections
}

impl<'a> From<&'a Metric> for ReportMetric<'a> {
    fn from(metric: &'a Metric) -> Self {
        Self {
            name: &metric.name,
            subject: &metric.subject,
            qualifiers: &metric.qualifiers,
            value: Exact(metric.value),
            unit: &metric.unit,
            text: &metric.text,
            section: &metric.section,
            lines: LineRange(metric.lines),
        }
    }
}

impl<'a> From<&'a Milestone> for ReportMilestone<'a> {
    fn from(milestone: &'a Milestone) -> Self {
        let planned = |planned: &'a Planned| ReportPlan { text: &planned.text, day: Day(planned.to) };
        Self {
            subject: &milestone.subject,
            parent: &milestone.parent,
            progress: milestone.progress.map(Exact),
            state: milestone.state.as_ref().map(|stated| stated.state),
            planned: milestone.planned.iter().map(planned).collect(),
            confidence: milestone.confidence.percent(),
            section: &milestone.section,
            lines: LineRange(milestone.lines),
        }
    }
}

impl<'a> From<&'a Goal> for ReportGoal<'a> {
    fn from(goal: &'a Goal) -> Self {
        Self { text: &goal.text, section: &goal.section, lines: LineRange(goal.lines) }
    }
}

/// A name by which reports are somebody's.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Author<'a> {
    pub name: &'a str,
    /// How many.
    pub reports: usize,
}
