//! Whether the sources speak of what a sentence says at all, where it has nothing to look up letter by letter.

use std::collections::HashSet;
use std::ops::Range;

use super::evidence::Evidence;
use super::fault::{Fault, quote};
use super::findings::Findings;
use super::groups::CAUSES_OF_THEIR_OWN;
use super::reading::Reading;
use super::remedy::{self, told_as_cause};
use super::tokens::{Notion, is_idle, tokens};
use crate::text::is_han;
use crate::vocabulary::{Sense, Words};

/// The share of a Chinese clause's characters that a source must have.
const CLAUSE_FLOOR: f64 = 0.25;
/// The same for a clause that gives a cause: an invented one is the worst.
const CAUSE_FLOOR: f64 = 0.5;
/// A cause whose characters are nearly all there needs no pair of them.
const PLAINLY_THERE: f64 = 0.8;
/// The fewest content ideographs of a clause that is judged.
const SHORTEST_CLAUSE: usize = 6;
/// Of a cause.
const SHORTEST_CAUSE: usize = 4;

/// Words after which a clause gives a cause.
static CAUSES: Words = Words::of(&[Sense::Because, Sense::ToldAsCause]);
/// Words before which it does.
static EFFECTS: Words = Words::of(&[Sense::Effect, Sense::EffectAtEnd]);

/// Looks for clauses of which the cited sources say nothing.
pub(super) fn look_for(sentence: &Reading, cited: &[&Evidence<'_>], found: &mut Findings) {
    let lower = sentence.text.to_lowercase();
    for cause in CAUSES_OF_THEIR_OWN.iter() {
        let Some(written) = cause.words().find(|word| lower.contains(word) && word.chars().count() > 1) else {
            continue;
        };
        let is_there = |evidence: &&Evidence<'_>| {
            cause.words().any(|word| evidence.letters.contains(word.replace(' ', "").as_str()))
        };
        if !cited.iter().any(is_there) {
            found.faults.push(Fault::Unfounded { written: written.trim().to_string() });
            return;
        }
    }
    if sentence.is_english {
        english(sentence, cited, found);
        return;
    }
    if cited.iter().all(|evidence| evidence.reading.is_english) {
        return;
    }
    let known: HashSet<char> = cited.iter().flat_map(|evidence| evidence.letters.chars()).collect();
    // What another item says of another thing is no cause of this one.
    let near: String = found.items(sentence, cited).concat();
    let near_pairs = tokens(&near);
    // Where a report labels cause and remedy, what was done is no cause.
    let untreated = remedy::without(&near);
    let has_labels = untreated.is_some();
    let causing: HashSet<char> = untreated.unwrap_or_default().chars().collect();
    for clause in &sentence.clauses {
        let text = without_particulars(sentence, clause);
        let text = text.as_str();
        let (text, floor) = match cause_in(text) {
            Some(cause) => (&text[cause], CAUSE_FLOOR),
            None => (text, CLAUSE_FLOOR),
        };
        if floor > CLAUSE_FLOOR {
            found.faults.extend(told_as_cause(sentence, clause.clone(), cited, found));
        }
        let telling: Vec<char> = text.chars().filter(|c| is_han(*c) && !is_idle(*c)).collect();
        // What has a day or number of the source in it is judged by that.
        let has_particular = sentence
            .moments
            .iter()
            .map(|moment| moment.span.start)
            .chain(sentence.quantities.iter().map(|quantity| quantity.span.start))
            .any(|place| clause.contains(&place));
        if floor <= CLAUSE_FLOOR && has_particular && found.found() > 0 {
            continue;
        }
        if telling.len() < if floor > CLAUSE_FLOOR { SHORTEST_CAUSE } else { SHORTEST_CLAUSE } {
            continue;
        }
        let is_cause = floor > CLAUSE_FLOOR;
        let is_known = |c: &&char| if is_cause && has_labels { causing.contains(*c) } else { known.contains(c) };
        let shared = telling.iter().filter(is_known).count() as f64 / telling.len() as f64;
        let pairs = tokens(text);
        let has_pair = pairs.is_empty() || !pairs.is_disjoint(&near_pairs);
        if shared < floor || (!has_pair && floor > CLAUSE_FLOOR && shared < PLAINLY_THERE) {
            found.faults.push(Fault::Unfounded { written: quote(&sentence.text[clause.clone()]) });
        }
    }
}

/// Words of any account, without content of their own.
static LINKS: Words = Words::of(&[
    Sense::AccordingTo,
    Sense::ThisTime,
    Sense::Event,
    Sense::Joint,
    Sense::Also,
    Sense::Sum,
    Sense::RunningSum,
    Sense::Account,
    Sense::Handling,
    Sense::Daytime,
    Sense::Remainder,
]);

/// A clause without its numbers, times and links.
fn without_particulars(sentence: &Reading, clause: &Range<usize>) -> String {
    let moments = sentence.moments.iter().map(|moment| &moment.span);
    let spans: Vec<&Range<usize>> = moments.chain(sentence.quantities.iter().map(|quantity| &quantity.span)).collect();
    let written = sentence.text[clause.clone()].char_indices();
    let kept =
        written.map(|(at, c)| if spans.iter().any(|span| span.contains(&(clause.start + at))) { ' ' } else { c });
    LINKS.replaced(&kept.collect::<String>(), " ")
}

fn cause_in(text: &str) -> Option<Range<usize>> {
    // 是系统漏洞造成的 has its cause before the word.
    if let Some(at) = text.rfind('是')
        && let Some(effect) = EFFECTS.first_in(&text[at..])
    {
        let cause = at + '是'.len_utf8()..at + effect.span.start;
        // A word that begins with 是 has nothing before it.
        return Some(cause.start..cause.end.max(cause.start));
    }
    CAUSES.first_in(text).map(|word| word.span.end..text.len())
}

/// English words of the glossary that any account is full of.
static GENERIC: Words = Words::of(&[Sense::Generic]);

/// Of an English clause only the words that the glossary knows can be judged; a cause needs half of them, a sentence with
/// no particular one of three.
fn english(sentence: &Reading, cited: &[&Evidence<'_>], found: &mut Findings) {
    let known = |from: usize| {
        let telling = |notion: &&Notion| !GENERIC.have(&sentence.text[notion.span.clone()]);
        let notions: Vec<&Notion> =
            sentence.notions.iter().filter(|notion| notion.span.start >= from).filter(telling).collect();
        let is_there = |notion: &&&Notion| {
            let word = &sentence.text[notion.span.clone()];
            cited.iter().any(|evidence| {
                evidence.letters.contains(word)
                    || notion.chinese.iter().any(|chinese| evidence.letters.contains(&**chinese))
            })
        };
        (notions.iter().filter(is_there).count(), notions.len())
    };

    if let Some(cause) = cause_in(&sentence.text) {
        let (there, all) = known(cause.start);
        if all > 1 && there * 3 < all {
            found.faults.push(Fault::Unfounded { written: sentence.text[cause].trim().to_string() });
            return;
        }
        if let Some(fault) = told_as_cause(sentence, cause, cited, found) {
            found.faults.push(fault);
            return;
        }
    }
    let (there, all) = known(0);
    if found.found() == 0 && all > 2 && there * 3 < all {
        found.faults.push(Fault::Unfounded { written: sentence.text.trim().to_string() });
    }
}
