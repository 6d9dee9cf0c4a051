//! BM25's average length, kept true as the corpus grows: every passage is weighed with one average, and all are weighed
//! anew when the corpus has moved away from it.

use std::collections::HashMap;

use serde_json::Value;
use uuid::Uuid;

use super::batch::{BATCH_PASSAGES, passage_tokens};
use super::notes::Notes;
use super::part::Part;
use super::{Ingest, IngestError, reports};
use crate::lexicon::Bm25;
use crate::record::{PASSAGE_KIND, PassageRecord, ReportRecord};
use crate::source::Sources;
use crate::store::{Condition, Store};

/// How far the average may move before all passages are weighed anew: at 10 % a weight changes by under 4 %.
const TOLERANCE: f64 = 0.1;

const PAGE: usize = 512;

/// The index's notes with the average that its weights were made with, and what the corpus held before this run.
pub(super) struct Weights {
    notes: Notes,
    /// Of a new index: tokens and passages of the first batch that one run over the whole would write, which say the average. Every
    /// part of a corpus counts the same ones, so that all weigh alike.
    tokens: f64,
    passages: usize,
    /// Passages of that batch alone.
    first: usize,
    is_first_read: bool,
}

impl Weights {
    pub(super) fn new(notes: Notes, known: &HashMap<Uuid, ReportRecord>) -> Self {
        let tokens = known.values().map(|record| record.tokens).sum();
        let passages = known.values().map(|record| record.passages).sum();
        Self { notes, tokens, passages, first: 0, is_first_read: false }
    }

    /// Whether the average is still to be found: what is read, of whichever part, is to be counted.
    pub(super) fn is_open(&self) -> bool {
        self.notes.average_length.is_none() && !self.is_first_read
    }

    /// Counts what was read.
    pub(super) fn count(&mut self, (tokens, passages): (f64, usize)) {
        if self.is_open() {
            self.tokens += tokens;
            self.passages += passages;
            self.first += passages;
        }
    }

    /// Between two reports: whether a batch is full.
    pub(super) fn look(&mut self) {
        self.is_first_read = self.is_first_read || self.first >= BATCH_PASSAGES;
    }

    /// Takes over the notes as they are now: what other runs have written, where the turn was not kept.
    pub(super) async fn renew(&mut self, store: &Store) -> Result<(), IngestError> {
        self.notes = Notes::load(store).await?;
        Ok(())
    }

    /// What to weigh a batch with: the index's average; for a new index that of its first batch.
    pub(super) async fn for_batch(&mut self, store: &Store) -> Result<Bm25, IngestError> {
        let found = average(self.tokens, self.passages);
        if self.notes.average_length.is_none() {
            self.notes =
                Notes::change(store, |notes| notes.average_length = notes.average_length.or(Some(found))).await?;
        }
        Ok(Bm25::with_average_length(self.notes.average_length.unwrap_or(found) as f32))
    }

    /// Weighs every passage anew if the corpus's average is no longer the one in use.
    pub(super) async fn settle(&mut self, run: &Ingest<'_>) -> Result<(), IngestError> {
        let Some(used) = self.notes.average_length else { return Ok(()) };
        let known = reports(run.store).await?;
        let passages: usize = known.iter().map(|record| record.passages).sum();
        let current = average(known.iter().map(|record| record.tokens).sum(), passages);
        if passages == 0 || (current - used).abs() <= TOLERANCE * used {
            return Ok(());
        }
        let bm25 = Bm25::with_average_length(current as f32);
        let is_passage = Condition::is("kind", PASSAGE_KIND);
        let mut from = None;
        loop {
            let page = run.store.page(Some(&is_passage), None, from, PAGE).await?;
            let mut vectors = Vec::with_capacity(page.records.len());
            for record in page.records {
                let passage: PassageRecord =
                    serde_json::from_value(Value::Object(record.payload)).map_err(IngestError::Record)?;
                let author = passage.author.as_deref().unwrap_or_default();
                let context = passage.context();
                let under = [context.as_str(), &passage.name, author];
                let tokens = passage_tokens(run.segmenter, under, &passage.text);
                vectors.push((record.id, bm25.document_vector(&tokens)));
            }
            run.store.update_sparse(vectors).await?;
            from = page.next;
            if from.is_none() {
                break;
            }
        }
        self.notes = Notes::change(run.store, |notes| notes.average_length = Some(current)).await?;
        Ok(())
    }

    /// Says in the index that it is being changed, before the first change.
    pub(super) async fn begin(&mut self, store: &Store, sources: &Sources) -> Result<(), IngestError> {
        let begun = |notes: &mut Notes| notes.unfinished.extend(sources.roots().map(str::to_owned));
        self.notes = Notes::change(store, begun).await?;
        Ok(())
    }

    /// Says that all of `sources` was read and is in the index.
    pub(super) async fn finish(&mut self, store: &Store, sources: &Sources) -> Result<(), IngestError> {
        let finished = |notes: &mut Notes| {
            for root in sources.roots() {
                notes.unfinished.remove(root);
                notes.parts.remove(root);
            }
        };
        self.notes = Notes::change(store, finished).await?;
        Ok(())
    }

    /// Says that `part` of `sources` is being read, before anything of it is written.
    pub(super) async fn begin_part(&mut self, store: &Store, sources: &Sources, part: Part) -> Result<(), IngestError> {
        let begun = |notes: &mut Notes| {
            for root in sources.roots() {
                notes.unfinished.insert(root.to_owned());
                let parts = notes.parts.remove(root).unwrap_or_default();
                notes.parts.insert(root.to_owned(), parts.begun(part));
            }
        };
        self.notes = Notes::change(store, begun).await?;
        Ok(())
    }

    /// Says that `part` of `sources` is in the index, which wrote `passages`.
    pub(super) async fn finish_part(
        &mut self,
        store: &Store,
        sources: &Sources,
        part: Part,
        passages: usize,
    ) -> Result<(), IngestError> {
        let finished = |notes: &mut Notes| {
            for root in sources.roots() {
                // A run over the whole, meanwhile, had more than this part.
                if let Some(parts) = notes.parts.remove(root) {
                    notes.parts.insert(root.to_owned(), parts.ended(part, passages));
                }
            }
        };
        self.notes = Notes::change(store, finished).await?;
        Ok(())
    }

    /// Passages that parts of `sources` wrote since the last run over the whole.
    pub(super) fn written_in_parts(&self, sources: &Sources) -> usize {
        sources.roots().filter_map(|root| self.notes.parts.get(root)).map(|parts| parts.passages).max().unwrap_or(0)
    }
}

fn average(tokens: f64, passages: usize) -> f64 {
    if passages == 0 { 1.0 } else { tokens / passages as f64 }
}
