//! Milestone threads: the statements of one piece of work over the weeks, in order, each with the rule that put it
//! there.

use std::collections::{BTreeSet, HashMap, HashSet};

use rust_decimal::Decimal;

use super::later_word::LaterWord;
use super::name::WorkName;
use super::names::{Name, Names};
use crate::calendar::Date;
use crate::fact::{Milestone, State};
use crate::record::Place;
use crate::text::named;

/// One milestone with its report.
#[derive(Debug, Clone, PartialEq)]
pub struct MilestoneStatement {
    pub milestone: Milestone,
    /// The day of the report.
    pub date: Date,
    /// With the milestone's own lines.
    pub place: Place,
    /// The words that state it.
    pub text: String,
}

/// Why a statement is in its thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// The first one of its thread.
    First,
    /// The same name after width, case, brackets, marks and fillers such as 项目.
    SameName,
    /// Another name with the same identifier (csp-agent-oss) under the same parent.
    SameIdentifier,
    /// One name holds the other, under the same parent, and no other work there does.
    Contained,
    /// The line is the newest that is likely of the matter of the work.
    SameMatter,
}

named!(Rule {
    First "first",
    SameName "same-name",
    SameIdentifier "same-identifier",
    Contained "contained",
    SameMatter "same-matter",
});

/// A statement in its thread.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    pub statement: MilestoneStatement,
    pub rule: Rule,
}

/// A progress in percent with its statement.
pub type Progressed<'a> = (Decimal, &'a MilestoneStatement);

/// The history of one piece of work.
#[derive(Debug, Clone, PartialEq)]
pub struct Thread {
    /// As the first statement names it.
    pub subject: String,
    pub parent: Option<String>,
    /// By date, then by place; never empty.
    pub told: Vec<Told>,
    /// Subjects of other threads that may be the same work, and were left apart.
    pub doubtful: Vec<String>,
    /// What a report after the last statement says of its matter, where that was looked for.
    pub later: Option<LaterWord>,
}

/// Statements further apart are not joined: the same name a year on is other work.
pub(super) const LONGEST_SILENCE_DAYS: i32 = 200;

impl Thread {
    pub fn first(&self) -> &MilestoneStatement {
        &self.told[0].statement
    }

    pub fn last(&self) -> &MilestoneStatement {
        &self.told[self.told.len() - 1].statement
    }

    /// Takes in what an earlier thread tells of the same work, and what was doubtful there.
    pub(super) fn take_in(&mut self, earlier: Self) {
        let own = self.told.iter_mut().filter(|told| told.rule == Rule::First);
        own.for_each(|told| told.rule = Rule::SameMatter);
        self.told.extend(earlier.told);
        self.told.sort_by(|one, other| order(&one.statement).cmp(&order(&other.statement)));
        for told in self.told.iter_mut().skip(1).filter(|told| told.rule == Rule::First) {
            told.rule = Rule::SameMatter;
        }
        self.told[0].rule = Rule::First;
        self.doubtful.extend(earlier.doubtful);
        let names: HashSet<&str> = self.told.iter().map(|told| told.statement.milestone.subject.as_str()).collect();
        self.doubtful.retain(|name| !names.contains(name.as_str()));
        self.doubtful.sort_unstable();
        self.doubtful.dedup();
    }

    /// Whether one of its statements was likely read as it is meant.
    pub fn is_likely(&self) -> bool {
        self.told.iter().any(|told| told.statement.milestone.is_likely())
    }

    /// Whether it is more than a single status line.
    pub fn says_something(&self) -> bool {
        let milestone = &self.first().milestone;
        self.told.len() > 1 || milestone.progress.is_some() || !milestone.planned.is_empty()
    }

    /// The last state that a line gives it, unless a progress below 100% of a later day belies it: 筹备 or 已上线, then 开发78%.
    pub fn state(&self) -> Option<State> {
        let (told, stated) =
            self.told.iter().rev().find_map(|told| Some((told, told.statement.milestone.state.as_ref()?)))?;
        let goes_on = |later: &Told| {
            let is_part = later.statement.milestone.progress.is_some_and(|progress| progress < Decimal::ONE_HUNDRED);
            is_part && later.statement.date > told.statement.date
        };
        let may_be_over = stated.state.is_end() || stated.state == State::Proposed;
        (!may_be_over || !self.told.iter().any(goes_on)).then_some(stated.state)
    }

    /// The first and the last progress, with their statements; what is done has one no more.
    pub fn progress(&self) -> Option<(Progressed<'_>, Progressed<'_>)> {
        if self.state().is_some_and(State::is_final) {
            return None;
        }
        let mut all = self.told.iter().filter_map(|told| Some((told.statement.milestone.progress?, &told.statement)));
        let first = all.next()?;
        Some((first, all.next_back().unwrap_or(first)))
    }
}

/// The threads of `statements`, ordered by their first one. Two subjects of one report are two threads unless they
/// have the same name. Names that distinguish nothing (系统升级) are joined only under the same parent, by the same
/// author.
pub fn threads(mut statements: Vec<MilestoneStatement>) -> Vec<Thread> {
    statements.sort_by(|one, other| order(one).cmp(&order(other)));
    let mut names = Names::default();
    let read: Vec<Read> = statements.iter().map(|statement| Read::new(statement, &mut names)).collect();
    let related = names.related(read.iter().map(|read| read.name));
    let together = told_together(&statements, &read, &related);
    let mut open = OpenThreads::default();
    let mut statements = statements.into_iter().zip(read).peekable();
    while let Some((first, read)) = statements.next() {
        let mut report = vec![(first, read)];
        while let Some(next) = statements.next_if(|(next, _)| same_report(&report[0].0, next)) {
            report.push(next);
        }
        open.forget_before(report[0].0.date);
        let joins = joins(&report, &open, &names, &together);
        // The threads that this report has told of, by the names that it used.
        let mut here: HashMap<Name, Vec<usize>> = HashMap::new();
        for ((statement, read), join) in report.into_iter().zip(joins) {
            let join = join.or_else(|| named_in_this_report(&read, &open.all, &here));
            let known = here.entry(read.name).or_default();
            let thread = open.add(statement, read, join);
            if !known.contains(&thread) {
                known.push(thread);
            }
        }
    }
    let open = open.all;
    let doubts = doubts(&open, &related);
    open.into_iter()
        .zip(doubts)
        .map(|(thread, doubtful)| {
            let (subject, parent) = (thread.subject().to_string(), usual_parent(&thread.told));
            Thread { subject, parent, told: thread.told, doubtful, later: None }
        })
        .collect()
}

/// What most of its statements stand under, the last of those where several do.
fn usual_parent(told: &[Told]) -> Option<String> {
    let parents: Vec<&String> = told.iter().filter_map(|told| told.statement.milestone.parent.as_ref()).collect();
    let count = |parent: &&&String| parents.iter().filter(|other| **other == **parent).count();
    parents.iter().max_by_key(count).map(|parent| (*parent).clone())
}

/// Of each thread the subjects of others of near days whose names contain its name or are contained in it.
fn doubts(open: &[Open], related: &HashMap<Name, Vec<Name>>) -> Vec<Vec<String>> {
    let mut named: HashMap<Name, Vec<usize>> = HashMap::new();
    for (at, thread) in open.iter().enumerate() {
        thread.names.iter().for_each(|name| named.entry(*name).or_default().push(at));
    }
    let doubtful = |(at, thread): (usize, &Open)| {
        let alike = thread.names.iter().flat_map(|name| related.get(name).into_iter().flatten().chain([name]));
        let others: BTreeSet<usize> = alike.flat_map(|name| named[name].iter().copied()).collect();
        let near = others.into_iter().filter(|other| *other != at && thread.is_near(&open[*other]));
        near.map(|other| open[other].subject().to_string()).collect()
    };
    open.iter().enumerate().map(doubtful).collect()
}

fn order(statement: &MilestoneStatement) -> (Date, &str, usize) {
    (statement.date, statement.place.path(), statement.milestone.span.start)
}

fn same_report(one: &MilestoneStatement, other: &MilestoneStatement) -> bool {
    one.place.report_id() == other.place.report_id() && one.date == other.date
}

/// The names of a statement, each read once.
struct Read {
    /// Its subject.
    name: Name,
    identifiers: Vec<String>,
    /// The parent item, else the innermost heading.
    context: Name,
    /// The headings over it that name work; empty for one nested under an item.
    headings: Vec<Name>,
}

impl Read {
    fn new(statement: &MilestoneStatement, names: &mut Names) -> Self {
        let milestone = &statement.milestone;
        let heading = || milestone.section.last().map(String::as_str).unwrap_or_default();
        let headings = if milestone.parent.is_some() { &[] } else { milestone.section.as_slice() };
        Self {
            name: names.name(&milestone.subject),
            identifiers: WorkName::identifiers(&milestone.subject),
            context: names.name(milestone.parent.as_deref().unwrap_or_else(heading)),
            headings: headings.iter().filter_map(|heading| names.heading(heading)).collect(),
        }
    }
}

/// A thread that is being made.
struct Open {
    told: Vec<Told>,
    names: HashSet<Name>,
    identifiers: HashSet<String>,
    contexts: HashSet<Name>,
    headings: HashSet<Name>,
    author: Option<String>,
}

impl Open {
    fn new(author: Option<String>) -> Self {
        Self {
            told: Vec::new(),
            names: HashSet::new(),
            identifiers: HashSet::new(),
            contexts: HashSet::new(),
            headings: HashSet::new(),
            author,
        }
    }

    fn subject(&self) -> &str {
        &self.told[0].statement.milestone.subject
    }

    /// Whether so little time lies between its last statement and `date` that one of that day may go on with it.
    fn is_recent(&self, date: Date) -> bool {
        // They come by date.
        let last = self.told.last().map(|told| told.statement.date);
        last.is_none_or(|last| (date - last).get_days() <= LONGEST_SILENCE_DAYS)
    }

    /// Whether so little time lies between the two that they may be one.
    fn is_near(&self, other: &Self) -> bool {
        let first = |thread: &Self| thread.told[0].statement.date;
        let last = |thread: &Self| thread.told[thread.told.len() - 1].statement.date;
        let gap = |earlier: &Self, later: &Self| (first(later) - last(earlier)).get_days();
        gap(self, other) <= LONGEST_SILENCE_DAYS && gap(other, self) <= LONGEST_SILENCE_DAYS
    }

    /// Whether a statement has a parent item of this thread, or one of its headings where it has no parent.
    fn shares_context(&self, read: &Read) -> bool {
        self.contexts.contains(&read.context)
    }

    /// The same, or under one of the thread's headings at any depth.
    fn shares_heading(&self, read: &Read) -> bool {
        self.shares_context(read) || read.headings.iter().any(|heading| self.headings.contains(heading))
    }
}

/// The threads so far, and where to look for those that a statement may go on with: whatever else there is costs nothing.
#[derive(Default)]
struct OpenThreads {
    all: Vec<Open>,
    named: HashMap<Name, BTreeSet<usize>>,
    of_author: HashMap<Option<String>, Vec<usize>>,
}

impl OpenThreads {
    /// Leaves out the threads that no report from `date` on goes on with.
    fn forget_before(&mut self, date: Date) {
        self.of_author.values_mut().for_each(|of_author| of_author.retain(|thread| self.all[*thread].is_recent(date)));
    }

    /// Those that have this name and that a statement of `date` may go on with, in the order of their first ones.
    fn named(&self, name: Name, date: Date) -> impl Iterator<Item = (usize, &Open)> {
        let named = self.named.get(&name).into_iter().flatten().map(|thread| (*thread, &self.all[*thread]));
        named.filter(move |(_, thread)| thread.is_recent(date))
    }

    fn of_author(&self, author: &Option<String>) -> impl Iterator<Item = (usize, &Open)> {
        self.of_author.get(author).into_iter().flatten().map(|thread| (*thread, &self.all[*thread]))
    }

    /// Puts a statement into the thread that it goes on with, or begins one; which it is.
    fn add(&mut self, statement: MilestoneStatement, read: Read, join: Option<(usize, Rule)>) -> usize {
        let (thread, rule) = join.unwrap_or_else(|| {
            let author = statement.place.author();
            self.of_author.entry(author.clone()).or_default().push(self.all.len());
            self.all.push(Open::new(author.clone()));
            (self.all.len() - 1, Rule::First)
        });
        let open = &mut self.all[thread];
        if open.names.insert(read.name) {
            self.named.entry(read.name).or_default().insert(thread);
        }
        open.identifiers.extend(read.identifiers);
        open.contexts.insert(read.context);
        open.headings.extend(read.headings);
        open.told.push(Told { statement, rule });
        thread
    }
}

/// Pairs of names in one report: they are never one piece of work.
fn told_together(
    statements: &[MilestoneStatement],
    read: &[Read],
    related: &HashMap<Name, Vec<Name>>,
) -> HashSet<(Name, Name)> {
    let mut by_report: HashMap<uuid::Uuid, HashSet<Name>> = HashMap::new();
    for (statement, read) in statements.iter().zip(read) {
        by_report.entry(statement.place.report_id()).or_default().insert(read.name);
    }
    let mut pairs = HashSet::new();
    for names in by_report.values() {
        for one in names {
            let others = related.get(one).into_iter().flatten().filter(|other| names.contains(other));
            pairs.extend(others.map(|other| (*one, *other)));
        }
    }
    pairs
}

/// For each statement of one report the earlier thread that it continues, and by which rule. Equal names come first;
/// a thread that two statements would continue by a weaker rule is continued by neither.
fn joins(
    report: &[(MilestoneStatement, Read)],
    open: &OpenThreads,
    names: &Names,
    together: &HashSet<(Name, Name)>,
) -> Vec<Option<(usize, Rule)>> {
    let mut joins: Vec<Option<(usize, Rule)>> =
        report.iter().map(|(statement, read)| by_name(statement, read, open, names)).collect();
    let taken: HashSet<usize> = joins.iter().flatten().map(|(thread, _)| *thread).collect();
    let part = |(statement, read): &(MilestoneStatement, Read)| by_part(statement, read, open, names, &taken, together);
    let weaker: Vec<Option<(usize, Rule)>> =
        report.iter().zip(&joins).map(|(told, join)| if join.is_some() { None } else { part(told) }).collect();
    for (at, join) in weaker.iter().enumerate() {
        let Some((thread, rule)) = join else { continue };
        let mut rivals = weaker.iter().zip(report).filter(|(other, (_, read))| {
            other.is_some_and(|(other_thread, _)| other_thread == *thread) && read.name != report[at].1.name
        });
        if rivals.next().is_none() {
            joins[at] = Some((*thread, *rule));
        }
    }
    joins
}

fn by_name(statement: &MilestoneStatement, read: &Read, open: &OpenThreads, names: &Names) -> Option<(usize, Rule)> {
    let name = &names[read.name];
    let fits = |(_, thread): &(usize, &Open)| {
        let is_own_author = thread.author == *statement.place.author();
        is_own_author && thread.shares_context(read) || name.is_telling() && (name.own_chars() >= 4 || is_own_author)
    };
    let known: Vec<(usize, &Open)> = open.named(read.name, statement.date).filter(fits).collect();
    // Of several with this name the one in the same place; else the name alone does not tell which.
    let near = known.iter().find(|(_, thread)| thread.shares_context(read)).map(|(at, _)| *at);
    let only = if let [(at, _)] = known.as_slice() { Some(*at) } else { None };
    near.or(only).map(|at| (at, Rule::SameName))
}

fn by_part(
    statement: &MilestoneStatement,
    read: &Read,
    open: &OpenThreads,
    names: &Names,
    taken: &HashSet<usize>,
    together: &HashSet<(Name, Name)>,
) -> Option<(usize, Rule)> {
    let fits = |(at, thread): &(usize, &Open)| {
        !taken.contains(at)
            && thread.shares_heading(read)
            && !thread.told.iter().any(|told| told.statement.place.report_id() == statement.place.report_id())
            && !thread.names.iter().any(|known| together.contains(&(*known, read.name)))
    };
    let near: Vec<(usize, &Open)> = open.of_author(statement.place.author()).filter(fits).collect();
    let only = |found: Vec<usize>| if let [at] = found.as_slice() { Some(*at) } else { None };
    let same = |(at, thread): &(usize, &Open)| {
        read.identifiers.iter().any(|one| thread.identifiers.contains(one)).then_some(*at)
    };
    let held = |(at, thread): &(usize, &Open)| {
        thread.names.iter().any(|known| names[*known].holds_or_is_held(&names[read.name])).then_some(*at)
    };
    only(near.iter().filter_map(same).collect())
        .map(|at| (at, Rule::SameIdentifier))
        .or_else(|| only(near.iter().filter_map(held).collect()).map(|at| (at, Rule::Contained)))
}

/// The same work twice in one report: in its text and in its table.
fn named_in_this_report(read: &Read, open: &[Open], here: &HashMap<Name, Vec<usize>>) -> Option<(usize, Rule)> {
    let is_here = |at: &usize| open[*at].shares_context(read);
    here.get(&read.name)?.iter().copied().filter(is_here).min().map(|at| (at, Rule::SameName))
}

#[cfg(test)]
mod tests;
