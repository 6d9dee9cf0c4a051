//! What the last reports leave to be done in so many sentences: a step to come, a wait, a trouble without an end, work
//! under way.

use std::collections::{BTreeSet, HashSet};

use super::alike::{days, has_done};
use super::candidate::{Candidate, more, points};
use super::line;
use super::material::{Material, may_be};
use super::model::{Factor, Ground, Left};
use crate::calendar::Date;
use crate::fact::{is_done, is_dropped, says_open, sentences};
use crate::record::{PassageRecord, Place};
use crate::report::{Lines, SectionKind, mark_length};
use crate::text::pairs;
use crate::thread::coverage;
use crate::vocabulary::{Sense, Words};
use rust_decimal::Decimal;

/// A sentence of more reports back is not looked at.
const LAST_REPORTS: usize = 1;

/// Days and reports before, within which other reports speak of the matter.
const HISTORY_DAYS: i32 = 70;
const MOST_RECURRING: usize = 4;

/// Share of a sentence's pairs of letters in one that is about the same, and their least number.
const SAME_MATTER: f64 = 0.4;
const LEAST_PAIRS: usize = 4;

/// In characters.
const LEAST_CHARS: usize = 5;
const LONGEST_CHARS: usize = 90;
/// The most telling sentences of an item.
const MOST_OF_ITEM: usize = 2;

const LONGEST_NAME_CHARS: usize = 18;

const EACH_RECURRENCE: u32 = 1;
const MOST_FOR_RECURRENCE: u32 = 4;
const OF_THE_LAST: u32 = 4;

static NEXT_WEEK: Words = Words::of(&[Sense::ToCome]);
static PLANNED: Words =
    Words::of(&[Sense::Plan, Sense::Hope, Sense::Dated, Sense::Postponed, Sense::Moved, Sense::Awaited, Sense::Prepared]);
static WAITING: Words = Words::of(&[
    Sense::NotYet,
    Sense::LeftInPart,
    Sense::LeftToAct,
    Sense::NotDone,
    Sense::Missed,
    Sense::Unresolved,
    Sense::CauseOpen,
]);
static UNDER_WAY: Words = Words::of(&[Sense::GoingOn, Sense::GoesOn, Sense::InDevelopment, Sense::InTesting]);
static TROUBLE: Words = Words::of(&[Sense::Trouble]);

fn base(left: Left) -> u32 {
    match left {
        Left::NextWeek => 30,
        Left::Planned => 22,
        Left::UnderWay => 16,
        Left::Waiting => 14,
        Left::Trouble => 8,
    }
}

pub(super) fn candidates(material: &Material<'_>) -> Vec<Candidate> {
    let history = History::read(material);
    let mut found: Vec<Candidate> = Vec::new();
    for passage in material.passages.iter().filter(|passage| is_read(passage)) {
        let Some(date) = passage.date() else { continue };
        let place = Place::new(passage);
        let back = material.reports_after(date, &place);
        if back > LAST_REPORTS || !material.is_weekly(date, &place) {
            continue;
        }
        let told = said(passage);
        let mut of_item: Vec<Candidate> =
            told.iter().filter_map(|said| of_sentence(material, &history, said, &place, date, back)).collect();
        of_item.sort_by_key(|candidate| std::cmp::Reverse(candidate.score()));
        of_item.truncate(MOST_OF_ITEM);
        found.extend(of_item);
    }
    found
}

fn is_read(passage: &PassageRecord) -> bool {
    let kinds = [SectionKind::Progress, SectionKind::Other, SectionKind::Problems, SectionKind::FollowUp];
    !passage.covered && passage.incident.is_none() && kinds.contains(&passage.section_kind)
}

fn of_sentence(
    material: &Material<'_>,
    history: &History,
    said: &Said,
    place: &Place,
    date: Date,
    back: usize,
) -> Option<Candidate> {
    let named = days(&said.text, date);
    let is_ahead = named.iter().any(|day| *day > material.last);
    let left = left_in(&said.text, said.kind, is_ahead)
        .or_else(|| (said.is_in_progress && !is_dropped(&said.text)).then_some(Left::UnderWay))?;
    // A plan whose day has passed is a promise; what became of it is read elsewhere.
    if !named.is_empty() && !is_ahead && matches!(left, Left::Planned | Left::NextWeek) || coverage(&said.text, &said.text).1 < LEAST_PAIRS {
        return None;
    }
    // The last word on a matter counts.
    let is_told_anew = || {
        history.is_told_after(said, date, place)
            || material.sentences_after(date, place).any(|later| has_done(later.text, &said.text, later.date))
    };
    if back > 0 && (left == Left::NextWeek || is_told_anew()) {
        return None;
    }
    let recurs = history.reports_with(&said.text, date, place);
    // What many reports repeat to the letter is part of their form.
    if history.copies(&said.text, place) > 2 {
        return None;
    }
    let mut counted = vec![points(Factor::Left(left), base(left) + if back == 0 { OF_THE_LAST } else { 0 })];
    counted.extend(more(Factor::Recurs(recurs), u32::try_from(recurs.min(MOST_RECURRING)).unwrap_or(0), EACH_RECURRENCE, MOST_FOR_RECURRENCE));
    let place = Place { lines: said.lines, ..place.clone() };
    let ground = Ground::LeftOpen { left, report: place.report.clone() };
    let text = if said.name.is_empty() { said.text.clone() } else { format!("{}：{}", said.name, said.text) };
    let mut candidate = Candidate::new(text, ground, vec![place], counted);
    candidate.due = named.into_iter().filter(|day| *day > material.last).min();
    Some(candidate)
}

/// How `text` leaves something to be done.
fn left_in(text: &str, kind: SectionKind, is_ahead: bool) -> Option<Left> {
    let lower = text.to_lowercase();
    if is_dropped(&lower) {
        return None;
    }
    if NEXT_WEEK.are_in(&lower) {
        return Some(Left::NextWeek);
    }
    if PLANNED.are_in(&lower) || is_ahead {
        return Some(Left::Planned);
    }
    let waits = lower.split(['，', ',', '：', ':']).any(|clause| clause.trim().starts_with('等') && !clause.contains("等等"));
    if WAITING.are_in(&lower) || says_open(text) || waits {
        return Some(Left::Waiting);
    }
    let done = is_done(&lower);
    if !done && (kind == SectionKind::Problems || TROUBLE.are_in(&lower)) {
        return Some(Left::Trouble);
    }
    (!done && UNDER_WAY.are_in(&lower)).then_some(Left::UnderWay)
}

/// A sentence without its marks.
struct Said {
    text: String,
    /// The name of its item, where the sentence does not begin with it.
    name: String,
    lines: Lines,
    kind: SectionKind,
    /// A share of it is done, and not all.
    is_in_progress: bool,
}

fn said(passage: &PassageRecord) -> Vec<Said> {
    let text = passage.text.as_str();
    let mut found = Vec::new();
    let mut is_code = false;
    let mut item = String::new();
    for span in sentences(text, 0..text.len()) {
        let raw = text[span.clone()].trim();
        if raw.starts_with("```") {
            is_code = !is_code;
            continue;
        }
        if is_code || raw.starts_with(['|', '>', '#']) || raw.contains('`') && raw.len() > 400 {
            continue;
        }
        let first = passage.first_line + text[..span.start].matches('\n').count();
        let leading = text[span.clone()].len() - text[span.clone()].trim_start().len();
        let opens_line = text[..span.start + leading].rfind('\n').map_or(true, |end| text[end..span.start + leading].trim().is_empty()) && (span.start == 0 || text[..span.start + leading].trim_end_matches([' ', '\t']).ends_with('\n'));
        let words = line::clean(&raw[mark_length(raw)..]);
        if opens_line {
            item = name_in(&words);
        }
        let in_progress = |piece: &str| {
            passage.milestones.iter().any(|work| {
                work.progress.is_some_and(|share| share < Decimal::ONE_HUNDRED && piece.contains(&share.normalize().to_string()))
            })
        };
        for (nth, piece) in english_sentences(&words).into_iter().enumerate() {
            let length = piece.chars().count();
            if !(LEAST_CHARS..=LONGEST_CHARS).contains(&length) || piece.ends_with(['：', ':', '？', '?']) {
                continue;
            }
            let name = if opens_line && nth == 0 || piece.starts_with(item.as_str()) { String::new() } else { item.clone() };
            let lines = Lines { first, last: first };
            let is_in_progress = in_progress(piece);
            found.push(Said { text: piece.to_string(), name, lines, kind: passage.section_kind, is_in_progress });
        }
    }
    found
}

/// The name before the colon of an item.
fn name_in(words: &str) -> String {
    let name = words.split(['：', ':']).next().filter(|name| name.len() < words.len()).unwrap_or_default().trim();
    let is_name = name.chars().count() <= LONGEST_NAME_CHARS && !name.contains(['，', '。', ',', '；']);
    if is_name { name.to_string() } else { String::new() }
}

/// Split behind a full stop that a capital follows.
fn english_sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices(". ") {
        let goes_on = text[at + 2..].starts_with(|c: char| c.is_uppercase());
        if goes_on && at - start > 12 {
            found.push(text[start..=at].trim().trim_end_matches('.'));
            start = at + 2;
        }
    }
    found.push(text[start..].trim().trim_end_matches('.'));
    found
}

fn is_same_matter(wanted: &HashSet<(char, char)>, other: &HashSet<(char, char)>) -> bool {
    let common = wanted.intersection(other).count();
    let least = wanted.len().min(other.len().max(LEAST_PAIRS * 2));
    common >= LEAST_PAIRS && common as f64 >= SAME_MATTER * least as f64
}

/// The sentences of the last weeks as pairs of letters.
struct History {
    lines: Vec<(Date, Option<String>, String, HashSet<(char, char)>)>,
}

impl History {
    fn read(material: &Material<'_>) -> Self {
        let first = super::week::plus_days(material.last, -HISTORY_DAYS);
        let mut lines = Vec::new();
        for passage in material.passages.iter().filter(|passage| !passage.covered) {
            let Some(date) = passage.date().filter(|date| *date >= first) else { continue };
            for span in sentences(&passage.text, 0..passage.text.len()) {
                let text = passage.text[span].trim();
                let bare = line::clean(&text[mark_length(text)..]);
                let pairs = pairs(&bare);
                lines.push((date, passage.author.clone(), bare, pairs));
            }
        }
        Self { lines }
    }

    /// How many reports before `date` have a sentence about the same.
    fn reports_with(&self, text: &str, date: Date, place: &Place) -> usize {
        let wanted = pairs(text);
        let dates: BTreeSet<Date> = self
            .lines
            .iter()
            .filter(|(day, author, _, _)| *day < date && may_be(author, &place.author))
            .filter(|(_, _, _, pairs)| is_same_matter(&wanted, pairs))
            .map(|(day, ..)| *day)
            .collect();
        dates.len()
    }

    /// Whether a report after `date` has a sentence about the same, or about a work of the same name.
    fn is_told_after(&self, said: &Said, date: Date, place: &Place) -> bool {
        let (wanted, name) = (pairs(&said.text), name_in(&said.text));
        self.lines.iter().any(|(day, author, text, pairs)| {
            *day > date
                && may_be(author, &place.author)
                && (is_same_matter(&wanted, pairs) || !name.is_empty() && name_in(text) == name)
        })
    }

    /// How many sentences are the same to the letter.
    fn copies(&self, text: &str, place: &Place) -> usize {
        self.lines.iter().filter(|(_, author, line, _)| may_be(author, &place.author) && line == text).count()
    }
}
