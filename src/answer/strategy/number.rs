//! The figure that a question is about, as the found passages state it: report by report.

use std::collections::HashSet;

use super::sought::{ACCEPTED, Sought};
use crate::answer::compose::report_name;
use crate::fact::{Figure, Standing, figures, marked_sentences};
use crate::question::Bound;
use crate::record::PassageRecord;
use crate::report::{SectionKind, Span};
use crate::retrieve::Found;

/// The figure asked for, as one report states it.
#[derive(Debug, Clone)]
pub(super) struct Reading<'a> {
    pub(super) passage: &'a PassageRecord,
    /// The sentence, bytes of the passage's text.
    pub(super) sentence: Span,
    pub(super) figure: Figure,
    pub(super) written: String,
    /// The time that it is of (5月), where that is another one than its report's.
    pub(super) time: String,
    /// Whether it has a unit, and its own name, not what it stands under, speaks of the question.
    pub(super) is_measure: bool,
}

impl Reading<'_> {
    /// `第26周 2023-06-20`, `W31 2025-07-31 · 6月`.
    pub(super) fn place(&self) -> String {
        let report = report_name(self.passage);
        if self.time.is_empty() { report } else { format!("{report} · {}", self.time) }
    }
}

/// How many reports state them.
pub(super) fn reports(readings: &[Reading<'_>]) -> usize {
    readings.iter().map(|reading| reading.passage.report).collect::<HashSet<_>>().len()
}

/// A figure of the passages that were found, before it is known whether it is the one asked for.
struct Candidate<'a> {
    reading: Reading<'a>,
    /// The share of the question that the figure's name and place speak of.
    share: f32,
    /// The share that its name alone speaks of.
    own: f32,
    /// Of the concepts that its name and place speak of, the weightiest.
    heaviest: f32,
}

/// How much of the question a figure's name, with its headings, must speak of.
const SHARE: f32 = 0.5;

/// The part of the best share from which on a figure is the same one.
const SERIES: f32 = 0.75;

/// What the clauses before a figure count, beside its own name.
const WITH_CLAUSE: f32 = 0.9;

/// The figure of each report that is the one asked for, in the order of the reports, out of the passages that were found; and the
/// share of the question that the best of them speaks of.
pub(super) fn readings<'a>(found: &'a [Found], sought: &Sought<'_>) -> (Vec<Reading<'a>>, f32) {
    let mut all: Vec<Candidate<'a>> = Vec::new();
    for found in found {
        let passage = &found.passage;
        if passage.covered || passage.section_kind == SectionKind::Plan {
            continue;
        }
        let cosine = found.hit.dense.map_or(0.0, |leg| leg.score);
        let place = format!("{} {}", passage.section.last().map_or("", String::as_str), passage.parent);
        for sentence in marked_sentences(&passage.text, 0..passage.text.len()) {
            let words = &passage.text[sentence.clone()];
            let meant = figures(words).into_iter().filter(|figure| figure.standing == Standing::Now);
            let meant: Vec<Figure> = meant.collect();
            // Which of the columns is the report's own the ledger knows.
            if words.trim_start().starts_with('|') && meant.len() > 1 {
                continue;
            }
            let shared = meant.into_iter().map(|figure| {
                let own = sought.wanted.share(&figure.name);
                let before = &words[..figure.span.end];
                let share = sought.wanted.share(&format!("{place} {}", figure.name));
                let share = share.max(WITH_CLAUSE * sought.wanted.share(&format!("{place} {before}")));
                (share, own, figure)
            });
            let best = shared.reduce(|one, other| if (other.0, other.1) > (one.0, one.1) { other } else { one });
            let Some((share, own, figure)) = best else { continue };
            if share >= SHARE || sought.wanted.evidence(share, cosine) >= ACCEPTED {
                let written = words[figure.span.clone()].to_string();
                let is_measure = own > 0.0 && !figure.unit.is_empty();
                let heaviest = sought.wanted.heaviest_met(&format!("{place} {}", figure.name));
                all.push(Candidate {
                    reading: Reading { passage, sentence, figure, written, time: String::new(), is_measure },
                    share,
                    own,
                    heaviest,
                });
            }
        }
    }
    let top = all.iter().map(|known| known.share).fold(0.0, f32::max);
    let heaviest = all.iter().filter(|known| known.share >= top).map(|known| known.heaviest).fold(0.0, f32::max);
    all.retain(|known| known.share >= top * SERIES && known.heaviest >= heaviest);
    keep_one_unit(&mut all);
    // The best of each report.
    let order = |known: &Candidate<'_>| (known.reading.passage.date, known.reading.passage.report);
    all.sort_by(|one, other| {
        order(one)
            .cmp(&order(other))
            .then((other.share + other.own).total_cmp(&(one.share + one.own)))
            .then(one.reading.passage.start.cmp(&other.reading.passage.start))
    });
    let mut readings: Vec<Reading<'a>> = all.into_iter().map(|known| known.reading).collect();
    readings.dedup_by(|later, earlier| later.passage.report == earlier.passage.report);
    (readings, top)
}

/// Figures in different units are not set side by side: those in the commonest unit stay.
fn keep_one_unit(all: &mut Vec<Candidate<'_>>) {
    let unit_of = |known: &Candidate<'_>| known.reading.figure.unit.clone();
    let count = |unit: &str| all.iter().filter(|known| known.reading.figure.unit == unit).count();
    let commonest = all.iter().map(unit_of).max_by_key(|unit| count(unit));
    if let Some(unit) = commonest {
        all.retain(|known| known.reading.figure.unit == unit);
    }
}

/// Whether a figure keeps a bound.
pub(super) fn keeps(figure: &Figure, bound: &Bound) -> bool {
    if bound.is_least { figure.value > bound.figure.value } else { figure.value < bound.figure.value }
}
