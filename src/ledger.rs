//! The ledger of incidents: every incident of the index that the filters and words leave, once each, in order of time, with
//! the places that tell it. Reads what ingest stored; makes up nothing and prints nothing.

mod merge;
mod metrics;
mod milestones;
mod wanted;

use crate::calendar::{Impossible, Period};
use crate::fact::{Incident, Status};
use crate::record::Place;
use crate::retrieve::{Filters, RetrieveError, Retriever, TimeRead};

pub use merge::told_once;
pub use metrics::{Metrics, metrics, stated};
pub use milestones::{
    IncidentThreads, Milestones, Promises, Searched, incident_threads_in, incident_threads_of, milestones, promises_in,
    promises_of, threads_in,
};
pub(crate) use wanted::Term;
pub use wanted::Wanted;

#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    #[error(transparent)]
    Retrieve(#[from] RetrieveError),
    #[error("`{text}`: {why}")]
    Time { text: String, why: Impossible },
}

/// One incident, as the first of its sources tells it.
#[derive(Debug, Clone)]
pub struct Entry {
    pub incident: Incident,
    /// Never empty; the weekly report before the daily page, the earlier report before the later.
    pub sources: Vec<Place>,
}

/// The incidents and what was searched for them.
#[derive(Debug)]
pub struct Ledger {
    /// In order of when they occurred; those without a day last.
    pub entries: Vec<Entry>,
    /// Reports that the filters leave.
    pub reports: usize,
    /// The days that those reports cover; `None` where none has a date.
    pub searched: Option<Period>,
    /// Names of weeks inside them without a report.
    pub missing_weeks: Vec<String>,
}

impl Ledger {
    pub fn count(&self, status: Status) -> usize {
        self.entries.iter().filter(|entry| entry.incident.status == status).count()
    }
}

/// Reads the ledger: the incidents inside the filters and the times among the words, that speak of all the other words, and
/// stand as wanted. Empty where there is none.
///
/// # Errors
/// `Time` for a word that is a day no calendar has; those of the store.
pub async fn ledger(retriever: &Retriever<'_>, filters: &Filters, wanted: &Wanted<'_>) -> Result<Ledger, LedgerError> {
    let (asked, terms) = wanted.read(retriever.segmenter)?;
    let times = retriever.narrowing(&asked, filters);
    let passages = retriever.incidents(&times, filters).await?;
    let meant = passages.into_iter().filter(|passage| terms.iter().all(|term| term.is_in(&passage.full_text())));
    let mut entries = merge::merged(meant.collect(), retriever.catalogue);
    entries.retain(|entry| is_within(&entry.incident, &times));
    entries.retain(|entry| wanted.status.is_none_or(|status| entry.incident.status == status));
    let reports = retriever.searched(&times, filters);
    let coverage = reports.iter().filter_map(|report| retriever.catalogue.entry(*report)?.coverage);
    let searched = coverage.reduce(Period::hull);
    let asked_for = times.iter().flat_map(|time| time.scope.periods.iter().copied()).reduce(Period::hull);
    Ok(Ledger {
        entries,
        reports: reports.len(),
        searched,
        missing_weeks: retriever.catalogue.missing_weeks(asked_for),
    })
}

/// Whether an incident occurred, or was found, within the times. A label (第26周) means all that its report tells, and what
/// has no day is where its report is.
fn is_within(incident: &Incident, times: &[TimeRead]) -> bool {
    let fits = |time: &TimeRead| {
        let periods = &time.scope.periods;
        time.scope.by_label || incident.day().is_none() || periods.iter().any(|period| incident.is_of(*period))
    };
    let (asked, options): (Vec<&TimeRead>, Vec<&TimeRead>) = times.iter().partition(|time| time.asked);
    (asked.is_empty() || asked.into_iter().any(fits)) && options.into_iter().all(fits)
}
