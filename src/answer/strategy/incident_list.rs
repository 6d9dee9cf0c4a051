//! Answers that list incidents: those of a time, an author, a level, above or below a bound.

use std::collections::HashMap;

use rayon::prelude::*;
use rust_decimal::Decimal;

use super::asked::{Answering, Asked, Form, Said, Strategy};
use super::incident_parts::{is_asked, shown};
use super::newest;
use super::number::keeps;
use super::of_all::incidents_of_all;
use super::sought::Sought;
use crate::answer::compose::{Draft, Heading};
use crate::answer::premise::in_minutes;
use crate::fact::{Incident, figures, is_put_off, is_stated, sentences};
use crate::ledger::told_once;
use crate::question::{Bound, Question};
use crate::record::PassageRecord;
use crate::retrieve::Retrieval;
use crate::thread::IncidentThread;
use crate::vocabulary::{Sense, Words};

pub(super) const STRATEGY: Strategy = Strategy { name: "incidents", form: Form::Rows, applies, answer };

/// How much of the question an incident of a list must speak of.
const SHARE: f32 = 0.45;

/// The part of the best row's share that the others must have.
const AS_MUCH: f32 = 0.75;

/// The weight of one noun.
const LITTLE: f32 = 1.2;

fn applies(asked: &Asked<'_>) -> bool {
    asked.wanted.lists_incidents(asked.question)
}

fn answer<'a>(asked: &'a Asked<'_>) -> Answering<'a> {
    Box::pin(async move {
        let retriever = asked.retriever;
        let incidents = retriever.incidents(&asked.retrieval.times, asked.filters).await?;
        let mut incidents = told_once(retriever, incidents).await?;
        if let Some(standing) = Standing::asked(asked.question) {
            let threads = incidents_of_all(retriever).await?;
            incidents = standing.of(incidents, &threads);
        }
        let mut draft = asked.draft();
        let is_of_an_author = asked.filters.author.is_some();
        let has_rows = list(&incidents, &asked.sought, asked.retrieval, is_of_an_author, &mut draft);
        Ok(has_rows.then_some(Said::Answer(draft)))
    })
}

/// A condition that a question sets on the state of the incidents it lists; each row is checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Standing {
    Open,
    Closed,
    /// No report that mentions it says that it was done: 没有复盘.
    Without(String),
    /// A negation that no row can be held against.
    Unheld,
}

impl Standing {
    /// `None` where a question sets no such condition.
    pub(super) fn asked(question: &Question) -> Option<Self> {
        static OPEN: Words = Words::of(&[Sense::AskedOpen]);
        static ENDED: Words = Words::of(&[Sense::AskedEnd]);
        static NOT: Words = Words::of(&[Sense::AskedNot]);
        // 有没有 asks, it denies nothing.
        let lower = question.text.to_lowercase().replace("有没有", "").replace("了没有", "").replace("是否", "");
        if OPEN.are_in(&lower) {
            return Some(Self::Open);
        }
        if let Some(denial) = NOT.first_in(&lower) {
            let end = denial.span.end;
            let rest = lower[end..].trim_start_matches(['有', '被', ' ', '写', '做', '过', '明']);
            let rest = rest.strip_prefix("yet ").unwrap_or(rest).trim_start_matches("been ");
            if ENDED.beginning(rest).is_some() {
                return Some(Self::Open);
            }
            let word: String = rest.chars().take_while(|c| c.is_alphanumeric() && !"的过了".contains(*c)).collect();
            let is_one_word = (2..=4).contains(&word.chars().count()) && !word.is_ascii();
            return Some(if is_one_word { Self::Without(word) } else { Self::Unheld });
        }
        ["已关闭", "已经关闭", "已解决", "已经解决", "已修复"]
            .iter()
            .any(|word| lower.contains(word))
            .then_some(Self::Closed)
    }

    /// Those of the incidents that are in this state, by all that the reports say of them.
    pub(super) fn of(&self, incidents: Vec<PassageRecord>, threads: &[IncidentThread]) -> Vec<PassageRecord> {
        let mut at: HashMap<Option<&str>, Vec<&IncidentThread>> = HashMap::new();
        for thread in threads {
            at.entry(thread.incident.occurred.as_deref()).or_default().push(thread);
        }
        let stands = |passage: &PassageRecord| {
            let Some(incident) = &passage.incident else { return false };
            let same = at.get(&incident.occurred.as_deref()).into_iter().flatten();
            same.into_iter().find(|thread| thread.incident == *incident).is_some_and(|thread| match self {
                Self::Open => thread.is_open,
                Self::Closed => !thread.is_open,
                Self::Without(word) if word.contains("原因") => thread.cause_missing_weeks.is_some(),
                Self::Without(word) => !thread.tellings.iter().any(|telling| says_done(&telling.text, word)),
                Self::Unheld => false,
            })
        };
        incidents.into_par_iter().filter(stands).collect()
    }

    /// What precedes the word for incidents, in Chinese and English.
    fn name(&self) -> (String, String) {
        match self {
            Self::Open => ("未关闭的".to_string(), "open ".to_string()),
            Self::Closed => ("已关闭的".to_string(), "closed ".to_string()),
            Self::Without(word) => (format!("没有写明已{word}的"), String::new()),
            Self::Unheld => (String::new(), String::new()),
        }
    }
}

/// Whether a report says that what `word` names was done: 复盘完成 does, 待复盘, 复盘顺延 and 定于3/30复盘 do not.
fn says_done(text: &str, word: &str) -> bool {
    static PLANS: Words = Words::of(&[Sense::Plan, Sense::Waiting]);
    let is_told = |sentence: &str| {
        let is_stated = |(at, _): (usize, &str)| is_stated(sentence, &(at..at + word.len()));
        sentence.match_indices(word).any(is_stated) && !is_put_off(sentence) && !PLANS.are_in(sentence)
    };
    sentences(text, 0..text.len()).into_iter().any(|span| is_told(&text[span]))
}

/// The incidents among `passages` that are of the times asked about.
pub(super) fn of_the_times<'a>(
    passages: &'a [PassageRecord],
    retrieval: &Retrieval,
) -> Vec<(&'a PassageRecord, &'a Incident)> {
    let periods = retrieval.periods();
    let in_period =
        |incident: &Incident| incident.day().is_none_or(|day| periods.iter().any(|period| period.contains(day)));
    let by_label = retrieval.times.iter().all(|time| time.scope.by_label);
    let incidents = passages.iter().filter_map(|passage| Some((passage, passage.incident.as_ref()?)));
    incidents.filter(|(_, incident)| by_label || in_period(incident)).collect()
}

/// All incidents of the period asked about, one line each, with their number first.
pub(super) fn list(
    passages: &[PassageRecord],
    sought: &Sought<'_>,
    retrieval: &Retrieval,
    is_of_an_author: bool,
    draft: &mut Draft,
) -> bool {
    let (question, wanted) = (sought.question, sought.wanted);
    let meant = of_the_times(passages, retrieval);
    let level = level_asked(&question.text);
    let says_all = wanted.is_empty() || wanted.things() == 0.0;
    // The share of the question that an incident speaks of, where it speaks of it.
    let speaks_of_it = |passage: &PassageRecord| {
        if level.is_none() && says_all {
            return Some(0.0);
        }
        let text = passage.full_text();
        if level.as_ref().is_some_and(|level| !text.to_uppercase().contains(level.as_str())) {
            return None;
        }
        let overlap = wanted.overlap(&text);
        let is_enough = overlap.share.max(overlap.of_things) >= SHARE && overlap.has_the_heaviest;
        (says_all || is_enough).then_some(overlap.share)
    };
    let day_asked = retrieval.times.iter().any(|time| time.is_day);
    // A day or a report is so plain that its incidents are meant even where none speaks of the other words.
    let by_name = retrieval.times.iter().any(|time| time.asked && time.scope.by_label);
    // So are an author's of a time. Those of a month are meant only where each speaks of what else is asked.
    let is_bounded = retrieval.times.iter().any(|time| time.asked);
    let is_plain = level.is_none() && (day_asked || !wanted.has_names() && (by_name || is_bounded && is_of_an_author));
    let mut speaking: Vec<((&PassageRecord, &Incident), f32)> =
        meant.par_iter().filter_map(|one| Some((*one, speaks_of_it(one.0)?))).collect();
    if speaking.is_empty() && is_plain {
        speaking = meant.iter().map(|one| (*one, wanted.share(&one.0.full_text()))).collect();
    }
    // Of rows that have the whole of what is asked for, and rows that have half of it, the former are meant.
    if wanted.things() > LITTLE {
        let least = AS_MUCH * speaking.iter().map(|(_, share)| *share).fold(0.0, f32::max);
        speaking.retain(|(_, share)| *share >= least);
    }
    let mut meant: Vec<(&PassageRecord, &Incident)> = speaking.into_iter().map(|(one, _)| one).collect();
    meant.retain(|(passage, incident)| question.bounds.iter().all(|bound| keeps_bound(passage, incident, bound)));
    if meant.is_empty() {
        return false;
    }
    meant.sort_by(|(_, one), (_, other)| one.occurred.cmp(&other.occurred));
    let count = meant.len();
    let times: Vec<&str> = retrieval.times.iter().map(|time| time.text.as_str()).collect();
    let times = times.join("、");
    let (chinese, english) = Standing::asked(question).map(|standing| standing.name()).unwrap_or_default();
    let of_times = if times.is_empty() { String::new() } else { format!(" for {times}") };
    draft.lead(
        format!("{times}共记录 {count} 起{chinese}事件："),
        format!("{count} {english}incidents are recorded{of_times}:"),
    );
    let (meant, earlier) = newest(meant);
    for (passage, incident) in meant {
        let when = incident.occurred.as_deref().unwrap_or_default().replace('T', " ");
        let mut text = format!("{when} {}", shown(passage, &incident.summary));
        let parts = [
            (Heading::Impact, &incident.impact),
            (Heading::Cause, &incident.cause),
            (Heading::Handling, &incident.handling),
        ];
        for (heading, part) in parts.into_iter().filter(|(heading, _)| is_asked(*heading, question)) {
            let words = part.as_ref().map(|part| shown(passage, part));
            text.push_str(&draft.inline(heading, words.as_deref()));
        }
        draft.item(passage, text);
    }
    draft.say_more(earlier, Some("incidents"));
    true
}

/// Whether an incident has a figure, or a length, that keeps the bound.
fn keeps_bound(passage: &PassageRecord, incident: &Incident, bound: &Bound) -> bool {
    let length = incident.duration_minutes.map(Decimal::from);
    let asked = in_minutes(&bound.figure);
    if let Some(asked) = asked {
        return length.is_some_and(|length| if bound.is_least { length > asked } else { length < asked });
    }
    figures(&passage.text).iter().any(|figure| figure.unit_fits(&bound.figure) && keeps(figure, bound))
}

/// A level of severity that a question names: AB级, D级, P0, 一级.
fn level_asked(text: &str) -> Option<String> {
    let upper = text.to_uppercase();
    let grade = upper.find('级').and_then(|at| {
        let before: Vec<char> =
            upper[..at].chars().rev().take_while(|c| c.is_ascii_alphanumeric() || "一二三四特".contains(*c)).collect();
        (!before.is_empty()).then(|| before.into_iter().rev().chain(['级']).collect::<String>())
    });
    grade.or_else(|| {
        ["P0", "P1", "P2", "P3", "SEV1", "SEV2"].into_iter().find(|level| upper.contains(level)).map(str::to_string)
    })
}
