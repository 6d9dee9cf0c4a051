//! Which points are meant: conditions on payload fields, the same in both stores.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// A value that a payload field can have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Scalar {
    Text(String),
    Integer(i64),
    Flag(bool),
}

/// The name of a payload field.
pub type Field = Cow<'static, str>;

/// A test of a point's payload. A field that holds an array passes when any of its elements does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Condition {
    /// At least one passes; none in the list: nothing matches.
    Any(Vec<Condition>),
    /// Every one passes; none in the list: everything matches.
    All(Vec<Condition>),
    Not(Box<Condition>),
    Is {
        field: Field,
        value: Scalar,
    },
    /// One of the values; no values: nothing matches.
    In {
        field: Field,
        values: Vec<Scalar>,
    },
    /// An integer between `from` and `to`, both included; without both: any integer.
    Range {
        field: Field,
        from: Option<i64>,
        to: Option<i64>,
    },
    /// Absent, null, or an empty array.
    Missing {
        field: Field,
    },
}

impl Condition {
    pub fn is(field: &'static str, value: impl Into<Scalar>) -> Self {
        Self::Is { field: field.into(), value: value.into() }
    }

    pub fn any_of<S: Into<Scalar>>(field: &'static str, values: impl IntoIterator<Item = S>) -> Self {
        Self::In { field: field.into(), values: values.into_iter().map(S::into).collect() }
    }

    pub fn range(field: &'static str, from: Option<i64>, to: Option<i64>) -> Self {
        Self::Range { field: field.into(), from, to }
    }

    pub fn missing(field: &'static str) -> Self {
        Self::Missing { field: field.into() }
    }

    /// The opposite.
    pub fn negate(self) -> Self {
        Self::Not(Box::new(self))
    }
}

/// The values of an `In`, sorted by kind, because Qdrant matches lists of one kind only.
pub(super) struct ByKind {
    pub texts: Vec<String>,
    pub integers: Vec<i64>,
    pub flags: Vec<bool>,
}

pub(super) fn by_kind<'a>(values: impl IntoIterator<Item = &'a Scalar>) -> ByKind {
    let mut sorted = ByKind { texts: Vec::new(), integers: Vec::new(), flags: Vec::new() };
    for value in values {
        match value {
            Scalar::Text(text) => sorted.texts.push(text.clone()),
            Scalar::Integer(integer) => sorted.integers.push(*integer),
            Scalar::Flag(flag) => sorted.flags.push(*flag),
        }
    }
    sorted
}

impl From<&str> for Scalar {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Scalar {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Scalar {
    fn from(integer: i64) -> Self {
        Self::Integer(integer)
    }
}

impl From<bool> for Scalar {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}
