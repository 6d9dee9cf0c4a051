//! Sources → an up-to-date index: what is new or changed is read, embedded and written; what did not change costs a hash;
//! what vanished is removed. A run that is stopped or killed leaves an index that answers and that the next run completes.

mod batch;
mod identity;
mod notes;
mod reweigh;
mod soundness;
mod summary;
mod years;

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde_json::{Map, Value};
use uuid::Uuid;

use crate::calendar::Year;
use crate::embed::{EmbedError, Embedder, Progress};
use crate::lexicon::Segmenter;
use crate::record::{PASSAGE_KIND, REPORT_KIND, ReportRecord, reader};
use crate::report::{PageName, Report};
use crate::source::{Skip, Sources};
use crate::store::{Change, Condition, Store, StoreError, Turn};

use batch::{BATCH_PASSAGES, Batch};
use identity::Identities;
pub use notes::Notes;
pub use soundness::{Mended, is_sound, mend};
pub use summary::{ReportNotice, Summary};
pub use years::YearFrom;
use years::{UndatedPage, Years};

/// The progress of a run.
#[derive(Debug, Clone, Copy)]
pub enum Event {
    /// Another run brings the index up to date; this one begins when that one has ended.
    Wait,
    /// Files read so far, of how many.
    Read { done: usize, total: usize },
    /// The passages of this batch that have their vectors; `before` were done in earlier batches.
    Embed { before: usize, progress: Progress },
    /// Writing a batch of passages.
    Write { passages: usize },
    /// All is written; segments are being rewritten for fast searching.
    Optimize,
}

#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Embed(#[from] EmbedError),
    #[error("a record of the index cannot be read")]
    Record(#[source] serde_json::Error),
}

/// What a run works with.
pub struct Ingest<'a> {
    pub store: &'a Store,
    pub embedder: &'a Embedder,
    pub segmenter: &'a Segmenter,
    /// The year of reports that are named by a day without one.
    pub year: Option<Year>,
    /// Set from outside to stop after the batch in hand; what is written stays.
    pub stop: &'a AtomicBool,
    pub on_event: &'a (dyn Fn(Event) + Sync),
}

/// Rewriting segments pays from about this many new passages on.
const OPTIMIZE_FROM_PASSAGES: usize = 5_000;

/// How often a run that waits looks whether it is to stop.
const LOOK_FOR_STOP: Duration = Duration::from_millis(200);

impl Ingest<'_> {
    /// Brings the index up to date with `sources`.
    ///
    /// Order within a batch of reports: their new passages, then the removal of their old ones, then their own records,
    /// which say that they are complete. What an earlier run left undone is found first.
    ///
    /// # Errors
    /// Those of the store and the embedder; batches before the failing one are kept.
    pub async fn run(&self, sources: &Sources) -> Result<Summary, IngestError> {
        let Some(turn) = self.turn().await? else {
            return Ok(Summary { interrupted: true, ..Summary::default() });
        };
        let done = self.run_in_turn(sources).await;
        turn.end().await;
        done
    }

    async fn run_in_turn(&self, sources: &Sources) -> Result<Summary, IngestError> {
        let known = self.known_reports().await?;
        let mut identities = Identities::new(&known);
        let mut summary = Summary::default();
        let mut seen: HashSet<Uuid> = HashSet::new();
        let mut hidden: HashSet<(String, String)> = HashSet::new();
        let notes = Notes::load(self.store).await?;
        let restored = soundness::restore(self.store, &known).await?;
        summary.orphans = restored.orphans;
        let mut weights = reweigh::Weights::new(notes, &known);
        if known.is_empty() {
            weights.begin(self.store, sources).await?;
        }
        let mut batch = Batch::default();
        let mut years = Years::new(self.year);
        let total = sources.len_hint();
        for (at, item) in sources.documents().enumerate() {
            if self.stop.load(Ordering::Relaxed) {
                summary.interrupted = true;
                break;
            }
            (self.on_event)(Event::Read { done: at + 1, total });
            let mut document = match item {
                Ok(document) => document,
                Err(skipped) => {
                    if skipped.reason.hides_content() {
                        hidden.insert((skipped.root.clone(), skipped.path.clone()));
                    }
                    match &skipped.reason {
                        Skip::Unsupported { ending } => summary.count_unsupported(ending),
                        _ => summary.skipped.push(skipped),
                    }
                    continue;
                }
            };
            if is_about_the_folder(&document.name) {
                summary.passed_over.push(document.path);
                continue;
            }
            let report = identities.of(&document);
            seen.insert(report);
            let before = known.get(&report);
            let is_unchanged = before.is_some_and(|record| {
                record.is_unchanged(&document.hash, &document.path, &document.root)
                    && !restored.incomplete.contains(&report)
            });
            // A page whose day lacks a year has the date that this run finds for it, whether its bytes changed or not.
            if let Some(record) = before.filter(|record| is_unchanged && record.day.is_none()) {
                record.date().into_iter().for_each(|date| years.knows(&document.root, &document.path, date));
                summary.unchanged += 1;
                continue;
            }
            let name = PageName { name: document.name.clone(), folders: document.folder.clone() };
            let parsed = Report::parse(std::mem::take(&mut document.text), &name);
            if parsed.day.is_some() {
                years.wait(UndatedPage { document, report: parsed, id: report });
                if years.is_full() {
                    self.read_dated(&mut years, &known, &restored, &mut batch, &mut summary);
                }
            } else {
                parsed.date.into_iter().for_each(|date| years.knows(&document.root, &document.path, date));
                batch.read(&document, &parsed, report, before.is_some(), self.segmenter, &mut summary);
            }
            if batch.passages() >= BATCH_PASSAGES {
                self.write(std::mem::take(&mut batch), sources, &mut weights, &mut summary).await?;
            }
        }
        if !summary.interrupted {
            self.read_dated(&mut years, &known, &restored, &mut batch, &mut summary);
        }
        self.write(batch, sources, &mut weights, &mut summary).await?;
        if !summary.interrupted {
            self.remove_vanished(sources, &known, (&seen, &hidden), &mut weights, &mut summary).await?;
            weights.settle(self).await?;
            weights.finish(self.store, sources).await?;
        }
        if summary.passages >= OPTIMIZE_FROM_PASSAGES && !summary.interrupted {
            (self.on_event)(Event::Optimize);
            self.store.optimize().await?;
        }
        self.store.flush().await?;
        Ok(summary)
    }

    /// Reads the pages that waited for their year, those that have now another date or other bytes than the index.
    fn read_dated(
        &self,
        years: &mut Years,
        known: &HashMap<Uuid, ReportRecord>,
        restored: &soundness::Restored,
        batch: &mut Batch,
        summary: &mut Summary,
    ) {
        for (UndatedPage { document, report, id }, from) in years.settle(known) {
            summary.yearless.push((document.path.clone(), report.date, from));
            let before = known.get(&id);
            let is_unchanged = before.is_some_and(|record| {
                record.is_unchanged(&document.hash, &document.path, &document.root)
                    && record.date() == report.date
                    && !restored.incomplete.contains(&id)
            });
            if is_unchanged {
                summary.unchanged += 1;
            } else {
                batch.read(&document, &report, id, before.is_some(), self.segmenter, summary);
            }
        }
    }

    /// Waits until no other run writes; `None` where this one is stopped before.
    async fn turn(&self) -> Result<Option<Turn>, IngestError> {
        let mut turn = std::pin::pin!(self.store.turn());
        let mut is_told = false;
        loop {
            match tokio::time::timeout(LOOK_FOR_STOP, &mut turn).await {
                Ok(turn) => return Ok(Some(turn?)),
                Err(_) if self.stop.load(Ordering::Relaxed) => return Ok(None),
                Err(_) if is_told => {}
                Err(_) => {
                    is_told = true;
                    (self.on_event)(Event::Wait);
                }
            }
        }
    }

    async fn known_reports(&self) -> Result<HashMap<Uuid, ReportRecord>, IngestError> {
        Ok(reports(self.store).await?.into_iter().map(|record| (record.report, record)).collect())
    }

    async fn write(
        &self,
        batch: Batch,
        sources: &Sources,
        weights: &mut reweigh::Weights,
        summary: &mut Summary,
    ) -> Result<(), IngestError> {
        if batch.is_empty() {
            return Ok(());
        }
        weights.begin(self.store, sources).await?;
        let before = summary.passages;
        let report = |progress| (self.on_event)(Event::Embed { before, progress });
        let texts = batch.texts_to_embed();
        let vectors = match self.embedder {
            Embedder::None => Vec::new(),
            embedder => embedder.embed(&texts, &report).await?,
        };
        (self.on_event)(Event::Write { passages: batch.passages() });
        let bm25 = weights.for_batch(self.store, &batch).await?;
        let (points, records) =
            batch.into_points(vectors, bm25, self.embedder, summary).map_err(IngestError::Record)?;
        let stale = Condition::Any(records.iter().map(|record| stale(record.report, &record.hash)).collect());
        let records: Result<Vec<_>, _> = records.into_iter().map(batch::report_point).collect();
        let records = records.map_err(IngestError::Record)?;
        Ok(self.store.commit(Change { points, stale, records }).await?)
    }

    /// Removes reports of roots that were seen whole and no longer hold them. What only could not be read stays.
    async fn remove_vanished(
        &self,
        sources: &Sources,
        known: &HashMap<Uuid, ReportRecord>,
        (seen, hidden): (&HashSet<Uuid>, &HashSet<(String, String)>),
        weights: &mut reweigh::Weights,
        summary: &mut Summary,
    ) -> Result<(), IngestError> {
        for record in known.values() {
            let place = (record.root.clone(), record.path.clone());
            let root_is_whole = sources.whole_roots().contains(&record.root);
            if root_is_whole && !seen.contains(&record.report) && !hidden.contains(&place) {
                // Killed between two of them, the index says that it still has what is gone.
                weights.begin(self.store, sources).await?;
                // The record last: as long as it is there, the next run knows what to remove.
                let of_report = || Condition::is("report", record.report.to_string());
                self.store.delete(&Condition::All(vec![of_report(), Condition::is("kind", PASSAGE_KIND)])).await?;
                self.store.delete(&of_report()).await?;
                summary.removed.push(record.path.clone());
            } else if hidden.contains(&place) {
                summary.kept.push(record.path.clone());
            }
        }
        summary.removed.sort();
        summary.kept.sort();
        Ok(())
    }
}

impl ReportRecord {
    /// Read by this version of the program, from the same bytes at the same place.
    fn is_unchanged(&self, hash: &str, path: &str, root: &str) -> bool {
        self.hash == hash && self.path == path && self.root == root && self.reader == reader()
    }
}

/// Files that people keep beside reports to say what a folder is.
fn is_about_the_folder(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name);
    ["readme", "license", "changelog", "contributing"].iter().any(|known| stem.eq_ignore_ascii_case(known))
}

/// The passages of a report that another version of it left.
fn stale(report: Uuid, hash: &str) -> Condition {
    Condition::All(vec![Condition::is("report", report.to_string()), Condition::is("hash", hash).negate()])
}

/// Every report that is completely in the index, in no order.
///
/// # Errors
/// Those of the store; `Record` when a payload is not what this schema says.
pub async fn reports(store: &Store) -> Result<Vec<ReportRecord>, IngestError> {
    let records = store.scroll(Some(&Condition::is("kind", REPORT_KIND)), None).await?;
    records
        .into_iter()
        .map(|record| serde_json::from_value(Value::Object(record.payload)).map_err(IngestError::Record))
        .collect()
}

/// A typed payload as the store takes it.
fn payload<T: serde::Serialize>(value: &T) -> Result<Map<String, Value>, serde_json::Error> {
    match serde_json::to_value(value)? {
        Value::Object(map) => Ok(map),
        other => Ok(Map::from_iter([("value".to_string(), other)])),
    }
}
