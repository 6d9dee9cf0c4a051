//! The ledgers of incidents, metrics, milestones and promises, from what ingest stored.

mod error;
mod merge;
mod metrics;
mod milestones;
mod query;
mod wanted;

use crate::calendar::Period;
use crate::fact::{Incident, Status};
use crate::retrieve::{Filters, Retriever, TimeRead};

pub use error::LedgerError;
pub use merge::{IncidentEntry, accounts, told_once};
pub use metrics::{Metrics, metrics, stated};
pub use milestones::{
    Histories, IncidentThreads, Milestones, Promises, every_history_in, histories_in, incident_histories_in,
    incident_threads_in, incident_threads_of, milestones, promises_of, threads_in,
};
use query::Query;
pub use query::Searched;
pub(crate) use wanted::Term;
pub use wanted::Wanted;

#[derive(Debug)]
pub struct Ledger {
    /// In order of when they occurred; those without a day last.
    pub entries: Vec<IncidentEntry>,
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

/// The incidents inside the filters and times that meet the query and have the wanted status.
///
/// # Errors
/// `Time` for a word that is a day no calendar has; those of the store.
pub async fn ledger(retriever: &Retriever<'_>, filters: &Filters, wanted: &Wanted<'_>) -> Result<Ledger, LedgerError> {
    let query = Query::read(retriever, filters, wanted)?;
    let passages = retriever.incidents(&query.times, filters).await?;
    let meant = passages.into_iter().filter(|passage| query.is_met_in(passage));
    let mut entries = merge::merged(merge::grouped_by(retriever, meant.collect()).await?);
    if !entries.is_empty() {
        let threads = retriever
            .incident_threads(|all| incident_histories_in(all, retriever.catalogue, retriever.segmenter))
            .await?;
        merge::follow(&mut entries, &threads);
    }
    entries.retain(|entry| is_within(&entry.incident, &query.times));
    entries.retain(|entry| wanted.status.is_none_or(|status| entry.incident.status == status));
    let Searched { reports, days, missing_weeks, .. } = query.searched(0, 0);
    Ok(Ledger { entries, reports, searched: days, missing_weeks })
}

/// Whether an incident occurred, or was found, within the times. A label (第26周) means its whole report, and an incident without a day is of the
/// time of its report.
fn is_within(incident: &Incident, times: &[TimeRead]) -> bool {
    let fits = |time: &TimeRead| {
        let periods = &time.scope.periods;
        time.scope.by_label || incident.day().is_none() || periods.iter().any(|period| incident.is_of(*period))
    };
    let (asked, options): (Vec<&TimeRead>, Vec<&TimeRead>) = times.iter().partition(|time| time.asked);
    (asked.is_empty() || asked.into_iter().any(fits)) && options.into_iter().all(fits)
}
