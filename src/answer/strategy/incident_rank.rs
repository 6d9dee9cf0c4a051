//! Incidents in the order of what is asked for: the longest, the largest loss, the most merchants.
//!
//! Which one comes first is arithmetic over the rows; every row that has the figure is cited, and how many have none is said.

use std::collections::{BTreeSet, HashSet};

use rayon::prelude::*;
use rust_decimal::Decimal;

use super::asked::{Answering, Asked, Form, Said, Strategy};
use super::incident_list::of_the_times;
use super::incident_parts::{other_sentences, shown};
use crate::answer::compose::{Draft, length};
use crate::answer::overlap::Wanted;
use crate::fact::{Figure, Incident, Standing, figures};
use crate::ledger::told_once;
use crate::lexicon::Segmenter;
use crate::quantity::units_fit;
use crate::question::{Intent, Language, Question};
use crate::record::PassageRecord;
use crate::vocabulary::{Sense, Words};

pub(super) const STRATEGY: Strategy = Strategy { name: "ranked incidents", form: Form::Rows, applies, answer };

/// Rows shown: the first is asked for, and what comes next says how far ahead it is.
const MOST_ROWS: usize = 5;

/// How much of the things asked about an incident must speak of, and which part of the best name's share the name of what is counted.
const SHARE: f32 = 0.75;

/// By what incidents are put in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Measure {
    Length,
    Money,
    /// How many of the things that the question names.
    Count,
}

/// An incident with its figure.
struct Row<'a> {
    passage: &'a PassageRecord,
    incident: &'a Incident,
    figure: Stated,
}

/// What an incident states of it.
struct Stated {
    value: Decimal,
    unit: String,
    written: String,
    /// The share of the things asked about that its name and unit speak of; 1 where the sort alone is asked for.
    share: f32,
}

fn applies(asked: &Asked<'_>) -> bool {
    static INCIDENTS: Words = Words::of(&[Sense::AsksIncident, Sense::WhichHappened, Sense::WhichIncident]);
    (asked.asks(Intent::Highest) || asked.asks(Intent::Lowest))
        && !asked.asks(Intent::InWeek)
        && INCIDENTS.are_in(&asked.question.text.to_lowercase())
}

fn answer<'a>(asked: &'a Asked<'_>) -> Answering<'a> {
    Box::pin(async move {
        let incidents = asked.retriever.incidents(&asked.retrieval.times, asked.filters).await?;
        let incidents = told_once(asked.retriever, incidents).await?;
        let incidents = of_the_times(&incidents, asked.retrieval);
        let mut draft = asked.draft();
        let is_told = rank(&incidents, asked.question, asked.retriever.segmenter, &mut draft);
        Ok(is_told.then_some(Said::Answer(draft)))
    })
}

/// The incidents that state the figure, the greatest first (the least, where that is asked for); false where fewer than two do.
pub(super) fn rank(
    incidents: &[(&PassageRecord, &Incident)],
    question: &Question,
    segmenter: &Segmenter,
    draft: &mut Draft,
) -> bool {
    let measure = measure_asked(question);
    let about = about(question, segmenter);
    // 失败38笔 has a 失败笔数.
    let counted = |text: &str| figures(text).iter().map(|figure| format!(" {}数", figure.unit)).collect::<String>();
    let is_of_all = about.things() == 0.0;
    let speaks_of_it = |passage: &PassageRecord| {
        is_of_all || about.share_of_things(&format!("{}{}", passage.full_text(), counted(&passage.text))) >= SHARE
    };
    let incidents: Vec<_> = incidents.par_iter().filter(|(passage, _)| speaks_of_it(passage)).collect();
    let language = draft.language();
    let rows = incidents.par_iter().flat_map_iter(|(passage, incident)| {
        let stated = stated(passage, incident, measure, &about, language);
        stated.into_iter().map(|figure| Row { passage, incident, figure })
    });
    let mut rows: Vec<Row<'_>> = rows.collect();
    let most = rows.iter().map(|row| row.figure.share).fold(0.0, f32::max);
    if most < SHARE {
        return false;
    }
    rows.retain(|row| row.figure.share >= SHARE * most);
    // Of things and of papers about them the commoner.
    let alike = |unit: &String| rows.iter().filter(|row| units_fit(unit, &row.figure.unit)).count();
    let units: BTreeSet<String> = rows.iter().map(|row| row.figure.unit.clone()).collect();
    if let Some(unit) = units.into_iter().max_by_key(alike) {
        rows.retain(|row| units_fit(&unit, &row.figure.unit));
    }
    let is_least = question.asks(Intent::Lowest);
    rows.sort_by_key(|row| row.figure.value);
    if !is_least {
        rows.reverse();
    }
    let mut known = HashSet::new();
    rows.retain(|row| known.insert((row.passage.report, row.passage.start)));
    if rows.len() < 2 {
        return false;
    }
    let (all, known) = (incidents.len(), rows.len());
    let lead = draft.sentences().len();
    let (chinese, english) = match (measure, is_least) {
        (Measure::Length, false) => ("持续多久，从长到短", "how long they lasted, the longest first"),
        (Measure::Length, true) => ("持续多久，从短到长", "how long they lasted, the shortest first"),
        (Measure::Money, false) => ("金额，从大到小", "an amount of money, the largest first"),
        (Measure::Money, true) => ("金额，从小到大", "an amount of money, the smallest first"),
        (Measure::Count, false) => ("这个数，从多到少", "such a number, the largest first"),
        (Measure::Count, true) => ("这个数，从少到多", "such a number, the smallest first"),
    };
    let of = if is_of_all { ("", "") } else { ("问到的 ", " that are asked about") };
    draft.lead(
        format!("{}{all} 起事件里 {known} 起写了{chinese}：", of.0),
        format!("{known} of {all} incidents{} state {english}:", of.1),
    );
    for row in rows.iter().take(MOST_ROWS) {
        let when = row.incident.occurred.as_deref().unwrap_or_default().replace('T', " ");
        draft.item(
            row.passage,
            format!("{}{}{when} {}", row.figure.written, draft.colon(), shown(row.passage, &row.incident.summary)),
        );
    }
    draft.cite_inputs(lead, rows.iter().map(|row| (row.passage, 0..row.passage.text.len())));
    draft.say_more(rows.len().saturating_sub(MOST_ROWS), Some("incidents"));
    true
}

fn measure_asked(question: &Question) -> Measure {
    static LENGTHS: Words = Words::of(&[Sense::AskedLength]);
    static LOSSES: Words = Words::of(&[Sense::AskedLoss]);
    let lower = question.text.to_lowercase();
    match () {
        () if question.asks(Intent::Duration) || LENGTHS.are_in(&lower) => Measure::Length,
        () if LOSSES.are_in(&lower) => Measure::Money,
        () => Measure::Count,
    }
}

/// What is asked about beside incidents and what they are compared by: a condition on them, and the things that are counted.
fn about(question: &Question, segmenter: &Segmenter) -> Wanted {
    static BESIDE: Words =
        Words::of(&[Sense::AsksIncident, Sense::WhichIncident, Sense::AskedLength, Sense::AskedLoss]);
    let mut question = question.clone();
    let subject = question.subject.to_lowercase();
    let beside = BESIDE.all_in(&subject).into_iter().map(|found| found.span);
    question.subject = beside.fold(subject.clone(), |rest, span| rest.replace(&subject[span], " "));
    Wanted::new(segmenter, &question)
}

/// The figures of that sort that an incident states; what else was done about it is no measure of it.
fn stated(
    passage: &PassageRecord,
    incident: &Incident,
    measure: Measure,
    about: &Wanted,
    language: Language,
) -> Vec<Stated> {
    if measure == Measure::Length {
        let stated = incident.duration_minutes.map(|minutes| Stated {
            value: minutes.into(),
            unit: String::new(),
            written: length(minutes, language),
            share: 1.0,
        });
        return stated.into_iter().collect();
    }
    let share = |figure: &Figure| match measure {
        Measure::Money => f32::from(u8::from(figure.unit == "元")),
        _ if figure.unit.is_empty() || about.is_empty() => 0.0,
        _ => about.share(&format!("{} {}数", figure.name, figure.unit)),
    };
    // What was paid for it is what it cost.
    let paid = incident.handling.as_ref().filter(|_| measure == Measure::Money);
    let parts = [Some(&incident.summary), incident.impact.as_ref(), paid].into_iter().flatten();
    let parts = parts.map(|part| part.text.as_str());
    let others = other_sentences(passage, incident);
    let texts = parts.chain(others.iter().map(|span| &passage.text[span.clone()]));
    let of_text = |text: &str| -> Vec<Stated> {
        let now = figures(text).into_iter().filter(|figure| figure.standing == Standing::Now);
        let shared = now.map(|figure| (share(&figure), figure)).filter(|(share, _)| *share > 0.0);
        shared
            .map(|(share, figure)| Stated {
                value: figure.value,
                written: text[figure.span].to_string(),
                unit: figure.unit,
                share,
            })
            .collect()
    };
    texts.flat_map(of_text).collect()
}
