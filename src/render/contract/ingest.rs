//! What an ingest did.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};

use crate::ingest::Summary;
use crate::json::Day;

/// Counts, what was left out and why, and what its reader should know.
pub fn summary_json(summary: &Summary) -> Value {
    json!(IngestSummary::from(summary))
}

/// What was read.
#[derive(Debug, Serialize, JsonSchema)]
pub struct IngestSummary<'a> {
    reports: usize,
    added: usize,
    changed: usize,
    unchanged: usize,
    /// Paths of reports that are no longer there.
    removed: &'a [String],
    /// Paths that could not be read this time; what the index knew of them stays.
    kept: &'a [String],
    /// Written.
    passages: usize,
    /// Among them.
    incidents: usize,
    skipped: Vec<SkippedFile<'a>>,
    /// Files of kinds that hold no report, by ending.
    unsupported: &'a BTreeMap<String, usize>,
    /// Files that speak of the folder they are in.
    passed_over: &'a [String],
    notices: Vec<FileNotice<'a>>,
    /// Reports that are named by a day without a year, and the date they got.
    without_year: Vec<YearlessFile<'a>>,
    /// It was stopped before its end.
    interrupted: bool,
}

/// A file that may have held a report and was not read.
#[derive(Debug, Serialize, JsonSchema)]
struct SkippedFile<'a> {
    path: &'a str,
    why: String,
}

/// What a reader of a report should know.
#[derive(Debug, Serialize, JsonSchema)]
struct FileNotice<'a> {
    path: &'a str,
    notice: String,
}

#[derive(Debug, Serialize, JsonSchema)]
struct YearlessFile<'a> {
    path: &'a str,
    date: Option<Day>,
}

impl<'a> From<&'a Summary> for IngestSummary<'a> {
    fn from(summary: &'a Summary) -> Self {
        let skipped = summary.skipped.iter();
        let notices = summary.notices.iter();
        let yearless = summary.yearless.iter();
        Self {
            reports: summary.reports(),
            added: summary.added,
            changed: summary.changed,
            unchanged: summary.unchanged,
            removed: &summary.removed,
            kept: &summary.kept,
            passages: summary.passages,
            incidents: summary.incidents,
            skipped: skipped.map(|file| SkippedFile { path: &file.path, why: file.reason.to_string() }).collect(),
            unsupported: &summary.unsupported,
            passed_over: &summary.passed_over,
            notices: notices.map(|(path, notice)| FileNotice { path, notice: notice.to_string() }).collect(),
            without_year: yearless.map(|(path, date, _)| YearlessFile { path, date: date.map(Day) }).collect(),
            interrupted: summary.interrupted,
        }
    }
}
