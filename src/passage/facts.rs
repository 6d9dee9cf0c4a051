//! Which passage holds which fact of the report: the smallest one around it, each fact once.

use super::Passage;
use crate::fact::{goals, metrics, milestones};
use crate::report::{Report, Span};

/// Attaches what is read at the level of the report to the passages that state it.
pub(super) fn attach(report: &Report, passages: &mut [Passage]) {
    for milestone in milestones(report) {
        if let Some(at) = holder(passages, &milestone.span) {
            passages[at].milestones.push(milestone);
        }
    }
    for metric in metrics(report) {
        if let Some(at) = holder(passages, &metric.span) {
            passages[at].metrics.push(metric);
        }
    }
    for goal in goals(report) {
        if let Some(at) = holder(passages, &goal.span) {
            passages[at].goals.push(goal);
        }
    }
}

/// The smallest passage that holds `span`; where a long text was split inside it, the one that holds most of it. `None` where
/// nothing of it is in any passage.
fn holder(passages: &[Passage], span: &Span) -> Option<usize> {
    let shared = |passage: &Passage| passage.span.end.min(span.end).saturating_sub(passage.span.start.max(span.start));
    let touching = passages.iter().enumerate().filter(|(_, passage)| shared(passage) > 0);
    touching
        .max_by_key(|(at, passage)| (shared(passage), std::cmp::Reverse(passage.span.len()), std::cmp::Reverse(*at)))
        .map(|(at, _)| at)
}
