//! A figure over the reports, in their order.

use std::collections::HashSet;

use super::asked::{Answering, Asked, Form, Strategy};
use super::number::{Reading, reports};
use crate::answer::compose::{Draft, one_line};
use crate::question::{Intent, Question};
use crate::retrieve::TimeRead;
use crate::vocabulary::{Sense, Words};

pub(super) const STRATEGY: Strategy = Strategy { name: "series", form: Form::Rows, applies, answer };

/// Whether enough reports state it to say how it went, and which of its values is the highest.
pub(super) fn is_course(readings: &[Reading<'_>]) -> bool {
    const FEWEST_REPORTS: usize = 3;
    reports(readings) >= FEWEST_REPORTS
}

fn applies(asked: &Asked<'_>) -> bool {
    (asked.asks(Intent::Trend) || asked.asks(Intent::Compare)) && !asks_for_dates(asked.question)
}

fn answer<'a>(asked: &'a Asked<'_>) -> Answering<'a> {
    Box::pin(asked.by_figures(|readings, measured, draft| {
        // Bare numbers that merely stand near what is asked for are of this and that.
        let is_one = measured.is_some() || readings.iter().all(|reading| reading.is_measure);
        let has_rows = is_one && series(readings, draft);
        measured.filter(|_| has_rows).into_iter().for_each(|measured| {
            measured.note_missing(draft);
            measured.doubt_if_sparse(draft);
        });
        let is_no_course = asked.asks(Intent::Trend) && !is_course(readings);
        if is_no_course || lacks_a_time(readings, &asked.retrieval.times) {
            draft.leave_in_doubt();
        }
        has_rows
    }))
}

/// Whether one of several times that the question names has no value: 6月比7月高多少.
pub(super) fn lacks_a_time(readings: &[Reading<'_>], times: &[TimeRead]) -> bool {
    let asked: Vec<&TimeRead> = times.iter().filter(|time| time.asked).collect();
    let is_told = |time: &&TimeRead| readings.iter().any(|reading| time.fits(reading.passage));
    asked.len() > 1 && !asked.iter().all(is_told)
}

/// The figure in every report that states it, with the first, the last and both ends; false of fewer than two values.
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
    let worded = |reading: &Reading<'_>, brackets: [&str; 2]| {
        format!("{}{}{}{}", reading.written, brackets[0], reading.place(), brackets[1])
    };
    let (count, least, most) = (reports(readings), &lowest.written, &highest.written);
    let chinese = [first, last].map(|reading| worded(reading, ["（", "）"]));
    let english = [first, last].map(|reading| worded(reading, [" (", ")"]));
    let lead = draft.sentences().len();
    draft.lead(
        format!("{count} 篇周报有数：从 {}到 {}，最低 {least}，最高 {most}：", chinese[0], chinese[1]),
        format!("{count} reports state it: from {} to {}, lowest {least}, highest {most}:", english[0], english[1]),
    );
    let mut quoted = HashSet::new();
    for reading in readings {
        // Two months in one row of a table.
        if !quoted.insert((reading.passage.report, reading.passage.start, reading.sentence.start)) {
            continue;
        }
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

/// Whether it is dates that are followed over the reports, such as those of a go-live.
fn asks_for_dates(question: &Question) -> bool {
    static WORDS: Words = Words::of(&[Sense::AskedMove, Sense::AskedDate, Sense::AskedDayOfStep]);
    question.asks(Intent::Trend) && (question.asks(Intent::When) || WORDS.are_in(&question.text))
}
