//! Attaches facts to passages: each to the smallest passage around it.

use jiff::civil::Date;

use super::{MAX_CHARS, Passage, PassageKind};
use crate::fact::{Account, Incident, facts_beside, reviews};
use crate::report::{Report, Span};

pub(super) fn attach(report: &Report, accounts: &[Account], passages: &mut [Passage]) {
    let places = Places::new(passages);
    let facts = facts_beside(report, accounts);
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
        let Some(at) = free.filter(|_| !lies_ahead(&review.incident, report.date)) else { continue };
        let passage = &mut passages[at];
        passage.kind = PassageKind::Incident;
        // The page's name has the day, which the cause need not.
        passage.days.extend(review.incident.day());
        passage.days.sort_unstable();
        passage.days.dedup();
        passage.incident = Some(review.incident);
    }
}

/// A line that only names an incident (九月五日停电), right above its account, is no account of another one.
pub(super) fn leave_titles(passages: &mut [Passage]) {
    for at in 1..passages.len() {
        let (before, behind) = passages.split_at_mut(at);
        let (title, Some(told)) = (&mut before[at - 1], behind[0].incident.as_ref()) else { continue };
        let is_title = title.incident.as_ref().is_some_and(|named| {
            let parts = [&named.impact, &named.cause, &named.handling];
            named.minute_of_day().is_none() && parts.iter().all(|part| part.is_none()) && named.day() == told.day()
        });
        let is_right_above = title.lines.first == title.lines.last
            && title.text.chars().count() <= MAX_CHARS
            && behind[0].lines.first.saturating_sub(title.lines.last) <= MOST_LINES_BELOW;
        if is_title && is_right_above && told.minute_of_day().is_some() {
            (title.incident, title.kind) = (None, PassageKind::Section);
        }
    }
}

/// A page may be dated by the day on which its week began.
const MOST_DAYS_AHEAD: i32 = 7;

/// 11月15日 报警装完, in a report of October: what lies ahead of its report has not broken.
pub(super) fn lies_ahead(incident: &Incident, date: Option<Date>) -> bool {
    date.zip(incident.day()).is_some_and(|(date, day)| (day - date).get_days() > MOST_DAYS_AHEAD)
}

/// An empty line may part a title from what is below.
const MOST_LINES_BELOW: usize = 2;

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

#[cfg(test)]
mod tests {
    use crate::passage::passages;
    use crate::report::{PageName, Report};

    fn incidents(text: &str) -> Vec<String> {
        let name = PageName { name: "2027-09-10".to_string(), ..PageName::default() };
        let report = Report::parse(text.to_string(), &name);
        let found = passages(&report, uuid::Uuid::nil()).into_iter().filter_map(|passage| passage.incident);
        found.map(|incident| incident.summary.text).collect()
    }

    #[test]
    fn what_lies_ahead_of_its_report_is_no_incident() {
        let told = |day: &str| {
            format!("周报 2024-09-30\n\n# 周报 2024-09-30\n\n## 生产事件\n\n- {day} 09:30 网关中断，已恢复\n")
        };
        assert_eq!((incidents(&told("9月20日")).len(), incidents(&told("10月15日")).len()), (1, 0));
    }

    #[test]
    fn a_title_right_above_its_incident_is_no_other_one() {
        let told = "9月5日21:07县里线路跳闸，全山停电41分钟。\n\n原因：启动电池没电。";
        assert_eq!(incidents(&format!("甲，九月十日\n\n- 9月5日停电\n\n{told}\n")).len(), 1);
        // Of another day it is one of its own.
        let other = format!("# 生产事件\n\n9月4日停电\n\n{told}\n");
        assert_eq!(incidents(&other).len(), 2);
    }

    #[test]
    fn a_heading_that_says_what_came_to_be_is_a_passage_and_a_bare_verb_is_none() {
        let texts = |heading: &str| {
            let name = PageName { name: "2027-09-10".to_string(), ..PageName::default() };
            let report = Report::parse(format!("# 周报\n\n## {heading}\n\n- 灰度三天，没有报错\n"), &name);
            passages(&report, uuid::Uuid::nil()).into_iter().map(|passage| passage.text).collect::<Vec<_>>()
        };
        assert_eq!(texts("新版网关上线了")[0], "新版网关上线了");
        assert_eq!(texts("4.2 上线了"), ["灰度三天，没有报错"]);
    }
}
