//! A measure over the weeks: what each report states of one metric, in order of time. Pure; reads no text itself, the
//! facts come in as they were read, and are joined by rules that [`groups`] states. What the
//! values show over time is the business of [`statistics`].

mod alias;
mod better;
mod missing;
mod near;
mod statistics;
mod unify;

use rust_decimal::Decimal;

use crate::calendar::Date;
use crate::fact::Confidence;
use crate::record::Place;

pub(crate) use alias::folded;
pub use alias::{AliasError, Aliases};
pub use better::{Better, better};
pub use missing::missing;
pub use near::Near;
pub use statistics::{Conflict, Course, Direction, LEAST_VALUES, Shift, Statistics, statistics};
pub use unify::{Group, MetricStatement, Rule, Spelling, Unification, akin, groups, likely_groups};

/// One report's statement of a metric.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// The day of the report that states it, or the day that the statement itself names.
    pub date: Date,
    /// Exact; 万 and 亿 are multiplied in, a percentage stays one (99.97 for 99.97%).
    pub value: Decimal,
    /// As written: `99.971%`, `27.6万元`.
    pub text: String,
    /// The metric's name as this report writes it.
    pub name: String,
    /// The earlier value beside it: （上周99.94%）.
    pub before: Option<Decimal>,
    pub target: Option<Decimal>,
    pub confidence: Confidence,
    /// The report that states it.
    pub place: Place,
    pub corrected: Option<Correction>,
}

impl Point {
    /// The lines that say the value.
    pub fn source(&self) -> &Place {
        self.corrected.as_ref().map_or(&self.place, |correction| &correction.place)
    }
}

/// What a report had stated before another one set it right.
#[derive(Debug, Clone, PartialEq)]
pub struct Correction {
    /// As written.
    pub was: String,
    /// The lines that set it right.
    pub place: Place,
}

/// One metric over the weeks.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// The one name for all of its spellings.
    pub metric: String,
    /// 本周, 累计, 环比 …; empty when none is written. Values of different qualifiers are different series.
    pub qualifier: String,
    /// `%`, 笔, 元 …; empty when none is written.
    pub unit: String,
    /// By date, then by place; two reports of one day are two points.
    pub points: Vec<Point>,
    /// Names of the weeks between the first and the last point whose report states no value, or that have no report.
    pub missing: Vec<Missing>,
}

/// A week of a series without a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// As the catalogue names it: `第27周`, `2024-W14`.
    pub week: String,
    /// The day in the middle of the gap, for the picture.
    pub date: Date,
    /// Whether there is a report that says nothing of the metric; otherwise the report itself is missing.
    pub reported: bool,
}
