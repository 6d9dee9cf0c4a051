//! The index on a Qdrant server, over gRPC. Every write waits until the server has it; nothing is sent twice by us,
//! because a run that fails is completed by the next one.

mod address;
mod collection;
mod connect;
mod convert;
mod lease;
mod nodes;
mod search;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use qdrant_client::qdrant::{
    CountPointsBuilder, DeletePointVectorsBuilder, DeletePointsBuilder, GetPointsBuilder, PayloadIncludeSelector,
    PointId, PointStruct, PointsIdsList, QueryBatchPoints, RetrievedPoint, ScrollPointsBuilder,
    UpdatePointVectorsBuilder, UpsertPointsBuilder, VectorsSelector,
};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::lexicon::SparseVector;
use crate::store::condition::Condition;
use crate::store::error::StoreError;
use crate::store::fingerprint::Fingerprint;
use crate::store::generation::Generation;
use crate::store::point::{Point, Record, RecordPage};
use crate::store::query::{Hit, Plan, Ranking, Rankings, with_payloads};
use crate::store::schema::{DENSE, SPARSE, fingerprint_of, meta_of, revision_of};
use crate::store::secret::Secret;
pub use crate::store::server::address::ServerAddress;
use crate::store::server::connect::Connection;
use crate::store::server::convert::{
    grpc_point, message_bytes, payload_of, point, point_id, scored, sparse_update, uuid_of, visible,
};
use crate::store::server::lease::{Desk, HeldLease, Lease};
use crate::store::{Access, Change, Stats};

/// Bytes per write request; servers and the proxies before them refuse more than some tens of megabytes.
const BYTES_PER_REQUEST: usize = 4 * 1024 * 1024;
const POINTS_PER_REQUEST: usize = 512;

/// How a new collection is spread over a cluster; `None` leaves it to the server.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layout {
    pub shard_number: Option<u32>,
    pub replication_factor: Option<u32>,
}

/// An open index on a server. Clones share the connection.
#[derive(Clone)]
pub struct Server {
    connection: Connection,
    collection: Arc<str>,
    fingerprint: Arc<Fingerprint>,
    /// When the server was asked last, and what for.
    seen: Arc<Mutex<Option<(Instant, Generation)>>>,
    /// The turn that this process has, which every write asks whether it still lasts.
    turn: Arc<Mutex<Option<Arc<HeldLease>>>>,
}

/// The right to bring the index up to date.
pub(super) struct ServerTurn {
    lease: Option<Lease>,
    turn: Arc<Mutex<Option<Arc<HeldLease>>>>,
}

impl ServerTurn {
    /// Gives it back, and waits until the server knows.
    pub async fn end(mut self) {
        if let Some(lease) = self.lease.take() {
            lease.release().await;
        }
    }
}

impl Drop for ServerTurn {
    fn drop(&mut self) {
        *self.turn.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

/// How old what is known of the server's state may be.
const SEEN_FOR: Duration = Duration::from_secs(2);

impl Server {
    pub(super) async fn open(
        url: &ServerAddress,
        api_key: Option<&Secret>,
        collection: &str,
        layout: Layout,
        access: Access,
    ) -> Result<Self, StoreError> {
        let connection = Connection::new(url, api_key)?;
        let fingerprint = collection::open(&connection, collection, layout, access).await?;
        Ok(Self {
            connection,
            collection: collection.into(),
            fingerprint: Arc::new(fingerprint),
            seen: Arc::default(),
            turn: Arc::default(),
        })
    }

    /// Waits until no other run, on whatever machine, brings this index up to date.
    pub(super) async fn turn(&self) -> Result<ServerTurn, StoreError> {
        let lease = self.desk().acquire(false).await?;
        // Whoever had the turn before may have made the index anew, for another embedder.
        if let Err(other) = self.check_fingerprint().await {
            lease.release().await;
            return Err(other);
        }
        *self.turn.lock().unwrap_or_else(PoisonError::into_inner) = Some(lease.writer());
        Ok(ServerTurn { lease: Some(lease), turn: Arc::clone(&self.turn) })
    }

    async fn check_fingerprint(&self) -> Result<(), StoreError> {
        let payload = collection::read_meta(&self.connection, &self.collection).await?.unwrap_or_default();
        match fingerprint_of(&payload) {
            Some(found) if found != *self.fingerprint => found.check_write(&self.fingerprint),
            _ => Ok(()),
        }
    }

    fn desk(&self) -> Desk {
        Desk { connection: self.connection.clone(), collection: Arc::clone(&self.collection) }
    }

    /// # Errors
    /// `Overtaken` where this process had a turn and another one has it now.
    async fn check_turn(&self) -> Result<(), StoreError> {
        let turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner).clone();
        match turn {
            Some(turn) => turn.check().await,
            None => Ok(()),
        }
    }

    pub(super) fn fingerprint(&self) -> Arc<Fingerprint> {
        Arc::clone(&self.fingerprint)
    }

    pub(super) async fn generation(&self) -> Result<Generation, StoreError> {
        let seen = *self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, generation)) = seen.filter(|(at, _)| at.elapsed() < SEEN_FOR) {
            return Ok(generation);
        }
        let at = Instant::now();
        let payload = collection::read_meta(&self.connection, &self.collection).await?.unwrap_or_default();
        let generation = Generation { opened: 0, writes: revision_of(&payload) };
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = Some((at, generation));
        Ok(generation)
    }

    /// After a change: whoever has read before shall know.
    async fn changed(&self) -> Result<(), StoreError> {
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = None;
        collection::write_revision(&self.connection, &self.collection).await
    }

    pub(super) async fn meta(&self) -> Result<Map<String, Value>, StoreError> {
        let payload = collection::read_meta(&self.connection, &self.collection).await?;
        Ok(payload.map(meta_of).unwrap_or_default())
    }

    pub(super) async fn set_meta(&self, meta: Map<String, Value>) -> Result<(), StoreError> {
        self.check_turn().await?;
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = None;
        collection::write_meta(&self.connection, &self.collection, &self.fingerprint, meta).await
    }

    /// The lease keeps others from writing between the two.
    pub(super) async fn swap_meta(
        &self,
        before: &Map<String, Value>,
        after: Map<String, Value>,
    ) -> Result<bool, StoreError> {
        let now = self.meta().await?;
        if now != *before {
            return Ok(now == after);
        }
        self.set_meta(after).await?;
        Ok(true)
    }

    pub(super) async fn upsert(&self, points: Vec<Point>) -> Result<(), StoreError> {
        self.write_all(points).await?;
        self.changed().await
    }

    async fn write_all(&self, points: Vec<Point>) -> Result<(), StoreError> {
        let mut batch = Batch::default();
        for point in points {
            let bytes = message_bytes(&point);
            if batch.is_full_with(bytes) {
                self.write(std::mem::take(&mut batch)).await?;
            }
            batch.add(point, bytes, self.fingerprint.has_dense());
        }
        self.write(batch).await
    }

    /// What is stale goes before the records come: a record never vouches for more than there is.
    pub(super) async fn commit(&self, change: Change) -> Result<(), StoreError> {
        self.write_all(change.points).await?;
        self.remove(&change.stale).await?;
        self.write_all(change.records).await?;
        self.changed().await
    }

    async fn write(&self, batch: Batch) -> Result<(), StoreError> {
        let refused = || self.connection.refused("write points");
        if batch.points.is_empty() {
            return Ok(());
        }
        self.check_turn().await?;
        let request = UpsertPointsBuilder::new(self.collection.as_ref(), batch.points).wait(true);
        self.connection.client.upsert_points(request).await.map_err(refused())?;
        // An upsert keeps those vectors of the old point that the new one does not have.
        for (name, ids) in [(SPARSE, batch.without_sparse), (DENSE, batch.without_dense)] {
            if ids.is_empty() {
                continue;
            }
            let request = DeletePointVectorsBuilder::new(self.collection.as_ref())
                .points_selector(PointsIdsList { ids })
                .vectors(VectorsSelector { names: vec![name.to_owned()] })
                .wait(true);
            self.connection.client.delete_vectors(request).await.map_err(refused())?;
        }
        Ok(())
    }

    pub(super) async fn update_sparse(&self, vectors: Vec<(Uuid, SparseVector)>) -> Result<(), StoreError> {
        for batch in vectors.chunks(POINTS_PER_REQUEST) {
            self.check_turn().await?;
            let points: Vec<_> = batch.iter().map(|(id, sparse)| sparse_update(*id, sparse)).collect();
            let request = UpdatePointVectorsBuilder::new(self.collection.as_ref(), points).wait(true);
            self.connection
                .client
                .update_vectors(request)
                .await
                .map_err(self.connection.refused("update sparse vectors"))?;
        }
        self.changed().await
    }

    pub(super) async fn delete(&self, condition: &Condition) -> Result<(), StoreError> {
        self.remove(condition).await?;
        self.changed().await
    }

    async fn remove(&self, condition: &Condition) -> Result<(), StoreError> {
        self.check_turn().await?;
        let request = DeletePointsBuilder::new(self.collection.as_ref()).points(visible(Some(condition))).wait(true);
        self.connection.client.delete_points(request).await.map_err(self.connection.refused("delete points"))?;
        Ok(())
    }

    pub(super) async fn count(&self, condition: Option<&Condition>) -> Result<u64, StoreError> {
        let request = CountPointsBuilder::new(self.collection.as_ref()).filter(visible(condition)).exact(true);
        let counted = self.connection.client.count(request).await.map_err(self.connection.refused("count points"))?;
        Ok(counted.result.map_or(0, |result| result.count))
    }

    pub(super) async fn fetch(&self, ids: &[Uuid]) -> Result<Vec<Record>, StoreError> {
        let record = |point: RetrievedPoint| {
            let id = uuid_of(point.id)?;
            Some((id, Record { id, payload: payload_of(point.payload) }))
        };
        self.get(ids, false, record).await
    }

    pub(super) async fn points(&self, ids: &[Uuid]) -> Result<Vec<Point>, StoreError> {
        self.get(ids, true, |found| point(found).map(|point| (point.id, point))).await
    }

    /// What `read` makes of the points of `ids`, in that order.
    async fn get<T>(
        &self,
        ids: &[Uuid],
        with_vectors: bool,
        read: impl FnMut(RetrievedPoint) -> Option<(Uuid, T)>,
    ) -> Result<Vec<T>, StoreError> {
        let wanted: Vec<PointId> = ids.iter().copied().map(point_id).collect();
        let request =
            GetPointsBuilder::new(self.collection.as_ref(), wanted).with_payload(true).with_vectors(with_vectors);
        let found = self.connection.client.get_points(request).await.map_err(self.connection.refused("read points"))?;
        let mut found: HashMap<Uuid, T> = found.result.into_iter().filter_map(read).collect();
        Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
    }

    pub(super) async fn page(
        &self,
        condition: Option<&Condition>,
        fields: Option<Vec<String>>,
        from: Option<Uuid>,
        limit: usize,
    ) -> Result<RecordPage, StoreError> {
        let mut request = ScrollPointsBuilder::new(self.collection.as_ref())
            .filter(visible(condition))
            .limit(u32::try_from(limit).unwrap_or(u32::MAX));
        request = match fields {
            Some(fields) if fields.is_empty() => request.with_payload(false),
            Some(fields) => request.with_payload(PayloadIncludeSelector { fields }),
            None => request.with_payload(true),
        };
        if let Some(from) = from {
            request = request.offset(point_id(from));
        }
        let found = self.connection.client.scroll(request).await.map_err(self.connection.refused("read points"))?;
        let records = found
            .result
            .into_iter()
            .filter_map(|point| Some(Record { id: uuid_of(point.id)?, payload: payload_of(point.payload) }));
        Ok(RecordPage { records: records.collect(), next: uuid_of(found.next_page_offset) })
    }

    pub(super) async fn query(&self, plan: Plan) -> Result<Vec<Hit>, StoreError> {
        let request = QueryBatchPoints {
            collection_name: self.collection.to_string(),
            query_points: search::requests(&self.collection, &plan, self.fingerprint.quantization),
            ..QueryBatchPoints::default()
        };
        let answered = self.connection.client.query_batch(request).await.map_err(self.connection.refused("search"))?;
        let mut answers = answered
            .result
            .into_iter()
            .map(|answer| -> Ranking { answer.result.into_iter().filter_map(scored).collect() });
        let fused = answers.next().unwrap_or_default();
        let mut leg = |ran: bool| match ran {
            true => answers.next().unwrap_or_default(),
            false => Ranking::new(),
        };
        let rankings = Rankings { fused, sparse: leg(plan.sparse.is_some()), dense: leg(plan.dense.is_some()) };
        let hits = rankings.hits(&plan);
        if hits.is_empty() {
            return Ok(hits);
        }
        let ids: Vec<Uuid> = hits.iter().map(|hit| hit.id).collect();
        Ok(with_payloads(hits, self.fetch(&ids).await?))
    }

    pub(super) async fn cosines(&self, dense: Vec<f32>, ids: &[Uuid]) -> Result<Ranking, StoreError> {
        let request = search::cosines(&self.collection, dense, ids);
        let answered =
            self.connection.client.query(request).await.map_err(self.connection.refused("compare vectors"))?;
        Ok(answered.result.into_iter().filter_map(scored).collect())
    }

    pub(super) async fn stats(&self) -> Result<Stats, StoreError> {
        let points = self.count(None).await?;
        let info = self
            .connection
            .client
            .collection_info(self.collection.as_ref())
            .await
            .map_err(self.connection.refused("look at the collection"))?;
        let segments = info.result.map_or(0, |result| result.segments_count);
        Ok(Stats { points, segments: usize::try_from(segments).unwrap_or(usize::MAX), bytes_on_disk: None })
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The client's configuration holds the key.
        f.debug_struct("Server")
            .field("url", &self.connection.url)
            .field("collection", &self.collection)
            .field("fingerprint", &self.fingerprint)
            .finish_non_exhaustive()
    }
}

/// Points of one write request.
#[derive(Default)]
struct Batch {
    points: Vec<PointStruct>,
    bytes: usize,
    without_sparse: Vec<PointId>,
    without_dense: Vec<PointId>,
}

impl Batch {
    /// A single point is never too much for a batch: the server decides about it.
    fn is_full_with(&self, bytes: usize) -> bool {
        self.points.len() == POINTS_PER_REQUEST || (!self.points.is_empty() && self.bytes + bytes > BYTES_PER_REQUEST)
    }

    fn add(&mut self, point: Point, bytes: usize, has_dense: bool) {
        if point.sparse.is_none() {
            self.without_sparse.push(point_id(point.id));
        }
        if has_dense && point.dense.is_none() {
            self.without_dense.push(point_id(point.id));
        }
        self.bytes += bytes;
        self.points.push(grpc_point(point));
    }
}
