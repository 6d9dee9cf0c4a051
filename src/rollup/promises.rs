//! The promises that fell due in the period, with what came of them by the reports that were read.

use super::digest::one_line;
use super::material::{Material, Numbered};
use super::model::{Excerpt, PromisePart, PromiseRow};
use crate::calendar::Period;
use crate::fact::Status;
use crate::text::similarity;
use crate::thread::{IncidentThread, Promise, Promised};

/// Two lines for one day are one promise from this share of their words on.
const SHARE_OF_ONE_PROMISE: f64 = 0.4;

/// Those without a day count where they were made.
pub(super) fn part(material: &Material<'_>, period: Period, sources: &mut Numbered<'_>) -> PromisePart {
    let mut rows: Vec<PromiseRow> = Vec::new();
    for promise in &material.promises {
        let is_made_in = || material.is_of(period, promise.place.report_id(), promise.made);
        if !promise.due.map_or_else(is_made_in, |due| period.contains(due)) {
            continue;
        }
        let Some(cite) = sources.cite(&promise.place) else { continue };
        let evidence = promise.verdict.evidence.as_ref().and_then(|(place, date, text)| {
            Some(Excerpt {
                text: one_line(text),
                date: *date,
                report: place.report().to_string(),
                cite: sources.cite(place)?,
                is_after: material.day_of(place.report_id(), *date) > period.to(),
            })
        });
        let row = PromiseRow {
            kind: promise.kind,
            text: text_of(material, promise),
            made: promise.made,
            report: promise.place.report().to_string(),
            due: promise.due,
            outcome: promise.verdict.outcome,
            why: promise.verdict.why,
            days: promise.verdict.days,
            cites: vec![cite],
            evidence,
        };
        match rows.iter_mut().find(|known| is_same(known, &row)) {
            Some(known) => merge(known, row),
            None => rows.push(row),
        }
    }
    rows.sort_by_key(|row| (row.due.unwrap_or(row.made), row.made, row.cites[0]));
    PromisePart { rows }
}

/// The text of a promise; an incident's open issue (原因核实中) is preceded by the incident.
fn text_of(material: &Material<'_>, promise: &Promise) -> String {
    let is_it = |thread: &&IncidentThread| {
        promise.kind == Promised::Open
            && thread.incident.status == Status::Open
            && thread.tellings.iter().any(|telling| telling.place == promise.place)
    };
    let Some(thread) = material.incidents.iter().find(is_it) else { return one_line(&promise.text) };
    let summary = thread.incident.summary.text.split(['，', '。', ',']).next().unwrap_or_default();
    let day = thread.incident.day().map(|day| format!("{}/{} ", day.month(), day.day())).unwrap_or_default();
    format!("{day}{summary}：{}", promise.text)
}

/// Whether two lines promise one thing: for one day (or by one report, where they name none), in much the same words.
fn is_same(one: &PromiseRow, other: &PromiseRow) -> bool {
    let same_time = match (one.due, other.due) {
        (Some(one), Some(other)) => one == other,
        (None, None) => one.made == other.made,
        _ => false,
    };
    // Different outcomes stay separate: a reader has to see both.
    let agree = one.outcome == other.outcome || is_undecided(one) || is_undecided(other);
    // Two steps of two works: each has a name of its own. What is written alike is read twice.
    let are_steps = one.kind == Promised::Step && other.kind == Promised::Step && one.text != other.text;
    same_time && agree && !are_steps && similarity(&one.text, &other.text) >= SHARE_OF_ONE_PROMISE
}

/// Keeps the decided promise, with the places of both.
fn merge(known: &mut PromiseRow, mut row: PromiseRow) {
    let cites: Vec<usize> = row.cites.iter().copied().filter(|cite| !known.cites.contains(cite)).collect();
    known.cites.extend(cites);
    if is_undecided(known) && !is_undecided(&row) {
        row.cites = std::mem::take(&mut known.cites);
        (row.made, row.report) = (known.made, std::mem::take(&mut known.report));
        *known = row;
    }
}

fn is_undecided(row: &PromiseRow) -> bool {
    !row.outcome.is_decided()
}
