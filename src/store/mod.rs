//! The index: everything that was read from the reports, to be found again by words, by meaning and by field.
//!
//! One schema in two places: a directory of this machine (`qdrant-edge`) or a Qdrant server (`qdrant-client`). A directory is held by one
//! process, which the others ask (`peer`). This module owns points, conditions, queries and the fingerprint; what the payload fields
//! mean is its callers' business.

mod condition;
mod embedded;
mod error;
mod fingerprint;
mod generation;
mod meta;
mod peer;
mod point;
mod quantization;
mod query;
mod schema;
mod secret;
mod server;
mod turn;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::vocabulary::Wording;

pub use crate::lexicon::SparseVector;
pub use condition::{Condition, Field, Scalar};
pub use embedded::{Embedded, Leftovers, own_paths};
pub use error::{Cause, StoreError};
pub use fingerprint::Fingerprint;
pub use generation::Generation;
pub use peer::{Peer, socket_folders};
pub use point::{Point, Record, RecordPage};
pub use quantization::Quantization;
pub use query::{Hit, Leg, Query};
pub use schema::{DENSE, FIELDS, FUSION_K, FieldKind, SPARSE};
pub use secret::Secret;
pub use server::{Server, ServerAddress};
use turn::Right;
pub use turn::Turn;

/// Records per request of `scroll`.
const PAGE: usize = 1000;

/// How often a scroll of several pages begins anew because something was written meanwhile.
const MOST_SCROLLS: usize = 5;

/// How often a directory is tried that another process holds without answering for it.
const POLL: Duration = Duration::from_millis(20);

/// Where an index is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// A directory that is the index's own. One process has it open, and answers for it.
    Embedded {
        dir: PathBuf,
        /// Folders of this user alone in which a private copy is made where `dir` cannot be written to, the best first; without any it
        /// cannot be opened then.
        copies: Vec<PathBuf>,
    },
    /// A collection of a Qdrant server, over gRPC.
    Server {
        /// `http://host:6334`; without a scheme it is http, without a port 6334. `https` means TLS.
        url: ServerAddress,
        api_key: Option<Secret>,
        collection: String,
        /// For a new collection of a cluster; `None` leaves it to the server.
        shard_number: Option<u32>,
        replication_factor: Option<u32>,
    },
}

/// What to do when the index is there, and when it is not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    /// Open it; never creates anything.
    Existing,
    /// Open it if it has this fingerprint, create it if it is missing.
    Create(Fingerprint),
    /// Drop it, whatever state it is in, and create it empty.
    Rebuild(Fingerprint),
}

/// New contents of some reports, as one change.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Change {
    /// The passages.
    pub points: Vec<Point>,
    /// Which points they replace; of those that pass, the ones of `points` and `records` stay.
    pub stale: Condition,
    /// What says that all of this is done.
    pub records: Vec<Point>,
}

/// The size of an index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stats {
    pub points: u64,
    pub segments: usize,
    /// `None` where only the server knows.
    pub bytes_on_disk: Option<u64>,
}

/// An open index. Clones share it.
#[derive(Debug, Clone)]
pub enum Store {
    Embedded(Embedded),
    /// A directory that another process holds.
    Peer(Peer),
    Server(Server),
}

impl Store {
    /// Opens or creates the index at `location`. A directory that another process holds is reached through that process; where it does not
    /// answer, the directory is tried again for at most `wait`.
    ///
    /// # Errors
    /// `NotFound` for `Existing` where nothing is; `Foreign` where somebody else's data is; `SchemaVersion`,
    /// `FingerprintMismatch` for an index that does not fit; `Locked`, `Corrupt`, `Io` of a directory; `Address`,
    /// `Unreachable`, `Auth` of a server; `Backend`.
    pub async fn open(location: &Location, access: Access, wait: Duration) -> Result<Self, StoreError> {
        match location {
            Location::Embedded { dir, copies } => {
                let begin = Instant::now();
                // Who holds it elsewhere, where it can be written to, spares the copy.
                if embedded::is_read_only(dir)
                    && let Some(peer) = Peer::open(dir, copies, &access).await?
                {
                    return Ok(Self::Peer(peer));
                }
                loop {
                    let locked = match Embedded::open(dir, copies, access.clone(), Duration::ZERO).await {
                        Err(locked @ StoreError::Locked { .. }) => locked,
                        opened => return Ok(Self::Embedded(opened?)),
                    };
                    if let Some(peer) = Peer::open(dir, copies, &access).await? {
                        return Ok(Self::Peer(peer));
                    }
                    if begin.elapsed() >= wait {
                        return Err(locked);
                    }
                    tokio::time::sleep(POLL.min(wait)).await;
                }
            }
            Location::Server { url, api_key, collection, shard_number, replication_factor } => {
                let layout = server::Layout { shard_number: *shard_number, replication_factor: *replication_factor };
                let server = Server::open(url, api_key.as_ref(), collection, layout, access).await?;
                Ok(Self::Server(server))
            }
        }
    }

    /// Lets other processes of this user work with a directory that this one holds, or comes to hold, until it is dropped: they read
    /// and write through a socket in the first of `folders` that can be used. A server needs no such help.
    ///
    /// # Errors
    /// Why no folder can be used. Others then wait until the directory is free.
    pub async fn share(&self, folders: &[PathBuf]) -> std::io::Result<()> {
        match self {
            Self::Embedded(store) => peer::share(store, folders),
            Self::Peer(peer) => peer.share(folders).await,
            Self::Server(_) => Ok(()),
        }
    }

    /// The same index as it is reached best now, and with the fingerprint that it has now: another process may have ended or
    /// replaced it since this was opened.
    ///
    /// # Errors
    /// Those of [`Self::open`] for an index that exists.
    pub async fn renewed(&self, location: &Location, wait: Duration) -> Result<Self, StoreError> {
        match self {
            Self::Embedded(store) => match store.generation().await {
                // What was there is gone for good; another one may have taken its place.
                Err(StoreError::Gone { .. } | StoreError::Closed { .. }) => {
                    store.abandon().await;
                    Self::open(location, Access::Existing, wait).await
                }
                _ => Ok(self.clone()),
            },
            Self::Peer(peer) => match peer.own().await {
                Some(store) => Box::pin(Self::Embedded(store).renewed(location, wait)).await,
                None => Self::open(location, Access::Existing, wait).await,
            },
            Self::Server(_) => Self::open(location, Access::Existing, wait).await,
        }
    }

    /// Which state of the index would be read now: equal to that of before as long as nothing was written, by whomever. Costs next to
    /// nothing in a directory; a server is asked every two seconds at most, and knows of what this version wrote.
    ///
    /// # Errors
    /// Those of reading from a server or another process; `Gone`, `Corrupt` where somebody has removed the files of a directory, or cut
    /// one short.
    pub async fn generation(&self) -> Result<Generation, StoreError> {
        match self {
            Self::Embedded(store) => store.generation().await,
            Self::Peer(peer) => peer.generation().await,
            Self::Server(store) => store.generation().await,
        }
    }

    /// Waits until no other run brings this index up to date. What a run knows of the index when it begins must still be so when it writes.
    ///
    /// # Errors
    /// `Locked`, `Closed`, `ReadOnly` of a directory; `Unreachable`, `Backend` of a server.
    pub async fn turn(&self) -> Result<Turn, StoreError> {
        let right = match self {
            Self::Embedded(store) => Right::Own { _permit: store.turn().await? },
            Self::Peer(peer) => Right::Peer { _turn: peer.turn().await? },
            Self::Server(store) => Right::Server(store.turn().await?),
        };
        Ok(Turn::of(right))
    }

    /// Where to build the index that shall replace the one at `location`, so that questions are answered meanwhile and a
    /// killed run leaves the old one; [`Self::take_over`] puts it in its place. `None` where it is built in place: on a
    /// server, and where there is nothing yet.
    ///
    /// # Errors
    /// `Locked` where another process holds the directory for longer than `wait` without answering for it, `Io`.
    pub async fn beside(location: &Location, wait: Duration) -> Result<Option<Location>, StoreError> {
        let Location::Embedded { dir, copies } = location else { return Ok(None) };
        let by_peer = async |_: Peer| Ok(Some(embedded::rebuild_path(dir)));
        let place = held_or((dir, copies), wait, async || embedded::beside(dir).await, by_peer).await?;
        Ok(place.map(|dir| Location::Embedded { dir, copies: Vec::new() }))
    }

    /// Replaces the index at `location` by the finished one, which was built where [`Self::beside`] said and is closed. A process that
    /// holds the old one goes on with the new one.
    ///
    /// # Errors
    /// `Locked` when the old one stays in use for longer than `wait` by a process that does not answer, `Io`; the new one stays
    /// beside it, and takes its place when the directory is opened next.
    pub async fn take_over(location: &Location, wait: Duration) -> Result<(), StoreError> {
        let Location::Embedded { dir, copies } = location else { return Ok(()) };
        held_or((dir, copies), wait, async || embedded::take_over(dir).await, async |peer: Peer| peer.replace().await)
            .await
    }

    /// What the user should know of how the index is open: that it is a copy, where, and what that costs.
    pub fn notice(&self) -> Option<Wording> {
        match self {
            Self::Embedded(store) => store.notice(),
            Self::Peer(_) | Self::Server(_) => None,
        }
    }

    /// Whether this index may be changed.
    ///
    /// # Errors
    /// `ReadOnly`. Of one that another process holds only that process knows.
    pub fn check_write(&self) -> Result<(), StoreError> {
        match self {
            Self::Embedded(store) => store.check_write(),
            Self::Peer(_) | Self::Server(_) => Ok(()),
        }
    }

    /// What the index was built with.
    pub fn fingerprint(&self) -> Arc<Fingerprint> {
        match self {
            Self::Embedded(store) => store.fingerprint(),
            Self::Peer(peer) => peer.fingerprint(),
            Self::Server(store) => store.fingerprint(),
        }
    }

    /// Writes points, replacing those of the same id whole; of two with one id the last stays. A server takes them in
    /// order, in batches; after an error those before the failed batch are written.
    ///
    /// # Errors
    /// `Width`, `InvalidVector` before anything is written; `Unreachable`, `Backend`.
    pub async fn upsert(&self, points: Vec<Point>) -> Result<(), StoreError> {
        let fingerprint = self.fingerprint();
        for point in &points {
            point.check(&fingerprint)?;
        }
        let points = last_of_each(points, |point| point.id);
        if points.is_empty() {
            return Ok(());
        }
        match self {
            Self::Embedded(store) => store.upsert(points).await,
            Self::Peer(peer) => peer.upsert(points).await,
            Self::Server(store) => store.upsert(points).await,
        }
    }

    /// Writes `change.points`, removes what is stale, then writes `change.records`. The embedded store makes the change
    /// completely or not at all, whenever the process dies; on a server a change that was cut short has no records, or
    /// those of before.
    ///
    /// # Errors
    /// `Width`, `InvalidVector` before anything is written; `Unreachable`, `Backend`.
    pub async fn commit(&self, mut change: Change) -> Result<(), StoreError> {
        let fingerprint = self.fingerprint();
        for point in change.points.iter().chain(&change.records) {
            point.check(&fingerprint)?;
        }
        change.points = last_of_each(change.points, |point| point.id);
        change.records = last_of_each(change.records, |point| point.id);
        match self {
            Self::Embedded(store) => store.commit(change).await,
            Self::Peer(peer) => peer.commit(change).await,
            Self::Server(store) => store.commit(change).await,
        }
    }

    /// Replaces the sparse vectors of points that exist.
    ///
    /// # Errors
    /// `Backend` when a point does not exist; others of its batch may be updated.
    pub async fn update_sparse(&self, vectors: Vec<(Uuid, SparseVector)>) -> Result<(), StoreError> {
        let vectors = last_of_each(vectors, |(id, _)| *id);
        if vectors.is_empty() {
            return Ok(());
        }
        match self {
            Self::Embedded(store) => store.update_sparse(vectors).await,
            Self::Peer(peer) => peer.update_sparse(vectors).await,
            Self::Server(store) => store.update_sparse(vectors).await,
        }
    }

    /// Removes the points that pass; none is fine.
    pub async fn delete(&self, condition: &Condition) -> Result<(), StoreError> {
        match self {
            Self::Embedded(store) => store.delete(condition.clone()).await,
            Self::Peer(peer) => peer.delete(condition.clone()).await,
            Self::Server(store) => store.delete(condition).await,
        }
    }

    /// How many points pass, exactly; all of them without a condition.
    pub async fn count(&self, condition: Option<&Condition>) -> Result<u64, StoreError> {
        match self {
            Self::Embedded(store) => store.count(condition.cloned()).await,
            Self::Peer(peer) => peer.count(condition.cloned()).await,
            Self::Server(store) => store.count(condition).await,
        }
    }

    /// The points of `ids`, in that order; unknown ones are left out.
    pub async fn fetch(&self, ids: &[Uuid]) -> Result<Vec<Record>, StoreError> {
        let ids: Vec<Uuid> = ids.iter().copied().filter(|&id| id != schema::META_ID).collect();
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        match self {
            Self::Embedded(store) => store.fetch(ids).await,
            Self::Peer(peer) => peer.fetch(ids).await,
            Self::Server(store) => store.fetch(&ids).await,
        }
    }

    /// The points of `ids` with their vectors, in no certain order; unknown ones are left out. Dense vectors come as the engine keeps
    /// them, at unit length.
    pub async fn points(&self, ids: &[Uuid]) -> Result<Vec<Point>, StoreError> {
        let ids: Vec<Uuid> = ids.iter().copied().filter(|&id| id != schema::META_ID).collect();
        match self {
            _ if ids.is_empty() => Ok(Vec::new()),
            Self::Embedded(store) => store.points(ids).await,
            Self::Peer(peer) => peer.points(ids).await,
            Self::Server(store) => store.points(&ids).await,
        }
    }

    /// At most `limit` points that pass, in ascending order of id, beginning with `from`; `fields` alone, or the whole
    /// payload. `limit` 0 counts as 1.
    pub async fn page(
        &self,
        condition: Option<&Condition>,
        fields: Option<&[&str]>,
        from: Option<Uuid>,
        limit: usize,
    ) -> Result<RecordPage, StoreError> {
        let fields = fields.map(|fields| fields.iter().map(|&field| field.to_owned()).collect());
        let limit = limit.max(1);
        match self {
            Self::Embedded(store) => store.page(condition.cloned(), fields, from, limit).await,
            Self::Peer(peer) => peer.page(condition.cloned(), fields, from, limit).await,
            Self::Server(store) => store.page(condition, fields, from, limit).await,
        }
    }

    /// All points that pass, in ascending order of id, as they were at one moment: where something is written between two pages, it
    /// begins anew, some times. What a server holds is read as it comes.
    pub async fn scroll(
        &self,
        condition: Option<&Condition>,
        fields: Option<&[&str]>,
    ) -> Result<Vec<Record>, StoreError> {
        for last in [false; MOST_SCROLLS - 1].into_iter().chain([true]) {
            let is_a_server = matches!(self, Self::Server(_));
            let before = if is_a_server { None } else { Some(self.generation().await?) };
            let mut records = Vec::new();
            let mut from = None;
            let mut is_one_page = true;
            loop {
                let page = self.page(condition, fields, from, PAGE).await?;
                records.extend(page.records);
                from = page.next;
                if from.is_none() {
                    break;
                }
                is_one_page = false;
            }
            if last || is_one_page || is_a_server || Some(self.generation().await?) == before {
                return Ok(records);
            }
        }
        Ok(Vec::new())
    }

    /// The best points for `query`, best first, each with its rank and score in either leg. An index or a query
    /// without one leg is answered by the other; without both there are no hits.
    ///
    /// # Errors
    /// `Width`, `InvalidVector` of the dense vector; `Unreachable`, `Backend`.
    pub async fn query(&self, query: &Query) -> Result<Vec<Hit>, StoreError> {
        let Some(plan) = query::Plan::of(query, &self.fingerprint())? else {
            return Ok(Vec::new());
        };
        match self {
            Self::Embedded(store) => store.query(plan).await,
            Self::Peer(peer) => peer.query(query.clone()).await,
            Self::Server(store) => store.query(plan).await,
        }
    }

    /// The cosine of each of `ids` that has a dense vector with `dense`, in no certain order.
    ///
    /// # Errors
    /// `Width`, `InvalidVector` of `dense`; `Unreachable`, `Backend`.
    pub async fn cosines(&self, dense: &[f32], ids: &[Uuid]) -> Result<Vec<(Uuid, f32)>, StoreError> {
        let fingerprint = self.fingerprint();
        if ids.is_empty() || !fingerprint.has_dense() {
            return Ok(Vec::new());
        }
        point::check_dense(None, dense, fingerprint.width)?;
        match self {
            Self::Embedded(store) => store.cosines(dense.to_vec(), ids.to_vec()).await,
            Self::Peer(peer) => peer.cosines(dense.to_vec(), ids.to_vec()).await,
            Self::Server(store) => store.cosines(dense.to_vec(), ids).await,
        }
    }

    /// Writes everything to the index's own files, so that the next opening has nothing to make good. What was written
    /// survives a kill of the process without it. A server sees to it itself.
    pub async fn flush(&self) -> Result<(), StoreError> {
        match self {
            Self::Embedded(store) => store.flush().await,
            Self::Peer(peer) => peer.flush().await,
            Self::Server(_) => Ok(()),
        }
    }

    /// Rewrites segments so that opening and searching are fast; true when anything was rewritten. Worth its time
    /// after many points were written. A server does it by itself.
    pub async fn optimize(&self) -> Result<bool, StoreError> {
        match self {
            Self::Embedded(store) => store.optimize().await,
            Self::Peer(peer) => peer.optimize().await,
            Self::Server(_) => Ok(false),
        }
    }

    /// Closes the index and seals it: until something is written again, [`Self::verify`] finds every damage. A sealed one is only let
    /// go; one that another process holds is sealed there and stays open; a server looks after its files itself.
    ///
    /// # Errors
    /// Those of opening it, and `Io`.
    pub async fn seal(self) -> Result<(), StoreError> {
        match &self {
            // Nothing was written to a copy.
            Self::Embedded(store) if store.check_write().is_err() => {}
            Self::Embedded(store) if !store.is_sealed().await? => return store.clone().close_sealed().await,
            Self::Peer(peer) => match peer.own().await {
                Some(store) if store.check_write().is_err() => {}
                Some(store) if !store.is_sealed().await? => return store.close_sealed().await,
                Some(_) => {}
                None => peer.seal().await?,
            },
            Self::Embedded(_) | Self::Server(_) => {}
        }
        self.leave();
        Ok(())
    }

    /// Whether [`Self::verify`] can find damage: nothing was written since the index was sealed. A server's always counts.
    ///
    /// # Errors
    /// Those of reading.
    pub async fn is_sealed(&self) -> Result<bool, StoreError> {
        match self {
            Self::Embedded(store) => store.is_sealed().await,
            Self::Peer(peer) => peer.is_sealed().await,
            Self::Server(_) => Ok(true),
        }
    }

    /// Compares the files of the index at `location` with their checksums, before anything of them is used, or by the process that uses
    /// them. Nothing is wrong where no index is, on a server, and while an index is being written.
    ///
    /// # Errors
    /// `Corrupt` names the first that is not as it was written; `Locked`, `Io`.
    pub async fn verify(location: &Location, wait: Duration) -> Result<(), StoreError> {
        let Location::Embedded { dir, copies } = location else { return Ok(()) };
        held_or((dir, copies), wait, async || embedded::verify(dir).await, async |peer: Peer| peer.verify().await).await
    }

    /// Lets go of an index as the process ends, after mere reading or a `flush`. Dropping an embedded store makes the
    /// engine write once more and throw the index out of the system's file cache, which the next process would have
    /// to read again; this skips both. The directory stays in use until the process has ended.
    pub fn leave(self) {
        match self {
            Self::Embedded(store) => store.leave(),
            Self::Peer(_) | Self::Server(_) => {}
        }
    }

    pub async fn stats(&self) -> Result<Stats, StoreError> {
        match self {
            Self::Embedded(store) => store.stats().await,
            Self::Peer(peer) => peer.stats().await,
            Self::Server(store) => store.stats().await,
        }
    }
}

/// What is done to `dir`: by this process where it is free, else by the one that holds it.
///
/// # Errors
/// `Locked` where for `wait` it is neither free nor does its holder answer.
async fn held_or<T>(
    (dir, copies): (&Path, &[PathBuf]),
    wait: Duration,
    free: impl AsyncFn() -> Result<T, StoreError>,
    held: impl AsyncFn(Peer) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let begin = Instant::now();
    loop {
        let locked = match free().await {
            Err(locked @ StoreError::Locked { .. }) => locked,
            done => return done,
        };
        if let Some(peer) = Peer::open(dir, copies, &Access::Existing).await? {
            return held(peer).await;
        }
        if begin.elapsed() >= wait {
            return Err(locked);
        }
        tokio::time::sleep(POLL.min(wait)).await;
    }
}

/// Of several items with one id the last, in the place of the first.
fn last_of_each<T>(items: Vec<T>, id: impl Fn(&T) -> Uuid) -> Vec<T> {
    let mut places = std::collections::HashMap::with_capacity(items.len());
    let mut kept: Vec<T> = Vec::with_capacity(items.len());
    for item in items {
        match places.get(&id(&item)) {
            Some(&place) => kept[place] = item,
            None => {
                places.insert(id(&item), kept.len());
                kept.push(item);
            }
        }
    }
    kept
}
