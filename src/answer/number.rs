//! Answers that need a figure of several reports: which was highest, how two compare, how it went on.

use rust_decimal::Decimal;

use super::compose::{Draft, one_line, report_name};
use super::sought::{ACCEPTED, Sought};
use crate::fact::{Figure, Standing, figures, sentences};
use crate::question::{Bound, Intent};
use crate::record::PassageRecord;
use crate::report::{SectionKind, Span};
use crate::retrieve::{Found, TimeRead};

/// The figure asked for, as one report states it.
#[derive(Debug, Clone)]
pub(super) struct Reading<'a> {
    pub(super) passage: &'a PassageRecord,
    /// The sentence, bytes of the passage's text.
    pub(super) sentence: Span,
    pub(super) figure: Figure,
    pub(super) written: String,
}

/// A figure of the passages that were found, before it is known whether it is the one asked for.
struct Candidate<'a> {
    reading: Reading<'a>,
    /// The share of the question that the figure's name and place speak of.
    share: f32,
    /// The share that its name alone speaks of.
    own: f32,
    /// Of the notions that its name and place speak of, the weightiest.
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
        for sentence in sentences(&passage.text, 0..passage.text.len()) {
            let words = &passage.text[sentence.clone()];
            let meant = figures(words).into_iter().filter(|figure| figure.standing == Standing::Now);
            let shared = meant.map(|figure| {
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
                let heaviest = sought.wanted.heaviest_met(&format!("{place} {}", figure.name));
                all.push(Candidate { reading: Reading { passage, sentence, figure, written }, share, own, heaviest });
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

/// The reports whose figure keeps the bounds of the question; false when none states the figure.
pub(super) fn within_bounds(readings: &[Reading<'_>], sought: &Sought<'_>, draft: &mut Draft) -> bool {
    let bounds = &sought.question.bounds;
    let fits = |reading: &&Reading<'_>| bounds.iter().all(|bound| reading.figure.unit_fits(&bound.figure));
    let readings: Vec<&Reading<'_>> = readings.iter().filter(fits).collect();
    if bounds.is_empty() || readings.is_empty() {
        return false;
    }
    let keeps = |reading: &&&Reading<'_>| bounds.iter().all(|bound| keeps(&reading.figure, bound));
    let meant: Vec<&&Reading<'_>> = readings.iter().filter(keeps).collect();
    let (count, all) = (meant.len(), readings.len());
    let lead = draft.sentences().len();
    draft.lead(
        format!("{all} 篇周报有数，其中 {count} 篇符合："),
        format!("{all} reports state it, {count} of them fit:"),
    );
    for reading in &meant {
        draft.quote(reading.passage, reading.sentence.clone());
    }
    draft.cite_lead(lead);
    !meant.is_empty()
}

/// Whether a figure keeps a bound.
pub(super) fn keeps(figure: &Figure, bound: &Bound) -> bool {
    if bound.is_least { figure.value > bound.figure.value } else { figure.value < bound.figure.value }
}

/// The highest or the lowest of a figure over the reports; false when fewer than two state it.
pub(super) fn extreme(readings: &[Reading<'_>], sought: &Sought<'_>, draft: &mut Draft) -> bool {
    let lowest = sought.asks(Intent::Lowest);
    let by_value = |reading: &&Reading<'_>| reading.figure.value;
    let best = if lowest { readings.iter().min_by_key(by_value) } else { readings.iter().max_by_key(by_value) };
    let Some(best) = best.filter(|_| readings.len() > 1) else { return false };
    let (report, written, count) = (report_name(best.passage), &best.written, readings.len());
    let (chinese, english) = if lowest { ("最低", "lowest") } else { ("最高", "highest") };
    let lead = draft.sentences().len();
    draft.lead(
        format!("{count} 篇周报里{chinese}的是{report}：{written}"),
        format!("The {english} of {count} reports is {written}, in {report}:"),
    );
    let equal = readings.iter().filter(|reading| reading.figure.value == best.figure.value);
    for reading in equal {
        draft.quote(reading.passage, reading.sentence.clone());
    }
    draft.cite_lead(lead);
    true
}

/// The figure at each of the times asked about and the difference; false when fewer than two times state it.
pub(super) fn compare(readings: &[Reading<'_>], times: &[TimeRead], draft: &mut Draft) -> bool {
    let asked: Vec<&TimeRead> = times.iter().filter(|time| time.asked).collect();
    let at = |time: &&TimeRead| readings.iter().rfind(|reading| time.scope.reports.contains(&reading.passage.report));
    let mut compared: Vec<&Reading<'_>> = match asked.len() {
        0 | 1 => Vec::new(),
        _ => asked.iter().filter_map(at).collect(),
    };
    compared.sort_by_key(|reading| reading.passage.date);
    compared.dedup_by_key(|reading| reading.passage.report);
    let ([first, ..], [.., last]) = (compared.as_slice(), compared.as_slice()) else { return false };
    if compared.len() < 2 {
        return false;
    }
    let (change, unit) = (last.figure.value - first.figure.value, difference_unit(&first.figure));
    let (from, to) = (report_name(first.passage), report_name(last.passage));
    let size = change.abs().normalize();
    let (chinese, english) = match change {
        change if change.is_zero() => ("相同".to_string(), "unchanged".to_string()),
        change if change > Decimal::ZERO => (format!("高 {size}{unit}"), format!("up {size}{unit}")),
        _ => (format!("低 {size}{unit}"), format!("down {size}{unit}")),
    };
    let lead = draft.sentences().len();
    draft.lead(
        format!("{to}为 {}，比{from}的 {} {chinese}：", last.written, first.written),
        format!("{} in {to} against {} in {from}, {english}:", last.written, first.written),
    );
    for reading in compared {
        draft.quote(reading.passage, reading.sentence.clone());
    }
    draft.cite_lead(lead);
    true
}

/// The figure in every report that states it, with the first, the last and both ends; false when fewer than two do.
pub(super) fn series(readings: &[Reading<'_>], draft: &mut Draft) -> bool {
    let ([first, ..], [.., last]) = (readings, readings) else { return false };
    if readings.len() < 2 {
        return false;
    }
    let by_value = |reading: &&Reading<'_>| reading.figure.value;
    let (Some(lowest), Some(highest)) = (readings.iter().min_by_key(by_value), readings.iter().max_by_key(by_value))
    else {
        return false;
    };
    let told = |reading: &Reading<'_>, brackets: [&str; 2]| {
        format!("{}{}{}{}", reading.written, brackets[0], report_name(reading.passage), brackets[1])
    };
    let (count, least, most) = (readings.len(), &lowest.written, &highest.written);
    let chinese = [first, last].map(|reading| told(reading, ["（", "）"]));
    let english = [first, last].map(|reading| told(reading, [" (", ")"]));
    let lead = draft.sentences().len();
    draft.lead(
        format!("{count} 篇周报有数：从 {}到 {}，最低 {least}，最高 {most}：", chinese[0], chinese[1]),
        format!("{count} reports state it: from {} to {}, lowest {least}, highest {most}:", english[0], english[1]),
    );
    for reading in readings {
        let words = one_line(&reading.passage.text, reading.sentence.clone());
        if words.chars().count() < 80 {
            draft.quote(reading.passage, reading.sentence.clone());
        } else {
            draft.value(reading.passage, reading.sentence.clone(), &reading.figure.name, &reading.written);
        }
    }
    draft.cite_lead(lead);
    true
}

/// A difference of percentages is told in points.
fn difference_unit(figure: &Figure) -> &str {
    if figure.unit == "%" { "个百分点" } else { &figure.unit }
}
