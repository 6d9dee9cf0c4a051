//! Threads that are probably one piece of work under several names, for people to decide: weighed by what their names and lines share.

use std::collections::{BTreeSet, HashMap, HashSet};

use rust_decimal::Decimal;

use super::goal::rounds;
use super::later::words;
use super::milestone::{LONGEST_SILENCE_DAYS, Thread};
use super::name::{WorkName, are_told_apart};
use crate::calendar::Date;
use crate::record::Place;
use crate::text::fold;

/// Two threads that are probably one.
#[derive(Debug, Clone, PartialEq)]
pub struct Same {
    /// The name of the thread with more statements.
    pub one: String,
    pub other: String,
    /// The latest line of each.
    pub places: [Place; 2],
    /// From 0 to 1.
    pub likeness: f64,
    pub shared: Vec<Shared>,
}

/// What two threads share.
#[derive(Debug, Clone, PartialEq)]
pub enum Shared {
    Name(String),
    Identifier(String),
    /// A rare word of their lines: a partner, a system.
    Word(String),
    Heading(String),
    /// A step is planned for one day in both.
    Day(Date),
    /// The progress of the later one goes on where the earlier one's ended.
    Progress(Decimal, Decimal),
}

/// Pairs below it are not worth a look.
const LEAST_LIKENESS: f64 = 0.5;

/// More pairs than this are not read by anybody.
const MOST_PAIRS: usize = 40;

/// A progress goes on within this time.
const PROGRESS_DAYS: i32 = 60;

/// A word of more threads is no rare one.
const RARE: usize = 3;

/// A word of more names finds no pairs.
const MOST_NAMES: usize = 30;

/// A thread with what is compared.
struct Compared<'t> {
    thread: &'t Thread,
    names: BTreeSet<String>,
    lines: BTreeSet<String>,
    reports: HashSet<uuid::Uuid>,
}

/// How rare words are: of each how many threads have it in their names, and in their lines.
struct Rarity {
    named: HashMap<String, usize>,
    lined: HashMap<String, usize>,
    all: f64,
}

impl Rarity {
    fn weight(&self, word: &str) -> f64 {
        let count = self.named.get(word).copied().unwrap_or(1).max(1);
        (1.0 + self.all / count as f64).ln()
    }

    fn sum<'w>(&self, words: impl Iterator<Item = &'w String>) -> f64 {
        words.map(|word| self.weight(word)).sum()
    }
}

/// The pairs, the likeliest first. Work that one report tells apart is never one, nor are different numbers, versions and rounds.
pub fn probably_same(threads: &[Thread]) -> Vec<Same> {
    let all: Vec<Compared<'_>> = threads.iter().map(compared).collect();
    let mut rarity = Rarity { named: HashMap::new(), lined: HashMap::new(), all: all.len() as f64 };
    let mut having: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, thread) in all.iter().enumerate() {
        for word in &thread.names {
            *rarity.named.entry(word.clone()).or_default() += 1;
            having.entry(word).or_default().push(at);
        }
        thread.lines.iter().for_each(|word| *rarity.lined.entry(word.clone()).or_default() += 1);
    }
    let mut pairs: HashSet<(usize, usize)> = HashSet::new();
    for threads in having.values().filter(|threads| threads.len() <= MOST_NAMES) {
        for (place, one) in threads.iter().enumerate() {
            pairs.extend(threads[place + 1..].iter().map(|other| (*one, *other)));
        }
    }
    let mut found: Vec<Same> =
        pairs.into_iter().filter_map(|(one, other)| same(&all[one], &all[other], &rarity)).collect();
    found.sort_by(|one, other| {
        other.likeness.total_cmp(&one.likeness).then_with(|| (&one.one, &one.other).cmp(&(&other.one, &other.other)))
    });
    found.truncate(MOST_PAIRS);
    found
}

fn compared(thread: &Thread) -> Compared<'_> {
    Compared {
        thread,
        names: words(&thread.subject).into_iter().collect(),
        lines: thread.told.iter().flat_map(|told| words(&told.statement.text)).collect(),
        reports: thread.told.iter().map(|told| told.statement.place.report_id()).collect(),
    }
}

fn same(one: &Compared<'_>, other: &Compared<'_>, rarity: &Rarity) -> Option<Same> {
    let (first, second) =
        if one.thread.first().date <= other.thread.first().date { (one, other) } else { (other, one) };
    let gap = (second.thread.first().date - first.thread.last().date).get_days();
    let (left, right) = (&first.thread.subject, &second.thread.subject);
    let is_other = gap > LONGEST_SILENCE_DAYS
        || !first.reports.is_disjoint(&second.reports)
        || are_told_apart(left, right)
        || rounds(left) != rounds(right)
        || WorkName::new(left) == WorkName::new(right)
        || first.thread.first().place.author() != second.thread.first().place.author();
    if is_other {
        return None;
    }
    let mut shared = Vec::new();
    let common = rarity.sum(first.names.intersection(&second.names));
    let least = rarity.sum(first.names.iter()).min(rarity.sum(second.names.iter())).max(1.0);
    let most = rarity.sum(first.names.iter()).max(rarity.sum(second.names.iter())).max(1.0);
    let run = longest_run(left, right);
    if run.chars().count() > 1 {
        shared.push(Shared::Name(run));
    }
    let identifiers: Vec<String> = WorkName::identifiers(left);
    let identifier = WorkName::identifiers(right)
        .into_iter()
        .find(|known| identifiers.contains(known) && rarity.named.get(known.as_str()).copied().unwrap_or(0) <= RARE);
    let heading = (first.thread.last().milestone.section.last())
        .filter(|heading| second.thread.first().milestone.section.last() == Some(*heading));
    let day = day_of_both(first.thread, second.thread);
    let progress = progress_goes_on(first.thread, second.thread, gap);
    let is_rare = |word: &&String| {
        rarity.lined.get(*word).copied().unwrap_or(0) <= RARE
            && !first.names.contains(*word)
            && word.chars().next().is_some_and(|c| !c.is_ascii_digit())
    };
    let rare: Vec<&String> = first.lines.intersection(&second.lines).filter(is_rare).collect();
    let each = |is: bool| f64::from(u8::from(is));
    let sum = 2.2 * (common / least)
        + 2.4 * (common / most)
        + 2.0 * each(identifier.is_some())
        + 0.5 * each(heading.is_some())
        + 1.0 * each(day.is_some())
        + 0.5 * each(progress.is_some())
        + 0.25 * rare.len().min(6) as f64;
    let likeness = 1.0 / (1.0 + (3.2 - sum).exp());
    if likeness < LEAST_LIKENESS {
        return None;
    }
    shared.extend(identifier.map(Shared::Identifier));
    shared.extend(runs(&rare).into_iter().take(3).map(Shared::Word));
    shared.extend(heading.cloned().map(Shared::Heading));
    shared.extend(day.map(Shared::Day));
    shared.extend(progress.map(|(from, to)| Shared::Progress(from, to)));
    let (one, other) =
        if first.thread.told.len() >= second.thread.told.len() { (first, second) } else { (second, first) };
    Some(Same {
        one: one.thread.subject.clone(),
        other: other.thread.subject.clone(),
        places: [one.thread.last().place.clone(), other.thread.last().place.clone()],
        likeness,
        shared,
    })
}

/// Latin words, and pairs of ideographs that follow on each other put together; a pair alone is seldom a word.
fn runs(words: &[&String]) -> Vec<String> {
    let mut pairs: Vec<Vec<char>> = Vec::new();
    let mut found = Vec::new();
    for word in words {
        let letters: Vec<char> = word.chars().collect();
        match letters.as_slice() {
            [first, ..] if first.is_ascii() => found.push((*word).clone()),
            _ => pairs.push(letters),
        }
    }
    while let Some(mut run) = pairs.pop() {
        while let Some(at) = pairs.iter().position(|pair| pair.first() == run.last() || pair.last() == run.first()) {
            let pair = pairs.swap_remove(at);
            if pair.first() == run.last() {
                run.extend(pair.get(1));
            } else {
                run.splice(0..0, pair.first().copied());
            }
        }
        if run.len() > 2 {
            found.push(run.into_iter().collect());
        }
    }
    found
}

/// The longest run of characters that both have.
fn longest_run(one: &str, other: &str) -> String {
    let (one, other): (Vec<char>, Vec<char>) = (fold(one).chars().collect(), fold(other).chars().collect());
    let (mut best, mut end) = (0, 0);
    let mut above = vec![0_usize; other.len() + 1];
    for (at, left) in one.iter().enumerate() {
        let mut row = vec![0; other.len() + 1];
        for (place, right) in other.iter().enumerate() {
            if left == right {
                row[place + 1] = above[place] + 1;
                if row[place + 1] > best {
                    (best, end) = (row[place + 1], at + 1);
                }
            }
        }
        above = row;
    }
    one[end - best..end].iter().collect::<String>().trim().to_string()
}

/// The day for which both plan a step of one name.
fn day_of_both(one: &Thread, other: &Thread) -> Option<Date> {
    let days = |thread: &Thread| -> BTreeSet<(Date, String)> {
        let planned = thread.told.iter().flat_map(|told| told.statement.milestone.planned.clone());
        planned.filter(|planned| planned.from == planned.to).map(|planned| (planned.to, planned.what)).collect()
    };
    days(one).intersection(&days(other)).next().map(|(day, _)| *day)
}

fn progress_goes_on(first: &Thread, second: &Thread, gap: i32) -> Option<(Decimal, Decimal)> {
    let ((_, (from, _)), ((to, _), _)) = (first.progress()?, second.progress()?);
    (from <= to && (0..=PROGRESS_DAYS).contains(&gap) && !from.is_zero()).then_some((from, to))
}
