//! What strategies ask of all reports: put together once, where all passages are kept.

use std::sync::Arc;

use super::measured::metrics_of;
use crate::ledger::{incident_histories_in, threads_in};
use crate::retrieve::{RetrieveError, Retriever};
use crate::series::Group;
use crate::thread::{IncidentThread, Thread};

/// Puts together what strategies ask of all reports, so that no question waits for it; nothing where it would not be kept.
///
/// # Errors
/// Those of the store.
pub async fn prepare(retriever: &Retriever<'_>) -> Result<(), RetrieveError> {
    if retriever.keeps_all() {
        threads_of_all(retriever).await?;
        incidents_of_all(retriever).await?;
        metrics_of_all(retriever).await?;
    }
    Ok(())
}

pub(super) async fn threads_of_all(retriever: &Retriever<'_>) -> Result<Arc<Vec<Thread>>, RetrieveError> {
    retriever.threads(|all| threads_in(all, retriever.aliases)).await
}

pub(super) async fn incidents_of_all(retriever: &Retriever<'_>) -> Result<Arc<Vec<IncidentThread>>, RetrieveError> {
    retriever.incident_threads(|all| incident_histories_in(all, retriever.catalogue, retriever.segmenter)).await
}

pub(super) async fn metrics_of_all(retriever: &Retriever<'_>) -> Result<Arc<Vec<Group>>, RetrieveError> {
    retriever.metric_groups(|all| metrics_of(all, retriever.aliases)).await
}
