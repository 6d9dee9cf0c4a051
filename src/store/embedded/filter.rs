//! Our conditions in the embedded engine's words. What is asked for by its value is asked for by its tag; integers that have none as ranges,
//! because every index of a field costs milliseconds at each opening, and the range index answers both.

use qdrant_edge::{
    Condition as EdgeCondition, FieldCondition, Filter, HasIdCondition, IsEmptyCondition, JsonPath, Match, PointId,
    Range, external::ordered_float::OrderedFloat,
};

use uuid::Uuid;

use crate::store::condition::{Condition, Scalar, by_kind};
use crate::store::embedded::tags::{TAGS, tag};
use crate::store::schema::META_ID;

/// How an index is asked.
#[derive(Debug, Clone, Copy)]
pub(super) struct Conditions {
    /// By the one field of [`super::tags`], which an index that was made before has not.
    pub by_tags: bool,
}

impl Conditions {
    /// The filter of a request: `condition`, and never the meta point.
    pub(super) fn visible(self, condition: Option<&Condition>) -> Filter {
        Filter {
            must: condition.map(|condition| vec![self.convert(condition)]),
            must_not: Some(vec![has_id([PointId::Uuid(META_ID)])]),
            ..Filter::new()
        }
    }

    pub(super) fn convert(self, condition: &Condition) -> EdgeCondition {
        let each = |conditions: &[Condition]| conditions.iter().map(|condition| self.convert(condition)).collect();
        match condition {
            Condition::Any(conditions) => any(each(conditions)),
            Condition::All(conditions) => {
                EdgeCondition::Filter(Filter { must: Some(each(conditions)), ..Filter::new() })
            }
            Condition::Not(condition) => EdgeCondition::Filter(Filter::new_must_not(self.convert(condition))),
            Condition::Is { field, value } => self.one(field, value),
            Condition::In { field, values } => self.one_of(field, values),
            Condition::Range { field, from, to } => match (from, to) {
                (None, None) => range(field, Some(i64::MIN), None),
                (from, to) => range(field, *from, *to),
            },
            Condition::Missing { field } => EdgeCondition::IsEmpty(IsEmptyCondition::from(path(field))),
        }
    }

    fn one_of(self, field: &str, values: &[Scalar]) -> EdgeCondition {
        let tags: Vec<String> = values.iter().filter_map(|value| self.tag(field, value)).collect();
        let values = by_kind(values.iter().filter(|value| self.tag(field, value).is_none()));
        let mut alternatives = Vec::new();
        for (field, texts) in [(TAGS, tags), (field, values.texts)] {
            if !texts.is_empty() {
                alternatives.push(matches(field, Match::from(texts)));
            }
        }
        let others = values.integers.into_iter().map(Scalar::Integer);
        let others = others.chain(values.flags.into_iter().map(Scalar::Flag));
        alternatives.extend(others.map(|value| self.one(field, &value)));
        any(alternatives)
    }

    fn one(self, field: &str, value: &Scalar) -> EdgeCondition {
        if let Some(tag) = self.tag(field, value) {
            return matches(TAGS, Match::from(tag));
        }
        match value {
            Scalar::Text(text) => matches(field, Match::from(text.clone())),
            Scalar::Integer(integer) => range(field, Some(*integer), Some(*integer)),
            Scalar::Flag(flag) => matches(field, Match::from(*flag)),
        }
    }

    fn tag(self, field: &str, value: &Scalar) -> Option<String> {
        if self.by_tags { tag(field, value) } else { None }
    }
}

/// The points of `ids`.
pub(super) fn only(ids: &[Uuid]) -> Filter {
    Filter::new_must(has_id(ids.iter().copied().map(PointId::Uuid)))
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
