//! Questions to begin with, made from what the newest reports hold.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::{Context, Failure};
use crate::answer::answer;
use crate::question::Question;
use crate::record::PassageRecord;
use crate::retrieve::Filters;
use crate::vocabulary::{Language, worded};

/// Reports that are looked at.
const REPORTS: usize = 6;

/// Characters of a name that makes a good question.
const LONGEST: usize = 16;

/// Names of work that are tried for a question.
const MOST_TRIED: usize = 6;

impl Context {
    /// Four at most, each about something that the reports tell of, and which they answer. Made once for each language.
    ///
    /// # Errors
    /// Those of the index.
    pub async fn starters(&self, language: Language) -> Result<&[String], Failure> {
        let made = match language {
            Language::Chinese => &self.starters[0],
            Language::English => &self.starters[1],
        };
        made.get_or_try_init(|| self.make_starters(language)).await.map(Vec::as_slice)
    }

    async fn make_starters(&self, language: Language) -> Result<Vec<String>, Failure> {
        let entries = self.catalogue.entries();
        let newest: Vec<_> = entries.iter().rev().filter(|entry| entry.record.date.is_some()).take(REPORTS).collect();
        let ids: Vec<_> = newest.iter().map(|entry| entry.record.report).collect();
        let passages = self.retriever().of_reports(&ids, &Filters::default(), |_| true).await?;
        let mut passages: Vec<PassageRecord> = passages.into_iter().map(|(_, passage)| passage).collect();
        passages.sort_by_key(|passage| (std::cmp::Reverse(passage.date), passage.first_line));
        let incident = passages.iter().filter_map(|passage| passage.incident.as_ref()?.day()).next().map(|day| {
            let (year, month) = (day.year(), day.month());
            worded!(language, "{year}年{month}月有哪些事件？", "Which incidents were there in {year}-{month:02}?")
        });
        let names = passages.iter().flat_map(|passage| &passage.milestones).map(|milestone| milestone.subject.trim());
        let mut tried = BTreeSet::new();
        let names = names.filter(|name| is_short(name) && tried.insert(*name)).take(MOST_TRIED);
        let work = names.map(|name| worded!(language, "{name}现在到哪一步了？", "How far is {name}?"));
        let metric =
            most_told(&passages).map(|name| worded!(language, "{name}的趋势怎么样？", "What is the trend of {name}?"));
        let planned = newest.first().map(|entry| {
            let name = &entry.record.name;
            worded!(language, "{name}之后计划做什么？", "What is planned after {name}?")
        });
        let kinds = [
            incident.into_iter().collect(),
            work.collect(),
            metric.into_iter().collect(),
            planned.into_iter().collect(),
        ];
        let mut starters = Vec::new();
        for kind in kinds {
            starters.extend(self.first_answered(kind).await?);
        }
        Ok(starters)
    }

    /// The first of `questions` that the reports answer.
    async fn first_answered(&self, questions: Vec<String>) -> Result<Option<String>, Failure> {
        for text in questions {
            let Ok(question) = Question::read(&text) else { continue };
            let answered = answer(&self.retriever(), question, &Filters::default()).await?;
            if answered.answer.is_answered() {
                return Ok(Some(text));
            }
        }
        Ok(None)
    }
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
