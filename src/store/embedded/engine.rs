//! The embedded engine, synchronous: one `EdgeShard` behind the contract of the store.
//!
//! Facts about qdrant-edge 0.7.2 that this file answers for: nothing reads its write-ahead log again, so only a flush
//! makes writes survive a kill; the log is never shortened; `flush` panics when another thread writes.

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use qdrant_edge::{
    CountRequest, CreateIndex, EdgeShard, FieldIndexOperations, Filter, IntegerIndexParams, KeywordIndexParams,
    OperationError, PayloadFieldSchema, PayloadSchemaParams, PointId, PointInsertOperations, PointOperations,
    ScrollRequest, UpdateOperation, UpdateVectorsOp, VectorOperations, WithPayloadInterface, WithVector,
};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::lexicon::SparseVector;
use crate::store::condition::Condition;
use crate::store::embedded::convert::{edge_point, record, sparse_update, uuid_of};
use crate::store::embedded::filter::{path, visible};
use crate::store::embedded::{log, search, settings};
use crate::store::error::StoreError;
use crate::store::fingerprint::Fingerprint;
use crate::store::point::{Page, Point, Record};
use crate::store::query::{Plan, Rankings};
use crate::store::schema::{DENSE, FIELDS, FieldKind, META_ID, SPARSE};

/// Points per operation: small enough that a reader never waits long.
const POINTS_PER_OPERATION: usize = 256;

/// Points written before a flush is made unasked: what a kill can cost.
const POINTS_PER_FLUSH: usize = 4096;

/// A file in the shard's folder while it is being optimised.
const OPTIMISING: &str = "optimising";

/// An open shard. Readers run side by side, writers one after another.
#[derive(Debug)]
pub(super) struct Engine {
    shard: EdgeShard,
    /// Held by every write and flush.
    writing: Mutex<()>,
    unflushed_points: AtomicUsize,
    /// A process was killed while it optimised: a point can be in the old segment and in the new one, with equal
    /// contents until it is written again, which leaves one.
    may_hold_twins: AtomicBool,
    fingerprint: Fingerprint,
}

/// What the engine says.
pub(super) type Edge<T> = Result<T, OperationError>;

impl Engine {
    /// Makes an empty shard at `path`, which must not exist, with the payload indexes of the schema.
    pub fn create(path: &Path, fingerprint: &Fingerprint) -> Result<Self, StoreError> {
        fs_err::create_dir_all(path).map_err(StoreError::io(path))?;
        let shard =
            EdgeShard::new(path, settings::config(fingerprint)).map_err(StoreError::backend("create its files"))?;
        let engine = Self::around(shard, fingerprint, false);
        engine.index_fields().map_err(StoreError::backend("create its payload indexes"))?;
        Ok(engine)
    }

    /// Opens the shard at `path`.
    ///
    /// # Errors
    /// What the engine says; it is damage as far as one can tell.
    pub fn load(path: &Path, fingerprint: &Fingerprint) -> Edge<Self> {
        log::trim(path)?;
        discard_unfinished(path)?;
        let shard = EdgeShard::load(path, Some(settings::config(fingerprint)))?;
        let may_hold_twins = path.join(OPTIMISING).exists();
        Ok(Self::around(shard, fingerprint, may_hold_twins))
    }

    fn around(shard: EdgeShard, fingerprint: &Fingerprint, may_hold_twins: bool) -> Self {
        Self {
            shard,
            writing: Mutex::new(()),
            unflushed_points: AtomicUsize::new(0),
            may_hold_twins: AtomicBool::new(may_hold_twins),
            fingerprint: fingerprint.clone(),
        }
    }

    /// A lock that guards no data cannot be left in a bad state by a panic.
    fn write_lock(&self) -> MutexGuard<'_, ()> {
        self.writing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn index_fields(&self) -> Edge<()> {
        for (field, kind) in FIELDS {
            let params = match kind {
                FieldKind::Keyword => PayloadSchemaParams::Keyword(KeywordIndexParams {
                    on_disk: Some(true),
                    enable_hnsw: Some(false),
                    ..KeywordIndexParams::default()
                }),
                // Equality is asked as a range, so that one index of two is enough; see `filter`.
                FieldKind::Integer => PayloadSchemaParams::Integer(IntegerIndexParams {
                    lookup: Some(false),
                    range: Some(true),
                    on_disk: Some(true),
                    enable_hnsw: Some(false),
                    ..IntegerIndexParams::default()
                }),
            };
            self.shard.update(UpdateOperation::FieldIndexOperation(FieldIndexOperations::CreateIndex(
                CreateIndex { field_name: path(field), field_schema: Some(PayloadFieldSchema::FieldParams(params)) },
            )))?;
        }
        Ok(())
    }

    pub fn upsert(&self, points: Vec<Point>) -> Edge<()> {
        let _writing = self.write_lock();
        let mut points = points.into_iter().peekable();
        while points.peek().is_some() {
            let batch: Vec<Point> = points.by_ref().take(POINTS_PER_OPERATION).collect();
            let written = batch.len();
            self.upsert_batch(batch)?;
            if self.unflushed_points.fetch_add(written, Ordering::Relaxed) + written >= POINTS_PER_FLUSH {
                self.flush_locked()?;
            }
        }
        Ok(())
    }

    fn upsert_batch(&self, batch: Vec<Point>) -> Edge<()> {
        let without = |missing: fn(&Point) -> bool| -> Vec<PointId> {
            batch.iter().filter(|point| missing(point)).map(|point| PointId::Uuid(point.id)).collect()
        };
        let mut stale = vec![(SPARSE, without(|point| point.sparse.is_none()))];
        if self.fingerprint.has_dense() {
            stale.push((DENSE, without(|point| point.dense.is_none())));
        }
        let points = batch.into_iter().map(edge_point).collect();
        self.shard.update(UpdateOperation::PointOperation(PointOperations::UpsertPoints(
            PointInsertOperations::PointsList(points),
        )))?;
        // An upsert keeps those vectors of the old point that the new one does not have.
        for (name, ids) in stale.into_iter().filter(|(_, ids)| !ids.is_empty()) {
            self.shard.update(UpdateOperation::VectorOperation(VectorOperations::DeleteVectors(
                ids.into(),
                vec![name.to_owned()],
            )))?;
        }
        Ok(())
    }

    pub fn update_sparse(&self, vectors: Vec<(Uuid, SparseVector)>) -> Edge<()> {
        let _writing = self.write_lock();
        for batch in vectors.chunks(POINTS_PER_OPERATION) {
            let points = batch.iter().map(|(id, sparse)| sparse_update(*id, sparse)).collect();
            self.shard.update(UpdateOperation::VectorOperation(VectorOperations::UpdateVectors(UpdateVectorsOp {
                points,
                update_filter: None,
            })))?;
        }
        Ok(())
    }

    pub fn delete(&self, condition: &Condition) -> Edge<()> {
        let _writing = self.write_lock();
        self.shard
            .update(UpdateOperation::PointOperation(PointOperations::DeletePointsByFilter(visible(Some(condition)))))
    }

    pub fn count(&self, condition: Option<&Condition>) -> Edge<u64> {
        let filter = visible(condition);
        if self.may_hold_twins.load(Ordering::Relaxed) {
            return self.count_once(filter);
        }
        let count = self.shard.count(CountRequest { filter: Some(filter), exact: true })?;
        Ok(count as u64)
    }

    /// The engine's count adds up its segments; a scroll takes a point that is in two of them once.
    fn count_once(&self, filter: Filter) -> Edge<u64> {
        let (records, _) = self.shard.scroll(ScrollRequest {
            offset: None,
            limit: Some(self.shard.info().points_count),
            filter: Some(filter),
            with_payload: Some(WithPayloadInterface::Bool(false)),
            with_vector: WithVector::Bool(false),
            order_by: None,
        })?;
        Ok(records.len() as u64)
    }

    pub fn fetch(&self, ids: &[Uuid]) -> Edge<Vec<Record>> {
        let ids: Vec<PointId> = ids.iter().copied().map(PointId::Uuid).collect();
        let records = self.shard.retrieve(&ids, Some(WithPayloadInterface::Bool(true)), None)?;
        Ok(records.into_iter().filter_map(record).collect())
    }

    pub fn page(
        &self,
        condition: Option<&Condition>,
        fields: Option<&[String]>,
        from: Option<Uuid>,
        limit: usize,
    ) -> Edge<Page> {
        let (records, next) = self.shard.scroll(ScrollRequest {
            offset: from.map(PointId::Uuid),
            limit: Some(limit),
            filter: Some(visible(condition)),
            with_payload: Some(match fields {
                Some(fields) => WithPayloadInterface::Fields(fields.iter().map(|field| path(field)).collect()),
                None => WithPayloadInterface::Bool(true),
            }),
            with_vector: WithVector::Bool(false),
            order_by: None,
        })?;
        Ok(Page { records: records.into_iter().filter_map(record).collect(), next: next.and_then(uuid_of) })
    }

    pub fn meta_payload(&self) -> Edge<Option<Map<String, Value>>> {
        let records = self.shard.retrieve(&[PointId::Uuid(META_ID)], Some(WithPayloadInterface::Bool(true)), None)?;
        Ok(records.into_iter().filter_map(record).map(|record| record.payload).next())
    }

    pub fn rankings(&self, plan: &Plan) -> Edge<Rankings> {
        search::rankings(&self.shard, plan)
    }

    /// Makes what was written survive a kill.
    pub fn flush(&self) -> Edge<()> {
        let _writing = self.write_lock();
        self.flush_locked()
    }

    fn flush_locked(&self) -> Edge<()> {
        self.shard.flush();
        self.unflushed_points.store(0, Ordering::Relaxed);
        // Elsewhere files that are mapped cannot be removed; there the next opening does it.
        if cfg!(unix) {
            log::trim(self.shard.path())?;
        }
        Ok(())
    }

    /// Merges and indexes; true when anything changed. Readers go on meanwhile, writers wait.
    pub fn optimize(&self) -> Edge<bool> {
        let _writing = self.write_lock();
        self.flush_locked()?;
        let mark = self.shard.path().join(OPTIMISING);
        fs_err::write(&mark, [])?;
        let points = self.shard.info().points_count;
        self.shard.set_optimizers_config(settings::optimizers(&self.fingerprint, points))?;
        let changed = self.shard.optimize()?;
        if changed {
            self.flush_locked()?;
        }
        // Twins of an earlier kill may lie in segments that had no reason to be merged.
        let points = self.shard.info().points_count as u64;
        let has_twins = self.may_hold_twins.load(Ordering::Relaxed) && self.count_once(Filter::new())? != points;
        if !has_twins {
            self.may_hold_twins.store(false, Ordering::Relaxed);
            fs_err::remove_file(&mark)?;
        }
        Ok(changed)
    }

    pub fn segments(&self) -> usize {
        self.shard.info().segments_count
    }
}

/// Removes the segments that a killed optimisation was building; the engine leaves them for ever.
fn discard_unfinished(path: &Path) -> std::io::Result<()> {
    let unfinished = path.join("temp_segments");
    match unfinished.exists() {
        true => fs_err::remove_dir_all(unfinished),
        false => Ok(()),
    }
}
