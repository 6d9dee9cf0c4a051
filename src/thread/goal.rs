//! The outcome of a goal: by later lines that have its words and its own step.

use super::outcome::{Verdict, Why, later_day, outcome_in, steps_of};
use super::promised::{EvidenceLine, Promise, Promised};
use super::share::{coverage, share};
use crate::calendar::Date;
use crate::fact::{Goal, sentences};
use crate::record::Place;
use crate::report::SectionKind;

/// Later lines are not read.
const GOAL_REACH_DAYS: i32 = 28;

/// Goals of a nearer page are for the same week.
const NEXT_GOALS_DAYS: i32 = 6;

/// The least share and number of a goal's pairs of characters in a line about it.
const GOAL_SHARE: f64 = 0.6;
const LEAST_PAIRS: usize = 3;

/// The goal of `line`, judged by the lines of the reports after it.
pub(super) fn of_goal(goal: &Goal, line: &EvidenceLine, lines: &[EvidenceLine], last: Date) -> Promise {
    let due = goal.planned.iter().filter(|planned| !planned.was).map(|planned| planned.to).max();
    let place = Place { lines: goal.lines, ..line.place.clone() };
    let within = |other: &&EvidenceLine| {
        let days = (other.date - line.date).get_days();
        (1..=GOAL_REACH_DAYS).contains(&days) && other.place.author == line.place.author
    };
    let promised = |verdict| Promise {
        kind: Promised::Goal,
        text: goal.text.clone(),
        made: line.date,
        place: place.clone(),
        due,
        verdict,
    };
    let mut mentioned: Option<Verdict> = None;
    let mut again: Option<Verdict> = None;
    for other in lines.iter().filter(within) {
        for sentence in sentences(&other.text, 0..other.text.len()) {
            let sentence = other.text[sentence].trim();
            let (covered, pairs) = coverage(&goal.text, sentence);
            if covered < GOAL_SHARE || pairs < LEAST_PAIRS || !same_rounds(&goal.text, sentence) {
                continue;
            }
            let evidence = Some((other.place.clone(), other.date, sentence.to_string()));
            if let Some((day, why)) = due.and_then(|due| later_day(&goal.text, sentence, due, other.date)) {
                let days = due.map(|due| (day - due).get_days());
                return promised(Verdict::new(why, days, evidence));
            }
            if other.kind == SectionKind::Plan {
                if (other.date - line.date).get_days() < NEXT_GOALS_DAYS
                    || due.is_some_and(|due| due >= other.date)
                    || share(&goal.text, sentence) < GOAL_SHARE
                    || steps_of(&goal.text) != steps_of(sentence)
                {
                    continue;
                }
                again.get_or_insert(Verdict::new(Why::GoalAgain, None, evidence));
                continue;
            }
            match outcome_in(&goal.text, sentence, other.date) {
                Some(Why::ToldDone) if leaves_a_part(&goal.text, sentence, other.date) => {
                    return promised(Verdict::new(Why::ToldInPart, None, evidence));
                }
                Some(why) => return promised(Verdict::new(why, None, evidence)),
                None => {
                    mentioned.get_or_insert(Verdict::new(Why::SpokenOf, None, evidence));
                }
            }
        }
    }
    let has_later = lines.iter().any(|other| within(&other));
    let is_due = line.date < last && due.is_none_or(|due| due < last);
    let without_evidence = || match (is_due, has_later) {
        (false, _) => Why::NotDue,
        (true, true) => Why::NotMentioned,
        (true, false) => Why::NoReport,
    };
    promised(again.or(mentioned).unwrap_or_else(|| Verdict::new(without_evidence(), None, None)))
}

/// Whether `text` has one part of a goal (复盘，整改) done, and not another.
fn leaves_a_part(goal: &str, text: &str, date: Date) -> bool {
    let parts: Vec<&str> = goal.split(['，', '；', ';']).filter(|part| coverage(part, part).1 >= LEAST_PAIRS).collect();
    let is_done = |part: &&str| {
        text.split(['，', '。', '；', ';']).any(|clause| {
            coverage(part, clause).0 >= GOAL_SHARE && outcome_in(part, clause, date) == Some(Why::ToldDone)
        })
    };
    let done = parts.iter().filter(|part| is_done(part)).count();
    done > 0 && done < parts.len()
}

/// Whether the text has all rounds of the goal.
fn same_rounds(goal: &str, text: &str) -> bool {
    rounds(goal).iter().all(|round| text.contains(round.as_str()))
}

/// Which of several: 第二轮, 第一批.
pub(crate) fn rounds(text: &str) -> Vec<String> {
    let round = |(at, _): (usize, &str)| text[at..].chars().take(3).collect::<String>();
    let is_round = |name: &String| name.ends_with(['轮', '期', '批', '版', '次', '阶', '家', '方']);
    text.match_indices('第').map(round).filter(is_round).collect()
}
