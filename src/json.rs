//! How values that several outputs share are written in JSON, and the schema of what is written: days, instants, exact numbers,
//! places. The functions are formats for `#[serde(serialize_with)]`.

use std::fmt::Display;

use jiff::Timestamp;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Serialize, Serializer};
use serde_json::{Number, Value};
use uuid::Uuid;

use crate::calendar::{Date, Period, YearMonth};
use crate::citation::Citation;
use crate::record::Place;
use crate::report::Lines;
use crate::series::{Missing, Point, Series};

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
    in_digits(&value.normalize().to_string())
}

/// Digits and a point: a number to JSON, whatever its length.
pub fn in_digits(text: &str) -> Value {
    text.parse::<Number>().map_or_else(|_| Value::String(text.to_string()), Value::Number)
}

pub fn number<S: Serializer>(value: &Decimal, to: S) -> Result<S::Ok, S::Error> {
    exact(*value).serialize(to)
}

pub fn optional_number<S: Serializer>(value: &Option<Decimal>, to: S) -> Result<S::Ok, S::Error> {
    value.map(exact).serialize(to)
}

/// Values that are written otherwise than they are kept: as what the closure makes of them, which the schema describes.
macro_rules! written {
    ($($kind:ty as $form:ty: |$value:ident| $made:expr;)+) => {
        $(impl serde::Serialize for $kind {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                let $value = self;
                $made.serialize(to)
            }
        }

        impl schemars::JsonSchema for $kind {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                <$form>::schema_name()
            }

            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                <$form>::json_schema(generator)
            }
        })+
    };
}
pub(crate) use written;

/// A day, `2023-06-20`.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[serde(transparent)]
#[schemars(inline, extend("format" = "date"))]
pub struct Day(
    #[serde(serialize_with = "text")]
    #[schemars(with = "String")]
    pub Date,
);

/// A month, `2023-06`.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[serde(transparent)]
#[schemars(inline)]
pub struct Month(
    #[serde(serialize_with = "text")]
    #[schemars(with = "String")]
    pub YearMonth,
);

/// As RFC 3339 writes it, in UTC.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[serde(transparent)]
#[schemars(inline, extend("format" = "date-time"))]
pub struct Instant(
    #[serde(with = "instant")]
    #[schemars(with = "String")]
    pub Timestamp,
);

/// With all its digits.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[serde(transparent)]
#[schemars(inline)]
pub struct Exact(
    #[serde(serialize_with = "number")]
    #[schemars(with = "Number")]
    pub Decimal,
);

/// A UUID.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[serde(transparent)]
#[schemars(inline, extend("format" = "uuid"))]
pub struct Id(#[schemars(with = "String")] pub Uuid);

/// First and last line of the page, from 1.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[serde(transparent)]
#[schemars(inline)]
pub struct LineRange(
    #[serde(serialize_with = "first_and_last")]
    #[schemars(with = "[usize; 2]")]
    pub Lines,
);

fn first_and_last<S: Serializer>(lines: &Lines, to: S) -> Result<S::Ok, S::Error> {
    [lines.first, lines.last].serialize(to)
}

/// First and last day.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Period")]
struct PeriodForm {
    from: Day,
    to: Day,
}

/// A place in a report.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Place")]
struct PlaceForm<'a> {
    /// Its label or its name.
    report: &'a str,
    /// `YYYY-MM-DD`; empty for a page without a date.
    date: String,
    author: &'a Option<String>,
    /// Headings, the outermost first.
    section: &'a [String],
    /// Of the page, in what was read.
    path: &'a str,
    lines: LineRange,
}

/// The lines that a sentence rests on.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Citation")]
struct CitationForm<'a> {
    /// From 1.
    n: usize,
    /// Its label or its name.
    report: &'a str,
    /// `YYYY-MM-DD`; empty for a page without a date.
    date: &'a str,
    /// Headings, the outermost first.
    section: &'a [String],
    /// Of the page, in what was read.
    path: &'a str,
    lines: LineRange,
    /// Those lines as written.
    quote: &'a str,
}

/// A week of a series without a value.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "MissingValue")]
struct MissingForm<'a> {
    week: &'a str,
    /// The day in the middle of the gap.
    date: Day,
    /// There is a report, which says nothing of it.
    reported: bool,
}

/// A value of a metric where a report states it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Point")]
struct PointForm<'a> {
    date: Day,
    report: &'a str,
    author: &'a Option<String>,
    value: Exact,
    /// As written.
    text: &'a str,
    /// The metric's name as this report writes it.
    name: &'a str,
    /// Headings, the outermost first.
    section: &'a [String],
    /// Of the page that says the value, in what was read.
    path: &'a str,
    lines: LineRange,
    /// What the report stated, where a later one has set it right.
    #[serde(skip_serializing_if = "Option::is_none")]
    was: Option<&'a str>,
}

/// A metric over the weeks.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Series")]
struct SeriesForm<'a> {
    metric: &'a str,
    /// What sets it apart from others of its name: 本周, 累计.
    qualifier: &'a str,
    unit: &'a str,
    /// By date.
    points: &'a [Point],
    /// Weeks without a value.
    missing: &'a [Missing],
}

written! {
    Period as PeriodForm: |period| PeriodForm { from: Day(period.from()), to: Day(period.to()) };
    Place as PlaceForm<'_>: |place| PlaceForm {
        report: place.report(),
        date: place.date(),
        author: place.author(),
        section: place.section(),
        path: place.path(),
        lines: LineRange(place.lines),
    };
    Citation as CitationForm<'_>: |citation| CitationForm {
        n: citation.n,
        report: &citation.report,
        date: &citation.date,
        section: &citation.section,
        path: &citation.path,
        lines: LineRange(citation.lines),
        quote: &citation.quote,
    };
    Missing as MissingForm<'_>: |missing| MissingForm {
        week: &missing.week,
        date: Day(missing.date),
        reported: missing.reported,
    };
    Point as PointForm<'_>: |point| PointForm {
        date: Day(point.date),
        report: point.place.report(),
        author: point.place.author(),
        value: Exact(point.value),
        text: &point.text,
        name: &point.name,
        section: point.source().section(),
        path: point.source().path(),
        lines: LineRange(point.source().lines),
        was: point.corrected.as_ref().map(|correction| correction.was.as_str()),
    };
    Series as SeriesForm<'_>: |series| SeriesForm {
        metric: &series.metric,
        qualifier: &series.qualifier,
        unit: &series.unit,
        points: &series.points,
        missing: &series.missing,
    };
}
