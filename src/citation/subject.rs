//! Whether a sentence gives a number of one thing to another of the same list or line.

use std::collections::HashSet;

use super::fault::Fault;
use super::reading::Reading;
use super::tokens::is_idle;
use super::unit::Unit;
use crate::text::is_han;

/// The opening of another line of a list, where the sentence names that and nothing of the opening of the number's own line.
pub(super) fn other_subject(sentence: &Reading, reading: &Reading, place: usize) -> Option<String> {
    let words = sentence.words();
    let own = reading.tokens_in(reading.lead(place));
    let line = reading.text[..place].matches('\n').count();
    let own_line = reading.text.split('\n').nth(line)?;
    let indent = own_line.len() - own_line.trim_start().len();
    if !is_list_line(own_line) {
        return None;
    }
    if own.is_empty()
        || !own.is_disjoint(&words) && own.iter().filter(|token| words.contains(*token)).count() >= FEWEST_OF_SUBJECT
    {
        return None;
    }
    let mut at = 0;
    for (number, text) in reading.text.split_inclusive('\n').enumerate() {
        let end = at + text.trim_end().len();
        at += text.len();
        let is_sibling = is_list_line(text) && text.len() - text.trim_start().len() == indent;
        if number == line || !is_sibling || end == 0 {
            continue;
        }
        let lead = reading.lead(end);
        let other = reading.tokens_in(lead.clone());
        let for_other = other.difference(&own).filter(|token| words.contains(*token)).count();
        let for_own = own.difference(&other).filter(|token| words.contains(*token)).count();
        if for_other >= FEWEST_OF_SUBJECT && for_own == 0 {
            return Some(reading.text[lead].trim().to_string());
        }
    }
    None
}

pub(super) fn is_list_line(line: &str) -> bool {
    let plain = line.trim_start();
    let number = plain.trim_start_matches(|c: char| c.is_ascii_digit());
    plain.starts_with(['-', '*']) || (number.len() < plain.len() && number.starts_with(['.', '、', ')', '）']))
}

/// Shared pairs of characters by which a sentence names what a line is about.
const FEWEST_OF_SUBJECT: usize = 2;

/// 已修复459笔，剩余2411笔 where the source says 修掉2411笔，剩459笔: two numbers of one line, each with the other's words.
pub(super) fn crossed(sentence: &Reading, reading: &Reading) -> Option<Fault> {
    let line = |at: usize| reading.text[..reading.quantities[at].span.start].matches('\n').count();
    let only = |value| {
        let mut found = (0..reading.quantities.len()).filter(|at| reading.quantities[*at].value == value);
        found.next().filter(|_| found.next().is_none())
    };
    let shares = |one: &HashSet<char>, other: &HashSet<char>| !one.is_disjoint(other);
    (1..sentence.quantities.len()).find_map(|at| {
        let (first, second) = (&sentence.quantities[at - 1], &sentence.quantities[at]);
        if first.unit != second.unit || first.unit == Unit::Bare || first.value == second.value {
            return None;
        }
        let (first_there, second_there) = (only(first.value)?, only(second.value)?);
        if line(first_there) != line(second_there) {
            return None;
        }
        let is_crossed = if sentence.is_english {
            let (one, other) = apart(named_behind(sentence, at - 1), named_behind(sentence, at));
            let (own, others) = apart(around(reading, first_there), around(reading, second_there));
            shares(&one, &others) && shares(&other, &own) && !shares(&one, &own) && !shares(&other, &others)
        } else {
            let (one, other) = (sentence.ideographs_before(at - 1), sentence.ideographs_before(at));
            let (own, others) = (reading.ideographs_before(first_there), reading.ideographs_before(second_there));
            shares(&one, &others) && shares(&other, &own) && !shares(&one, &own) && !shares(&other, &others)
        };
        is_crossed.then(|| Fault::Misplaced {
            written: sentence.text[first.span.start..second.span.end].to_string(),
            source: reading.text[reading.clause_of(reading.quantities[first_there].span.start)].trim().to_string(),
        })
    })
}

/// What only one of two has.
fn apart(one: HashSet<char>, other: HashSet<char>) -> (HashSet<char>, HashSet<char>) {
    (one.difference(&other).copied().collect(), other.difference(&one).copied().collect())
}

/// The ideographs of the notions that an English sentence names between a number and the next.
fn named_behind(sentence: &Reading, at: usize) -> HashSet<char> {
    let from = sentence.quantities[at].span.start;
    let to = sentence.quantities.get(at + 1).map_or(sentence.text.len(), |next| next.span.start);
    let named = sentence.notions.iter().filter(|notion| from <= notion.span.start && notion.span.end <= to);
    named.flat_map(|notion| notion.chinese.iter().flat_map(|word| word.chars())).filter(|c| is_han(*c)).collect()
}

/// The ideographs of a number's clause up to its neighbours.
fn around(reading: &Reading, at: usize) -> HashSet<char> {
    let quantity = &reading.quantities[at];
    let clause = reading.clause_of(quantity.span.start);
    let before = at.checked_sub(1).map_or(0, |before| reading.quantities[before].span.end).max(clause.start);
    let next = reading.quantities.get(at + 1).map_or(reading.text.len(), |next| next.span.start).min(clause.end);
    let text = [before..quantity.span.start, quantity.span.end..next];
    let written = text.into_iter().flat_map(|part| reading.text.get(part).unwrap_or_default().chars());
    written.filter(|c| is_han(*c) && !is_idle(*c)).collect()
}
