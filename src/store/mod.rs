//! The index: everything that was read from the reports, to be found again by words, by meaning and by field.
//!
//! One schema in two places: a directory of this machine (`qdrant-edge`) or a Qdrant server (`qdrant-client`). This
//! module owns points, conditions, queries and the fingerprint; what the payload fields mean is its callers' business.

mod condition;
mod embedded;
mod error;
mod fingerprint;
mod point;
mod query;
mod schema;
mod secret;
mod server;

use std::path::PathBuf;
use std::time::Duration;

use serde_json::{Map, Value};
use uuid::Uuid;

pub use crate::lexicon::SparseVector;
pub use condition::{Condition, Scalar};
pub use embedded::{Embedded, is_guarded};
pub use error::{Cause, StoreError};
pub use fingerprint::Fingerprint;
pub use point::{Point, Record, RecordPage};
pub use query::{Hit, Leg, Query};
pub use schema::{DENSE, FIELDS, FUSION_K, FieldKind, SPARSE};
pub use secret::Secret;
pub use server::{Server, ServerAddress};

/// Records per request of `scroll`.
const PAGE: usize = 1000;

/// Where an index is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// A directory that is the index's own. Only one process can have it open.
    Embedded { dir: PathBuf },
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
#[derive(Debug, Clone)]
pub struct Change {
    /// The passages.
    pub points: Vec<Point>,
    /// Which points they replace; of those that pass, the ones of `points` and `records` stay.
    pub stale: Condition,
    /// What says that all of this is done.
    pub records: Vec<Point>,
}

/// The size of an index.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    Server(Server),
}

impl Store {
    /// Opens or creates the index at `location`; a busy directory is tried again for at most `wait`.
    ///
    /// # Errors
    /// `NotFound` for `Existing` where nothing is; `Foreign` where somebody else's data is; `SchemaVersion`,
    /// `FingerprintMismatch` for an index that does not fit; `Locked`, `Corrupt`, `Io` of a directory; `Address`,
    /// `Unreachable`, `Auth` of a server; `Backend`.
    pub async fn open(location: &Location, access: Access, wait: Duration) -> Result<Self, StoreError> {
        match location {
            Location::Embedded { dir } => Ok(Self::Embedded(Embedded::open(dir, access, wait).await?)),
            Location::Server { url, api_key, collection, shard_number, replication_factor } => {
                let layout = server::Layout { shard_number: *shard_number, replication_factor: *replication_factor };
                let server = Server::open(url, api_key.as_ref(), collection, layout, access).await?;
                Ok(Self::Server(server))
            }
        }
    }

    /// Where to build the index that shall replace the one at `location`, so that questions are answered meanwhile and a
    /// killed run leaves the old one; [`Self::take_over`] puts it in its place. `None` where it is built in place: on a
    /// server, and where there is nothing yet.
    ///
    /// # Errors
    /// `Locked`, `Io` of the directory.
    pub fn beside(location: &Location, wait: Duration) -> Result<Option<Location>, StoreError> {
        match location {
            Location::Embedded { dir } => Ok(embedded::beside(dir, wait)?.map(|dir| Location::Embedded { dir })),
            Location::Server { .. } => Ok(None),
        }
    }

    /// Replaces the index at `location` by the finished one, which was built where [`Self::beside`] said and is closed.
    ///
    /// # Errors
    /// `Locked` when the old one stays in use for longer than `wait`, `Io`; the new one stays beside it.
    pub fn take_over(location: &Location, wait: Duration) -> Result<(), StoreError> {
        match location {
            Location::Embedded { dir } => embedded::take_over(dir, wait),
            Location::Server { .. } => Ok(()),
        }
    }

    /// What the index was built with.
    pub fn fingerprint(&self) -> &Fingerprint {
        match self {
            Self::Embedded(store) => store.fingerprint(),
            Self::Server(store) => store.fingerprint(),
        }
    }

    /// The notes that `set_meta` left with the index; empty when it never did.
    pub async fn meta(&self) -> Result<Map<String, Value>, StoreError> {
        match self {
            Self::Embedded(store) => store.meta().await,
            Self::Server(store) => store.meta().await,
        }
    }

    /// Replaces the notes.
    pub async fn set_meta(&self, meta: Map<String, Value>) -> Result<(), StoreError> {
        match self {
            Self::Embedded(store) => store.set_meta(meta).await,
            Self::Server(store) => store.set_meta(meta).await,
        }
    }

    /// Writes points, replacing those of the same id whole; of two with one id the last stays. A server takes them in
    /// order, in batches; after an error those before the failed batch are written.
    ///
    /// # Errors
    /// `Width`, `InvalidVector` before anything is written; `Unreachable`, `Backend`.
    pub async fn upsert(&self, points: Vec<Point>) -> Result<(), StoreError> {
        for point in &points {
            point.check(self.fingerprint())?;
        }
        let points = last_of_each(points, |point| point.id);
        if points.is_empty() {
            return Ok(());
        }
        match self {
            Self::Embedded(store) => store.upsert(points).await,
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
        for point in change.points.iter().chain(&change.records) {
            point.check(self.fingerprint())?;
        }
        change.points = last_of_each(change.points, |point| point.id);
        change.records = last_of_each(change.records, |point| point.id);
        match self {
            Self::Embedded(store) => store.commit(change).await,
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
            Self::Server(store) => store.update_sparse(vectors).await,
        }
    }

    /// Removes the points that pass; none is fine.
    pub async fn delete(&self, condition: &Condition) -> Result<(), StoreError> {
        match self {
            Self::Embedded(store) => store.delete(condition.clone()).await,
            Self::Server(store) => store.delete(condition).await,
        }
    }

    /// How many points pass, exactly; all of them without a condition.
    pub async fn count(&self, condition: Option<&Condition>) -> Result<u64, StoreError> {
        match self {
            Self::Embedded(store) => store.count(condition.cloned()).await,
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
            Self::Server(store) => store.fetch(&ids).await,
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
            Self::Server(store) => store.page(condition, fields, from, limit).await,
        }
    }

    /// All points that pass, in ascending order of id.
    pub async fn scroll(
        &self,
        condition: Option<&Condition>,
        fields: Option<&[&str]>,
    ) -> Result<Vec<Record>, StoreError> {
        let mut records = Vec::new();
        let mut from = None;
        loop {
            let page = self.page(condition, fields, from, PAGE).await?;
            records.extend(page.records);
            from = page.next;
            if from.is_none() {
                return Ok(records);
            }
        }
    }

    /// The best points for `query`, best first, each with its rank and score in either leg. An index or a query
    /// without one leg is answered by the other; without both there are no hits.
    ///
    /// # Errors
    /// `Width`, `InvalidVector` of the dense vector; `Unreachable`, `Backend`.
    pub async fn query(&self, query: &Query) -> Result<Vec<Hit>, StoreError> {
        let Some(plan) = query::Plan::of(query, self.fingerprint())? else {
            return Ok(Vec::new());
        };
        match self {
            Self::Embedded(store) => store.query(plan).await,
            Self::Server(store) => store.query(plan).await,
        }
    }

    /// The cosine of each of `ids` that has a dense vector with `dense`, in no certain order.
    ///
    /// # Errors
    /// `Width`, `InvalidVector` of `dense`; `Unreachable`, `Backend`.
    pub async fn cosines(&self, dense: &[f32], ids: &[Uuid]) -> Result<Vec<(Uuid, f32)>, StoreError> {
        if ids.is_empty() || !self.fingerprint().has_dense() {
            return Ok(Vec::new());
        }
        point::check_dense(None, dense, self.fingerprint().width)?;
        match self {
            Self::Embedded(store) => store.cosines(dense.to_vec(), ids.to_vec()).await,
            Self::Server(store) => store.cosines(dense.to_vec(), ids).await,
        }
    }

    /// Writes everything to the index's own files, so that the next opening has nothing to make good. What was written
    /// survives a kill of the process without it. A server sees to it itself.
    pub async fn flush(&self) -> Result<(), StoreError> {
        match self {
            Self::Embedded(store) => store.flush().await,
            Self::Server(_) => Ok(()),
        }
    }

    /// Rewrites segments so that opening and searching are fast; true when anything was rewritten. Worth its time
    /// after many points were written. A server does it by itself.
    pub async fn optimize(&self) -> Result<bool, StoreError> {
        match self {
            Self::Embedded(store) => store.optimize().await,
            Self::Server(_) => Ok(false),
        }
    }

    /// Closes the index at `location`, which this is, and seals it: until something is written again, [`Self::verify`] finds
    /// every damage. A sealed one is only let go; a server looks after its files itself.
    ///
    /// # Errors
    /// Those of opening it, and `Io`.
    pub async fn seal(self, location: &Location, wait: Duration) -> Result<(), StoreError> {
        match (self, location) {
            (Self::Embedded(store), Location::Embedded { dir }) if !store.is_sealed() => {
                drop(store);
                embedded::seal(dir, wait).await
            }
            (store, _) => {
                store.leave();
                Ok(())
            }
        }
    }

    /// Whether [`Self::verify`] can find damage: nothing was written since the index was sealed. A server's always counts.
    pub fn is_sealed(&self) -> bool {
        match self {
            Self::Embedded(store) => store.is_sealed(),
            Self::Server(_) => true,
        }
    }

    /// Compares the files of the index at `location` with their checksums, before anything of them is used. Nothing is wrong
    /// where no index is, on a server, and while an index is being written.
    ///
    /// # Errors
    /// `Corrupt` names the first that is not as it was written; `Locked`, `Io`.
    pub async fn verify(location: &Location, wait: Duration) -> Result<(), StoreError> {
        match location {
            Location::Embedded { dir } => embedded::verify(dir, wait).await,
            Location::Server { .. } => Ok(()),
        }
    }

    /// Lets go of an index as the process ends, after mere reading or a `flush`. Dropping an embedded store makes the
    /// engine write once more and throw the index out of the system's file cache, which the next process would have
    /// to read again; this skips both. The directory stays in use until the process has ended.
    pub fn leave(self) {
        match self {
            Self::Embedded(store) => std::mem::forget(store),
            Self::Server(_) => {}
        }
    }

    pub async fn stats(&self) -> Result<Stats, StoreError> {
        match self {
            Self::Embedded(store) => store.stats().await,
            Self::Server(store) => store.stats().await,
        }
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
