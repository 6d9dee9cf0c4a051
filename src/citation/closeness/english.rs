//! An English sentence over a Chinese item: only what the glossary can look up counts as the item's words.

use std::ops::Range;

use super::cause::{Joint, causes, joint};
use super::item::EvidenceItem;
use super::omitted::omitted;
use crate::citation::fault::Fault;
use crate::citation::groups::QUANTIFIERS;
use crate::citation::moment::{When, same};
use crate::citation::reading::{Reading, overlap};
use crate::citation::rounding::same_value;
use crate::vocabulary::{Sense, Words};

/// Words that hold a sentence together.
static SAFE: Words = Words::of(&[
    Sense::GrammarLink,
    Sense::GrammarBecause,
    Sense::GrammarJoint,
    Sense::LittleWord,
    Sense::OtherLittleWord,
    Sense::OfAccount,
]);

/// Words of denial.
static DENIALS: Words = Words::of(&[Sense::EnglishNot]);

/// Whether the sentence's `part` says nothing but what the item says; else what is not.
///
/// # Errors
/// The first word that the item has no word for.
pub(super) fn departure(sentence: &Reading, part: Range<usize>, item: &EvidenceItem<'_>) -> Result<(), Fault> {
    let text = &sentence.text;
    let lower = text.to_ascii_lowercase();
    let source_lower = item.text().to_lowercase();
    let is_in = |span: &Range<usize>| part.start <= span.start && span.end <= part.end;
    let mut taken: Vec<Range<usize>> = Vec::new();
    let mut places: Vec<(usize, Range<usize>)> = Vec::new();
    for moment in sentence.moments.iter().filter(|moment| is_in(&moment.span)) {
        let known = item.reading().moments.iter();
        let mut known = known.filter(|known| item.has(known.span.start) && same(&moment.when, &known.when));
        let holds = match moment.when {
            When::Week(_) | When::Period(_) => item.evidence.names(&moment.when),
            When::Relative => false,
            _ => known.next().is_some(),
        };
        if !holds {
            return Err(Fault::reworded(&text[moment.span.clone()]));
        }
        taken.push(moment.span.clone());
    }
    for wanted in sentence.quantities.iter().filter(|quantity| is_in(&quantity.span)) {
        let known = item
            .reading()
            .quantities
            .iter()
            .find(|known| item.has(known.span.start) && known.unit.fits(&wanted.unit) && same_value(wanted, known));
        let Some(known) = known else { return Err(Fault::reworded(&text[wanted.span.clone()])) };
        places.push((wanted.span.start, known.span.clone()));
        taken.push(wanted.span.clone());
    }
    for notion in sentence.notions.iter().filter(|notion| is_in(&notion.span)) {
        let place = notion.chinese.iter().find_map(|word| Some((item.places(word).next()?, word.len())));
        match place {
            Some((start, length)) => {
                places.push((notion.span.start, start..start + length));
                taken.push(notion.span.clone());
            }
            None if notion.chinese.iter().any(|word| item.is_under(word)) => taken.push(notion.span.clone()),
            None => {}
        }
    }
    for (at, word) in words(text, &part) {
        let span = at..at + word.len();
        if taken.iter().any(|known| overlap(known, &span)) {
            continue;
        }
        let own = word.to_lowercase();
        let quantifies = QUANTIFIERS.iter().any(|known| {
            known.one.contains(&own.as_str()) && known.other.iter().any(|word| item.text().contains(word))
        });
        let is_known = quantifies || SAFE.have(&own) || source_lower.contains(&own) || item.is_under(&word);
        if !is_known {
            return Err(Fault::reworded(&word));
        }
    }
    places.sort_by_key(|(at, _)| *at);
    joints_hold(&lower[part.clone()], part.start, &places, item)?;
    let said = &text[part.clone()];
    let denies = DENIALS.are_in(said) || said.contains("n't");
    let is_denied = |place: &Range<usize>| {
        item.reading().text[item.clause_of(place.start)].contains(['不', '未', '无', '没', '非'])
    };
    if denies && !places.iter().any(|(_, place)| is_denied(place)) {
        return Err(Fault::reworded(said));
    }
    omitted(sentence, &part, &places, item).map_or(Ok(()), Err)
}

/// Runs of letters, with the digits, dots and dashes inside them.
fn words(text: &str, part: &Range<usize>) -> Vec<(usize, String)> {
    let mut found: Vec<(usize, String)> = Vec::new();
    let mut open = false;
    for (at, c) in text[part.clone()].char_indices() {
        let is_letter = c.is_alphanumeric();
        match found.last_mut().filter(|_| open) {
            Some((_, word)) if is_letter => word.push(c),
            _ if is_letter => found.push((part.start + at, c.to_string())),
            _ => {}
        }
        open = is_letter;
    }
    found
}

fn joints_hold(
    lower: &str,
    offset: usize,
    places: &[(usize, Range<usize>)],
    item: &EvidenceItem<'_>,
) -> Result<(), Fault> {
    let causes = causes(item);
    let mut at = 0;
    while at < lower.len() {
        let is_start = at == 0 || lower[..at].ends_with(' ');
        let Some((joint, length)) = lower.get(at..).filter(|_| is_start).and_then(joint) else {
            at += lower[at..].chars().next().map_or(1, char::len_utf8);
            continue;
        };
        let here = offset + at;
        let cause = match joint {
            Joint::CauseFollows => places.iter().find(|(known, _)| *known > here),
            Joint::CauseBefore => places.iter().rev().find(|(known, _)| *known < here),
        };
        if !cause.is_some_and(|(_, place)| causes.iter().any(|zone| zone.contains(&place.start))) {
            return Err(Fault::reworded(&lower[at..at + length]));
        }
        at += length;
    }
    Ok(())
}
