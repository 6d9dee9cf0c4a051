//! All passages of an index, decoded once and kept beside its catalogue: what asks for much of an index, and whatever comes after it, is
//! told from memory. An index of more passages than [`MOST_KEPT`] is read anew for each.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use futures::future::try_join_all;
use rayon::prelude::*;
use tokio::sync::OnceCell;
use uuid::Uuid;

use super::cache::{IncidentsOfDay, Passages, decoded};
use super::{Filters, RetrieveError, Retriever};
use crate::record::{PASSAGE_KIND, PassageRecord};
use crate::series::Group;
use crate::store::{Condition, Scalar};
use crate::thread::{IncidentThread, Thread};

/// More passages than this are not kept: some 2 to 3 kB each.
const MOST_KEPT: usize = 100_000;

/// Passages of one request.
const PAGE: usize = 1000;

/// No more threads than this read one index.
const MOST_READERS: usize = 8;

/// See the module.
#[derive(Debug)]
pub(super) struct Whole {
    /// In order of place, see [`Self::new`].
    passages: Passages,
    /// Where in `passages` those of a report are, ascending.
    of_report: HashMap<Uuid, Vec<usize>>,
}

impl Whole {
    fn new(mut passages: Passages) -> Self {
        // Of one place the one of the lower id first.
        passages.sort_unstable_by(|(id, one), (other_id, other)| {
            (one.date, &one.path, one.start, id).cmp(&(other.date, &other.path, other.start, other_id))
        });
        let mut of_report: HashMap<Uuid, Vec<usize>> = HashMap::new();
        for (at, (_, passage)) in passages.iter().enumerate() {
            of_report.entry(passage.report).or_default().push(at);
        }
        Self { passages, of_report }
    }

    /// The passages that pass, in order of place; `None` where the condition is of what a passage does not tell.
    pub(super) fn passing(
        &self,
        condition: &Condition,
    ) -> Option<impl ParallelIterator<Item = &(Uuid, PassageRecord)>> {
        let test = Test::of(condition)?;
        Some(self.passages.par_iter().filter(move |(_, passage)| test.passes(passage)))
    }

    /// The passages of `reports`, each report's in order of place.
    pub(super) fn of_reports(&self, reports: &[Uuid]) -> impl Iterator<Item = &(Uuid, PassageRecord)> {
        reports.iter().filter_map(|report| self.of_report.get(report)).flatten().map(|at| &self.passages[*at])
    }
}

impl Retriever<'_> {
    /// All passages, if there are not too many to keep. Whoever asks while they are being read waits for them.
    pub(super) async fn whole(&self) -> Result<Option<Arc<Whole>>, RetrieveError> {
        if !self.keeps_all() {
            return Ok(None);
        }
        let read = || async { Ok(Arc::new(Whole::new(self.read_apart(&Condition::is("kind", PASSAGE_KIND)).await?))) };
        self.cache.whole.get_or_try_init(read).await.cloned().map(Some)
    }

    /// The incidents of all passages as `make` puts them together: once, where all passages are kept.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn incident_threads(
        &self,
        make: impl FnOnce(&[PassageRecord]) -> Vec<IncidentThread>,
    ) -> Result<Arc<Vec<IncidentThread>>, RetrieveError> {
        self.made_once(&self.cache.incident_threads, make).await
    }

    /// The accounts of all incidents by day, those without one last, as [`Self::incident_threads`].
    ///
    /// # Errors
    /// Those of the store.
    pub async fn incident_days(
        &self,
        make: impl FnOnce(&[PassageRecord]) -> Vec<IncidentsOfDay>,
    ) -> Result<Arc<Vec<IncidentsOfDay>>, RetrieveError> {
        self.made_once(&self.cache.incident_days, make).await
    }

    /// Whether all passages are at hand by now.
    pub fn has_all(&self) -> bool {
        self.cache.whole.get().is_some()
    }

    /// The threads of milestones of all passages, as [`Self::incident_threads`].
    ///
    /// # Errors
    /// Those of the store.
    pub async fn threads(
        &self,
        make: impl FnOnce(&[PassageRecord]) -> Vec<Thread>,
    ) -> Result<Arc<Vec<Thread>>, RetrieveError> {
        self.made_once(&self.cache.threads, make).await
    }

    /// The metrics of all passages, as [`Self::incident_threads`].
    ///
    /// # Errors
    /// Those of the store.
    pub async fn metric_groups(
        &self,
        make: impl FnOnce(&[PassageRecord]) -> Vec<Group>,
    ) -> Result<Arc<Vec<Group>>, RetrieveError> {
        self.made_once(&self.cache.metric_groups, make).await
    }

    async fn made_once<T>(
        &self,
        kept: &OnceCell<Arc<Vec<T>>>,
        make: impl FnOnce(&[PassageRecord]) -> Vec<T>,
    ) -> Result<Arc<Vec<T>>, RetrieveError> {
        let made = || async { Ok(Arc::new(make(&self.everything(&[], &Filters::default()).await?))) };
        match self.keeps_all() {
            true => kept.get_or_try_init(made).await.cloned(),
            false => made().await,
        }
    }

    /// Whether all passages, and what is put together of them, are kept once they were asked for.
    pub fn keeps_all(&self) -> bool {
        self.passages_of_all() <= MOST_KEPT
    }

    pub(super) fn passages_of_all(&self) -> usize {
        self.catalogue.entries().iter().map(|entry| entry.record.passages).sum()
    }

    /// The passages that pass, in no order, read by as many threads as the machine has: ids are hashes, and parts of their range are
    /// of about the same size.
    pub(super) async fn read_apart(&self, condition: &Condition) -> Result<Passages, RetrieveError> {
        let readers = std::thread::available_parallelism().map_or(1, |count| count.get().min(MOST_READERS)) as u128;
        let bound = |part: u128| Uuid::from_u128(u128::MAX / readers * part);
        let parts = (0..readers).map(|part| {
            let until = (part + 1 < readers).then(|| bound(part + 1));
            self.read_range(condition, bound(part), until)
        });
        Ok(try_join_all(parts).await?.into_iter().flatten().collect())
    }

    /// The passages that pass whose ids are `from` or above and below `until`, in ascending order of id. A page is decoded as it comes:
    /// as the store gives them, all of an index would take ten times the room.
    pub(super) async fn read_range(
        &self,
        condition: &Condition,
        from: Uuid,
        until: Option<Uuid>,
    ) -> Result<Passages, RetrieveError> {
        let mut passages = Passages::new();
        let mut next = Some(from);
        while let Some(from) = next {
            let page = self.store.page(Some(condition), None, Some(from), PAGE).await?;
            next = page.next.filter(|next| until.is_none_or(|until| *next < until));
            let mut records = page.records;
            records.retain(|record| until.is_none_or(|until| record.id < until));
            passages.extend(decoded(records).await?);
        }
        Ok(passages)
    }
}

/// A condition made ready to be held against many passages.
enum Test {
    Any(Vec<Test>),
    All(Vec<Test>),
    Not(Box<Test>),
    Text(fn(&PassageRecord) -> &str, Vec<String>),
    Reports(HashSet<Uuid>),
    /// Any of the numbers is of the range, both ends included.
    Number(fn(&PassageRecord) -> &[i32], i64, i64),
    Without(fn(&PassageRecord) -> &[i32]),
}

impl Test {
    fn of(condition: &Condition) -> Option<Self> {
        let all = |conditions: &[Condition]| conditions.iter().map(Self::of).collect::<Option<Vec<Self>>>();
        Some(match condition {
            Condition::Any(conditions) => Self::Any(all(conditions)?),
            // All of them are passages.
            Condition::Is { field, value: Scalar::Text(kind) } if field == "kind" && kind == PASSAGE_KIND => {
                Self::All(Vec::new())
            }
            Condition::All(conditions) => {
                let mut tests = all(conditions)?;
                // What is quickly told first.
                tests.sort_by_key(|test| !matches!(test, Self::Text(..)));
                Self::All(tests)
            }
            Condition::Not(condition) => Self::Not(Box::new(Self::of(condition)?)),
            Condition::Is { field, value } => Self::one_of(field, std::slice::from_ref(value))?,
            Condition::In { field, values } => Self::one_of(field, values)?,
            Condition::Range { field, from, to } => {
                Self::Number(numbers(field)?, from.unwrap_or(i64::MIN), to.unwrap_or(i64::MAX))
            }
            Condition::Missing { field } => Self::Without(numbers(field)?),
        })
    }

    fn one_of(field: &str, values: &[Scalar]) -> Option<Self> {
        if let Some(numbers) = numbers(field) {
            let number = |value: &Scalar| match value {
                Scalar::Integer(number) => Some(Self::Number(numbers, *number, *number)),
                Scalar::Text(_) | Scalar::Flag(_) => None,
            };
            return Some(Self::Any(values.iter().map(number).collect::<Option<_>>()?));
        }
        let text = |value: &Scalar| match value {
            Scalar::Text(text) => Some(text.clone()),
            Scalar::Integer(_) | Scalar::Flag(_) => None,
        };
        let texts = values.iter().map(text).collect::<Option<Vec<String>>>()?;
        match field {
            "report" => Some(Self::Reports(texts.iter().map(|text| text.parse().ok()).collect::<Option<_>>()?)),
            _ => Some(Self::Text(text_of(field)?, texts)),
        }
    }

    fn passes(&self, passage: &PassageRecord) -> bool {
        match self {
            Self::Any(tests) => tests.iter().any(|test| test.passes(passage)),
            Self::All(tests) => tests.iter().all(|test| test.passes(passage)),
            Self::Not(test) => !test.passes(passage),
            Self::Text(text, wanted) => wanted.iter().any(|wanted| wanted == text(passage)),
            Self::Reports(reports) => reports.contains(&passage.report),
            Self::Number(numbers, from, to) => {
                numbers(passage).iter().any(|number| (*from..=*to).contains(&i64::from(*number)))
            }
            Self::Without(numbers) => numbers(passage).is_empty(),
        }
    }
}

fn text_of(field: &str) -> Option<fn(&PassageRecord) -> &str> {
    match field {
        "kind" => Some(|passage| &passage.kind),
        "passage" => Some(|passage| passage.passage.name()),
        "section_kind" => Some(|passage| passage.section_kind.name()),
        _ => None,
    }
}

fn numbers(field: &str) -> Option<fn(&PassageRecord) -> &[i32]> {
    match field {
        "date" => Some(|passage| passage.date.as_slice()),
        "days" => Some(|passage| &passage.days),
        "months" => Some(|passage| &passage.months),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
