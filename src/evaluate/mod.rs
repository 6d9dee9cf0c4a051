//! A set of questions with known answers → how many are answered rightly, cited, refused and found, and why the others are
//! not. What the figures are called and how they look is left to `render`, their definitions to `docs/quality.md`.

mod baseline;
mod bootstrap;
mod floor;
mod gold;
mod group;
mod learned;
mod question_set;
mod rank;
mod risk;
mod row;
mod score;
mod squad;
mod tally;
mod vectors;
mod wording;
mod writing;

use std::collections::HashSet;
use std::time::Duration;

use uuid::Uuid;

use crate::answer::{Answer, Answered, Origin, answer_by};
use crate::record::PassageRecord;
use crate::retrieve::{Filters, RetrieveError, Retriever};
use crate::statement::Models;
use crate::write::{Writer, Written};

pub use baseline::{Baseline, BaselineError, Change, Changes, Difference};
pub use bootstrap::{Interval, Resampled};
pub use floor::{Figure, Floor, FloorError};
use gold::{GoldLines, Pages};
pub use group::{Group, by};
pub use learned::Example;
pub use question_set::{Gold, LineError, QuestionSetError, TestQuestion, read};
pub use rank::{DEPTH, Rank, Ranks};
pub use risk::{Covered, risk_coverage};
pub use row::{GivenAnswer, Miss, QuestionRow};
use score::Given;
pub use score::Score;
pub use squad::{ContextPage, context_pages};
pub use tally::{LegTally, Share, Tally, WritingTally};
pub use vectors::VectorExamples;
pub use wording::says;
pub use writing::Writing;

/// How questions are asked.
pub struct Evaluate<'a> {
    /// Its day is the one of questions that name none.
    pub retriever: Retriever<'a>,
    /// Search, and leave answering out.
    pub retrieval_only: bool,
    /// Has a language model word the answers.
    pub writer: Option<Writer<'a>>,
    /// Weigh statements and verdicts.
    pub models: &'a Models,
    /// The time since any fixed moment.
    pub clock: &'a dyn Fn() -> Duration,
    /// Called with the number of questions done and of all.
    pub on_progress: &'a dyn Fn(usize, usize),
}

/// All questions and how they went.
#[derive(Debug)]
pub struct Evaluation {
    /// In the order of the set.
    pub rows: Vec<QuestionRow>,
    pub tally: Tally,
    /// The same questions drawn anew, for intervals.
    pub resampled: Resampled,
    pub by_kind: Vec<Group>,
    pub by_intent: Vec<Group>,
    pub by_language: Vec<Group>,
    /// `None` when fewer than two questions were answered.
    pub latency: Option<Latency>,
    /// What is to be known of the figures, a line each.
    pub notices: Vec<String>,
}

/// How long an answer takes once all is loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Latency {
    pub answers: usize,
    pub p50: Duration,
    pub p95: Duration,
}

/// How many gold paths that name no report, or several, are said one by one.
const MOST_PATHS: usize = 5;

impl Evaluate<'_> {
    /// Asks all of `tests`, one after the other. The first one's answer warms up and is not timed.
    ///
    /// # Errors
    /// Those of retrieval.
    pub async fn run(&self, tests: Vec<TestQuestion>) -> Result<Evaluation, RetrieveError> {
        let passages = self.retriever.everything(&[], &Filters::default()).await?;
        let pages = self.pages(&passages);
        drop(passages);
        let mut notices = set_notices(&tests, self.retrieval_only);
        let mut paths = Vec::new();
        let all = tests.len();
        let mut rows = Vec::with_capacity(all);
        for (done, test) in tests.into_iter().enumerate() {
            let places: Vec<GoldLines> = test.gold.iter().map(|gold| GoldLines::new(gold, &pages)).collect();
            let told = test.gold.iter().zip(&places);
            paths.extend(told.filter_map(|(gold, place)| gold_notice(&test.id, gold, place.spots.len())));
            let mut row = self.ask(test, &places).await?;
            row.gold = places.iter().filter_map(|place| pages.shown(place)).collect();
            notices.extend(row.reading.notice.clone());
            rows.push(row);
            (self.on_progress)(done + 1, all);
        }
        if paths.len() > MOST_PATHS {
            let more = format!("and {} more of the kind", paths.len() - MOST_PATHS);
            paths.truncate(MOST_PATHS);
            paths.push(more);
        }
        notices.extend(paths);
        // An embedder that is down says so at every question.
        let mut said = HashSet::new();
        notices.retain(|notice| said.insert(notice.clone()));
        let tally = Tally::of(&rows);
        let latency = latency(rows.iter().skip(1).filter_map(|row| Some(row.given.as_ref()?.took)).collect());
        Ok(Evaluation {
            tally,
            resampled: Resampled::of(&rows.iter().collect::<Vec<_>>()),
            by_kind: by(&rows, QuestionRow::kind),
            by_intent: by(&rows, QuestionRow::intent),
            by_language: by(&rows, QuestionRow::language),
            rows,
            latency,
            notices,
        })
    }

    fn pages(&self, passages: &[PassageRecord]) -> Pages<'_> {
        let entries = self.retriever.catalogue.entries().iter();
        let reports: Vec<(Uuid, &str)> =
            entries.map(|entry| (entry.record.report, entry.record.path.as_str())).collect();
        Pages::new(&reports, passages)
    }

    async fn ask(&self, test: TestQuestion, places: &[GoldLines]) -> Result<QuestionRow, RetrieveError> {
        let retriever = Retriever {
            as_of: test.as_of.unwrap_or(self.retriever.as_of),
            adapter: self.models.adapter(),
            ..self.retriever
        };
        let mut given = None;
        // Before searching by leg, which would warm this very question up.
        if !self.retrieval_only {
            let start = (self.clock)();
            let answered = answer_by(self.models, &retriever, test.question.clone(), &Filters::default()).await?;
            let written = match &self.writer {
                None => Written::extracted(answered.answer.clone()),
                Some(writer) => {
                    // Ctrl-C ends an evaluation as any program; with a cache, the next one goes on where it was.
                    let mut never = std::pin::pin!(std::future::pending());
                    writer.write(&answered, retriever.catalogue, never.as_mut(), &mut |_| ()).await
                }
            };
            let took = (self.clock)().saturating_sub(start);
            let scored = |answer: &Answer| Score::new(&test, places, &Given::new(answer));
            let score = scored(&written.answer);
            let looked_at = (!places.is_empty()).then(|| Rank::of(&answered.retrieval.found, places));
            let extracted_right = scored(&answered.answer).right;
            let weighing = answered.weighing.as_ref();
            let example = weighing.map(|weighing| Example::new(&test, places, &answered.answer, weighing));
            let mut of_model = written.answer.clone();
            of_model.sentences.retain(|sentence| matches!(sentence.origin, Origin::Model | Origin::Picked));
            let writing = Writing::new(&written, extracted_right, scored(&of_model).right);
            let probability = probability(&answered);
            let Written { answer, withheld, .. } = written;
            given = Some(GivenAnswer { answer, score, looked_at, took, probability, writing, withheld, example });
        }
        let wanted = if test.abstain { &[] } else { places };
        let (ranks, mut reading) = rank::ranks(&retriever, &test.question, wanted).await?;
        reading.found = Vec::new();
        Ok(QuestionRow { test, reading, ranks, gold: Vec::new(), given })
    }
}

/// What a set cannot measure.
fn set_notices(tests: &[TestQuestion], retrieval_only: bool) -> Vec<String> {
    let without_facts = tests.iter().filter(|test| !test.abstain && test.facts.is_empty()).count();
    if without_facts == 0 || retrieval_only {
        return Vec::new();
    }
    vec![format!("{without_facts} of {} questions name no facts: any answer to them counts as right", tests.len())]
}

/// What is to be known of gold that the index has nowhere, or in several reports.
fn gold_notice(id: &str, gold: &Gold, reports: usize) -> Option<String> {
    match (gold, reports) {
        (Gold::Paragraph { .. }, 0) => Some(format!(
            "{id}: no page of the index holds its paragraph; `eval --pages FOLDER` writes pages to ingest"
        )),
        // Wherever the same text stands, it says the same.
        (Gold::Paragraph { .. }, _) | (Gold::Lines { .. }, 1) => None,
        (Gold::Lines { path, .. }, 0) => {
            Some(format!("{id}: no report of the index is called `{path}`; its gold can be neither found nor cited"))
        }
        (Gold::Lines { path, .. }, _) => {
            Some(format!("{id}: {reports} reports of the index are called `{path}`; lines of any of them count"))
        }
    }
}

/// How likely the answer answers: the probability of the view that is shown, else of the likeliest one.
fn probability(answered: &Answered) -> Option<f32> {
    let weighing = answered.weighing.as_ref()?;
    let likelihoods = weighing.views.iter().map(|view| view.probability);
    weighing.chosen.map(|at| weighing.views[at].probability).or_else(|| likelihoods.reduce(f32::max))
}

/// By nearest rank.
fn latency(mut times: Vec<Duration>) -> Option<Latency> {
    times.sort_unstable();
    let percentile = |percent: usize| times.get((times.len() * percent).div_ceil(100).saturating_sub(1)).copied();
    Some(Latency { answers: times.len(), p50: percentile(50)?, p95: percentile(95)? })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Latency, latency};

    #[test]
    fn percentiles_are_times_that_were_measured() {
        let milliseconds = |times: &[u64]| latency(times.iter().map(|time| Duration::from_millis(*time)).collect());
        assert_eq!(milliseconds(&[]), None);
        let of = |answers, p50, p95| {
            Some(Latency { answers, p50: Duration::from_millis(p50), p95: Duration::from_millis(p95) })
        };
        assert_eq!(milliseconds(&[7]), of(1, 7, 7));
        assert_eq!(milliseconds(&[9, 1, 5, 3]), of(4, 3, 9));
        let hundred: Vec<u64> = (1..=100).collect();
        assert_eq!(milliseconds(&hundred), of(100, 50, 95));
    }
}
