//! The work of a period by objective: progress, launches, slips and stalls.

use rust_decimal::Decimal;

use super::digest::{heading_of, one_line};
use super::landed::clause;
use super::material::{Material, Numbered};
use super::model::{Cites, Course, Digest, Excerpt, Landed, Objective, Progress, Stalled, Work};
use super::objective::{Known, number};
use super::slip::slips;
use crate::calendar::Period;
use crate::fact::State;
use crate::report::SectionKind;
use crate::thread::{MilestoneStatement, Thread, WorkName};
use crate::vocabulary::{Sense, Words};

/// Weekly reports in a row without news from which work is stalled.
const STALLED_REPORTS: usize = 3;

/// The work mentioned in reports of `period`, under the objective of its latest report. Follow-ups of incidents, risks, and daily
/// pages where there are weekly reports are excluded.
pub(super) fn objectives(
    material: &Material<'_>,
    known: &Known,
    period: Period,
    sources: &mut Numbered<'_>,
) -> Vec<Objective> {
    let mut objectives: Vec<Objective> = Vec::new();
    for thread in &material.threads {
        let statements: Vec<&MilestoneStatement> = thread
            .told
            .iter()
            .map(|entry| &entry.statement)
            .filter(|statement| {
                material.is_of(period, statement.place.report_id(), statement.date)
                    && material.is_of_a_week(statement.place.report_id())
                    && is_work(statement)
            })
            .collect();
        let Some(last) = statements.last() else { continue };
        let (code, name) = heading_of(&last.milestone.section, last.place.author().as_ref(), known);
        let Some(work) = work(thread, &statements, material, period, sources) else { continue };
        let same = |known: &&mut Objective| match (&known.code, &code) {
            (None, None) => known.name == name,
            (one, other) => one == other,
        };
        match objectives.iter_mut().find(same) {
            Some(known) => known.works.push(work),
            None => objectives.push(Objective { code, name, works: vec![work], digest: Digest::default() }),
        }
    }
    objectives.sort_by_key(|objective| objective.code.as_deref().map_or((1, u32::MAX), |code| (0, number(code))));
    objectives
}

fn is_work(statement: &MilestoneStatement) -> bool {
    !statement.milestone.section.iter().any(|heading| {
        matches!(
            SectionKind::of_heading(heading),
            SectionKind::Incidents | SectionKind::FollowUp | SectionKind::Problems | SectionKind::Reflection
        )
    })
}

fn work(
    thread: &Thread,
    statements: &[&MilestoneStatement],
    material: &Material<'_>,
    period: Period,
    sources: &mut Numbered<'_>,
) -> Option<Work> {
    let last = statements.last()?;
    let progress = {
        let end = statements.iter().rfind(|statement| statement.milestone.progress.is_some());
        let is_alike = |statement: &&&MilestoneStatement| {
            statement.milestone.progress.is_some() && end.is_some_and(|end| stage(statement) == stage(end))
        };
        let first = statements.iter().find(is_alike);
        first
            .zip(end)
            .and_then(|(first, end)| Some(Course { first: progress(first, sources)?, last: progress(end, sources)? }))
    };
    let landed = landed(thread, statements, period, sources);
    let stalled = if landed.is_some() { None } else { stalled(thread, statements, material, period, sources) };
    let slips = slips(thread, material, period, sources);
    let last = Excerpt {
        text: one_line(&last.text),
        date: last.date,
        report: last.place.report().to_string(),
        cite: sources.cite(&last.place)?,
        is_after: false,
    };
    let mut cites: Cites = vec![last.cite];
    cites.extend(progress.iter().flat_map(|course| [course.first.cite, course.last.cite]));
    cites.extend(landed.iter().map(|landed| landed.cite));
    cites.extend(slips.iter().flat_map(|slip| slip.cites.iter().copied()));
    cites.extend(stalled.iter().map(|stalled| stalled.cite));
    cites.sort_unstable();
    cites.dedup();
    Some(Work {
        subject: thread.subject.clone(),
        parent: thread.parent.clone(),
        progress,
        landed,
        slips,
        stalled,
        last,
        later: None,
        cites,
        statements: statements.len(),
    })
}

fn progress(statement: &MilestoneStatement, sources: &mut Numbered<'_>) -> Option<Progress> {
    let percent = statement.milestone.progress?;
    Some(Progress {
        percent,
        date: statement.date,
        report: statement.place.report().to_string(),
        cite: sources.cite(&statement.place)?,
    })
}

fn is_unfinished(statement: &MilestoneStatement) -> bool {
    let is_less = statement.milestone.progress.is_some_and(|percent| percent < Decimal::ONE_HUNDRED);
    let is_earlier = statement.milestone.state.as_ref().is_some_and(|stated| {
        matches!(stated.state, State::Proposed | State::Developing | State::Testing | State::Delayed | State::Paused)
    });
    is_less || is_earlier
}

/// The first statement of the period that has it live, with none before it in other weeks and none after it that takes it back.
fn landed(
    thread: &Thread,
    statements: &[&MilestoneStatement],
    period: Period,
    sources: &mut Numbered<'_>,
) -> Option<Landed> {
    let live = |statement: &MilestoneStatement| {
        let is_less = statement.milestone.progress.is_some_and(|percent| percent < Decimal::ONE_HUNDRED);
        let word =
            statement.milestone.state.as_ref().filter(|_| statement.milestone.is_launched() && !is_less)?.word.clone();
        Some((clause(&statement.text, &thread.subject, &word)?, word))
    };
    let was_live =
        thread.told.iter().map(|entry| &entry.statement).take_while(|statement| statement.date < period.from()).fold(
            false,
            |was, statement| {
                live(statement).is_some_and(|(clause, _)| !clause.is_part) || (was && !is_unfinished(statement))
            },
        );
    if was_live {
        return None;
    }
    let since = statements
        .iter()
        .rposition(|statement| live(statement).is_none() && is_unfinished(statement))
        .map_or(0, |at| at + 1);
    // A launch of the whole before launches of parts, of which the last one counts.
    let all: Vec<_> = statements[since..].iter().filter_map(|statement| Some((live(statement)?, statement))).collect();
    let ((clause, word), statement) = all.iter().find(|((clause, _), _)| !clause.is_part).or(all.last())?;
    // A day of another step is not the day it went live.
    let day = statement.milestone.done.iter().find(|done| done.what.contains(word.as_str())).map(|done| done.to);
    Some(Landed {
        word: word.clone(),
        text: clause.text.clone(),
        is_part: clause.is_part,
        day: day.filter(|_| !clause.is_part),
        date: statement.date,
        report: statement.place.report().to_string(),
        cite: sources.cite(&statement.place)?,
    })
}

/// Unfinished work that the last reports of the period, under any name, do not mention, or give the same progress for.
fn stalled(
    thread: &Thread,
    statements: &[&MilestoneStatement],
    material: &Material<'_>,
    period: Period,
    sources: &mut Numbered<'_>,
) -> Option<Stalled> {
    let last = statements.last()?;
    let dates = material.weekly_dates(period, last.place.author().as_deref());
    let after = |date| dates.iter().filter(|other| **other > date).count();
    let with_progress: Vec<usize> =
        (0..statements.len()).filter(|at| statements[*at].milestone.progress.is_some()).collect();
    if let Some(latest) = with_progress.last() {
        let percent = statements[*latest].milestone.progress;
        let same: Vec<usize> = with_progress
            .iter()
            .rev()
            .copied()
            .take_while(|at| statements[*at].milestone.progress == percent)
            .collect();
        let first = *same.last()?;
        let reports =
            dates.iter().filter(|date| **date > statements[first].date && **date <= statements[*latest].date).count();
        if percent.is_some_and(|percent| percent < Decimal::ONE_HUNDRED) && reports >= STALLED_REPORTS {
            let since = statements[first];
            return Some(Stalled {
                since: since.date,
                report: since.place.report().to_string(),
                reports,
                is_repeated: true,
                cite: sources.cite(&since.place)?,
            });
        }
    }
    // Only work with earlier statements: a planned day that passed unmentioned is a promise.
    let is_open =
        last.milestone.progress.is_some_and(|percent| percent < Decimal::ONE_HUNDRED) && thread.told.len() > 1;
    let is_over = last.milestone.state.as_ref().is_some_and(|stated| stated.state.is_final());
    let is_last = thread.last().date == last.date;
    let reports = after(last.date);
    let is_mentioned_later = || {
        let name = WorkName::new(&thread.subject);
        !thread.doubtful.is_empty()
            || material.threads.iter().any(|other| {
                let mut later =
                    other.told.iter().map(|entry| &entry.statement).filter(|statement| statement.date > last.date);
                let under_one_heading = |statement: &MilestoneStatement| {
                    statement.milestone.section.last() == last.milestone.section.last()
                };
                if begins_alike(&other.subject, &thread.subject) {
                    later.any(under_one_heading)
                } else {
                    later.next().is_some() && WorkName::new(&other.subject).holds_or_is_held(&name)
                }
            })
    };
    if !is_open || is_over || !is_last || reports < STALLED_REPORTS || is_mentioned_later() {
        return None;
    }
    let cite = sources.cite(&last.place)?;
    Some(Stalled { since: last.date, report: last.place.report().to_string(), reports, is_repeated: false, cite })
}

/// Whether two names of work under one heading may be of one thing: 人谷第二阶段, 人谷技术栈改造.
fn begins_alike(one: &str, other: &str) -> bool {
    one.chars().zip(other.chars()).take_while(|(one, other)| one == other).count() >= 2
}

/// The stage that a progress is of: 85% of the making is not 80% of the testing.
fn stage(statement: &MilestoneStatement) -> Option<&'static str> {
    static STAGES: Words = Words::of(&[
        Sense::Build,
        Sense::Making,
        Sense::Test,
        Sense::Integration,
        Sense::Design,
        Sense::Acceptance,
        Sense::Migration,
    ]);
    let percent = statement.milestone.progress?.normalize().to_string();
    let at = statement.text.find(&percent)?;
    let before: String = statement.text[..at].chars().rev().take(6).collect::<Vec<_>>().into_iter().rev().collect();
    STAGES.last_in(&before).map(|stage| stage.word)
}
