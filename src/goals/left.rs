//! What single sentences leave to be done: a step to come, a wait, a problem without an end, work under way. Those of the last
//! reports, and older ones with a day in the week.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::alike::{days, has_done};
use super::candidate::{Candidate, more, points};
use super::line;
use super::material::{Material, may_be};
use super::model::{Factor, Ground, Left};
use crate::calendar::{Date, mentions};
use crate::fact::{is_done, is_dropped, is_put_off, says_open, sentences};
use crate::record::{PassageRecord, Place};
use crate::report::{Lines, SectionKind, mark_length};
use crate::text::{Pairs, is_han};
use crate::thread::{Phrase, coverage};
use crate::vocabulary::{Sense, Words};

/// A sentence of more reports back is looked at only for a day in the week.
const LAST_REPORTS: usize = 1;

/// Days and reports before, within which other reports speak of the matter.
const HISTORY_DAYS: i32 = 70;
const MOST_RECURRING: usize = 4;

/// A day farther off needs nothing in the week.
const FARTHEST_DAYS: i32 = 60;

/// More equal sentences are boilerplate.
const MOST_COPIES: usize = 2;

/// Share of a sentence's pairs of letters in one that is about the same, and their least number.
const SAME_MATTER: f64 = 0.4;
const LEAST_PAIRS: usize = 4;

/// In characters.
const LEAST_CHARS: usize = 5;
/// An ideograph counts for two letters.
const LONGEST_LETTERS: usize = 100;
/// The most telling sentences of an item.
const MOST_OF_ITEM: usize = 2;

const LONGEST_NAME_CHARS: usize = 18;
const LEAST_NAME_LETTERS: usize = 2;

const EACH_RECURRENCE: u32 = 1;
const MOST_FOR_RECURRENCE: u32 = 4;
const OF_THE_LAST: u32 = 4;
const IN_WEEK: u32 = 5;

static NEXT_WEEK: Words = Words::of(&[Sense::ToCome]);
static PLANNED: Words = Words::of(&[Sense::Plan, Sense::Hope, Sense::Dated, Sense::Postponed, Sense::Prepared]);
static WAITING: Words = Words::of(&[
    Sense::NotYet,
    Sense::LeftInPart,
    Sense::LeftToAct,
    Sense::NotDone,
    Sense::Missed,
    Sense::Unresolved,
    Sense::CauseOpen,
]);
static UNDER_WAY: Words = Words::of(&[Sense::GoingOn, Sense::InDevelopment, Sense::InTesting]);

fn base(left: Left) -> u32 {
    match left {
        Left::NextWeek => 30,
        Left::Planned => 22,
        Left::UnderWay => 12,
        Left::Waiting => 14,
        Left::Trouble => 8,
    }
}

pub(super) fn candidates(material: &Material<'_>) -> Vec<Candidate> {
    let history = History::read(material);
    let mut found: Vec<Candidate> = Vec::new();
    for passage in material.passages.iter().filter(|passage| is_read(passage)) {
        let Some(date) = passage.date().filter(|date| *date >= history.first) else { continue };
        let place = Place::new(passage);
        if !material.is_weekly(date, &place) {
            continue;
        }
        let back = material.reports_after(date, &place);
        let of_one = |said: &Said| of_sentence(material, &history, said, &place, (date, back));
        let mut of_item: Vec<Candidate> = said(passage).iter().filter_map(of_one).collect();
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

/// `back` is how many reports came after the one of `date`.
fn of_sentence(
    material: &Material<'_>,
    history: &History,
    said: &Said,
    place: &Place,
    (date, back): (Date, usize),
) -> Option<Candidate> {
    let named = days_of(&said.text, date);
    let due = named.iter().copied().filter(|day| *day > material.last).min();
    if due.is_some_and(|day| (day - material.target.days.to()).get_days() > FARTHEST_DAYS) {
        return None;
    }
    let is_in_week = due.is_some_and(|day| material.target.days.contains(day));
    if back > LAST_REPORTS && !is_in_week || coverage(&said.text, &said.text).1 < LEAST_PAIRS {
        return None;
    }
    let under_way = || (said.is_in_progress && !is_dropped(&said.text)).then_some(Left::UnderWay);
    // 10/14试机一次成功，9/11失败一次: days alone say nothing of what comes.
    let is_ahead =
        due.is_some() && named.iter().all(|day| *day > date) && history.forms(&said.text, place) < MOST_COPIES;
    let left = left_in(&said.text, said.kind, is_ahead).or_else(under_way)?;
    // A plan whose day has passed is a promise; what became of it is read elsewhere.
    let is_past = !named.is_empty() && due.is_none() && matches!(left, Left::Planned | Left::NextWeek);
    // What many reports repeat to the letter is part of their form.
    if is_past || history.copies(&said.text, place) > MOST_COPIES {
        return None;
    }
    // The last word on a matter counts; of a day, the last that names another one.
    let is_superseded = || match due.filter(|_| is_in_week) {
        Some(due) => history.is_moved_after(said, due, date, place),
        None => left == Left::NextWeek || history.is_told_after(said, date, place),
    };
    let is_done = || material.sentences_after(date, place).any(|later| has_done(&later.text, &said.text, later.date));
    if back > 0 && (is_superseded() || is_done()) {
        return None;
    }
    let mut counted = vec![points(Factor::Left(left), base(left) + if back == 0 { OF_THE_LAST } else { 0 })];
    counted.extend(is_in_week.then(|| points(Factor::DueInWeek, IN_WEEK)));
    let recurs = history.reports_with(&said.text, date, place).min(MOST_RECURRING);
    let count = u32::try_from(recurs).unwrap_or(0);
    counted.extend(more(Factor::Recurs(recurs), count, EACH_RECURRENCE, MOST_FOR_RECURRENCE));
    let place = place.with_lines(said.lines);
    let ground = Ground::LeftOpen { left, report: place.report().to_string() };
    let text = line::named(&said.name, &said.text);
    let mut candidate = Candidate::new(text, ground, vec![place], counted);
    candidate.due = due;
    Some(candidate)
}

/// The days that a sentence names, but not those that it compares with: 比8/31早.
fn days_of(text: &str, date: Date) -> Vec<Date> {
    let compared = mentions(text).into_iter().filter(|mention| {
        let before = text[..mention.span.start].trim_end();
        before.ends_with('比') || before.ends_with("than")
    });
    let compared: Vec<Date> = compared.flat_map(|mention| days(&text[mention.span], date)).collect();
    days(text, date).into_iter().filter(|day| !compared.contains(day)).collect()
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
    let waits =
        lower.split(['，', ',', '：', ':']).any(|clause| clause.trim().starts_with('等') && !clause.contains("等等"));
    if WAITING.are_in(&lower) || says_open(text) || waits {
        return Some(Left::Waiting);
    }
    let done = is_done(&lower);
    if !done && kind == SectionKind::Problems {
        return Some(Left::Trouble);
    }
    (!done && UNDER_WAY.are_in(&lower)).then_some(Left::UnderWay)
}

/// A sentence without its marks.
struct Said {
    text: Phrase<'static>,
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
        if is_code || raw.starts_with(['|', '>', '#']) {
            continue;
        }
        let start = span.end - text[span.clone()].trim_start().len();
        let before = &text[..start];
        // What goes on in a cell of a row is no sentence either.
        if before.rsplit('\n').next().is_some_and(|line| line.trim_start().starts_with('|')) {
            continue;
        }
        let line = passage.first_line + before.matches('\n').count();
        let lines = Lines { first: line, last: line };
        let opens_line =
            before.trim_end_matches([' ', '\t']).is_empty() || before.trim_end_matches([' ', '\t']).ends_with('\n');
        let words = line::clean(&raw[mark_length(raw)..]);
        let words = without_part(&words);
        if opens_line {
            item = name_in(words);
        }
        let shares = passage.milestones.iter().filter_map(|work| work.progress);
        let shares: Vec<String> =
            shares.filter(|share| *share < Decimal::ONE_HUNDRED).map(|share| share.normalize().to_string()).collect();
        let piece = words.trim().trim_end_matches('.');
        let letters: usize = piece.chars().map(|c| if is_han(c) { 2 } else { 1 }).sum();
        if piece.chars().count() < LEAST_CHARS || letters > LONGEST_LETTERS || piece.ends_with(['：', ':', '？', '?'])
        {
            continue;
        }
        let name = if opens_line || piece.starts_with(item.as_str()) { String::new() } else { item.clone() };
        let is_in_progress = shares.iter().any(|share| piece.contains(share));
        found.push(Said {
            text: Phrase::new(piece.to_string()),
            name,
            lines,
            kind: passage.section_kind,
            is_in_progress,
        });
    }
    found
}

/// `5/19复盘延期` of `往期跟踪：5/19复盘延期`: a part of the report is no name of work.
fn without_part(words: &str) -> &str {
    let is_part =
        |name: &str| name.chars().count() <= LONGEST_NAME_CHARS && SectionKind::of_heading(name) != SectionKind::Other;
    let rest = words.split_once(['：', ':']).filter(|(name, rest)| is_part(name) && !rest.trim().is_empty());
    rest.map_or(words, |(_, rest)| rest.trim())
}

/// The name before the colon of an item.
fn name_in(words: &str) -> String {
    let name = words.split(['：', ':']).next().filter(|name| name.len() < words.len()).unwrap_or_default().trim();
    let is_name = name.chars().count() <= LONGEST_NAME_CHARS
        && name.chars().filter(|c| c.is_alphabetic()).count() >= LEAST_NAME_LETTERS
        && !name.contains(['，', '。', ',', '；']);
    if is_name { name.to_string() } else { String::new() }
}

fn is_same_matter(wanted: &Pairs, other: &Pairs) -> bool {
    let common = wanted.common(other);
    let least = wanted.count().min(other.count().max(LEAST_PAIRS * 2));
    common >= LEAST_PAIRS && common as f64 >= SAME_MATTER * least as f64
}

/// The sentences of the last weeks.
struct History {
    first: Date,
    lines: Vec<Told>,
}

struct Told {
    date: Date,
    author: Option<String>,
    text: String,
    pairs: Pairs,
}

impl History {
    fn read(material: &Material<'_>) -> Self {
        let first = super::week::plus_days(material.last, -HISTORY_DAYS);
        let mut lines = Vec::new();
        for passage in material.passages.iter().filter(|passage| !passage.covered) {
            let Some(date) = passage.date().filter(|date| *date >= first) else { continue };
            for span in sentences(&passage.text, 0..passage.text.len()) {
                let text = passage.text[span].trim();
                let text = line::clean(&text[mark_length(text)..]);
                lines.push(Told { date, author: passage.author.clone(), pairs: Pairs::of(&text), text });
            }
        }
        Self { first, lines }
    }

    fn of_author<'h>(&'h self, place: &'h Place) -> impl Iterator<Item = &'h Told> {
        self.lines.iter().filter(|told| may_be(&told.author, place.author()))
    }

    /// How many reports before `date` have a sentence about the same.
    fn reports_with(&self, text: &Phrase<'_>, date: Date, place: &Place) -> usize {
        let wanted = text.pairs();
        let before = self.of_author(place).filter(|told| told.date < date && is_same_matter(wanted, &told.pairs));
        before.map(|told| told.date).collect::<BTreeSet<Date>>().len()
    }

    /// The sentences after `date` about the same, or about a work of the same name.
    fn told_after<'h>(&'h self, said: &'h Said, date: Date, place: &'h Place) -> impl Iterator<Item = &'h Told> {
        let (wanted, name) = (said.text.pairs(), name_in(&said.text));
        self.of_author(place).filter(move |told| {
            told.date > date && (is_same_matter(wanted, &told.pairs) || !name.is_empty() && name_in(&told.text) == name)
        })
    }

    fn is_told_after(&self, said: &Said, date: Date, place: &Place) -> bool {
        self.told_after(said, date, place).next().is_some()
    }

    /// Whether what is due on a day was put off, given up or given another day since.
    fn is_moved_after(&self, said: &Said, due: Date, date: Date, place: &Place) -> bool {
        self.told_after(said, date, place).any(|told| {
            let named = days(&told.text, told.date);
            is_dropped(&told.text)
                || is_put_off(&told.text.to_lowercase())
                || named.iter().any(|day| *day > told.date) && !named.contains(&due)
        })
    }

    /// How many sentences differ in nothing but their figures.
    fn forms(&self, text: &str, place: &Place) -> usize {
        let form = |text: &str| text.chars().filter(|c| !c.is_ascii_digit()).collect::<String>();
        let wanted = form(text);
        self.of_author(place).filter(|told| told.text != text && form(&told.text) == wanted).count()
    }

    /// How many sentences are the same to the letter.
    fn copies(&self, text: &str, place: &Place) -> usize {
        self.of_author(place).filter(|told| told.text == text).count()
    }
}
