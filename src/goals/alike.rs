//! Whether two lines are of one thing to do.

use crate::calendar::{Date, Period, mentions};
use crate::thread::{Outcome, coverage, outcome_in, steps_of, tells_delay};
use crate::vocabulary::{Sense, Words};

/// Of the telling pairs of characters of the one, this share stands in the other, and at least so many.
const ALIKE: f64 = 0.7;
const LEAST_PAIRS: usize = 3;

/// And of the other's, this share stands in the one: a word in common is not yet the same work.
const ALIKE_BACK: f64 = 0.3;

/// A line speaks of an incident or a piece of work from this share on.
const SPEAKS: f64 = 0.6;

/// Of one goal set twice, this share stands in the other both ways.
const SAME_GOAL: f64 = 0.55;

/// A line that has this share of a goal's words and a day that has come tells that it was done.
const TOLD: f64 = 0.8;

/// And a line with a day and the step, this share of the name of the work.
const NAMES: f64 = 0.4;
const LEAST_NAME_PAIRS: usize = 2;

/// Whether two lines ask for the same: most words of the shorter stand in the longer, and neither a day nor a round nor a step tells them
/// apart.
pub(super) fn alike(one: &str, other: &str, seen_from: Date) -> bool {
    same_but_for_days(one, other, (ALIKE, ALIKE_BACK)) && !apart(&days(one, seen_from), &days(other, seen_from))
}

/// Whether two goals are one, set twice; its day may have moved.
pub(super) fn same_goal(one: &str, other: &str) -> bool {
    same_but_for_days(one, other, (ALIKE, SAME_GOAL))
}

/// Whether two lines ask for the same step of the same work; its day may have moved.
pub(super) fn same_work(one: &str, other: &str) -> bool {
    same_but_for_days(one, other, (SPEAKS, ALIKE_BACK))
}

fn same_but_for_days(one: &str, other: &str, (least, least_back): (f64, f64)) -> bool {
    let (there, pairs) = coverage(one, other);
    let (back, _) = coverage(other, one);
    pairs >= LEAST_PAIRS
        && there.max(back) >= least
        && there.min(back) >= least_back
        && !apart(&rounds(one), &rounds(other))
        && !apart(&steps_of(one), &steps_of(other))
}

/// Whether `sentence`, of the report of `date`, tells that `wanted` was done, or given up. A day that has come beside all of its words says
/// so, too, where nothing speaks of a plan or a delay.
pub(super) fn tells_done(sentence: &str, wanted: &str, date: Date) -> bool {
    if !speaks_of(sentence, wanted) {
        return false;
    }
    if matches!(outcome_in(wanted, sentence, date), Some((Outcome::Kept | Outcome::Dropped, _))) {
        return true;
    }
    let named = days(sentence, date);
    coverage(wanted, sentence).0 >= TOLD
        && named.iter().any(|day| *day <= date)
        && named.iter().all(|day| *day <= date)
        && steps_of(wanted).iter().all(|step| sentence.contains(step))
        && is_told_plainly(sentence)
}

/// Whether `sentence` names a day between the plan and its own report beside much of the name of the work, and nothing speaks of a plan or a
/// delay; the caller has seen the step in it.
pub(super) fn tells_day_done(sentence: &str, work: &str, (planned, date): (Date, Date)) -> bool {
    let (share, pairs) = coverage(work, sentence);
    let named = days(sentence, date);
    share >= NAMES
        && pairs >= LEAST_NAME_PAIRS
        && named.iter().any(|day| planned < *day && *day <= date)
        && named.iter().all(|day| *day <= date)
        && is_told_plainly(sentence)
}

/// Neither put off nor to come.
fn is_told_plainly(sentence: &str) -> bool {
    static TO_COME: Words =
        Words::of(&[Sense::Plan, Sense::WeakPlan, Sense::Former, Sense::Prepared, Sense::Not, Sense::NotYet]);
    let is_left = ["下周", "还", "剩", "not "].iter().any(|word| sentence.contains(word));
    !tells_delay(sentence) && !is_left && !TO_COME.are_in(sentence)
}

/// Whether `line` has most of the telling words of `wanted`, a goal or the name of some work, and of the same round.
pub(super) fn speaks_of(line: &str, wanted: &str) -> bool {
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

/// 第二轮, 第一批: which of several.
fn rounds(text: &str) -> Vec<String> {
    let round = |(at, _): (usize, &str)| text[at..].chars().take(3).collect::<String>();
    let is_round = |name: &String| name.ends_with(['轮', '期', '批', '版', '次', '阶', '家', '方']);
    text.match_indices('第').map(round).filter(is_round).collect()
}

#[cfg(test)]
mod tests {
    use super::alike;

    fn same(one: &str, other: &str) -> bool {
        alike(one, other, "2023-06-06".parse().expect("a date"))
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
