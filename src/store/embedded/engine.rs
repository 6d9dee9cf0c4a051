//! The embedded engine, synchronous: one `EdgeShard` behind the contract of the store.
//!
//! Facts about qdrant-edge 0.7.2 that this file answers for: nothing reads its write-ahead log again, so only a flush
//! makes writes survive a kill; the log is never shortened; `flush` panics when another thread writes.

use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use qdrant_edge::{
    CountRequest, CreateIndex, EdgeShard, Expression, FieldIndexOperations, Filter, Formula,
    Fusion, IntegerIndexParams, KeywordIndexParams, NamedQuery, OperationError, PayloadFieldSchema,
    PayloadSchemaParams, PointId, PointInsertOperations, PointOperations, PointStructPersisted,
    PointVectorsPersisted, Prefetch, QueryEnum, QueryRequest, Record as EdgeRecord, ScoredPoint,
    ScoringQuery, ScrollRequest, UpdateOperation, UpdateVectorsOp, VectorInternal,
    VectorOperations, VectorPersisted, VectorStructPersisted, WithPayloadInterface, WithVector,
};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::store::condition::Condition;
use crate::store::embedded::filter::{convert, path, visible};
use crate::store::embedded::{log, settings};
use crate::store::error::StoreError;
use crate::store::fingerprint::Fingerprint;
use crate::lexicon::SparseVector;
use crate::store::point::{Page, Point, Record, };
use crate::store::query::{Plan, Ranking, Rankings};
use crate::store::schema::{DENSE, FIELDS, FUSION_K, FieldKind, META_ID, SPARSE};

/// Points per operation: small enough that a reader never waits long.
const POINTS_PER_OPERATION: usize = 256;

/// Points written before a flush is made unasked: what a kill can cost.
const POINTS_PER_FLUSH: usize = 4096;

/// An open shard. Readers run side by side, writers one after another.
#[derive(Debug)]
pub(super) struct Engine {
    shard: EdgeShard,
    /// Held by every write and flush.
    writing: Mutex<()>,
    unflushed_points: AtomicUsize,
    has_dense: bool,
}

/// What the engine says.
pub(super) type Edge<T> = Result<T, OperationError>;

impl Engine {
    /// Makes an empty shard at `path`, which must not exist, with the payload indexes of the schema.
    pub fn create(path: &Path, fingerprint: &Fingerprint) -> Result<Self, StoreError> {
        fs_err::create_dir_all(path).map_err(StoreError::io(path))?;
        let shard = EdgeShard::new(path, settings::config(fingerprint))
            .map_err(StoreError::backend("create its files"))?;
        let engine = Self::around(shard, fingerprint);
        engine
            .index_fields()
            .map_err(StoreError::backend("create its payload indexes"))?;
        Ok(engine)
    }

    /// Opens the shard at `path`.
    ///
    /// # Errors
    /// What the engine says; it is damage as far as one can tell.
    pub fn load(path: &Path, fingerprint: &Fingerprint) -> Edge<Self> {
        log::trim(path)?;
        let shard = EdgeShard::load(path, Some(settings::config(fingerprint)))?;
        Ok(Self::around(shard, fingerprint))
    }

    fn around(shard: EdgeShard, fingerprint: &Fingerprint) -> Self {
        Self {
            shard,
            writing: Mutex::new(()),
            unflushed_points: AtomicUsize::new(0),
            has_dense: fingerprint.has_dense(),
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
            self.shard.update(UpdateOperation::FieldIndexOperation(
                FieldIndexOperations::CreateIndex(CreateIndex {
                    field_name: path(field),
                    field_schema: Some(PayloadFieldSchema::FieldParams(params)),
                }),
            ))?;
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
            if self.unflushed_points.fetch_add(written, Ordering::Relaxed) + written
                >= POINTS_PER_FLUSH
            {
                self.flush_locked()?;
            }
        }
        Ok(())
    }

    fn upsert_batch(&self, batch: Vec<Point>) -> Edge<()> {
        let without = |missing: fn(&Point) -> bool| -> Vec<PointId> {
            batch
                .iter()
                .filter(|point| missing(point))
                .map(|point| PointId::Uuid(point.id))
                .collect()
        };
        let mut stale = vec![(SPARSE, without(|point| point.sparse.is_none()))];
        if self.has_dense {
            stale.push((DENSE, without(|point| point.dense.is_none())));
        }
        let points = batch.into_iter().map(edge_point).collect();
        self.shard.update(UpdateOperation::PointOperation(
            PointOperations::UpsertPoints(PointInsertOperations::PointsList(points)),
        ))?;
        // An upsert keeps those vectors of the old point that the new one does not have.
        for (name, ids) in stale.into_iter().filter(|(_, ids)| !ids.is_empty()) {
            self.shard.update(UpdateOperation::VectorOperation(
                VectorOperations::DeleteVectors(ids.into(), vec![name.to_owned()]),
            ))?;
        }
        Ok(())
    }

    pub fn update_sparse(&self, vectors: Vec<(Uuid, SparseVector)>) -> Edge<()> {
        let _writing = self.write_lock();
        for batch in vectors.chunks(POINTS_PER_OPERATION) {
            let points = batch
                .iter()
                .map(|(id, sparse)| PointVectorsPersisted {
                    id: PointId::Uuid(*id),
                    vector: VectorStructPersisted::Named(HashMap::from([(
                        SPARSE.to_owned(),
                        VectorPersisted::Sparse(edge_sparse(sparse)),
                    )])),
                })
                .collect();
            self.shard.update(UpdateOperation::VectorOperation(
                VectorOperations::UpdateVectors(UpdateVectorsOp {
                    points,
                    update_filter: None,
                }),
            ))?;
        }
        Ok(())
    }

    pub fn delete(&self, condition: &Condition) -> Edge<()> {
        let _writing = self.write_lock();
        self.shard.update(UpdateOperation::PointOperation(
            PointOperations::DeletePointsByFilter(visible(Some(condition))),
        ))
    }

    pub fn count(&self, condition: Option<&Condition>) -> Edge<u64> {
        let count = self.shard.count(CountRequest {
            filter: Some(visible(condition)),
            exact: true,
        })?;
        Ok(count as u64)
    }

    pub fn fetch(&self, ids: &[Uuid]) -> Edge<Vec<Record>> {
        let ids: Vec<PointId> = ids.iter().copied().map(PointId::Uuid).collect();
        let records = self
            .shard
            .retrieve(&ids, Some(WithPayloadInterface::Bool(true)), None)?;
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
                Some(fields) => {
                    WithPayloadInterface::Fields(fields.iter().map(|field| path(field)).collect())
                }
                None => WithPayloadInterface::Bool(true),
            }),
            with_vector: WithVector::Bool(false),
            order_by: None,
        })?;
        Ok(Page {
            records: records.into_iter().filter_map(record).collect(),
            next: next.and_then(uuid_of),
        })
    }

    pub fn meta_payload(&self) -> Edge<Option<Map<String, Value>>> {
        let records = self.shard.retrieve(
            &[PointId::Uuid(META_ID)],
            Some(WithPayloadInterface::Bool(true)),
            None,
        )?;
        Ok(records
            .into_iter()
            .filter_map(record)
            .map(|record| record.payload)
            .next())
    }

    /// The fused request, then each leg alone.
    pub fn rankings(&self, plan: &Plan) -> Edge<Rankings> {
        let filter = visible(plan.filter.as_ref());
        let sparse = plan
            .sparse
            .as_ref()
            .map(|sparse| nearest(VectorInternal::Sparse(edge_sparse(sparse)), SPARSE));
        let dense = plan
            .dense
            .as_ref()
            .map(|dense| nearest(VectorInternal::Dense(dense.clone()), DENSE));
        let prefetches = [&sparse, &dense]
            .into_iter()
            .flatten()
            .map(|leg| Prefetch {
                prefetches: Vec::new(),
                query: Some(leg.clone()),
                limit: plan.prefetch_limit,
                params: None,
                filter: Some(filter.clone()),
                score_threshold: None,
            })
            .collect();
        let fusion = ScoringQuery::Fusion(Fusion::Rrf {
            k: FUSION_K as usize,
            weights: None,
        });
        let candidates = plan.candidates();
        let fused = if plan.boosts.is_empty() {
            self.search(prefetches, fusion, None, candidates)?
        } else {
            let fused = Prefetch {
                prefetches,
                query: Some(fusion),
                limit: candidates,
                params: None,
                filter: None,
                score_threshold: None,
            };
            self.search(vec![fused], boosted(&plan.boosts)?, None, candidates)?
        };
        let leg = |query: Option<ScoringQuery>| match query {
            Some(query) => {
                self.search(Vec::new(), query, Some(filter.clone()), plan.prefetch_limit)
            }
            None => Ok(Vec::new()),
        };
        Ok(Rankings {
            fused,
            sparse: leg(sparse)?,
            dense: leg(dense)?,
        })
    }

    fn search(
        &self,
        prefetches: Vec<Prefetch>,
        query: ScoringQuery,
        filter: Option<Filter>,
        limit: usize,
    ) -> Edge<Ranking> {
        let points = self.shard.query(QueryRequest {
            prefetches,
            query: Some(query),
            filter,
            score_threshold: None,
            limit,
            offset: 0,
            params: None,
            with_vector: WithVector::Bool(false),
            with_payload: WithPayloadInterface::Bool(false),
        })?;
        Ok(points.into_iter().filter_map(scored).collect())
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
        let changed = self.shard.optimize()?;
        if changed {
            self.flush_locked()?;
        }
        Ok(changed)
    }

    pub fn segments(&self) -> usize {
        self.shard.info().segments_count
    }
}

fn nearest(vector: VectorInternal, name: &str) -> ScoringQuery {
    ScoringQuery::Vector(QueryEnum::Nearest(NamedQuery::new(vector, name)))
}

fn boosted(boosts: &[(Condition, f32)]) -> Edge<ScoringQuery> {
    let mut terms = vec![Expression::Variable("$score".to_owned())];
    terms.extend(boosts.iter().map(|(condition, weight)| {
        Expression::Mult(vec![
            Expression::Constant(*weight),
            Expression::Condition(Box::new(convert(condition))),
        ])
    }));
    let formula = Formula {
        formula: Expression::Sum(terms),
        defaults: HashMap::new(),
    };
    Ok(ScoringQuery::Formula(formula.try_into()?))
}

fn edge_point(point: Point) -> PointStructPersisted {
    let dense = point
        .dense
        .map(|dense| (DENSE.to_owned(), VectorPersisted::Dense(dense)));
    let sparse = point.sparse.map(|sparse| {
        (
            SPARSE.to_owned(),
            VectorPersisted::Sparse(edge_sparse(&sparse)),
        )
    });
    PointStructPersisted {
        id: PointId::Uuid(point.id),
        vector: VectorStructPersisted::Named(dense.into_iter().chain(sparse).collect()),
        payload: Some(qdrant_edge::Payload(point.payload)),
    }
}

fn edge_sparse(sparse: &SparseVector) -> qdrant_edge::SparseVector {
    qdrant_edge::SparseVector {
        indices: sparse.indices().to_vec(),
        values: sparse.values().to_vec(),
    }
}

fn record(record: EdgeRecord) -> Option<Record> {
    Some(Record {
        id: uuid_of(record.id)?,
        payload: record.payload.map(|payload| payload.0).unwrap_or_default(),
    })
}

fn scored(point: ScoredPoint) -> Option<(Uuid, f32)> {
    Some((uuid_of(point.id)?, point.score))
}

/// We only ever write UUIDs, so a number is not ours.
fn uuid_of(id: PointId) -> Option<Uuid> {
    match id {
        PointId::Uuid(uuid) => Some(uuid),
        PointId::NumId(_) => None,
    }
}
