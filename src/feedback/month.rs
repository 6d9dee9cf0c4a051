//! The monthly line: what was asked, and what people said of it.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::Serialize;

use super::judgement::{Judgements, Opinion};
use super::log::{Counts, Log, month_of};

/// A month. Every answer counts in the month that it was asked in, with what was said of it last.
#[derive(Debug, Clone, Default, PartialEq, Serialize, JsonSchema)]
pub struct MonthStats {
    /// `2026-11`.
    pub month: String,
    pub asked: usize,
    /// Claimed as an answer.
    pub answered: usize,
    /// The reports cannot say.
    pub not_found: usize,
    pub right: usize,
    /// Corrected ones, too.
    pub wrong: usize,
    /// Answers that somebody corrected.
    pub corrected: usize,
    /// Right among those that something was said of; `None` where nothing was.
    pub share_right: Option<f64>,
}

pub(super) fn stats(log: &Log, judgements: &Judgements, zone: &TimeZone) -> Vec<MonthStats> {
    let mut counts: BTreeMap<String, Counts> = log.dropped.clone();
    let mut months: BTreeMap<String, MonthStats> = BTreeMap::new();
    let last = judgements.last();
    let corrections = judgements.corrections();
    for answer in &log.answers {
        let month = month_of(answer.at, zone);
        counts.entry(month.clone()).or_default().add(Counts::of(answer));
        let stats = months.entry(month).or_default();
        match last.get(&answer.id).map(|said| said.opinion) {
            Some(Opinion::Right) => stats.right += 1,
            Some(Opinion::Wrong) => stats.wrong += 1,
            None => {}
        }
        stats.corrected += usize::from(corrections.iter().any(|correction| correction.answer == answer.id));
    }
    counts
        .into_iter()
        .map(|(month, counts)| {
            let stats = months.remove(&month).unwrap_or_default();
            let judged = stats.right + stats.wrong;
            MonthStats {
                month,
                asked: counts.asked,
                answered: counts.claimed,
                not_found: counts.not_found,
                share_right: (judged > 0).then(|| stats.right as f64 / judged as f64),
                ..stats
            }
        })
        .collect()
}
