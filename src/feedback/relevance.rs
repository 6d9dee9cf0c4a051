//! Which corrections bear on a question, and how much. Words, meaning and lines are evidence that is weighed:
//!
//! - **words**: the share of the question's words, by how rare they are in the reports, that the correction or its question has in
//!   either language, and, to three tenths, the share of its question's words that this one has;
//! - **meaning**, where there are vectors: the cosine of the question and the correction's question, from [`FAR`] to [`NEAR`];
//! - **times**: where both questions name some and none is the same, meaning counts for nothing, as vectors do not tell times apart, and
//!   words for half;
//! - **lines**: some that it is attached to are cited. One line says much, each of many says less.
//!
//! The greater of words and meaning, and what the lines add, must reach [`CUT`].

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use super::standing::Pages;
use super::{Feedback, FeedbackError};
use crate::citation::Citation;
use crate::correction::{CitedLines, Correction, FeedbackId, FoundCorrection};
use crate::journal::{Durability, lines};
use crate::lexicon::{SearchTerms, TokenKind};
use crate::question::Question;
use crate::retrieve::{Filters, RetrieveError, Retriever};

/// What a correction must reach to be shown, 0 to 1 and more.
pub const CUT: f32 = 0.6;

/// Corrections that an answer shows.
pub const MOST_FOUND: usize = 5;

/// What the question's words count for, and the other question's.
const FORWARD: f32 = 0.7;

/// What one cited line counts for that a correction is attached to.
const LINES: f32 = 0.6;

/// What the words of a question about another time count for.
const OTHER_TIME: f32 = 0.5;

/// Cosines of two questions about different things, and of one thing in other words. Measured in docs/feedback.md.
const FAR: f32 = 0.6;
const NEAR: f32 = 0.9;

/// Vectors that one answer makes of corrections that have none yet; further ones are made by the next.
const MOST_NEW_VECTORS: usize = 16;

impl Feedback {
    /// The corrections that bear on `question`, the weightiest first, with what has become of the lines beside them. `cited` are
    /// those of its answer, or of its hits. Where `filters` narrow, those alone that stand beside something cited.
    ///
    /// # Errors
    /// `NoFolder`, `Unreadable`; those of the store.
    pub async fn corrections_for(
        &self,
        retriever: &Retriever<'_>,
        question: &Question,
        filters: &Filters,
        cited: &[Citation],
    ) -> Result<Vec<FoundCorrection>, FindError> {
        let corrections = self.corrections()?;
        if corrections.is_empty() {
            return Ok(Vec::new());
        }
        let asked = Asked::new(retriever, question);
        let cosines = self.cosines(retriever, question, &corrections).await;
        let is_narrowed = *filters != Filters::default();
        let mut weighed: Vec<(f32, Correction)> = Vec::new();
        for (correction, cosine) in corrections.into_iter().zip(cosines) {
            let of_lines = lines_shared(&correction.beside, cited);
            let of_words = asked.words(&correction);
            let of_question = match asked.may_be_of_its_time(&correction) {
                true => of_words.max(cosine.map_or(0.0, near)),
                false => of_words * OTHER_TIME,
            };
            let score = of_question + of_lines;
            if score >= CUT && (of_lines > 0.0 || !is_narrowed) {
                weighed.push((score, correction));
            }
        }
        weighed.sort_by(|(one, a), (other, b)| other.total_cmp(one).then(b.at.cmp(&a.at)));
        self.with_standings(retriever, weighed).await
    }

    /// All corrections, the newest first, with what has become of the lines beside them.
    ///
    /// # Errors
    /// As [`Self::corrections_for`].
    pub async fn standing_corrections(&self, retriever: &Retriever<'_>) -> Result<Vec<FoundCorrection>, FindError> {
        let corrections = self.corrections()?.into_iter().rev().map(|correction| (0.0, correction));
        self.with_standings(retriever, corrections.collect()).await
    }

    async fn with_standings(
        &self,
        retriever: &Retriever<'_>,
        weighed: Vec<(f32, Correction)>,
    ) -> Result<Vec<FoundCorrection>, FindError> {
        let mut pages = Pages::new(retriever);
        let mut found = Vec::new();
        for (score, correction) in weighed {
            let mut standings = Vec::new();
            for cited in &correction.beside {
                standings.push(pages.standing(cited).await?);
            }
            let day = self.day(correction.at);
            found.push(FoundCorrection { correction, day, standings, score });
        }
        Ok(found)
    }

    /// The cosine of `question` with each correction's question; `None` without vectors, or where there is none yet.
    async fn cosines(
        &self,
        retriever: &Retriever<'_>,
        question: &Question,
        corrections: &[Correction],
    ) -> Vec<Option<f32>> {
        let none = || vec![None; corrections.len()];
        let Ok(Some(asked)) = retriever.vector(&question.text).await else { return none() };
        let embedder = retriever.embedder.id();
        let Ok(files) = self.files() else { return none() };
        let mut known = self.shared.vectors.read(files, &embedder);
        let missing = corrections.iter().filter(|correction| !known.contains_key(&correction.id));
        for correction in missing.take(MOST_NEW_VECTORS).collect::<Vec<_>>() {
            let Ok(Some(vector)) = retriever.vector(&correction.question).await else { break };
            let kept = KeptVector::new(correction.id.clone(), embedder.clone(), &vector);
            // Where it cannot be kept it is made again.
            if let Ok(line) = serde_json::to_string(&kept) {
                let _ = files.append(&files.vectors(), &line, Durability::Soon);
            }
            self.shared.vectors.keep(&kept);
            known.insert(kept.id.clone(), kept);
        }
        corrections.iter().map(|correction| known.get(&correction.id).map(|kept| kept.cosine(&asked))).collect()
    }
}

/// What can go wrong while corrections are looked for.
#[derive(Debug, thiserror::Error)]
pub enum FindError {
    #[error(transparent)]
    Feedback(#[from] FeedbackError),
    #[error(transparent)]
    Retrieve(#[from] RetrieveError),
}

/// What a cosine of two questions is worth, 0 to 1.
pub(super) fn near(cosine: f32) -> f32 {
    ((cosine - FAR) / (NEAR - FAR)).clamp(0.0, 1.0)
}

/// What lines add: one shared line says much, some of many say less.
fn lines_shared(beside: &[CitedLines], cited: &[Citation]) -> f32 {
    let shares = |lines: &&CitedLines| {
        cited.iter().any(|citation| citation.report_id == lines.report_id && citation.lines.overlap(lines.lines))
    };
    match beside.iter().any(|lines| shares(&lines)) {
        true => LINES / (beside.len() as f32).sqrt(),
        false => 0.0,
    }
}

/// The words of a question, by how rare they are.
struct Asked<'a> {
    retriever: &'a Retriever<'a>,
    question: &'a Question,
    terms: SearchTerms,
    /// Of each written one.
    weights: Vec<f32>,
    written: HashMap<String, ()>,
}

impl<'a> Asked<'a> {
    fn new(retriever: &'a Retriever<'a>, question: &'a Question) -> Self {
        let terms = retriever.segmenter.search_terms(&content(question));
        let weights = rarities(retriever, &terms);
        let written = terms.tokens.iter().map(|token| (token.text.clone(), ())).collect();
        Self { retriever, question, terms, weights, written }
    }

    /// False where both questions name times and none is the same.
    fn may_be_of_its_time(&self, correction: &Correction) -> bool {
        let Ok(theirs) = Question::read(&correction.question) else { return true };
        let (mine, theirs) = (&self.question.times, &theirs.times);
        let is_same = || mine.iter().any(|time| theirs.iter().any(|other| other.expression == time.expression));
        mine.is_empty() || theirs.is_empty() || is_same()
    }

    /// 0 to 1.
    fn words(&self, correction: &Correction) -> f32 {
        let segmenter = self.retriever.segmenter;
        let said = format!("{}\n{}", correction.question, correction.text);
        let said: Vec<String> = segmenter.tokens(&said).into_iter().map(|token| token.text).collect();
        let forward = share(&self.terms, &self.weights, |word| said.iter().any(|known| known == word));
        // A correction's question is read leniently, too: it was typed like this one.
        let theirs = match Question::read(&correction.question) {
            Ok(question) => segmenter.search_terms(&content(&question)),
            Err(_) => return forward,
        };
        let weights = rarities(self.retriever, &theirs);
        let backward = share(&theirs, &weights, |word| self.written.contains_key(word));
        FORWARD * forward + (1.0 - FORWARD) * backward
    }
}

/// What a question is about with its times, without the words that ask.
fn content(question: &Question) -> String {
    let times = question.times.iter().map(|time| time.text.as_str());
    let content = times.chain([question.subject.as_str()]).collect::<Vec<_>>().join(" ");
    match content.trim() {
        "" => question.text.clone(),
        content => content.to_string(),
    }
}

/// BM25's inverse document frequency of each written token.
fn rarities(retriever: &Retriever<'_>, terms: &SearchTerms) -> Vec<f32> {
    let counts = retriever.catalogue.passages_with(&terms.tokens);
    let passages: usize = retriever.catalogue.entries().iter().map(|entry| entry.record.passages).sum();
    let passages = passages as f32;
    let rarity = |at: usize| {
        let with = counts[at] as f32;
        (1.0 + (passages - with + 0.5).max(0.0) / (with + 0.5)).ln()
    };
    (0..terms.tokens.len()).map(rarity).collect()
}

/// The share of the written words' weight that is said, by that word or another name of its notion; 0 without words.
fn share(terms: &SearchTerms, weights: &[f32], is_said: impl Fn(&str) -> bool) -> f32 {
    let said = |at: usize| is_said(&terms.tokens[at].text);
    let is_met = |at: usize| {
        let otherwise = || {
            let of_it = terms.notions.iter().filter(|names| names[0].tokens.contains(&at));
            of_it.flatten().any(|name| name.tokens.iter().all(|token| said(*token)))
        };
        said(at) || otherwise()
    };
    let written = || (0..terms.tokens.len()).filter(|at| terms.tokens[*at].kind != TokenKind::Translation);
    let weight = |at: usize| weights[at] * terms.tokens[at].weight;
    let all: f32 = written().map(weight).sum();
    let met: f32 = written().filter(|at| is_met(*at)).map(weight).sum();
    if all > 0.0 { met / all } else { 0.0 }
}

/// A vector in a byte a value, hexadecimal: a tenth of what numbers in JSON take, and near enough for a cut.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct KeptVector {
    id: FeedbackId,
    embedder: String,
    values: String,
}

/// The greatest value that a byte stands for.
const STEPS: f32 = 127.0;

impl KeptVector {
    pub(super) fn new(id: FeedbackId, embedder: String, vector: &[f32]) -> Self {
        let most = vector.iter().fold(f32::MIN_POSITIVE, |most, value| most.max(value.abs()));
        let byte = |value: &f32| ((value / most * STEPS).round() as i8).cast_unsigned();
        Self { id, embedder, values: vector.iter().map(|value| format!("{:02x}", byte(value))).collect() }
    }

    /// -1 to 1; 0 for one of another width.
    pub(super) fn cosine(&self, other: &[f32]) -> f32 {
        let byte = |pair: &[u8]| std::str::from_utf8(pair).ok().and_then(|pair| u8::from_str_radix(pair, 16).ok());
        let bytes = self.values.as_bytes().chunks(2).map(|pair| byte(pair).unwrap_or_default());
        let mine: Vec<f32> = bytes.map(|byte| f32::from(byte.cast_signed())).collect();
        if mine.len() != other.len() {
            return 0.0;
        }
        let product: f32 = mine.iter().zip(other).map(|(one, other)| one * other).sum();
        let length = |vector: &[f32]| vector.iter().map(|value| value * value).sum::<f32>().sqrt();
        product / (length(&mine) * length(other)).max(f32::MIN_POSITIVE)
    }
}

/// Vectors of corrections' questions by one embedder, read once.
#[derive(Debug, Default)]
pub(super) struct Vectors(Mutex<Option<(String, HashMap<FeedbackId, KeptVector>)>>);

impl Vectors {
    fn read(&self, files: &super::Files, embedder: &str) -> HashMap<FeedbackId, KeptVector> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, vectors)) = kept.as_ref().filter(|(known, _)| known == embedder) {
            return vectors.clone();
        }
        // What cannot be read is made anew.
        let bytes = files.read(&files.vectors()).unwrap_or_default();
        let read = lines(&bytes).filter_map(|(_, line)| serde_json::from_slice::<KeptVector>(line).ok());
        let vectors: HashMap<FeedbackId, KeptVector> =
            read.filter(|kept| kept.embedder == embedder).map(|kept| (kept.id.clone(), kept)).collect();
        *kept = Some((embedder.to_string(), vectors.clone()));
        vectors
    }

    fn keep(&self, vector: &KeptVector) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, vectors)) = kept.as_mut() {
            vectors.insert(vector.id.clone(), vector.clone());
        }
    }
}
