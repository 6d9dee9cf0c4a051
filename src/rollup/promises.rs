//! The promises that fell due in the period, with what came of them by the reports that were read.

use super::material::{Material, Numbered};
use super::model::{PromisePart, PromiseRow, Told};
use crate::calendar::Period;

/// Those without a day count where they were made.
pub(super) fn part(material: &Material<'_>, period: Period, sources: &mut Numbered<'_>) -> PromisePart {
    let mut rows: Vec<PromiseRow> = Vec::new();
    for promise in &material.promises {
        if !period.contains(promise.due.unwrap_or(promise.made)) {
            continue;
        }
        let Some(cite) = sources.cite(&promise.place) else { continue };
        let evidence = promise.verdict.evidence.as_ref().and_then(|(place, date, text)| {
            Some(Told {
                text: text.clone(),
                date: *date,
                report: place.report.clone(),
                cite: sources.cite(place)?,
                is_after: *date > period.to(),
            })
        });
        rows.push(PromiseRow {
            kind: promise.kind,
            text: promise.text.clone(),
            made: promise.made,
            report: promise.place.report.clone(),
            due: promise.due,
            outcome: promise.verdict.outcome,
            why: promise.verdict.why,
            days: promise.verdict.days,
            cite,
            evidence,
        });
    }
    rows.sort_by_key(|row| (row.due.unwrap_or(row.made), row.made, row.cite));
    PromisePart { rows }
}
