//! Our conditions in the embedded engine's words. Integers are always asked for as ranges: every index of a field costs
//! milliseconds at each opening, and the range index answers both.

use qdrant_edge::{
    Condition as EdgeCondition, FieldCondition, Filter, HasIdCondition, IsEmptyCondition, JsonPath, Match, PointId,
    Range, external::ordered_float::OrderedFloat,
};

use uuid::Uuid;

use crate::store::condition::{Condition, Scalar, by_kind};
use crate::store::schema::META_ID;

/// The filter of a request: `condition`, and never the meta point.
pub(super) fn visible(condition: Option<&Condition>) -> Filter {
    Filter {
        must: condition.map(|condition| vec![convert(condition)]),
        must_not: Some(vec![has_id([PointId::Uuid(META_ID)])]),
        ..Filter::new()
    }
}

/// The points of `ids`.
pub(super) fn only(ids: &[Uuid]) -> Filter {
    Filter::new_must(has_id(ids.iter().copied().map(PointId::Uuid)))
}

pub(super) fn convert(condition: &Condition) -> EdgeCondition {
    match condition {
        Condition::Any(conditions) => any(conditions.iter().map(convert).collect()),
        Condition::All(conditions) => {
            EdgeCondition::Filter(Filter { must: Some(conditions.iter().map(convert).collect()), ..Filter::new() })
        }
        Condition::Not(condition) => EdgeCondition::Filter(Filter::new_must_not(convert(condition))),
        Condition::Is { field, value } => one(field, value),
        Condition::In { field, values } => {
            let values = by_kind(values);
            let mut alternatives = Vec::new();
            if !values.texts.is_empty() {
                alternatives.push(matches(field, Match::from(values.texts)));
            }
            let others = values.integers.into_iter().map(Scalar::Integer);
            let others = others.chain(values.flags.into_iter().map(Scalar::Flag));
            alternatives.extend(others.map(|value| one(field, &value)));
            any(alternatives)
        }
        Condition::Range { field, from, to } => match (from, to) {
            (None, None) => range(field, Some(i64::MIN), None),
            (from, to) => range(field, *from, *to),
        },
        Condition::Missing { field } => EdgeCondition::IsEmpty(IsEmptyCondition::from(path(field))),
    }
}

/// At least one; Qdrant takes an empty `should` for no condition at all, we mean nothing matches.
fn any(alternatives: Vec<EdgeCondition>) -> EdgeCondition {
    if alternatives.is_empty() {
        return has_id([]);
    }
    EdgeCondition::Filter(Filter { should: Some(alternatives), ..Filter::new() })
}

fn has_id(ids: impl IntoIterator<Item = PointId>) -> EdgeCondition {
    EdgeCondition::HasId(ids.into_iter().collect::<HasIdCondition>())
}

fn one(field: &str, value: &Scalar) -> EdgeCondition {
    match value {
        Scalar::Text(text) => matches(field, Match::from(text.clone())),
        Scalar::Integer(integer) => range(field, Some(*integer), Some(*integer)),
        Scalar::Flag(flag) => matches(field, Match::from(*flag)),
    }
}

fn range(field: &str, from: Option<i64>, to: Option<i64>) -> EdgeCondition {
    // Dates and week numbers are far below 2^53, where f64 stops being exact.
    let bound = |bound: Option<i64>| bound.map(|bound| OrderedFloat(bound as f64));
    let range = Range { gte: bound(from), lte: bound(to), gt: None, lt: None };
    EdgeCondition::Field(FieldCondition::new_range(path(field), range))
}

fn matches(field: &str, value: Match) -> EdgeCondition {
    EdgeCondition::Field(FieldCondition::new_match(path(field), value))
}

/// A payload field by its name; our names are plain words, without the dots and brackets of a path.
pub(super) fn path(field: &str) -> JsonPath {
    JsonPath { first_key: field.to_owned(), rest: Vec::new() }
}
