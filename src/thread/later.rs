//! The statements of later reports that may be about a promise, found by the rare words that both have. What a word weighs is learned from the
//! reports themselves: one that stands in many statements says little of which work is meant.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::OnceLock;

use super::outcome::{Due, days_named};
use super::promised::EvidenceLine;
use crate::calendar::{Date, Period, mentions};
use crate::fact::marked_sentences;
use crate::record::Place;
use crate::report::{Lines, Span, mark_length};
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

/// All statements of the reports, by their words. Each word is known by a number; a list of words is ascending and has each once.
pub(super) struct Later<'l> {
    lines: &'l [EvidenceLine<'l>],
    /// In order of their days.
    statements: Vec<Statement>,
    /// The words of headings with the parent item: many lines stand under the same.
    above: Vec<Vec<usize>>,
    ids: HashMap<String, usize>,
    /// Of each word the statements that have it themselves, ascending.
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
    own: Vec<usize>,
    /// Where in [`Later::above`] the words above it are.
    above: usize,
    /// The first statement of its passage, where that is another one.
    opening: Option<usize>,
    /// The days that it names; read when they are first asked for.
    days: OnceLock<Vec<Period>>,
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
    pub line: &'l EvidenceLine<'l>,
    pub text: &'l str,
    /// From 0 to 1.
    pub likeness: f64,
}

/// A line of the page is told whole up to this length, in characters.
const WHOLE_LINE_CHARS: usize = 120;

impl Hit<'_> {
    /// The line of its page, unless that is long: 换了 31/36 套；剩 5 套没货，改 5/14.
    pub fn whole_line(&self) -> &str {
        let Some(at) = self.line.text.find(self.text) else { return self.text };
        let start = self.line.text[..at].rfind('\n').map_or(0, |end| end + 1);
        let behind = at + self.text.len();
        let end = self.line.text[behind..].find('\n').map_or(self.line.text.len(), |end| behind + end);
        let line = self.line.text[start..end].trim();
        let line = line[mark_length(line)..].trim();
        if line.chars().count() <= WHOLE_LINE_CHARS { line } else { self.text }
    }

    /// The lines of the statement itself.
    pub fn place(&self) -> Place {
        let Some(at) = self.line.text.find(self.text) else { return self.line.place.clone() };
        let breaks = |text: &str| text.matches('\n').count();
        let first = self.line.place.lines.first + breaks(&self.line.text[..at]);
        let last = (first + breaks(self.text)).min(self.line.place.lines.last).max(first);
        self.line.place.with_lines(Lines { first, last })
    }
}

impl<'l> Later<'l> {
    /// `lines` in order of their days.
    pub fn new(lines: &'l [EvidenceLine<'l>]) -> Self {
        let mut later = Self {
            lines,
            statements: Vec::new(),
            above: Vec::new(),
            ids: HashMap::new(),
            having: Vec::new(),
            known: Vec::new(),
            weights: Vec::new(),
            dates: HashMap::new(),
        };
        for line in lines {
            later.dates.entry(line.place.author().as_deref()).or_default().push(line.date);
        }
        for dates in later.dates.values_mut() {
            dates.sort_unstable();
            dates.dedup();
        }
        let mut under: HashMap<(&[String], &str), usize> = HashMap::new();
        let mut said: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, line) in lines.iter().enumerate() {
            let above = *under.entry((line.place.section(), &line.parent)).or_insert_with(|| {
                let parts = line.place.section().iter().map(String::as_str).chain([&*line.parent]);
                let words = later.known_words(parts);
                later.above.push(words);
                later.above.len() - 1
            });
            let mut opening = None;
            for span in statements_of(&line.text) {
                let text = &line.text[span.clone()];
                let own = later.known_words([text]);
                said.entry(letters(text)).or_default().push(later.statements.len());
                let next = opening.or((!own.is_empty()).then_some(later.statements.len()));
                later.statements.push(Statement { line: at, span, own, above, opening, days: OnceLock::new() });
                opening = next;
            }
        }
        later.known = vec![0; later.ids.len()];
        for statement in &later.statements {
            let opening = statement.opening.map_or(&[][..], |opening| &later.statements[opening].own);
            let mut words = [&statement.own, &later.above[statement.above], opening].concat();
            words.sort_unstable();
            words.dedup();
            words.iter().for_each(|word| later.known[*word] += 1);
        }
        let all = later.statements.len() as f64;
        later.weights = later.known.iter().map(|count| (1.0 + all / (*count).max(1) as f64).ln()).collect();
        later.having = vec![Vec::new(); later.ids.len()];
        let mut telling: Vec<usize> = said.into_values().filter(|said| said.len() < BOILERPLATE).flatten().collect();
        telling.sort_unstable();
        for at in telling {
            later.statements[at].own.iter().for_each(|word| later.having[*word].push(at));
        }
        later
    }

    fn known_words<'t>(&mut self, texts: impl IntoIterator<Item = &'t str>) -> Vec<usize> {
        let mut found = Vec::new();
        for text in texts {
            each_word(text, |word| {
                let known = self.ids.get(word).copied();
                found.push(known.unwrap_or_else(|| {
                    self.ids.insert(word.to_string(), self.ids.len());
                    self.ids.len() - 1
                }));
            });
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    fn ids_of(&self, text: &str) -> Vec<usize> {
        let mut found = Vec::new();
        each_word(text, |word| found.extend(self.ids.get(word)));
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Whether a word stands around a statement: above it, or in the opening of its passage.
    fn is_around(&self, statement: &Statement, word: usize) -> bool {
        has(&self.above[statement.above], word)
            || statement.opening.is_some_and(|opening| has(&self.statements[opening].own, word))
    }

    /// What the words weigh together; unknown ones weigh nothing.
    fn weight<'w>(&self, words: impl Iterator<Item = &'w usize>) -> f64 {
        words.map(|word| self.weights[*word]).sum()
    }

    /// The day of the next report by the author of `place`, at least `days` after `made`.
    pub fn next_report(&self, place: &Place, made: Date, days: i32) -> Option<Date> {
        let dates = self.dates.get(&place.author().as_deref())?;
        dates.get(dates.partition_point(|date| (*date - made).get_days() < days)).copied()
    }

    /// Whether the author of `place` has a report in the `days` after `made`.
    pub fn has_report(&self, place: &Place, made: Date, days: i32) -> bool {
        self.next_report(place, made, 1).is_some_and(|next| (next - made).get_days() <= days)
    }

    /// The statements of reports after `sought` was made and up to `until` that share words with it, in the order of their reports.
    pub fn hits(&self, sought: &Sought<'_>) -> Vec<Hit<'l>> {
        let core = self.ids_of(sought.text);
        // Another work may be done on the day that was promised.
        let of_work = self.ids_of(&without_days(sought.text));
        let mut beside = self.ids_of(sought.beside);
        beside.retain(|word| !has(&core, *word));
        let heading = sought.place.section().last();
        let mut headings: Vec<usize> = heading.map(|heading| self.ids_of(heading)).unwrap_or_default();
        headings.retain(|word| !has(&core, *word) && !has(&beside, *word));
        let most = (self.statements.len() as f64 * MOST_COMMON).max(12.0);
        let day = |statement: &Statement| self.lines[statement.line].date;
        let from = self.statements.partition_point(|statement| day(statement) <= sought.made);
        let to = self.statements.partition_point(|statement| day(statement) <= sought.until);
        let mut near: Vec<usize> = core
            .iter()
            .chain(&beside)
            .map(|word| &self.having[*word])
            .filter(|having| having.len() as f64 <= most)
            .flat_map(|having| &having[having.partition_point(|at| *at < from)..having.partition_point(|at| *at < to)])
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
            if line.place.report_id() == sought.place.report_id() {
                continue;
            }
            let is_own = |word: &&usize| has(&statement.own, **word);
            let is_around = |word: &&usize| !is_own(word) && self.is_around(statement, **word);
            let own = self.weight(core.iter().filter(is_own));
            let is_of_work = |word: &&usize| is_own(word) || is_around(word);
            if own < LEAST_SHARED || !of_work.iter().any(|word| is_of_work(&word)) {
                continue;
            }
            let is_own_author = line.place.author() == sought.place.author();
            let is_next = is_own_author && next.is_some_and(|next| (line.date - next).get_days() <= NEXT_DAYS);
            let text = line.text[statement.span.clone()].trim();
            let days = || statement.days.get_or_init(|| days_named(text, line.date));
            let names_day = sought.due.is_some_and(|due| days().iter().any(|period| due.meets(*period)));
            let shared = core.iter().filter(is_own).count() + usize::from(names_day);
            // One word is enough only where the next report has it.
            if !is_next && shared < 2 {
                continue;
            }
            let of_heading =
                self.weight(headings.iter().filter(is_own)) + AROUND * self.weight(headings.iter().filter(is_around));
            let around = self.weight(core.iter().filter(is_around));
            let also = self.weight(beside.iter().filter(is_own));
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
pub(super) fn statements_of(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    for span in marked_sentences(text, 0..text.len()) {
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

/// Whether a list of words has one.
fn has(words: &[usize], word: usize) -> bool {
    words.binary_search(&word).is_ok()
}

/// The words of a text, see [`each_word`].
pub(super) fn words(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    each_word(text, |word| found.push(word.to_string()));
    found
}

/// Latin words, days and numbers with a mark (4/12, 2.0, 50%) and pairs of neighbouring ideographs.
fn each_word(text: &str, mut found: impl FnMut(&str)) {
    let letters: Vec<char> = without_addresses(&fold(text)).chars().collect();
    let mut word = String::new();
    let mut at = 0;
    while at < letters.len() {
        let c = letters[at];
        word.clear();
        if c.is_ascii_alphanumeric() {
            let is_inside = |at: usize| {
                letters.get(at).is_some_and(char::is_ascii_alphanumeric)
                    || letters.get(at).is_some_and(|c| matches!(c, '.' | '-' | '_' | '/'))
                        && letters.get(at + 1).is_some_and(char::is_ascii_alphanumeric)
            };
            let end = (at..).find(|at| !is_inside(*at)).unwrap_or(letters.len());
            word.extend(&letters[at..end]);
            at = end;
            let is_number = word.chars().all(|c| c.is_ascii_digit());
            // 6月26日 is the word 6/26.
            let day: String = letters[end..].iter().skip(1).take_while(|c| c.is_ascii_digit()).collect();
            if is_number && letters.get(end) == Some(&'月') && !day.is_empty() {
                at = end + 1 + day.len();
                found(&format!("{}/{}", word.trim_start_matches('0'), day.trim_start_matches('0')));
                continue;
            }
            if is_number && matches!(letters.get(end), Some('%' | '‰')) {
                word.push('%');
                found(&word);
                continue;
            }
            let is_word = word.chars().all(|c| c.is_ascii_alphabetic());
            if is_word && word.len() > 1 {
                found(&word[..word.len().min(STEM_LETTERS)]);
            } else if word.len() > 1 && !is_number {
                found(&word);
            }
        } else {
            if is_han(c) && letters.get(at + 1).is_some_and(|next| is_han(*next)) {
                word.extend(&letters[at..at + 2]);
                found(&word);
            }
            at += 1;
        }
    }
}

/// The text without the days that it names.
fn without_days(text: &str) -> String {
    let mut rest = text.to_string();
    for mention in mentions(text).into_iter().rev() {
        rest.replace_range(mention.span, " ");
    }
    rest
}

/// The text without the addresses of its links.
fn without_addresses(text: &str) -> Cow<'_, str> {
    if !text.contains("http") {
        return Cow::Borrowed(text);
    }
    let mut rest = text;
    let mut kept = String::new();
    while let Some(at) = rest.find("http") {
        kept.push_str(&rest[..at]);
        let end = rest[at..].find(|c: char| c.is_whitespace() || matches!(c, ')' | '>') || !c.is_ascii());
        rest = end.map_or("", |end| &rest[at + end..]);
    }
    Cow::Owned(kept + rest)
}
