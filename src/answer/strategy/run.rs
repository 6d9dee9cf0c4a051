//! A question → what the strategies find, part by part and time by time.

use super::asked::{Asked, Form, Said, Strategy};
use super::{Finding, STRATEGIES, compare};
use crate::answer::authors::with_author;
use crate::answer::compose::Draft;
use crate::answer::overlap::Wanted;
use crate::answer::premise;
use crate::calendar::{Period, mentions};
use crate::lexicon::Segmenter;
use crate::question::{Intent, Question, QuestionPart};
use crate::retrieve::{Filters, Retrieval, RetrieveError, Retriever};
use crate::text::fold;

/// The share of a question that a passage speaks of which is plainly the one meant.
const PLAINLY_MEANT: f32 = 0.65;

/// How far off a day may be mistaken, in days.
const NEAR_DAYS: u32 = 10;

/// Passages looked at for an answer.
pub(crate) const CANDIDATES: usize = 40;
const CANDIDATES_OF_A_TREND: usize = 200;

pub(crate) struct Strategies<'a> {
    pub retriever: &'a Retriever<'a>,
    pub filters: &'a Filters,
}

impl Strategies<'_> {
    /// What is found for one part of a question; `before` is what was found for the parts before it. One that asks about an incident
    /// is first read together with what the part before is about, any other on its own.
    pub(crate) async fn part(
        &self,
        part: &QuestionPart,
        before: &[Option<Finding>],
    ) -> Result<Option<Finding>, RetrieveError> {
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
        for reading in readings {
            let Some(finding) = self.ask(reading).await? else { continue };
            // What the part before said already answers this one only when nothing was borrowed from it.
            let is_borrowed = part.with_context.as_ref().is_some_and(|context| std::ptr::eq(context, reading));
            let said = |text: &str| before.iter().flatten().any(|earlier| earlier.draft.says(text));
            if !is_borrowed || finding.draft.sentences().iter().any(|sentence| !said(&sentence.text)) {
                return Ok(Some(finding));
            }
        }
        Ok(None)
    }

    /// Whether Latin letters that may name a time stand in the reports as they do in the question.
    fn is_written(&self, text: &str) -> bool {
        let tokens = Segmenter::latin_tokens(&fold(text), false);
        let counts = self.retriever.catalogue.passages_with(&tokens);
        text.is_ascii() && !counts.is_empty() && counts.iter().all(|count| *count > 0)
    }

    async fn ask(&self, question: &Question) -> Result<Option<Finding>, RetrieveError> {
        let catalogue = self.retriever.catalogue;
        let (question, filters) = with_author(question.clone(), self.filters, catalogue);
        let mut refusal = Draft::new(question.language);
        for (written, why) in &question.impossible {
            refusal.refuse_impossible(written, why);
        }
        if !question.impossible.is_empty() {
            return Ok(Some(Finding {
                strategy: "impossible time",
                form: Form::One,
                draft: refusal,
                is_refusal: true,
                is_final: true,
            }));
        }
        let candidates = if spans_reports(&question) { CANDIDATES_OF_A_TREND } else { CANDIDATES };
        let retrieval = self.retriever.retrieve(&question, &filters, candidates).await?;
        if let Some(time) = retrieval.uncovered() {
            // 改成周二提交 speaks of a weekday, not of this week's, and 年初 of no month in particular; W6 is what reports call a line.
            if is_vague(&time.text) || self.is_written(&time.text) {
                let mut without = question.clone();
                without.times.retain(|asked| asked.text != time.text);
                without.subject = format!("{} {}", without.subject, time.text);
                return Box::pin(self.ask(&without)).await;
            }
            // A page without a date may speak of any time.
            let is_proven = time.scope.by_label || catalogue.entries().iter().all(|entry| entry.coverage.is_some());
            if !is_proven {
                return Ok(None);
            }
            refusal.refuse_period(&time.text, &time.scope.periods);
            return Ok(Some(Finding {
                strategy: "uncovered time",
                form: Form::One,
                draft: refusal,
                is_refusal: true,
                is_final: true,
            }));
        }
        let mut wanted = Wanted::new(self.retriever.segmenter, &question);
        let texts: Vec<String> = retrieval.found.iter().map(|found| found.passage.full_text()).collect();
        let cosines: Vec<f32> =
            retrieval.found.iter().map(|found| found.hit.dense.map_or(0.0, |leg| leg.score)).collect();
        wanted.attend(&texts, &cosines);
        let found = match self.by_time(&question, &filters, &retrieval, &wanted).await? {
            Some(found) => Some(found),
            None => self.on_another_day(&question, &filters, &retrieval).await?,
        };
        let Some(mut finding) = found else { return Ok(None) };
        for (asked, written) in wanted.taken_for() {
            finding.draft.notice(
                format!("“{asked}”按周报里的“{written}”理解"),
                format!("`{asked}` is read as `{written}`, as the reports write it"),
            );
        }
        if !finding.is_refusal {
            premise::check_numbers(&question, 0, &mut finding.draft);
        }
        Ok(Some(finding))
    }

    /// A day may be mistaken: where something else happened on it, and what is asked about happened on a day near it, that is
    /// answered and the day corrected.
    async fn on_another_day(
        &self,
        question: &Question,
        filters: &Filters,
        retrieval: &Retrieval,
    ) -> Result<Option<Finding>, RetrieveError> {
        let [asked] = question.times.as_slice() else { return Ok(None) };
        let Some(day) = retrieval.times.iter().find(|time| time.is_day).and_then(|time| time.scope.periods.first())
        else {
            return Ok(None);
        };
        let incidents = self.retriever.incidents(&retrieval.times, filters).await?;
        let is_known =
            incidents.iter().any(|passage| passage.incident.as_ref().is_some_and(|incident| incident.is_of(*day)));
        if !is_known {
            return Ok(None);
        }
        let mut elsewhere = question.clone();
        elsewhere.times.clear();
        let found = self.retriever.retrieve(&elsewhere, filters, CANDIDATES).await?;
        let mut wanted = Wanted::new(self.retriever.segmenter, &elsewhere);
        let texts: Vec<String> = found.found.iter().map(|found| found.passage.full_text()).collect();
        wanted.attend(&texts, &[]);
        let best = found.found.first().map(|found| found.passage.clone());
        let Some(best) = best.filter(|best| wanted.share(&best.full_text()) >= PLAINLY_MEANT) else {
            return Ok(None);
        };
        let reported = mentions(&best.text).into_iter().find_map(|mention| {
            let report_day = best.date()?;
            let period = mention.reading.ok()?.resolve(report_day).ok()?;
            let near =
                Period::between(period.from().min(day.from()), period.from().max(day.from())).days() <= NEAR_DAYS;
            (period.days() == 1 && near && period != *day).then_some(period.from())
        });
        let Some(reported) = reported else { return Ok(None) };
        let finding = self.first_of(&STRATEGIES, &elsewhere, filters, &found, &wanted).await?;
        Ok(finding.filter(|finding| !finding.is_refusal).map(|mut finding| {
            finding.draft.correct_day(0, reported, &asked.text);
            finding
        }))
    }

    /// A question that names two times is answered for each, unless it wants one list or one series of both.
    async fn by_time(
        &self,
        question: &Question,
        filters: &Filters,
        retrieval: &Retrieval,
        wanted: &Wanted,
    ) -> Result<Option<Finding>, RetrieveError> {
        let as_one = [Intent::List, Intent::Work, Intent::Plan, Intent::Trend, Intent::Highest, Intent::Lowest];
        let asked = retrieval.times.iter().filter(|time| time.asked).count();
        if asked < 2 || as_one.iter().any(|intent| question.asks(*intent)) || wanted.lists_incidents(question) {
            return self.first_of(&STRATEGIES, question, filters, retrieval, wanted).await;
        }
        const BOTH: &[Strategy] = &[compare::STRATEGY];
        if let Some(finding) = self.first_of(BOTH, question, filters, retrieval, wanted).await? {
            return Ok(Some(finding));
        }
        let mut found = Vec::new();
        for at in (0..retrieval.times.len()).filter(|at| retrieval.times[*at].asked) {
            let then = retrieval.narrowed_to(at);
            found.extend(self.first_of(&STRATEGIES, question, filters, &then, wanted).await?);
        }
        Ok(Finding::joined(found))
    }

    /// What the first of the strategies that applies and finds something says.
    async fn first_of(
        &self,
        strategies: &'static [Strategy],
        question: &Question,
        filters: &Filters,
        retrieval: &Retrieval,
        wanted: &Wanted,
    ) -> Result<Option<Finding>, RetrieveError> {
        let asked = Asked::new(self.retriever, question, filters, retrieval, wanted);
        for strategy in strategies.iter().filter(|strategy| (strategy.applies)(&asked)) {
            let (draft, is_refusal, is_final) = match (strategy.answer)(&asked).await? {
                Some(Said::Answer(draft)) => (draft, false, false),
                Some(Said::Refusal(draft)) => (draft, true, true),
                Some(Said::Unstated(draft)) => (draft, true, false),
                None => continue,
            };
            return Ok(Some(Finding { strategy: strategy.name, form: strategy.form, draft, is_refusal, is_final }));
        }
        Ok(None)
    }
}

/// Whether a question asks for one thing of many reports.
fn spans_reports(question: &Question) -> bool {
    const SPANNING: [Intent; 5] = [Intent::Trend, Intent::Compare, Intent::Highest, Intent::Lowest, Intent::InWeek];
    SPANNING.iter().any(|intent| question.asks(*intent)) || !question.bounds.is_empty()
}

/// 周二 or 年初 alone, which may be any.
fn is_vague(time: &str) -> bool {
    let day = ["周", "星期", "礼拜"].into_iter().find_map(|word| time.strip_prefix(word));
    day.is_some_and(|day| ["一", "二", "三", "四", "五", "六", "日", "天"].contains(&day))
        || ["年初", "年底", "年末", "月初", "月底", "月末"].contains(&time)
}
