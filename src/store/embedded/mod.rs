//! The index in a directory of this machine: opens it, holds its lock, and is the one place where the synchronous
//! engine meets async code.

mod ahead;
mod convert;
mod copy;
mod directory;
mod engine;
mod failure;
mod filter;
mod guard;
mod journal;
mod leftovers;
mod log;
mod opening;
mod room;
mod seal;
mod search;
mod settings;
mod tags;

pub use leftovers::{Leftovers, own_paths};

use std::collections::HashSet;
use std::fmt::Debug;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock, PoisonError, Weak};
use std::time::Duration;

use serde_json::{Map, Value};
use tokio::sync::{OwnedSemaphorePermit, RwLock, Semaphore};
use tokio::task::{JoinError, spawn_blocking};
use uuid::Uuid;

use crate::lexicon::SparseVector;
use crate::store::condition::Condition;
use crate::store::embedded::copy::Copied;
use crate::store::embedded::directory::{Contents, DirectoryLock, Originals};
use crate::store::embedded::engine::{Edge, Engine};
use crate::store::embedded::failure::EngineError;
use crate::store::embedded::guard::guarded;
use crate::store::embedded::journal::Step;
use crate::store::embedded::seal::{Compared, Seal};
use crate::store::error::StoreError;
use crate::store::fingerprint::Fingerprint;
use crate::store::generation::{Generation, new_opening};
use crate::store::point::{Point, Record, RecordPage};
use crate::store::query::{Hit, Plan, Ranking};
use crate::store::schema::meta_of;
use crate::store::{Access, Change, Stats};
use crate::vocabulary::Wording;

/// An open index in a directory. Clones share it; the directory is free again when the last one is dropped.
#[derive(Debug, Clone)]
pub struct Embedded {
    held: Arc<Held>,
}

/// Dropped in this order: nobody comes any more, the engine writes its last, then the lock goes.
#[derive(Debug)]
struct Held {
    listener: OnceLock<Listening>,
    /// `None` when it was closed for good. Every call reads it; who replaces or closes the engine waits for those that are under way.
    engine: Arc<RwLock<Option<Engine>>>,
    fingerprint: std::sync::RwLock<Arc<Fingerprint>>,
    opened: AtomicU64,
    writes: AtomicU64,
    /// One permit: the right to bring the index up to date.
    turn: Arc<Semaphore>,
    /// As its user calls it.
    dir: PathBuf,
    /// Where its files are: `dir`, or the copy.
    home: PathBuf,
    copied: Option<Copied>,
    lock: DirectoryLock,
}

impl Held {
    /// # Errors
    /// `Gone` where somebody has removed or replaced the directory.
    fn check(&self) -> Result<(), StoreError> {
        if self.lock.is_in(&self.home) { Ok(()) } else { Err(StoreError::Gone { dir: self.dir.clone() }) }
    }

    /// # Errors
    /// `ReadOnly` of a copy: what is written to it is lost.
    fn check_write(&self) -> Result<(), StoreError> {
        match self.copied {
            None => Ok(()),
            Some(_) => Err(StoreError::ReadOnly { dir: self.dir.clone() }),
        }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        // An engine writes its last when it is dropped: not into what has taken the place of its files.
        if self.check().is_err()
            && let Ok(mut engine) = self.engine.try_write()
        {
            std::mem::forget(engine.take());
        }
    }
}

/// A socket at which somebody answers for the index, until this is dropped.
#[derive(Debug)]
struct Listening {
    socket: PathBuf,
    _listener: Box<dyn Debug + Send + Sync>,
}

/// An index that may have been dropped since.
#[derive(Debug, Clone)]
pub(super) struct Downgraded(Weak<Held>);

impl Downgraded {
    pub fn upgrade(&self) -> Option<Embedded> {
        self.0.upgrade().map(|held| Embedded { held })
    }
}

/// Whether the index in `dir` can be read and not written.
pub(super) fn is_read_only(dir: &Path) -> bool {
    dir.exists() && !directory::is_writable(dir)
}

/// Where a process may answer for the index in `dir`, or for a copy of it in one of `copies`.
pub(super) fn sockets_of(dir: &Path, copies: &[PathBuf]) -> Vec<PathBuf> {
    let copies = if is_read_only(dir) { copy::places(dir, copies) } else { Vec::new() };
    [dir.to_owned()].iter().chain(&copies).filter_map(|dir| directory::socket_of(dir)).collect()
}

/// Where to make the index that shall replace the one in `dir`; `None` when `dir` has no index.
///
/// # Errors
/// `Locked` when another process has it open.
pub(super) async fn beside(dir: &Path) -> Result<Option<PathBuf>, StoreError> {
    on_files(dir, "look at its files", |dir| {
        if directory::inspect(dir)? != Contents::Index {
            return Ok(None);
        }
        let _lock = DirectoryLock::acquire(dir, Duration::ZERO)?;
        directory::finish_swap(dir)?;
        Ok(Some(directory::rebuild_path(dir)))
    })
    .await
}

/// Where that is, whoever holds the directory.
pub(super) fn rebuild_path(dir: &Path) -> PathBuf {
    directory::rebuild_path(dir)
}

/// Marks the index that was made beside the one in `dir` as complete, and puts it into its place; see
/// [`directory::finish_swap`].
///
/// # Errors
/// `Locked` when another process has the old one open: it puts the new one into its place when it is told to, or else
/// whoever opens it next.
pub(super) async fn take_over(dir: &Path) -> Result<(), StoreError> {
    on_files(dir, "replace its files", |dir| directory::take_over(dir, Duration::ZERO)).await
}

/// Compares the files of the index in `dir` with their checksums, before the engine maps any of them.
///
/// # Errors
/// `Corrupt` names the first that is not as it was written; `Locked`, `Io`.
pub(super) async fn verify(dir: &Path) -> Result<(), StoreError> {
    on_files(dir, "check its files", |dir| {
        if directory::inspect(dir)? != Contents::Index {
            return Ok(());
        }
        let _lock = match directory::is_writable(dir) {
            true => {
                let lock = DirectoryLock::acquire(dir, Duration::ZERO)?;
                directory::finish_swap(dir)?;
                Some(lock)
            }
            // Nobody writes there, or another user does: then the seal is broken.
            false => None,
        };
        match Seal::broken(&Originals::of(dir).shard, Compared::All).map_err(StoreError::io(dir))? {
            None => Ok(()),
            Some(broken) => Err(StoreError::Corrupt { dir: dir.to_owned(), source: broken.into() }),
        }
    })
    .await
}

/// Runs `work` where it may block.
async fn on_files<T: Send + 'static>(
    dir: &Path,
    operation: &'static str,
    work: impl FnOnce(&Path) -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    let owned = dir.to_owned();
    spawn_blocking(move || work(&owned)).await.unwrap_or_else(|stopped| Err(not_done(stopped, dir, operation)))
}

/// Why work that may block came to no end. A program that ends begins none any more: whoever asked it from another process has to
/// hear that the index is closed, and asks the next holder; anything else would be told to the user as a failure of the index.
fn not_done(stopped: JoinError, dir: &Path, operation: &'static str) -> StoreError {
    match stopped.is_cancelled() {
        true => StoreError::Closed { dir: dir.to_owned() },
        false => StoreError::backend(operation)(stopped),
    }
}

impl Embedded {
    pub(super) async fn open(
        dir: &Path,
        copies: &[PathBuf],
        access: Access,
        wait: Duration,
    ) -> Result<Self, StoreError> {
        let (owned, copies) = (dir.to_owned(), copies.to_owned());
        let opened = spawn_blocking(move || guarded(|| opening::open(owned, &copies, access, wait))).await;
        let opened = opened
            .unwrap_or_else(|stopped| Err(stopped.into()))
            .map_err(|source| StoreError::Corrupt { dir: dir.to_owned(), source })??;
        Ok(Self {
            held: Arc::new(Held {
                listener: OnceLock::new(),
                engine: Arc::new(RwLock::new(Some(opened.engine))),
                fingerprint: std::sync::RwLock::new(Arc::new(opened.fingerprint)),
                opened: AtomicU64::new(new_opening()),
                writes: AtomicU64::new(0),
                turn: Arc::new(Semaphore::new(1)),
                dir: opened.dir,
                home: opened.home,
                copied: opened.copied,
                lock: opened.lock,
            }),
        })
    }

    pub(super) fn downgrade(&self) -> Downgraded {
        Downgraded(Arc::downgrade(&self.held))
    }

    /// What the user should know of how the index is open.
    pub(super) fn notice(&self) -> Option<Wording> {
        self.held.copied.as_ref().map(Copied::notice)
    }

    pub(super) fn check_write(&self) -> Result<(), StoreError> {
        self.held.check_write()
    }

    /// Lets go of an index whose directory is gone: nothing is written any more, and holders are notified that it was closed.
    pub(super) async fn abandon(&self) {
        // It is a loss of memory, once for each index that was removed in use; the engine would write.
        std::mem::forget(self.held.engine.write().await.take());
    }

    pub(super) fn is_shared(&self) -> bool {
        self.held.listener.get().is_some()
    }

    pub(super) fn socket_name(&self) -> std::io::Result<String> {
        self.held.lock.socket_name()
    }

    /// Announces to other processes the socket of `listener`, as long as the index is open.
    pub(super) fn keep(&self, socket: PathBuf, listener: impl Debug + Send + Sync + 'static) -> std::io::Result<()> {
        self.held.lock.announce(&socket)?;
        // Of two that share at once one is enough.
        let _ = self.held.listener.set(Listening { socket, _listener: Box::new(listener) });
        Ok(())
    }

    /// Waits until nobody else brings the index up to date.
    pub(super) async fn turn(&self) -> Result<OwnedSemaphorePermit, StoreError> {
        self.held.check_write()?;
        let turn = Arc::clone(&self.held.turn).acquire_owned().await;
        turn.map_err(|_| StoreError::Closed { dir: self.held.dir.clone() })
    }

    /// # Errors
    /// `Gone` and `Corrupt` where somebody has removed the files, or cut one short, since.
    pub(super) async fn generation(&self) -> Result<Generation, StoreError> {
        if self.held.copied.is_some() {
            self.follow().await?;
        }
        if let Some(broken) = self.run("look at its files", |engine| Ok(engine.damage())).await? {
            return Err(StoreError::Corrupt { dir: self.held.dir.clone(), source: broken.into() });
        }
        let of = |number: &AtomicU64| number.load(Ordering::Acquire);
        Ok(Generation { opened: of(&self.held.opened), writes: of(&self.held.writes) })
    }

    /// Goes on with what the original of a copy has become.
    async fn follow(&self) -> Result<(), StoreError> {
        let held = Arc::clone(&self.held);
        let dir = self.held.dir.clone();
        match on_files(&dir, "look at its files", move |_| held.copied.as_ref().map_or(Ok(false), Copied::follow))
            .await?
        {
            true => self.replace().await,
            false => Ok(()),
        }
    }

    pub(super) fn fingerprint(&self) -> Arc<Fingerprint> {
        Arc::clone(&self.held.fingerprint.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) async fn meta(&self) -> Result<Map<String, Value>, StoreError> {
        let payload = self.run("read its notes", Engine::meta_payload).await?;
        Ok(payload.map(meta_of).unwrap_or_default())
    }

    pub(super) async fn set_meta(&self, meta: Map<String, Value>) -> Result<(), StoreError> {
        let point = opening::meta_point(&self.fingerprint(), meta)?;
        self.write("write its notes", move |_| Ok(vec![Step::Upsert(vec![point])])).await
    }

    /// Those that have become `after` already count as replaced: whoever asks again may not have heard that they were.
    pub(super) async fn swap_meta(
        &self,
        before: Map<String, Value>,
        after: Map<String, Value>,
    ) -> Result<bool, StoreError> {
        let point = opening::meta_point(&self.fingerprint(), after.clone())?;
        let is_replaced = Arc::new(AtomicBool::new(false));
        let said = Arc::clone(&is_replaced);
        self.write("write its notes", move |engine| {
            let now = engine.meta_payload()?.map(meta_of).unwrap_or_default();
            let is_free = now == before;
            said.store(is_free || now == after, Ordering::Release);
            Ok(if is_free { vec![Step::Upsert(vec![point])] } else { Vec::new() })
        })
        .await?;
        Ok(is_replaced.load(Ordering::Acquire))
    }

    pub(super) async fn upsert(&self, points: Vec<Point>) -> Result<(), StoreError> {
        self.write("write points", move |_| Ok(vec![Step::Upsert(points)])).await
    }

    pub(super) async fn update_sparse(&self, vectors: Vec<(Uuid, SparseVector)>) -> Result<(), StoreError> {
        self.write("update sparse vectors", move |_| Ok(vec![Step::Reweigh(vectors)])).await
    }

    pub(super) async fn delete(&self, condition: Condition) -> Result<(), StoreError> {
        self.write("delete points", move |engine| Ok(vec![Step::Remove(engine.matching(&condition)?)])).await
    }

    pub(super) async fn commit(&self, change: Change) -> Result<(), StoreError> {
        self.write("write points", move |engine| {
            let kept: HashSet<Uuid> = change.points.iter().chain(&change.records).map(|point| point.id).collect();
            let mut stale = engine.matching(&change.stale)?;
            stale.retain(|id| !kept.contains(id));
            Ok(vec![Step::Upsert(change.points), Step::Remove(stale), Step::Upsert(change.records)])
        })
        .await
    }

    pub(super) async fn count(&self, condition: Option<Condition>) -> Result<u64, StoreError> {
        self.run("count points", move |engine| engine.count(condition.as_ref())).await
    }

    pub(super) async fn fetch(&self, ids: Vec<Uuid>) -> Result<Vec<Record>, StoreError> {
        self.run("read points", move |engine| engine.fetch(&ids)).await
    }

    pub(super) async fn points(&self, ids: Vec<Uuid>) -> Result<Vec<Point>, StoreError> {
        self.run("read points", move |engine| engine.points(&ids)).await
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
        self.run("search", move |engine| engine.query(&plan)).await
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

    pub(super) async fn is_sealed(&self) -> Result<bool, StoreError> {
        self.run("look at its seal", |engine| Ok(engine.is_sealed())).await
    }

    /// Compares the files with their checksums, while nothing is written.
    pub(super) async fn verify_open(&self) -> Result<(), StoreError> {
        let dir = self.held.dir.clone();
        let verified = self.run("check its files", Engine::verify).await;
        verified?.map_or(Ok(()), |broken| Err(StoreError::Corrupt { dir, source: broken.into() }))
    }

    /// Seals the index and goes on with it; others wait meanwhile.
    pub(super) async fn seal_open(&self) -> Result<(), StoreError> {
        if self.is_sealed().await? {
            return Ok(());
        }
        self.exclusively("seal its files", |held, engine| {
            opening::seal(&held.home, engine.take())?;
            *engine = Some(opening::load(&held.home, None)?.0);
            Ok(())
        })
        .await
    }

    /// Closes the index for good and seals it; holders are notified that it was closed.
    pub(super) async fn close_sealed(self) -> Result<(), StoreError> {
        self.exclusively("seal its files", |held, engine| opening::seal(&held.home, engine.take())).await
    }

    /// Puts the finished index that was made beside this one into its place, and goes on with that; others wait meanwhile.
    pub(super) async fn replace(&self) -> Result<(), StoreError> {
        self.exclusively("replace its files", |held, engine| {
            match engine.take() {
                // What is damaged is not touched any more: the engine would end the process.
                Some(damaged) if damaged.damage().is_some() => std::mem::forget(damaged),
                old => drop(old),
            }
            let swapped = directory::finish_swap(&held.home);
            // What could not be put into place is no reason to be without the index.
            let (loaded, fingerprint) = opening::load(&held.home, None)?;
            *engine = Some(loaded);
            *held.fingerprint.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(fingerprint);
            held.opened.store(new_opening(), Ordering::Release);
            swapped
        })
        .await
    }

    /// As the process ends: nobody comes any more, and nothing is written.
    pub(super) fn leave(self) {
        if let Some(listener) = self.held.listener.get() {
            // What is left of it is refused, and replaced by the next holder.
            let _ = fs_err::remove_file(&listener.socket);
        }
        if let Some(copied) = &self.held.copied {
            copied.remove();
        }
        std::mem::forget(self);
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

    /// Makes the change that `steps` says, which looks at the index as the change will find it.
    async fn write(
        &self,
        operation: &'static str,
        steps: impl FnOnce(&Engine) -> Edge<Vec<Step>> + Send + 'static,
    ) -> Result<(), StoreError> {
        self.held.check_write()?;
        let held = Arc::clone(&self.held);
        let changed = move || {
            held.writes.fetch_add(1, Ordering::AcqRel);
        };
        self.run(operation, move |engine| engine.write(steps, changed)).await
    }

    /// The crossing: runs `work` where it may block.
    async fn run<T: Send + 'static>(
        &self,
        operation: &'static str,
        work: impl FnOnce(&Engine) -> Edge<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        let held = Arc::clone(&self.held);
        let engine = Arc::clone(&held.engine).read_owned().await;
        let dir = held.dir.clone();
        let done = spawn_blocking(move || {
            let checked = |engine: &Engine| {
                held.check()?;
                work(engine)
            };
            let done = engine.as_ref().map(|engine| guarded(|| checked(engine)));
            // The engine goes before the lock does.
            drop(engine);
            drop(held);
            done
        });
        let done = done.await.map_err(|stopped| not_done(stopped, &dir, operation))?;
        done.ok_or_else(|| StoreError::Closed { dir: dir.clone() })?
            .unwrap_or_else(|panic| Err(EngineError::Stopped(panic)))
            .map_err(|error| error.in_store(&dir, StoreError::backend(operation)))
    }

    /// Runs `work` while nobody else uses the engine.
    async fn exclusively(
        &self,
        operation: &'static str,
        work: impl FnOnce(&Held, &mut Option<Engine>) -> Result<(), StoreError> + Send + 'static,
    ) -> Result<(), StoreError> {
        let held = Arc::clone(&self.held);
        let dir = held.dir.clone();
        let mut engine = Arc::clone(&held.engine).write_owned().await;
        let done = spawn_blocking(move || {
            let done = guarded(|| held.check().and_then(|()| work(&held, &mut engine)));
            drop(engine);
            drop(held);
            done
        });
        let done = done.await.map_err(|stopped| not_done(stopped, &dir, operation))?;
        done.map_err(StoreError::backend(operation))?
    }
}
