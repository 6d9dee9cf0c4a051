//! One measure under names that share nothing (接通率 and Answer rate): a report's column of values before its own repeats those of an
//! earlier report, and each value that only one measure of either has says which is which.

use std::collections::{BTreeMap, HashMap};

use rust_decimal::Decimal;
use uuid::Uuid;

use super::joined::MOST_DAYS;
use super::lacks_its_unit;
use super::{Keyed, MetricStatement};
use crate::calendar::Date;
use crate::quantity::units_fit;

/// Values before its own by which a report is known to repeat another, at least, or of those with decimals, which are hardly alike by
/// chance; and as a share of all that it gives.
const LEAST_REPEATED: usize = 3;
const LEAST_DECIMALS: usize = 2;
const LEAST_SHARE: f64 = 0.5;

/// Of the reports that have a value, so many are looked at, the nearest first: 100% is everywhere.
const MOST_REPORTS: usize = 64;

/// Numbers below this one without a unit are alike by chance.
const LEAST_BARE: Decimal = Decimal::from_parts(100, 0, 0, false, 0);

/// A statement and the number of its group.
type Stated<'k> = (usize, &'k Keyed);

/// Reports come by date.
type Report = (Date, Uuid);

/// A value that is told as the one before, and the statement that tells it.
struct Before<'k> {
    value: Decimal,
    group: usize,
    unit: &'k str,
}

/// Pairs of groups of which one report's values are the other's values before.
pub(super) fn pairs(groups: &[Vec<Keyed>]) -> Vec<(usize, usize)> {
    let mut reports: BTreeMap<Report, Vec<Stated<'_>>> = BTreeMap::new();
    for (at, one) in groups.iter().enumerate().flat_map(|(at, group)| group.iter().map(move |one| (at, one))) {
        let MetricStatement { date, place, .. } = &one.statement;
        reports.entry((*date, place.report_id())).or_default().push((at, one));
    }
    let mut having: HashMap<Decimal, Vec<Report>> = HashMap::new();
    for (report, stated) in &reports {
        for (_, one) in stated {
            having.entry(one.statement.metric.value).or_default().push(*report);
        }
    }
    let mut found: Vec<(usize, usize)> = Vec::new();
    for ((date, _), stated) in &reports {
        let told: Vec<Before<'_>> = stated.iter().filter_map(before).collect();
        let Some(earlier) = repeated(*date, &told, &having).and_then(|report| reports.get(&report)) else { continue };
        let has = |group: usize| earlier.iter().any(|(other, _)| *other == group);
        let unknown = told.iter().filter(|before| !has(before.group));
        found.extend(unknown.filter_map(|before| Some((before.group, only(before, &told, earlier)?))));
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn before<'k>((group, one): &Stated<'k>) -> Option<Before<'k>> {
    let metric = &one.statement.metric;
    let is_telling = |value: &Decimal| !metric.unit.is_empty() || *value >= LEAST_BARE || value.scale() > 0;
    let value = metric.before.filter(is_telling)?;
    Some(Before { value, group: *group, unit: &metric.unit })
}

/// The report near before `date` that has most of the values told as those before.
fn repeated(date: Date, told: &[Before<'_>], having: &HashMap<Decimal, Vec<Report>>) -> Option<Report> {
    let mut votes: BTreeMap<Report, (usize, usize)> = BTreeMap::new();
    let mut values: Vec<Decimal> = told.iter().map(|before| before.value).collect();
    values.sort_unstable();
    values.dedup();
    for value in &values {
        let all = having.get(value).map_or(&[][..], Vec::as_slice);
        let earlier = &all[..all.partition_point(|(day, _)| *day < date)];
        let mut near: Vec<Report> = earlier.iter().rev().take(MOST_REPORTS).copied().collect();
        near.dedup();
        for report in near.into_iter().filter(|(day, _)| (date - *day).get_days() <= MOST_DAYS) {
            let (all, decimals) = votes.entry(report).or_default();
            *all += 1;
            *decimals += usize::from(value.normalize().scale() > 0);
        }
    }
    let (report, (all, decimals)) = votes.into_iter().max_by_key(|(report, counts)| (*counts, *report))?;
    let is_enough = all >= LEAST_REPEATED || decimals >= LEAST_DECIMALS;
    (is_enough && all as f64 >= LEAST_SHARE * values.len() as f64).then_some(report)
}

/// The one group that has the value in the earlier report, where nothing else of the later one had it before. A row of a table that has a
/// value before its own, too, comes before what is said in passing.
fn only(before: &Before<'_>, told: &[Before<'_>], earlier: &[Stated<'_>]) -> Option<usize> {
    let fits =
        |unit: &str| units_fit(unit, before.unit) || before.value >= LEAST_BARE && lacks_its_unit(unit, before.unit);
    let is_another =
        |other: &Before<'_>| other.value == before.value && other.group != before.group && fits(other.unit);
    if told.iter().any(is_another) {
        return None;
    }
    let with = earlier.iter().filter(|(_, other)| {
        let metric = &other.statement.metric;
        metric.value == before.value && fits(&metric.unit)
    });
    let (rows, others): (Vec<&Stated<'_>>, Vec<_>) =
        with.partition(|(_, other)| other.statement.metric.before.is_some());
    let candidates = if rows.is_empty() { others } else { rows };
    let (first, _) = *candidates.first()?;
    candidates.iter().all(|(other, _)| other == first).then_some(*first)
}
