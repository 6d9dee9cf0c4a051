//! The goals of the next week, drafted from unkept goals, due days, open incidents, worsening metrics, stalled work
//! and yearly duties, each with its reasons and sources. Deterministic; wording is `render`'s, a model's wording is
//! `narrate`'s.

mod alike;
mod candidate;
mod due;
mod editorial;
mod error;
mod left;
mod line;
mod material;
mod merge;
mod model;
mod open;
mod seasonal;
mod section;
mod stalled;
mod unkept;
mod week;
mod worsening;

pub(crate) use editorial::is_editorial;
pub use error::GoalsError;
pub use model::*;

use crate::calendar::{Date, Expression, Period};
use crate::catalogue::Catalogue;
use crate::citation::Sources;
use crate::record::{PassageRecord, ReportRecord};
use crate::retrieve::{Filters, RetrieveError, Retriever};
use crate::series::Aliases;

use candidate::Candidate;
use material::Material;
use week::{TargetWeek, target, weekly};

#[derive(Debug, Clone)]
pub struct GoalsRequest {
    /// The week as typed and what it says; by default the one after the last report.
    pub for_week: Option<(String, Expression)>,
    /// Only reports of authors with this in their names.
    pub author: Option<String>,
    /// Maximum number of proposals.
    pub most: usize,
}

impl Default for GoalsRequest {
    fn default() -> Self {
        Self { for_week: None, author: None, most: USUAL_GOALS }
    }
}

/// As many as one reads at a glance.
pub const USUAL_GOALS: usize = 10;

/// The draft, seen from `retriever.as_of` or, for a week that is over, from the day before it: reports after that day are not read.
/// It may hold no goal.
///
/// # Errors
/// `NoReport` where no report is old enough; `NoWeek` for a time that is no week or too far off; those of the store.
pub async fn goals(retriever: &Retriever<'_>, asked: &GoalsRequest) -> Result<Goals, GoalsError> {
    let passages = known(retriever, asked.author.as_deref()).await?;
    drafted(passages, retriever.catalogue, retriever.aliases, asked, retriever.as_of)
}

/// All passages of the reports of authors with `author` in their names.
pub(crate) async fn known(
    retriever: &Retriever<'_>,
    author: Option<&str>,
) -> Result<Vec<PassageRecord>, RetrieveError> {
    let filters = Filters { author: author.map(str::to_string), ..Filters::default() };
    let mut passages = retriever.everything(&[], &filters).await?;
    retriever.catalogue.join_turns(&mut passages);
    Ok(passages)
}

/// As [`goals`], of passages at hand. `catalogue` may hold more reports.
pub(crate) fn drafted(
    passages: Vec<PassageRecord>,
    catalogue: &Catalogue,
    aliases: &Aliases,
    asked: &GoalsRequest,
    as_of: Date,
) -> Result<Goals, GoalsError> {
    let by = asked.author.as_deref().map(|author| catalogue.written_by(author));
    let is_read = |record: &ReportRecord, until: Date| {
        record.date().is_some_and(|date| date <= until)
            && !catalogue.is_twin(record.report)
            && by.as_ref().is_none_or(|written| written.contains(&record.report))
    };
    let up_to = |until: Date| {
        let records = catalogue.entries().iter().map(|entry| &entry.record);
        Catalogue::new(records.filter(|record| is_read(record, until)).cloned().collect())
    };
    let target = target(&up_to(as_of), asked.for_week.as_ref(), as_of)?;
    let known = up_to(target.until);
    let undated = catalogue.entries().iter().filter(|entry| entry.record.date().is_none()).count();
    let passages: Vec<PassageRecord> =
        passages.into_iter().filter(|passage| known.entry(passage.report).is_some()).collect();
    let no_report = || GoalsError::NoReport { as_of: target.until };
    let material = Material::read(&target, &passages, &known, aliases).ok_or_else(no_report)?;
    let coverage = coverage(&target, &known, undated).ok_or_else(no_report)?;
    Ok(drawn_up(&material, asked.most, coverage))
}

fn drawn_up(material: &Material<'_>, most: usize, coverage: Coverage) -> Goals {
    let candidates: Vec<Candidate> = [
        unkept::candidates,
        due::candidates,
        open::candidates,
        worsening::candidates,
        left::candidates,
        stalled::candidates,
        seasonal::candidates,
    ]
    .into_iter()
    .flat_map(|candidates| candidates(material))
    .filter(|candidate| candidate.is_listed || !editorial::is_address(candidate))
    .collect();
    let goals_before = unkept::texts(material);
    let groups = merge::merged(material, candidates).into_iter().map(|mut group| {
        if !group[0].is_listed {
            let before = unkept::about(&goals_before, &group[0].about);
            group[0].points.extend(before);
        }
        (ranked(&group), group)
    });
    let (mut listed, mut groups): (Vec<_>, Vec<_>) = groups.partition(|(_, group)| group[0].is_listed);
    listed.sort_by_cached_key(|(_, group)| {
        let place = &group[0].places[0];
        (place.author().clone(), place.path().to_string(), place.lines.first)
    });
    groups.sort_by_cached_key(|(rank, group)| {
        let due = due_of(group);
        // Of equals the goals of one report stay in its order.
        let place = group[0].places.first().map(|place| (place.date(), place.path().to_string(), place.lines.first));
        (std::cmp::Reverse(rank.score), due.is_none(), due, place, group[0].text.clone())
    });
    let left_out = groups.len().saturating_sub(most);
    let groups = spread(groups, most);
    let mut sources = Sources::default();
    let mut cited = |groups: Vec<(Rank, Vec<Candidate>)>| -> Vec<DraftGoal> {
        groups.into_iter().filter_map(|(rank, group)| goal(material, rank, group, &mut sources)).collect()
    };
    let (listed, goals) = (cited(listed), cited(groups));
    Goals {
        week: material.target.week.clone(),
        days: material.target.days,
        listed,
        goals,
        left_out,
        sources: sources.into_citations(),
        coverage,
    }
}

/// The first `most`, of many kinds of work rather than of one: each further one of a section ranks lower.
fn spread(mut groups: Vec<(Rank, Vec<Candidate>)>, most: usize) -> Vec<(Rank, Vec<Candidate>)> {
    let section = |group: &[Candidate]| group[0].places[0].section().last().cloned().unwrap_or_default();
    let mut chosen: Vec<(Rank, Vec<Candidate>)> = Vec::new();
    while chosen.len() < most && !groups.is_empty() {
        let worth = |(rank, group): &(Rank, Vec<Candidate>)| {
            let same = chosen.iter().filter(|(_, other)| section(other) == section(group)).count();
            rank.score.saturating_sub(u32::try_from(same).unwrap_or(0) * OF_ONE_SECTION)
        };
        let best = (0..groups.len()).max_by_key(|at| (worth(&groups[*at]), std::cmp::Reverse(*at)));
        chosen.extend(best.map(|at| groups.remove(at)));
    }
    chosen.sort_by_key(|(rank, _)| std::cmp::Reverse(rank.score));
    chosen
}

/// Points that each proposal of a section takes from the next one.
const OF_ONE_SECTION: u32 = 4;

fn ranked(group: &[Candidate]) -> Rank {
    let points: Vec<Points> = group.iter().flat_map(|candidate| candidate.points.iter().copied()).collect();
    Rank { score: points.iter().map(|points| points.points).sum(), points }
}

/// That of the goal itself, else the earliest of those merged into it.
fn due_of(group: &[Candidate]) -> Option<Date> {
    group[0].due.or_else(|| group.iter().filter_map(|candidate| candidate.due).min())
}

/// `None` where no passage holds a place of its reasons.
fn goal(material: &Material<'_>, rank: Rank, group: Vec<Candidate>, sources: &mut Sources) -> Option<DraftGoal> {
    let section = section::owner(material, &group);
    let (text, due) = (group[0].text.clone(), due_of(&group));
    let author = group[0].places.first().and_then(|place| place.author().clone());
    let mut reasons: Vec<Reason> = Vec::new();
    for candidate in group {
        let cites: Vec<usize> =
            candidate.places.iter().filter_map(|place| sources.cite_place(material.passages, place)).collect();
        match reasons.iter_mut().find(|known| known.ground == candidate.ground) {
            Some(known) => known.cites.extend(cites),
            None if cites.is_empty() => {}
            None => reasons.push(Reason { ground: candidate.ground, cites }),
        }
    }
    for reason in &mut reasons {
        reason.cites.sort_unstable();
        reason.cites.dedup();
    }
    let mut cites: Vec<usize> = reasons.iter().flat_map(|reason| reason.cites.iter().copied()).collect();
    cites.sort_unstable();
    cites.dedup();
    (!reasons.is_empty() && !text.is_empty()).then_some(DraftGoal { text, author, reasons, cites, section, due, rank })
}

fn coverage(target: &TargetWeek, known: &Catalogue, undated: usize) -> Option<Coverage> {
    let all = weekly(known);
    let (last_date, last) = all.last()?;
    Some(Coverage {
        until: target.until,
        reports: known.len(),
        days: known.entries().iter().filter_map(|entry| entry.coverage).reduce(Period::hull)?,
        last: last.record.name.clone(),
        last_date: *last_date,
        missing_weeks: known.missing_weeks(None),
        undated,
    })
}

#[cfg(test)]
mod tests;
