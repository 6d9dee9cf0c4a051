//! Sources → an up-to-date index: what is new or changed is read, embedded and written; what did not change costs a hash;
//! what vanished is removed. A run that is stopped or killed leaves an index that answers and that the next run completes.

mod batch;
mod identity;
mod notes;
mod part;
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
use crate::embed::{EmbedError, Embedder, Embedding, Progress};
use crate::guard::guarded;
use crate::lexicon::Segmenter;
use crate::record::{PASSAGE_KIND, REPORT_KIND, ReportRecord, reader};
use crate::report::{PageName, Report};
use crate::source::{Skip, Sources};
use crate::store::{Change, Condition, Record, Store, StoreError, Turn};

use batch::{BATCH_PASSAGES, Batch};
use identity::Identities;
pub use notes::Notes;
pub use part::{Part, PartError};
pub use soundness::{Mended, is_sound, mend};
pub use summary::{ReportNotice, Summary};
pub use years::YearFrom;
use years::{Page, Years};

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
        let done = self.read_and_write(sources, None, &mut None).await;
        turn.end().await;
        done
    }

    /// Reads one part of `sources`, beside other processes that read the others. Nothing is removed, and the index says that it is not
    /// complete until [`Self::run`] has seen the whole: together they leave what that alone would.
    ///
    /// # Errors
    /// Those of the store and the embedder; batches before the failing one are kept.
    pub async fn run_part(&self, sources: &Sources, part: Part) -> Result<Summary, IngestError> {
        let mut turn = self.turn().await?;
        if turn.is_none() {
            return Ok(Summary { interrupted: true, ..Summary::default() });
        }
        let done = self.read_and_write(sources, Some(part), &mut turn).await;
        if let Some(turn) = turn {
            turn.end().await;
        }
        done
    }

    /// A part gives up its `turn` as soon as it knows what there is, and takes one for each change.
    async fn read_and_write(
        &self,
        sources: &Sources,
        part: Option<Part>,
        turn: &mut Option<Turn>,
    ) -> Result<Summary, IngestError> {
        let known = self.known_reports().await?;
        let mut identities = Identities::new(&known);
        let mut summary = Summary::default();
        let mut seen: HashSet<Uuid> = HashSet::new();
        let mut hidden: HashSet<(String, String)> = HashSet::new();
        let notes = Notes::load(self.store).await?;
        let restored = soundness::restore(self.store, &known).await?;
        summary.orphans = restored.orphans;
        let mut weights = reweigh::Weights::new(notes, &known);
        match part {
            Some(part) => weights.begin_part(self.store, sources, part).await?,
            None if known.is_empty() => weights.begin(self.store, sources).await?,
            None => {}
        }
        if let Some(turn) = turn.take() {
            turn.end().await;
        }
        let run = Run { sources, known: &known, restored: &restored, part };
        let mut batch = Batch::default();
        let mut years = Years::new(self.year);
        let total = sources.len_hint();
        for (at, item) in sources.documents().enumerate() {
            // What a part weighs its words by is what all of them do: it is found to its end.
            if self.stop.load(Ordering::Relaxed) && !(part.is_some() && weights.is_open()) {
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
                        _ if !run.tells(&skipped.path) => {}
                        Skip::Unsupported { ending } => summary.count_unsupported(ending),
                        _ => summary.skipped.push(skipped),
                    }
                    continue;
                }
            };
            if is_about_the_folder(&document.name) && !(is_readme(&document.name) && sources.is_alone(&document)) {
                if run.tells(&document.path) {
                    summary.passed_over.push(document.path);
                }
                continue;
            }
            let report = identities.of(&document);
            seen.insert(report);
            let before = known.get(&report);
            let is_unchanged = before.is_some_and(|record| {
                record.is_unchanged(&document.hash, &document.path, &document.root)
                    && !restored.incomplete.contains(&report)
            });
            // A page whose day or week lacks a year has the date that this run finds for it, whether its bytes changed or not.
            if let Some(record) = before.filter(|record| is_unchanged && !record.is_yearless()) {
                if let Some(date) = record.date() {
                    years.knows(&document.root, &document.path, date);
                    years.knows_label(record.label(), date);
                }
                summary.unchanged += usize::from(run.is_of_part(report));
                continue;
            }
            let name = PageName { name: document.name.clone(), folders: document.folder.clone() };
            let text = std::mem::take(&mut document.text);
            let parsed = match guarded(|| Report::parse(text, &name)) {
                Ok(parsed) => parsed,
                Err(why) => {
                    summary.skipped.push(document.skipped(Skip::Fault(why)));
                    continue;
                }
            };
            if parsed.yearless().is_some() {
                years.wait(Page { document, report: parsed, id: report });
                if years.is_full() {
                    self.read_dated(&run, &mut years, &mut batch, &mut weights, &mut summary);
                }
            } else {
                if let Some(date) = parsed.date {
                    years.knows(&document.root, &document.path, date);
                    years.knows_label(parsed.label, date);
                }
                let page = Page { document, report: parsed, id: report };
                self.take(&run, &page, &mut batch, &mut weights, &mut summary);
            }
            weights.look();
            if batch.passages() >= BATCH_PASSAGES {
                self.write(&run, std::mem::take(&mut batch), &mut weights, &mut summary).await?;
            }
        }
        if !summary.interrupted {
            self.read_dated(&run, &mut years, &mut batch, &mut weights, &mut summary);
        }
        self.write(&run, batch, &mut weights, &mut summary).await?;
        match part {
            _ if summary.interrupted => {}
            Some(part) => self.end_part(sources, part, &mut weights, &mut summary).await?,
            None => {
                self.remove_vanished(sources, &known, (&seen, &hidden), &mut weights, &mut summary).await?;
                weights.settle(self).await?;
                let written = summary.passages + weights.written_in_parts(sources);
                weights.finish(self.store, sources).await?;
                if written >= OPTIMIZE_FROM_PASSAGES {
                    (self.on_event)(Event::Optimize);
                    self.store.optimize().await?;
                }
            }
        }
        self.store.flush().await?;
        Ok(summary)
    }

    /// Says in the index that a part is read to its end.
    async fn end_part(
        &self,
        sources: &Sources,
        part: Part,
        weights: &mut reweigh::Weights,
        summary: &mut Summary,
    ) -> Result<(), IngestError> {
        let Some(turn) = self.turn().await? else {
            summary.interrupted = true;
            return Ok(());
        };
        let said = weights.finish_part(self.store, sources, part, summary.passages).await;
        turn.end().await;
        said
    }

    /// Takes a page into the batch where it is of this run's part; where the average of a new index is still open, it counts anyhow.
    fn take(
        &self,
        run: &Run<'_>,
        page: &Page,
        batch: &mut Batch,
        weights: &mut reweigh::Weights,
        summary: &mut Summary,
    ) {
        let Page { document, report, id } = page;
        let was_known = run.known.contains_key(id);
        if run.is_of_part(*id) {
            let before = batch.totals();
            batch.read(document, report, *id, was_known, self.segmenter, summary);
            let now = batch.totals();
            weights.count((now.0 - before.0, now.1 - before.1));
        } else if weights.is_open() {
            let mut others = Batch::default();
            others.read(document, report, *id, was_known, self.segmenter, &mut Summary::default());
            weights.count(others.totals());
        }
    }

    /// Reads the pages that waited for their year, those that have now another date or other bytes than the index.
    fn read_dated(
        &self,
        run: &Run<'_>,
        years: &mut Years,
        batch: &mut Batch,
        weights: &mut reweigh::Weights,
        summary: &mut Summary,
    ) {
        for (page, from) in years.settle(run.known) {
            let Page { document, report, id } = &page;
            let is_of_part = run.is_of_part(*id);
            if is_of_part {
                summary.yearless.push((document.path.clone(), report.date, from));
            }
            let is_unchanged = run.known.get(id).is_some_and(|record| {
                record.is_unchanged(&document.hash, &document.path, &document.root)
                    && record.date() == report.date
                    && !run.restored.incomplete.contains(id)
            });
            if is_unchanged {
                summary.unchanged += usize::from(is_of_part);
            } else {
                self.take(run, &page, batch, weights, summary);
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
        run: &Run<'_>,
        mut batch: Batch,
        weights: &mut reweigh::Weights,
        summary: &mut Summary,
    ) -> Result<(), IngestError> {
        if run.part.is_some() {
            let written = self.written_since(run, &batch).await?;
            batch.leave_out(&written, summary);
        }
        if batch.is_empty() {
            return Ok(());
        }
        if run.part.is_none() {
            weights.begin(self.store, run.sources).await?;
        }
        let before = summary.passages;
        let report = |progress| (self.on_event)(Event::Embed { before, progress });
        let texts = batch.texts_to_embed(self.segmenter, self.embedder);
        let vectors = match self.embedder {
            Embedder::None => Vec::new(),
            embedder => embedder.embed(&texts, &report).await?,
        };
        (self.on_event)(Event::Write { passages: batch.passages() });
        let Some(part) = run.part else {
            return self.commit(batch, vectors, &HashSet::new(), weights, summary).await;
        };
        let Some(turn) = self.turn().await? else {
            summary.interrupted = true;
            return Ok(());
        };
        let written = async {
            // Others had the turn meanwhile, for a change or a whole run.
            let written = self.written_since(run, &batch).await?;
            weights.renew(self.store).await?;
            if batch.records().any(|record| !written.contains(&record.report)) {
                weights.begin_part(self.store, run.sources, part).await?;
            }
            self.commit(batch, vectors, &written, weights, summary).await
        };
        let written = written.await;
        turn.end().await;
        written
    }

    /// Writes a batch without the reports of `written`.
    async fn commit(
        &self,
        batch: Batch,
        vectors: Vec<Embedding>,
        written: &HashSet<Uuid>,
        weights: &mut reweigh::Weights,
        summary: &mut Summary,
    ) -> Result<(), IngestError> {
        let bm25 = weights.for_batch(self.store).await?;
        let (points, records) =
            batch.into_points(vectors, bm25, self.embedder, written, summary).map_err(IngestError::Record)?;
        if records.is_empty() {
            return Ok(());
        }
        let stale = Condition::Any(records.iter().map(stale).collect());
        let records: Result<Vec<_>, _> = records.into_iter().map(batch::report_point).collect();
        let records = records.map_err(IngestError::Record)?;
        Ok(self.store.commit(Change { points, stale, records }).await?)
    }

    /// Which reports of the batch are others in the index than when this run began: whoever wrote or removed them may have seen a later file.
    async fn written_since(&self, run: &Run<'_>, batch: &Batch) -> Result<HashSet<Uuid>, IngestError> {
        let ids: Vec<Uuid> = batch.records().map(|record| record.report).collect();
        let mut now: HashMap<Uuid, ReportRecord> = HashMap::new();
        for found in self.store.fetch(&ids).await? {
            now.insert(found.id, record_of(found)?);
        }
        Ok(ids.into_iter().filter(|id| run.known.get(id) != now.get(id)).collect())
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

/// What does not change while a run lasts.
struct Run<'a> {
    sources: &'a Sources,
    /// The reports of the index as it began.
    known: &'a HashMap<Uuid, ReportRecord>,
    restored: &'a soundness::Restored,
    part: Option<Part>,
}

impl Run<'_> {
    fn is_of_part(&self, report: Uuid) -> bool {
        self.part.is_none_or(|part| part.has(report))
    }

    fn tells(&self, path: &str) -> bool {
        self.part.is_none_or(|part| part.tells(path))
    }
}

impl ReportRecord {
    /// Read by this version of the program, from the same bytes at the same place.
    fn is_unchanged(&self, hash: &str, path: &str, root: &str) -> bool {
        self.hash == hash && self.path == path && self.root == root && self.reader == reader()
    }
}

/// Files that people keep beside reports to say what a folder is. A README that is the only page of its folder (`Week5/README.md`) is the
/// report itself.
fn is_about_the_folder(name: &str) -> bool {
    is_readme(name)
        || ["license", "changelog", "contributing"].iter().any(|known| stem(name).eq_ignore_ascii_case(known))
}

fn is_readme(name: &str) -> bool {
    stem(name).eq_ignore_ascii_case("readme")
}

fn stem(name: &str) -> &str {
    name.split('.').next().unwrap_or(name)
}

/// The passages of a report that another version of it left, or another reader.
fn stale(record: &ReportRecord) -> Condition {
    let report = Condition::is("report", record.report.to_string());
    Condition::All(vec![report, Condition::is("hash", record.version()).negate()])
}

/// Every report that is completely in the index, in no order.
///
/// # Errors
/// Those of the store; `Record` when a payload is not what this schema says.
pub async fn reports(store: &Store) -> Result<Vec<ReportRecord>, IngestError> {
    let records = store.scroll(Some(&Condition::is("kind", REPORT_KIND)), None).await?;
    records.into_iter().map(record_of).collect()
}

fn record_of(found: Record) -> Result<ReportRecord, IngestError> {
    serde_json::from_value(Value::Object(found.payload)).map_err(IngestError::Record)
}

/// A typed payload as the store takes it.
fn payload<T: serde::Serialize>(value: &T) -> Result<Map<String, Value>, serde_json::Error> {
    match serde_json::to_value(value)? {
        Value::Object(map) => Ok(map),
        other => Ok(Map::from_iter([("value".to_string(), other)])),
    }
}
