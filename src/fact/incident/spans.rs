//! The spans of a report's incidents, from which no other facts are read.

use super::account::{Account, accounts};
use super::review::reviews;
use crate::report::{Report, Span};

/// The spans of the report's incidents, ascending by start; they may overlap.
pub fn incident_spans(report: &Report) -> Vec<Span> {
    incident_spans_of(report, &accounts(report))
}

/// As [`incident_spans`], of `accounts` that were found before.
pub(in crate::fact) fn incident_spans_of(report: &Report, accounts: &[Account]) -> Vec<Span> {
    let mut found: Vec<Span> = accounts.iter().map(|account| account.span.clone()).collect();
    found.extend(reviews(report).into_iter().flat_map(|review| review.account));
    found.sort_by_key(|span| (span.start, span.end));
    found
}
