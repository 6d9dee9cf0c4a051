//! Paths that change → an index that follows. Looks at the paths again and again, waits until nothing moves, and runs an ordinary
//! ingest; what an unmounted folder held stays.
//!
//! It looks, and is not told by the system: that works on every file system, shared ones too.

mod snapshot;

use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use tokio::task::{JoinError, spawn_blocking};

use crate::ingest::{Ingest, IngestError, Summary};
use crate::source::{Limits, SourceError, open};
use crate::store::{Fingerprint, Generation, StoreError};
use snapshot::{Looked, Snapshot, look};

/// How often the paths are looked at, and how long nothing may have moved before they are read.
#[derive(Debug, Clone, Copy)]
pub struct Rhythm {
    pub look: Duration,
    pub quiet: Duration,
    /// After a run that failed, until it is tried again.
    pub retry: Duration,
}

impl Rhythm {
    /// Two seconds of quiet: an editor or a download has written its file by then.
    pub const USUAL: Self =
        Self { look: Duration::from_secs(2), quiet: Duration::from_secs(2), retry: Duration::from_secs(30) };
}

/// What happens while the paths are watched.
#[derive(Debug)]
pub enum WatchEvent<'a> {
    /// The index is up to date with the paths. `Summary::is_news` tells runs that changed something from the others.
    Updated(&'a Summary),
    /// A path is gone, or holds nothing any more, as one that is not mounted: what the index has of it stays.
    Vanished(&'a Path),
    /// It is there again.
    Returned(&'a Path),
    /// The run failed and is tried again; what was written before stays.
    Failed(&'a WatchError),
}

#[derive(Debug, thiserror::Error)]
pub enum WatchError {
    #[error(transparent)]
    Source(#[from] SourceError),
    #[error(transparent)]
    Ingest(#[from] IngestError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the paths could not be looked at")]
    Looking(#[from] JoinError),
}

impl WatchError {
    /// Whether the index itself is not there any more; another one may be.
    pub fn is_of_an_index_that_went(&self) -> bool {
        let (Self::Store(error) | Self::Ingest(IngestError::Store(error))) = self else { return false };
        matches!(error, StoreError::Gone { .. } | StoreError::Closed { .. } | StoreError::NotFound { .. })
    }
}

/// What to watch, and with what to follow it.
pub struct Watch<'a> {
    pub paths: &'a [PathBuf],
    /// How a change is read; its `stop` ends the watch, too.
    pub ingest: Ingest<'a>,
    /// What this run writes; an index that was replaced by another kind is left alone.
    pub fingerprint: &'a Fingerprint,
    pub rhythm: Rhythm,
}

/// How often a watch that waits looks whether it is to stop.
const LOOK_FOR_STOP: Duration = Duration::from_millis(100);

impl Watch<'_> {
    /// Brings the index up to date, then follows the paths until `stop`.
    ///
    /// # Errors
    /// An index that was replaced by one of another fingerprint, or that went; everything else is an event, and tried again.
    pub async fn run(&self, mut on_event: impl FnMut(WatchEvent<'_>)) -> Result<(), WatchError> {
        let mut vanished: Vec<PathBuf> = Vec::new();
        let mut read: Option<Snapshot> = None;
        let mut last: Option<(Snapshot, Instant)> = None;
        let mut failed: Option<(Snapshot, Instant)> = None;
        let mut left: Option<Generation> = None;
        while !self.is_stopped() {
            let looked = self.look().await?;
            for path in &looked.empty {
                if !vanished.contains(path) {
                    on_event(WatchEvent::Vanished(path));
                }
            }
            for path in vanished.iter().filter(|path| !looked.empty.contains(path)) {
                on_event(WatchEvent::Returned(path));
            }
            vanished = looked.empty;
            let since = match last.take() {
                Some((snapshot, since)) if snapshot == looked.snapshot => since,
                _ => Instant::now(),
            };
            // Who starts a watch wants the index up to date at once; what was being written then is read again when it moves.
            let is_quiet = read.is_none() || since.elapsed() >= self.rhythm.quiet;
            // What others wrote may be another index altogether, without these paths.
            // One that went while it was being left is not as it was left.
            let is_as_left = left.is_some() && left == self.ingest.store.generation().await.ok();
            let is_new = read.as_ref() != Some(&looked.snapshot) || !is_as_left;
            let is_due = failed
                .as_ref()
                .is_none_or(|(snapshot, at)| at.elapsed() >= self.rhythm.retry || *snapshot != looked.snapshot);
            if is_new && is_quiet && is_due && !looked.filled.is_empty() {
                match self.update(&looked.filled).await {
                    Ok(summary) => {
                        failed = None;
                        left = self.ingest.store.generation().await.ok();
                        on_event(WatchEvent::Updated(&summary));
                        if !summary.interrupted {
                            read = Some(looked.snapshot.clone());
                        }
                    }
                    Err(error @ WatchError::Store(StoreError::FingerprintMismatch { .. })) => return Err(error),
                    Err(error) if error.is_of_an_index_that_went() => return Err(error),
                    Err(error) => {
                        on_event(WatchEvent::Failed(&error));
                        failed = Some((looked.snapshot.clone(), Instant::now()));
                    }
                }
            }
            last = Some((looked.snapshot, since));
            self.pause().await;
        }
        Ok(())
    }

    async fn look(&self) -> Result<Looked, WatchError> {
        let paths = self.paths.to_vec();
        Ok(spawn_blocking(move || look(&paths)).await?)
    }

    async fn update(&self, paths: &[PathBuf]) -> Result<Summary, WatchError> {
        self.ingest.store.fingerprint().check_write(self.fingerprint)?;
        let paths = paths.to_vec();
        let sources = spawn_blocking(move || open(&paths, Limits::default())).await??;
        // What was unmounted between the look and this listing.
        if let Some(root) = sources.roots().find(|root| sources.is_empty_root(root)) {
            return Err(SourceError::NotFound { path: root.into() }.into());
        }
        Ok(self.ingest.run(&sources).await?)
    }

    fn is_stopped(&self) -> bool {
        self.ingest.stop.load(Ordering::Relaxed)
    }

    async fn pause(&self) {
        let begin = Instant::now();
        while begin.elapsed() < self.rhythm.look && !self.is_stopped() {
            tokio::time::sleep(LOOK_FOR_STOP.min(self.rhythm.look)).await;
        }
    }
}
