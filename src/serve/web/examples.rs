//! Questions to begin with, made from what the newest reports hold.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use crate::context::{Context, Failure};
use crate::record::PassageRecord;
use crate::retrieve::Filters;
use crate::vocabulary::{Language, worded};

/// Reports that are looked at.
const REPORTS: usize = 6;

/// Characters of a name that makes a good question.
const LONGEST: usize = 16;

/// Four at most, each about something that the reports tell of.
///
/// # Errors
/// Those of the index.
pub(super) async fn examples(context: &Context, language: Language) -> Result<Vec<String>, Failure> {
    let entries = context.catalogue.entries();
    let newest: Vec<_> = entries.iter().rev().filter(|entry| entry.record.date.is_some()).take(REPORTS).collect();
    let ids: Vec<_> = newest.iter().map(|entry| entry.record.report).collect();
    let passages = context.retriever().of_reports(&ids, &Filters::default(), |_| true).await?;
    let mut passages: Vec<PassageRecord> = passages.into_iter().map(|(_, passage)| passage).collect();
    passages.sort_by_key(|passage| (std::cmp::Reverse(passage.date), passage.first_line));
    let incident = passages.iter().filter_map(|passage| passage.incident.as_ref()?.day()).next().map(|day| {
        let (year, month) = (day.year(), day.month());
        worded!(language, "{year}年{month}月有哪些事件？", "Which incidents were there in {year}-{month:02}?")
    });
    let subject = passages.iter().flat_map(|passage| &passage.milestones).map(|milestone| milestone.subject.trim());
    let subject = subject
        .filter(|name| is_short(name))
        .map(|name| worded!(language, "{name}现在到哪一步了？", "How far is {name}?"));
    let metric =
        most_told(&passages).map(|name| worded!(language, "{name}的趋势怎么样？", "What is the trend of {name}?"));
    let planned = newest.first().map(|entry| {
        let name = &entry.record.name;
        worded!(language, "{name}之后计划做什么？", "What is planned after {name}?")
    });
    Ok(incident.into_iter().chain(subject.take(1)).chain(metric).chain(planned).collect())
}

/// The metric that most of the reports have a value of: a series, not a number in passing.
fn most_told(passages: &[PassageRecord]) -> Option<&str> {
    let mut reports: BTreeMap<&str, BTreeSet<Uuid>> = BTreeMap::new();
    for passage in passages {
        for metric in passage.metrics.iter().filter(|metric| is_short(metric.name.trim())) {
            reports.entry(metric.name.trim()).or_default().insert(passage.report);
        }
    }
    let told = reports.into_iter().filter(|(_, reports)| reports.len() > 1);
    told.max_by_key(|(name, reports)| (reports.len(), name.chars().count())).map(|(name, _)| name)
}

fn is_short(name: &str) -> bool {
    (2..=LONGEST).contains(&name.chars().count()) && !name.contains(['\n', '|', '（', '('])
}
