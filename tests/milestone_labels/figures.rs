//! What was read against what was labelled: precision and recall of milestones, of each of their fields, and of goals.

use std::collections::HashMap;
use std::fmt::Write;

use zhoubao::fact::{Goal, Milestone, Planned};

use crate::label::{GoalLabel, Label, Step};

/// Of what was found, how much is right; of what is there, how much was found.
#[derive(Debug, Clone, Copy, Default)]
pub struct Figure {
    right: usize,
    found: usize,
    wanted: usize,
}

impl Figure {
    fn add(&mut self, found: bool, wanted: bool, right: bool) {
        self.found += usize::from(found);
        self.wanted += usize::from(wanted);
        self.right += usize::from(right);
    }

    pub fn precision(self) -> f64 {
        if self.found == 0 { 1.0 } else { self.right as f64 / self.found as f64 }
    }

    pub fn recall(self) -> f64 {
        if self.wanted == 0 { 1.0 } else { self.right as f64 / self.wanted as f64 }
    }
}

pub const NAMES: [&str; 7] = ["milestone", "progress", "planned", "step", "state", "parent", "goal"];

#[derive(Debug, Default)]
pub struct Figures {
    pub each: [Figure; NAMES.len()],
    pub misses: Vec<String>,
}

impl Figures {
    /// A label and a milestone belong together on one line of one file where their subjects agree; the closest first.
    pub fn milestones(&mut self, found: &[(String, Milestone)], labels: &[Label]) {
        let mut left: Vec<Option<&(String, Milestone)>> = found.iter().map(Some).collect();
        let mut pairs: Vec<(usize, usize, f64)> = Vec::new();
        for (at, label) in labels.iter().enumerate() {
            for (other, (path, milestone)) in found.iter().enumerate() {
                let on_line = (milestone.lines.first..=milestone.lines.last).contains(&label.line);
                let near =
                    label.subjects.iter().map(|subject| agreement(&milestone.subject, subject)).fold(0.0, f64::max);
                if *path == label.path && on_line && near >= SAME_SUBJECT {
                    let by_progress =
                        if milestone.progress.map(|value| value.to_string()) == label.progress { 0.5 } else { 0.0 };
                    pairs.push((at, other, near + by_progress));
                }
            }
        }
        pairs.sort_by(|one, other| other.2.total_cmp(&one.2));
        let mut matched: HashMap<usize, &Milestone> = HashMap::new();
        for (at, other, _) in pairs {
            if !matched.contains_key(&at)
                && let Some((_, milestone)) = left[other].take()
            {
                matched.insert(at, milestone);
            }
        }
        for (at, label) in labels.iter().enumerate().filter(|(_, label)| !label.is_doubtful) {
            let milestone = matched.get(&at);
            self.each[0].add(milestone.is_some(), true, milestone.is_some());
            match milestone {
                Some(milestone) => self.fields(milestone, label),
                None => self.misses.push(format!("{}:{} not found: {:?}", label.path, label.line, label.subjects)),
            }
        }
        for (path, milestone) in left.into_iter().flatten() {
            let doubted = labels.iter().any(|label| {
                label.is_doubtful
                    && label.path == *path
                    && (milestone.lines.first..=milestone.lines.last).contains(&label.line)
            });
            if !doubted {
                self.each[0].add(true, false, false);
                let (lines, subject) = (milestone.lines, &milestone.subject);
                self.misses.push(format!(
                    "{path}:{lines} not labelled: {subject} {:?} {:?}",
                    milestone.progress, milestone.state
                ));
            }
        }
    }

    fn fields(&mut self, milestone: &Milestone, label: &Label) {
        let place = format!("{}:{} {}", label.path, label.line, milestone.subject);
        let judged = |field: &str| !label.open.iter().any(|open| open == field);
        if judged("progress") {
            let found = milestone.progress.map(|value| value.normalize().to_string());
            self.value(1, &place, found.as_deref(), label.progress.as_deref(), |one, other| one == other);
        }
        if judged("planned") {
            self.planned(&place, &milestone.planned, &label.planned);
        }
        if judged("state") {
            let found = milestone.state.as_ref().map(|stated| stated.state.name());
            self.value(4, &place, found, label.state.as_deref(), |one, other| one == other);
        }
        if judged("parent") {
            self.value(5, &place, milestone.parent.as_deref(), label.parent.as_deref(), |one, other| {
                agreement(one, other) >= SAME_SUBJECT
            });
        }
    }

    fn value(
        &mut self,
        at: usize,
        place: &str,
        found: Option<&str>,
        wanted: Option<&str>,
        same: impl Fn(&str, &str) -> bool,
    ) {
        let right = found.zip(wanted).is_some_and(|(found, wanted)| same(found, wanted));
        self.each[at].add(found.is_some(), wanted.is_some(), right);
        if !right && (found.is_some() || wanted.is_some()) {
            self.misses.push(format!("{place}: {} {found:?}, wanted {wanted:?}", NAMES[at]));
        }
    }

    /// Days must be equal; of those that are, the step is judged.
    fn planned(&mut self, place: &str, found: &[Planned], wanted: &[Step]) {
        let mut left: Vec<&Planned> = found.iter().collect();
        for (from, to, what) in wanted {
            let at = left.iter().position(|planned| planned.from.to_string() == *from && planned.to.to_string() == *to);
            self.each[2].add(at.is_some(), true, at.is_some());
            match at {
                Some(at) => {
                    let step = left.remove(at).what.clone();
                    self.value(3, place, Some(&step), Some(what), |one, other| {
                        agreement(one, other) >= SAME_SUBJECT || (one.is_empty() && other.is_empty())
                    });
                }
                None => self.misses.push(format!("{place}: planned {from}..{to} {what} not found")),
            }
        }
        for planned in left {
            self.each[2].add(true, false, false);
            self.misses
                .push(format!("{place}: planned not labelled: {} {} {}", planned.text, planned.to, planned.what));
        }
    }

    pub fn goals(&mut self, found: &[(String, Goal)], labels: &[GoalLabel]) {
        let mut left: Vec<&(String, Goal)> = found.iter().collect();
        for label in labels {
            let at = left.iter().position(|(path, goal)| {
                *path == label.path && goal.lines.first == label.line && agreement(&goal.text, &label.text) >= SAME_GOAL
            });
            if label.is_doubtful {
                at.map(|at| left.remove(at));
                continue;
            }
            self.each[6].add(at.is_some(), true, at.is_some());
            match at {
                Some(at) => {
                    let (_, goal) = left.remove(at);
                    self.planned(&format!("{}:{} goal", label.path, label.line), &goal.planned, &label.planned);
                }
                None => self.misses.push(format!("{}:{} goal not found: {}", label.path, label.line, label.text)),
            }
        }
        for (path, goal) in left {
            self.each[6].add(true, false, false);
            self.misses.push(format!("{path}:{} goal not labelled: {}", goal.lines, goal.text));
        }
    }

    pub fn table(&self, title: &str) -> String {
        let mut table =
            format!("{title}\n  {:<10}{:>7}{:>7}{:>11}{:>8}\n", "", "found", "there", "precision", "recall");
        for (name, figure) in NAMES.iter().zip(self.each) {
            let (found, wanted) = (figure.found, figure.wanted);
            let _ = writeln!(
                table,
                "  {name:<10}{found:>7}{wanted:>7}{:>11.3}{:>8.3}",
                figure.precision(),
                figure.recall()
            );
        }
        table
    }
}

/// From here on two names are of one thing: at least half of their pairs of characters, or one holds the other.
const SAME_SUBJECT: f64 = 0.5;
const SAME_GOAL: f64 = 0.9;

/// Dice's coefficient over neighbouring characters; at least 0.6 where one text holds the other.
fn agreement(one: &str, other: &str) -> f64 {
    let fold = |text: &str| -> Vec<char> {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let (one, other) = (fold(one), fold(other));
    if one.is_empty() || other.is_empty() {
        return 0.0;
    }
    let (first, second): (String, String) = (one.iter().collect(), other.iter().collect());
    let pairs = |text: &[char]| {
        let mut pairs: HashMap<(char, char), usize> = HashMap::new();
        for pair in text.windows(2) {
            *pairs.entry((pair[0], pair[1])).or_default() += 1;
        }
        pairs
    };
    let (left, right) = (pairs(&one), pairs(&other));
    let total: usize = left.values().chain(right.values()).sum();
    let shared: usize = left.iter().map(|(pair, count)| (*count).min(right.get(pair).copied().unwrap_or(0))).sum();
    let dice = if total == 0 { 0.0 } else { 2.0 * shared as f64 / total as f64 };
    if first.contains(&second) || second.contains(&first) { dice.max(0.6) } else { dice }
}
