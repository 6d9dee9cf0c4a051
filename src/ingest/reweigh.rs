//! BM25's average length, kept true as the corpus grows: every passage is weighed with one average, and all are weighed
//! anew when the corpus has moved away from it.

use std::collections::HashMap;

use serde_json::{Map, Value};
use uuid::Uuid;

use super::batch::{Batch, passage_tokens};
use super::{Ingest, IngestError, reports};
use crate::lexicon::Bm25;
use crate::record::{PASSAGE_KIND, PassageRecord, ReportRecord};
use crate::store::{Condition, Store};

/// How far the average may move before all passages are weighed anew: at 10 % a weight changes by under 4 %.
const TOLERANCE: f64 = 0.1;

const AVERAGE_LENGTH: &str = "average_length";

const PAGE: usize = 512;

/// The average that the index's weights were made with.
pub(super) struct Weights {
    used: Option<f64>,
    /// Tokens and passages known before this run.
    tokens: f64,
    passages: usize,
}

impl Weights {
    pub(super) async fn load(store: &Store, known: &HashMap<Uuid, ReportRecord>) -> Result<Self, IngestError> {
        let used = store.meta().await?.get(AVERAGE_LENGTH).and_then(Value::as_f64);
        let tokens = known.values().map(|record| record.tokens).sum();
        let passages = known.values().map(|record| record.passages).sum();
        Ok(Self { used, tokens, passages })
    }

    /// What to weigh a batch with: the index's average; for a new index that of its first batch.
    pub(super) async fn for_batch(&mut self, store: &Store, batch: &Batch) -> Result<Bm25, IngestError> {
        if self.used.is_none() {
            let (tokens, passages) = batch.totals();
            let average = average(self.tokens + tokens, self.passages + passages);
            self.set(store, average).await?;
        }
        Ok(Bm25::with_average_length(self.used.unwrap_or(1.0) as f32))
    }

    /// Weighs every passage anew if the corpus's average is no longer the one in use.
    pub(super) async fn settle(&mut self, run: &Ingest<'_>) -> Result<(), IngestError> {
        let Some(used) = self.used else { return Ok(()) };
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
                let tokens = passage_tokens(run.segmenter, &passage.context(), &passage.text);
                vectors.push((record.id, bm25.document_vector(&tokens)));
            }
            run.store.update_sparse(vectors).await?;
            from = page.next;
            if from.is_none() {
                break;
            }
        }
        self.set(run.store, current).await
    }

    async fn set(&mut self, store: &Store, average: f64) -> Result<(), IngestError> {
        store.set_meta(Map::from_iter([(AVERAGE_LENGTH.to_string(), Value::from(average))])).await?;
        self.used = Some(average);
        Ok(())
    }
}

fn average(tokens: f64, passages: usize) -> f64 {
    if passages == 0 { 1.0 } else { tokens / passages as f64 }
}
