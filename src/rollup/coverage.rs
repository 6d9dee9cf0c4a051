//! Which reports a roll-up read, which weeks it misses, which reports lie across its edges.

use std::collections::BTreeSet;

use super::material::Material;
use super::model::{Coverage, MissingWeek, ReportRead};
use crate::calendar::{Date, Period};
use crate::catalogue::CatalogueEntry;

pub(super) fn of(material: &Material<'_>, period: Period) -> Coverage {
    let read = |entry: &CatalogueEntry, date: Date| ReportRead {
        report: entry.record.name.clone(),
        date,
        author: entry.record.author.clone(),
        path: entry.record.path.clone(),
        covers: entry.coverage,
        straddles: entry.coverage.is_some_and(|coverage| !period.contains_period(coverage)),
    };
    let tells_of: BTreeSet<&str> = material
        .incidents
        .iter()
        .filter(|thread| thread.incident.day().is_some_and(|day| period.contains(day)))
        .flat_map(|thread| thread.tellings.iter().filter(|telling| !telling.looks_back))
        .map(|telling| telling.place.path())
        .collect();
    let mut coverage = Coverage {
        missing: material
            .catalogue
            .gaps(Some(period))
            .into_iter()
            .map(|(week, days)| MissingWeek { week, days })
            .collect(),
        undated: material
            .passages
            .iter()
            .filter(|passage| passage.date().is_none())
            .map(|passage| {
                passage.metrics.len() + passage.milestones.len() + passage.goals.len() + passage.incident.iter().count()
            })
            .sum(),
        ..Coverage::default()
    };
    for (entry, date) in material.entries() {
        let day = material.day_of(entry.record.report, date);
        if period.contains(day) {
            coverage.read.push(read(entry, date));
        } else {
            if tells_of.contains(entry.record.path.as_str()) {
                coverage.beside.push(read(entry, date));
            }
            coverage.after += usize::from(day > period.to());
        }
    }
    coverage
}
