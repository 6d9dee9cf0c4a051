//! The work of a period by objective: how far it came, what went live, what slipped, what stands still.

use rust_decimal::Decimal;

use super::material::{Material, Numbered};
use super::model::{Landed, Objective, Progress, Stalled, Told, Work};
use super::slip::slips;
use crate::calendar::Period;
use crate::fact::State;
use crate::report::{SectionKind, without_number};
use crate::thread::{Statement, Thread};

/// Work is called stalled where this many weekly reports in a row tell nothing new of it.
const STALLED_REPORTS: usize = 3;

/// The work that reports of `period` tell of, under the objective that the last of them has it under.
pub(super) fn objectives(material: &Material<'_>, period: Period, sources: &mut Numbered<'_>) -> Vec<Objective> {
    let mut objectives: Vec<Objective> = Vec::new();
    for thread in &material.threads {
        let told: Vec<&Statement> =
            thread.told.iter().map(|told| &told.statement).filter(|told| period.contains(told.date)).collect();
        let Some(last) = told.last() else { continue };
        let (code, name) = objective(&last.milestone.section);
        let Some(work) = work(thread, &told, material, period, sources) else { continue };
        let known = objectives.iter_mut().find(|known| match (&known.code, &code) {
            (None, None) => known.name == name,
            (one, other) => one == other,
        });
        match known {
            // The heading may change over the weeks: the last one is what it is called now.
            Some(known) => {
                known.name = name;
                known.works.push(work);
            }
            None => objectives.push(Objective { code, name, works: vec![work] }),
        }
    }
    objectives.sort_by_key(|objective| objective.code.as_deref().map_or((1, u32::MAX), |code| (0, number(code))));
    objectives
}

fn number(code: &str) -> u32 {
    code.trim_start_matches(|c: char| !c.is_ascii_digit()).parse().unwrap_or(u32::MAX)
}

/// The objective among the headings above a statement: the one with a code (O1, KR2), else the outermost that says more than
/// that work is told here (上周进展, 本周工作).
pub(super) fn objective(section: &[String]) -> (Option<String>, String) {
    let bare = |heading: &String| heading.trim_matches(['【', '】', '[', ']', ' ', '\u{3000}']).to_string();
    let coded = section.iter().find_map(|heading| Some((code(&bare(heading))?, bare(heading))));
    if let Some((code, name)) = coded {
        return (Some(code), name);
    }
    let is_telling = |heading: &&String| SectionKind::of_heading(heading) != SectionKind::Progress;
    let heading = section.iter().find(is_telling).or(section.last());
    (None, heading.map(|heading| without_number(&bare(heading)).to_string()).unwrap_or_default())
}

/// `O1` of `O1 服务业务`, `O2系统升级`.
fn code(heading: &str) -> Option<String> {
    let rest = heading.strip_prefix(['O', 'o'])?;
    let rest = rest.trim_start();
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    let after = rest[digits.len()..].chars().next();
    let ends = after.is_none_or(|c| !c.is_ascii_alphanumeric() && c != '.' );
    (!digits.is_empty() && digits.len() <= 2 && ends).then(|| format!("O{digits}"))
}

fn work(
    thread: &Thread,
    told: &[&Statement],
    material: &Material<'_>,
    period: Period,
    sources: &mut Numbered<'_>,
) -> Option<Work> {
    let cites: Vec<usize> = told.iter().map(|told| sources.cite(&told.place)).collect::<Option<Vec<_>>>()?;
    let last = told.last()?;
    let progress = {
        let mut all = told.iter().zip(&cites).filter_map(|(told, cite)| Some(progress(told, *cite)?));
        let first = all.next();
        let end = all.last().or_else(|| first.clone());
        first.zip(end)
    };
    let landed = landed(thread, told, &cites, period);
    let stalled = if landed.is_some() { None } else { stalled(thread, told, &cites, material, period) };
    let mut all = cites.clone();
    all.sort_unstable();
    all.dedup();
    Some(Work {
        subject: thread.subject.clone(),
        parent: thread.parent.clone(),
        progress,
        landed,
        slips: slips(thread, period, sources),
        stalled,
        last: Told {
            text: last.text.clone(),
            date: last.date,
            report: last.place.report.clone(),
            cite: *cites.last()?,
            is_after: false,
        },
        cites: all,
    })
}

fn progress(told: &Statement, cite: usize) -> Option<Progress> {
    let percent = told.milestone.progress?;
    Some(Progress { percent, date: told.date, report: told.place.report.clone(), cite })
}

fn is_unfinished(told: &Statement) -> bool {
    let is_less = told.milestone.progress.is_some_and(|percent| percent < Decimal::ONE_HUNDRED);
    let is_earlier = told.milestone.state.as_ref().is_some_and(|stated| {
        matches!(
            stated.state,
            State::Proposed | State::Developing | State::Testing | State::Delayed | State::Paused
        )
    });
    is_less || is_earlier
}

/// The first statement of the period that has it live, with none before it in other weeks and none after it that takes it back.
fn landed(thread: &Thread, told: &[&Statement], cites: &[usize], period: Period) -> Option<Landed> {
    let was_live = thread
        .told
        .iter()
        .map(|told| &told.statement)
        .take_while(|told| told.date < period.from())
        .fold(false, |live, told| told.milestone.is_launched() || (live && !is_unfinished(told)));
    if was_live {
        return None;
    }
    let since = told.iter().rposition(|told| !told.milestone.is_launched() && is_unfinished(told)).map_or(0, |at| at + 1);
    let (at, told) = told.iter().enumerate().skip(since).find(|(_, told)| told.milestone.is_launched())?;
    let word = told.milestone.state.as_ref().map(|stated| stated.word.clone()).unwrap_or_default();
    // A day of another step is not the day it went live.
    let day = told.milestone.done.iter().find(|done| !word.is_empty() && done.what.contains(&word)).map(|done| done.to);
    Some(Landed { word, day, date: told.date, report: told.place.report.clone(), cite: cites[at] })
}

/// Work that is not done, of which the last reports of the period tell nothing, or the same progress again and again.
fn stalled(
    thread: &Thread,
    told: &[&Statement],
    cites: &[usize],
    material: &Material<'_>,
    period: Period,
) -> Option<Stalled> {
    let (at, last) = told.iter().enumerate().next_back()?;
    let dates = material.weekly_dates(period, last.place.author.as_deref());
    let after = |date| dates.iter().filter(|other| **other > date).count();
    let with_progress: Vec<usize> = (0..told.len()).filter(|at| told[*at].milestone.progress.is_some()).collect();
    if let Some(latest) = with_progress.last() {
        let percent = told[*latest].milestone.progress;
        let same: Vec<usize> =
            with_progress.iter().rev().copied().take_while(|at| told[*at].milestone.progress == percent).collect();
        let first = *same.last()?;
        let reports = dates.iter().filter(|date| **date > told[first].date && **date <= told[*latest].date).count();
        if percent.is_some_and(|percent| percent < Decimal::ONE_HUNDRED) && reports >= STALLED_REPORTS {
            let (since, cite) = (told[first], cites[first]);
            return Some(Stalled {
                since: since.date,
                report: since.place.report.clone(),
                reports,
                is_repeated: true,
                cite,
            });
        }
    }
    let is_due = last.milestone.planned.iter().any(|planned| planned.to <= period.to());
    let is_open = last.milestone.progress.is_some_and(|percent| percent < Decimal::ONE_HUNDRED) || is_due;
    let is_over = last.milestone.state.as_ref().is_some_and(|stated| matches!(stated.state, State::Launched | State::Closed));
    let is_last = thread.last().date == last.date;
    let reports = after(last.date);
    (is_open && !is_over && is_last && reports >= STALLED_REPORTS).then(|| Stalled {
        since: last.date,
        report: last.place.report.clone(),
        reports,
        is_repeated: false,
        cite: cites[at],
    })
}
