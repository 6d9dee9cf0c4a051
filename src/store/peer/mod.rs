//! An index of this machine that another process holds: every call goes to that process, over its socket.
//!
//! The holder may end at any time. Then the index is opened here, or at whoever was quicker, and the call is made again: what
//! is written is a state and not a step, so that making it twice changes nothing.

mod answer;
mod link;
mod listen;
mod socket;
mod wire;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use tokio::sync::{OwnedSemaphorePermit, RwLock};
use uuid::Uuid;

use crate::lexicon::SparseVector;
use crate::store::condition::Condition;
use crate::store::embedded::{Embedded, sockets_of};
use crate::store::error::StoreError;
use crate::store::fingerprint::{Fingerprint, SCHEMA};
use crate::store::generation::Generation;
use crate::store::point::{Point, Record, RecordPage};
use crate::store::query::{Hit, Query};
use crate::store::{Access, Change, Stats};
use answer::answer;
pub(super) use answer::share;
use link::{Broken, Connection, Link};
pub use socket::socket_folders;
use wire::{Request, Welcome, Write, decode};

/// How long an index whose holder has ended may be on its way to the next one.
const HANDOVER: Duration = Duration::from_secs(10);

/// How long a holder may take to answer a process that comes; one that is stopped does not.
const WELCOME: Duration = Duration::from_secs(2);

const POLL: Duration = Duration::from_millis(20);

/// Holders that a call is made to, one after the other: more than end in a row, and few enough where one breaks off at what it is asked.
const MOST_TRIES: usize = 16;

/// An index that another process holds. Clones share the way to it.
#[derive(Clone)]
pub struct Peer {
    shared: Arc<Shared>,
}

struct Shared {
    dir: PathBuf,
    /// See [`Location::Embedded`](crate::store::Location::Embedded).
    copies: Vec<PathBuf>,
    holder: RwLock<Arc<Holder>>,
    /// As it was when this way was opened. A holder refuses what is written for another one.
    fingerprint: Arc<Fingerprint>,
    turn: Mutex<Turn>,
    /// Where to listen when this process becomes the holder; `None` until it is asked to share.
    folders: Mutex<Option<Vec<PathBuf>>>,
}

/// Who holds the index now.
enum Holder {
    Other(Link),
    /// This process, since the other one ended.
    Own(Embedded),
}

/// The right to bring the index up to date.
#[derive(Default)]
enum Turn {
    #[default]
    None,
    Other {
        _connection: Connection,
    },
    Own {
        _permit: OwnedSemaphorePermit,
    },
}

/// What [`Peer::turn`] gives; dropped, it is the next one's turn.
pub(super) struct PeerTurn(Arc<Shared>);

impl Drop for PeerTurn {
    fn drop(&mut self) {
        *locked(&self.0.turn) = Turn::None;
    }
}

impl Peer {
    /// The index in `dir`, where the process that holds it answers; `None` where it does not.
    ///
    /// # Errors
    /// `SchemaVersion`, `FingerprintMismatch` as for an index that is opened.
    pub(super) async fn open(dir: &Path, copies: &[PathBuf], access: &Access) -> Result<Option<Self>, StoreError> {
        if matches!(access, Access::Rebuild(_)) {
            return Ok(None);
        }
        let Some((link, welcome)) = linked(dir, copies).await else { return Ok(None) };
        welcome.fingerprint.check_schema(SCHEMA)?;
        if let Access::Create(mine) = access {
            welcome.fingerprint.check_write(mine)?;
        }
        let shared = Shared {
            dir: dir.to_owned(),
            copies: copies.to_owned(),
            holder: RwLock::new(Arc::new(Holder::Other(link))),
            fingerprint: Arc::new(welcome.fingerprint),
            turn: Mutex::default(),
            folders: Mutex::default(),
        };
        Ok(Some(Self { shared: Arc::new(shared) }))
    }

    pub(super) fn fingerprint(&self) -> Arc<Fingerprint> {
        Arc::clone(&self.shared.fingerprint)
    }

    /// The index itself, where the process that held it has ended and this one has taken it over.
    pub(super) async fn own(&self) -> Option<Embedded> {
        match self.holder().await.as_ref() {
            Holder::Own(store) => Some(store.clone()),
            Holder::Other(_) => None,
        }
    }

    /// Listens for others as soon as this process is the holder.
    pub(super) async fn share(&self, folders: &[PathBuf]) -> std::io::Result<()> {
        *locked(&self.shared.folders) = Some(folders.to_vec());
        match self.own().await {
            Some(store) => share(&store, folders),
            None => Ok(()),
        }
    }

    pub(super) async fn generation(&self) -> Result<Generation, StoreError> {
        self.call(Request::Generation).await
    }

    pub(super) async fn meta(&self) -> Result<Map<String, Value>, StoreError> {
        self.call(Request::Meta).await
    }

    pub(super) async fn set_meta(&self, meta: Map<String, Value>) -> Result<(), StoreError> {
        self.write(Write::Meta(meta)).await
    }

    pub(super) async fn swap_meta(
        &self,
        before: Map<String, Value>,
        after: Map<String, Value>,
    ) -> Result<bool, StoreError> {
        self.call(Request::SwapMeta { fingerprint: (*self.fingerprint()).clone(), before, after }).await
    }

    pub(super) async fn upsert(&self, points: Vec<Point>) -> Result<(), StoreError> {
        self.write(Write::Upsert(points)).await
    }

    pub(super) async fn commit(&self, change: Change) -> Result<(), StoreError> {
        self.write(Write::Commit(change)).await
    }

    pub(super) async fn update_sparse(&self, vectors: Vec<(Uuid, SparseVector)>) -> Result<(), StoreError> {
        self.write(Write::UpdateSparse(vectors)).await
    }

    pub(super) async fn delete(&self, condition: Condition) -> Result<(), StoreError> {
        self.write(Write::Delete(condition)).await
    }

    async fn write(&self, write: Write) -> Result<(), StoreError> {
        self.call(Request::Write((*self.fingerprint()).clone(), write)).await
    }

    pub(super) async fn count(&self, condition: Option<Condition>) -> Result<u64, StoreError> {
        self.call(Request::Count(condition)).await
    }

    pub(super) async fn fetch(&self, ids: Vec<Uuid>) -> Result<Vec<Record>, StoreError> {
        self.call(Request::Fetch(ids)).await
    }

    pub(super) async fn points(&self, ids: Vec<Uuid>) -> Result<Vec<Point>, StoreError> {
        self.call(Request::Points(ids)).await
    }

    pub(super) async fn page(
        &self,
        condition: Option<Condition>,
        fields: Option<Vec<String>>,
        from: Option<Uuid>,
        limit: usize,
    ) -> Result<RecordPage, StoreError> {
        self.call(Request::Page { condition, fields, from, limit }).await
    }

    pub(super) async fn query(&self, query: Query) -> Result<Vec<Hit>, StoreError> {
        self.call(Request::Query(query)).await
    }

    pub(super) async fn cosines(&self, dense: Vec<f32>, ids: Vec<Uuid>) -> Result<Vec<(Uuid, f32)>, StoreError> {
        self.call(Request::Cosines(dense, ids)).await
    }

    pub(super) async fn flush(&self) -> Result<(), StoreError> {
        self.call(Request::Flush).await
    }

    pub(super) async fn optimize(&self) -> Result<bool, StoreError> {
        self.call(Request::Optimize).await
    }

    pub(super) async fn is_sealed(&self) -> Result<bool, StoreError> {
        self.call(Request::IsSealed).await
    }

    /// Seals an index that others go on working with.
    pub(super) async fn seal(&self) -> Result<(), StoreError> {
        self.call(Request::Seal).await
    }

    pub(super) async fn verify(&self) -> Result<(), StoreError> {
        self.call(Request::Verify).await
    }

    pub(super) async fn stats(&self) -> Result<Stats, StoreError> {
        self.call(Request::Stats).await
    }

    pub(super) async fn replace(&self) -> Result<(), StoreError> {
        self.call(Request::Replace).await
    }

    /// Waits until nobody else brings the index up to date. Where the holder ends meanwhile, the turn goes on at the next one.
    pub(super) async fn turn(&self) -> Result<PeerTurn, StoreError> {
        for _ in 0..MOST_TRIES {
            let holder = self.holder().await;
            match self.turn_at(&holder).await {
                Ok(turn) => {
                    *locked(&self.shared.turn) = turn;
                    return Ok(PeerTurn(Arc::clone(&self.shared)));
                }
                Err(broken) => self.go_on_after(broken, &holder).await?,
            }
        }
        Err(StoreError::Closed { dir: self.shared.dir.clone() })
    }

    async fn turn_at(&self, holder: &Holder) -> Result<Turn, Broken> {
        match holder {
            Holder::Own(store) => {
                let permit = store.turn().await.map_err(Broken::Failed)?;
                Ok(Turn::Own { _permit: permit })
            }
            Holder::Other(link) => {
                let mut connection = link.connection().await?;
                connection.call(&Request::Turn).await?;
                Ok(Turn::Other { _connection: connection })
            }
        }
    }

    /// Takes the turn at `next`, where this process has it at the holder before.
    async fn keep_turn_at(&self, next: &Holder) -> Result<(), Broken> {
        if !matches!(*locked(&self.shared.turn), Turn::None) {
            let turn = self.turn_at(next).await?;
            *locked(&self.shared.turn) = turn;
        }
        Ok(())
    }

    async fn holder(&self) -> Arc<Holder> {
        Arc::clone(&*self.shared.holder.read().await)
    }

    async fn call<T: DeserializeOwned>(&self, request: Request) -> Result<T, StoreError> {
        for _ in 0..MOST_TRIES {
            let holder = self.holder().await;
            let answered = match holder.as_ref() {
                Holder::Own(store) => answer(store.clone(), request.clone()).await.map_err(Broken::Failed),
                Holder::Other(link) => link.call(&request).await,
            };
            match answered {
                Ok(body) => return decode(&body).map_err(StoreError::backend("read what its holder answered")),
                Err(broken) => self.go_on_after(broken, &holder).await?,
            }
        }
        Err(StoreError::Closed { dir: self.shared.dir.clone() })
    }

    /// Finds the index anew where its holder has gone.
    ///
    /// # Errors
    /// What the holder answered; `Locked` where it is there and says nothing, or where nobody can be reached for long.
    async fn go_on_after(&self, broken: Broken, last: &Arc<Holder>) -> Result<(), StoreError> {
        let pid = match (broken, last.as_ref()) {
            // Whoever has the index now has another one.
            (Broken::Failed(StoreError::Gone { .. }), Holder::Other(link)) => Some(link.pid),
            (Broken::Failed(StoreError::Gone { .. }), Holder::Own(store)) => {
                store.abandon().await;
                None
            }
            (Broken::Failed(error), _) => return Err(error),
            (Broken::Silent, Holder::Other(link)) => {
                return Err(StoreError::Locked { dir: self.shared.dir.clone(), holder: Some(link.pid) });
            }
            (_, Holder::Other(link)) => Some(link.pid),
            (_, Holder::Own(_)) => None,
        };
        let mut holder = self.shared.holder.write().await;
        if !Arc::ptr_eq(&holder, last) {
            return Ok(());
        }
        let begin = Instant::now();
        loop {
            if let Some(next) = self.next_holder().await? {
                match self.keep_turn_at(&next).await {
                    Ok(()) => {
                        *holder = Arc::new(next);
                        return Ok(());
                    }
                    Err(Broken::Failed(error)) => return Err(error),
                    // It ended in its turn, or answers nothing yet.
                    Err(Broken::Gone | Broken::Silent) => {}
                }
            }
            if begin.elapsed() > HANDOVER {
                return Err(StoreError::Locked { dir: self.shared.dir.clone(), holder: pid });
            }
            tokio::time::sleep(POLL).await;
        }
    }

    /// This process where the index is free, else whoever answers for it.
    async fn next_holder(&self) -> Result<Option<Holder>, StoreError> {
        let (dir, copies) = (&self.shared.dir, &self.shared.copies);
        match Embedded::open(dir, copies, Access::Existing, Duration::ZERO).await {
            Ok(store) => {
                let folders = locked(&self.shared.folders).clone();
                if let Some(folders) = folders {
                    // Without a socket others wait for this process, as for any that does not share.
                    let _ = share(&store, &folders);
                }
                Ok(Some(Holder::Own(store)))
            }
            Err(StoreError::Locked { .. }) => Ok(linked(dir, copies).await.map(|(link, _)| Holder::Other(link))),
            Err(error) => Err(error),
        }
    }
}

/// The way to the process that holds the index in `dir`, or a copy of it, where it answers.
async fn linked(dir: &Path, copies: &[PathBuf]) -> Option<(Link, Welcome)> {
    for socket in sockets_of(dir, copies) {
        if let Ok(linked) = Link::open(socket, WELCOME).await {
            return Some(linked);
        }
    }
    None
}

impl fmt::Debug for Peer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Peer").field("dir", &self.shared.dir).finish_non_exhaustive()
    }
}

/// What a panic left behind the lock is whole: values are put in and taken out whole.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
