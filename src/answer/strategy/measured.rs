//! A measure over the weeks, out of the ledger of metrics: every report of the time states it or does not, whatever was found
//! by words and by meaning.

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;
use uuid::Uuid;

use super::number::Reading;
use super::sought::Sought;
use crate::answer::compose::Draft;
use crate::catalogue::Catalogue;
use crate::fact::{Figure, Metric, Standing, sentences};
use crate::record::{PassageRecord, Place};
use crate::series::{Aliases, Group, MetricStatement, Missing, akin, groups, missing};
use crate::text::share_of_pairs;

/// How much of the question a metric's names must speak of.
const SHARE: f32 = 0.6;

/// How much of a metric's name a question must say.
const NAMED: f32 = 0.5;

/// A measure with fewer reports is no series.
const FEWEST_REPORTS: usize = 2;

/// The measure asked about.
pub(super) struct Measured<'a> {
    /// In order of time, each report's value of each time once.
    pub(super) readings: Vec<Reading<'a>>,
    /// The weeks between the first and the last without a value.
    missing: Vec<Missing>,
    /// The share of the question that its names speak of.
    share: f32,
}

impl Measured<'_> {
    /// Whether it speaks of the question no less than what was found by words and by meaning: a progress is no metric, and some
    /// other metric must not take its place.
    pub(super) fn is_nearest(&self, share: f32) -> bool {
        self.share >= share
    }

    /// Leaves what is said of all its values in doubt where more of the reports in between are silent than state it.
    pub(super) fn doubt_if_sparse(&self, draft: &mut Draft) {
        if self.missing.iter().filter(|week| week.reported).count() > self.readings.len() {
            draft.leave_in_doubt();
        }
    }

    /// Names the reports in between that have no value; which weeks have no report the coverage line says.
    pub(super) fn note_missing(&self, draft: &mut Draft) {
        let silent: Vec<&str> =
            self.missing.iter().filter(|week| week.reported).map(|week| week.week.as_str()).collect();
        if !silent.is_empty() {
            draft.notice(
                format!("没有写这个数的周报：{}", silent.join("、")),
                format!("reports that do not state it: {}", silent.join(", ")),
            );
        }
    }
}

fn stated(passages: &[PassageRecord]) -> impl Iterator<Item = (&PassageRecord, &Metric)> {
    let of_its_week = |metric: &&Metric| !metric.is_told_again;
    passages
        .iter()
        .flat_map(move |passage| passage.metrics.iter().filter(of_its_week).map(move |metric| (passage, metric)))
}

/// The metrics that the passages state.
pub(super) fn metrics_of(passages: &[PassageRecord], aliases: &Aliases) -> Vec<Group> {
    grouped(stated(passages).collect(), aliases)
}

/// Those of them that [`measured`] may choose from.
pub(super) fn metrics_asked(passages: &[PassageRecord], aliases: &Aliases, sought: &Sought<'_>) -> Vec<Group> {
    let stated: Vec<(&PassageRecord, &Metric)> = stated(passages).collect();
    if !has_to_be_called(sought) {
        return grouped(stated, aliases);
    }
    let is_called = |name: &str| share_of_pairs(name, &sought.question.text) as f32 >= NAMED;
    grouped(akin(stated, |(_, metric)| metric, aliases, is_called), aliases)
}

fn grouped(stated: Vec<(&PassageRecord, &Metric)>, aliases: &Aliases) -> Vec<Group> {
    let statement = |(passage, metric): (&PassageRecord, &Metric)| {
        let place = Place::of_lines(passage, metric.lines);
        Some(MetricStatement::new(metric.clone(), passage.date()?, place))
    };
    groups(stated.into_par_iter().filter_map(statement).collect(), aliases)
}

/// In Chinese the metric has to be called by its name; an English question has only what the glossary makes of it.
fn has_to_be_called(sought: &Sought<'_>) -> bool {
    sought.wanted.is_chinese()
}

/// The measure that the question is about, as the passages state it; `None` where no metric of several reports is plainly meant.
/// `groups` are the metrics of these passages.
pub(super) fn measured<'a>(
    passages: &'a [PassageRecord],
    groups: &[Group],
    catalogue: &Catalogue,
    sought: &Sought<'_>,
) -> Option<Measured<'a>> {
    let (share, group) = meant(groups, sought)?;
    let mut of_report: HashMap<Uuid, Vec<(&PassageRecord, &Metric)>> = HashMap::new();
    let reports: HashSet<Uuid> = group.series.points.iter().map(|point| point.place.report_id()).collect();
    for (passage, metric) in stated(passages).filter(|(passage, _)| reports.contains(&passage.report)) {
        of_report.entry(passage.report).or_default().push((passage, metric));
    }
    let mut readings: Vec<Reading<'a>> = group
        .series
        .points
        .iter()
        .filter_map(|point| {
            let is_of_it = |(_, metric): &&(&PassageRecord, &Metric)| {
                metric.lines == point.source().lines && metric.text == point.text
            };
            let (passage, metric) = of_report.get(&point.source().report_id())?.iter().find(is_of_it)?;
            reading(passage, metric)
        })
        .collect();
    // A month's value, which the next report repeats, is of the month; of one report and time the first one is taken.
    readings.dedup_by(|later, earlier| {
        let is_repeated = !later.time.is_empty() && later.figure.value == earlier.figure.value;
        later.time == earlier.time && (is_repeated || later.passage.report == earlier.passage.report)
    });
    let missing = missing(&group.series, catalogue);
    (readings.len() >= FEWEST_REPORTS).then_some(Measured { readings, missing, share })
}

/// The metric that the question speaks of: of all that it may mean the one whose name is the nearest to its words; none where two
/// are as near.
fn meant<'g>(groups: &'g [Group], sought: &Sought<'_>) -> Option<(f32, &'g Group)> {
    let asked = &sought.question.text;
    let score = |group: &Group| {
        let names: Vec<&str> = group.spellings.iter().map(|spelling| spelling.name.as_str()).collect();
        let share =
            sought.wanted.share(&format!("{} {} {}", group.series.metric, group.series.qualifier, names.join(" ")));
        // By its own name: what it stands under is what the question may be about otherwise.
        let own: HashSet<&str> = group.series.points.iter().map(|point| point.name.as_str()).collect();
        let own = own.into_iter().map(|name| share_of_pairs(name, asked) as f32).fold(0.0, f32::max);
        let whole = names.iter().map(|name| share_of_pairs(name, asked) as f32).fold(0.0, f32::max);
        let named = if own >= NAMED { whole.max(own) } else { 0.0 };
        (share, named)
    };
    let mut scored: Vec<((f32, f32), &Group)> = groups.iter().map(|group| (score(group), group)).collect();
    let is_called = |named: f32| !has_to_be_called(sought) || named >= NAMED;
    scored.retain(|((share, named), group)| {
        *share >= SHARE && is_called(*named) && group.series.points.len() >= FEWEST_REPORTS
    });
    scored.sort_by(|(one, _), (other, _)| other.0.total_cmp(&one.0).then(other.1.total_cmp(&one.1)));
    let is_clear = match scored.as_slice() {
        [(best, _), (second, _), ..] => best != second,
        [_] => true,
        [] => false,
    };
    scored.into_iter().next().map(|((share, _), group)| (share, group)).filter(|_| is_clear)
}

fn reading<'a>(passage: &'a PassageRecord, metric: &Metric) -> Option<Reading<'a>> {
    let start = metric.span.start.checked_sub(passage.start)?;
    let span = start..metric.span.end.checked_sub(passage.start)?;
    let text = passage.text.as_str();
    let sentence = sentences(text, 0..text.len()).into_iter().find(|sentence| sentence.contains(&span.start));
    let figure = Figure {
        name: metric.name.clone(),
        span: span.clone(),
        value: metric.value,
        unit: metric.unit.clone(),
        standing: Standing::Now,
    };
    Some(Reading {
        passage,
        sentence: sentence.unwrap_or(0..text.len()),
        figure,
        written: metric.text.clone(),
        time: metric.time.clone(),
        is_measure: true,
    })
}
