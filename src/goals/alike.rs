//! Similarity of goals: whether two lines are about one thing to do.

use crate::calendar::{Date, Period, mentions};
use crate::fact::is_plain;
use crate::thread::{Outcome, Phrase, coverage, outcome_in, rounds, steps_of};

/// Least share and number of the distinctive pairs of characters of the one in the other.
const ALIKE: f64 = 0.7;
pub(super) const LEAST_PAIRS: usize = 3;

/// Least share of the other's in the one.
const ALIKE_BACK: f64 = 0.3;

/// Least share for a line about an incident or a piece of work.
const SPEAKS: f64 = 0.6;

/// Least share, both ways, of one goal set twice.
const SAME_GOAL: f64 = 0.55;

/// Least share of a goal's words in a line with a past day that has it done.
const STATED: f64 = 0.8;

/// Least share and number of pairs of the name of the work in a line with its day and step.
const NAMES: f64 = 0.4;
const LEAST_NAME_PAIRS: usize = 2;

/// Whether two lines ask for the same: most words of the shorter are in the longer, and neither a day nor a round nor a step differs.
pub(super) fn alike(one: &Phrase<'_>, other: &Phrase<'_>, seen_from: Date) -> bool {
    same_but_for_days(one, other, (ALIKE, ALIKE_BACK)) && !apart(&days(one, seen_from), &days(other, seen_from))
}

/// Whether two goals are one, set twice; its day may have moved.
pub(super) fn same_goal(one: &Phrase<'_>, other: &Phrase<'_>) -> bool {
    same_but_for_days(one, other, (ALIKE, SAME_GOAL))
}

/// Whether two lines ask for the same step of the same work; its day may have moved.
pub(super) fn same_work(one: &Phrase<'_>, other: &Phrase<'_>) -> bool {
    same_but_for_days(one, other, (SPEAKS, ALIKE_BACK))
}

fn same_but_for_days(one: &Phrase<'_>, other: &Phrase<'_>, (least, least_back): (f64, f64)) -> bool {
    let (there, pairs) = coverage(one, other);
    if pairs < LEAST_PAIRS {
        return false;
    }
    let (back, _) = coverage(other, one);
    there.max(back) >= least
        && there.min(back) >= least_back
        && !apart(&rounds(one), &rounds(other))
        && !apart(&steps_of(one), &steps_of(other))
}

/// Whether `sentence`, of the report of `date`, settles `wanted`: it was done or given up.
pub(super) fn is_settled(wanted: &str, sentence: &str, date: Date) -> bool {
    outcome_in(wanted, sentence, date).is_some_and(|why| matches!(why.outcome(), Outcome::Kept | Outcome::Dropped))
}

/// Whether `sentence` settles `wanted`, also by a past day beside all of its words.
pub(super) fn has_done(sentence: &Phrase<'_>, wanted: &Phrase<'_>, date: Date) -> bool {
    let names_all = || {
        let is_past = |named: Vec<Date>| !named.is_empty() && named.iter().all(|day| *day <= date);
        coverage(wanted, sentence).0 >= STATED
            && is_past(days(sentence, date))
            && steps_of(wanted).iter().all(|step| sentence.contains(step))
            && is_plain(sentence)
    };
    speaks_of(sentence, wanted) && (is_settled(wanted, sentence, date) || names_all())
}

/// Whether `sentence` names a day between the plan and its own report beside much of the name of the work, and nothing to come. The caller has
/// seen the step in it.
pub(super) fn has_day_done(sentence: &Phrase<'_>, work: &Phrase<'_>, (planned, date): (Date, Date)) -> bool {
    let (share, pairs) = coverage(work, sentence);
    let is_between = |named: Vec<Date>| named.iter().any(|day| planned < *day) && named.iter().all(|day| *day <= date);
    share >= NAMES && pairs >= LEAST_NAME_PAIRS && is_between(days(sentence, date)) && is_plain(sentence)
}

/// Whether `line` has most of the distinctive words of `wanted`, a goal or the name of some work, and is of the same round.
pub(super) fn speaks_of(line: &Phrase<'_>, wanted: &Phrase<'_>) -> bool {
    let (share, pairs) = coverage(wanted, line);
    share >= SPEAKS && pairs >= LEAST_PAIRS && rounds(wanted).iter().all(|round| line.contains(round.as_str()))
}

/// Whether both name something and nothing in common.
fn apart<T: PartialEq>(one: &[T], other: &[T]) -> bool {
    !one.is_empty() && !other.is_empty() && !one.iter().any(|name| other.contains(name))
}

/// The single days that a line names.
pub(super) fn days(text: &str, seen_from: Date) -> Vec<Date> {
    let resolve = |mention: crate::calendar::Mention| mention.reading.ok()?.core().resolve(seen_from).ok();
    let of_a_day = |period: &Period| period.days() == 1;
    mentions(text).into_iter().filter_map(resolve).filter(of_a_day).map(Period::from).collect()
}

#[cfg(test)]
mod tests {
    use super::{Phrase, alike};

    fn same(one: &str, other: &str) -> bool {
        alike(&Phrase::new(one), &Phrase::new(other), "2023-06-06".parse().expect("a date"))
    }

    #[test]
    fn the_same_work_in_more_words_is_one() {
        assert!(same("冷链平台6/8上线", "冷链平台6/8上线并观察"));
        assert!(same("门禁换代复盘", "门禁换代复盘，定级"));
    }

    #[test]
    fn another_day_or_another_round_is_another_thing() {
        assert!(!same("冷链平台6/8上线", "冷链平台6/12上线"));
        assert!(!same("第一轮冷链平台压测", "第二轮冷链平台压测"));
    }

    #[test]
    fn generic_words_in_common_are_nothing() {
        assert!(!same("重点项目计划跟进", "重点工作计划与进度跟进"));
        assert!(!same("", ""));
    }
}
