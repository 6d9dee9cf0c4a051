//! Statements that were likely misread by their form, and that a series bears out: it has their name, and values of their size from
//! reports around theirs.

use std::collections::{HashMap, HashSet};

use rust_decimal::Decimal;
use uuid::Uuid;

use super::joined::{LEAST_COUNT, MOST_DAYS, MOST_TIMES};
use super::{Keyed, lacks_its_unit};
use crate::quantity::units_fit;

/// Reports that a series has to be of.
const LEAST_REPORTS: usize = 2;

/// Adds each of `others` to the one series that bears it out; where a report has several for one series, the likeliest. → Those that none
/// bears out.
pub(super) fn add(groups: &mut [Vec<Keyed>], mut others: Vec<Keyed>) -> Vec<Keyed> {
    let mut by_key: HashMap<String, Vec<usize>> = HashMap::new();
    let mut reports: Vec<HashSet<Uuid>> = groups.iter().map(|group| reports(group)).collect();
    for (at, group) in groups.iter().enumerate().filter(|(_, group)| is_series(group)) {
        let keys: HashSet<&str> = group.iter().map(|one| one.naming.key.as_str()).collect();
        // What a measure is called stands at the end of its name: 电耗 of 百公里电耗.
        let ends = keys.iter().flat_map(|key| key.char_indices().map(|(from, _)| key[from..].to_string()));
        for end in ends.collect::<HashSet<String>>() {
            by_key.entry(end).or_default().push(at);
        }
    }
    others.sort_by_key(|one| std::cmp::Reverse(one.statement.metric.confidence));
    let mut left = Vec::new();
    for one in others {
        let report = one.statement.place.report_id();
        let candidates = by_key.get(&one.naming.key).map_or(&[][..], Vec::as_slice);
        let mut fitting =
            candidates.iter().copied().filter(|at| !reports[*at].contains(&report) && bears_out(&groups[*at], &one));
        let only = fitting.next().filter(|_| fitting.next().is_none());
        drop(fitting);
        if let Some(at) = only {
            reports[at].insert(report);
            groups[at].push(one);
        } else {
            left.push(one);
        }
    }
    for group in groups {
        group.sort_by_key(|one| (one.statement.date, one.statement.place.lines.first));
    }
    left
}

/// Whether the statements are of enough reports to bear out another one.
fn is_series(group: &[Keyed]) -> bool {
    reports(group).len() >= LEAST_REPORTS
}

fn reports(group: &[Keyed]) -> HashSet<Uuid> {
    group.iter().map(|one| one.statement.place.report_id()).collect()
}

/// Whether the series has the value of one report or more near it, in time and in size. Small counts of the very name are of any size.
fn bears_out(group: &[Keyed], one: &Keyed) -> bool {
    let metric = &one.statement.metric;
    let days = |other: &&Keyed| (other.statement.date - one.statement.date).get_days().abs();
    let Some(nearest) = group.iter().min_by_key(days).filter(|nearest| days(nearest) <= MOST_DAYS) else {
        return false;
    };
    let (unit, value, near) = (&nearest.statement.metric.unit, metric.value, nearest.statement.metric.value);
    let is_named = group.iter().any(|other| other.naming.key == one.naming.key);
    let is_small = value < LEAST_COUNT && near < LEAST_COUNT;
    let times = if is_named { Decimal::TWO } else { MOST_TIMES };
    let is_of_one_size = value <= near * times && near <= value * times;
    nearest.naming.qualifiers == one.naming.qualifiers
        && (units_fit(unit, &metric.unit) || lacks_its_unit(unit, &metric.unit))
        && if is_small { is_named } else { is_of_one_size }
}
