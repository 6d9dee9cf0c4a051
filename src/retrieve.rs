//! A question → the passages that may answer it: its words and its meaning as the two legs of one hybrid query. A time that it
//! names weighs in a search and rules nothing out: a page without a date may be of any. What strategies read is of that time.

mod cache;
mod times;
mod whole;
mod wide;

use std::collections::HashSet;

use rayon::prelude::*;
use uuid::Uuid;

use crate::calendar::{Date, Expression, Period, day_number};
use crate::catalogue::Catalogue;
use crate::embed::{EmbedError, Embedder};
use crate::lexicon::{Segmenter, Token, query_vector};
use crate::passage::PassageKind;
use crate::question::{Intent, Question, TimeAsked};
use crate::record::{PASSAGE_KIND, PassageRecord};
use crate::series::Aliases;
use crate::statement::QueryAdapter;
use crate::store::{Condition, Hit, Query, Store, StoreError};

pub use cache::IndexCache;
pub use times::TimeRead;
use times::{conditions, names};

#[derive(Debug, thiserror::Error)]
pub enum RetrieveError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Embed(#[from] EmbedError),
    #[error("a passage of the index cannot be read")]
    Record(#[source] serde_json::Error),
    #[error("reading the index was stopped")]
    Stopped(#[source] tokio::task::JoinError),
}

/// What the user narrows a search to, beside what the question says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filters {
    pub since: Option<Date>,
    pub until: Option<Date>,
    /// A time as typed and what it says: 2023-06, 第26周, 2023Q2.
    pub period: Option<(String, Expression)>,
    /// Words that a heading of the path must contain.
    pub section: Option<String>,
    pub author: Option<String>,
}

/// A found passage with its scores.
#[derive(Debug, Clone)]
pub struct Found {
    pub passage: PassageRecord,
    /// Without its payload, which is the passage.
    pub hit: Hit,
}

/// What retrieval found and how it understood the question.
#[derive(Debug)]
pub struct Retrieval {
    pub tokens: Vec<Token>,
    pub times: Vec<TimeRead>,
    /// Best first.
    pub found: Vec<Found>,
    /// Why the dense leg did not run, if it did not.
    pub notice: Option<String>,
}

impl Retrieval {
    /// Every period that the question's times mean.
    pub fn periods(&self) -> Vec<Period> {
        self.times.iter().flat_map(|time| time.scope.periods.iter().copied()).collect()
    }

    /// The same with one of the times asked about alone, and what was found of it.
    pub fn narrowed_to(&self, at: usize) -> Self {
        let times: Vec<TimeRead> = self
            .times
            .iter()
            .enumerate()
            .filter(|(place, time)| *place == at || !time.asked)
            .map(|(_, time)| time.clone())
            .collect();
        let found = self.found.iter().filter(|found| self.times[at].fits(&found.passage)).cloned().collect();
        Self { tokens: self.tokens.clone(), times, found, notice: None }
    }

    /// A time that no report covers, that is none ahead of them, and that no found passage names: an incident of the day after the last report is in
    /// it, though it does not cover that day.
    pub fn uncovered(&self) -> Option<&TimeRead> {
        let is_named = |time: &TimeRead| self.found.iter().any(|found| names(&found.passage, time));
        let lacks_reports = |time: &&TimeRead| time.scope.reports.is_empty() && !time.is_ahead;
        self.times.iter().filter(lacks_reports).find(|time| time.scope.by_label || !is_named(time))
    }
}

/// Which legs of the hybrid query run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Legs {
    /// Both, fused, with boosts: how questions are answered.
    Both,
    /// Both, fused, without boosts: to see what these add.
    Unboosted,
    /// One leg in its own order, under the same filters and without boosts: to see what it adds.
    Sparse,
    Dense,
}

/// What a time that a question names does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Times {
    /// What strategies read is of that time.
    Narrow,
    Weigh,
}

/// What a search works with.
pub struct Retriever<'a> {
    pub store: &'a Store,
    pub embedder: &'a Embedder,
    /// Turns the vectors of questions.
    pub adapter: &'a QueryAdapter,
    pub segmenter: &'a Segmenter,
    pub catalogue: &'a Catalogue,
    /// Names that the reader of the reports says are one metric's.
    pub aliases: &'a Aliases,
    pub cache: &'a IndexCache,
    pub as_of: Date,
}

/// Candidates of each leg.
const PREFETCH: usize = 100;

/// Boosts are on the scale of the fused score: 1 is first in both legs.
/// Less than 1: what is first by words and by meaning comes before what is of the time and little else. What other weights give is
/// in docs/quality.md.
const TIME_BOOST: f32 = 0.85;
const DAY_BOOST: f32 = 0.5;
const INCIDENT_BOOST: f32 = 0.25;
const PLAN_BOOST: f32 = 0.3;

impl Retriever<'_> {
    /// The `limit` best passages for `question` of the times that it names. What strategies answer is of a time; statements of
    /// any other, and of pages without a date, are weighed beside them (see `wide`).
    ///
    /// # Errors
    /// Those of the store; an embedder that cannot be reached is a notice and the sparse leg alone.
    pub async fn retrieve(
        &self,
        question: &Question,
        filters: &Filters,
        limit: usize,
    ) -> Result<Retrieval, RetrieveError> {
        self.run(Legs::Both, Times::Narrow, question, filters, limit).await
    }

    /// The `limit` best passages for `question` by the legs named; the times that it names weigh and rule nothing out. A leg
    /// that cannot run finds nothing.
    ///
    /// # Errors
    /// As [`Self::retrieve`].
    pub async fn search(
        &self,
        legs: Legs,
        question: &Question,
        filters: &Filters,
        limit: usize,
    ) -> Result<Retrieval, RetrieveError> {
        self.run(legs, Times::Weigh, question, filters, limit).await
    }

    async fn run(
        &self,
        legs: Legs,
        with: Times,
        question: &Question,
        filters: &Filters,
        limit: usize,
    ) -> Result<Retrieval, RetrieveError> {
        let times = self.times(question, filters);
        let content = self.content(question, &times);
        let tokens = self.segmenter.search_terms(&content).tokens;
        let (dense, notice) = if legs == Legs::Sparse { (None, None) } else { self.dense(&content).await? };
        let mut retrieval = Retrieval { tokens, times, found: Vec::new(), notice };
        let query = Query {
            dense: dense.map(|vector| self.turned(vector)),
            sparse: (legs != Legs::Dense).then(|| query_vector(&retrieval.tokens)),
            filter: Some(match with {
                Times::Narrow => self.filter(&retrieval.times, filters),
                Times::Weigh => self.filter(&self.options(filters), filters),
            }),
            boosts: if legs == Legs::Both { boosts(question, &retrieval.times, with) } else { Vec::new() },
            // Some of what is fetched is left out afterwards: all are fetched, so that enough are left.
            limit: PREFETCH.max(limit),
            prefetch_limit: PREFETCH.max(limit),
        };
        let mut found = self.found(query).await?;
        if with == Times::Narrow {
            found.retain(|found| occurred_within(&found.passage, &retrieval.times));
        }
        retrieval.found = smallest(found);
        retrieval.found.retain(|found| in_section(&found.passage, filters.section.as_deref()));
        retrieval.found.truncate(limit);
        Ok(retrieval)
    }

    /// The times of `asked` (as typed, and what they say) and those that the filters narrow to.
    pub fn narrowing(&self, asked: &[(String, Expression)], filters: &Filters) -> Vec<TimeRead> {
        let mut times: Vec<TimeRead> =
            asked.iter().map(|(text, expression)| self.time(text, true, expression, self.as_of)).collect();
        times.extend(self.options(filters));
        times
    }

    /// The reports that the times and the author leave: all of them where nothing narrows.
    pub fn searched(&self, times: &[TimeRead], filters: &Filters) -> Vec<Uuid> {
        let by_author = filters.author.as_deref().map(|author| self.catalogue.written_by(author));
        let is_left = |report: &Uuid| {
            let told = |time: &TimeRead| time.scope.reports.contains(report);
            let mut asked = times.iter().filter(|time| time.asked).peekable();
            (asked.peek().is_none() || asked.any(told))
                && times.iter().filter(|time| !time.asked).all(told)
                && by_author.as_ref().is_none_or(|written| written.contains(report))
        };
        let all = self.catalogue.entries().iter().map(|entry| entry.record.report);
        all.filter(|report| !self.catalogue.is_twin(*report)).filter(is_left).collect()
    }

    /// Every passage with an incident inside the times (all of them when there are none), in order of place.
    pub async fn incidents(&self, times: &[TimeRead], filters: &Filters) -> Result<Vec<PassageRecord>, RetrieveError> {
        let condition =
            Condition::All(vec![self.filter(times, filters), Condition::is("passage", PassageKind::Incident.name())]);
        self.passages(&condition, times, filters).await
    }

    /// Every passage of the reports inside the times, in order of place.
    pub async fn everything(&self, times: &[TimeRead], filters: &Filters) -> Result<Vec<PassageRecord>, RetrieveError> {
        let condition = self.filter(times, filters);
        let whole = if self.is_most(times, filters) { self.whole().await? } else { self.at_hand().await? };
        if let Some(passing) = whole.as_ref().and_then(|whole| whole.passing(&condition)) {
            return Ok(meant(passing, times, filters));
        }
        Ok(in_order_of_place(&self.scrolled_wide(&condition).await?, times, filters))
    }

    /// Whether what is left by times and author may be most of the index.
    fn is_most(&self, times: &[TimeRead], filters: &Filters) -> bool {
        let left: HashSet<Uuid> = self.searched(times, filters).into_iter().collect();
        let of_left = self.catalogue.entries().iter().filter(|entry| left.contains(&entry.record.report));
        2 * of_left.map(|entry| entry.record.passages).sum::<usize>() > self.passages_of_all()
    }

    /// The latest reports, as a time of the question.
    pub fn latest(&self) -> TimeRead {
        let scope = self.catalogue.scope_of(self.catalogue.latest(self.as_of));
        TimeRead { text: String::new(), asked: true, scope, is_day: false, seen_from: None, is_ahead: false }
    }

    /// Every passage of sections of one kind inside the times.
    pub async fn section(
        &self,
        kind: &str,
        times: &[TimeRead],
        filters: &Filters,
    ) -> Result<Vec<PassageRecord>, RetrieveError> {
        let condition = Condition::All(vec![self.filter(times, filters), Condition::is("section_kind", kind)]);
        self.passages(&condition, times, filters).await
    }

    /// Every passage that names `day`, in order of place.
    pub async fn naming(&self, day: Date) -> Result<Vec<PassageRecord>, RetrieveError> {
        let day = i64::from(day_number(day));
        let condition =
            Condition::All(vec![Condition::is("kind", PASSAGE_KIND), Condition::range("days", Some(day), Some(day))]);
        self.passages(&condition, &[], &Filters::default()).await
    }

    async fn passages(
        &self,
        condition: &Condition,
        times: &[TimeRead],
        filters: &Filters,
    ) -> Result<Vec<PassageRecord>, RetrieveError> {
        if let Some(passing) = self.at_hand().await?.as_ref().and_then(|whole| whole.passing(condition)) {
            return Ok(meant(passing, times, filters));
        }
        Ok(in_order_of_place(&self.scrolled(condition).await?, times, filters))
    }

    /// Whether there are vectors to search by meaning, and what makes one of a question.
    pub fn has_dense_leg(&self) -> bool {
        !matches!(self.embedder, Embedder::None) && self.store.fingerprint().has_dense()
    }

    async fn dense(&self, content: &str) -> Result<(Option<Vec<f32>>, Option<String>), RetrieveError> {
        if !self.has_dense_leg() {
            return Ok((None, None));
        }
        match self.embed(&self.for_the_model(content)).await {
            Ok(vector) => Ok((Some(vector), None)),
            Err(error) if error.is_outage() => Ok((None, Some(error.to_string()))),
            Err(error) => Err(error.into()),
        }
    }

    /// The vector of a question, as passages are compared with it.
    pub fn turned(&self, vector: Vec<f32>) -> Vec<f32> {
        self.adapter.turned(vector, &self.embedder.id())
    }

    /// Each time must be met: by a day that the passage names, or by its report's coverage.
    fn filter(&self, times: &[TimeRead], filters: &Filters) -> Condition {
        let mut all = vec![Condition::is("kind", PASSAGE_KIND)];
        if !times.is_empty() {
            // Two times in one question (6月和7月) are alternatives; options of the command line narrow.
            let (asked, options): (Vec<&TimeRead>, Vec<&TimeRead>) = times.iter().partition(|time| time.asked);
            if !asked.is_empty() {
                all.push(Condition::Any(asked.into_iter().flat_map(conditions).collect()));
            }
            all.extend(options.into_iter().map(|time| Condition::Any(conditions(time))));
        }
        if let Some(author) = &filters.author {
            all.push(Condition::any_of("report", self.catalogue.written_by(author).iter().map(ToString::to_string)));
        }
        Condition::All(all)
    }
}

/// The question without the weeks, months and other spans that the filter sees to; passages do not speak of them. Days stay:
/// passages name them.
pub fn content(question: &Question) -> String {
    let is_filter_alone =
        |time: &&TimeAsked| !matches!(time.expression, Expression::Day(_) | Expression::DayOfMonth(_));
    let mut text = question.text.clone();
    for time in question.times.iter().filter(is_filter_alone) {
        text.replace_range(time.span.clone(), &" ".repeat(time.span.len()));
    }
    let left = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if left.chars().any(char::is_alphanumeric) { left } else { question.text.clone() }
}

/// A report that a period touches may report an incident outside it; unless the passage names a day inside it, that is not
/// what was asked for. A label asks for what the report says, whenever it happened.
fn occurred_within(passage: &PassageRecord, times: &[TimeRead]) -> bool {
    let Some(incident) = passage.incident.as_ref().filter(|incident| incident.day().is_some()) else { return true };
    let fits = |time: &TimeRead| {
        let occurred = || time.scope.periods.iter().any(|period| incident.is_of(*period));
        time.scope.by_label || occurred() || names(passage, time)
    };
    let mut asked = times.iter().filter(|time| time.asked).peekable();
    (asked.peek().is_none() || asked.any(fits)) && times.iter().filter(|time| !time.asked).all(fits)
}

fn boosts(question: &Question, times: &[TimeRead], with: Times) -> Vec<(Condition, f32)> {
    let mut boosts = Vec::new();
    let asked: Vec<&TimeRead> = times.iter().filter(|time| time.asked).collect();
    if with == Times::Weigh && !asked.is_empty() {
        let undated = Condition::missing("date");
        let fits = Condition::Any(asked.into_iter().flat_map(conditions).chain([undated]).collect());
        boosts.push((fits, TIME_BOOST));
    }
    for time in times.iter().filter(|time| time.is_day) {
        for period in &time.scope.periods {
            let day = i64::from(day_number(period.from()));
            boosts.push((Condition::range("days", Some(day), Some(day)), DAY_BOOST));
        }
    }
    if question.intents.iter().any(|intent| intent.is_about_an_incident()) {
        boosts.push((Condition::is("passage", PassageKind::Incident.name()), INCIDENT_BOOST));
    }
    if question.asks(Intent::Plan) {
        boosts.push((Condition::is("section_kind", "plan"), PLAN_BOOST));
    }
    boosts
}

/// A passage that holds another found one gives way to it: the smaller one says it more exactly.
fn smallest(found: Vec<Found>) -> Vec<Found> {
    let holds = |outer: &PassageRecord, inner: &PassageRecord| {
        outer.report == inner.report
            && outer.start <= inner.start
            && inner.end <= outer.end
            && outer.span() != inner.span()
    };
    let keep: Vec<bool> = found
        .iter()
        .map(|one| !found.iter().any(|other| one.passage.covered && holds(&one.passage, &other.passage)))
        .collect();
    found.into_iter().zip(keep).filter_map(|(found, keep)| keep.then_some(found)).collect()
}

/// Those of `passages` that are of the section and the times.
fn meant<'p>(
    passages: impl ParallelIterator<Item = &'p (Uuid, PassageRecord)>,
    times: &[TimeRead],
    filters: &Filters,
) -> Vec<PassageRecord> {
    let passages = passages.map(|(_, passage)| passage);
    let is_meant =
        |passage: &&PassageRecord| in_section(passage, filters.section.as_deref()) && occurred_within(passage, times);
    passages.filter(is_meant).cloned().collect()
}

/// The same in order of place.
fn in_order_of_place(passages: &[(Uuid, PassageRecord)], times: &[TimeRead], filters: &Filters) -> Vec<PassageRecord> {
    let mut passages = meant(passages.par_iter(), times, filters);
    passages.sort_by(|one, other| (one.date, &one.path, one.start).cmp(&(other.date, &other.path, other.start)));
    passages
}

fn in_section(passage: &PassageRecord, section: Option<&str>) -> bool {
    section.is_none_or(|words| {
        passage.section_kind.name() == words || passage.section.iter().any(|heading| heading.contains(words))
    })
}
