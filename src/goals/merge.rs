//! Merges equal goals; reasons and sources of all are kept.

use super::alike::{alike, days, same_work, speaks_of};
use super::candidate::Candidate;
use super::line;
use super::material::{Material, may_be};
use super::model::Ground;
use crate::calendar::Date;
use crate::thread::{Phrase, coverage};
use crate::vocabulary::{Sense, Words};

/// Least share and number of its words in the accounts of an incident that it is about.
const ABOUT_AN_INCIDENT: f64 = 0.5;
const LEAST_PAIRS: usize = 3;

/// Each is compared with each: of a page of ten thousand plans only the first.
const MOST_COMPARED: usize = 600;

/// What is done about any incident.
static HANDLED: Words = Words::of(&[Sense::FollowUpWork, Sense::Postmortem, Sense::CauseFound, Sense::Reply]);

/// The candidates in groups, never empty, the one whose words are the goal's first: people's own goals before made
/// ones, then by points.
pub(super) fn merged(material: &Material<'_>, mut candidates: Vec<Candidate>) -> Vec<Vec<Candidate>> {
    let order = |candidate: &Candidate| {
        let is_latest = material.latest.contains(&candidate.places[0].report_id());
        (
            !candidate.is_listed,
            !is_own(candidate),
            !is_latest,
            std::cmp::Reverse(candidate.score()),
            candidate.due,
            candidate.text.clone(),
        )
    };
    candidates.sort_by_cached_key(order);
    let alone = candidates.split_off(MOST_COMPARED.min(candidates.len()));
    let mut groups: Vec<Vec<Candidate>> = Vec::new();
    for candidate in candidates {
        let known = groups.iter_mut().find(|group| group.iter().any(|known| is_same(material, known, &candidate)));
        match known {
            Some(group) => group.push(candidate),
            None => groups.push(vec![candidate]),
        }
    }
    groups.extend(alone.into_iter().map(|candidate| vec![candidate]));
    groups
}

fn is_same(material: &Material<'_>, known: &Candidate, other: &Candidate) -> bool {
    if !may_be(known.places[0].author(), other.places[0].author()) {
        return false;
    }
    if known.is_listed && other.is_listed {
        return false;
    }
    let is_left_open = matches!(other.ground, Ground::LeftOpen { .. });
    if is_left_open && (is_of_one_item(known, other) || speaks_of(&other.about, &known.about)) {
        return true;
    }
    if let (Some(one), Some(two)) = (known.incident, other.incident) {
        return one == two;
    }
    match (known.incident, other.incident) {
        (Some(at), None) => return is_about(other, material, at),
        (None, Some(at)) => return is_about(known, material, at),
        _ => {}
    }
    if let (Some(one), Some(two)) = (known.thread, other.thread) {
        // Two steps of one work are two goals; that it stands still is told with either.
        let is_step = |candidate: &Candidate| candidate.due.is_some();
        if one == two {
            return !(is_step(known) && is_step(other) && known.due != other.due);
        }
    }
    if is_own(known) && matches!(other.ground, Ground::DueSoon { .. } | Ground::Overdue { .. }) {
        return is_step_of(known, other, material.last);
    }
    // A goal that was not reached is one with the goal that took its place, whatever its day was.
    if is_own(known) && matches!(other.ground, Ground::UnkeptGoal { .. }) {
        return same_work(&known.about, &other.about);
    }
    alike(&known.about, &other.about, material.last) && !differ(known.due, other.due)
}

/// Whether both are read from the same lines of a report, and the one says much of what the other does.
fn is_of_one_item(known: &Candidate, other: &Candidate) -> bool {
    let (one, two) = (&known.places[0], &other.places[0]);
    let is_same_place = one.report_id() == two.report_id() && one.lines == two.lines;
    is_same_place && (speaks_of(&other.about, &known.about) || speaks_of(&known.about, &other.about))
}

/// Whether a goal is set in people's own words.
fn is_own(candidate: &Candidate) -> bool {
    matches!(candidate.ground, Ground::SetGoal { .. } | Ground::UnkeptGoal { .. })
}

fn differ(one: Option<Date>, other: Option<Date>) -> bool {
    one.is_some() && other.is_some() && one != other
}

/// Whether a goal asks for the planned step, by its day and some of its work, or by the step of the work with another
/// day.
fn is_step_of(goal: &Candidate, step: &Candidate, seen_from: Date) -> bool {
    let is_named = |due| days(&goal.about, seen_from).contains(&due) || goal.about.contains(&line::month_day(due));
    let names_day = step.due.is_some_and(is_named);
    let (share, pairs) = coverage(&step.about, &goal.about);
    names_day && pairs >= LEAST_STEP_PAIRS && share >= SHARE_OF_A_STEP || same_work(&step.about, &goal.about)
}

const LEAST_STEP_PAIRS: usize = 2;
const SHARE_OF_A_STEP: f64 = 0.3;

/// Whether a goal is about the incident, by its day and a word of it or by its words, and says what to do about it.
fn is_about(goal: &Candidate, material: &Material<'_>, incident: usize) -> bool {
    let thread = &material.incidents[incident];
    if !HANDLED.are_in(&goal.about) {
        return false;
    }
    let words = HANDLED.replaced(&goal.about, " ");
    let (share, pairs) = coverage(&Phrase::new(words), material.accounts_of(incident));
    let named = days(&goal.about, material.last);
    match thread.incident.day() {
        Some(day) if named.contains(&day) => pairs >= 1,
        Some(_) if !named.is_empty() => false,
        _ => share >= ABOUT_AN_INCIDENT && pairs >= LEAST_PAIRS,
    }
}
