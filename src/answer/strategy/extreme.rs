//! The highest or the lowest of a figure over the reports.

use super::asked::{Answering, Asked, Form, Strategy};
use super::number::{Reading, reports};
use super::series::is_course;
use super::sought::Sought;
use crate::answer::compose::Draft;
use crate::question::Intent;

pub(super) const STRATEGY: Strategy = Strategy { name: "extreme", form: Form::Rows, applies, answer };

fn applies(asked: &Asked<'_>) -> bool {
    (asked.asks(Intent::Highest) || asked.asks(Intent::Lowest)) && !asked.asks(Intent::Trend)
}

fn answer<'a>(asked: &'a Asked<'_>) -> Answering<'a> {
    // Of a metric alone: what other numbers are found are not all there are.
    Box::pin(asked.by_figures(|_, measured, draft| {
        let Some(measured) = measured else { return false };
        measured.doubt_if_sparse(draft);
        if !is_course(&measured.readings) {
            draft.leave_in_doubt();
        }
        extreme(&measured.readings, &asked.sought, draft)
    }))
}

/// The highest or the lowest of a figure over the reports; false when fewer than two state it.
pub(super) fn extreme(readings: &[Reading<'_>], sought: &Sought<'_>, draft: &mut Draft) -> bool {
    let lowest = sought.asks(Intent::Lowest);
    let by_value = |reading: &&Reading<'_>| reading.figure.value;
    let best = if lowest { readings.iter().min_by_key(by_value) } else { readings.iter().max_by_key(by_value) };
    let Some(best) = best.filter(|_| readings.len() > 1) else { return false };
    let (report, written, count) = (best.place(), &best.written, reports(readings));
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
    draft.cite_inputs(lead, readings.iter().map(|reading| (reading.passage, reading.sentence.clone())));
    true
}
