//! A roll-up: all that the reports say of a period, read by date and never by likeness, as facts with their sources. The
//! same index gives the same roll-up. Wording is `render`'s, a model's prose is `narrate`'s.

mod ahead;
mod compare;
mod coverage;
mod digest;
mod headline;
mod incidents;
mod landed;
mod material;
mod metrics;
mod model;
mod objective;
mod projects;
mod promises;
mod slip;

pub use digest::{LINE_FEATURES, is_matter};
pub use model::*;

use std::collections::HashSet;

use crate::calendar::{Date, Expression, Period};
use crate::record::PassageRecord;
use crate::retrieve::{Filters, RetrieveError, Retriever};
use digest::Weighed;
use material::Material;
use objective::Known;
use uuid::Uuid;

/// Days around a period within which reports are read for the history and outcome of its work, promises and incidents: a month costs
/// the same in an index of twenty years.
const NEAR_DAYS: u32 = 366;

#[derive(Debug, thiserror::Error)]
pub enum RollupError {
    #[error(transparent)]
    Retrieve(#[from] RetrieveError),
    #[error("`{asked}` names no days that the reports could tell of")]
    NoDays { asked: String },
    #[error("`{asked}` may be {}", periods.iter().map(|period| format!("{} to {}", period.from(), period.to())).collect::<Vec<_>>().join(", or "))]
    SeveralPeriods { asked: String, periods: Vec<Period> },
}

/// A time as typed, and what it says.
pub type AskedTime = (String, Expression);

/// The roll-up of the time `asked`, of the reports of `author` where one is named, seen from `retriever.as_of`: reports after that
/// day are not read. It is empty where no report lies in the period.
///
/// # Errors
/// `NoDays` for a time that means no days; `SeveralPeriods` for one without a year that the reports know in several; those of the
/// store.
pub async fn rollup(retriever: &Retriever<'_>, asked: &AskedTime, author: Option<&str>) -> Result<Rollup, RollupError> {
    let period = period(retriever, asked)?;
    let read = read(retriever, author).await?;
    Ok(of_period(retriever, &read, &asked.0, period))
}

/// The lines of the reports of a time that a roll-up may show, and by what each is weighed.
///
/// # Errors
/// As [`rollup`].
pub async fn line_features(retriever: &Retriever<'_>, asked: &AskedTime) -> Result<Vec<LineFeatures>, RollupError> {
    let period = period(retriever, asked)?;
    let read = read(retriever, None).await?;
    let material = &material(retriever, &read, period);
    Ok(digest::features(material, &Known::of(material, period), period))
}

/// The roll-ups of two times, and which metrics both state. Errors as [`rollup`].
///
/// # Errors
/// As [`rollup`].
pub async fn compare(
    retriever: &Retriever<'_>,
    this: &AskedTime,
    other: &AskedTime,
    author: Option<&str>,
) -> Result<Comparison, RollupError> {
    let periods = (period(retriever, this)?, period(retriever, other)?);
    let read = read(retriever, author).await?;
    let of = |asked: &AskedTime, period: Period| of_period(retriever, &read, &asked.0, period);
    Ok(compare::side_by_side(of(this, periods.0), of(other, periods.1)))
}

/// What may be read: the reports, and every passage of them up to the day that it is seen from.
struct Read {
    reports: HashSet<Uuid>,
    passages: Vec<PassageRecord>,
}

async fn read(retriever: &Retriever<'_>, author: Option<&str>) -> Result<Read, RetrieveError> {
    let filters = Filters { author: author.map(str::to_string), ..Filters::default() };
    let reports: HashSet<Uuid> = retriever.searched(&[], &filters).into_iter().collect();
    let mut passages = retriever.everything(&[], &filters).await?;
    passages.retain(|passage| {
        reports.contains(&passage.report) && passage.date().is_none_or(|date| date <= retriever.as_of)
    });
    retriever.catalogue.join_turns(&mut passages);
    Ok(Read { reports, passages })
}

fn material<'a>(retriever: &Retriever<'a>, read: &Read, period: Period) -> Material<'a> {
    let near = |date: Date| period.distance(date) <= NEAR_DAYS;
    let passages = read.passages.iter().filter(|passage| passage.date().is_none_or(near)).cloned().collect();
    Material::new(passages, retriever, &read.reports, near)
}

fn of_period(retriever: &Retriever<'_>, read: &Read, asked: &str, period: Period) -> Rollup {
    let material = &material(retriever, read, period);
    let known = &Known::of(material, period);
    let mut sources = material.sources();
    let stated = || {
        let metrics = metrics::part(material, period, &mut sources);
        let incidents = incidents::part(material, period, &mut sources);
        let objectives = projects::objectives(material, known, period, &mut sources);
        (metrics, incidents, objectives)
    };
    let ((metrics, incidents, mut objectives), weighed) = rayon::join(stated, || Weighed::of(material, known, period));
    let weighed = &weighed;
    let settled = digest::settled(weighed, period, &mut sources);
    let risks = digest::problems(weighed, known, (&objectives, &settled), &mut sources);
    let elsewhere: [&[DigestItem]; 2] = [&settled, &risks.items];
    digest::beside(&mut objectives, weighed, known, (&metrics, (&incidents, &elsewhere)), period, &mut sources);
    let promises = promises::part(material, period, &mut sources);
    let reflections = digest::reflections(weighed, known, &mut sources);
    let (ahead, over) = ahead::part(material, weighed, period, &mut sources);
    // That a day moved stays news.
    for objective in &mut objectives {
        objective.digest.items.retain(|item| item.is_held_up || !over.contains(&item.cite));
    }
    let coverage = coverage::of(material, period);
    let mut rollup = Rollup {
        asked: asked.to_string(),
        period,
        headline: Vec::new(),
        metrics,
        incidents,
        settled,
        objectives,
        promises,
        reflections: reflections.items,
        reflections_rest: reflections.rest,
        risks: risks.items,
        risks_rest: risks.rest,
        ahead,
        sources: sources.into_citations(),
        coverage,
    };
    rollup.headline = headline::lines(&rollup);
    rollup
}

/// The days that are meant: for labels those that the reports so called cover.
fn period(retriever: &Retriever<'_>, (text, expression): &AskedTime) -> Result<Period, RollupError> {
    let mut periods = retriever.catalogue.scope(expression, retriever.as_of).periods;
    periods.sort_by_key(|period| (period.from(), period.to()));
    let mut apart: Vec<Period> = Vec::new();
    for period in periods {
        match apart.last_mut() {
            // The weeks of a range follow each other, but for some that are missing; those of a name that two years know are far apart.
            Some(last) if last.overlaps(period) || is_range(expression) => *last = last.hull(period),
            Some(last) if last.to().tomorrow().is_ok_and(|next| next == period.from()) => *last = last.hull(period),
            _ => apart.push(period),
        }
    }
    match apart.as_slice() {
        [] => Err(RollupError::NoDays { asked: text.clone() }),
        [period] => Ok(*period),
        _ => Err(RollupError::SeveralPeriods { asked: text.clone(), periods: apart }),
    }
}

fn is_range(expression: &Expression) -> bool {
    matches!(expression, Expression::Range(from, to) if from.as_label().is_some() && to.as_label().is_some())
}
