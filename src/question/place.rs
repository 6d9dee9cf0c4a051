//! Which of several reports a question names by its place.

use crate::vocabulary::{Sense, Words};

/// One report of several by its place: 第一期周报, the latest report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportPosition {
    First,
    Last,
}

impl ReportPosition {
    pub(super) fn named(lower: &str) -> Option<Self> {
        static FIRST: Words = Words::of(&[Sense::FirstReport, Sense::FirstReportNamed]);
        static LAST: Words = Words::of(&[Sense::LastReport, Sense::LastReportNamed]);
        if FIRST.are_in(lower) { Some(Self::First) } else { LAST.are_in(lower).then_some(Self::Last) }
    }
}
