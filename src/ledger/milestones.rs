//! The ledgers of milestones, promises and incident threads, over the whole span of the index.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use super::error::LedgerError;
use super::merge;
use super::query::{Query, Searched};
use super::wanted::Wanted;
use crate::calendar::Date;
use crate::catalogue::Catalogue;
use crate::lexicon::Segmenter;
use crate::record::{PassageRecord, Place};
use crate::retrieve::{Filters, RetrieveError, Retriever};
use crate::series::Aliases;
use crate::thread::{
    EvidenceLine, IncidentThread, LaterWords, MilestoneStatement, Outcome, Promise, Recurrence, Thread,
    incident_threads, recurrences, threads, threads_and_promises, weigh_repeated,
};

#[derive(Debug)]
pub struct Milestones {
    /// In order of their first statement.
    pub threads: Vec<Thread>,
    pub searched: Searched,
}

#[derive(Debug)]
pub struct Promises {
    /// In order of the day they were made.
    pub promises: Vec<Promise>,
    pub searched: Searched,
}

#[derive(Debug)]
pub struct IncidentThreads {
    /// In order of when they occurred; those without a day last.
    pub threads: Vec<IncidentThread>,
    pub recurrences: Vec<Recurrence>,
    pub searched: Searched,
}

/// The threads with a statement inside the filters and times that meet the query, each whole. `only_moved` leaves those of which a planned day was
/// moved, or that a report states to be late.
///
/// # Errors
/// `Time` for a word that is a day no calendar has; those of the store.
pub async fn milestones(
    retriever: &Retriever<'_>,
    filters: &Filters,
    wanted: &Wanted<'_>,
    only_moved: bool,
) -> Result<Milestones, LedgerError> {
    let query = Query::read(retriever, filters, wanted)?;
    let passages = whole_span(retriever, filters).await?;
    let undated =
        passages.iter().filter(|passage| passage.date().is_none()).map(|passage| passage.milestones.len()).sum();
    let (mut stated, mut others) = by_likelihood(&passages, retriever.aliases);
    let is_asked = |statement: &MilestoneStatement| {
        query.reports.contains(&statement.place.report_id()) && query.is_met_by(&words_of_statement(statement))
    };
    let mut unlikely = 0;
    if wanted.unlikely {
        stated.append(&mut others);
    } else {
        others.retain(is_asked);
        // A page of two rows is no answer: the likeliest of what is less sure, told as such, behind the others.
        let sure = stated.iter().filter(|statement| is_asked(statement)).count();
        others.sort_by_key(|statement| std::cmp::Reverse(statement.milestone.confidence));
        let worth = others.iter().take_while(|statement| statement.milestone.is_worth_a_look()).count();
        stated.extend(others.drain(..worth.min(LEAST_STATEMENTS.saturating_sub(sure))));
        unlikely = others.len();
    }
    stated.sort_by(|one, other| {
        (one.date, one.place.path(), one.place.lines).cmp(&(other.date, other.place.path(), other.place.lines))
    });
    let mut threads = threads(stated);
    threads.retain(|thread| {
        let is_told = thread.told.iter().any(|told| query.reports.contains(&told.statement.place.report_id()));
        is_told && query.is_met_by(&words_of(thread)) && (!only_moved || thread.has_slipped())
    });
    let all = everywhere(retriever, filters).await?;
    let mut threads = LaterWords::new(&lines(&all), retriever.segmenter).joined(threads);
    if !wanted.unlikely {
        threads.sort_by_key(|thread| !thread.is_likely());
    }
    Ok(Milestones { threads, searched: query.searched(undated, unlikely) })
}

/// The promises made inside the filters and times that meet the query and have the wanted outcome, judged by all reports.
///
/// # Errors
/// As [`milestones`].
pub async fn promises_of(
    retriever: &Retriever<'_>,
    filters: &Filters,
    wanted: &Wanted<'_>,
    outcome: Option<Outcome>,
) -> Result<Promises, LedgerError> {
    let query = Query::read(retriever, filters, wanted)?;
    let passages = whole_span(retriever, filters).await?;
    let undated = passages.iter().filter(|passage| passage.date().is_none()).map(|passage| passage.goals.len()).sum();
    let all = everywhere(retriever, filters).await?;
    let lines = lines(&all);
    let (mut stated, others) = by_likelihood(&passages, retriever.aliases);
    let mut unlikely = 0;
    for statement in others {
        if wanted.unlikely {
            stated.push(statement);
        } else if query.reports.contains(&statement.place.report_id())
            && statement.milestone.planned.iter().any(|planned| !planned.was)
            && query.is_met_by(&words_of_statement(&statement))
        {
            unlikely += 1;
        }
    }
    let (_, mut promises) = threads_and_promises(stated, &lines);
    let within = |place: &Place| {
        passages.iter().any(|passage| {
            passage.report == place.report_id()
                && passage.first_line <= place.lines.first
                && place.lines.last <= passage.last_line
        })
    };
    promises.retain(|promise| {
        query.reports.contains(&promise.place.report_id())
            && (filters.section.is_none() || within(&promise.place))
            && query.is_met_by(&promise.text)
            && outcome.is_none_or(|outcome| promise.verdict.outcome == outcome)
    });
    LaterWords::new(&lines, retriever.segmenter).give_to_promises(&mut promises);
    let unlikely = if outcome.is_none() { unlikely } else { 0 };
    Ok(Promises { promises, searched: query.searched(undated, unlikely) })
}

/// The incidents with an account inside the filters and times, as threads with their accounts in all reports.
///
/// # Errors
/// As [`milestones`].
pub async fn incident_threads_of(
    retriever: &Retriever<'_>,
    filters: &Filters,
    wanted: &Wanted<'_>,
) -> Result<IncidentThreads, LedgerError> {
    let query = Query::read(retriever, filters, wanted)?;
    let passages = whole_span(retriever, filters).await?;
    let is_wanted = |group: &[PassageRecord]| {
        group.iter().any(|passage| query.reports.contains(&passage.report))
            && group.iter().any(|passage| query.is_met_in(passage))
    };
    let lines = lines(&passages);
    let mut threads = account_threads(&passages, &lines, retriever.catalogue, is_wanted);
    LaterWords::give_after_all(&mut threads, &lines, retriever.segmenter);
    let recurrences = recurrences(&threads.iter().collect::<Vec<_>>());
    Ok(IncidentThreads { threads, recurrences, searched: query.searched(0, 0) })
}

/// Every passage of the author and section of the filters, of any time: a history is whole.
async fn whole_span(retriever: &Retriever<'_>, filters: &Filters) -> Result<Vec<PassageRecord>, RetrieveError> {
    let filters = Filters { section: filters.section.clone(), author: filters.author.clone(), ..Filters::default() };
    let times = retriever.narrowing(&[], &filters);
    let mut passages = retriever.everything(&times, &filters).await?;
    passages.retain(|passage| !retriever.catalogue.is_twin(passage.report));
    retriever.catalogue.join_turns(&mut passages);
    Ok(passages)
}

/// What came of something may stand in another section than the filters leave.
async fn everywhere(retriever: &Retriever<'_>, filters: &Filters) -> Result<Vec<PassageRecord>, RetrieveError> {
    whole_span(retriever, &Filters { author: filters.author.clone(), ..Filters::default() }).await
}

#[must_use]
pub fn threads_in(passages: &[PassageRecord], aliases: &Aliases) -> Vec<Thread> {
    threads(by_likelihood(passages, aliases).0)
}

/// What passages tell across weeks.
pub struct Histories {
    pub threads: Vec<Thread>,
    pub promises: Vec<Promise>,
    /// In order of when they occurred; those without a day last.
    pub incidents: Vec<IncidentThread>,
}

/// With what is likely said later of the incidents.
#[must_use]
pub fn histories_in(
    passages: &[PassageRecord],
    catalogue: &Catalogue,
    aliases: &Aliases,
    segmenter: &Segmenter,
) -> Histories {
    let mut found = histories(by_likelihood(passages, aliases).0, passages, catalogue);
    LaterWords::give_after_all(&mut found.incidents, &lines(passages), segmenter);
    found
}

/// Also of statements that were likely misread: what shows that something is done weighs more than what asks for it.
#[must_use]
pub fn every_history_in(passages: &[PassageRecord], catalogue: &Catalogue, aliases: &Aliases) -> Histories {
    let statements = passages.iter().flat_map(|passage| every_statement(passage, aliases)).collect();
    histories(statements, passages, catalogue)
}

/// The incidents are put together beside the rest.
fn histories(statements: Vec<MilestoneStatement>, passages: &[PassageRecord], catalogue: &Catalogue) -> Histories {
    let lines = lines(passages);
    let incidents = || account_threads(passages, &lines, catalogue, |_| true);
    let ((threads, promises), incidents) = rayon::join(|| threads_and_promises(statements, &lines), incidents);
    Histories { threads, promises, incidents }
}

/// The incidents of the passages, in order of when they occurred; those without a day last.
#[must_use]
pub fn incident_threads_in(passages: &[PassageRecord], catalogue: &Catalogue) -> Vec<IncidentThread> {
    account_threads(passages, &lines(passages), catalogue, |_| true)
}

/// The same with what is likely said later of each.
#[must_use]
pub fn incident_histories_in(
    passages: &[PassageRecord],
    catalogue: &Catalogue,
    segmenter: &Segmenter,
) -> Vec<IncidentThread> {
    let lines = lines(passages);
    let mut threads = account_threads(passages, &lines, catalogue, |_| true);
    LaterWords::give_after_all(&mut threads, &lines, segmenter);
    threads
}

/// `lines` of all passages.
fn account_threads(
    passages: &[PassageRecord],
    lines: &[EvidenceLine<'_>],
    catalogue: &Catalogue,
    is_wanted: impl Fn(&[PassageRecord]) -> bool,
) -> Vec<IncidentThread> {
    let incidents = passages.iter().filter(|passage| passage.incident.is_some()).cloned().collect();
    let mut groups = merge::grouped(incidents, catalogue);
    groups.retain(|group| is_wanted(group));
    // As they come, the week's report before the day's page: the first one's words are the incident's.
    let dates = lines.iter().map(|line| line.date);
    let Some(last) = dates.chain(groups.iter().flatten().filter_map(PassageRecord::date)).max() else {
        return Vec::new();
    };
    let mut threads = incident_threads(&groups, |group| group.iter().filter_map(line).collect(), lines, last);
    threads.sort_by_key(|thread| (thread.incident.occurred.is_none(), thread.incident.occurred.clone()));
    threads
}

/// Where fewer statements are likely read as they are meant, the likeliest of the others are shown, too.
const LEAST_STATEMENTS: usize = 12;

/// So many reports that say in the same words that something is over repeat a fixed text: it came to an end once.
const REPEATED_REPORTS: usize = 3;

/// The statements of the passages with a date that were likely read as they are meant, and the others.
fn by_likelihood(passages: &[PassageRecord], aliases: &Aliases) -> (Vec<MilestoneStatement>, Vec<MilestoneStatement>) {
    let all = passages.iter().flat_map(|passage| every_statement(passage, aliases));
    let mut all: Vec<MilestoneStatement> = all.collect();
    weigh_repeated(&mut all);
    let over = all.iter().filter(|statement| statement.milestone.is_over()).map(|statement| statement.text.as_str());
    let mut reports: HashMap<&str, HashSet<Uuid>> = over.map(|text| (text, HashSet::new())).collect();
    for statement in &all {
        if let Some(reports) = reports.get_mut(statement.text.as_str()) {
            reports.insert(statement.place.report_id());
        }
    }
    let is_fixed = |statement: &MilestoneStatement| {
        let reports = reports.get(statement.text.as_str()).filter(|_| statement.milestone.is_over());
        reports.is_some_and(|reports| reports.len() >= REPEATED_REPORTS)
    };
    let is_likely = |statement: &MilestoneStatement| statement.milestone.is_likely() && !is_fixed(statement);
    let likely: Vec<bool> = all.iter().map(is_likely).collect();
    let (likely, others): (Vec<_>, Vec<_>) = all.into_iter().zip(likely).partition(|(_, is_likely)| *is_likely);
    let statements = |of: Vec<(MilestoneStatement, bool)>| of.into_iter().map(|(statement, _)| statement).collect();
    (statements(likely), statements(others))
}

fn every_statement(passage: &PassageRecord, aliases: &Aliases) -> Vec<MilestoneStatement> {
    let Some(date) = passage.date() else { return Vec::new() };
    let statement = |milestone: &crate::fact::Milestone| {
        // The milestone's own words, where the passage holds more.
        let from = milestone.span.start.saturating_sub(passage.start);
        let to = milestone.span.end.saturating_sub(passage.start);
        let text = passage.text.get(from..to).unwrap_or(&passage.text).to_string();
        let mut milestone = milestone.clone();
        if let Some(name) = aliases.name_of(&milestone.subject) {
            milestone.subject = name.to_string();
        }
        MilestoneStatement { date, place: Place::of_lines(passage, milestone.lines), milestone, text }
    };
    passage.milestones.iter().map(statement).collect()
}

/// The passages as lines, in order of their reports, without those covered by others.
fn lines(passages: &[PassageRecord]) -> Vec<EvidenceLine<'_>> {
    let mut lines: Vec<EvidenceLine<'_>> =
        passages.iter().filter(|passage| !passage.covered || !passage.goals.is_empty()).filter_map(line).collect();
    // A log's entries, each of its own day, are of one report.
    let mut days: HashMap<Uuid, Date> = HashMap::new();
    for line in &lines {
        days.entry(line.place.report_id()).and_modify(|day| *day = line.date.max(*day)).or_insert(line.date);
    }
    for line in &mut lines {
        line.date = days[&line.place.report_id()];
    }
    lines.sort_by(|one, other| {
        (one.date, one.place.path(), one.place.lines).cmp(&(other.date, other.place.path(), other.place.lines))
    });
    lines
}

/// `None` for a passage without a date.
fn line(passage: &PassageRecord) -> Option<EvidenceLine<'_>> {
    Some(EvidenceLine {
        text: passage.text.as_str().into(),
        parent: passage.parent.as_str().into(),
        date: passage.date()?,
        place: Place::new(passage),
        kind: passage.section_kind,
        heading: passage.section.last().map_or("", String::as_str).into(),
        days: passage.days.iter().filter_map(|day| crate::calendar::date_of_day_number(*day).ok()).collect(),
        incident: passage.incident.as_ref().map(Cow::Borrowed),
        goals: passage.goals.as_slice().into(),
    })
}

fn words_of(thread: &Thread) -> String {
    let mut words = String::new();
    for told in &thread.told {
        words.push_str(&words_of_statement(&told.statement));
    }
    words
}

fn words_of_statement(statement: &MilestoneStatement) -> String {
    let milestone = &statement.milestone;
    let parts = [milestone.subject.as_str(), milestone.parent.as_deref().unwrap_or_default(), statement.text.as_str()];
    let mut words = String::new();
    for part in parts.into_iter().chain(milestone.section.iter().map(String::as_str)) {
        words.push_str(part);
        words.push(' ');
    }
    words
}
