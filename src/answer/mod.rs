//! A question → an answer taken from the reports: facts and sentences with their sources, or an honest "not in the reports".
//! No model writes anything here.

mod compose;
mod incident;
mod notion;
mod number;
mod overlap;
mod premise;
mod sentence;
mod sought;
mod verdict;
mod words;

use crate::catalogue::Catalogue;
use crate::citation::Citation;
use crate::ledger::told_once;
use crate::question::{Intent, Language, Part, Question};
use crate::retrieve::{Filters, Found, Retrieval, RetrieveError, Retriever};

use compose::Draft;
pub use compose::Sentence;
use incident::Told;
use overlap::Wanted;
use sought::Sought;

/// What a person asked for, with its sources.
#[derive(Debug, Clone)]
pub struct Answer {
    pub question: Question,
    /// Nothing in the reports answers it; `sentences` then say what was searched and what comes nearest.
    pub abstained: bool,
    pub sentences: Vec<Sentence>,
    /// In the order of their numbers.
    pub citations: Vec<Citation>,
    pub coverage: Coverage,
    /// What the reader should know beside the answer, one line each.
    pub notices: Vec<String>,
}

/// What was searched.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Coverage {
    /// Reports searched.
    pub reports: usize,
    /// Reports that the answer cites.
    pub matched: usize,
    /// First and last day searched, `YYYY-MM-DD`; empty when no report has a date.
    pub from: String,
    pub to: String,
    pub missing_weeks: Vec<String>,
}

/// An answer and how it came about.
#[derive(Debug)]
pub struct Answered {
    pub answer: Answer,
    pub retrieval: Retrieval,
}

/// Passages looked at for an answer.
const CANDIDATES: usize = 40;
const CANDIDATES_OF_A_TREND: usize = 200;

/// Answers from the reports alone, part by part.
///
/// # Errors
/// Those of retrieval.
pub async fn answer(
    retriever: &Retriever<'_>,
    question: Question,
    filters: &Filters,
) -> Result<Answered, RetrieveError> {
    let asking = Asking { retriever, filters };
    let mut draft = Draft::new(question.language);
    let mut outcomes = Vec::new();
    let mut retrieval: Option<Retrieval> = None;
    let parts = question.parts();
    for part in &parts {
        let (outcome, found) = asking.part(part, &mut draft).await?;
        if outcome == Outcome::Nothing {
            match parts.len() {
                1 => draft.refuse_nothing(asking.nearest(&part.question, &found).await?.as_ref()),
                _ => draft.refuse_part(&part.question.text),
            }
        }
        outcomes.push(outcome);
        retrieval.get_or_insert(found);
    }
    let abstained = !outcomes.contains(&Outcome::Answered);
    // Every question has a part.
    let retrieval = match retrieval {
        Some(retrieval) => retrieval,
        None => retriever.retrieve(&question, filters, CANDIDATES).await?,
    };
    Ok(finish(draft, question, retriever.catalogue, retrieval, abstained))
}

struct Asking<'a> {
    retriever: &'a Retriever<'a>,
    filters: &'a Filters,
}

impl Asking<'_> {
    /// Answers one part of a question: one that asks about an incident is first read together with what the part before
    /// is about, any other on its own.
    async fn part(&self, part: &Part, draft: &mut Draft) -> Result<(Outcome, Retrieval), RetrieveError> {
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
        let mut first = None;
        for reading in readings {
            let mut attempt = draft.clone();
            let (outcome, retrieval) = self.ask(reading, &mut attempt).await?;
            if outcome != Outcome::Nothing {
                *draft = attempt;
                return Ok((outcome, retrieval));
            }
            first.get_or_insert(retrieval);
        }
        match first {
            Some(retrieval) => Ok((Outcome::Nothing, retrieval)),
            None => Ok((Outcome::Nothing, self.retriever.retrieve(question, self.filters, CANDIDATES).await?)),
        }
    }

    /// What comes nearest to a question without an answer. A day may be mistaken: other days are looked at, too.
    async fn nearest(&self, question: &Question, retrieval: &Retrieval) -> Result<Option<Found>, RetrieveError> {
        if !retrieval.times.iter().any(|time| time.asked && time.is_day) {
            return Ok(retrieval.found.first().cloned());
        }
        let mut at_any_time = question.clone();
        at_any_time.times.clear();
        let found = self.retriever.retrieve(&at_any_time, self.filters, CANDIDATES).await?.found;
        Ok(found.into_iter().next())
    }

    async fn ask(&self, question: &Question, draft: &mut Draft) -> Result<(Outcome, Retrieval), RetrieveError> {
        let catalogue = self.retriever.catalogue;
        let (question, filters) = with_author(question.clone(), self.filters, catalogue);
        let spans_reports = [Intent::Trend, Intent::Compare, Intent::Highest, Intent::Lowest];
        let spans_reports = spans_reports.iter().any(|intent| question.asks(*intent));
        let candidates = if spans_reports { CANDIDATES_OF_A_TREND } else { CANDIDATES };
        let retrieval = self.retriever.retrieve(&question, &filters, candidates).await?;
        for (written, why) in &question.impossible {
            draft.refuse_impossible(written, why);
        }
        if !question.impossible.is_empty() {
            return Ok((Outcome::Refused, retrieval));
        }
        if let Some(time) = retrieval.uncovered() {
            draft.refuse_period(&time.text, &time.scope.periods);
            return Ok((Outcome::Refused, retrieval));
        }
        let mut wanted = Wanted::new(self.retriever.segmenter, &question);
        let texts: Vec<String> = retrieval.found.iter().map(|found| found.passage.full_text()).collect();
        wanted.attend(&texts);
        for (asked, written) in wanted.taken_for() {
            draft.notice(
                format!("“{asked}”按周报里的“{written}”理解"),
                format!("`{asked}` is read as `{written}`, as the reports write it"),
            );
        }
        let from = draft.sentences().len();
        let outcome = self.by_time(&question, &filters, &retrieval, &wanted, draft).await?;
        if outcome == Outcome::Answered {
            let checked = premise::check_numbers(&question, from, draft);
            if let Some(verdict) = verdict::verdict(&question, checked, from, draft) {
                draft.decide(from, verdict);
            }
        }
        Ok((outcome, retrieval))
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
            let sought = Sought::new(question, wanted, retrieval);
            if number::compare(&retrieval.found, &retrieval.times, &sought, draft) {
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
enum Outcome {
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
    let sought = Sought::new(question, wanted, retrieval);
    let about_incidents = question.intents.iter().any(|intent| intent.is_about_an_incident());
    let day_asked = retrieval.times.iter().any(|time| time.is_day);
    let bounded = !retrieval.times.is_empty() || filters.author.is_some();
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
        let incidents = told_once(incidents, retriever.catalogue);
        if incident::list(&incidents, question, retrieval, wanted, draft) {
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
    if bounded && let Some(kind) = wanted.names_a_section(question) {
        let passages = retriever.section(kind.name(), &retrieval.times, filters).await?;
        if sentence::list_section(&passages, wanted, draft) {
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
        return Ok(Outcome::Answered);
    }
    let wants_a_particular = question.asks(Intent::Who)
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
                return Ok(match incident::look_back(gap, &later, &sought, draft) {
                    Told::Unstated => Outcome::Refused,
                    _ => Outcome::Answered,
                });
            }
            Told::Unsure | Told::Unstated => return Ok(Outcome::Refused),
            Told::Nothing => {}
        }
    }
    let found = &retrieval.found;
    let is_extreme = (question.asks(Intent::Highest) || question.asks(Intent::Lowest)) && !question.asks(Intent::Trend);
    if is_extreme && number::extreme(found, &sought, draft) {
        return Ok(Outcome::Answered);
    }
    let is_series = question.asks(Intent::Trend) || question.asks(Intent::Compare);
    let is_of_dates = sentence::asks_for_dates(question);
    if is_series
        && ((!is_of_dates && number::series(found, &sought, draft)) || sentence::one_per_report(found, &sought, draft))
    {
        return Ok(Outcome::Answered);
    }
    let picked = sentence::pick(&retrieval.found, &sought, draft);
    Ok(if picked { Outcome::Answered } else { Outcome::Nothing })
}

/// A question that names an author of the reports asks for that author's reports.
fn with_author(mut question: Question, filters: &Filters, catalogue: &Catalogue) -> (Question, Filters) {
    let mut filters = filters.clone();
    if filters.author.is_none() {
        let authors = catalogue.authors();
        // A name that is every report's (the whole department's) or a word of the field tells nobody apart.
        let tells_apart = |name: &str| {
            let theirs = catalogue.written_by(name).len();
            theirs > 0 && theirs < catalogue.len()
        };
        let named = |name: &&String| is_named_in(&question.text, name) && tells_apart(name);
        // 华东仓 for 华东仓系统组: its first characters, three at least.
        let shortened = |name: &&String| beginning(name, &question.text).is_some_and(&tells_apart);
        if let Some(author) = authors.iter().find(named).or_else(|| authors.iter().find(shortened)) {
            let is_whole = question.text.contains(author.as_str());
            let written = beginning(author, &question.text).filter(|_| !is_whole).unwrap_or(author);
            question.subject = question.subject.replace(written, " ").trim().to_string();
            filters.author = Some(author.clone());
        }
    }
    (question, filters)
}

/// Whether `text` names an author; a Latin name counts as a whole word with its capitals (`line 2` is not of ATE_Line).
fn is_named_in(text: &str, name: &str) -> bool {
    if !name.is_ascii() {
        return text.contains(name);
    }
    let letter = |c: char| c.is_ascii_alphanumeric();
    let has_capital = name.contains(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit());
    let is_whole = |at: usize| !text[..at].ends_with(letter) && !text[at + name.len()..].starts_with(letter);
    has_capital && text.match_indices(name).any(|(at, _)| is_whole(at))
}

/// The longest beginning of a Chinese name, of three characters at least, that `text` has.
fn beginning<'a>(name: &'a str, text: &str) -> Option<&'a str> {
    let ends = name.char_indices().map(|(at, c)| at + c.len_utf8());
    let mut beginnings: Vec<&str> = ends.map(|end| &name[..end]).filter(|short| short.chars().count() >= 3).collect();
    beginnings.reverse();
    beginnings.into_iter().find(|short| !short.is_ascii() && text.contains(short))
}

fn finish(draft: Draft, question: Question, catalogue: &Catalogue, retrieval: Retrieval, abstained: bool) -> Answered {
    let (sentences, citations, notices) = draft.finish();
    let span = catalogue.span();
    let mut cited: Vec<(&str, &str)> =
        citations.iter().map(|citation| (citation.path.as_str(), citation.date.as_str())).collect();
    cited.sort_unstable();
    cited.dedup();
    let coverage = Coverage {
        reports: catalogue.len(),
        matched: if abstained { 0 } else { cited.len() },
        from: span.map(|span| span.from().to_string()).unwrap_or_default(),
        to: span.map(|span| span.to().to_string()).unwrap_or_default(),
        missing_weeks: catalogue.missing_weeks(None),
    };
    let notices = retrieval.notice.iter().cloned().chain(notices).collect();
    let answer = Answer { question, abstained, sentences, citations, coverage, notices };
    Answered { answer, retrieval }
}

impl Answer {
    /// The sentences with their marks, one a line.
    pub fn text(&self) -> String {
        let lines: Vec<String> = self
            .sentences
            .iter()
            .map(|sentence| {
                let marks: String = sentence.citations.iter().map(|n| format!("[{n}]")).collect();
                if marks.is_empty() { sentence.text.clone() } else { format!("{} {marks}", sentence.text) }
            })
            .collect();
        lines.join("\n")
    }

    pub fn language(&self) -> Language {
        self.question.language
    }
}

#[cfg(test)]
mod tests;
