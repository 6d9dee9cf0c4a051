//! Where code knows better than a weighing of statements: incidents part by part, ledgers, series, sections, moved dates.
//!
//! What a strategy says is held against the verdict model afterwards, as the statements are.

use super::authors::with_author;
use super::compose::Draft;
use super::incident::Told;
use super::measured::measured;
use super::overlap::Wanted;
use super::sought::{Sought, asks_what_came_of_it};
use super::{follow_up, incident, incident_list, moved, number, premise, progress, sentence};
use crate::calendar::{Period, mentions};
use crate::ledger::{incident_threads_in, threads_in, told_once};
use crate::question::{Intent, Part, Question};
use crate::retrieve::{Filters, Found, Retrieval, RetrieveError, Retriever};
use crate::statement::asks_for_a_name;

/// The share of a question that a passage speaks of which is plainly the one meant.
const PLAINLY_MEANT: f32 = 0.65;

/// How far off a day may be mistaken, in days.
const NEAR_DAYS: u32 = 10;

/// Passages looked at for an answer.
pub(super) const CANDIDATES: usize = 40;
const CANDIDATES_OF_A_TREND: usize = 200;

pub(super) struct Strategies<'a> {
    pub retriever: &'a Retriever<'a>,
    pub filters: &'a Filters,
}

impl Strategies<'_> {
    /// Answers one part of a question: one that asks about an incident is first read together with what the part before
    /// is about, any other on its own.
    pub(super) async fn part(&self, part: &Part, draft: &mut Draft) -> Result<Outcome, RetrieveError> {
        let question = &part.question;
        let leans_on_context = question.intents.iter().any(|intent| {
            intent.is_about_an_incident()
                || matches!(intent, Intent::Duration | Intent::Who | Intent::When | Intent::HowMany)
        });
        let readings = match &part.with_context {
            Some(with_context) if leans_on_context => vec![with_context, question],
            Some(with_context) => vec![question, with_context],
            None => vec![question],
        };
        // 后来哪天修好 after an incident: what later reports say of its day.
        if part.with_context.is_some() && asks_what_came_of_it(question) && self.came_of_it(question, draft).await? {
            return Ok(Outcome::Answered);
        }
        for reading in readings {
            let mut attempt = draft.clone();
            let outcome = self.ask(reading, &mut attempt).await?;
            // What the part before said already answers this one only when nothing was borrowed from it.
            let says_more = attempt.sentences().len() > draft.sentences().len();
            let is_borrowed = part.with_context.as_ref().is_some_and(|context| std::ptr::eq(context, reading));
            if outcome != Outcome::Nothing && (says_more || !is_borrowed) {
                *draft = attempt;
                return Ok(outcome);
            }
        }
        Ok(Outcome::Nothing)
    }

    /// What became of the incident that the part before was answered with; false when no later report says it.
    async fn came_of_it(&self, question: &Question, draft: &mut Draft) -> Result<bool, RetrieveError> {
        let told = draft.told().iter().rev().find_map(|(passage, _)| passage.incident.as_ref()?.day());
        let Some(day) = told else { return Ok(false) };
        let wanted = Wanted::new(self.retriever.segmenter, question);
        let sought = Sought::of_day(question, &wanted, self.retriever.segmenter, day);
        let later = self.retriever.naming(day).await?;
        Ok(follow_up::came_of_it(&later, &sought, 0.0, draft))
    }

    async fn ask(&self, question: &Question, draft: &mut Draft) -> Result<Outcome, RetrieveError> {
        let catalogue = self.retriever.catalogue;
        let (question, filters) = with_author(question.clone(), self.filters, catalogue);
        let candidates = if spans_reports(&question) { CANDIDATES_OF_A_TREND } else { CANDIDATES };
        let retrieval = self.retriever.retrieve(&question, &filters, candidates).await?;
        for (written, why) in &question.impossible {
            draft.refuse_impossible(written, why);
        }
        if !question.impossible.is_empty() {
            return Ok(Outcome::Refused);
        }
        if let Some(time) = retrieval.uncovered() {
            if is_bare_weekday(&time.text) {
                // 改成周二提交 speaks of a weekday, not of this week's.
                let mut without = question.clone();
                without.times.retain(|asked| asked.text != time.text);
                without.subject = format!("{} {}", without.subject, time.text);
                return Box::pin(self.ask(&without, draft)).await;
            }
            // A page without a date may speak of any time.
            let is_proven = time.scope.by_label || catalogue.entries().iter().all(|entry| entry.coverage.is_some());
            if !is_proven {
                return Ok(Outcome::Nothing);
            }
            draft.refuse_period(&time.text, &time.scope.periods);
            return Ok(Outcome::Refused);
        }
        let mut wanted = Wanted::new(self.retriever.segmenter, &question);
        let texts: Vec<String> = retrieval.found.iter().map(|found| found.passage.full_text()).collect();
        let cosines: Vec<f32> =
            retrieval.found.iter().map(|found| found.hit.dense.map_or(0.0, |leg| leg.score)).collect();
        wanted.attend(&texts, &cosines);
        for (asked, written) in wanted.taken_for() {
            draft.notice(
                format!("“{asked}”按周报里的“{written}”理解"),
                format!("`{asked}` is read as `{written}`, as the reports write it"),
            );
        }
        let from = draft.sentences().len();
        let mut outcome = self.by_time(&question, &filters, &retrieval, &wanted, draft).await?;
        if outcome == Outcome::Nothing && self.on_another_day(&question, &filters, &retrieval, draft).await? {
            outcome = Outcome::Answered;
        }
        if outcome == Outcome::Answered {
            premise::check_numbers(&question, from, draft);
        }
        Ok(outcome)
    }

    /// A day may be mistaken: where something else happened on it, and what is asked about is told of a day near it, that is
    /// answered and the day corrected.
    async fn on_another_day(
        &self,
        question: &Question,
        filters: &Filters,
        retrieval: &Retrieval,
        draft: &mut Draft,
    ) -> Result<bool, RetrieveError> {
        let [asked] = question.times.as_slice() else { return Ok(false) };
        let Some(day) = retrieval.times.iter().find(|time| time.is_day).and_then(|time| time.scope.periods.first())
        else {
            return Ok(false);
        };
        let incidents = self.retriever.incidents(&retrieval.times, filters).await?;
        let is_known =
            incidents.iter().any(|passage| passage.incident.as_ref().is_some_and(|incident| incident.is_of(*day)));
        if !is_known {
            return Ok(false);
        }
        let mut elsewhere = question.clone();
        elsewhere.times.clear();
        let found = self.retriever.retrieve(&elsewhere, filters, CANDIDATES).await?;
        let mut wanted = Wanted::new(self.retriever.segmenter, &elsewhere);
        let texts: Vec<String> = found.found.iter().map(|found| found.passage.full_text()).collect();
        wanted.attend(&texts, &[]);
        let best = found.found.first().map(|found| found.passage.clone());
        let Some(best) = best.filter(|best| wanted.share(&best.full_text()) >= PLAINLY_MEANT) else { return Ok(false) };
        let told = mentions(&best.text).into_iter().find_map(|mention| {
            let report_day = best.date()?;
            let period = mention.reading.ok()?.resolve(report_day).ok()?;
            let near =
                Period::between(period.from().min(day.from()), period.from().max(day.from())).days() <= NEAR_DAYS;
            (period.days() == 1 && near && period != *day).then_some(period.from())
        });
        let Some(told) = told else { return Ok(false) };
        let mut attempt = draft.clone();
        let from = attempt.sentences().len();
        if by_intent(self.retriever, &elsewhere, filters, &found, &wanted, &mut attempt).await? != Outcome::Answered {
            return Ok(false);
        }
        attempt.correct_day(from, told, &asked.text);
        *draft = attempt;
        Ok(true)
    }

    /// A question that names two times is answered for each, unless it wants one list or one series of both.
    async fn by_time(
        &self,
        question: &Question,
        filters: &Filters,
        retrieval: &Retrieval,
        wanted: &Wanted,
        draft: &mut Draft,
    ) -> Result<Outcome, RetrieveError> {
        let as_one = [Intent::List, Intent::Work, Intent::Plan, Intent::Trend, Intent::Highest, Intent::Lowest];
        let asked = retrieval.times.iter().filter(|time| time.asked).count();
        if asked < 2 || as_one.iter().any(|intent| question.asks(*intent)) || wanted.lists_incidents(question) {
            return by_intent(self.retriever, question, filters, retrieval, wanted, draft).await;
        }
        if question.asks(Intent::Compare) {
            let sought = Sought::new(question, wanted, self.retriever.segmenter, retrieval);
            let passages = self.retriever.everything(&retrieval.times, filters).await?;
            let measured = measured(&passages, self.retriever.aliases, self.retriever.catalogue, &sought);
            let (found, share) = number::readings(&retrieval.found, &sought);
            let measured = measured.filter(|measured| measured.is_nearest(share));
            let readings = measured.map_or(found, |measured| measured.readings);
            if number::compare(&readings, &retrieval.times, draft) {
                return Ok(Outcome::Answered);
            }
        }
        let mut outcome = Outcome::Nothing;
        for at in (0..retrieval.times.len()).filter(|at| retrieval.times[*at].asked) {
            let outcome_then =
                by_intent(self.retriever, question, filters, &retrieval.narrowed_to(at), wanted, draft).await?;
            if outcome != Outcome::Answered {
                outcome = outcome_then;
            }
        }
        Ok(outcome)
    }
}

/// What became of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    Answered,
    /// It was said why there is no answer.
    Refused,
    Nothing,
}

async fn by_intent(
    retriever: &Retriever<'_>,
    question: &Question,
    filters: &Filters,
    retrieval: &Retrieval,
    wanted: &Wanted,
    draft: &mut Draft,
) -> Result<Outcome, RetrieveError> {
    let sought = Sought::new(question, wanted, retriever.segmenter, retrieval);
    let about_incidents = question.intents.iter().any(|intent| intent.is_about_an_incident());
    let day_asked = retrieval.times.iter().any(|time| time.is_day);
    let bounded = !retrieval.times.is_empty() || filters.author.is_some();
    if question.asks(Intent::Who) && bounded && asks_for_the_writer(&question.text) {
        let passages = retriever.everything(&retrieval.times, filters).await?;
        if sentence::list_writers(&passages, draft) {
            return Ok(Outcome::Answered);
        }
    }
    if moved::asks_for_moves(question) {
        let passages = retriever.everything(&retrieval.times, filters).await?;
        if moved::list(&threads_in(&passages), &passages, &sought, draft) {
            return Ok(Outcome::Answered);
        }
    }
    if question.asks(Intent::Plan) {
        let latest = [retriever.latest()];
        let times = if retrieval.times.is_empty() { &latest[..] } else { &retrieval.times };
        let plans = retriever.section("plan", times, filters).await?;
        if sentence::list_section(&plans, wanted, draft) {
            return Ok(Outcome::Answered);
        }
    }
    if wanted.lists_incidents(question) {
        let incidents = retriever.incidents(&retrieval.times, filters).await?;
        let mut incidents = told_once(incidents, retriever.catalogue);
        if let Some(standing) = incident_list::Standing::asked(question) {
            let all = retriever.everything(&[], &Filters::default()).await?;
            incidents = standing.of(incidents, &incident_threads_in(&all, retriever.catalogue));
        }
        if incident_list::list(&incidents, &sought, retrieval, filters.author.is_some(), draft) {
            return Ok(Outcome::Answered);
        }
    }
    let asks_only_for_work = question.asks(Intent::Work) && question.intents.len() == 1;
    if asks_only_for_work && bounded {
        let mut passages = retriever.everything(&retrieval.times, filters).await?;
        passages.retain(|passage| sought.is_of_the_day(passage));
        if sentence::list_work(&passages, wanted, draft) {
            return Ok(Outcome::Answered);
        }
    }
    // 第26周讲了什么: a report is asked for as a whole.
    let asks_for_all =
        question.intents.iter().all(|intent| matches!(intent, Intent::Other | Intent::Story | Intent::State));
    if asks_for_all && wanted.is_empty() && bounded && !day_asked && !question.yes_no {
        let mut passages = retriever.everything(&retrieval.times, filters).await?;
        // The days' pages tell the same again.
        passages.retain(|passage| {
            let entry = retriever.catalogue.entry(passage.report);
            let is_weekly = entry.and_then(|entry| entry.coverage).is_some_and(|coverage| coverage.days() > 1);
            is_weekly && retrieval.times.iter().any(|time| time.scope.reports.contains(&passage.report))
        });
        if sentence::list_work(&passages, wanted, draft) {
            return Ok(Outcome::Answered);
        }
    }
    if bounded && let Some(kind) = wanted.names_a_section(question) {
        let passages = retriever.section(kind.name(), &retrieval.times, filters).await?;
        if sentence::list_section(&passages, wanted, draft) {
            return Ok(Outcome::Answered);
        }
    }
    let found = &retrieval.found;
    let passages =
        if spans_reports(question) { retriever.everything(&retrieval.times, filters).await? } else { Vec::new() };
    let (of_found, share) = match spans_reports(question) {
        true => number::readings(found, &sought),
        false => (Vec::new(), 0.0),
    };
    let measured = measured(&passages, retriever.aliases, retriever.catalogue, &sought);
    let measured = measured.filter(|measured| measured.is_nearest(share));
    let readings = measured.as_ref().map_or(of_found, |measured| measured.readings.clone());
    if !question.bounds.is_empty() && number::within_bounds(&readings, &sought, draft) {
        return Ok(Outcome::Answered);
    }
    let is_extreme = (question.asks(Intent::Highest) || question.asks(Intent::Lowest)) && !question.asks(Intent::Trend);
    if is_extreme && number::extreme(&readings, &sought, draft) {
        return Ok(Outcome::Answered);
    }
    let is_series = question.asks(Intent::Trend) || question.asks(Intent::Compare);
    let is_of_dates = sentence::asks_for_dates(question);
    if question.asks(Intent::InWeek)
        && let Some(measured) = &measured
        && measured.tells_where(&sought, draft)
    {
        return Ok(Outcome::Answered);
    }
    if is_series && !is_of_dates && number::series(&readings, draft) {
        if let Some(measured) = &measured {
            measured.tell_missing(draft);
        }
        return Ok(Outcome::Answered);
    }
    if is_series && sentence::one_per_report(found, &sought, draft) {
        return Ok(Outcome::Answered);
    }
    if day_asked && !about_incidents && asks_what_came_of_it(question) {
        let mut later = Vec::new();
        for day in sought.days.iter().flat_map(|period| period.dates()) {
            later.extend(retriever.naming(day).await?);
        }
        if follow_up::came_of_it(&later, &sought, incident::ENOUGH_ON_THE_DAY, draft) {
            return Ok(Outcome::Answered);
        }
    }
    // Who and how many are answered by a sentence that says so, not by telling the whole incident.
    let wants_a_particular = question.asks(Intent::Who)
        || (question.asks(Intent::HowMany) || question.asks(Intent::When))
            && !question.asks(Intent::Duration)
            && !about_incidents
            && !wanted.is_empty();
    // A day that is asked about for something else than trouble is that of a report, or of some work.
    let is_of_other_work = day_asked && !about_incidents && !wanted.is_empty() && !sought.is_about_trouble();
    if (wants_a_particular || is_of_other_work) && sentence::pick(&retrieval.found, &sought, draft) {
        draft.set_pick();
        return Ok(Outcome::Answered);
    }
    let wants_a_particular = question.asks(Intent::Who)
        || asks_for_a_name(&question.text)
        || (question.asks(Intent::HowMany) && !question.asks(Intent::Duration) && !about_incidents);
    if !wants_a_particular && (about_incidents || day_asked || question.asks(Intent::Duration)) {
        let mut candidates: Vec<Found> =
            retrieval.found.iter().filter(|found| found.passage.incident.is_some()).cloned().collect();
        if day_asked {
            let known: Vec<_> = candidates.iter().map(|found| (found.passage.report, found.passage.start)).collect();
            let others = retriever.incidents(&retrieval.times, filters).await?.into_iter();
            let others = others.filter(|passage| !known.contains(&(passage.report, passage.start)));
            candidates.extend(others.map(incident::without_score));
        }
        // The week's report tells it whole, the day's page again.
        let tellings = candidates.iter().map(|found| found.passage.clone()).collect();
        let once = told_once(tellings, retriever.catalogue);
        let is_first = |found: &Found| {
            let place = (found.passage.report, found.passage.start);
            once.iter().any(|passage| (passage.report, passage.start) == place)
        };
        candidates.retain(is_first);
        match incident::explain(&candidates, &retrieval.found, &sought, draft) {
            Told::All => return Ok(Outcome::Answered),
            Told::But(gap) => {
                let later = retriever.naming(gap.day).await?;
                return Ok(match follow_up::look_back(gap, &later, &sought, draft) {
                    Told::Unstated => Outcome::Refused,
                    _ => Outcome::Answered,
                });
            }
            Told::Unsure | Told::Unstated => return Ok(Outcome::Refused),
            Told::Nothing => {}
        }
    }
    let picked = sentence::pick(&retrieval.found, &sought, draft);
    let mut has_history = false;
    if question.asks(Intent::State) && !about_incidents && !day_asked {
        let passages = retriever.everything(&retrieval.times, filters).await?;
        has_history = progress::tell(&threads_in(&passages), &passages, &sought, draft);
    }
    if picked && !has_history {
        draft.set_pick();
    }
    Ok(if picked || has_history { Outcome::Answered } else { Outcome::Nothing })
}

/// Whether a question asks for one thing of many reports.
fn spans_reports(question: &Question) -> bool {
    const SPANNING: [Intent; 5] = [Intent::Trend, Intent::Compare, Intent::Highest, Intent::Lowest, Intent::InWeek];
    SPANNING.iter().any(|intent| question.asks(*intent)) || !question.bounds.is_empty()
}

/// 周二 alone, which may be any Tuesday.
fn is_bare_weekday(time: &str) -> bool {
    let rest = ["周", "星期", "礼拜"].into_iter().find_map(|word| time.strip_prefix(word));
    rest.is_some_and(|day| ["一", "二", "三", "四", "五", "六", "日", "天"].contains(&day))
}

/// 哪个部门交的, who wrote it.
fn asks_for_the_writer(text: &str) -> bool {
    let lower = text.to_lowercase();
    ["交的", "提交", "写的", "撰写", "出的周报", "编写", "wrote", "written by", "submitted", "author"]
        .iter()
        .any(|word| lower.contains(word))
}
