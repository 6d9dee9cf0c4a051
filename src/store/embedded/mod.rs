//! The index in a directory of this machine: opens it, holds its lock, and is the one place where the synchronous
//! engine meets async code.

mod convert;
mod directory;
mod engine;
mod filter;
mod log;
mod search;
mod settings;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use fs_err as fs;
use serde_json::{Map, Value};
use tokio::task::{JoinError, spawn_blocking};
use uuid::Uuid;

use crate::lexicon::SparseVector;
use crate::store::condition::Condition;
use crate::store::embedded::directory::{Contents, DirectoryLock};
use crate::store::embedded::engine::{Edge, Engine};
use crate::store::error::{Cause, StoreError};
use crate::store::fingerprint::Fingerprint;
use crate::store::point::{Page, Point, Record};
use crate::store::query::{Hit, Plan, with_payloads};
use crate::store::schema::{META_ID, SCHEMA, meta_of, meta_payload};
use crate::store::{Access, Stats};

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

/// Where to make the index that shall replace the one in `dir`; `None` when there is none to replace.
///
/// # Errors
/// `Locked` when another process has it open: it would still have it at the end.
pub(super) fn beside(dir: &Path, wait: Duration) -> Result<Option<PathBuf>, StoreError> {
    if directory::inspect(dir)? != Contents::Index {
        return Ok(None);
    }
    drop(DirectoryLock::acquire(dir, wait)?);
    Ok(Some(directory::rebuild_path(dir)))
}

/// Puts the index that was made beside the one in `dir` into its place; see [`directory::take_over`].
pub(super) fn take_over(dir: &Path, wait: Duration) -> Result<(), StoreError> {
    directory::take_over(dir, wait)
}

impl Embedded {
    pub(super) async fn open(dir: &Path, access: Access, wait: Duration) -> Result<Self, StoreError> {
        let owned = dir.to_owned();
        let opened = spawn_blocking(move || open(owned, access, wait)).await;
        let held = match opened {
            Ok(held) => held?,
            Err(stopped) => {
                return Err(StoreError::Corrupt { dir: dir.to_owned(), source: panic_cause(stopped) });
            }
        };
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
        self.run("write its notes", move |engine| engine.upsert(vec![point])).await
    }

    pub(super) async fn upsert(&self, points: Vec<Point>) -> Result<(), StoreError> {
        self.run("write points", move |engine| engine.upsert(points)).await
    }

    pub(super) async fn update_sparse(&self, vectors: Vec<(Uuid, SparseVector)>) -> Result<(), StoreError> {
        self.run("update sparse vectors", move |engine| engine.update_sparse(vectors)).await
    }

    pub(super) async fn delete(&self, condition: Condition) -> Result<(), StoreError> {
        self.run("delete points", move |engine| engine.delete(&condition)).await
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
    ) -> Result<Page, StoreError> {
        self.run("read points", move |engine| engine.page(condition.as_ref(), fields.as_deref(), from, limit)).await
    }

    pub(super) async fn query(&self, plan: Plan) -> Result<Vec<Hit>, StoreError> {
        self.run("search", move |engine| {
            let hits = engine.rankings(&plan)?.hits(plan.limit);
            let ids: Vec<Uuid> = hits.iter().map(|hit| hit.id).collect();
            Ok(with_payloads(hits, engine.fetch(&ids)?))
        })
        .await
    }

    pub(super) async fn flush(&self) -> Result<(), StoreError> {
        self.run("write to the disk", Engine::flush).await
    }

    pub(super) async fn optimize(&self) -> Result<bool, StoreError> {
        self.run("optimise its segments", Engine::optimize).await
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

    /// The crossing: runs `work` where it may block. The engine panics where it has no error (a full disk while
    /// flushing), and that must not take the program down.
    async fn run<T: Send + 'static>(
        &self,
        operation: &'static str,
        work: impl FnOnce(&Engine) -> Edge<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        let held = Arc::clone(&self.held);
        match spawn_blocking(move || work(&held.engine)).await {
            Ok(done) => done.map_err(StoreError::backend(operation)),
            Err(stopped) => Err(StoreError::Backend { operation, source: panic_cause(stopped) }),
        }
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
    fs::create_dir_all(&dir).map_err(StoreError::io(&dir))?;
    let lock = DirectoryLock::acquire(&dir, wait)?;
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
    let engine = Engine::load(&directory::shard_path(dir), &fingerprint).map_err(|error| corrupt(error.into()))?;
    // The engine takes a shard whose segments are gone for an empty one; ours always has its notes.
    match engine.meta_payload() {
        Ok(Some(_)) => Ok((engine, fingerprint)),
        Ok(None) => Err(corrupt("its own notes are missing".into())),
        Err(error) => Err(corrupt(error.into())),
    }
}

fn create(dir: &Path, fingerprint: &Fingerprint) -> Result<Engine, StoreError> {
    directory::clear(dir)?;
    let engine = Engine::create(&directory::shard_path(dir), fingerprint)?;
    engine
        .upsert(vec![meta_point(fingerprint, Map::new())?])
        .and_then(|()| engine.flush())
        .map_err(StoreError::backend("write its notes"))?;
    directory::write_fingerprint(dir, fingerprint)?;
    Ok(engine)
}

fn meta_point(fingerprint: &Fingerprint, meta: Map<String, Value>) -> Result<Point, StoreError> {
    Ok(Point { id: META_ID, dense: None, sparse: None, payload: meta_payload(fingerprint, meta)? })
}

fn not_found(dir: &Path) -> StoreError {
    StoreError::NotFound { place: format!("`{}`", dir.display()) }
}

fn panic_cause(stopped: JoinError) -> Cause {
    let message = match stopped.try_into_panic() {
        Ok(panic) => match panic.downcast::<String>() {
            Ok(text) => *text,
            Err(panic) => match panic.downcast::<&str>() {
                Ok(text) => (*text).to_owned(),
                Err(_) => "the engine stopped without a reason".to_owned(),
            },
        },
        Err(_) => "the program is ending".to_owned(),
    };
    message.into()
}
