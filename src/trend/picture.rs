//! What a trend shows: series with what they show over time, and the incidents on their time line.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::calendar::Date;
use crate::record::Place;
use crate::series::{Series, Statistics};

/// A series and its statistics.
#[derive(Debug, Clone, PartialEq)]
pub struct Traced {
    pub series: Series,
    pub statistics: Statistics,
}

/// An incident on the time line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The day it occurred, within the series or at most a week before it.
    pub date: Date,
    pub summary: String,
    pub place: Place,
}

/// The series that the words mean, and the incidents and names beside them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Trend {
    /// The series meant first is first; never more than [`super::MOST_SERIES`].
    pub traced: Vec<Traced>,
    /// In order of time.
    pub marks: Vec<Mark>,
    /// Names of series that the words mean, too, and that there was no room for.
    pub left_out: Vec<String>,
    /// Words that no series' name has, each with the names that come nearest.
    pub unknown: Vec<Unknown>,
    /// Reports that were searched.
    pub reports: usize,
}

/// Words that no series' name has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "UnknownName")]
pub struct Unknown {
    pub words: String,
    /// Names of series that share words or characters with them; best first.
    pub near: Vec<String>,
}
