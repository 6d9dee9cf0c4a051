//! How values that several outputs share are written in JSON: days, exact numbers, names, places. The functions are
//! formats for `#[serde(serialize_with)]`.

use std::fmt::Display;

use rust_decimal::Decimal;
use serde::{Serialize, Serializer};
use serde_json::{Number, Value, json};

use crate::calendar::Period;
use crate::citation::Citation;
use crate::record::Place;
use crate::series::{Better, Missing, Point, Series};
use crate::thread::{Outcome, Promised, Why, WhyAgain};

/// A day, a week or a month as it displays.
pub fn text<S: Serializer>(value: &impl Display, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(value)
}

pub fn optional_text<S: Serializer>(value: &Option<impl Display>, to: S) -> Result<S::Ok, S::Error> {
    value.as_ref().map(ToString::to_string).serialize(to)
}

/// Instants as RFC 3339 writes them, in UTC.
pub mod instant {
    use jiff::Timestamp;
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(at: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(at)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

/// The number of a source as a list of one.
pub fn list_of_one<S: Serializer>(value: &impl Serialize, to: S) -> Result<S::Ok, S::Error> {
    [value].serialize(to)
}

/// Returns all digits of a value, as a JSON number.
pub fn exact(value: Decimal) -> Value {
    let text = value.normalize().to_string();
    text.parse::<Number>().map_or(Value::String(text), Value::Number)
}

pub fn number<S: Serializer>(value: &Decimal, to: S) -> Result<S::Ok, S::Error> {
    exact(*value).serialize(to)
}

pub fn optional_number<S: Serializer>(value: &Option<Decimal>, to: S) -> Result<S::Ok, S::Error> {
    value.map(exact).serialize(to)
}

/// Types that are written by their `name()`.
macro_rules! by_name {
    ($($kind:ty),+) => {
        $(impl Serialize for $kind {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.name())
            }
        })+
    };
}

by_name!(Outcome, Promised, Why, WhyAgain);

/// Types that are written as the object that the closure makes of them.
macro_rules! as_object {
    ($($kind:ty: |$value:ident| $object:expr;)+) => {
        $(impl Serialize for $kind {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                let $value = self;
                $object.serialize(to)
            }
        })+
    };
}

as_object! {
    Better: |better| match better {
        Better::Higher => "higher",
        Better::Lower => "lower",
    };
    Period: |period| json!({ "from": period.from().to_string(), "to": period.to().to_string() });
    Place: |place| json!({
        "report": place.report,
        "date": place.date,
        "author": place.author,
        "section": place.section,
        "path": place.path,
        "lines": [place.lines.first, place.lines.last],
    });
    Citation: |citation| json!({
        "n": citation.n,
        "report": citation.report,
        "date": citation.date,
        "section": citation.section,
        "path": citation.path,
        "lines": [citation.lines.first, citation.lines.last],
        "quote": citation.quote,
    });
    Missing: |missing| json!({ "week": missing.week, "date": missing.date.to_string(), "reported": missing.reported });
    Point: |point| json!({
        "date": point.date.to_string(),
        "report": point.place.report,
        "author": point.place.author,
        "value": exact(point.value),
        "text": point.text,
        "name": point.name,
        "section": point.place.section,
        "path": point.place.path,
        "lines": [point.place.lines.first, point.place.lines.last],
    });
    Series: |series| json!({
        "metric": series.metric,
        "qualifier": series.qualifier,
        "unit": series.unit,
        "points": series.points,
        "missing": series.missing,
    });
}
