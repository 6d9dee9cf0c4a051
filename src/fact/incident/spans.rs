//! The spans of a report's incidents, from which no other facts are read.

use super::account::accounts;
use super::review::reviews;
use crate::report::{Report, Span};

/// The spans of the report's incidents, ascending by start; they may overlap.
pub fn incident_spans(report: &Report) -> Vec<Span> {
    let mut found: Vec<Span> = accounts(report).into_iter().map(|account| account.span).collect();
    found.extend(reviews(report).into_iter().flat_map(|review| review.account));
    found.sort_by_key(|span| (span.start, span.end));
    found
}
