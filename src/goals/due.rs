//! Planned days: in the week or the one after it, and past ones whose step no report has done.

use super::alike::{has_day_done, has_done, is_settled, speaks_of};
use super::candidate::{Candidate, more, points, weeks};
use super::line;
use super::material::{Material, Sentence};
use super::model::{Factor, Ground};
use super::week::plus_days;
use crate::fact::is_step as is_usual;
use crate::record::Place;
use crate::thread::{Outcome, Phrase, Promise, Promised, StepDay, StepHistory, Thread, Why, WorkName, coverage_of};

/// Later the plan was given up without a word.
const LONGEST_OVERDUE_DAYS: i32 = 35;

/// Reports after a past day without an outcome.
const MOST_SILENT_REPORTS: usize = 1;

/// A step with this share of the words of its work is no step.
const SHARE_OF_THE_WORK: f64 = 0.5;

/// A step in unusual words is a remark of its report.
const MOST_REPORTS_OF_A_REMARK: usize = 2;

/// A day this soon after the week is prepared for in it.
const NEXT_DAYS: i32 = 7;

const IN_WEEK: u32 = 32;
const NEXT: u32 = 30;
const OVERDUE: u32 = 28;
/// Where the statement was likely misread.
const OVERDUE_UNSURE: u32 = 24;
const EACH_WEEK: u32 = 3;
const MOST_FOR_WEEKS: u32 = 9;
const EACH_MOVE: u32 = 4;
const MOST_FOR_MOVES: u32 = 12;

pub(super) fn candidates(material: &Material<'_>) -> Vec<Candidate> {
    let mut found = Vec::new();
    for (at, thread) in material.threads.iter().enumerate() {
        let steps = thread.steps();
        for step in steps.iter().filter(|step| !is_superseded(step, &steps)) {
            found.extend(of_step(material, thread, step).map(|candidate| Candidate { thread: Some(at), ..candidate }));
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
        (Outcome::PossiblySlipped | Outcome::Unknown, _) => true,
        _ => false,
    };
    let work = work_of(thread, step);
    // 交出后 says when another step comes.
    let is_step = !step.what.is_empty() && !step.what.ends_with(['后', '前', '时', '起']);
    let is_named = is_step && coverage_of(&step.what, &work).0 < SHARE_OF_THE_WORK;
    if !is_open || !is_named || is_over(thread, day) || is_done_later(material, &work, step, statement) {
        return None;
    }
    let to = day.to;
    let moves = step.moves();
    let moved = || more(Factor::Moves(moves), u32::try_from(moves).unwrap_or(0), EACH_MOVE, MOST_FOR_MOVES);
    let written = written(day);
    // As this report calls it: 转测 is told as 转测.
    let planned = statement.milestone.planned.iter().find(|planned| planned.text == day.text && planned.to == to);
    let what = planned.map_or(step.what.as_str(), |planned| planned.what.as_str());
    let what = line::clean(if what.is_empty() { &step.what } else { what });
    let days = material.target.days;
    let mut places: Vec<Place> = vec![statement.place.clone()];
    let (text, ground, mut counted) = if to > material.last {
        // 下周 of an earlier report is no plan of this one.
        let is_last_word = is_absolute(&day.text) || day.from == day.to || day.told + 1 == thread.told.len();
        // A step in unusual words is a remark of its report.
        let is_fresh = is_usual(&step.what)
            || material.reports_after(statement.date, &statement.place) <= MOST_REPORTS_OF_A_REMARK;
        // The whole sentence is proposed where its parts were likely misread.
        let is_read = statement.milestone.is_likely();
        if to > plus_days(days.to(), NEXT_DAYS) || !is_last_word || !is_fresh || !is_read {
            return None;
        }
        let is_in_week = days.contains(to);
        let ground = Ground::DueSoon { step: what.clone(), text: day.text.clone(), day: to, is_in_week };
        let counted = if is_in_week { points(Factor::DueInWeek, IN_WEEK) } else { points(Factor::DueNext, NEXT) };
        (line::due(&work, &written, &what), ground, vec![counted])
    } else {
        let late = (material.last - to).get_days();
        // What a report left at 下周看数据 is not held against it.
        let is_firm = is_usual(&step.what) && is_absolute(&day.text);
        let has_slipped = promise.verdict.outcome == Outcome::Slipped;
        let is_new =
            material.reports_after(to, &statement.place) <= MOST_SILENT_REPORTS && promise.verdict.why != Why::SpokenOf;
        if late > LONGEST_OVERDUE_DAYS || !is_firm || !(has_slipped || is_new) {
            return None;
        }
        let ground = Ground::Overdue { step: what.clone(), text: day.text.clone(), day: to, days: late, moves };
        let overdue = if statement.milestone.is_likely() { OVERDUE } else { OVERDUE_UNSURE };
        let mut counted = vec![points(Factor::Overdue, overdue)];
        counted.extend(more(Factor::WeeksOverdue(weeks(late)), weeks(late), EACH_WEEK, MOST_FOR_WEEKS));
        places.extend(promise.verdict.evidence.iter().map(|(place, _, _)| place.clone()));
        (line::overdue(&work, &written, &what), ground, counted)
    };
    counted.extend(moved());
    let mut candidate = Candidate::new(text, ground, places, counted);
    candidate.about = Phrase::new(format!("{work}{}", step.what));
    candidate.due = Some(to);
    Some(candidate)
}

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

/// Whether a later statement has the work as a whole launched or over.
fn is_over(thread: &Thread, day: &StepDay) -> bool {
    let later = &thread.told[day.told..];
    later.iter().skip(1).map(|told| &told.statement).any(|statement| {
        statement.milestone.is_over() && statement.date >= day.from && statement.milestone.planned.is_empty()
    })
}

/// The name of the work with the part that the day is of.
fn work_of(thread: &Thread, step: &StepHistory) -> String {
    let named = name_of(thread);
    let part = line::clean(&step.part);
    if part.is_empty() || named.contains(&part) { named } else { format!("{named}{part}") }
}

/// The most frequent name of the work, of equals the last; behind its parent where it distinguishes nothing.
pub(super) fn name_of(thread: &Thread) -> String {
    let names: Vec<&str> = thread.told.iter().map(|told| told.statement.milestone.subject.as_str()).collect();
    let count = |name: &&&str| names.iter().filter(|other| other == name).count();
    let subject = line::clean(names.iter().max_by_key(count).copied().unwrap_or(&thread.subject));
    match &thread.parent {
        Some(parent) if !WorkName::new(&subject).is_telling() => format!("{}{subject}", line::clean(parent)),
        _ => subject,
    }
}

/// A single day as M/D, a span as written; empty for a relative span (下周).
fn written(day: &StepDay) -> String {
    match (day.from == day.to, is_absolute(&day.text)) {
        (true, _) => line::month_day(day.to),
        (false, true) => line::clean(&day.text),
        (false, false) => String::new(),
    }
}

fn is_absolute(text: &str) -> bool {
    text.chars().any(|c| c.is_ascii_digit()) || text.contains('月') && !text.starts_with(['本', '下', '月'])
}

/// Whether the same step of the whole work or the same part has a later day.
fn is_superseded(step: &StepHistory, all: &[StepHistory]) -> bool {
    let last = |step: &StepHistory| step.days.last().map(|day| (day.told, day.to));
    let is_same = |other: &&StepHistory| {
        other.what == step.what && (other.part.is_empty() || step.part.is_empty() || other.part == step.part)
    };
    all.iter().filter(is_same).any(|other| {
        last(other).zip(last(step)).is_some_and(|((told, to), (own_told, own_to))| told > own_told && to > own_to)
    })
}

/// Whether a sentence of a later report has the step done.
fn is_done_later(
    material: &Material<'_>,
    work: &str,
    step: &StepHistory,
    made: &crate::thread::MilestoneStatement,
) -> bool {
    let (work, wanted) = (Phrase::new(work), Phrase::new(format!("{work}{}", step.what)));
    material.sentences_after(made.date, &made.place).any(|Sentence { text: sentence, date, passage }| {
        let is_of_part = || {
            !step.part.is_empty()
                && sentence.contains(&step.part)
                && speaks_of(&Phrase::new(passage.full_text()), &work)
                && is_settled(&step.what, sentence, *date)
        };
        sentence.contains(&step.what)
            && (is_of_part() || has_done(sentence, &wanted, *date) || has_day_done(sentence, &work, (made.date, *date)))
    })
}
