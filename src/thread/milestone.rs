//! Milestone threads: the statements of one piece of work over the weeks, in order, each with the rule that put it
//! there.

use std::collections::{BTreeSet, HashMap, HashSet};

use rust_decimal::Decimal;

use super::name::{WorkName, related};
use crate::calendar::Date;
use crate::fact::Milestone;
use crate::record::Place;
use crate::report::{SectionKind, without_number};
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
}

named!(Rule {
    First "first",
    SameName "same-name",
    SameIdentifier "same-identifier",
    Contained "contained",
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
}

/// Statements further apart are not joined: the same name a year on is other work.
const LONGEST_SILENCE_DAYS: i32 = 200;

impl Thread {
    pub fn first(&self) -> &MilestoneStatement {
        &self.told[0].statement
    }

    pub fn last(&self) -> &MilestoneStatement {
        &self.told[self.told.len() - 1].statement
    }

    /// Whether it is more than a single status line.
    pub fn says_something(&self) -> bool {
        let milestone = &self.first().milestone;
        self.told.len() > 1 || milestone.progress.is_some() || !milestone.planned.is_empty()
    }

    /// The first and the last progress, with their statements.
    pub fn progress(&self) -> Option<(Progressed<'_>, Progressed<'_>)> {
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
    let together = told_together(&statements);
    let mut open: Vec<Open> = Vec::new();
    // Those that a statement may still go on with: only these are looked at, whatever went before them.
    let mut recent: Vec<usize> = Vec::new();
    let mut at = 0;
    while at < statements.len() {
        let end = at + statements[at..].iter().take_while(|other| same_report(&statements[at], other)).count();
        let report = &statements[at..end];
        recent.retain(|thread| open[*thread].is_recent(&report[0]));
        let candidates: Vec<(usize, &Open)> = recent.iter().map(|thread| (*thread, &open[*thread])).collect();
        let joins = joins(report, &candidates, &together);
        // The threads that this report has told of, by the names that it used.
        let mut here: HashMap<WorkName, Vec<usize>> = HashMap::new();
        for (statement, join) in report.iter().zip(joins) {
            let join = join.or_else(|| named_in_this_report(statement, &open, &here));
            let thread = match join {
                Some((thread, rule)) => {
                    open[thread].add(statement.clone(), rule);
                    thread
                }
                None => {
                    recent.push(open.len());
                    open.push(Open::new(statement.clone()));
                    open.len() - 1
                }
            };
            let known = here.entry(WorkName::new(&statement.milestone.subject)).or_default();
            if !known.contains(&thread) {
                known.push(thread);
            }
        }
        at = end;
    }
    let doubts = doubts(&open);
    open.into_iter()
        .zip(doubts)
        .map(|(thread, doubtful)| {
            let parent = thread.told.iter().find_map(|told| told.statement.milestone.parent.clone());
            Thread { subject: thread.subject().to_string(), parent, told: thread.told, doubtful }
        })
        .collect()
}

/// Of each thread the subjects of others of near days whose names contain its name or are contained in it.
fn doubts(open: &[Open]) -> Vec<Vec<String>> {
    let mut named: HashMap<&WorkName, Vec<usize>> = HashMap::new();
    for (at, thread) in open.iter().enumerate() {
        thread.names.iter().for_each(|name| named.entry(name).or_default().push(at));
    }
    let related = related(&named.keys().copied().collect());
    let doubtful = |(at, thread): (usize, &Open)| {
        let alike = thread.names.iter().flat_map(|name| related.get(name).into_iter().flatten().copied().chain([name]));
        let others: BTreeSet<usize> = alike.flat_map(|name| named[name].iter().copied()).collect();
        let near = others.into_iter().filter(|other| *other != at && thread.is_near(&open[*other]));
        near.map(|other| open[other].subject().to_string()).collect()
    };
    open.iter().enumerate().map(doubtful).collect()
}

fn order(statement: &MilestoneStatement) -> (Date, &str, usize) {
    (statement.date, statement.place.path.as_str(), statement.milestone.span.start)
}

fn same_report(one: &MilestoneStatement, other: &MilestoneStatement) -> bool {
    one.place.report_id == other.place.report_id && one.date == other.date
}

/// A thread that is being made.
struct Open {
    told: Vec<Told>,
    names: HashSet<WorkName>,
    identifiers: HashSet<String>,
    contexts: HashSet<WorkName>,
    /// See [`headings`].
    headings: HashSet<WorkName>,
    author: Option<String>,
}

impl Open {
    fn new(statement: MilestoneStatement) -> Self {
        let mut open = Self {
            told: Vec::new(),
            names: HashSet::new(),
            identifiers: HashSet::new(),
            contexts: HashSet::new(),
            headings: HashSet::new(),
            author: statement.place.author.clone(),
        };
        open.add(statement, Rule::First);
        open
    }

    fn add(&mut self, statement: MilestoneStatement, rule: Rule) {
        self.names.insert(WorkName::new(&statement.milestone.subject));
        self.identifiers.extend(WorkName::identifiers(&statement.milestone.subject));
        self.contexts.insert(context(&statement));
        self.headings.extend(headings(&statement));
        self.told.push(Told { statement, rule });
    }

    fn subject(&self) -> &str {
        &self.told[0].statement.milestone.subject
    }

    fn is_recent(&self, statement: &MilestoneStatement) -> bool {
        // They come by date.
        let last = self.told.last().map(|told| told.statement.date);
        last.is_none_or(|last| (statement.date - last).get_days() <= LONGEST_SILENCE_DAYS)
    }

    /// Whether so little time lies between the two that they may be one.
    fn is_near(&self, other: &Self) -> bool {
        let first = |thread: &Self| thread.told[0].statement.date;
        let last = |thread: &Self| thread.told[thread.told.len() - 1].statement.date;
        let gap = |earlier: &Self, later: &Self| (first(later) - last(earlier)).get_days();
        gap(self, other) <= LONGEST_SILENCE_DAYS && gap(other, self) <= LONGEST_SILENCE_DAYS
    }

    /// Whether a statement has a parent item of this thread, or one of its headings where it has no parent.
    fn shares_context(&self, context: &WorkName) -> bool {
        self.contexts.contains(context)
    }

    /// The same, or under one of the thread's headings at any depth.
    fn shares_heading(&self, context: &WorkName, headings: &HashSet<WorkName>) -> bool {
        self.shares_context(context) || headings.iter().any(|heading| self.headings.contains(heading))
    }
}

/// The parent item, else the innermost heading.
fn context(statement: &MilestoneStatement) -> WorkName {
    let heading = || statement.milestone.section.last().map(String::as_str).unwrap_or_default();
    WorkName::new(statement.milestone.parent.as_deref().unwrap_or_else(heading))
}

/// The headings over a statement that name work, without their numbers and codes (B., 三、, O2); empty for one nested
/// under an item.
fn headings(statement: &MilestoneStatement) -> HashSet<WorkName> {
    if statement.milestone.parent.is_some() {
        return HashSet::new();
    }
    let named =
        statement.milestone.section.iter().filter(|heading| SectionKind::of_heading(heading) == SectionKind::Other);
    let bare = named.map(|heading| without_code(without_number(heading)));
    bare.map(WorkName::new).filter(|name| !name.is_empty()).collect()
}

/// `O2系统升级` without O2.
fn without_code(heading: &str) -> &str {
    let rest = heading.strip_prefix("KR").or_else(|| heading.strip_prefix(['O', 'o', 'P'])).unwrap_or(heading);
    let bare =
        rest.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches([' ', '：', ':', '、', '.', '-']);
    let is_code = rest.len() < heading.len() && rest.starts_with(|c: char| c.is_ascii_digit());
    if is_code && !bare.is_empty() { bare } else { heading }
}

/// Pairs of names in one report: they are never one piece of work.
fn told_together(statements: &[MilestoneStatement]) -> HashSet<(WorkName, WorkName)> {
    let mut by_report: HashMap<uuid::Uuid, Vec<WorkName>> = HashMap::new();
    for statement in statements {
        by_report.entry(statement.place.report_id).or_default().push(WorkName::new(&statement.milestone.subject));
    }
    let mut pairs = HashSet::new();
    for names in by_report.values() {
        for (one, others) in related(&names.iter().collect()) {
            pairs.extend(others.into_iter().map(|other| (one.clone(), other.clone())));
        }
    }
    pairs
}

/// For each statement of one report the earlier thread that it continues, and by which rule. Equal names come first;
/// a thread that two statements would continue by a weaker rule is continued by neither.
fn joins(
    report: &[MilestoneStatement],
    open: &[(usize, &Open)],
    together: &HashSet<(WorkName, WorkName)>,
) -> Vec<Option<(usize, Rule)>> {
    let mut joins: Vec<Option<(usize, Rule)>> = report.iter().map(|statement| by_name(statement, open)).collect();
    let taken: HashSet<usize> = joins.iter().flatten().map(|(thread, _)| *thread).collect();
    let weaker: Vec<Option<(usize, Rule)>> = report
        .iter()
        .zip(&joins)
        .map(|(statement, join)| if join.is_some() { None } else { by_part(statement, open, &taken, together) })
        .collect();
    for (at, join) in weaker.iter().enumerate() {
        let Some((thread, rule)) = join else { continue };
        let name = WorkName::new(&report[at].milestone.subject);
        let rivals = weaker.iter().enumerate().filter(|(other, join)| {
            join.is_some_and(|(other_thread, _)| other_thread == *thread)
                && WorkName::new(&report[*other].milestone.subject) != name
        });
        if rivals.count() == 0 {
            joins[at] = Some((*thread, *rule));
        }
    }
    joins
}

fn by_name(statement: &MilestoneStatement, open: &[(usize, &Open)]) -> Option<(usize, Rule)> {
    let name = WorkName::new(&statement.milestone.subject);
    // Once, not once a thread: making a name takes longer than comparing two.
    let context = context(statement);
    let fits = |thread: &&(usize, &Open)| {
        let (_, thread) = thread;
        let is_known = thread.names.contains(&name);
        let is_own = thread.shares_context(&context) && thread.author == statement.place.author;
        is_known
            && (is_own || (name.is_telling() && (name.own_chars() >= 4 || thread.author == statement.place.author)))
    };
    let known: Vec<(usize, &Open)> = open.iter().filter(fits).copied().collect();
    // Of several with this name the one in the same place; else the name alone does not tell which.
    let near: Vec<usize> =
        known.iter().filter(|(_, thread)| thread.shares_context(&context)).map(|(at, _)| *at).collect();
    match (near.as_slice(), known.as_slice()) {
        ([at, ..], _) | ([], [(at, _)]) => Some((*at, Rule::SameName)),
        _ => None,
    }
}

fn by_part(
    statement: &MilestoneStatement,
    open: &[(usize, &Open)],
    taken: &HashSet<usize>,
    together: &HashSet<(WorkName, WorkName)>,
) -> Option<(usize, Rule)> {
    let name = WorkName::new(&statement.milestone.subject);
    let identifiers = WorkName::identifiers(&statement.milestone.subject);
    let (context, headings) = (context(statement), headings(statement));
    let fits = |at: &usize, thread: &Open| {
        !taken.contains(at)
            && thread.shares_heading(&context, &headings)
            && thread.author == statement.place.author
            && !thread.told.iter().any(|told| told.statement.place.report_id == statement.place.report_id)
            && !thread.names.iter().any(|known| together.contains(&(known.clone(), name.clone())))
    };
    let near: Vec<(usize, &Open)> = open.iter().filter(|(at, thread)| fits(at, thread)).copied().collect();
    let only = |found: Vec<usize>| if let [at] = found.as_slice() { Some(*at) } else { None };
    let same =
        |(at, thread): &(usize, &Open)| identifiers.iter().any(|one| thread.identifiers.contains(one)).then_some(*at);
    let held =
        |(at, thread): &(usize, &Open)| thread.names.iter().any(|known| known.holds_or_is_held(&name)).then_some(*at);
    only(near.iter().filter_map(same).collect())
        .map(|at| (at, Rule::SameIdentifier))
        .or_else(|| only(near.iter().filter_map(held).collect()).map(|at| (at, Rule::Contained)))
}

/// The same work twice in one report: in its text and in its table.
fn named_in_this_report(
    statement: &MilestoneStatement,
    open: &[Open],
    here: &HashMap<WorkName, Vec<usize>>,
) -> Option<(usize, Rule)> {
    let known = here.get(&WorkName::new(&statement.milestone.subject))?;
    let context = context(statement);
    let is_here = |at: &usize| open[*at].shares_context(&context);
    known.iter().copied().filter(is_here).min().map(|at| (at, Rule::SameName))
}

#[cfg(test)]
mod tests;
