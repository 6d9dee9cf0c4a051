//! BM25's average length, kept true as the corpus grows: every passage is weighed with one average, and all are weighed
//! anew when the corpus has moved away from it.

use std::collections::HashMap;

use serde_json::Value;
use uuid::Uuid;

use super::batch::{Batch, passage_tokens};
use super::notes::Notes;
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
    /// Tokens and passages known before this run.
    tokens: f64,
    passages: usize,
}

impl Weights {
    pub(super) fn new(notes: Notes, known: &HashMap<Uuid, ReportRecord>) -> Self {
        let tokens = known.values().map(|record| record.tokens).sum();
        let passages = known.values().map(|record| record.passages).sum();
        Self { notes, tokens, passages }
    }

    /// What to weigh a batch with: the index's average; for a new index that of its first batch.
    pub(super) async fn for_batch(&mut self, store: &Store, batch: &Batch) -> Result<Bm25, IngestError> {
        let average = match self.notes.average_length {
            Some(average) => average,
            None => {
                let (tokens, passages) = batch.totals();
                self.set(store, average(self.tokens + tokens, self.passages + passages)).await?
            }
        };
        Ok(Bm25::with_average_length(average as f32))
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
        self.set(run.store, current).await?;
        Ok(())
    }

    /// Says in the index that it is being changed, before the first change.
    pub(super) async fn begin(&mut self, store: &Store, sources: &Sources) -> Result<(), IngestError> {
        let known = self.notes.unfinished.len();
        self.notes.unfinished.extend(sources.roots().map(str::to_owned));
        if self.notes.unfinished.len() == known { Ok(()) } else { self.notes.save(store).await }
    }

    /// Says that all of `sources` was read and is in the index.
    pub(super) async fn finish(&mut self, store: &Store, sources: &Sources) -> Result<(), IngestError> {
        let known = self.notes.unfinished.len();
        sources.roots().for_each(|root| {
            self.notes.unfinished.remove(root);
        });
        if self.notes.unfinished.len() == known { Ok(()) } else { self.notes.save(store).await }
    }

    async fn set(&mut self, store: &Store, average: f64) -> Result<f64, IngestError> {
        self.notes.average_length = Some(average);
        self.notes.save(store).await?;
        Ok(average)
    }
}

fn average(tokens: f64, passages: usize) -> f64 {
    if passages == 0 { 1.0 } else { tokens / passages as f64 }
}
