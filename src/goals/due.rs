//! Planned days: those that come in the week or the one after it, and those that have passed without the step being told as done.

use super::candidate::{Candidate, more, points, weeks};
use super::line;
use super::material::Material;
use super::model::{Factor, Ground};
use super::week::plus_days;
use crate::calendar::Date;
use crate::fact::State;
use crate::record::Place;
use crate::thread::{Name, Outcome, Promise, Promised, StepDay, StepHistory, Thread, Why};

/// A day that has passed is told up to so many days later: then the plan was given up without a word.
const LONGEST_OVERDUE_DAYS: i32 = 60;

/// And up to so many reports that say nothing of the work.
const MOST_SILENT_REPORTS: usize = 3;

/// A day so soon after the week is prepared for in it.
const NEXT_DAYS: i32 = 7;

const IN_WEEK: u32 = 40;
const NEXT: u32 = 18;
const OVERDUE: u32 = 34;
const EACH_WEEK: u32 = 3;
const MOST_FOR_WEEKS: u32 = 9;
const EACH_MOVE: u32 = 4;
const MOST_FOR_MOVES: u32 = 12;

pub(super) fn candidates(material: &Material<'_>) -> Vec<Candidate> {
    let mut found = Vec::new();
    for (at, thread) in material.threads.iter().enumerate() {
        for step in thread.steps() {
            found.extend(of_step(material, thread, &step).map(|candidate| Candidate { thread: Some(at), ..candidate }));
        }
    }
    found
}

fn of_step(material: &Material<'_>, thread: &Thread, step: &StepHistory) -> Option<Candidate> {
    let day = step.distinct().into_iter().rfind(|day| !day.was)?;
    let statement = &thread.told[day.told].statement;
    let promise = promise_of(material, thread, step, day)?;
    let is_open = match (promise.verdict.outcome, promise.verdict.why) {
        (Outcome::Pending, _) => true,
        (Outcome::Slipped, why) => why != Why::DoneLate,
        (Outcome::Unknown, why) => why != Why::DoneSomeDay,
        _ => false,
    };
    if !is_open || is_over(thread, day) {
        return None;
    }
    let work = work_of(thread, step);
    let to = day.to;
    let moves = step.moves();
    let moved = || more(Factor::Moves(moves), u32::try_from(moves).unwrap_or(0), EACH_MOVE, MOST_FOR_MOVES);
    let written = written(day);
    let days = material.target.days;
    let mut places: Vec<Place> = vec![statement.place.clone()];
    let (text, ground, mut counted) = if to > material.last {
        if to > plus_days(days.to(), NEXT_DAYS) {
            return None;
        }
        let is_in_week = days.contains(to);
        let ground = Ground::DueSoon { step: step.what.clone(), text: day.text.clone(), day: to, is_in_week };
        let counted = if is_in_week { points(Factor::DueInWeek, IN_WEEK) } else { points(Factor::DueNext, NEXT) };
        (line::due(&work, &written, &step.what), ground, vec![counted])
    } else {
        let late = (material.last - to).get_days();
        let silent = material.reports_after(thread.last().date.max(to), &statement.place);
        if late > LONGEST_OVERDUE_DAYS || silent > MOST_SILENT_REPORTS {
            return None;
        }
        let ground =
            Ground::Overdue { step: step.what.clone(), text: day.text.clone(), day: to, days: late, moves };
        let mut counted = vec![points(Factor::Overdue, OVERDUE)];
        counted.extend(more(Factor::WeeksOverdue(weeks(late)), weeks(late), EACH_WEEK, MOST_FOR_WEEKS));
        places.extend(promise.verdict.evidence.iter().map(|(place, _, _)| place.clone()));
        (line::overdue(&work, &written, &step.what), ground, counted)
    };
    counted.extend(moved());
    let mut candidate = Candidate::new(text, ground, places, counted);
    candidate.about = format!("{work}{}", step.what);
    candidate.due = Some(to);
    Some(candidate)
}

/// What came of the planned day.
fn promise_of<'m>(
    material: &'m Material<'_>,
    thread: &Thread,
    step: &StepHistory,
    day: &StepDay,
) -> Option<&'m Promise> {
    let place = &thread.told[day.told].statement.place;
    let ends = format!("{}{}", day.text, step.what);
    material.promises.iter().find(|promise| {
        promise.kind == Promised::Step
            && promise.place == *place
            && promise.due == Some(day.to)
            && promise.text.starts_with(&thread.subject)
            && promise.text.ends_with(&ends)
    })
}

/// Whether the work as a whole was launched, ended or stopped by a statement after the one that plans the day.
fn is_over(thread: &Thread, day: &StepDay) -> bool {
    let later = &thread.told[day.told..];
    let is_end = |state: State| matches!(state, State::Launched | State::Closed | State::Paused);
    let ends = |date: Date, state: Option<State>| state.is_some_and(is_end) && date >= day.from;
    later.iter().skip(1).any(|told| {
        let milestone = &told.statement.milestone;
        ends(told.statement.date, milestone.state.as_ref().map(|stated| stated.state)) && milestone.planned.is_empty()
    })
}

/// The work as its last report names it, with the part that the day is of, and with what it is nested under where its own name says too
/// little.
fn work_of(thread: &Thread, step: &StepHistory) -> String {
    let last = &thread.last().milestone;
    let subject = line::clean(&last.subject);
    let named = match &last.parent {
        Some(parent) if !Name::new(&subject).is_telling() => format!("{}{subject}", line::clean(parent)),
        _ => subject,
    };
    let part = line::clean(&step.part);
    if part.is_empty() || named.contains(&part) { named } else { format!("{named}{part}") }
}

/// A single day as M/D, a span as written unless it is told from where its report stood (下周二, 月底).
fn written(day: &StepDay) -> String {
    let is_absolute = day.text.chars().next().is_some_and(|c| c.is_ascii_digit()) && day.text.contains('月');
    match day.from == day.to {
        false if is_absolute => line::clean(&day.text),
        _ => line::month_day(day.to),
    }
}
