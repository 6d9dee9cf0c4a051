//! Attaches facts to passages: each to the smallest passage around it.

use super::{Passage, PassageKind};
use crate::fact::{facts, reviews};
use crate::report::{Report, Span};

pub(super) fn attach(report: &Report, passages: &mut [Passage]) {
    let places = Places::new(passages);
    let facts = facts(report);
    for milestone in facts.milestones {
        if let Some(at) = places.holder(&milestone.span) {
            passages[at].milestones.push(milestone);
        }
    }
    for metric in facts.metrics {
        if let Some(at) = places.holder(&metric.span) {
            passages[at].metrics.push(metric);
        }
    }
    for goal in facts.goals {
        if let Some(at) = places.holder(&goal.span) {
            passages[at].goals.push(goal);
        }
    }
}

/// Gives the account of a review to the passage that tells the cause in it.
pub(super) fn attach_reviews(report: &Report, passages: &mut [Passage]) {
    for review in reviews(report) {
        let free = Places::new(passages).holder(&review.holder).filter(|at| passages[*at].incident.is_none());
        let Some(at) = free else { continue };
        let passage = &mut passages[at];
        passage.kind = PassageKind::Incident;
        // The page's name has the day, which the cause need not.
        passage.days.extend(review.incident.day());
        passage.days.sort_unstable();
        passage.days.dedup();
        passage.incident = Some(review.incident);
    }
}

/// The spans of the passages in order of their starts: a page may have a hundred thousand.
struct Places {
    /// Span, and which passage it is.
    spans: Vec<(Span, usize)>,
    longest_bytes: usize,
}

impl Places {
    fn new(passages: &[Passage]) -> Self {
        let mut spans: Vec<(Span, usize)> =
            passages.iter().enumerate().map(|(at, passage)| (passage.span.clone(), at)).collect();
        spans.sort_by_key(|(span, at)| (span.start, *at));
        let longest_bytes = spans.iter().map(|(span, _)| span.len()).max().unwrap_or(0);
        Self { spans, longest_bytes }
    }

    /// The smallest passage that holds `span`; of the pieces of a split text the one that holds most of it.
    fn holder(&self, span: &Span) -> Option<usize> {
        let shared = |other: &Span| other.end.min(span.end).saturating_sub(other.start.max(span.start));
        let from = self.spans.partition_point(|(other, _)| other.start + self.longest_bytes < span.start);
        let near = self.spans[from..].iter().take_while(|(other, _)| other.start < span.end);
        near.filter(|(other, _)| shared(other) > 0)
            .max_by_key(|(other, at)| (shared(other), std::cmp::Reverse(other.len()), std::cmp::Reverse(*at)))
            .map(|(_, at)| *at)
    }
}
