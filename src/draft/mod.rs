//! The next report, drafted in the department's own form: the headings and lists of its last report, figures to fill in beside
//! their last values, unfinished work, open incidents, goals. Finished and dropped work is left out, and no report of the drafted
//! day or later is read. Values only: marks and wording are `render`'s.

mod compose;
mod error;
mod figures;
mod form;
mod model;
mod numbers;
mod open;
mod place;
mod similarity;
mod target;
mod title;
mod words;
mod work;

pub use error::DraftError;
pub use model::*;

use std::collections::HashSet;
use std::path::Path;

use crate::calendar::{Date, Expression, mentions};
use crate::catalogue::{Catalogue, CatalogueEntry as Known};
use crate::check::Page;
use crate::citation::{Citation, Sources};
use crate::fact::says_open;
use crate::goals;
use crate::ledger::{incident_threads_in, threads_in};
use crate::record::{PassageRecord, Place, ReportRecord};
use crate::report::{PageName, SectionKind, Span};
use crate::retrieve::{Filters, RetrieveError, Retriever};
use crate::series::Aliases;
use crate::thread::{IncidentThread, Thread};
use crate::vocabulary::PUT_OFF;

use compose::{Material, compose};
use form::{Form, kind_named, name_before_colon};
use open::open_incidents;
use target::TargetReport;
use words::Use;
use work::Work;

/// What is asked for.
#[derive(Debug, Clone, Default)]
pub struct DraftRequest {
    /// The week or day as typed and what it says; by default the report after the last one.
    pub week: Option<(String, Expression)>,
    /// Only reports of authors with this in their names.
    pub author: Option<String>,
}

/// Days without a mention after which an open incident is counted instead of drafted.
pub const OPEN_REACH_DAYS: i32 = 56;

/// Work of this many days before the last report, with a planned day, is not forgotten.
const FORGOTTEN_REACH_DAYS: i32 = 28;

/// Nothing older is carried: threads are compared each with each.
const THREADS_REACH_DAYS: i32 = 210;

/// Authors that wrote within this many days of the last report write side by side.
const SIDE_BY_SIDE_DAYS: i32 = 10;

/// Name and text of the page that a report was read from; `None` where the page is gone or has changed.
pub type PageOf<'a> = &'a dyn Fn(&ReportRecord) -> Option<(PageName, String)>;

/// Drafts the report `asked` for, seen from `retriever.as_of`: reads only reports up to that day that are earlier than the drafted one.
///
/// # Errors
/// `NoReport` without an earlier report; `NoWeek` for a time that is not a week or a day; `Authors` where several authors report side by
/// side and none is named; those of the store.
pub async fn draft(retriever: &Retriever<'_>, asked: &DraftRequest, page_of: PageOf<'_>) -> Result<Draft, DraftError> {
    let as_of = retriever.as_of;
    let entries = weekly(retriever.catalogue, asked.author.as_deref(), as_of);
    let target = target::target(&entries, asked.week.as_ref(), as_of)?;
    let last = entries[target.last];
    let last_date = last.record.date().ok_or(DraftError::NoReport { as_of })?;
    check_authors(&entries[..=target.last], last_date)?;
    let catalogue = known_by(retriever.catalogue, &last.record, last_date);
    let passages = passages(retriever, &catalogue).await?;
    let own: Vec<PassageRecord> =
        passages.iter().filter(|passage| passage.report == last.record.report).cloned().collect();
    let form = form_of(&last.record, page_of(&last.record), &own);
    let all = goals::known(retriever, asked.author.as_deref()).await?;
    let told = || Told::of(&passages, &catalogue, retriever.aliases, last_date);
    let (goals, told) = rayon::join(|| drafted_goals(retriever, all, asked, &target, last_date), told);
    Ok(write(&form, &catalogue, &passages, &told, last, target, &goals))
}

/// What the passages tell across weeks.
struct Told {
    threads: Vec<Thread>,
    incidents: Vec<IncidentThread>,
}

impl Told {
    fn of(passages: &[PassageRecord], catalogue: &Catalogue, aliases: &Aliases, last: Date) -> Self {
        let is_recent = |date: Date| (last - date).get_days() <= THREADS_REACH_DAYS;
        let recent: Vec<PassageRecord> =
            passages.iter().filter(|passage| passage.date().is_some_and(is_recent)).cloned().collect();
        let (threads, incidents) =
            rayon::join(|| threads_in(&recent, aliases), || incident_threads_in(passages, catalogue));
        Self { threads, incidents }
    }
}

/// The draft from a form and passages, without the store.
fn write(
    form: &Form,
    catalogue: &Catalogue,
    passages: &[PassageRecord],
    told: &Told,
    last: &Known,
    target: TargetReport,
    goals: &Drafted,
) -> Draft {
    let last_date = last.record.date().unwrap_or(target.date);
    let mut sources = Sources::default();
    let own: Vec<PassageRecord> =
        passages.iter().filter(|passage| passage.report == last.record.report).cloned().collect();
    let standing = standing_figures(catalogue, passages, last);
    let work = Work { form, threads: &told.threads, target: &target, last: last_date, standing };
    let reach = (last_date, last.record.name.as_str());
    let (open, older_open) = open_incidents(&told.incidents, passages, reach, OPEN_REACH_DAYS, &mut sources);
    let goals = next_goals(form, goals, passages, &target, &mut sources);
    let forgotten =
        work.forgotten(FORGOTTEN_REACH_DAYS, &mut |thread| sources.cite_place(passages, &thread.last().place));
    let mut cite = |span: &Span| cite_span(form, &own, &mut sources, span);
    let mut follow_ups = follow_ups(form, &mut cite);
    let (reviews, mut set_goals): (Vec<Carried>, Vec<Carried>) =
        set_goals(form, &mut cite).into_iter().partition(is_review);
    set_goals.retain(|goal| !is_of_an_incident(&goal.subject, &open, last_date));
    follow_ups.extend(reviews.into_iter().filter(|goal| !is_of_an_incident(&goal.subject, &open, last_date)));
    let material = Material { work, open, follow_ups, set_goals, forgotten, goals };
    let sections = compose(form, material, &mut cite);
    let end = form.head_end();
    Draft {
        label: target.label.map(|label| label.to_string()),
        date: target.date,
        days: target.days,
        language: Page::read(last.record.path.clone(), form.source().to_string(), PageName::default()).language(),
        head: title::head(form.source(), end, file_name(&last.record), &target),
        sections,
        last: LastReport {
            name: last.record.name.clone(),
            date: last_date,
            author: last.record.author.clone(),
            path: last.record.path.clone(),
            is_next: target.is_next,
        },
        sources: sources.into_citations(),
        reports: catalogue.len(),
        older_open,
        is_rebuilt: form.is_rebuilt,
        replaces: target.replaces,
    }
}

/// Names and units of the figures that each of the last weekly reports states; none where there are fewer.
fn standing_figures(catalogue: &Catalogue, passages: &[PassageRecord], last: &Known) -> HashSet<(String, String)> {
    let is_weekly = |entry: &&Known| entry.coverage.is_some_and(|coverage| coverage.days() > 1);
    let dated = |entry: &&Known| entry.record.date().is_some_and(|date| Some(date) <= last.record.date());
    let recent: Vec<_> =
        catalogue.entries().iter().filter(is_weekly).filter(dated).rev().take(work::STANDING_REPORTS).collect();
    if recent.len() < work::STANDING_REPORTS {
        return HashSet::new();
    }
    let told = |entry: &&Known| -> HashSet<(String, String)> {
        let own = passages.iter().filter(|passage| passage.report == entry.record.report);
        own.flat_map(|passage| &passage.metrics).map(|metric| (metric.name.clone(), metric.unit.clone())).collect()
    };
    let all = recent.iter().map(told).reduce(|one, other| one.intersection(&other).cloned().collect());
    all.unwrap_or_default()
}

/// The weekly reports of the author up to a day, in order of their dates.
fn weekly<'a>(catalogue: &'a Catalogue, author: Option<&str>, as_of: Date) -> Vec<&'a Known> {
    let by = author.map(|author| catalogue.written_by(author));
    let is_wanted = |entry: &&Known| {
        entry.record.date().is_some_and(|date| date <= as_of)
            && entry.coverage.is_some_and(|coverage| coverage.days() > 1)
            && by.as_ref().is_none_or(|by| by.contains(&entry.record.report))
    };
    catalogue.entries().iter().filter(is_wanted).collect()
}

/// # Errors
/// `Authors` where another author wrote about when the last report was written.
fn check_authors(entries: &[&Known], last: Date) -> Result<(), DraftError> {
    let near = |entry: &&&Known| entry.record.date().is_some_and(|date| (last - date).get_days() <= SIDE_BY_SIDE_DAYS);
    let mut authors: Vec<String> =
        entries.iter().filter(near).filter_map(|entry| entry.record.author.clone()).collect();
    authors.sort();
    authors.dedup();
    if authors.len() > 1 { Err(DraftError::Authors { authors }) } else { Ok(()) }
}

/// The reports that the draft knows of: up to the last one, by its author or by nobody in particular.
fn known_by(catalogue: &Catalogue, last: &ReportRecord, until: Date) -> Catalogue {
    let is_own =
        |record: &ReportRecord| record.author == last.author || record.author.is_none() || last.author.is_none();
    let known = catalogue.entries().iter().map(|entry| &entry.record);
    Catalogue::new(
        known.filter(|record| record.date().is_some_and(|date| date <= until) && is_own(record)).cloned().collect(),
    )
}

async fn passages(retriever: &Retriever<'_>, catalogue: &Catalogue) -> Result<Vec<PassageRecord>, RetrieveError> {
    let mut passages = retriever.everything(&[], &Filters::default()).await?;
    passages.retain(|passage| catalogue.entry(passage.report).is_some());
    Ok(passages)
}

/// The page of the last report, where it is still as it was read; else a page made of its passages.
fn form_of(record: &ReportRecord, page: Option<(PageName, String)>, passages: &[PassageRecord]) -> Form {
    match page {
        Some((name, text)) => Form::read(text.replace("\r\n", "\n"), &name),
        None => Form::rebuild(&title_of(record), passages),
    }
}

/// `第26周 2023-06-20`.
fn title_of(record: &ReportRecord) -> String {
    match (&record.label, record.date()) {
        (Some(label), Some(date)) => format!("{label} {date}"),
        (None, Some(date)) => date.to_string(),
        (_, None) => record.name.clone(),
    }
}

fn file_name(record: &ReportRecord) -> &str {
    Path::new(&record.path).file_stem().and_then(|stem| stem.to_str()).unwrap_or_default()
}

/// Cites the lines of `span` of the form; 0 where no passage has them.
fn cite_span(form: &Form, own: &[PassageRecord], sources: &mut Sources, span: &Span) -> usize {
    if !form.is_rebuilt {
        let lines = form.lines(span);
        let place = own.first().map(|passage| Place::of_lines(passage, lines));
        return place.and_then(|place| sources.cite_place(own, &place)).unwrap_or(0);
    }
    let words = form.text(span).lines().next().unwrap_or_default().trim();
    let line = form.whole_line(span).trim_start_matches(|c: char| c.is_whitespace() || c == '-').to_string();
    let holds = |wanted: &str| {
        own.iter()
            .filter(|passage| !passage.covered && passage.text.contains(wanted))
            .min_by_key(|passage| passage.text.len())
    };
    let Some(passage) = holds(&line).or_else(|| holds(words)) else { return 0 };
    let at = passage.text.find(words).unwrap_or(0);
    sources.cite(passage, at..at + words.len().min(passage.text.len() - at))
}

/// What the last report's follow-ups (往期跟踪) leave open.
fn follow_ups(form: &Form, cite: &mut dyn FnMut(&Span) -> usize) -> Vec<Carried> {
    let mut found = Vec::new();
    let blocks =
        form.report.sections.iter().flat_map(|section| section.blocks.iter().map(move |block| (section.kind, block)));
    for (kind, block) in blocks {
        let own = form.text(&block.own);
        let named = name_before_colon(own).filter(|name| kind_named(name) == SectionKind::FollowUp);
        if kind != SectionKind::FollowUp && named.is_none() {
            continue;
        }
        let rest = named.and_then(|_| own.split_once(['：', ':'])).map_or(own, |(_, rest)| rest);
        for sentence in rest.split(['；', ';', '。', '\n']).map(str::trim) {
            let is_open = says_open(sentence)
                || PUT_OFF.are_in(sentence)
                || ["还没", "尚未"].iter().any(|word| sentence.contains(word));
            if is_open {
                let at = block.own.start + own.find(sentence).unwrap_or(0);
                let subject = sentence.to_string();
                let cite = cite(&(at..at + sentence.len()));
                found.push(Carried {
                    subject,
                    progress: None,
                    words: None,
                    due: Vec::new(),
                    is_goal: false,
                    told: None,
                    cite,
                });
            }
        }
    }
    found.retain(|carried| carried.cite > 0);
    found
}

/// The goals that the last report set for the week.
fn set_goals(form: &Form, cite: &mut dyn FnMut(&Span) -> usize) -> Vec<Carried> {
    let line = |goal: &crate::fact::Goal| Carried {
        subject: goal.text.split_whitespace().collect::<Vec<_>>().join(" "),
        progress: None,
        words: None,
        due: Vec::new(),
        is_goal: true,
        told: None,
        cite: cite(&goal.span),
    };
    let mut found: Vec<Carried> = form.facts.goals.iter().map(line).collect();
    found.retain(|goal| goal.cite > 0 && !goal.subject.starts_with('|'));
    found
}

/// Whether a goal is about one of the open incidents, by its day or its words: the incident's own line asks for it.
fn is_of_an_incident(goal: &str, open: &[OpenIncident], seen_from: Date) -> bool {
    let days: Vec<String> = mentions(goal)
        .into_iter()
        .filter_map(|mention| mention.reading.ok()?.resolve(seen_from).ok())
        .filter(|period| period.days() == 1)
        .map(|period| period.from().to_string())
        .collect();
    open.iter().any(|incident| {
        let is_its_day = incident
            .occurred
            .as_deref()
            .is_some_and(|occurred| days.iter().any(|day| occurred.starts_with(day.as_str())));
        is_its_day || similarity::is_covered(goal, std::slice::from_ref(&incident.summary))
    })
}

/// Whether a goal is to look into what went wrong.
fn is_review(goal: &Carried) -> bool {
    let text = goal.subject.to_lowercase();
    !Use::Routine.is_in(&text) && Use::Review.is_in(&text)
}

/// The drafted goals with the citations that they bring.
#[derive(Default)]
struct Drafted {
    goals: Vec<goals::DraftGoal>,
    sources: Vec<Citation>,
}

/// The goals as they could be drafted of `passages` on the day of the last report; none where there are no reports to draft them of.
fn drafted_goals(
    retriever: &Retriever<'_>,
    passages: Vec<PassageRecord>,
    asked: &DraftRequest,
    target: &TargetReport,
    last: Date,
) -> Drafted {
    let day = target.date.to_string();
    let week = (!target.is_next).then(|| crate::calendar::first_mention(&day)?.reading.ok()).flatten();
    let asked = goals::GoalsRequest {
        for_week: week.map(|week| (day, week)),
        author: asked.author.clone(),
        ..goals::GoalsRequest::default()
    };
    let as_of = last.min(retriever.as_of);
    let found = goals::drafted(passages, retriever.catalogue, retriever.aliases, &asked, as_of);
    found.map(|found| Drafted { goals: found.goals, sources: found.sources }).unwrap_or_default()
}

/// The proposals for the week after the drafted one: what is set for the drafted week, or due in it, stands among its work.
fn next_goals(
    form: &Form,
    drafted: &Drafted,
    passages: &[PassageRecord],
    target: &TargetReport,
    sources: &mut Sources,
) -> Vec<Goal> {
    let cited = |n: &usize, sources: &mut Sources| {
        let citation = drafted.sources.get(n.checked_sub(1)?)?;
        let holds = |passage: &&PassageRecord| {
            passage.report == citation.report_id
                && passage.first_line <= citation.lines.first
                && citation.lines.last <= passage.last_line
        };
        let passage = passages.iter().filter(holds).min_by_key(|passage| passage.text.len())?;
        Some(sources.cite_as(passage, citation))
    };
    let mut found = Vec::new();
    // What one sentence leaves open is carried with its work; a plan is made of days and reasons that outlast it.
    let has_plan = compose::has_plan(form);
    let is_left_open = |goal: &goals::DraftGoal| {
        let is_one = |reason: &goals::Reason| matches!(reason.ground, goals::Ground::LeftOpen { .. });
        (goal.due.is_none() || !has_plan) && goal.reasons.iter().all(is_one)
    };
    let is_of_the_week = |goal: &goals::DraftGoal| goal.due.is_some_and(|due| target.days.contains(due));
    for goal in drafted.goals.iter().filter(|goal| !is_of_the_week(goal) && !is_left_open(goal)) {
        let mut cites: Vec<usize> = goal.cites.iter().filter_map(|n| cited(n, sources)).collect();
        cites.sort_unstable();
        cites.dedup();
        let times = goal.reasons.iter().map(|reason| match &reason.ground {
            goals::Ground::UnkeptGoal { times, .. } => *times,
            _ => 0,
        });
        found.push(Goal { text: goal.text.clone(), due: goal.due, times: times.max().unwrap_or(0), cites });
    }
    found
}
