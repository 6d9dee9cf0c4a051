//! Folders that are followed while the server answers.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use tokio::runtime::Handle;
use tokio::task::{JoinHandle, spawn_blocking};

use super::app::App;
use crate::context::{Context, Failure, fingerprint_of};
use crate::ingest::{Ingest, IngestError};
use crate::watch::{Rhythm, Watch, WatchError, WatchEvent};

/// How often a watch that waits for its index looks whether it is to stop.
const LOOK_FOR_STOP: Duration = Duration::from_millis(100);

/// Keeps the index up to date with `paths` until `stop`, on a thread of its own. Answers see each change whole.
pub(super) fn follow(app: &Arc<App>, paths: Vec<PathBuf>, stop: Arc<AtomicBool>) -> JoinHandle<Result<(), Failure>> {
    let (app, handle) = (Arc::clone(app), Handle::current());
    spawn_blocking(move || handle.block_on(followed(&app, &paths, &stop)))
}

async fn followed(app: &App, paths: &[PathBuf], stop: &AtomicBool) -> Result<(), Failure> {
    let mut context = app.live().context().await?;
    loop {
        match followed_in(&context, paths, stop).await {
            Err(error) if error.is_of_an_index_that_went() => {
                tracing::error!(%error, "the index is made anew from its folders");
            }
            ended => return Ok(ended?),
        }
        context = loop {
            match app.live().context_or_new().await {
                Ok(context) => break context,
                Err(failure) => {
                    tracing::error!(error = failure.message(), "the index could not be opened; it is tried again")
                }
            }
            let begin = Instant::now();
            while begin.elapsed() < Rhythm::USUAL.retry {
                if stop.load(Ordering::Relaxed) {
                    return Ok(());
                }
                tokio::time::sleep(LOOK_FOR_STOP).await;
            }
        };
    }
}

async fn followed_in(context: &Context, paths: &[PathBuf], stop: &AtomicBool) -> Result<(), WatchError> {
    let ingest = Ingest {
        store: &context.store,
        embedder: &context.embedder,
        segmenter: &context.segmenter,
        year: None,
        stop,
        on_event: &|_| (),
    };
    let written = fingerprint_of(&context.embedder).await.map_err(IngestError::from)?;
    let watch = Watch { paths, ingest, fingerprint: &written, rhythm: Rhythm::USUAL };
    watch.run(logged).await
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
