//! The outcome of a goal: by later lines that have its words and its own step.

use super::later::Later;
use super::outcome::{Due, Verdict, Why, days_named, outcome_in};
use super::promised::{EvidenceLine, Promise, Promised};
use super::share::coverage_of;
use super::weigh::{Asked, GOAL_REACH_DAYS, weighed};
use crate::calendar::Date;
use crate::fact::Goal;
use crate::text::split_at_marks;

/// The least share and number of a goal's pairs of characters in a line about it.
const GOAL_SHARE: f64 = 0.6;
pub(super) const LEAST_PAIRS: usize = 3;

/// The one day that a goal names, where it lies ahead: 专项培训，7月18日.
fn only_day(goal: &str, made: Date) -> Option<Date> {
    let mut days = days_named(goal, made).into_iter();
    let day = days.next().filter(|day| day.days() == 1 && day.from() > made)?;
    days.next().is_none().then(|| day.from())
}

/// The goal of `line`, judged by the statements of the reports after it.
pub(super) fn of_goal(goal: &Goal, line: &EvidenceLine<'_>, later: &Later<'_>, last: Date) -> Promise {
    let planned = goal.planned.iter().filter(|planned| !planned.was).max_by_key(|planned| planned.to);
    let days = planned
        .map(|planned| Due { from: planned.from, to: planned.to })
        .or_else(|| only_day(&goal.text, line.date).map(|day| Due { from: day, to: day }));
    let due = days.map(|days| days.to);
    let place = line.place.with_lines(goal.lines);
    let (kind, text, made) = (Promised::Goal, goal.text.as_str(), line.date);
    let asked = Asked { kind, text, work: text, beside: &line.parent, place: &place, made, due, days };
    let verdict = weighed(&asked, later).unwrap_or_else(|| {
        let is_due = made < last && due.is_none_or(|due| due < last);
        let is_reported = later.has_report(&place, made, GOAL_REACH_DAYS);
        let why = match (is_due, is_reported) {
            (false, _) => Why::NotDue,
            (true, true) => Why::NotMentioned,
            (true, false) => Why::NoReport,
        };
        Verdict::new(why, None, None)
    });
    Promise { kind, text: goal.text.clone(), made, place, due, verdict }
}

/// Whether `text` has one part of a goal (复盘，整改) done, and not another.
pub(super) fn leaves_a_part(goal: &str, text: &str, date: Date) -> bool {
    let parts: Vec<&str> = split_at_marks(goal, &['，', '；', ';'])
        .into_iter()
        .filter(|part| coverage_of(part, part).1 >= LEAST_PAIRS)
        .collect();
    let is_done = |part: &&str| {
        split_at_marks(text, &['，', '。', '；', ';']).into_iter().any(|clause| {
            coverage_of(part, clause).0 >= GOAL_SHARE && outcome_in(part, clause, date) == Some(Why::ToldDone)
        })
    };
    let done = parts.iter().filter(|part| is_done(part)).count();
    done > 0 && done < parts.len()
}

/// Whether the text has all rounds of the goal.
pub(super) fn same_rounds(goal: &str, text: &str) -> bool {
    rounds(goal).iter().all(|round| text.contains(round.as_str()))
}

/// Which of several: 第二轮, 第一批.
pub(crate) fn rounds(text: &str) -> Vec<String> {
    let round = |(at, _): (usize, &str)| text[at..].chars().take(3).collect::<String>();
    let is_round = |name: &String| name.ends_with(['轮', '期', '批', '版', '次', '阶', '家', '方']);
    text.match_indices('第').map(round).filter(is_round).collect()
}
