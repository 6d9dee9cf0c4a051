//! What a run did, for people to read.

use std::collections::BTreeMap;

use super::years::YearFrom;
use crate::calendar::Date;
use crate::report::{Cut, Notice};
use crate::source::Skipped;

/// Counts are of reports unless their names say otherwise.
#[derive(Debug, Default)]
pub struct Summary {
    pub added: usize,
    pub changed: usize,
    pub unchanged: usize,
    /// Passages without a report that an interrupted run had left; removed.
    pub orphans: usize,
    /// Paths of reports that are no longer there.
    pub removed: Vec<String>,
    /// Paths that could not be read this time; what the index knew of them stays.
    pub kept: Vec<String>,
    /// Passages written.
    pub passages: usize,
    /// Incidents among them.
    pub incidents: usize,
    /// Files that may have held a report and were not read.
    pub skipped: Vec<Skipped>,
    /// Files that speak of the folder they are in (README): no reports.
    pub passed_over: Vec<String>,
    /// Files of kinds that hold no report (pictures, tables), by ending.
    pub unsupported: BTreeMap<String, usize>,
    /// Path and what its reader should know.
    pub notices: Vec<(String, ReportNotice)>,
    /// Reports that are named by a day without a year: path, the date they got and its source.
    pub yearless: Vec<(String, Option<Date>, YearFrom)>,
    /// The run was stopped before its end.
    pub interrupted: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReportNotice {
    #[error(transparent)]
    Reading(#[from] Notice),
    #[error("{chars} characters could not be decoded")]
    Replaced { chars: usize },
    #[error("{0}")]
    Cut(Cut),
    #[error("nothing in it to find: no passage was made")]
    NothingSaid,
}

impl ReportNotice {
    /// The same in Chinese, as `Display` is in English.
    pub fn in_chinese(&self) -> String {
        match self {
            Self::Reading(notice) => notice.in_chinese(),
            Self::Replaced { chars } => format!("有 {chars} 个字无法解码"),
            Self::Cut(cut) => cut.in_chinese(),
            Self::NothingSaid => "里面没有可查的内容".to_string(),
        }
    }
}

impl Summary {
    pub(super) fn count_unsupported(&mut self, ending: &str) {
        *self.unsupported.entry(ending.to_string()).or_default() += 1;
    }

    /// Whether the run changed the index, or found something that its reader should know.
    pub fn is_news(&self) -> bool {
        self.added + self.changed + self.orphans + self.removed.len() > 0
    }

    /// Reports seen in this run.
    pub fn reports(&self) -> usize {
        self.added + self.changed + self.unchanged
    }
}
