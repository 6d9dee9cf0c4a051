//! The planned days of one step of one piece of work, week by week, and by how many days they moved.

use super::milestone::{MilestoneStatement, Thread, Told};
use super::step_part::WorkPart;
use crate::calendar::Date;
use crate::fact::{Done, Planned, State, is_step};
use crate::vocabulary::{IN_USE, Sense, Words};

impl Thread {
    /// The planned days of each step, in the order of the reports.
    pub fn steps(&self) -> Vec<StepHistory> {
        histories(self)
    }

    /// Days by which its steps moved in all, the most-moved step counting; 0 where none moved.
    pub fn slip_days(&self) -> i32 {
        self.steps().iter().map(StepHistory::slip_days).max_by_key(|days| days.abs()).unwrap_or(0)
    }

    /// Whether a planned day of it was moved, or a report says in so many words that it is late.
    pub fn has_slipped(&self) -> bool {
        let is_late = |told: &Told| {
            told.statement.milestone.state.as_ref().is_some_and(|stated| stated.state == State::Delayed)
                || LATE.are_in(&told.statement.text.to_lowercase())
        };
        self.moves() > 0 || self.told.iter().any(is_late)
    }

    /// How often a planned day of it was moved.
    pub fn moves(&self) -> usize {
        self.steps().iter().map(StepHistory::moves).sum()
    }
}

static LATE: Words = Words::of(&[Sense::Postponed, Sense::Moved]);

/// A planned day in one report.
#[derive(Debug, Clone, PartialEq)]
pub struct StepDay {
    /// As written.
    pub text: String,
    pub from: Date,
    pub to: Date,
    /// A former plan by the line itself.
    pub was: bool,
    /// Index of the statement in its thread.
    pub told: usize,
}

/// All planned days of one step of one part of the work.
#[derive(Debug, Clone, PartialEq)]
pub struct StepHistory {
    /// Empty where no report names the step.
    pub what: String,
    pub part: String,
    /// In the order of the reports, repetitions included.
    pub days: Vec<StepDay>,
}

impl StepHistory {
    /// Days from the first planned day to the last, counted at the ends of spans; negative where it came nearer.
    pub fn slip_days(&self) -> i32 {
        let days = self.distinct();
        match (days.first(), days.last()) {
            (Some(first), Some(last)) if days.len() > 1 => (last.to - first.to).get_days(),
            _ => 0,
        }
    }

    /// The days without repetitions; a span around a later day (6月底 and 6/28) is no other day.
    pub fn distinct(&self) -> Vec<&StepDay> {
        let mut kept: Vec<&StepDay> = Vec::new();
        for (at, day) in self.days.iter().enumerate() {
            let same = |known: &&StepDay| holds(known, day) || holds(day, known);
            if day.was {
                // 原定6/6，改到6/20, where 6/20 is new; 比原定的6/6晚，6/20完工 may only say again what stands.
                let is_new =
                    |next: &StepDay| kept.last().is_none_or(|last| (last.from, last.to) != (next.from, next.to));
                let is_given_up_for_another =
                    self.days.get(at + 1).is_some_and(|next| next.told == day.told && is_new(next));
                // A line that looks back at an old plan moves nothing; a plan that no report told in its time was the first one.
                if kept.iter().any(same) {
                    continue;
                }
                if kept.is_empty() || is_given_up_for_another || kept.last().is_some_and(|last| last.to < day.to) {
                    kept.push(day);
                } else if kept[0].to > day.to {
                    kept.insert(0, day);
                }
            } else if let Some(last) = kept.last_mut().filter(|last| same(last)) {
                // 由本周改到4/6: the day that stands.
                if last.was {
                    *last = day;
                }
            } else {
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

/// The histories of a thread's steps, in the order of their first days. A plan without a step is of the thread's only
/// step. A step that one report plans twice for the same part is two, by their order. A step that was done is closed:
/// a later plan is another step.
pub(super) fn histories(thread: &Thread) -> Vec<StepHistory> {
    let mut found: Vec<Open> = Vec::new();
    for (at, told) in thread.told.iter().enumerate() {
        let mut of_statement: Option<usize> = None;
        for (key, day) in days(&told.statement, at) {
            let other = known(&found, &key, &day, of_statement).unwrap_or_else(|| {
                found.push(Open::new(&key));
                found.len() - 1
            });
            if found[other].history.what.is_empty() {
                found[other].history.what.clone_from(&key.what);
            }
            found[other].history.days.push(day);
            of_statement = Some(other);
        }
        for done in &told.statement.milestone.done {
            close(&mut found, done);
        }
    }
    found.into_iter().map(|open| open.history).collect()
}

/// A history that is being made.
struct Open {
    history: StepHistory,
    part: WorkPart,
    is_done: bool,
}

impl Open {
    fn new(key: &Key) -> Self {
        let history = StepHistory { what: key.what.clone(), part: key.part.name.clone(), days: Vec::new() };
        Self { history, part: key.part.clone(), is_done: false }
    }

    fn last(&self) -> Option<&StepDay> {
        self.history.days.iter().rfind(|day| !day.was)
    }
}

/// The history that a plan continues: the one with its day; else of the same step, the one of its part; else the only
/// one whose part may be its own. A plan without a step continues the one that its line gave up, or the only one.
fn known(found: &[Open], key: &Key, day: &StepDay, of_statement: Option<usize>) -> Option<usize> {
    // Two plans of one line are two steps, unless the first of them is given up for the second.
    let is_free = |open: &Open| day.was || !open.history.days.iter().any(|known| known.told == day.told && !known.was);
    let fits = |at: usize| is_free(&found[at]) && key.part.may_be(&found[at].part);
    let only = |near: Vec<usize>| if let [at] = near.as_slice() { Some(*at) } else { None };
    let where_it = |is: &dyn Fn(usize) -> bool| (0..found.len()).filter(|at| fits(*at) && is(*at)).collect::<Vec<_>>();
    let told_it = |at: usize| {
        let same = |known: &StepDay| known.from == day.from && known.to == day.to;
        if day.was { found[at].history.days.iter().any(same) } else { found[at].last().is_some_and(same) }
    };
    let is_called = |at: usize| found[at].history.what == key.what;
    let is_same_part = |at: usize| found[at].part == key.part;
    let is_open = |at: usize| !found[at].is_done;
    if key.what.is_empty() {
        // 首批没赶上7/1，第三批放到9月: what is planned for another part is not what was given up.
        let given_up = of_statement.filter(|at| {
            let is_theirs = key.part.name.is_empty() || found[*at].part.name.is_empty() || is_same_part(*at);
            fits(*at) && is_theirs
        });
        let repeats = || only(where_it(&told_it));
        let sole = || only((0..found.len()).collect()).filter(|at| fits(*at) && is_open(*at));
        return given_up.or_else(repeats).or_else(sole);
    }
    let equal = where_it(&|at| is_called(at) && is_same_part(at) && (is_open(at) || told_it(at))).pop();
    let may_be_called = |at: usize| is_called(at) || (found[at].history.what.is_empty() && is_step(&key.what));
    let repeats = || only(where_it(&|at| told_it(at) && may_be_called(at)));
    let near = || only(where_it(&|at| is_called(at) && is_open(at)));
    // 公示期到5/8 is not what 5/22开始配置发薪 goes on with: only a usual step of the same part gives its name to a plan without one.
    let unnamed = || {
        let is_unnamed = |at: usize| {
            let is_told_of = !found[at].part.name.is_empty() && !key.part.name.is_empty();
            let is_sole = found.len() == 1 && found[at].part.name.is_empty();
            found[at].history.what.is_empty() && is_step(&key.what) && is_open(at) && (is_told_of || is_sole)
        };
        only(where_it(&is_unnamed))
    };
    equal.or_else(repeats).or_else(near).or_else(unnamed)
}

/// Closes the history whose step was done: on the planned day, or after it where only one history is of that step.
fn close(found: &mut [Open], done: &Done) {
    let what = step_name(&done.what);
    // What was planned as the one may be told as the other.
    let is_launch = |step: &str| IN_USE.have(step) || ["完成", "上完"].contains(&step);
    let of_step = |open: &Open| {
        let own = open.history.what.as_str();
        own == what || own.is_empty() || what == "完成" || (is_launch(own) && is_launch(what))
    };
    let on_its_day = |open: &Open| open.last().is_some_and(|day| day.from <= done.to && done.from <= day.to);
    let mut ended: Vec<usize> = (0..found.len()).filter(|at| on_its_day(&found[*at]) && of_step(&found[*at])).collect();
    if ended.is_empty() {
        ended.extend((0..found.len()).filter(|at| found[*at].history.what == what && !found[*at].is_done));
        ended.retain(|at| found[*at].last().is_some_and(|day| day.from <= done.from));
        if ended.len() > 1 {
            return;
        }
    }
    for at in ended {
        found[at].is_done = true;
    }
}

struct Key {
    what: String,
    part: WorkPart,
}

fn days(statement: &MilestoneStatement, at: usize) -> Vec<(Key, StepDay)> {
    let planned = statement.milestone.planned.iter();
    let read = |planned: &Planned| {
        let part = WorkPart::read(&planned.part, &planned.what, &statement.milestone.subject);
        let key = Key { what: step_name(&planned.what).to_string(), part };
        let day =
            StepDay { text: planned.text.clone(), from: planned.from, to: planned.to, was: planned.was, told: at };
        (key, day)
    };
    planned.map(read).collect()
}
