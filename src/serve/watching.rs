//! Folders that are followed while the server answers.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use tokio::runtime::Handle;
use tokio::task::{JoinHandle, spawn_blocking};

use super::app::App;
use crate::context::{Failure, fingerprint};
use crate::ingest::Ingest;
use crate::watch::{Rhythm, Watch, WatchEvent};

/// Keeps the index up to date with `paths` until `stop`, on a thread of its own. Answers see each change whole.
pub(super) fn follow(app: &Arc<App>, paths: Vec<PathBuf>, stop: Arc<AtomicBool>) -> JoinHandle<Result<(), Failure>> {
    let (app, handle) = (Arc::clone(app), Handle::current());
    spawn_blocking(move || handle.block_on(followed(&app, &paths, &stop)))
}

async fn followed(app: &App, paths: &[PathBuf], stop: &AtomicBool) -> Result<(), Failure> {
    let context = app.live().context().await?;
    let ingest = Ingest {
        store: &context.store,
        embedder: &context.embedder,
        segmenter: &context.segmenter,
        year: None,
        stop,
        on_event: &|_| (),
    };
    let written = fingerprint(&context.embedder).await?;
    let watch = Watch { paths, ingest, fingerprint: &written, rhythm: Rhythm::USUAL };
    Ok(watch.run(logged).await?)
}

/// Counts and folders; nothing of a report.
fn logged(event: WatchEvent<'_>) {
    match event {
        WatchEvent::Updated(summary) if summary.is_news() => {
            tracing::info!(reports = summary.reports(), passages = summary.passages, "the index follows its folders");
        }
        WatchEvent::Updated(_) => {}
        WatchEvent::Vanished(path) => {
            tracing::warn!(path = %path.display(), "nothing is left there (is it mounted?): what the index has of it stays");
        }
        WatchEvent::Returned(path) => tracing::info!(path = %path.display(), "it is there again"),
        WatchEvent::Failed(error) => {
            tracing::error!(%error, "the index could not be brought up to date; it is tried again")
        }
    }
}
