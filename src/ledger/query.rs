//! A query of a ledger as read, and what was searched for it.

use std::collections::HashSet;

use uuid::Uuid;

use super::error::LedgerError;
use super::wanted::{Term, Wanted};
use crate::calendar::Period;
use crate::record::PassageRecord;
use crate::retrieve::{Filters, Retriever, TimeRead};

/// The reports that were searched.
#[derive(Clone, Debug)]
pub struct Searched {
    pub reports: usize,
    /// The days that those reports cover; `None` where none has a date.
    pub days: Option<Period>,
    /// Names of weeks inside them without a report.
    pub missing_weeks: Vec<String>,
    /// Facts of pages without a date.
    pub undated: usize,
    /// Facts left out because they were likely misread.
    pub unlikely: usize,
}

/// A query as read, with the reports inside its times.
pub(super) struct Query<'r> {
    retriever: &'r Retriever<'r>,
    terms: Vec<Term>,
    pub times: Vec<TimeRead>,
    pub reports: HashSet<Uuid>,
}

impl<'r> Query<'r> {
    /// Times among the words and those of the filters narrow the reports; the other words and the systems are terms.
    ///
    /// # Errors
    /// `Time` for a day that no calendar has.
    pub fn read(retriever: &'r Retriever<'r>, filters: &Filters, wanted: &Wanted<'_>) -> Result<Self, LedgerError> {
        let (asked, terms) = wanted.read(retriever.segmenter)?;
        let times = retriever.narrowing(&asked, filters);
        let reports = retriever.searched(&times, filters).into_iter().collect();
        Ok(Self { retriever, terms, times, reports })
    }

    /// Whether a passage has all terms.
    pub fn is_met_in(&self, passage: &PassageRecord) -> bool {
        self.terms.is_empty() || self.is_met_by(&passage.full_text())
    }

    /// Whether a text has all terms.
    pub fn is_met_by(&self, text: &str) -> bool {
        self.terms.iter().all(|term| term.is_in(text))
    }

    /// `undated` facts are of pages without a date, `unlikely` ones were left out.
    pub fn searched(&self, undated: usize, unlikely: usize) -> Searched {
        let catalogue = self.retriever.catalogue;
        let coverage = self.reports.iter().filter_map(|report| catalogue.entry(*report)?.coverage);
        let asked_for = self.times.iter().flat_map(|time| time.scope.periods.iter().copied()).reduce(Period::hull);
        Searched {
            reports: self.reports.len(),
            days: coverage.reduce(Period::hull),
            missing_weeks: catalogue.missing_weeks(asked_for),
            undated,
            unlikely,
        }
    }
}
