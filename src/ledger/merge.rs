//! One row an incident: the weekly report before the daily page, which is a further source.

use crate::catalogue::Catalogue;
use crate::fact::Incident;
use crate::record::{PassageRecord, Place};
use crate::text::similarity;

/// One incident, as in the first of its sources.
#[derive(Debug, Clone)]
pub struct IncidentEntry {
    pub incident: Incident,
    /// Never empty; the weekly report before the daily page, the earlier report before the later.
    pub sources: Vec<Place>,
}

/// Least similarity of two accounts of one minute that share no number.
const SHARE_IN_ONE_MINUTE: f64 = 0.12;

/// Least similarity of two accounts of one day.
const SHARE_ON_ONE_DAY: f64 = 0.4;

/// Least similarity of a line that looks back at a day from a later report.
const SHARE_OF_A_LOOK_BACK: f64 = 0.1;

/// Further apart on one day, two accounts are two incidents.
const NEAR_MINUTES: u16 = 30;

/// The incidents of `passages`, each once, in order of when they occurred; those without a day last, as the passages come.
pub(super) fn merged(passages: Vec<PassageRecord>, catalogue: &Catalogue) -> Vec<IncidentEntry> {
    let mut entries: Vec<IncidentEntry> = grouped(passages, catalogue)
        .into_iter()
        .filter_map(|accounts| {
            let incident = accounts.first()?.incident.clone()?;
            Some(IncidentEntry { incident, sources: accounts.iter().map(Place::new).collect() })
        })
        .collect();
    let when = |entry: &IncidentEntry| (entry.incident.occurred.is_none(), entry.incident.occurred.clone());
    entries.sort_by_cached_key(|entry| (when(entry), entry.sources[0].path.clone(), entry.sources[0].lines.first));
    entries
}

/// The incidents among `passages`, each in its first account; in no order.
#[must_use]
pub fn told_once(passages: Vec<PassageRecord>, catalogue: &Catalogue) -> Vec<PassageRecord> {
    grouped(passages, catalogue).into_iter().filter_map(|accounts| accounts.into_iter().next()).collect()
}

/// The accounts of each incident, the week's report before the day's page. No group is empty.
pub(super) fn grouped(mut passages: Vec<PassageRecord>, catalogue: &Catalogue) -> Vec<Vec<PassageRecord>> {
    let covered_days = |passage: &PassageRecord| {
        let coverage = catalogue.entry(passage.report).and_then(|entry| entry.coverage);
        coverage.map_or(0, |coverage| coverage.days())
    };
    passages.sort_by_key(|passage| (covered_days(passage) <= 1, passage.date));
    let mut groups: Vec<Vec<PassageRecord>> = Vec::new();
    for passage in passages {
        let Some(incident) = &passage.incident else { continue };
        let known = groups.iter_mut().find(|accounts| {
            let elsewhere = accounts.iter().all(|known| known.report != passage.report);
            // 5/13额度中心事件：…关闭 in a later report is no other incident of that day.
            let looks_back = incident.minute_of_day().is_none() && accounts[0].date < passage.date;
            let is_known = |known: &Incident| is_same(known, incident) || (looks_back && speaks_of(known, incident));
            elsewhere && accounts[0].incident.as_ref().is_some_and(is_known)
        });
        match known {
            Some(accounts) => accounts.push(passage),
            None => groups.push(vec![passage]),
        }
    }
    groups
}

/// Whether two accounts are of one incident: the same minute and a word or count in common, or the same day, no other time, and similar words.
fn is_same(one: &Incident, other: &Incident) -> bool {
    if one.day().is_none() || one.day() != other.day() {
        return false;
    }
    let share = similarity(&one.summary.text, &other.summary.text);
    match (one.minute_of_day(), other.minute_of_day()) {
        (Some(first), Some(second)) if first == second => share >= SHARE_IN_ONE_MINUTE || counts_agree(one, other),
        (Some(first), Some(second)) => first.abs_diff(second) <= NEAR_MINUTES && share >= SHARE_ON_ONE_DAY,
        _ => share >= SHARE_ON_ONE_DAY,
    }
}

/// Whether a line about the day, without a time, is about the incident.
fn speaks_of(known: &Incident, line: &Incident) -> bool {
    known.day().is_some()
        && known.day() == line.day()
        && similarity(&known.summary.text, &line.summary.text) >= SHARE_OF_A_LOOK_BACK
}

fn counts_agree(one: &Incident, other: &Incident) -> bool {
    one.counts.iter().any(|count| other.counts.contains(count))
}

#[cfg(test)]
mod tests {
    use super::is_same;
    use crate::fact::{Incident, read_incident};
    use crate::report::LineIndex;

    fn incident(text: &str) -> Incident {
        read_incident(text, &LineIndex::new(text), 0..text.len(), "2023-06-20".parse().ok())
    }

    fn same(one: &str, other: &str) -> bool {
        is_same(&incident(one), &incident(other))
    }

    #[test]
    fn the_same_minute_in_other_words_is_one_incident() {
        assert!(same("6/15 11:01 核对发现流水有5991笔差异", "6/15 11:01 对账报警，差5991笔"));
    }

    #[test]
    fn other_people_have_other_incidents_in_the_same_minute() {
        assert!(!same("6/15 09:00 注塑机合模报警", "6/15 09:00 官网打不开"));
    }

    #[test]
    fn the_same_words_hours_later_are_another_incident() {
        assert!(!same("6/15 09:00 短信通道超时告警", "6/15 14:00 短信通道超时告警"));
        assert!(same("6/15 09:00 短信通道超时告警", "6/15 短信通道超时"));
    }
}
