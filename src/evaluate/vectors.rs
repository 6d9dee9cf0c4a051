//! Training examples of the query adapter: vectors of questions and of passages, and which of these have the gold.

use serde::Serialize;

use super::Evaluate;
use super::gold::GoldLines;
use super::question_set::TestQuestion;
use crate::record::PassageRecord;
use crate::report::Lines;
use crate::retrieve::{Filters, RetrieveError, Retriever};

/// Texts whose vectors are made between two steps of progress.
const AT_ONCE: usize = 64;

/// The vectors of an index and of the questions of a set, in ten-thousandths.
#[derive(Debug, Serialize)]
pub struct VectorExamples {
    /// [`crate::embed::Embedder::id`]
    embedder: String,
    /// Vectors of all passages that have one, unit length.
    passages: Vec<Vec<i32>>,
    questions: Vec<VectorExample>,
}

/// A question that has gold.
#[derive(Debug, Serialize)]
struct VectorExample {
    id: String,
    /// Unit length, as the embedding model gives it.
    vector: Vec<i32>,
    /// Indexes of the passages that overlap its gold.
    gold: Vec<usize>,
}

impl Evaluate<'_> {
    /// Embeds all passages and the questions that have gold; nothing is answered.
    ///
    /// # Errors
    /// Those of the store and of the embedder.
    pub async fn vectors(&self, tests: Vec<TestQuestion>) -> Result<VectorExamples, RetrieveError> {
        let retriever = &self.retriever;
        let mut records = retriever.everything(&[], &Filters::default()).await?;
        let pages = self.pages(&records);
        records.retain(|record| !record.covered);
        let texts: Vec<String> = records.iter().map(|record| retriever.worded(record.embedding_text())).collect();
        let mut passages = Vec::with_capacity(texts.len());
        for some in texts.chunks(AT_ONCE) {
            passages.extend(retriever.embedder.embed(some, &|_| ()).await?);
            (self.on_progress)(passages.len(), texts.len());
        }
        let mut questions = Vec::new();
        for test in tests {
            let places: Vec<GoldLines> = test.gold.iter().map(|gold| GoldLines::new(gold, &pages)).collect();
            let has_gold = |record: &PassageRecord| {
                let lines = Lines { first: record.first_line, last: record.last_line };
                places.iter().any(|place| place.overlaps(record.report, lines))
            };
            let gold: Vec<usize> = (0..records.len()).filter(|at| has_gold(&records[*at])).collect();
            if gold.is_empty() {
                continue;
            }
            let asked = Retriever { as_of: test.as_of.unwrap_or(retriever.as_of), ..*retriever };
            if let Some(vector) = asked.question_vector(&test.question).await? {
                questions.push(VectorExample { id: test.id, vector: coarse(&vector), gold });
            }
        }
        let passages = passages.iter().map(|vector| coarse(vector.as_slice())).collect();
        Ok(VectorExamples { embedder: retriever.embedder.id(), passages, questions })
    }
}

/// In ten-thousandths: a vector's values are some 0.04, and more digits than these make no other adapter.
fn coarse(vector: &[f32]) -> Vec<i32> {
    vector.iter().map(|value| (value * 1e4).round() as i32).collect()
}
