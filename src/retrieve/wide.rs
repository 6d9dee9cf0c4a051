//! Retrieval that rules nothing out by time: what statements are weighed from.

use serde_json::{Map, Value};
use uuid::Uuid;

use super::{Filters, Found, RetrieveError, Retriever, TimeRead, content, in_section};
use crate::lexicon::query_vector;
use crate::question::Question;
use crate::record::{PASSAGE_KIND, PassageRecord};
use crate::store::{Condition, Query};

/// Passages whose cosines stand for those of all; ids are hashes, so that the first ones are a sample.
const SAMPLE: usize = 400;

impl Retriever<'_> {
    /// The question's own vector; `None` without a dense leg or while the embedder is out of reach.
    ///
    /// # Errors
    /// Those of the embedder that are no outage.
    pub async fn vector(&self, content: &str) -> Result<Option<Vec<f32>>, RetrieveError> {
        Ok(self.dense(content).await?.0)
    }

    /// What passages are compared with: without the times that reports cover, which passages do not speak of. A time that no
    /// report covers stays, as a page without a date may.
    pub fn content(&self, question: &Question, times: &[TimeRead]) -> String {
        let is_covered = |time: &TimeRead| !time.asked || !time.scope.reports.is_empty();
        if times.iter().all(is_covered) { content(question) } else { question.text.clone() }
    }

    /// The passages that words and meaning find, fused, at most `limit` of each leg; of `reports` alone where given. No time
    /// but the options' narrows it.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn by_both_legs(
        &self,
        content: &str,
        vector: Option<&[f32]>,
        filters: &Filters,
        reports: Option<&[Uuid]>,
        limit: usize,
    ) -> Result<Vec<Found>, RetrieveError> {
        let query = Query {
            dense: vector.map(<[f32]>::to_vec),
            sparse: Some(query_vector(&self.segmenter.question_tokens(content))),
            filter: Some(self.narrowed(filters, reports)),
            boosts: Vec::new(),
            limit: 2 * limit,
            prefetch_limit: limit,
        };
        let hits = self.store.query(&query).await?;
        let mut found = Vec::with_capacity(hits.len());
        for hit in hits {
            found.push(Found { passage: passage(hit.payload.clone())?, hit });
        }
        found.retain(|found| in_section(&found.passage, filters.section.as_deref()));
        Ok(found)
    }

    /// Every passage of `reports`, with its id, as far as the options let it through.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn of_reports(
        &self,
        reports: &[Uuid],
        filters: &Filters,
    ) -> Result<Vec<(Uuid, PassageRecord)>, RetrieveError> {
        let records = self.store.scroll(Some(&self.narrowed(filters, Some(reports))), None).await?;
        let read = records.into_iter().map(|record| Ok((record.id, passage(record.payload)?)));
        let mut passages = read.collect::<Result<Vec<_>, RetrieveError>>()?;
        passages.retain(|(_, passage)| in_section(passage, filters.section.as_deref()));
        Ok(passages)
    }

    /// Ids of passages that stand for all: the same ones as long as the index is the same.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn sample(&self) -> Result<Vec<Uuid>, RetrieveError> {
        let condition = Condition::is("kind", PASSAGE_KIND);
        let page = self.store.page(Some(&condition), Some(&["kind"]), None, SAMPLE).await?;
        Ok(page.records.into_iter().map(|record| record.id).collect())
    }

    fn narrowed(&self, filters: &Filters, reports: Option<&[Uuid]>) -> Condition {
        let mut all = vec![self.filter(&self.options(filters), filters)];
        all.extend(reports.map(|reports| Condition::any_of("report", reports.iter().map(ToString::to_string))));
        Condition::All(all)
    }
}

fn passage(payload: Map<String, Value>) -> Result<PassageRecord, RetrieveError> {
    serde_json::from_value(Value::Object(payload)).map_err(RetrieveError::Record)
}
