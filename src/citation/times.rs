//! Whether a source names a sentence's days, times and weeks, and for the same thing.

use std::collections::HashSet;

use super::evidence::Evidence;
use super::fault::{Fault, Kind};
use super::findings::Findings;
use super::moment::{Moment, When, same};
use super::polarity_words::plans;
use super::reading::Reading;
use super::subject::other_subject;
use super::tokens::Token;
use crate::calendar::{Date, day_number};
use crate::vocabulary::{Sense, Words};

/// Looks for every moment of the sentence in the cited sources.
pub(super) fn look_for(sentence: &Reading, cited: &[&Evidence<'_>], found: &mut Findings) {
    for (at, moment) in sentence.moments.iter().enumerate() {
        let written = sentence.text[moment.span.clone()].to_string();
        let bound = bound_day(sentence, at);
        let mut place = None;
        let mut fault = None;
        let mut is_named = false;
        for (which, evidence) in cited.iter().enumerate() {
            if !evidence.names(&moment.when) {
                continue;
            }
            is_named = true;
            if let Some(source) = is_to_come(sentence, moment, evidence) {
                fault = fault.or(Some(Fault::Flipped { written: written.clone(), source }));
                continue;
            }
            if let Some(source) = is_past(sentence, moment, evidence) {
                fault = fault.or(Some(Fault::Flipped { written: written.clone(), source }));
                continue;
            }
            match place_in(sentence, at, bound, evidence) {
                Ok(at) => {
                    place = Some((which, at));
                    break;
                }
                Err(words) => fault = fault.or(Some(Fault::Misplaced { written: written.clone(), source: words })),
            }
        }
        match place {
            Some((which, Some(at))) => found.place(which, at),
            Some((_, None)) => {}
            None if is_named => found.faults.extend(fault),
            None => found.faults.push(Fault::Particular { written, kind: kind_of(&moment.when) }),
        }
    }
}

/// A report may be written some days before its date's weekend is over.
const DAYS_OF_GRACE: i32 = 3;

/// 已于11/9上线, where the report was written before that day: its date.
fn is_to_come(sentence: &Reading, moment: &Moment, evidence: &Evidence<'_>) -> Option<String> {
    let written = evidence.source.date?;
    let known = evidence.reading.moments.iter().find(|known| same(&moment.when, &known.when))?;
    let When::Day { year, month, day } = known.when else { return None };
    let day = Date::new(year?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    let clause = &sentence.text[sentence.clause_of(moment.span.start)];
    static HAPPENED: Words = Words::of(&[Sense::Happened]);
    let is_planned = plans(clause) || ["已定", "已排"].iter().any(|word| clause.contains(word));
    let says_done = !is_planned && HAPPENED.all_in(clause).iter().any(|found| !found.word.is_ascii());
    (says_done && day_number(day) > day_number(written) + DAYS_OF_GRACE).then(|| written.to_string())
}

/// Expected on August 24, where the report of September 5 has that day without a word of a plan: its clause.
fn is_past(sentence: &Reading, moment: &Moment, evidence: &Evidence<'_>) -> Option<String> {
    static NO_PLANS: Words = Words::of(&[Sense::Former, Sense::FormerDay]);
    let clause = sentence.text[sentence.clause_of(moment.span.start)].to_lowercase();
    if !plans(&clause) || NO_PLANS.are_in(&clause) || clause.contains("had been") {
        return None;
    }
    let written = evidence.source.date?;
    let reading = &evidence.reading;
    let named = || reading.moments.iter().filter(|known| same(&moment.when, &known.when));
    let is_told = |known: &Moment| {
        let When::Day { year: Some(year), month, day } = known.when else { return false };
        let date = i8::try_from(month).ok().zip(i8::try_from(day).ok());
        let date = date.and_then(|(month, day)| Date::new(year, month, day).ok());
        let line = reading.entry_of(known.span.start);
        date.is_some_and(|date| day_number(date) < day_number(written)) && !plans(&line) && !line.contains(['原', '定'])
    };
    let first = named().next()?;
    named().all(is_told).then(|| self::clause(reading, first.span.start))
}

fn kind_of(when: &When) -> Kind {
    match when {
        When::Time(_) => Kind::Time,
        When::Week(_) => Kind::Week,
        When::Day { .. } | When::DayOfMonth(_) | When::Period(_) | When::Relative => Kind::Date,
    }
}

/// The day of a time of the sentence: written with it, the last one before it, or the one right behind it.
fn bound_day(sentence: &Reading, at: usize) -> Option<&When> {
    let moment = &sentence.moments[at];
    if !matches!(moment.when, When::Time(_)) {
        return None;
    }
    let is_day = |known: &&Moment| matches!(known.when, When::Day { .. } | When::DayOfMonth(_));
    let with_it = sentence.moments.iter().filter(is_day).find(|known| known.span == moment.span);
    let before = || sentence.moments[..at].iter().rfind(is_day);
    // At 11:01 on June 15, and not: at 11:40 it was found to begin on 6/14.
    let behind = || {
        let next = sentence.moments.get(at + 1).filter(is_day)?;
        let between = sentence.text[moment.span.end..next.span.start].trim();
        (sentence.is_english && matches!(between, "on" | "on the" | "," | "of")).then_some(next)
    };
    with_it.or_else(before).or_else(behind).map(|known| &known.when)
}

/// Where the source has the moment (nowhere when only its label or date has it), or the clause that speaks against it.
fn place_in(
    sentence: &Reading,
    at: usize,
    bound: Option<&When>,
    evidence: &Evidence<'_>,
) -> Result<Option<usize>, String> {
    let moment = &sentence.moments[at];
    let reading = &evidence.reading;
    let words = sentence.words_of_moment(at);
    let is_later = super::moment::step_of_day(&sentence.text).is_some();
    let mut known: Vec<usize> =
        (0..reading.moments.len()).filter(|known| same(&moment.when, &reading.moments[*known].when)).collect();
    if known.is_empty() {
        return Ok(None);
    }
    known.sort_by_key(|known| std::cmp::Reverse(reading.words_of_moment(*known).intersection(&words).count()));
    let mut against = None;
    for known in known {
        let place = reading.moments[known].span.start;
        let days = &reading.moments[known].days;
        if let Some(day) = bound
            && !days.is_empty()
            && !is_later
            && !days.iter().any(|known| same(day, known))
        {
            against = against.or(Some(clause(reading, place)));
            continue;
        }
        let beside: Vec<&When> =
            sentence.moments.iter().filter(|other| other.span == moment.span).map(|other| &other.when).collect();
        if matches!(moment.when, When::Day { .. })
            && let Some(subject) = other_subject(sentence, reading, place)
        {
            against = against.or(Some(format!("{subject}≠{}", clause(reading, place))));
            continue;
        }
        // What stands behind 20:08到20:30 is told of the whole of it.
        let is_end = beside.len() > 1 && at > 0 && sentence.moments[at - 1].span == moment.span;
        if is_end && matches!(moment.when, When::Time(_)) {
            return Ok(Some(place));
        }
        match rival(&words, reading, known, &beside) {
            Some(words) => against = against.or(Some(words)),
            None => return Ok(Some(place)),
        }
    }
    Err(against.unwrap_or_default())
}

/// The fewest words that speak for a moment of another item.
const FEWEST_ELSEWHERE: usize = 3;

/// Another moment of the same sort and item whose words the sentence uses, while it uses none of those of the one found.
/// `beside`: what the sentence names in one with it (from 14:35 to 14:37), of which none speaks against the other.
fn rival(words: &HashSet<Token>, reading: &Reading, known: usize, beside: &[&When]) -> Option<String> {
    let wanted = &reading.moments[known].when;
    if matches!(wanted, When::Week(_) | When::Relative) {
        return None;
    }
    let own = reading.words_of_moment(known);
    let place = reading.moments[known].span.start;
    let item = reading.item_of(place);
    (0..reading.moments.len()).find_map(|other| {
        let moment = &reading.moments[other];
        let is_beside = item.contains(&moment.span.start);
        let is_rival = std::mem::discriminant(&moment.when) == std::mem::discriminant(wanted)
            && !same(wanted, &moment.when)
            && !beside.iter().any(|named| same(named, &moment.when));
        if !is_rival {
            return None;
        }
        let others = reading.words_of_moment(other);
        let for_other = others.difference(&own).filter(|token| words.contains(*token)).count();
        let for_own = own.difference(&others).filter(|token| words.contains(*token)).count();
        let is_on_line = !reading.text[moment.span.start.min(place)..moment.span.start.max(place)].contains('\n');
        let needed = if is_on_line {
            1
        } else if is_beside {
            2
        } else {
            FEWEST_ELSEWHERE
        };
        (for_other >= needed && for_own == 0).then(|| clause(reading, moment.span.start))
    })
}

fn clause(reading: &Reading, at: usize) -> String {
    reading.text[reading.clause_of(at)]
        .trim_matches(|c: char| c.is_whitespace() || "，。；、,;|()-".contains(c))
        .to_string()
}
