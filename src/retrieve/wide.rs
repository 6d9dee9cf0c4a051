//! Retrieval that rules nothing out by time: what statements are weighed from.

use std::sync::Arc;

use uuid::Uuid;

use super::{Filters, Found, RetrieveError, Retriever, TimeRead, content, in_section};
use crate::lexicon::query_vector;
use crate::question::Question;
use crate::record::{PASSAGE_KIND, PassageRecord};
use crate::store::{Condition, Query};

/// Passages whose cosines represent those of all; ids are hashes, so that the first ones are a sample.
const SAMPLE: usize = 400;

/// Chinese names that stand for a word of an English question. Of a passage's words one does: with two there fewer questions in Chinese found
/// theirs, of a question's with two more did (MRR .35 to .43 instead of .31 to .38 on 125 questions).
const NAMES_ASKED: usize = 2;

impl Retriever<'_> {
    /// The vector of what is asked, worded for the model, not yet [turned](Self::turned); `None` without a dense leg or while the embedder is out of reach.
    ///
    /// # Errors
    /// Those of the embedder that are no outage.
    pub async fn vector(&self, content: &str) -> Result<Option<Vec<f32>>, RetrieveError> {
        Ok(self.dense(content).await?.0)
    }

    /// The vector of a question, not yet [turned](Self::turned); `None` as for [`Self::vector`].
    ///
    /// # Errors
    /// As [`Self::vector`].
    pub async fn question_vector(&self, question: &Question) -> Result<Option<Vec<f32>>, RetrieveError> {
        self.vector(&self.content(question, &self.times(question, &Filters::default()))).await
    }

    /// Embeds what a question and its parts will be compared by, side by side, and reads what else any answer needs. Weights that were
    /// loaded for it alone are let go of.
    pub async fn prepare<'q>(
        &self,
        question: &'q Question,
        parts: impl ExactSizeIterator<Item = &'q Question>,
        filters: &Filters,
    ) {
        let text = |question: &Question| self.for_the_model(&self.content(question, &self.times(question, filters)));
        // A later part may be read together with the one before it as well.
        let is_all = parts.len() < 2;
        let embed = async {
            self.embed_ahead(std::iter::once(question).chain(parts).map(text)).await;
            if is_all {
                self.embedder.let_go();
            }
        };
        // What fails is tried again, and said, when it is wanted.
        let _ = tokio::join!(embed, self.sample());
    }

    /// How what is asked is given to the model: to one that knows Chinese alone an English text as a gloss, to any other a text in both languages.
    pub(super) fn for_the_model(&self, content: &str) -> String {
        if self.embedder.reads_english() {
            self.in_both_languages(content)
        } else {
            self.segmenter.in_chinese(content, NAMES_ASKED)
        }
    }

    /// How a passage is given to the model.
    pub fn worded(&self, passage: String) -> String {
        self.embedder.worded(passage, self.segmenter)
    }

    /// A text, and behind it what each of its notions is called in the other language by the first name that the glossaries have, which is the
    /// usual one: where reports are in both languages, what they say of one thing is found by both.
    pub fn in_both_languages(&self, content: &str) -> String {
        let terms = self.segmenter.search_terms(content);
        std::iter::once(content).chain(terms.translations()).collect::<Vec<_>>().join(" ")
    }

    /// What passages are compared with: without the times that reports cover, which passages do not speak of. A time that no
    /// report covers stays, as a page without a date may.
    pub fn content(&self, question: &Question, times: &[TimeRead]) -> String {
        let is_covered = |time: &TimeRead| !time.asked || !time.scope.reports.is_empty();
        if times.iter().all(is_covered) { content(question) } else { question.text.clone() }
    }

    /// The passages that words and meaning find, fused, at most `limit` of each leg; of `reports` alone where given. No time
    /// but the options' narrows it.
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
            sparse: Some(query_vector(&self.segmenter.search_terms(content).tokens)),
            filter: Some(self.narrowed(filters, reports)),
            boosts: Vec::new(),
            limit: 2 * limit,
            prefetch_limit: limit,
        };
        let mut found = self.found(query).await?;
        found.retain(|found| in_section(&found.passage, filters.section.as_deref()));
        Ok(found)
    }

    /// The passages of `reports` that are wanted, with their ids and in ascending order of these, as far as the options let them
    /// through.
    pub async fn of_reports(
        &self,
        reports: &[Uuid],
        filters: &Filters,
        is_wanted: impl Fn(&PassageRecord) -> bool,
    ) -> Result<Vec<(Uuid, PassageRecord)>, RetrieveError> {
        let is_narrowed = *filters != Filters { section: filters.section.clone(), ..Filters::default() };
        let wanted = |(_, passage): &&(Uuid, PassageRecord)| {
            in_section(passage, filters.section.as_deref()) && is_wanted(passage)
        };
        let at_hand = if is_narrowed { None } else { self.at_hand().await? };
        let mut passages: Vec<(Uuid, PassageRecord)> = if let Some(whole) = at_hand {
            whole.of_reports(reports).filter(wanted).cloned().collect()
        } else {
            let read = match is_narrowed {
                true => vec![Arc::new(self.read(&self.narrowed(filters, Some(reports))).await?)],
                false => self.whole_reports(reports).await?,
            };
            read.iter().flat_map(|passages| passages.iter()).filter(wanted).cloned().collect()
        };
        passages.sort_unstable_by_key(|(id, _)| *id);
        Ok(passages)
    }

    /// Ids of passages that represent all: the same ones as long as the index is the same.
    pub async fn sample(&self) -> Result<Arc<[Uuid]>, RetrieveError> {
        if let Some(sample) = self.cache.sample() {
            return Ok(sample);
        }
        let condition = Condition::is("kind", PASSAGE_KIND);
        let page = self.store.page(Some(&condition), Some(&[]), None, SAMPLE).await?;
        let sample: Arc<[Uuid]> = page.records.into_iter().map(|record| record.id).collect();
        self.cache.keep_sample(Arc::clone(&sample));
        Ok(sample)
    }

    fn narrowed(&self, filters: &Filters, reports: Option<&[Uuid]>) -> Condition {
        let mut all = vec![self.filter(&self.options(filters), filters)];
        all.extend(reports.map(|reports| Condition::any_of("report", reports.iter().map(ToString::to_string))));
        Condition::All(all)
    }
}
