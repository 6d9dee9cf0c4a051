//! One index for all fields that are asked for by their values alone. Each index of the engine is two files of flags and some more that
//! every opening reads (2 ms), whatever the field holds; so a point gets one more field, of `field=value`, and that alone is indexed.
//! What is read never has it.

use serde_json::{Map, Value};

use crate::store::condition::Scalar;
use crate::store::schema::{FIELDS, FieldKind};

/// The engine's own field of all points.
pub(super) const TAGS: &str = "=";

/// What a value of a field is found by; `None` where the field has an index of its own, or none.
pub(super) fn tag(field: &str, value: &Scalar) -> Option<String> {
    let (_, kind) = FIELDS.into_iter().find(|(known, _)| *known == field)?;
    match (kind, value) {
        (FieldKind::Keyword, Scalar::Text(text)) => Some(format!("{field}={text}")),
        (FieldKind::Number, Scalar::Integer(number)) => Some(format!("{field}={number}")),
        _ => None,
    }
}

/// Adds what the payload's values are found by.
pub(super) fn add(payload: &mut Map<String, Value>) {
    let values = |value: &Value| match value {
        Value::Array(values) => values.clone(),
        value => vec![value.clone()],
    };
    let scalar = |value: Value| match value {
        Value::String(text) => Some(Scalar::Text(text)),
        value => value.as_i64().map(Scalar::Integer),
    };
    let tags: Vec<Value> = FIELDS
        .iter()
        .filter_map(|(field, _)| Some((*field, payload.get(*field)?)))
        .flat_map(|(field, value)| {
            values(value).into_iter().filter_map(scalar).filter_map(move |value| tag(field, &value))
        })
        .map(Value::String)
        .collect();
    payload.insert(TAGS.to_owned(), Value::Array(tags));
}

/// Takes them away again.
pub(super) fn remove(payload: &mut Map<String, Value>) {
    payload.remove(TAGS);
}
