//! Goals that were set: those of the last reports, and older ones that were not reached.

use super::alike::{days, has_done, same_goal, speaks_of};
use super::candidate::{Candidate, more, points};
use super::line;
use super::material::Material;
use super::model::{Factor, Ground};
use crate::fact::{closes, is_to_come};
use crate::record::Place;
use crate::report::SectionKind;
use crate::thread::{MilestoneStatement, Outcome, Promise, Promised, Why, coverage, steps_of};
use crate::vocabulary::{Sense, Words};

/// An older goal is taken up again within this time of the last mention.
const LONGEST_SILENCE_DAYS: i32 = 35;

/// Older goals are not counted.
const LONGEST_LIFE_DAYS: i32 = 84;

/// A goal is still open where one of these last reports mentions it.
const STILL_REPORTS: usize = 2;

/// Goals of a nearer page are for the same week.
const NEXT_GOALS_DAYS: i32 = 6;

/// Least share and number of the pairs of a goal in a line about the same work.
const SHARE_OF_A_WORK: f64 = 0.3;
const LEAST_PAIRS_OF_A_WORK: usize = 3;

const EACH_GOAL_BEFORE: u32 = 5;
const MOST_FOR_GOALS_BEFORE: u32 = 15;

/// Before what only fell due.
const SET: u32 = 40;
const UNKEPT: u32 = 30;
const EACH_TIME: u32 = 6;
const MOST_FOR_TIMES: u32 = 12;

pub(super) fn candidates(material: &Material<'_>) -> Vec<Candidate> {
    let is_recent = |promise: &Promise| {
        promise.kind == Promised::Goal && (material.last - promise.made).get_days() <= LONGEST_LIFE_DAYS
    };
    let goals: Vec<&Promise> = material.promises.iter().filter(|promise| is_recent(promise)).collect();
    let (set, earlier): (Vec<&Promise>, Vec<&Promise>) =
        goals.into_iter().partition(|goal| material.latest.contains(&goal.place.report_id));
    let again = |goal: &Promise| -> Vec<&Promise> {
        let is_same = |other: &&&Promise| {
            other.place.author == goal.place.author
                && (goal.made - other.made).get_days() >= NEXT_GOALS_DAYS
                && same_goal(&other.text, &goal.text)
        };
        earlier.iter().filter(is_same).copied().collect()
    };
    let mut found: Vec<Candidate> = set.iter().map(|goal| of_set(goal, &again(goal))).collect();
    let is_set = |goal: &Promise| set.iter().any(|other| same_goal(&other.text, &goal.text));
    let mut taken: Vec<&Promise> = Vec::new();
    for goal in earlier.iter().rev().filter(|goal| !is_set(goal)) {
        if taken.iter().any(|other| same_goal(&other.text, &goal.text)) {
            continue;
        }
        taken.push(goal);
        found.extend(of_unkept(material, goal, &again(goal)));
    }
    found
}

/// The goals of the last weeks.
pub(super) fn texts<'m>(material: &'m Material<'_>) -> Vec<&'m str> {
    let is_recent = |promise: &&Promise| {
        promise.kind == Promised::Goal && (material.last - promise.made).get_days() <= LONGEST_LIFE_DAYS
    };
    material.promises.iter().filter(is_recent).map(|promise| promise.text.as_str()).collect()
}

/// Points for the goals that are about the same work as `text`.
pub(super) fn about(goals: &[&str], text: &str) -> Option<super::model::Points> {
    let is_same = |goal: &&&str| {
        let (share, pairs) = coverage(goal, text);
        pairs >= LEAST_PAIRS_OF_A_WORK && share >= SHARE_OF_A_WORK
    };
    let count = goals.iter().filter(is_same).count();
    more(Factor::GoalsBefore(count), u32::try_from(count).unwrap_or(0), EACH_GOAL_BEFORE, MOST_FOR_GOALS_BEFORE)
}

/// A goal of the last report; `before` are the times it was one already.
fn of_set(goal: &Promise, before: &[&Promise]) -> Candidate {
    let mut counted = vec![points(Factor::SetGoal, SET)];
    let ground = match before.first() {
        None => Ground::SetGoal { report: goal.place.report.clone() },
        Some(first) => {
            let times = before.len() + 1;
            counted = vec![points(Factor::UnkeptGoal, UNKEPT)];
            counted.extend(of_times(times));
            unkept(first, times, Outcome::Slipped, Why::GoalAgain)
        }
    };
    let listed = candidate(goal, before, ground, counted);
    Candidate { text: line::whole(&goal.text), is_listed: true, ..listed }
}

fn of_unkept(material: &Material<'_>, goal: &Promise, before: &[&Promise]) -> Option<Candidate> {
    let verdict = &goal.verdict;
    let spoken = verdict.evidence.as_ref().map_or(goal.made, |(_, date, _)| *date);
    let is_open = match (verdict.outcome, verdict.why) {
        (Outcome::Slipped, Why::DoneLate | Why::GoalAgain) => false,
        (Outcome::Slipped, Why::PlannedAnew) => is_ahead(material, goal),
        (Outcome::Slipped, _) => true,
        (Outcome::Partly, _) => true,
        (Outcome::PossiblySlipped, _) | (Outcome::Unknown, Why::SpokenOf) => is_still_told(material, goal),
        _ => false,
    };
    let is_recent = (material.last - spoken).get_days() <= LONGEST_SILENCE_DAYS;
    if !is_open || !is_recent || is_done(material, &goal.text, goal) || is_launched(material, goal) {
        return None;
    }
    let times = before.len() + 1;
    let mut counted = vec![points(Factor::UnkeptGoal, UNKEPT)];
    counted.extend(of_times(times));
    let first = before.first().copied().unwrap_or(goal);
    let mut candidate = candidate(goal, before, unkept(first, times, verdict.outcome, verdict.why), counted);
    if let Some(due) = goal.due.filter(|due| *due <= material.last || verdict.why == Why::PlannedAnew) {
        candidate.text = line::passed(&goal.text, due, goal.made);
    }
    candidate.places.extend(verdict.evidence.iter().map(|(place, _, _)| place.clone()));
    Some(candidate)
}

fn unkept(first: &Promise, times: usize, outcome: Outcome, why: Why) -> Ground {
    Ground::UnkeptGoal { outcome, why, times, report: first.place.report.clone(), due: first.due }
}

fn of_times(times: usize) -> Option<super::model::Points> {
    let more_than_once = u32::try_from(times - 1).unwrap_or(0);
    more(Factor::Times(times), more_than_once, EACH_TIME, MOST_FOR_TIMES)
}

fn candidate(goal: &Promise, before: &[&Promise], ground: Ground, counted: Vec<super::model::Points>) -> Candidate {
    let mut places: Vec<Place> = vec![goal.place.clone()];
    places.extend(before.iter().map(|other| other.place.clone()));
    let mut candidate = Candidate::new(line::as_written(&goal.text), ground, places, counted);
    candidate.about = line::clean(&goal.text);
    candidate.due = goal.due;
    candidate
}

/// Whether the day that took the place of the goal's has not come.
fn is_ahead(material: &Material<'_>, goal: &Promise) -> bool {
    let evidence = goal.verdict.evidence.as_ref();
    evidence.is_some_and(|(_, date, text)| days(text, *date).into_iter().max().is_some_and(|day| day > material.last))
}

/// Whether one of the last reports has the goal still to come.
fn is_still_told(material: &Material<'_>, goal: &Promise) -> bool {
    let is_recent = |date| material.reports_after(date, &goal.place) < STILL_REPORTS;
    material
        .sentences_after(goal.made, &goal.place)
        .any(|sentence| is_recent(sentence.date) && speaks_of(sentence.text, &goal.text) && is_to_come(sentence.text))
}

/// Whether a sentence has a share that reaches the one of the goal: 提到45%, 降到5%.
fn reaches(sentence: &str, goal: &str) -> bool {
    let Some((wanted, start)) = shares(goal).last().copied() else { return false };
    let rest = &goal[..start];
    let is_less =
        ["降到", "降至", "压到", "压降", "低于", "不超过", "below", "under"].iter().any(|word| rest.ends_with(word));
    let reached = |(told, _): &(f64, usize)| if is_less { *told <= wanted } else { *told >= wanted };
    speaks_of(sentence, rest) && shares(sentence).iter().any(reached)
}

/// The percentages of a text and where each begins.
fn shares(text: &str) -> Vec<(f64, usize)> {
    let found = text.char_indices().filter(|(_, c)| matches!(c, '%' | '％')).filter_map(|(end, _)| {
        let digits = text[..end].trim_end_matches(|c: char| c.is_ascii_digit() || c == '.').len();
        Some((text[digits..end].parse().ok()?, digits))
    });
    found.collect()
}

/// Whether a goal asks for no more than a launch, and a later report has the work that it names launched or over.
fn is_launched(material: &Material<'_>, goal: &Promise) -> bool {
    static LAUNCH: Words = Words::of(&[Sense::Launch, Sense::Handover, Sense::ToTest, Sense::Pilot]);
    const LEAST_NAME_CHARS: usize = 4;
    let asks_for_launch = steps_of(&goal.text).iter().all(|step| LAUNCH.have(step)) && !steps_of(&goal.text).is_empty();
    let is_named = |name: &str| name.chars().count() >= LEAST_NAME_CHARS && goal.text.contains(name);
    let is_end = |statement: &MilestoneStatement| statement.date > goal.made && statement.milestone.is_over();
    asks_for_launch
        && material.threads.iter().any(|thread| {
            thread.told.iter().any(|told| is_named(&told.statement.milestone.subject) && is_end(&told.statement))
        })
}

/// Whether a later report has the goal done or closes it; one to find a day is reached by any day of the work.
fn is_done(material: &Material<'_>, text: &str, goal: &Promise) -> bool {
    static SCHEDULED: Words = Words::of(&[Sense::Dated, Sense::Postponed]);
    let work = SCHEDULED.replaced(text, " ");
    let asks_for_day = work != text && days(text, goal.made).is_empty();
    material.sentences_after(goal.made, &goal.place).any(|sentence| {
        let is_look_back = sentence.passage.section_kind == SectionKind::FollowUp;
        has_done(sentence.text, text, sentence.date)
            || reaches(sentence.text, text)
            || asks_for_day && speaks_of(sentence.text, &work) && !days(sentence.text, sentence.date).is_empty()
            || is_look_back && speaks_of(sentence.text, text) && closes(sentence.text)
    })
}
