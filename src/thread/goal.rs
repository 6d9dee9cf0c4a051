//! What came of a goal: the later lines that have its words and tell of its own step.

use super::outcome::{Outcome, Verdict, Why, later_day, outcome_in, steps_of};
use super::promise::{Line, Promise, Promised};
use super::share::{coverage, share};
use crate::calendar::Date;
use crate::fact::{Goal, sentences};
use crate::record::Place;
use crate::report::SectionKind;

/// A goal is looked for in the reports of so many days after it.
const GOAL_REACH_DAYS: i32 = 28;

/// The goals of the next report are at least so many days younger; those of a nearer page are for the same week.
const NEXT_GOALS_DAYS: i32 = 6;

/// A line speaks of a goal where it has this share of its pairs of characters, and at least so many of them.
const GOAL_SHARE: f64 = 0.6;
const LEAST_PAIRS: usize = 3;

/// The goal of `line`, judged by the lines of the reports after it.
pub(super) fn of_goal(goal: &Goal, line: &Line, lines: &[Line], last: Date) -> Promise {
    let due = goal.planned.iter().filter(|planned| !planned.was).map(|planned| planned.to).max();
    let place = Place { lines: goal.lines, ..line.place.clone() };
    let within = |other: &&Line| {
        let days = (other.date - line.date).get_days();
        (1..=GOAL_REACH_DAYS).contains(&days) && other.place.author == line.place.author
    };
    let mut spoken: Option<Verdict> = None;
    let mut again: Option<Verdict> = None;
    for other in lines.iter().filter(within) {
        for sentence in sentences(&other.text, 0..other.text.len()) {
            let sentence = other.text[sentence].trim();
            let (covered, pairs) = coverage(&goal.text, sentence);
            if covered < GOAL_SHARE || pairs < LEAST_PAIRS || !same_rounds(&goal.text, sentence) {
                continue;
            }
            let evidence = Some((other.place.clone(), other.date, sentence.to_string()));
            let promised = |verdict| Promise {
                kind: Promised::Goal,
                text: goal.text.clone(),
                made: line.date,
                place: place.clone(),
                due,
                verdict,
            };
            if let Some((day, why)) = due.and_then(|due| later_day(&goal.text, sentence, due, other.date)) {
                let days = due.map(|due| (day - due).get_days());
                return promised(Verdict { outcome: Outcome::Slipped, why, days, evidence });
            }
            if other.kind == SectionKind::Plan {
                if (other.date - line.date).get_days() < NEXT_GOALS_DAYS
                    || due.is_some_and(|due| due >= other.date)
                    || share(&goal.text, sentence) < GOAL_SHARE
                    || steps_of(&goal.text) != steps_of(sentence)
                {
                    continue;
                }
                let is_again = Verdict { outcome: Outcome::Slipped, why: Why::GoalAgain, days: None, evidence };
                again.get_or_insert(is_again);
                continue;
            }
            match outcome_in(&goal.text, sentence, other.date) {
                Some((Outcome::Kept, _)) if leaves_a_part(&goal.text, sentence, other.date) => {
                    let (outcome, why) = (Outcome::Partly, Why::ToldInPart);
                    return promised(Verdict { outcome, why, days: None, evidence });
                }
                Some((outcome, why)) => return promised(Verdict { outcome, why, days: None, evidence }),
                None => {
                    let verdict = Verdict { outcome: Outcome::Unknown, why: Why::SpokenOf, days: None, evidence };
                    spoken.get_or_insert(verdict);
                }
            }
        }
    }
    let has_later = lines.iter().any(|other| within(&other));
    let is_due = line.date < last && due.is_none_or(|due| due < last);
    let verdict = again.or(spoken).unwrap_or_else(|| match (is_due, has_later) {
        (false, _) => Verdict::without_evidence(Outcome::Pending, Why::NotDue),
        (true, true) => Verdict::without_evidence(Outcome::Unknown, Why::NotMentioned),
        (true, false) => Verdict::without_evidence(Outcome::Unknown, Why::NoReport),
    });
    Promise { kind: Promised::Goal, text: goal.text.clone(), made: line.date, place, due, verdict }
}

/// Whether `text` tells one part of a goal (复盘，整改) as done and says nothing like it of another.
fn leaves_a_part(goal: &str, text: &str, date: Date) -> bool {
    let parts: Vec<&str> = goal.split(['，', '；', ';']).filter(|part| coverage(part, part).1 >= LEAST_PAIRS).collect();
    let is_done = |part: &&str| {
        text.split(['，', '。', '；', ';']).any(|clause| {
            coverage(part, clause).0 >= GOAL_SHARE
                && outcome_in(part, clause, date) == Some((Outcome::Kept, Why::ToldDone))
        })
    };
    let done = parts.iter().filter(|part| is_done(part)).count();
    done > 0 && done < parts.len()
}

/// Whether the rounds that a goal names (第二轮, 第一批) stand in the text, too.
fn same_rounds(goal: &str, text: &str) -> bool {
    goal.match_indices('第').all(|(at, _)| {
        let round: String = goal[at..].chars().take(3).collect();
        !round.ends_with(['轮', '期', '批', '版', '次', '阶']) || text.contains(&round)
    })
}
