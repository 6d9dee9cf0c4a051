//! Our points in the embedded engine's types, and its answers in ours.

use std::collections::HashMap;

use qdrant_edge::{
    Payload, PointId, PointStructPersisted, PointVectorsPersisted, Record as EdgeRecord, ScoredPoint,
    SparseVector as EdgeSparseVector, VectorInternal, VectorPersisted, VectorStructInternal, VectorStructPersisted,
};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::lexicon::SparseVector;
use crate::store::embedded::tags;
use crate::store::point::{Point, Record};
use crate::store::schema::{DENSE, SPARSE};

pub(super) fn edge_point(point: Point) -> PointStructPersisted {
    let dense = point.dense.map(|dense| (DENSE.to_owned(), VectorPersisted::Dense(dense)));
    let sparse = point.sparse.map(|sparse| (SPARSE.to_owned(), VectorPersisted::Sparse(edge_sparse(&sparse))));
    let mut payload = point.payload;
    tags::add(&mut payload);
    PointStructPersisted {
        id: PointId::Uuid(point.id),
        vector: VectorStructPersisted::Named(dense.into_iter().chain(sparse).collect()),
        payload: Some(Payload(payload)),
    }
}

pub(super) fn edge_sparse(sparse: &SparseVector) -> EdgeSparseVector {
    EdgeSparseVector { indices: sparse.indices().to_vec(), values: sparse.values().to_vec() }
}

pub(super) fn record(record: EdgeRecord) -> Option<Record> {
    Some(Record { id: uuid_of(record.id)?, payload: payload_of(record.payload) })
}

/// The payload as it was written.
fn payload_of(payload: Option<Payload>) -> Map<String, Value> {
    let mut payload = payload.map(|payload| payload.0).unwrap_or_default();
    tags::remove(&mut payload);
    payload
}

/// A record that was read with its vectors.
pub(super) fn point(record: EdgeRecord) -> Option<Point> {
    let id = uuid_of(record.id)?;
    let mut vectors = match record.vector {
        Some(VectorStructInternal::Named(vectors)) => vectors,
        _ => HashMap::new(),
    };
    let dense = vectors.remove(DENSE).and_then(|vector| match vector {
        VectorInternal::Dense(dense) => Some(dense),
        _ => None,
    });
    let sparse = vectors.remove(SPARSE).and_then(|vector| match vector {
        VectorInternal::Sparse(sparse) => {
            Some(SparseVector::from_weights(sparse.indices.into_iter().zip(sparse.values)))
        }
        _ => None,
    });
    Some(Point { id, dense, sparse, payload: payload_of(record.payload) })
}

pub(super) fn scored(point: ScoredPoint) -> Option<(Uuid, f32)> {
    Some((uuid_of(point.id)?, point.score))
}

/// We only ever write UUIDs, so a number is not ours.
pub(super) fn uuid_of(id: PointId) -> Option<Uuid> {
    match id {
        PointId::Uuid(uuid) => Some(uuid),
        PointId::NumId(_) => None,
    }
}

pub(super) fn sparse_update(id: Uuid, sparse: &SparseVector) -> PointVectorsPersisted {
    let vector = VectorPersisted::Sparse(edge_sparse(sparse));
    PointVectorsPersisted {
        id: PointId::Uuid(id),
        vector: VectorStructPersisted::Named(HashMap::from([(SPARSE.to_owned(), vector)])),
    }
}
