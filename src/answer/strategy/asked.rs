//! What a strategy is, what it is asked with and what it replies.

use std::sync::Arc;

use super::measured::{Measured, measured, metrics_asked};
use super::number::{Reading, readings};
use super::of_all::metrics_of_all;
use super::sought::Sought;
use crate::answer::compose::Draft;
use crate::answer::overlap::Wanted;
use crate::question::{Intent, Question};
use crate::record::PassageRecord;
use crate::retrieve::{Filters, Retrieval, RetrieveError, Retriever};
use crate::series::Group;
use futures::future::BoxFuture;
use tokio::sync::OnceCell;

/// One way to find what a question asks for.
pub(super) struct Strategy {
    /// What `--explain` calls it.
    pub name: &'static str,
    pub form: Form,
    pub applies: fn(&Asked<'_>) -> bool,
    pub answer: for<'a> fn(&'a Asked<'_>) -> Answering<'a>,
}

/// What sort of answer a strategy gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// Rows of many reports, or all of one: what no weighing of single statements finds.
    Rows,
    /// One thing, which a statement may say as well: the likelier of both is shown.
    One,
}

pub(super) type Answering<'a> = BoxFuture<'a, Result<Option<Said>, RetrieveError>>;

/// What a strategy says.
pub(super) enum Said {
    Answer(Draft),
    /// Why there is no answer.
    Refusal(Draft),
    /// What the record of an incident tells, which is not what was asked for; another line may.
    Unstated(Draft),
}

/// A question, what it is about, and what was found of its times.
pub(super) struct Asked<'a> {
    pub retriever: &'a Retriever<'a>,
    pub question: &'a Question,
    pub filters: &'a Filters,
    pub retrieval: &'a Retrieval,
    pub wanted: &'a Wanted,
    pub sought: Sought<'a>,
    /// What is told of the times asked about, and the metrics in it: several strategies ask for them.
    figures: OnceCell<(Vec<PassageRecord>, Arc<Vec<Group>>)>,
}

impl<'a> Asked<'a> {
    pub(super) fn new(
        retriever: &'a Retriever<'a>,
        question: &'a Question,
        filters: &'a Filters,
        retrieval: &'a Retrieval,
        wanted: &'a Wanted,
    ) -> Self {
        let sought = Sought::new(question, wanted, retrieval);
        Self { retriever, question, filters, retrieval, wanted, sought, figures: OnceCell::new() }
    }

    pub(super) fn asks(&self, intent: Intent) -> bool {
        self.question.asks(intent)
    }

    pub(super) fn is_about_incidents(&self) -> bool {
        self.question.intents.iter().any(|intent| intent.is_about_an_incident())
    }

    pub(super) fn names_a_day(&self) -> bool {
        self.retrieval.times.iter().any(|time| time.is_day)
    }

    /// A time or an author says which reports are meant.
    pub(super) fn is_bounded(&self) -> bool {
        !self.retrieval.times.is_empty() || self.filters.author.is_some()
    }

    /// Nothing narrows the reports.
    pub(super) fn is_of_all(&self) -> bool {
        self.retrieval.times.is_empty() && *self.filters == Filters::default()
    }

    pub(super) fn draft(&self) -> Draft {
        Draft::new(self.question.language)
    }

    /// Every passage of the times asked about.
    pub(super) async fn everything(&self) -> Result<Vec<PassageRecord>, RetrieveError> {
        self.retriever.everything(&self.retrieval.times, self.filters).await
    }

    /// What `say` says of the measure asked about: as each report of the times states it, and as a series where the ledger
    /// has one. Nothing where it returns false.
    pub(super) async fn by_figures(
        &self,
        say: impl FnOnce(&[Reading<'_>], Option<&Measured<'_>>, &mut Draft) -> bool,
    ) -> Result<Option<Said>, RetrieveError> {
        let told = || async {
            let passages = self.everything().await?;
            let groups = match self.is_of_all() {
                true => metrics_of_all(self.retriever).await?,
                false => Arc::new(metrics_asked(&passages, self.retriever.aliases, &self.sought)),
            };
            Ok::<_, RetrieveError>((passages, groups))
        };
        let (passages, groups) = self.figures.get_or_try_init(told).await?;
        let (found, share) = readings(&self.retrieval.found, &self.sought);
        let measured = measured(passages, groups, self.retriever.catalogue, &self.sought);
        let measured = measured.filter(|measured| measured.is_nearest(share));
        let readings = measured.as_ref().map_or(&found[..], |measured| &measured.readings[..]);
        let mut draft = self.draft();
        Ok(say(readings, measured.as_ref(), &mut draft).then_some(Said::Answer(draft)))
    }
}
