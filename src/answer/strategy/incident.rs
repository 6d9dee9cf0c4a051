//! Answers about incidents: which one is meant.

use super::after_all::{CauseAfterAll, causes_after_all};
use super::asked::{Answering, Asked, Form, Said, Strategy};
use super::incident_parts::{
    Explained, Gap, asked_headings, has_part, is_asked, is_in_doubt, known_before, other_sentences, show_parts, shown,
};
use super::look_back::look_back;
use super::sought::{ACCEPTED, ACCEPTED_WITH_NAMES, Sought, asks_what_came_of_it};
use crate::answer::compose::{Draft, Heading, one_line};
use crate::answer::overlap::Wanted;
use crate::calendar::Date;
use crate::fact::{Incident, Status};
use crate::ledger::accounts;
use crate::question::{Intent, Question};
use crate::record::PassageRecord;
use crate::retrieve::Found;
use crate::statement::asks_for_a_name;
use crate::store::Hit;
use crate::vocabulary::{Sense, Words};

pub(super) const STRATEGY: Strategy = Strategy { name: "incident", form: Form::One, applies, answer };

/// Where the day already points to an incident, less of the question's words is enough.
const ENOUGH_ON_THE_DAY: f32 = 0.15;

/// Who, and how many, is answered by a sentence that says so, not by the whole incident; and a day that is asked about
/// for something else than trouble is that of a report, or of some work.
fn applies(asked: &Asked<'_>) -> bool {
    let (about_incidents, asks_how_long) = (asked.is_about_incidents(), asked.asks(Intent::Duration));
    let wants_a_number = asked.asks(Intent::HowMany) && !asks_how_long && !about_incidents;
    let wants_a_day = asked.asks(Intent::When) && !asks_how_long && !about_incidents && !asked.wanted.is_empty();
    let wants_a_particular =
        asked.asks(Intent::Who) || asks_for_a_name(&asked.question.text) || wants_a_number || wants_a_day;
    let is_of_other_work =
        asked.names_a_day() && !about_incidents && !asked.wanted.is_empty() && !asked.sought.is_about_trouble();
    // 关了没, 是我们的问题吗: a sentence says so, or none.
    let takes_for_granted = !asked.question.claims.is_empty();
    // One of all of them: nobody has held the others against it.
    let wants_an_extreme = !asked.names_a_day() && (asked.asks(Intent::Highest) || asked.asks(Intent::Lowest));
    let wants_one_word = asked.question.yes_no && !about_incidents && !asks_how_long && !takes_for_granted;
    !wants_a_particular
        && !wants_an_extreme
        && !wants_one_word
        && !is_of_other_work
        && (about_incidents || asked.names_a_day() || asks_how_long)
}

fn answer<'a>(asked: &'a Asked<'_>) -> Answering<'a> {
    Box::pin(async move {
        let (retriever, found) = (asked.retriever, &asked.retrieval.found);
        let mut candidates: Vec<Found> =
            found.iter().filter(|found| found.passage.incident.is_some()).cloned().collect();
        if asked.names_a_day() {
            let known: Vec<_> = candidates.iter().map(|found| (found.passage.report, found.passage.start)).collect();
            let others = retriever.incidents(&asked.retrieval.times, asked.filters).await?.into_iter();
            let others = others.filter(|passage| !known.contains(&(passage.report, passage.start)));
            candidates.extend(others.map(without_score));
        }
        // The week's report tells it whole, the day's page again, a review of it why it was after all.
        let tellings = candidates.iter().map(|found| found.passage.clone()).collect();
        let told = accounts(retriever, tellings).await?;
        let is_first = |found: &Found| {
            let place = (found.passage.report, found.passage.start);
            let mut firsts = told.iter().filter_map(|accounts| accounts.first());
            firsts.any(|passage| (passage.report, passage.start) == place)
        };
        candidates.retain(is_first);
        let causes = match wants_the_cause(asked.question) {
            true => causes_after_all(retriever, &told).await?,
            false => Vec::new(),
        };
        let mut draft = asked.draft();
        Ok(match explain(&candidates, found, &causes, &asked.sought, &mut draft) {
            Explained::All => Some(Said::Answer(draft)),
            Explained::But(gap) => {
                let later = retriever.naming(gap.day).await?;
                Some(match look_back(gap, &later, &asked.sought, &mut draft) {
                    Explained::Unstated => Said::Unstated(draft),
                    _ => Said::Answer(draft),
                })
            }
            Explained::Unsure => Some(Said::Refusal(draft)),
            Explained::Unstated => Some(Said::Unstated(draft)),
            Explained::Nothing => None,
        })
    })
}

/// Says what the question asks of the incident it means. `causes`: what later reports say of why.
pub(super) fn explain(
    candidates: &[Found],
    others: &[Found],
    causes: &[CauseAfterAll],
    sought: &Sought<'_>,
    draft: &mut Draft,
) -> Explained {
    let (question, wanted, days) = (sought.question, sought.wanted, &sought.days);
    let on_the_day = |incident: &Incident| days.iter().any(|period| incident.is_of(*period));
    let mut ranked: Vec<(f32, &Found, &Incident)> = candidates
        .iter()
        .filter_map(|found| found.passage.incident.as_ref().map(|incident| (found, incident)))
        .filter(|(_, incident)| days.is_empty() || on_the_day(incident))
        .map(|(found, incident)| {
            let text = known_before(&found.passage, incident, question);
            let cosine = found.hit.dense.map_or(0.0, |leg| leg.score);
            let evidence = wanted.evidence(wanted.share(&text), cosine) + found.hit.score * 0.05;
            let unnamed = if wanted.names_are_met(&text) { 0.0 } else { UNNAMED };
            (evidence + at_the_time(incident, question) - unnamed, found, incident)
        })
        .collect();
    ranked.sort_by(|(one, ..), (other, ..)| other.total_cmp(one));
    if days.len() > 1 && is_of_several_years(&ranked) {
        offer_years(question, ranked.iter().map(|(_, found, incident)| (&found.passage, *incident)), draft);
        return Explained::Unsure;
    }
    let Some((score, found, incident)) = ranked.first() else { return Explained::Nothing };
    let wants_each = EACH.are_in(&question.text);
    // Two of one day that the words mean alike are both meant.
    let is_equalled = ranked.get(1).is_some_and(|(next, ..)| score - next < EQUALLY_MEANT) && question.clock.is_none();
    let only_the_day_asked =
        !days.is_empty() && (wanted.is_empty() || *score < ENOUGH_ON_THE_DAY || wants_each || is_equalled);
    // A day with one incident needs no other word; one that is asked for something else is not about it.
    let enough = match days.is_empty() {
        true if wanted.names_it(&found.passage.full_text()) => *score >= ACCEPTED_WITH_NAMES,
        true => *score >= ACCEPTED,
        false => {
            (wanted.is_empty() || *score >= ENOUGH_ON_THE_DAY || sought.is_about_trouble())
                && !speaks_of_another(found, wanted)
        }
    };
    // Where no day points to it, what else was found must not speak of the question more than it does.
    let beside = others.iter().filter(|found| found.passage.incident.is_none() && !found.passage.covered);
    let rival = beside.map(|found| wanted.share(&found.passage.full_text())).fold(0.0, f32::max);
    let is_outdone = days.is_empty() && rival > wanted.share(&found.passage.full_text()) + OUTDONE;
    if !enough || is_outdone {
        return Explained::Nothing;
    }
    let best = *score;
    if only_the_day_asked && ranked.len() > 1 {
        let fits = |incident: &Incident| question.clock.is_none() || at_the_time(incident, question) > 0.0;
        let any_fits = ranked.iter().any(|(_, _, incident)| fits(incident));
        ranked.retain(|(_, _, incident)| fits(incident) || !any_fits);
        ranked.sort_by(|(_, _, one), (_, _, other)| one.occurred.cmp(&other.occurred));
        if is_equalled && !wants_each && !wanted.is_empty() {
            ranked.retain(|(other, ..)| best - other < EQUALLY_MEANT);
        }
        for (_, found, incident) in &ranked {
            show_parts(&found.passage, incident, question, draft);
            show_cause_after_all(&found.passage, causes, draft);
        }
        return Explained::All;
    }
    let mut headings = show_parts(&found.passage, incident, question, draft);
    if show_cause_after_all(&found.passage, causes, draft) {
        headings.retain(|heading| *heading != Heading::Cause);
    }
    match incident.day() {
        Some(day) if !headings.is_empty() || asks_what_came_of_it(question) => {
            let summary = incident.summary.text.clone();
            let rest = other_sentences(&found.passage, incident)
                .into_iter()
                .map(|span| (found.passage.clone(), span))
                .collect();
            let in_doubt = headings.iter().copied().filter(|heading| has_part(*heading, incident)).collect();
            Explained::But(Gap {
                day,
                report: found.passage.report,
                date: found.passage.date,
                summary,
                headings,
                rest,
                in_doubt,
                is_open: incident.status == Status::Open,
            })
        }
        _ => {
            let nothing_stated = !headings.is_empty() && headings.len() == asked_headings(question);
            let (in_doubt, missing): (Vec<_>, Vec<_>) =
                headings.into_iter().partition(|heading| has_part(*heading, incident));
            in_doubt.iter().for_each(|_| draft.leave_in_doubt());
            missing.into_iter().for_each(|heading| draft.say_missing(heading));
            if nothing_stated && in_doubt.is_empty() { Explained::Unstated } else { Explained::All }
        }
    }
}

/// Whether why it came about is asked for, by name or with all the rest.
fn wants_the_cause(question: &Question) -> bool {
    is_asked(Heading::Cause, question) || asked_headings(question) == 0
}

/// Adds the cause that a later report tells; whether there is one.
fn show_cause_after_all(first: &PassageRecord, causes: &[CauseAfterAll], draft: &mut Draft) -> bool {
    let Some(cause) = causes.iter().find(|cause| cause.is_of(first)) else { return false };
    let CauseAfterAll { passage, span, .. } = cause;
    let words = one_line(&passage.text, span.clone());
    draft.part_told_later(Heading::Cause, passage, span.clone(), &words);
    // A review may know no more than what is thought first.
    if cause.is_likely || is_in_doubt(&words) {
        draft.leave_in_doubt();
    }
    true
}

/// A day was asked for without its year, and incidents of several years fit: they are offered, none is taken.
fn offer_years<'a>(
    question: &Question,
    readings: impl Iterator<Item = (&'a PassageRecord, &'a Incident)>,
    draft: &mut Draft,
) {
    let asked = question.times.first().map_or("", |time| time.text.as_str());
    draft.lead(
        format!("“{asked}”没有写年份，周报里有几年的这一天；请写明年份再问，例如："),
        format!("`{asked}` names no year and the reports know several; please ask with the year, for example:"),
    );
    let mut readings: Vec<(&PassageRecord, &Incident)> = readings.collect();
    readings.sort_by(|(_, one), (_, other)| one.occurred.cmp(&other.occurred));
    for (passage, incident) in readings {
        let when = incident.occurred.as_deref().unwrap_or_default().replace('T', " ");
        draft.item(passage, format!("{when} {}", shown(passage, &incident.summary)));
    }
}

/// How much more of the question another passage must speak of.
const OUTDONE: f32 = 0.2;

/// How much less an incident of the same day may fit and still be meant no less than the best one.
const EQUALLY_MEANT: f32 = 0.03;

/// Words that ask of every incident of a day.
static EACH: Words = Words::of(&[Sense::AskedEach]);

/// Whether none of the things asked about is in an incident, and its meaning is not near either: the day has it, but it is
/// not the one that is meant.
fn speaks_of_another(found: &Found, wanted: &Wanted) -> bool {
    let cosine = found.hit.dense.map_or(0.0, |leg| leg.score);
    let text = found.passage.full_text();
    wanted.things() >= 1.0 && wanted.share_of_things(&text) < 0.3 && !wanted.is_near(cosine)
}

/// What an incident loses that lacks a name of the question.
const UNNAMED: f32 = 0.5;

/// How much less an incident may fit than the best one and still be what a day without a year may mean.
const AS_GOOD: f32 = 0.12;

/// Whether a day without a year fits incidents of more than one year about as well.
fn is_of_several_years(ranked: &[(f32, &Found, &Incident)]) -> bool {
    let Some(best) = ranked.first().map(|(score, ..)| *score) else { return false };
    let as_good = ranked.iter().filter(|(score, ..)| *score >= best - AS_GOOD);
    let mut years: Vec<i16> = as_good.filter_map(|(_, _, incident)| incident.day()).map(Date::year).collect();
    years.sort_unstable();
    years.dedup();
    years.len() > 1
}

/// What the part of the day asked for adds to an incident that occurred in it.
fn at_the_time(incident: &Incident, question: &Question) -> f32 {
    let fits =
        question.clock.zip(incident.minute_of_day()).is_some_and(|((from, to), minute)| from <= minute && minute <= to);
    if fits { 0.5 } else { 0.0 }
}

/// An incident that was found by its day alone.
pub(crate) fn without_score(passage: PassageRecord) -> Found {
    let hit = Hit {
        id: uuid::Uuid::nil(),
        score: 0.0,
        fused: 0.0,
        sparse: None,
        dense: None,
        payload: serde_json::Map::new(),
    };
    Found { passage, hit }
}
