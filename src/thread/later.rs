//! The statements of later reports that may be about a promise, found by the rare words that both have. What a word weighs is learned from the
//! reports themselves: one that stands in many statements says little of which work is meant.

use std::collections::{HashMap, HashSet};

use super::outcome::{Due, names_day};
use super::promised::EvidenceLine;
use crate::calendar::Date;
use crate::fact::sentences;
use crate::record::Place;
use crate::report::{Lines, Span};
use crate::text::{fold, is_han, letters};

/// A part of a promise that weighs as many rare words as this is enough to know it by: a long promise need not be repeated.
const ENOUGH_WORDS: f64 = 6.0;

/// What a word counts in the headings, the parent item or the opening of the passage, against one in the statement itself.
const AROUND: f64 = 0.6;

/// What a word counts that only the sentence around the promise has.
const BESIDE: f64 = 0.3;

/// What a word counts that only the heading over the promise has.
const HEADING: f64 = 0.3;

/// Less shared than about one word that only few statements have is nothing.
const LEAST_SHARED: f64 = 4.0;

/// A page that follows within so few days is of the same next report.
const NEXT_DAYS: i32 = 3;

/// A word in a larger share of the statements finds none.
const MOST_COMMON: f64 = 0.1;

/// A statement that stands so often says nothing of one promise.
const BOILERPLATE: usize = 3;

/// What a word of a promise counts that no other statement has, where the promise is measured: most such pairs of ideographs are no words.
const ALONE: f64 = 0.35;

/// All statements of the reports, by their words.
pub(super) struct Later<'l> {
    lines: &'l [EvidenceLine],
    statements: Vec<Statement>,
    ids: HashMap<String, usize>,
    /// Of each word the statements that have it themselves.
    having: Vec<Vec<usize>>,
    /// How many statements have the word, around them as well.
    known: Vec<usize>,
    weights: Vec<f64>,
    /// The days of each author's reports, ascending.
    dates: HashMap<Option<&'l str>, Vec<Date>>,
}

struct Statement {
    line: usize,
    span: Span,
    own: HashSet<usize>,
    around: HashSet<usize>,
}

/// What is looked for.
pub(super) struct Sought<'p> {
    pub text: &'p str,
    /// The sentence that promises it, and its parent item.
    pub beside: &'p str,
    pub place: &'p Place,
    pub made: Date,
    pub due: Option<Due>,
    pub until: Date,
}

/// A later statement that may be about it.
pub(super) struct Hit<'l> {
    pub line: &'l EvidenceLine,
    pub text: &'l str,
    /// From 0 to 1.
    pub likeness: f64,
}

impl Hit<'_> {
    /// The lines of the statement itself.
    pub fn place(&self) -> Place {
        let Some(at) = self.line.text.find(self.text) else { return self.line.place.clone() };
        let breaks = |text: &str| text.matches('\n').count();
        let first = self.line.place.lines.first + breaks(&self.line.text[..at]);
        let last = (first + breaks(self.text)).min(self.line.place.lines.last).max(first);
        Place { lines: Lines { first, last }, ..self.line.place.clone() }
    }
}

impl<'l> Later<'l> {
    pub fn new(lines: &'l [EvidenceLine]) -> Self {
        let mut later = Self {
            lines,
            statements: Vec::new(),
            ids: HashMap::new(),
            having: Vec::new(),
            known: Vec::new(),
            weights: Vec::new(),
            dates: HashMap::new(),
        };
        for line in lines {
            later.dates.entry(line.place.author.as_deref()).or_default().push(line.date);
        }
        for dates in later.dates.values_mut() {
            dates.sort_unstable();
            dates.dedup();
        }
        let mut known = Vec::new();
        let mut said: HashMap<String, usize> = HashMap::new();
        for (at, line) in lines.iter().enumerate() {
            let above: HashSet<usize> =
                line.place.section.iter().chain([&line.parent]).flat_map(|part| later.known_words(part)).collect();
            let mut opening = HashSet::new();
            for span in statements_of(&line.text) {
                let own: HashSet<usize> = later.known_words(&line.text[span.clone()]).into_iter().collect();
                let around: HashSet<usize> = above.union(&opening).copied().collect();
                if opening.is_empty() {
                    opening.clone_from(&own);
                }
                known.resize(later.ids.len(), 0_usize);
                own.union(&around).for_each(|word| known[*word] += 1);
                *said.entry(letters(&line.text[span.clone()])).or_default() += 1;
                later.statements.push(Statement { line: at, span, own, around });
            }
        }
        known.resize(later.ids.len(), 0);
        let all = later.statements.len() as f64;
        later.weights = known.iter().map(|count| (1.0 + all / (*count).max(1) as f64).ln()).collect();
        later.known = known;
        later.having = vec![Vec::new(); later.ids.len()];
        for (at, statement) in later.statements.iter().enumerate() {
            if said[&letters(&lines[statement.line].text[statement.span.clone()])] < BOILERPLATE {
                statement.own.iter().for_each(|word| later.having[*word].push(at));
            }
        }
        later
    }

    fn known_words(&mut self, text: &str) -> Vec<usize> {
        let mut found = Vec::new();
        for word in words(text) {
            let next = self.ids.len();
            found.push(*self.ids.entry(word).or_insert(next));
        }
        found
    }

    fn ids_of(&self, text: &str) -> HashSet<usize> {
        words(text).iter().filter_map(|word| self.ids.get(word).copied()).collect()
    }

    /// What the words weigh together; unknown ones weigh nothing.
    fn weight<'w>(&self, words: impl Iterator<Item = &'w usize>) -> f64 {
        words.map(|word| self.weights[*word]).sum()
    }

    /// The day of the next report by the author of `place`, at least `days` after `made`.
    pub fn next_report(&self, place: &Place, made: Date, days: i32) -> Option<Date> {
        let dates = self.dates.get(&place.author.as_deref())?;
        dates.get(dates.partition_point(|date| (*date - made).get_days() < days)).copied()
    }

    /// Whether the author of `place` has a report in the `days` after `made`.
    pub fn has_report(&self, place: &Place, made: Date, days: i32) -> bool {
        self.next_report(place, made, 1).is_some_and(|next| (next - made).get_days() <= days)
    }

    /// The statements of reports after `sought` was made and up to `until` that share words with it, in the order of their reports.
    pub fn hits(&self, sought: &Sought<'_>) -> Vec<Hit<'l>> {
        let core = self.ids_of(sought.text);
        let mut beside = self.ids_of(sought.beside);
        beside.retain(|word| !core.contains(word));
        let above = sought.place.section.iter().rev().take(1);
        let mut headings: HashSet<usize> = above.flat_map(|heading| self.ids_of(heading)).collect();
        headings.retain(|word| !core.contains(word) && !beside.contains(word));
        let most = (self.statements.len() as f64 * MOST_COMMON).max(12.0);
        let mut near: Vec<usize> = core
            .iter()
            .chain(&beside)
            .map(|word| &self.having[*word])
            .filter(|having| having.len() as f64 <= most)
            .flatten()
            .copied()
            .collect();
        near.sort_unstable();
        near.dedup();
        let alone = |word: &usize| if self.known[*word] < 2 { ALONE } else { 1.0 };
        let wanted: f64 = core.iter().map(|word| alone(word) * self.weights[*word]).sum();
        let next = self.next_report(sought.place, sought.made, 1);
        let enough = (1.0 + self.statements.len() as f64).ln() * ENOUGH_WORDS;
        let mut found = Vec::new();
        for at in near {
            let statement = &self.statements[at];
            let line = &self.lines[statement.line];
            if line.date <= sought.made || line.date > sought.until || line.place.report_id == sought.place.report_id {
                continue;
            }
            let of_heading = self.weight(headings.intersection(&statement.own))
                + AROUND
                    * self.weight(
                        headings.iter().filter(|word| statement.around.contains(word) && !statement.own.contains(word)),
                    );
            let own = self.weight(core.intersection(&statement.own));
            let is_own_author = line.place.author == sought.place.author;
            let is_next = is_own_author && next.is_some_and(|next| (line.date - next).get_days() <= NEXT_DAYS);
            let text = line.text[statement.span.clone()].trim();
            let names_day = sought.due.is_some_and(|due| names_day(text, due, line.date));
            let shared = core.intersection(&statement.own).count() + usize::from(names_day);
            // One word is enough only where the next report has it.
            if own < LEAST_SHARED || (!is_next && shared < 2) {
                continue;
            }
            let around = self
                .weight(core.iter().filter(|word| statement.around.contains(word) && !statement.own.contains(word)));
            let also = self.weight(beside.intersection(&statement.own));
            let evidence = Shared {
                own,
                covered: ((own + AROUND * around + BESIDE * also + HEADING * of_heading) / wanted.min(enough).max(1.0))
                    .min(1.0),
                back: (own + also) / self.weight(statement.own.iter()).max(1.0),
                is_own_author,
                is_next,
                names_day,
            };
            found.push((evidence.sum(), Hit { line, text, likeness: 0.0 }));
        }
        let mut sums: Vec<f64> = found.iter().map(|(sum, _)| *sum).collect();
        sums.sort_by(|one, other| other.total_cmp(one));
        let others = sums.get(CROWD).copied().unwrap_or(SUM_OF_OTHERS);
        found.into_iter().map(|(sum, hit)| Hit { likeness: likeness(sum, sum - others), ..hit }).collect()
    }
}

/// What a promise and a statement share.
struct Shared {
    /// Weight of the words that the statement itself shares.
    own: f64,
    /// The share of the promise in the statement, and of the statement in the promise.
    covered: f64,
    back: f64,
    is_own_author: bool,
    /// In the next report of the author.
    is_next: bool,
    /// It names the day that was promised.
    names_day: bool,
}

impl Shared {
    fn sum(&self) -> f64 {
        let each = |is: bool| f64::from(u8::from(is));
        let author = if self.is_own_author { 0.0 } else { -0.3 };
        3.9 * self.covered
            + 2.6 * self.back
            + (1.0 + self.own).ln()
            + 1.1 * each(self.is_next)
            + 1.1 * each(self.names_day)
            + author
    }
}

/// Statements of one matter: the one after so many others that share words with a promise is of another.
const CROWD: usize = 7;

/// The sum of a statement of another matter, where too few share a word to tell.
const SUM_OF_OTHERS: f64 = 2.5;

/// No statement stands out by more.
const FURTHEST_OUT: f64 = 4.0;

/// How likely both are about one thing, by what they share and by how far the statement stands out from the others that share a word. The
/// weights are fitted to 253 pairs of promises and statements of three departments, labelled by hand.
fn likeness(sum: f64, stands_out: f64) -> f64 {
    1.0 / (1.0 + (4.9 - 0.6 * sum - 0.83 * stands_out.min(FURTHEST_OUT)).exp())
}

/// The sentences of a passage; an English one ends at its full stop as well.
fn statements_of(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    for span in sentences(text, 0..text.len()) {
        let mut start = span.start;
        for (at, _) in text[span.clone()].match_indices(". ") {
            let end = span.start + at + 2;
            if text[end..].starts_with(|c: char| c.is_ascii_uppercase()) {
                found.push(start..end);
                start = end;
            }
        }
        found.push(start..span.end);
    }
    found
}

/// Letters of an English word that are compared: tested and testing are one.
const STEM_LETTERS: usize = 6;

/// Latin words, days and numbers with a mark (4/12, 2.0, 50%) and pairs of neighbouring ideographs.
pub(super) fn words(text: &str) -> Vec<String> {
    let letters: Vec<char> = without_addresses(&fold(text)).chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let c = letters[at];
        if c.is_ascii_alphanumeric() {
            let is_inside = |at: usize| {
                letters.get(at).is_some_and(char::is_ascii_alphanumeric)
                    || letters.get(at).is_some_and(|c| matches!(c, '.' | '-' | '_' | '/'))
                        && letters.get(at + 1).is_some_and(char::is_ascii_alphanumeric)
            };
            let end = (at..).find(|at| !is_inside(*at)).unwrap_or(letters.len());
            let word: String = letters[at..end].iter().collect();
            let is_number = word.chars().all(|c| c.is_ascii_digit());
            // 6月26日 is the word 6/26.
            let day: String = letters[end..].iter().skip(1).take_while(|c| c.is_ascii_digit()).collect();
            if is_number && letters.get(end) == Some(&'月') && !day.is_empty() {
                at = end + 1 + day.len();
                found.push(format!("{}/{}", word.trim_start_matches('0'), day.trim_start_matches('0')));
                continue;
            }
            if is_number && matches!(letters.get(end), Some('%' | '‰')) {
                found.push(format!("{word}%"));
                at = end;
                continue;
            }
            let is_word = word.chars().all(|c| c.is_ascii_alphabetic());
            if is_word && word.len() > 1 {
                found.push(word.chars().take(STEM_LETTERS).collect());
            } else if word.len() > 1 && !is_number {
                found.push(word);
            }
            at = end;
        } else {
            if is_han(c) && letters.get(at + 1).is_some_and(|next| is_han(*next)) {
                found.push(letters[at..at + 2].iter().collect());
            }
            at += 1;
        }
    }
    found
}

/// The text without the addresses of its links.
fn without_addresses(text: &str) -> String {
    let mut rest = text;
    let mut kept = String::new();
    while let Some(at) = rest.find("http") {
        kept.push_str(&rest[..at]);
        let end = rest[at..].find(|c: char| c.is_whitespace() || matches!(c, ')' | '>') || !c.is_ascii());
        rest = end.map_or("", |end| &rest[at + end..]);
    }
    kept + rest
}
