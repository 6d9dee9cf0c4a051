//! A figure at two times that a question names, and the difference.

use rust_decimal::Decimal;

use super::asked::{Answering, Asked, Form, Strategy};
use super::number::Reading;
use crate::answer::compose::{Draft, report_name};
use crate::calendar::{Period, mentions};
use crate::fact::Figure;
use crate::question::Intent;
use crate::retrieve::TimeRead;

/// Asked before the others, since it wants both times at once.
pub(super) const STRATEGY: Strategy = Strategy { name: "compare", form: Form::One, applies, answer };

fn applies(asked: &Asked<'_>) -> bool {
    asked.asks(Intent::Compare)
}

fn answer<'a>(asked: &'a Asked<'_>) -> Answering<'a> {
    Box::pin(asked.by_figures(|readings, _, draft| compare(readings, &asked.retrieval.times, draft)))
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
    // 五月 is asked about and the report of May has the costs of April: nothing to compare by that.
    let is_of_another_time = |reading: &&Reading<'_>| {
        let asked =
            asked.iter().filter(|time| !time.scope.by_label && time.scope.reports.contains(&reading.passage.report));
        let periods: Vec<Period> = asked.flat_map(|time| time.scope.periods.iter().copied()).collect();
        names_another_time(reading, &periods)
    };
    if compared.len() < 2 || compared.iter().any(is_of_another_time) {
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

/// Whether the sentence of a figure names a time, and none that touches `periods`.
fn names_another_time(reading: &Reading<'_>, periods: &[Period]) -> bool {
    let words = &reading.passage.text[reading.sentence.clone()];
    let Some(day) = reading.passage.date() else { return false };
    let read = mentions(words).into_iter().filter_map(|mention| mention.reading.ok()?.resolve(day).ok());
    let named: Vec<Period> = read.collect();
    !named.is_empty()
        && !periods.is_empty()
        && !named.iter().any(|named| periods.iter().any(|period| period.overlaps(*named)))
}

/// A difference of percentages is in points.
fn difference_unit(figure: &Figure) -> &str {
    if figure.unit == "%" { "个百分点" } else { &figure.unit }
}
