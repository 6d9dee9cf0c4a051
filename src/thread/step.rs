//! The planned days of one step of one piece of work, as they were told week by week, and by how many days they moved.

use super::milestone::{Statement, Thread};
use crate::calendar::Date;
use crate::fact::{Planned, is_step};

/// A planned day as one report tells it.
#[derive(Debug, Clone, PartialEq)]
pub struct StepDay {
    /// As written.
    pub text: String,
    pub from: Date,
    pub to: Date,
    /// The line itself calls it a plan that was.
    pub was: bool,
    /// Which statement of the thread tells it.
    pub told: usize,
}

/// All that was planned for one step. 提测 and 上线 are two steps; so are two parts of the work.
#[derive(Debug, Clone, PartialEq)]
pub struct StepHistory {
    /// Empty where no report says which step it is.
    pub what: String,
    pub part: String,
    /// In the order of the reports; days that are told again stay, in a row.
    pub days: Vec<StepDay>,
}

impl StepHistory {
    /// Days from the first planned day to the last, counted at the ends of spans; negative where it came nearer.
    pub fn slip_days(&self) -> i32 {
        match (self.days.first(), self.days.last()) {
            (Some(first), Some(last)) => (last.to - first.to).get_days(),
            _ => 0,
        }
    }

    /// The days without those that only repeat the one before; a span that holds a later day (6月底 and 6/28) is no other day.
    pub fn distinct(&self) -> Vec<&StepDay> {
        let mut kept: Vec<&StepDay> = Vec::new();
        for day in &self.days {
            let same = |known: &&StepDay| holds(known, day) || holds(day, known);
            // A line that looks back at an old plan moves nothing.
            let repeats = kept.last().is_some_and(same) || (day.was && kept.iter().any(same));
            if !repeats {
                kept.push(day);
            }
        }
        kept
    }

    /// How often the day was moved.
    pub fn moves(&self) -> usize {
        self.distinct().len().saturating_sub(1)
    }
}

fn holds(outer: &StepDay, inner: &StepDay) -> bool {
    outer.from <= inner.from && inner.to <= outer.to
}

/// What one step is called: 转测 and 送测 are 提测.
pub(super) fn step_name(what: &str) -> &str {
    match what {
        "转测" | "送测" => "提测",
        "完工" | "竣工" | "做完" | "收尾" | "收口" | "收官" => "完成",
        "发版" => "发布",
        other => other,
    }
}

/// The histories of a thread's steps, in the order in which they were first told.
///
/// A plan that names no step is of the thread's only step, where it has but one. A step that one report plans twice for the same
/// part is told apart by its place in the line.
pub(super) fn histories(thread: &Thread) -> Vec<StepHistory> {
    let mut found: Vec<StepHistory> = Vec::new();
    for (at, told) in thread.told.iter().enumerate() {
        let mut of_statement: Option<usize> = None;
        for (key, day) in days(&told.statement, at) {
            let other = known(&found, &key, &day, of_statement).unwrap_or_else(|| {
                found.push(StepHistory { what: key.what.clone(), part: key.part.clone(), days: Vec::new() });
                found.len() - 1
            });
            if found[other].what.is_empty() {
                found[other].what.clone_from(&key.what);
            }
            found[other].days.push(day);
            of_statement = Some(other);
        }
    }
    found
}

/// The history that a plan goes on with: of the same step, the one of its part; else the only one whose part is not another. A plan
/// that names no step goes on with the one that its line gave up, or whose day it repeats, or with the only one.
fn known(found: &[StepHistory], key: &Key, day: &StepDay, of_statement: Option<usize>) -> Option<usize> {
    // Two plans of one line are two steps, unless the first of them is given up for the second.
    let is_free =
        |history: &StepHistory| day.was || !history.days.iter().any(|known| known.told == day.told && !known.was);
    let free: Vec<usize> = (0..found.len()).filter(|at| is_free(&found[*at])).collect();
    let only = |near: Vec<usize>| if let [at] = near.as_slice() { Some(*at) } else { None };
    let fits = |at: usize| key.may_be(&found[at]);
    if key.what.is_empty() {
        let given_up = of_statement.filter(|at| free.contains(at));
        let repeats = || {
            only(
                free.iter()
                    .copied()
                    .filter(|at| found[*at].days.last().is_some_and(|last| last.to == day.to))
                    .collect(),
            )
        };
        let sole = || if found.len() == 1 { free.first().copied() } else { None };
        return given_up.or_else(repeats).or_else(sole).filter(|at| fits(*at));
    }
    let same: Vec<usize> = free.iter().copied().filter(|at| found[*at].what == key.what).collect();
    let equal = same.iter().copied().find(|at| found[*at].part == key.part);
    let near = || only(same.iter().copied().filter(|at| fits(*at)).collect());
    // 公示期到5/8 is not what 5/22开始配置发薪 goes on with: only a usual step of the same part gives its name to a plan without one.
    let is_same_part = |at: usize| found[at].part.is_empty() || (!key.part.is_empty() && fits(at));
    let unnamed = || {
        free.first()
            .copied()
            .filter(|at| found.len() == 1 && found[*at].what.is_empty() && is_step(&key.what) && is_same_part(*at))
    };
    equal.or_else(near).or_else(unnamed)
}

struct Key {
    what: String,
    /// Without words that name no part; empty for the whole.
    part: String,
}

impl Key {
    fn may_be(&self, other: &StepHistory) -> bool {
        self.part.is_empty()
            || other.part.is_empty()
            || self.part.contains(&other.part)
            || other.part.contains(&self.part)
    }
}

/// `part` without what only leads to the plan: 惠居侧说, 这次, 发布时间 of 发布.
fn part_of(part: &str, what: &str) -> String {
    const EMPTY: [&str; 12] =
        ["这次", "本次", "其余", "时间", "日期", "新计划", "现在", "这版", "一期", "目前", "正式", "首次"];
    let rest = part.trim_end_matches(['说', '的', '是', '在', '于']);
    let names_step = !what.is_empty() && rest.contains(what);
    if names_step || EMPTY.contains(&rest) { String::new() } else { rest.to_string() }
}

fn days(statement: &Statement, at: usize) -> Vec<(Key, StepDay)> {
    let planned = statement.milestone.planned.iter();
    let read = |planned: &Planned| {
        let key = Key { what: step_name(&planned.what).to_string(), part: part_of(&planned.part, &planned.what) };
        let day =
            StepDay { text: planned.text.clone(), from: planned.from, to: planned.to, was: planned.was, told: at };
        (key, day)
    };
    planned.map(read).collect()
}
