//! The weeks of a series without a value: those whose report does not state it, and those without a report.

use std::collections::HashSet;

use uuid::Uuid;

use super::{Missing, Series};
use crate::calendar::{Date, Period};
use crate::catalogue::{Catalogue, CatalogueEntry};

/// The weeks between the first and the last point without a value, in order. Only weekly reports of those who state the
/// metric are expected to state it again; a day's page is not.
pub fn missing(series: &Series, catalogue: &Catalogue) -> Vec<Missing> {
    let days = || series.points.iter().map(|point| point.date);
    let (Some(first), Some(last)) = (days().min(), days().max()) else { return Vec::new() };
    let authors: HashSet<&Option<String>> = series.points.iter().map(|point| point.place.author()).collect();
    let reports: HashSet<Uuid> = series.points.iter().map(|point| point.place.report_id()).collect();
    let told: HashSet<Date> = days().collect();
    let is_telling = |entry: &&CatalogueEntry| reports.contains(&entry.record.report);
    let (telling, silent): (Vec<_>, Vec<_>) = catalogue.entries().iter().partition(is_telling);
    // Another team's pages, which are called otherwise, are not expected to state it.
    let kinds: HashSet<&str> = telling.iter().map(|entry| entry.kind.as_str()).collect();
    let is_theirs =
        |entry: &&CatalogueEntry| authors.contains(&entry.record.author) && kinds.contains(entry.kind.as_str());
    let silent = silent.into_iter().filter(is_theirs).filter_map(|entry| {
        let date = entry.record.date().filter(|date| first < *date && *date < last)?;
        let is_weekly = entry.coverage.is_some_and(|coverage| coverage.days() > 1);
        is_weekly.then(|| Missing { week: entry.record.name.clone(), date, reported: true })
    });
    // Another point of that day tells the week all the same: two files, or a page beside the report.
    let silent = silent.filter(|week| !told.contains(&week.date));
    let gaps = catalogue.gaps(Some(Period::between(first, last)));
    let unreported = gaps.into_iter().map(|(week, days)| Missing { week, date: middle(days), reported: false });
    let mut missing: Vec<Missing> =
        silent.chain(unreported.filter(|week| first < week.date && week.date < last)).collect();
    missing.sort_by(|one, other| (one.date, &one.week).cmp(&(other.date, &other.week)));
    missing
}

fn middle(period: Period) -> Date {
    let half = usize::try_from(period.days() / 2).unwrap_or_default();
    period.dates().nth(half).unwrap_or_else(|| period.from())
}
