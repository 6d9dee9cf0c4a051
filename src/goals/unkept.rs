//! Goals that were set: those of the last reports, and older ones that were not reached.

use super::alike::{days, has_done, same_goal, speaks_of};
use super::candidate::{Candidate, more, points};
use super::line;
use super::material::{Material, Sentence};
use super::model::{Factor, Ground};
use crate::fact::{closes, is_to_come};
use crate::record::Place;
use crate::report::SectionKind;
use crate::thread::{MilestoneStatement, Outcome, Phrase, Promise, Promised, Why, coverage, steps_of};
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
    let goals = material.promises.iter().filter(|promise| is_recent(promise));
    let goals = goals.map(|promise| Goal { promise, text: Phrase::new(promise.text.as_str()) });
    let (set, earlier): (Vec<Goal<'_>>, Vec<Goal<'_>>) =
        goals.partition(|goal| material.latest.contains(&goal.promise.place.report_id()));
    let again = |goal: &Goal<'_>| -> Vec<&Promise> {
        let is_same = |other: &&Goal<'_>| {
            other.promise.place.author() == goal.promise.place.author()
                && (goal.promise.made - other.promise.made).get_days() >= NEXT_GOALS_DAYS
                && same_goal(&other.text, &goal.text)
        };
        earlier.iter().filter(is_same).map(|other| other.promise).collect()
    };
    let mut found: Vec<Candidate> = set.iter().map(|goal| of_set(goal.promise, &again(goal))).collect();
    let is_one_of = |goals: &[&Goal<'_>], goal: &Goal<'_>| goals.iter().any(|other| same_goal(&other.text, &goal.text));
    let set: Vec<&Goal<'_>> = set.iter().collect();
    let mut taken: Vec<&Goal<'_>> = Vec::new();
    for goal in earlier.iter().rev() {
        if is_one_of(&set, goal) || is_one_of(&taken, goal) {
            continue;
        }
        taken.push(goal);
        found.extend(of_unkept(material, goal, &again(goal)));
    }
    found
}

/// A goal with its words, which are compared with all others.
struct Goal<'p> {
    promise: &'p Promise,
    text: Phrase<'p>,
}

/// The goals of the last weeks.
pub(super) fn texts<'m>(material: &'m Material<'_>) -> Vec<Phrase<'m>> {
    let is_recent = |promise: &&Promise| {
        promise.kind == Promised::Goal && (material.last - promise.made).get_days() <= LONGEST_LIFE_DAYS
    };
    material.promises.iter().filter(is_recent).map(|promise| Phrase::new(promise.text.as_str())).collect()
}

/// Points for the goals that are about the same work as `text`.
pub(super) fn about(goals: &[Phrase<'_>], text: &Phrase<'_>) -> Option<super::model::Points> {
    let is_same = |goal: &&Phrase<'_>| {
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
        None => Ground::SetGoal { report: goal.place.report().to_string() },
        Some(first) => {
            let times = before.len() + 1;
            counted = vec![points(Factor::UnkeptGoal, UNKEPT)];
            counted.extend(of_times(times));
            unkept(first, times, Outcome::Slipped, Why::GoalAgain)
        }
    };
    let listed = candidate(goal, before, ground, counted);
    Candidate { text: line::clean(&goal.text), is_listed: true, ..listed }
}

fn of_unkept(material: &Material<'_>, of: &Goal<'_>, before: &[&Promise]) -> Option<Candidate> {
    let goal = of.promise;
    let verdict = &goal.verdict;
    let spoken = verdict.evidence.as_ref().map_or(goal.made, |(_, date, _)| *date);
    let is_open = match (verdict.outcome, verdict.why) {
        (Outcome::Slipped, Why::DoneLate | Why::GoalAgain) => false,
        (Outcome::Slipped, Why::PlannedAnew) => is_ahead(material, goal),
        (Outcome::Slipped, _) => true,
        (Outcome::Partly, _) => true,
        (Outcome::PossiblySlipped, _) | (Outcome::Unknown, Why::SpokenOf) => is_still_told(material, of),
        _ => false,
    };
    let is_recent = (material.last - spoken).get_days() <= LONGEST_SILENCE_DAYS;
    if !is_open || !is_recent || is_done(material, of) || is_launched(material, goal) {
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
    Ground::UnkeptGoal { outcome, why, times, report: first.place.report().to_string(), due: first.due }
}

fn of_times(times: usize) -> Option<super::model::Points> {
    let more_than_once = u32::try_from(times - 1).unwrap_or(0);
    more(Factor::Times(times), more_than_once, EACH_TIME, MOST_FOR_TIMES)
}

fn candidate(goal: &Promise, before: &[&Promise], ground: Ground, counted: Vec<super::model::Points>) -> Candidate {
    let mut places: Vec<Place> = vec![goal.place.clone()];
    places.extend(before.iter().map(|other| other.place.clone()));
    let mut candidate = Candidate::new(line::as_written(&goal.text), ground, places, counted);
    candidate.about = Phrase::new(line::clean(&goal.text));
    candidate.due = goal.due;
    candidate
}

/// Whether the day that took the place of the goal's has not come.
fn is_ahead(material: &Material<'_>, goal: &Promise) -> bool {
    let evidence = goal.verdict.evidence.as_ref();
    evidence.is_some_and(|(_, date, text)| days(text, *date).into_iter().max().is_some_and(|day| day > material.last))
}

/// Whether one of the last reports has the goal still to come.
fn is_still_told(material: &Material<'_>, goal: &Goal<'_>) -> bool {
    let Goal { promise, text } = goal;
    let is_recent = |date| material.reports_after(date, &promise.place) < STILL_REPORTS;
    material
        .sentences_after(promise.made, &promise.place)
        .any(|sentence| speaks_of(&sentence.text, text) && is_recent(sentence.date) && is_to_come(&sentence.text))
}

/// The share that a goal is to reach: 提到45%, 降到5%.
struct Reached<'g> {
    wanted: f64,
    is_less: bool,
    /// What comes before the share.
    rest: Phrase<'g>,
}

impl<'g> Reached<'g> {
    fn of(goal: &'g str) -> Option<Self> {
        let (wanted, start) = shares(goal).last().copied()?;
        let rest = &goal[..start];
        let is_less = ["降到", "降至", "压到", "压降", "低于", "不超过", "below", "under"]
            .iter()
            .any(|word| rest.ends_with(word));
        Some(Self { wanted, is_less, rest: Phrase::new(rest) })
    }

    fn is_by(&self, sentence: &Phrase<'_>) -> bool {
        let is_reached = |told: f64| if self.is_less { told <= self.wanted } else { told >= self.wanted };
        sentence.contains(['%', '％'])
            && speaks_of(sentence, &self.rest)
            && shares(sentence).into_iter().any(|(told, _)| is_reached(told))
    }
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
fn is_done(material: &Material<'_>, Goal { promise: goal, text }: &Goal<'_>) -> bool {
    static SCHEDULED: Words = Words::of(&[Sense::Dated, Sense::Postponed]);
    let work = SCHEDULED.replaced(text, " ");
    let asks_for_day = work != **text && days(text, goal.made).is_empty();
    let (work, reached) = (Phrase::new(work), Reached::of(text));
    material.sentences_after(goal.made, &goal.place).any(|Sentence { text: sentence, date, passage }| {
        let is_look_back = passage.section_kind == SectionKind::FollowUp;
        has_done(sentence, text, *date)
            || reached.as_ref().is_some_and(|reached| reached.is_by(sentence))
            || asks_for_day && speaks_of(sentence, &work) && !days(sentence, *date).is_empty()
            || is_look_back && speaks_of(sentence, text) && closes(sentence)
    })
}
