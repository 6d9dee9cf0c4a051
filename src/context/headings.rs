//! The headings that reports have, for whoever is to choose a section.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::{Context, Failure};
use crate::record::PassageRecord;
use crate::retrieve::Filters;

/// Reports that are looked at, the latest ones: headings of years ago are nobody's choice.
const REPORTS: usize = 60;

/// Headings that are offered.
const MOST: usize = 14;

/// Characters of a heading that can be chosen; a longer one is a sentence.
const LONGEST: usize = 20;

impl Context {
    /// Headings of the latest reports, the one that most of them have first; 14 at most. Read once.
    ///
    /// # Errors
    /// Those of the index.
    pub async fn headings(&self) -> Result<&[String], Failure> {
        let read = || async {
            let latest = self.catalogue.entries().iter().rev().take(REPORTS);
            let ids: Vec<Uuid> = latest.map(|entry| entry.record.report).collect();
            let passages = self.retriever().of_reports(&ids, &Filters::default(), |_| true).await?;
            Ok::<_, Failure>(most_used(passages.iter().map(|(_, passage)| passage)))
        };
        self.headings.get_or_try_init(read).await.map(Vec::as_slice)
    }
}

/// What one report alone has as a heading is left out, unless there is but one.
fn most_used<'a>(passages: impl Iterator<Item = &'a PassageRecord>) -> Vec<String> {
    let mut reports: BTreeMap<&str, BTreeSet<Uuid>> = BTreeMap::new();
    let mut all: BTreeSet<Uuid> = BTreeSet::new();
    for passage in passages {
        all.insert(passage.report);
        for heading in passage.section.iter().map(|heading| heading.trim()) {
            if (2..=LONGEST).contains(&heading.chars().count()) {
                reports.entry(heading).or_default().insert(passage.report);
            }
        }
    }
    let least = all.len().min(2);
    let mut used: Vec<(&str, usize)> = reports.into_iter().map(|(heading, reports)| (heading, reports.len())).collect();
    used.retain(|(_, reports)| *reports >= least);
    used.sort_by_key(|(_, reports)| std::cmp::Reverse(*reports));
    used.into_iter().take(MOST).map(|(heading, _)| heading.to_string()).collect()
}
