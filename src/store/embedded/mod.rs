//! The index in a directory of this machine: opens it, holds its lock, and is the one place where the synchronous
//! engine meets async code.

mod convert;
mod directory;
mod engine;
mod failure;
mod filter;
mod guard;
mod journal;
mod log;
mod room;
mod seal;
mod search;
mod settings;

pub use guard::is_guarded;

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value};
use tokio::task::spawn_blocking;
use uuid::Uuid;

use crate::lexicon::SparseVector;
use crate::private::{close_all, make_folder};
use crate::store::condition::Condition;
use crate::store::embedded::directory::{Contents, DirectoryLock};
use crate::store::embedded::engine::{Edge, Engine};
use crate::store::embedded::failure::EngineError;
use crate::store::embedded::guard::guarded;
use crate::store::embedded::journal::Step;
use crate::store::embedded::seal::{Compared, Seal};
use crate::store::error::{Cause, StoreError};
use crate::store::fingerprint::{Fingerprint, SCHEMA};
use crate::store::point::{Point, Record, RecordPage};
use crate::store::query::{Hit, Plan, Ranking, with_payloads};
use crate::store::schema::{META_ID, meta_of, meta_payload};
use crate::store::{Access, Change, Stats};

/// An open index in a directory. Clones share it; the directory is free again when the last one is dropped.
#[derive(Debug, Clone)]
pub struct Embedded {
    held: Arc<Held>,
}

/// Dropped in this order: the engine writes its last, then the lock goes.
#[derive(Debug)]
struct Held {
    engine: Engine,
    fingerprint: Fingerprint,
    dir: PathBuf,
    _lock: DirectoryLock,
}

/// Where to make the index that shall replace the one in `dir`; `None` when `dir` has no index.
///
/// # Errors
/// `Locked` when another process has it open: it would still have it at the end.
pub(super) fn beside(dir: &Path, wait: Duration) -> Result<Option<PathBuf>, StoreError> {
    if directory::inspect(dir)? != Contents::Index {
        return Ok(None);
    }
    let _lock = DirectoryLock::acquire(dir, wait)?;
    directory::finish_swap(dir)?;
    Ok(Some(directory::rebuild_path(dir)))
}

/// Puts the index that was made beside the one in `dir` into its place; see [`directory::take_over`].
pub(super) fn take_over(dir: &Path, wait: Duration) -> Result<(), StoreError> {
    directory::take_over(dir, wait)
}

/// Compares the files of the index in `dir` with their checksums, before the engine maps any of them.
///
/// # Errors
/// `Corrupt` names the first that is not as it was written; `Locked`, `Io`.
pub(super) async fn verify(dir: &Path, wait: Duration) -> Result<(), StoreError> {
    let dir = dir.to_owned();
    let verified = spawn_blocking(move || {
        if directory::inspect(&dir)? != Contents::Index {
            return Ok(());
        }
        let _lock = DirectoryLock::acquire(&dir, wait)?;
        directory::finish_swap(&dir)?;
        match Seal::broken(&directory::shard_path(&dir), Compared::All).map_err(StoreError::io(&dir))? {
            None => Ok(()),
            Some(broken) => Err(StoreError::Corrupt { dir, source: broken.into() }),
        }
    });
    verified.await.map_err(StoreError::backend("check its files"))?
}

/// Seals the index in `dir`, which nobody has open.
///
/// It is opened once more before: what the engine tidies up at the first opening after a change is then done.
pub(super) async fn seal(dir: &Path, wait: Duration) -> Result<(), StoreError> {
    let dir = dir.to_owned();
    let sealed = spawn_blocking(move || {
        let held = open(dir.clone(), Access::Existing, wait)?;
        let flushed = guarded(|| held.engine.flush()).unwrap_or_else(|panic| Err(EngineError::Stopped(panic)));
        flushed.map_err(|error| error.in_store(&dir, StoreError::backend("write to the disk")))?;
        let Held { engine, _lock, .. } = held;
        drop(engine);
        let shard = directory::shard_path(&dir);
        close_all(&shard).and_then(|()| Seal::write(&shard)).map_err(StoreError::io(&dir))
    });
    sealed.await.map_err(StoreError::backend("seal its files"))?
}

impl Embedded {
    pub(super) async fn open(dir: &Path, access: Access, wait: Duration) -> Result<Self, StoreError> {
        let owned = dir.to_owned();
        let opened = spawn_blocking(move || guarded(|| open(owned, access, wait))).await;
        let held = opened
            .unwrap_or_else(|stopped| Err(stopped.into()))
            .map_err(|source| StoreError::Corrupt { dir: dir.to_owned(), source })??;
        Ok(Self { held: Arc::new(held) })
    }

    pub(super) fn fingerprint(&self) -> &Fingerprint {
        &self.held.fingerprint
    }

    pub(super) async fn meta(&self) -> Result<Map<String, Value>, StoreError> {
        let payload = self.run("read its notes", Engine::meta_payload).await?;
        Ok(payload.map(meta_of).unwrap_or_default())
    }

    pub(super) async fn set_meta(&self, meta: Map<String, Value>) -> Result<(), StoreError> {
        let point = meta_point(self.fingerprint(), meta)?;
        self.run("write its notes", move |engine| engine.write(vec![Step::Upsert(vec![point])])).await
    }

    pub(super) async fn upsert(&self, points: Vec<Point>) -> Result<(), StoreError> {
        self.run("write points", move |engine| engine.write(vec![Step::Upsert(points)])).await
    }

    pub(super) async fn update_sparse(&self, vectors: Vec<(Uuid, SparseVector)>) -> Result<(), StoreError> {
        self.run("update sparse vectors", move |engine| engine.write(vec![Step::Reweigh(vectors)])).await
    }

    pub(super) async fn delete(&self, condition: Condition) -> Result<(), StoreError> {
        self.run("delete points", move |engine| engine.write(vec![Step::Remove(engine.matching(&condition)?)])).await
    }

    pub(super) async fn commit(&self, change: Change) -> Result<(), StoreError> {
        self.run("write points", move |engine| {
            let kept: HashSet<Uuid> = change.points.iter().chain(&change.records).map(|point| point.id).collect();
            let mut stale = engine.matching(&change.stale)?;
            stale.retain(|id| !kept.contains(id));
            engine.write(vec![Step::Upsert(change.points), Step::Remove(stale), Step::Upsert(change.records)])
        })
        .await
    }

    pub(super) async fn count(&self, condition: Option<Condition>) -> Result<u64, StoreError> {
        self.run("count points", move |engine| engine.count(condition.as_ref())).await
    }

    pub(super) async fn fetch(&self, ids: Vec<Uuid>) -> Result<Vec<Record>, StoreError> {
        self.run("read points", move |engine| engine.fetch(&ids)).await
    }

    pub(super) async fn page(
        &self,
        condition: Option<Condition>,
        fields: Option<Vec<String>>,
        from: Option<Uuid>,
        limit: usize,
    ) -> Result<RecordPage, StoreError> {
        self.run("read points", move |engine| engine.page(condition.as_ref(), fields.as_deref(), from, limit)).await
    }

    pub(super) async fn query(&self, plan: Plan) -> Result<Vec<Hit>, StoreError> {
        self.run("search", move |engine| {
            let hits = engine.rankings(&plan)?.hits(&plan);
            let ids: Vec<Uuid> = hits.iter().map(|hit| hit.id).collect();
            Ok(with_payloads(hits, engine.fetch(&ids)?))
        })
        .await
    }

    pub(super) async fn cosines(&self, dense: Vec<f32>, ids: Vec<Uuid>) -> Result<Ranking, StoreError> {
        self.run("compare vectors", move |engine| engine.cosines(&dense, &ids)).await
    }

    pub(super) async fn flush(&self) -> Result<(), StoreError> {
        self.run("write to the disk", Engine::flush).await
    }

    pub(super) async fn optimize(&self) -> Result<bool, StoreError> {
        self.run("optimise its segments", Engine::optimize).await
    }

    pub(super) fn is_sealed(&self) -> bool {
        self.held.engine.is_sealed()
    }

    pub(super) async fn stats(&self) -> Result<Stats, StoreError> {
        let dir = self.held.dir.clone();
        self.run("count points", move |engine| {
            Ok(Stats {
                points: engine.count(None)?,
                segments: engine.segments(),
                bytes_on_disk: Some(directory::bytes_on_disk(&dir)),
            })
        })
        .await
    }

    /// The crossing: runs `work` where it may block.
    async fn run<T: Send + 'static>(
        &self,
        operation: &'static str,
        work: impl FnOnce(&Engine) -> Edge<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        let held = Arc::clone(&self.held);
        let dir = self.held.dir.clone();
        let done = spawn_blocking(move || guarded(|| work(&held.engine))).await;
        let done = done.unwrap_or_else(|stopped| Err(stopped.into()));
        done.unwrap_or_else(|panic| Err(EngineError::Stopped(panic)))
            .map_err(|error| error.in_store(&dir, StoreError::backend(operation)))
    }
}

fn open(dir: PathBuf, access: Access, wait: Duration) -> Result<Held, StoreError> {
    match (directory::inspect(&dir)?, &access) {
        (Contents::Foreign(found), _) => {
            return Err(StoreError::Foreign { place: dir.display().to_string(), found });
        }
        (Contents::Nothing, Access::Existing) => return Err(not_found(&dir)),
        (Contents::Nothing | Contents::Index, _) => {}
    }
    // A folder that holds an index, or nothing, is ours.
    make_folder(&dir, true).map_err(StoreError::io(&dir))?;
    let lock = DirectoryLock::acquire(&dir, wait)?;
    directory::finish_swap(&dir)?;
    if matches!(access, Access::Create(_)) {
        directory::discard_abandoned_rebuild(&dir)?;
    }
    // Whoever held the lock while we waited may have created the index, or removed it.
    let contents = directory::inspect(&dir)?;
    let (engine, fingerprint) = match (contents, access) {
        (Contents::Index, Access::Existing) => load(&dir, None)?,
        (Contents::Index, Access::Create(mine)) => load(&dir, Some(&mine))?,
        (Contents::Nothing, Access::Existing) => return Err(not_found(&dir)),
        (_, Access::Create(mine) | Access::Rebuild(mine)) => (create(&dir, &mine)?, mine),
        (Contents::Foreign(found), Access::Existing) => {
            return Err(StoreError::Foreign { place: dir.display().to_string(), found });
        }
    };
    Ok(Held { engine, fingerprint, dir, _lock: lock })
}

fn load(dir: &Path, mine: Option<&Fingerprint>) -> Result<(Engine, Fingerprint), StoreError> {
    let fingerprint = directory::read_fingerprint(dir)?;
    fingerprint.check_schema(SCHEMA)?;
    if let Some(mine) = mine {
        fingerprint.check_write(mine)?;
    }
    let corrupt = |source: Cause| StoreError::Corrupt { dir: dir.to_owned(), source };
    let failed = |error: EngineError| error.in_store(dir, corrupt);
    let compared = if mine.is_some() { Compared::All } else { Compared::Small };
    let loaded = guarded(|| Engine::load(&directory::shard_path(dir), &fingerprint, compared));
    let engine = loaded.unwrap_or_else(|panic| Err(EngineError::Stopped(panic))).map_err(failed)?;
    // The engine takes a shard whose segments are gone for an empty one; ours always has its notes.
    match engine.meta_payload() {
        Ok(Some(_)) => Ok((engine, fingerprint)),
        Ok(None) => Err(corrupt("its own notes are missing".into())),
        Err(error) => Err(failed(error)),
    }
}

fn create(dir: &Path, fingerprint: &Fingerprint) -> Result<Engine, StoreError> {
    directory::clear(dir)?;
    let made = guarded(|| -> Edge<Engine> {
        let engine = Engine::create(&directory::shard_path(dir), fingerprint)?;
        engine.write(vec![Step::Upsert(vec![meta_point(fingerprint, Map::new())?])])?;
        engine.flush()?;
        Ok(engine)
    });
    let made = made.unwrap_or_else(|panic| Err(EngineError::Stopped(panic)));
    match made {
        Ok(engine) => {
            directory::write_fingerprint(dir, fingerprint)?;
            Ok(engine)
        }
        Err(error) => {
            // What there was no room for shall not take any; that it was not made is the error to tell.
            let _ = directory::clear(dir);
            Err(error.in_store(dir, StoreError::backend("create its files")))
        }
    }
}

fn meta_point(fingerprint: &Fingerprint, meta: Map<String, Value>) -> Result<Point, StoreError> {
    Ok(Point { id: META_ID, dense: None, sparse: None, payload: meta_payload(fingerprint, meta)? })
}

fn not_found(dir: &Path) -> StoreError {
    StoreError::NotFound { place: format!("`{}`", dir.display()) }
}
