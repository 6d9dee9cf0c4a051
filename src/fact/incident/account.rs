//! The accounts of incidents in a report. Whether one begins at a candidate is weighed (`confidence/incident.rs`); of those that
//! lie in one another the likeliest stays, and what is told behind it of another day or minute.

use std::collections::BTreeMap;

use super::candidate::{Candidate, MAX_ACCOUNT_CHARS, Shape, candidates, is_daily};
use super::clue::is_arranged;
use super::opening::{Opening, opening_of_line};
use crate::calendar::mentions;
use crate::fact::confidence::{Confidence, incident_confidence, incident_features};
use crate::fact::trouble::states_trouble;
use crate::report::{Report, Span};

/// An account of an incident.
#[derive(Debug, Clone, PartialEq)]
pub struct Account {
    /// From where it begins, behind the mark of its line, to where the next one begins or what belongs to it ends.
    pub span: Span,
    pub is_row: bool,
    /// Whether it begins with a heading.
    pub is_headed: bool,
    pub confidence: Confidence,
}

/// The accounts of a report in reading order. They do not overlap.
#[must_use]
pub fn accounts(report: &Report) -> Vec<Account> {
    let mut likely: Vec<(f32, Candidate)> = Vec::new();
    for candidate in candidates(report).into_iter().filter(|candidate| !was_meant(&report.source, candidate)) {
        let (probability, confidence) = incident_confidence(report, &candidate);
        if confidence.is_of_a_likely_incident() || candidate.shape == Shape::Heading {
            likely.push((probability, candidate));
        }
    }
    raise_first(&report.source, &mut likely);
    likely.retain(|(probability, _)| Confidence::of(*probability).is_of_a_likely_incident());
    likely.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.first.start.cmp(&other.1.first.start)));
    let mut taken = Taken::default();
    let mut found: Vec<(f32, Candidate)> = Vec::new();
    for (probability, candidate) in likely {
        let moments = Moments::of(report, &candidate);
        if taken.has_room(&candidate.own, &moments) {
            taken.0.insert(candidate.own.start, (candidate.own.end, moments));
            found.push((probability, candidate));
        }
    }
    found.sort_by_key(|(_, candidate)| candidate.first.start);
    let starts: Vec<usize> = found.iter().map(|(_, candidate)| candidate.begins).collect();
    let account = |(at, (probability, candidate)): (usize, (f32, Candidate))| {
        let next = starts.get(at + 1).copied().unwrap_or(usize::MAX);
        Account {
            span: candidate.begins..candidate.reach.min(next).max(candidate.first.start),
            is_row: candidate.shape == Shape::Row,
            is_headed: candidate.shape == Shape::Heading,
            confidence: Confidence::of(probability),
        }
    };
    found.into_iter().enumerate().map(account).collect()
}

/// 灾备演练：5/26 做了: what is named before the day was meant, and the clause of the day tells of no trouble.
fn was_meant(source: &str, candidate: &Candidate) -> bool {
    let first = &source[candidate.begins..candidate.first.end.max(candidate.begins)];
    let Some(day) = mentions(first).into_iter().next() else { return false };
    let clause = first[day.span.end..].split(['，', ',', '。', '；', '\n']).next().unwrap_or_default();
    is_arranged(&first[..day.span.start]) && !states_trouble(clause)
}

/// An account begins with the first of what follows one another, whichever is likelier: `### 批量延迟`, 时间：5/21 02:30. `likely` is in
/// reading order.
fn raise_first(source: &str, likely: &mut [(f32, Candidate)]) {
    for at in (1..likely.len()).rev() {
        let (before, behind) = likely.split_at_mut(at);
        let ((first, one), (probability, next)) = (&mut before[at - 1], &behind[0]);
        let between = one.first.end..next.first.start.max(one.first.end);
        let follows = next.shape != Shape::Sentence
            && next.first.start < one.own.end
            && !source[between].contains(char::is_alphanumeric);
        if follows {
            *first = first.max(*probability);
        }
    }
}

/// A candidate with the features that its confidence rests on, for learning.
#[must_use]
pub fn account_features(report: &Report) -> Vec<(Candidate, Vec<f32>)> {
    let weighed = |candidate: Candidate| {
        let features = incident_features(report, &candidate).to_vec();
        (candidate, features)
    };
    candidates(report).into_iter().map(weighed).collect()
}

/// What is taken already: where it begins, where it ends, when it happened.
#[derive(Default)]
struct Taken(BTreeMap<usize, (usize, Moments)>);

/// What begins farther before a candidate does not tell of it, in bytes.
const REACH_BYTES: usize = 4 * MAX_ACCOUNT_CHARS;

impl Taken {
    /// Whether nothing that is taken overlaps `span`, but for what begins before it and is of another moment.
    fn has_room(&self, span: &Span, moments: &Moments) -> bool {
        let near = self.0.range(span.start.saturating_sub(REACH_BYTES)..span.end);
        let mut overlapping = near.filter(|(start, (end, _))| **start == span.start || *end > span.start);
        overlapping.all(|(start, (_, known))| *start < span.start && moments.differ_from(known))
    }
}

/// When a candidate says that it happened.
struct Moments {
    /// In days before the report.
    days: Vec<i32>,
    opens_with_a_day: bool,
    /// The minute of the day that it opens with.
    minute: Option<u16>,
}

impl Moments {
    fn of(report: &Report, candidate: &Candidate) -> Self {
        // On a page about one day what begins with a time is a step of what stands above it.
        let days = if is_daily(report) { Vec::new() } else { candidate.days(report) };
        let opening = opening_of_line(&report.source[candidate.first.clone()]).map(|(_, opening)| opening);
        let minute = opening.as_ref().and_then(Opening::time).map(|time| time.minute_of_day());
        Self { days, opens_with_a_day: opening.is_some(), minute }
    }

    /// Whether it opens with another day than `other` names, or at another minute.
    fn differ_from(&self, other: &Self) -> bool {
        let have_days = self.opens_with_a_day && !self.days.is_empty() && !other.days.is_empty();
        let minutes = self.minute.zip(other.minute);
        have_days && self.days != other.days || minutes.is_some_and(|(one, other)| one != other)
    }
}

#[cfg(test)]
mod tests {
    use super::accounts;
    use crate::fact::read_incident;
    use crate::report::{LineIndex, PageName, Report};

    #[test]
    fn what_stands_before_the_day_of_an_item_is_what_happened_and_a_drill_is_none() {
        let items = "1. 一号泵停机：3-04 09:10 停机，原因是电容烧了，当天换好。\n\
                     2. 油罐短少 420 升：3-06 发现，原因未查明。\n\
                     3. 断电演练：3-07 做了，恢复用了 47 分钟，目标 30 分钟，不合格。\n\
                     4. 消防演练：3-08 交易中断 12 分钟，原因是阀门接错，当天换好。\n";
        let source = format!("# 周报 2024-03-08\n\n## 生产事件\n\n{items}");
        let report = Report::parse(source, &PageName::default());
        let index = LineIndex::new(&report.source);
        let read = |span| read_incident(&report.source, &index, span, report.date).summary.text;
        let told: Vec<String> = accounts(&report).into_iter().map(|account| read(account.span)).collect();
        assert_eq!(
            told,
            ["一号泵停机：3-04 09:10 停机", "油罐短少 420 升：3-06 发现", "消防演练：3-08 交易中断 12 分钟"]
        );
    }
}
