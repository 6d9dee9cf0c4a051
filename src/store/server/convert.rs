//! Our points and conditions in the words of Qdrant's gRPC interface, and its answers in ours.

use std::collections::HashMap;

use qdrant_client::Payload;
use qdrant_client::qdrant::r#match::MatchValue;
use qdrant_client::qdrant::point_id::PointIdOptions;
use qdrant_client::qdrant::vector_output::Vector as GrpcVector;
use qdrant_client::qdrant::{
    Condition as GrpcCondition, Filter, NamedVectors, PointId, PointStruct, PointVectors, Range, RetrievedPoint,
    ScoredPoint, Value as GrpcValue, Vector,
};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::lexicon::SparseVector;
use crate::store::condition::{Condition, Scalar, by_kind};
use crate::store::point::Point;
use crate::store::schema::{DENSE, META_ID, SPARSE};

/// The filter of a request: `condition`, and never the meta point.
pub(super) fn visible(condition: Option<&Condition>) -> Filter {
    Filter {
        must: condition.map(convert).into_iter().collect(),
        must_not: vec![GrpcCondition::has_id([point_id(META_ID)])],
        ..Filter::default()
    }
}

/// The points of `ids`.
pub(super) fn only(ids: &[Uuid]) -> Filter {
    Filter::must([GrpcCondition::has_id(ids.iter().copied().map(point_id))])
}

pub(super) fn convert(condition: &Condition) -> GrpcCondition {
    match condition {
        Condition::Any(conditions) => any(conditions.iter().map(convert).collect()),
        Condition::All(conditions) => {
            GrpcCondition::from(Filter { must: conditions.iter().map(convert).collect(), ..Filter::default() })
        }
        Condition::Not(condition) => {
            GrpcCondition::from(Filter { must_not: vec![convert(condition)], ..Filter::default() })
        }
        Condition::Is { field, value } => GrpcCondition::matches(field.as_ref(), one(value)),
        Condition::In { field, values } => {
            let values = by_kind(values);
            let mut alternatives = Vec::new();
            if !values.texts.is_empty() {
                alternatives.push(MatchValue::from(values.texts));
            }
            if !values.integers.is_empty() {
                alternatives.push(MatchValue::from(values.integers));
            }
            alternatives.extend(values.flags.into_iter().map(MatchValue::Boolean));
            any(alternatives.into_iter().map(|value| GrpcCondition::matches(field.as_ref(), value)).collect())
        }
        Condition::Range { field, from, to } => {
            let (from, to) = match (from, to) {
                (None, None) => (Some(i64::MIN), None),
                bounds => (*bounds.0, *bounds.1),
            };
            // Dates and week numbers are far below 2^53, where f64 stops being exact.
            let range = Range { gte: from.map(|from| from as f64), lte: to.map(|to| to as f64), ..Range::default() };
            GrpcCondition::range(field.as_ref(), range)
        }
        Condition::Missing { field } => GrpcCondition::is_empty(field.as_ref()),
    }
}

/// At least one; Qdrant takes an empty `should` for no condition at all, we mean nothing matches.
fn any(alternatives: Vec<GrpcCondition>) -> GrpcCondition {
    if alternatives.is_empty() {
        return GrpcCondition::has_id(Vec::<PointId>::new());
    }
    GrpcCondition::from(Filter { should: alternatives, ..Filter::default() })
}

/// `MatchValue::from` a string with a space in it would ask for a full-text match.
fn one(value: &Scalar) -> MatchValue {
    match value {
        Scalar::Text(text) => MatchValue::Keyword(text.clone()),
        Scalar::Integer(integer) => MatchValue::Integer(*integer),
        Scalar::Flag(flag) => MatchValue::Boolean(*flag),
    }
}

pub(super) fn point_id(id: Uuid) -> PointId {
    PointId::from(id.to_string())
}

/// We only ever write UUIDs, so a number is not ours.
pub(super) fn uuid_of(id: Option<PointId>) -> Option<Uuid> {
    match id?.point_id_options? {
        PointIdOptions::Uuid(text) => text.parse().ok(),
        PointIdOptions::Num(_) => None,
    }
}

pub(super) fn payload_of(payload: HashMap<String, GrpcValue>) -> Map<String, Value> {
    Map::from(Payload::from(payload))
}

/// A point that was read with its vectors.
pub(super) fn point(found: RetrievedPoint) -> Option<Point> {
    let id = uuid_of(found.id)?;
    let named = |name: &str| found.vectors.as_ref().and_then(|vectors| vectors.get_vector_by_name(name));
    let dense = named(DENSE).and_then(|vector| match vector {
        GrpcVector::Dense(dense) => Some(dense.data),
        _ => None,
    });
    let sparse = named(SPARSE).and_then(|vector| match vector {
        GrpcVector::Sparse(sparse) => Some(SparseVector::from_weights(sparse.indices.into_iter().zip(sparse.values))),
        _ => None,
    });
    Some(Point { id, dense, sparse, payload: payload_of(found.payload) })
}

pub(super) fn scored(point: ScoredPoint) -> Option<(Uuid, f32)> {
    Some((uuid_of(point.id)?, point.score))
}

pub(super) fn grpc_point(point: Point) -> PointStruct {
    let mut vectors = NamedVectors::default();
    if let Some(dense) = point.dense {
        vectors = vectors.add_vector(DENSE, dense);
    }
    if let Some(sparse) = &point.sparse {
        vectors = vectors.add_vector(SPARSE, grpc_sparse(sparse));
    }
    PointStruct::new(point_id(point.id), vectors, Payload::from(point.payload))
}

pub(super) fn sparse_update(id: Uuid, sparse: &SparseVector) -> PointVectors {
    let vectors = NamedVectors::default().add_vector(SPARSE, grpc_sparse(sparse));
    PointVectors { id: Some(point_id(id)), vectors: Some(vectors.into()) }
}

fn grpc_sparse(sparse: &SparseVector) -> Vector {
    Vector::new_sparse(sparse.indices().to_vec(), sparse.values().to_vec())
}

/// About how many bytes `point` takes in a message.
pub(super) fn message_bytes(point: &Point) -> usize {
    const OVERHEAD: usize = 64;
    let dense = point.dense.as_ref().map_or(0, |dense| 4 * dense.len());
    let sparse = point.sparse.as_ref().map_or(0, |sparse| 9 * sparse.indices().len());
    let payload: usize = point.payload.iter().map(|(name, value)| name.len() + value_bytes(value)).sum();
    OVERHEAD + dense + sparse + payload
}

fn value_bytes(value: &Value) -> usize {
    const SCALAR: usize = 12;
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => SCALAR,
        Value::String(text) => SCALAR + text.len(),
        Value::Array(values) => SCALAR + values.iter().map(value_bytes).sum::<usize>(),
        Value::Object(fields) => {
            let fields = fields.iter().map(|(name, value)| SCALAR + name.len() + value_bytes(value));
            SCALAR + fields.sum::<usize>()
        }
    }
}
