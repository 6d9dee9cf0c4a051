//! What was read of an index since it was opened. One question asks for the same vector, the same search and the same reports
//! several times, and most of an answer's time is spent on reading; each is read once. Once much of the index was asked for, all of it
//! is here (see `whole`), and nothing is read any more.
//!
//! A cache lives as long as the catalogue beside it, and is as old as that: neither sees what another process writes to a server
//! meanwhile.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures::future::join_all;
use serde_json::{Map, Value};
use tokio::sync::OnceCell;
use uuid::Uuid;

use super::whole::Whole;
use super::{Found, RetrieveError, Retriever};
use crate::calendar::Date;
use crate::embed::{EmbedError, Embedder};
use crate::record::{PASSAGE_KIND, PassageRecord};
use crate::series::Group;
use crate::store::{Condition, Query, Record};
use crate::thread::{IncidentThread, Thread};

/// Texts of questions whose vectors are kept, and searches: some more than one question has.
const VECTORS: usize = 16;
const SEARCHES: usize = 8;

/// Passages kept of reports, and of scrolls; about 2 kB each.
const PASSAGES: usize = 10_000;

/// From this many passages on, more than one thread reads them.
const WORTH_PARTING: usize = 2_000;

/// Passages with their ids, in ascending order of these.
pub(super) type Passages = Vec<(Uuid, PassageRecord)>;

/// The incidents of one day, or of none: the accounts of each.
pub type IncidentsOfDay = (Option<Date>, Vec<Vec<PassageRecord>>);

/// See the module.
#[derive(Debug, Default)]
pub struct IndexCache {
    kept: Mutex<Kept>,
    pub(super) whole: OnceCell<Arc<Whole>>,
    pub(super) threads: OnceCell<Arc<Vec<Thread>>>,
    pub(super) incident_threads: OnceCell<Arc<Vec<IncidentThread>>>,
    pub(super) incident_days: OnceCell<Arc<Vec<IncidentsOfDay>>>,
    pub(super) metric_groups: OnceCell<Arc<Vec<Group>>>,
}

#[derive(Debug, Default)]
struct Kept {
    /// Whoever wants one that is being made waits for it.
    vectors: VecDeque<(String, Arc<OnceCell<Vec<f32>>>)>,
    searches: VecDeque<(Query, Vec<Found>)>,
    scrolls: VecDeque<(Condition, Arc<Passages>)>,
    reports: HashMap<Uuid, Arc<Passages>>,
    sample: Option<Arc<[Uuid]>>,
    /// How many passages were read by parts.
    read: usize,
}

impl IndexCache {
    /// What a panic left behind the lock is whole: values are put in and taken out whole.
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Where the vector of `text` is kept, once it is made.
    fn vector(&self, text: &str) -> Arc<OnceCell<Vec<f32>>> {
        let vectors = &mut self.kept().vectors;
        if let Some((_, vector)) = vectors.iter().find(|(known, _)| known == text) {
            return Arc::clone(vector);
        }
        let vector = Arc::default();
        push(vectors, (text.to_string(), Arc::clone(&vector)), VECTORS);
        vector
    }

    /// Keeps the vector of `text`, as the index's embedder makes it.
    pub fn keep_vector(&self, text: &str, vector: Vec<f32>) {
        // One that is there is the same.
        let _ = self.vector(text).set(vector);
    }

    pub(super) fn sample(&self) -> Option<Arc<[Uuid]>> {
        self.kept().sample.clone()
    }

    pub(super) fn keep_sample(&self, sample: Arc<[Uuid]>) {
        self.kept().sample = Some(sample);
    }

    fn keep_scroll(&self, condition: &Condition, passages: &Arc<Passages>) {
        let scrolls = &mut self.kept().scrolls;
        scrolls.push_back((condition.clone(), Arc::clone(passages)));
        while scrolls.iter().map(|(_, passages)| passages.len()).sum::<usize>() > PASSAGES {
            scrolls.pop_front();
        }
    }

    fn keep_reports(&self, read: &HashMap<Uuid, Arc<Passages>>) {
        let reports = &mut self.kept().reports;
        let count = |reports: &HashMap<Uuid, Arc<Passages>>| reports.values().map(|kept| kept.len()).sum::<usize>();
        if count(reports) + count(read) > PASSAGES {
            reports.clear();
        }
        reports.extend(read.iter().map(|(report, passages)| (*report, Arc::clone(passages))));
    }
}

fn push<T>(kept: &mut VecDeque<T>, new: T, most: usize) {
    if kept.len() == most {
        kept.pop_front();
    }
    kept.push_back(new);
}

impl Retriever<'_> {
    /// Embeds what a question will be compared by, side by side, so that a part of it need not wait for another. What fails is
    /// tried again, and said, when it is wanted. A server is asked for one text after another, as it may give one text another
    /// vector among others.
    pub async fn embed_ahead(&self, texts: impl IntoIterator<Item = String>) {
        if self.has_dense_leg() && matches!(self.embedder, Embedder::Local(_)) {
            let texts: BTreeSet<String> = texts.into_iter().collect();
            join_all(texts.iter().map(|text| self.embed(text))).await;
        }
    }

    pub(super) async fn embed(&self, text: &str) -> Result<Vec<f32>, EmbedError> {
        let make = || async { Ok(self.embedder.embed_query(text).await?.into_vec()) };
        self.cache.vector(text).get_or_try_init(make).await.cloned()
    }

    /// The hits of `query` with their passages; their payloads are these, and not kept twice.
    pub(super) async fn found(&self, query: Query) -> Result<Vec<Found>, RetrieveError> {
        let known =
            self.cache.kept().searches.iter().find(|(known, _)| *known == query).map(|(_, found)| found.clone());
        if let Some(found) = known {
            return Ok(found);
        }
        let hits = self.store.query(&query).await?;
        let mut found = Vec::with_capacity(hits.len());
        for mut hit in hits {
            let passage = passage(std::mem::take(&mut hit.payload))?;
            found.push(Found { passage, hit });
        }
        push(&mut self.cache.kept().searches, (query, found.clone()), SEARCHES);
        Ok(found)
    }

    /// The passages that pass, of which there are few.
    pub(super) async fn scrolled(&self, condition: &Condition) -> Result<Arc<Passages>, RetrieveError> {
        if let Some(passages) = self.known_scroll(condition) {
            return Ok(passages);
        }
        let passages = Arc::new(self.read(condition).await?);
        self.cache.keep_scroll(condition, &passages);
        Ok(passages)
    }

    /// As [`Self::scrolled`], for a condition that much of the index may pass.
    pub(super) async fn scrolled_wide(&self, condition: &Condition) -> Result<Arc<Passages>, RetrieveError> {
        if let Some(passages) = self.known_scroll(condition) {
            return Ok(passages);
        }
        if self.passages_of_all() < WORTH_PARTING {
            return self.scrolled(condition).await;
        }
        let mut passages = self.read_apart(condition).await?;
        passages.sort_unstable_by_key(|(id, _)| *id);
        let passages = Arc::new(passages);
        self.cache.keep_scroll(condition, &passages);
        Ok(passages)
    }

    /// What to tell passages from that are asked for anew: all of them, where they are at hand, or where as many were read by parts.
    pub(super) async fn at_hand(&self) -> Result<Option<Arc<Whole>>, RetrieveError> {
        let read = self.cache.kept().read;
        match self.cache.whole.get() {
            Some(whole) => Ok(Some(Arc::clone(whole))),
            None if read > self.passages_of_all() => self.whole().await,
            None => Ok(None),
        }
    }

    fn known_scroll(&self, condition: &Condition) -> Option<Arc<Passages>> {
        let kept = self.cache.kept();
        kept.scrolls.iter().find(|(known, _)| known == condition).map(|(_, passages)| Arc::clone(passages))
    }

    /// Every passage of each of `reports`, read from the store.
    pub(super) async fn whole_reports(&self, reports: &[Uuid]) -> Result<Vec<Arc<Passages>>, RetrieveError> {
        let missing: Vec<Uuid> = {
            let kept = self.cache.kept();
            reports.iter().copied().filter(|report| !kept.reports.contains_key(report)).collect()
        };
        let of = |reports: &[Uuid]| {
            Condition::All(vec![
                Condition::is("kind", PASSAGE_KIND),
                Condition::any_of("report", reports.iter().map(ToString::to_string)),
            ])
        };
        let (one, other) = missing.split_at(missing.len() / 2);
        let (one, other) = (of(one), of(other));
        let (one, other) = match missing.len() {
            0 => (Vec::new(), Vec::new()),
            1 => (Vec::new(), self.read(&other).await?),
            _ => tokio::try_join!(self.read(&one), self.read(&other))?,
        };
        let mut read: HashMap<Uuid, Passages> = missing.iter().map(|report| (*report, Vec::new())).collect();
        for (id, passage) in one.into_iter().chain(other) {
            read.entry(passage.report).or_default().push((id, passage));
        }
        let read: HashMap<Uuid, Arc<Passages>> =
            read.into_iter().map(|(report, passages)| (report, Arc::new(passages))).collect();
        let kept = |report: &Uuid| self.cache.kept().reports.get(report).cloned();
        let whole = reports.iter().filter_map(|report| read.get(report).cloned().or_else(|| kept(report))).collect();
        self.cache.keep_reports(&read);
        Ok(whole)
    }

    pub(super) async fn read(&self, condition: &Condition) -> Result<Passages, RetrieveError> {
        let passages = self.read_range(condition, Uuid::nil(), None).await?;
        self.cache.kept().read += passages.len();
        Ok(passages)
    }
}

/// Records as passages, decoded where it may take its time.
pub(super) async fn decoded(records: Vec<Record>) -> Result<Passages, RetrieveError> {
    let decode = move || {
        let read = |record: Record| Ok((record.id, passage(record.payload)?));
        records.into_iter().map(read).collect()
    };
    match tokio::task::spawn_blocking(decode).await {
        Ok(passages) => passages,
        Err(stopped) => Err(RetrieveError::Stopped(stopped)),
    }
}

fn passage(payload: Map<String, Value>) -> Result<PassageRecord, RetrieveError> {
    serde_json::from_value(Value::Object(payload)).map_err(RetrieveError::Record)
}
