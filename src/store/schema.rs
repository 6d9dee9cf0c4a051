//! The one schema of both stores: vector names, indexed payload fields, and the fixed point of the store's own notes.

use serde_json::{Map, Value};
use uuid::Uuid;

use crate::store::error::StoreError;
use crate::store::fingerprint::Fingerprint;

/// Name of the dense vector: cosine, as wide as the fingerprint says, absent without an embedder.
pub const DENSE: &str = "dense";

/// Name of the sparse vector: term weights whose IDF the engine computes.
pub const SPARSE: &str = "sparse";

/// The constant of reciprocal rank fusion: a point at rank r (from 0) of a leg earns 1 / (K + r).
pub const FUSION_K: u32 = 2;

/// How a payload field is indexed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// A text that is asked for by its value.
    Keyword,
    /// An integer that is asked for by its value.
    Number,
    /// An integer that is asked for by its bounds, too.
    Range,
}

/// The payload fields with an index. Filters on others work too, but read every payload that the rest leaves (10 ms for 1,000
/// points), so what is filtered by belongs here, and nothing else. `date` weighs what was found, which reads the payloads of that alone.
pub const FIELDS: [(&str, FieldKind); 6] = [
    ("kind", FieldKind::Keyword),
    ("report", FieldKind::Keyword),
    ("passage", FieldKind::Keyword),
    ("section_kind", FieldKind::Keyword),
    ("days", FieldKind::Range),
    ("months", FieldKind::Number),
];

/// The point that holds the fingerprint and the caller's notes: it has no vectors, and no request but `meta` sees it.
pub(super) const META_ID: Uuid = Uuid::from_u128(0x7a68_6f75_6261_6f00_8000_0000_0000_0001);

const FINGERPRINT: &str = "fingerprint";
const META: &str = "meta";

/// Field of the meta point: a number that every change of an index on a server replaces.
pub(super) const REVISION: &str = "revision";

/// The payload of the meta point.
pub(super) fn meta_payload(
    fingerprint: &Fingerprint,
    meta: Map<String, Value>,
) -> Result<Map<String, Value>, StoreError> {
    let fingerprint = serde_json::to_value(fingerprint).map_err(StoreError::backend("write its fingerprint"))?;
    Ok(Map::from_iter([(FINGERPRINT.to_owned(), fingerprint), (META.to_owned(), Value::Object(meta))]))
}

/// The fingerprint in a meta payload; `None` when it is missing or malformed.
pub(super) fn fingerprint_of(payload: &Map<String, Value>) -> Option<Fingerprint> {
    serde_json::from_value(payload.get(FINGERPRINT)?.clone()).ok()
}

/// The revision in a meta payload; 0 before the first change.
pub(super) fn revision_of(payload: &Map<String, Value>) -> u64 {
    payload.get(REVISION).and_then(Value::as_i64).map_or(0, i64::cast_unsigned)
}

/// The caller's notes in a meta payload; empty when there are none.
pub(super) fn meta_of(mut payload: Map<String, Value>) -> Map<String, Value> {
    match payload.remove(META) {
        Some(Value::Object(meta)) => meta,
        _ => Map::new(),
    }
}
