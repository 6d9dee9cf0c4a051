//! A piece of work as a roll-up tells it: what landed, moved or made no progress.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Cites, Excerpt};
use crate::calendar::Date;
use crate::json;

#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Work {
    pub subject: String,
    pub parent: Option<String>,
    /// First and last progress stated in the period; equal for a single statement.
    pub progress: Option<Course>,
    /// The launch or completion stated in the period.
    pub landed: Option<Landed>,
    /// Planned days moved by reports of the period.
    pub slips: Vec<Slip>,
    pub stalled: Option<Stalled>,
    /// The latest statement of the period.
    pub last: Excerpt,
    /// What a later report of the period says of its matter under another name.
    pub later: Option<Excerpt>,
    /// Number of statements in the period.
    pub statements: usize,
    /// Of all of the above.
    #[serde(rename = "citations")]
    pub cites: Cites,
}

impl Work {
    /// Whether more is known than the latest statement.
    pub fn says_something(&self) -> bool {
        self.progress.is_some() || self.landed.is_some() || !self.slips.is_empty() || self.stalled.is_some()
    }

    /// Whether all of it was launched or completed.
    pub fn is_landed(&self) -> bool {
        self.landed.as_ref().is_some_and(|landed| !landed.is_part)
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "WorkCourse")]
pub struct Course {
    pub first: Progress,
    pub last: Progress,
}

#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "WorkProgress")]
pub struct Progress {
    #[serde(serialize_with = "json::number")]
    #[schemars(with = "json::Exact")]
    pub percent: Decimal,
    #[serde(serialize_with = "json::text")]
    #[schemars(with = "json::Day")]
    pub date: Date,
    pub report: String,
    #[serde(rename = "citations", serialize_with = "json::list_of_one")]
    #[schemars(with = "[usize; 1]")]
    pub cite: usize,
}

#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Landed {
    /// 上线, 投产, 全量: as written.
    pub word: String,
    /// The launching clause as written: 收银台4/14上线.
    pub text: String,
    /// Whether the clause is about a part of the work only.
    #[serde(rename = "part")]
    pub is_part: bool,
    /// Stated day of the launch.
    #[serde(serialize_with = "json::optional_text")]
    #[schemars(with = "Option<json::Day>")]
    pub day: Option<Date>,
    #[serde(serialize_with = "json::text")]
    #[schemars(with = "json::Day")]
    pub date: Date,
    pub report: String,
    #[serde(rename = "citations", serialize_with = "json::list_of_one")]
    #[schemars(with = "[usize; 1]")]
    pub cite: usize,
}

#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Slip {
    /// 上线, 提测; may be empty.
    pub step: String,
    pub part: String,
    pub from: PlannedDay,
    pub to: PlannedDay,
    /// Negative where it was moved forward.
    pub days: i32,
    /// Whether both are single days; otherwise `days` counts from the end of a span (5月中, 月底) and is approximate.
    #[serde(rename = "exact")]
    pub is_exact: bool,
    /// Number of moves in the period.
    pub moves: usize,
    /// The source of the first day, then that of the last.
    #[serde(rename = "citations")]
    pub cites: Cites,
}

/// A planned day, or the last one of a planned span.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PlannedDay {
    /// As written.
    pub text: String,
    #[serde(serialize_with = "json::text")]
    #[schemars(with = "json::Day")]
    pub date: Date,
}

/// Unfinished work without news in several reports.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Stalled {
    /// Date of the last report with news.
    #[serde(serialize_with = "json::text")]
    #[schemars(with = "json::Day")]
    pub since: Date,
    pub report: String,
    /// Number of reports in the period after that one.
    pub reports: usize,
    /// Whether the reports repeat the same progress; otherwise they do not mention the work.
    #[serde(rename = "repeated")]
    pub is_repeated: bool,
    #[serde(rename = "citations", serialize_with = "json::list_of_one")]
    #[schemars(with = "[usize; 1]")]
    pub cite: usize,
}
