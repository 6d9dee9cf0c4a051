//! In which weeks there was any of what is counted: 哪几周有CD级事故.

use super::asked::{Answering, Asked, Form, Strategy};
use super::measured::Measured;
use super::newest;
use super::number::Reading;
use super::sought::Sought;
use crate::answer::compose::Draft;
use crate::question::Intent;
use crate::vocabulary::{Sense, Words};

pub(super) const STRATEGY: Strategy = Strategy { name: "weeks", form: Form::Rows, applies, answer };

fn applies(asked: &Asked<'_>) -> bool {
    asked.asks(Intent::InWeek)
}

fn answer<'a>(asked: &'a Asked<'_>) -> Answering<'a> {
    Box::pin(
        asked.by_figures(|_, measured, draft| measured.is_some_and(|measured| list(measured, &asked.sought, draft))),
    )
}

/// 哪几周有CD级事故: the reports whose count is not nothing. False for what is no count, or where the question does not ask
/// whether there was any.
fn list(measured: &Measured<'_>, sought: &Sought<'_>, draft: &mut Draft) -> bool {
    static ANY: Words = Words::of(&[Sense::AskedAny]);
    static COUNTERS: Words = Words::of(&[Sense::AskedCount]);
    let is_counter = |unit: &str| unit.is_empty() || COUNTERS.have(unit);
    let is_count = measured.readings.iter().all(|reading| is_counter(&reading.figure.unit));
    if !is_count || !sought.question.bounds.is_empty() || !ANY.are_in(&sought.question.text) {
        return false;
    }
    let with: Vec<&Reading<'_>> = measured.readings.iter().filter(|reading| !reading.figure.value.is_zero()).collect();
    let (all, some) = (measured.readings.len(), with.len());
    let lead = draft.sentences().len();
    draft.lead(
        format!("{all} 篇周报有数，其中 {some} 篇不为 0{}", if some == 0 { "。" } else { "：" }),
        format!("{all} reports state it, {some} of them other than 0{}", if some == 0 { "." } else { ":" }),
    );
    // Where there was none, the reports that say so are the evidence.
    let shown: Vec<&Reading<'_>> = if some == 0 { measured.readings.iter().collect() } else { with };
    let (shown, earlier) = newest(shown);
    for reading in shown {
        draft.quote(reading.passage, reading.sentence.clone());
    }
    draft.say_more(earlier, Some("metrics"));
    draft.cite_inputs(lead, measured.readings.iter().map(|reading| (reading.passage, reading.sentence.clone())));
    measured.note_missing(draft);
    true
}
