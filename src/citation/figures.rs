//! Whether a source has a sentence's numbers, of the same thing, of the same day and week, and as exactly.

use std::collections::HashSet;

use rust_decimal::Decimal;

use super::bound::Bound;
use super::change;
use super::derived::is_derived;
use super::evidence::Evidence;
use super::fault::{Fault, Kind};
use super::findings::Findings;
use super::measure;
use super::moment::{When, same};
use super::quantity::Quantity;
use super::reading::Reading;
use super::rounding::same_value;
use super::step;
use super::subject::{crossed, other_subject};
use super::tokens::Token;
use super::unit::Unit;

/// A figure of a source that has the value.
struct Match<'e> {
    evidence: &'e Evidence<'e>,
    which: usize,
    at: usize,
}

impl Match<'_> {
    fn quantity(&self) -> &Quantity {
        &self.evidence.reading.quantities[self.at]
    }
}

/// Looks for every number of the sentence in the cited sources.
pub(super) fn look_for(sentence: &Reading, cited: &[&Evidence<'_>], found: &mut Findings) {
    if let Some(fault) = change::turned(sentence, cited) {
        found.faults.push(fault);
    }
    found.faults.extend(cited.iter().find_map(|evidence| crossed(sentence, &evidence.reading)));
    for at in 0..sentence.quantities.len() {
        let quantity = &sentence.quantities[at];
        let written = sentence.text[quantity.span.clone()].to_string();
        let matches = matches_of(sentence, at, cited);
        if matches.is_empty() {
            if is_derived(sentence, at, cited) {
                continue;
            }
            found.faults.push(Fault::Particular { written, kind: kind_of(quantity) });
            continue;
        }
        match fittest(sentence, at, &matches, cited) {
            Ok(best) => {
                found.place(best.which, best.quantity().span.start);
                found.faults.extend(step::turned(sentence, at, &best.evidence.reading, best.at));
                found.faults.extend(measure::other(sentence, at, &best.evidence.reading, best.at));
            }
            Err(fault) => found.faults.push(fault),
        }
    }
}

fn kind_of(quantity: &Quantity) -> Kind {
    match quantity.unit {
        Unit::Percent | Unit::Point => Kind::Percentage,
        Unit::Money(_) => Kind::Amount,
        Unit::Seconds => Kind::Duration,
        Unit::Bare | Unit::Counted(_) => Kind::Number,
    }
}

/// Figures of the value and a fitting unit; where the sentence names the week of a cited report, only that report's.
fn matches_of<'e>(sentence: &Reading, at: usize, cited: &'e [&'e Evidence<'e>]) -> Vec<Match<'e>> {
    let wanted = &sentence.quantities[at];
    let week = week_of(sentence, at);
    let own: Vec<bool> = cited
        .iter()
        .map(|evidence| week.is_some_and(|week| matches!(week, When::Week(label) if evidence.is_week(*label))))
        .collect();
    let is_bound = own.iter().any(|own| *own);
    let mut found = Vec::new();
    for (which, evidence) in cited.iter().copied().enumerate() {
        let before = matches!(week, Some(When::Week(label)) if evidence.is_week_after(*label));
        if is_bound && !own[which] && !before {
            continue;
        }
        for (at, known) in evidence.reading.quantities.iter().enumerate() {
            // 上周99.94% is of the week before, and of no other.
            let is_earlier = change::is_earlier(&evidence.reading, at);
            let is_of_week = week.is_none() || is_earlier == (before && !own[which]) || is_of_a_change(sentence);
            if is_of_week
                && same_value(wanted, known)
                && (wanted.unit.fits(&known.unit) || is_worded_otherwise(wanted, known))
            {
                found.push(Match { evidence, which, at });
            }
        }
    }
    found
}

/// From 99.94% to 99.96% in week 26: the first is of the week before.
fn is_of_a_change(sentence: &Reading) -> bool {
    let lower = sentence.text.to_lowercase();
    ["由", "从", "上周", "前一周", "相比", "from ", "previous", "last week", "week before", "compared"]
        .iter()
        .any(|word| lower.contains(word))
}

/// Matches a noun of the sentence's own for a bare number, and an answer's code: the 502s of a sentence.
fn is_worded_otherwise(wanted: &Quantity, known: &Quantity) -> bool {
    match (&wanted.unit, &known.unit) {
        (Unit::Counted(noun), Unit::Bare) => noun.is_none(),
        // The 502s of a sentence are answers with that code.
        (Unit::Seconds, Unit::Bare) => (400..600).any(|code| wanted.value == Decimal::from(code)),
        _ => false,
    }
}

/// The week that the sentence says the number is of: the last one named before it, else one right behind it.
fn week_of(sentence: &Reading, at: usize) -> Option<&When> {
    let quantity = &sentence.quantities[at];
    // Compared with week 22, week 26 rose from 99.91%: the first is not of the week named last.
    let before = sentence.text[..quantity.span.start].trim_end();
    if before.ends_with(['从', '由']) || before.ends_with("from") {
        return None;
    }
    let weeks = || sentence.moments.iter().filter(|moment| matches!(moment.when, When::Week(_)));
    let next = sentence.quantities.get(at + 1).map_or(usize::MAX, |next| next.span.start);
    let behind = weeks().find(|week| {
        week.span.start >= quantity.span.end
            && week.span.start < next
            && sentence.clause_of(week.span.start) == sentence.clause_of(quantity.span.start)
    });
    let before = weeks().rfind(|week| week.span.end <= quantity.span.start);
    let chosen = if sentence.is_english { behind.or(before) } else { before.or(behind) };
    chosen.map(|week| &week.when)
}

/// The match whose words, day and bound agree, or what speaks against the best one.
fn fittest<'m, 'e>(
    sentence: &Reading,
    at: usize,
    matches: &'m [Match<'e>],
    cited: &[&Evidence<'_>],
) -> Result<&'m Match<'e>, Fault> {
    let quantity = &sentence.quantities[at];
    let written = sentence.text[quantity.span.clone()].to_string();
    let words = sentence.words_of_quantity(at);
    let day = day_of(sentence, at);
    let shared = |found: &&Match<'_>| found.evidence.reading.words_of_quantity(found.at).intersection(&words).count();
    let mut ranked: Vec<&Match<'e>> = matches.iter().collect();
    ranked.sort_by_key(|found| (quantity.unit == found.quantity().unit, shared(found)));
    let mut fault = None;
    for found in ranked.iter().rev() {
        let reading = &found.evidence.reading;
        let known = found.quantity();
        let source = quote(found.evidence, known.span.start);
        let item = reading.item_of(known.span.start);
        let mut days = reading.days_in(&item).peekable();
        if let Some(day) = day
            && days.peek().is_some()
            && !days.any(|known| same(day, known))
            && !found.evidence.source.date.is_some_and(|date| same(day, &super::moment::day_of(date)))
        {
            fault = fault.or(Some(Fault::Misplaced { written: written.clone(), source }));
            continue;
        }
        if let Some(rival) = rival(&words, found, quantity, day, cited, (sentence, at)) {
            fault = fault.or(Some(Fault::Misplaced { written: written.clone(), source: rival }));
            continue;
        }
        if let Some(subject) = other_subject(sentence, reading, known.span.start) {
            fault =
                fault.or(Some(Fault::Misplaced { written: written.clone(), source: format!("{subject}≠{source}") }));
            continue;
        }
        if !bound_agrees(quantity.bound, known.bound) {
            fault = fault.or(Some(Fault::Qualifier { written: written.clone(), source }));
            continue;
        }
        return Ok(found);
    }
    Err(fault.unwrap_or(Fault::Particular { written, kind: kind_of(quantity) }))
}

/// The day that a number of the sentence is of: the last one named before it, else its only one.
fn day_of(sentence: &Reading, at: usize) -> Option<&When> {
    let start = sentence.quantities[at].span.start;
    let mut days = sentence.moments.iter().filter(|moment| matches!(moment.when, When::Day { .. }));
    let before = days.clone().rfind(|moment| moment.span.end <= start);
    let only = || days.next().filter(|_| days.next().is_none());
    before.or_else(only).map(|moment| &moment.when)
}

/// Another figure of the same source and unit that the sentence's words name, while they do not name the one found: its
/// clause.
fn rival(
    words: &HashSet<Token>,
    found: &Match<'_>,
    wanted: &Quantity,
    day: Option<&When>,
    cited: &[&Evidence<'_>],
    sentence: (&Reading, usize),
) -> Option<String> {
    let ideographs = &sentence.0.ideographs_before(sentence.1);
    let sentence_names = |other: &Quantity| sentence.0.quantities.iter().any(|known| same_value(known, other));
    let own = found.evidence.reading.words_of_quantity(found.at);
    let evidence = cited.get(found.which)?;
    let reading = &evidence.reading;
    reading.quantities.iter().enumerate().find_map(|(at, other)| {
        let is_bare = |quantity: &Quantity| quantity.unit == Unit::Bare;
        let is_rival = !same_value(wanted, other)
            && wanted.unit.fits(&other.unit)
            && found.quantity().unit.fits(&other.unit)
            && is_bare(found.quantity()) == is_bare(other)
            // 211笔 that stands as 211笔 is not rivalled by 6个, nor the 3 of 2到3条 by its 2.
            && (wanted.unit != found.quantity().unit || wanted.unit == other.unit)
            && !is_range(reading, found.at, at);
        if !is_rival {
            return None;
        }
        // What is told of another day is told of another thing.
        let item = reading.item_of(other.span.start);
        let mut days = reading.days_in(&item).peekable();
        if day.is_some_and(|day| days.peek().is_some() && !days.any(|known| same(day, known))) {
            return None;
        }
        let others = reading.words_of_quantity(at);
        // What opens a line that both stand on speaks for neither.
        let line = |at: usize| reading.text[..reading.quantities[at].span.start].matches('\n').count();
        let common = if line(at) == line(found.at) && reading.inherits_lead(at) {
            reading.tokens_in(reading.lead(other.span.start))
        } else {
            HashSet::new()
        };
        let others: HashSet<Token> = others.difference(&common).copied().collect();
        let named = |these: &HashSet<Token>, those: &HashSet<Token>| {
            these.difference(those).filter(|token| words.contains(*token)).count()
        };
        // 修复 and 修掉 share one ideograph that the other figure's words have not.
        let near = |these: &HashSet<char>| !these.is_disjoint(ideographs);
        let (mine, rivals) = (reading.ideographs_before(found.at), reading.ideographs_before(at));
        if near(&mine.difference(&rivals).copied().collect()) && sentence_names(other) {
            return None;
        }
        let (mut for_other, mut for_own) = (named(&others, &own), named(&own, &others));
        if for_own == 0 {
            // What opened their lines may tell them apart; its own line up to it speaks for the one found.
            let led = |part: std::ops::Range<usize>, own: &HashSet<Token>| -> HashSet<Token> {
                own.union(&reading.tokens_in(part)).copied().collect()
            };
            let place = reading.quantities[found.at].span.start;
            let line = reading.text[..place].rfind('\n').map_or(0, |end| end + 1);
            let lead = if line == reading.text[..other.span.start].rfind('\n').map_or(0, |end| end + 1) {
                reading.lead(place)
            } else {
                line..place
            };
            let (others, own) = (led(reading.lead(other.span.start), &others), led(lead, &own));
            for_own = named(&own, &others);
            for_other = for_other.max(named(&others, &own));
        }
        (for_other > 0 && for_own == 0).then(|| quote(evidence, other.span.start))
    })
}

/// Whether two numbers are the ends of one range: 2到3条.
fn is_range(reading: &Reading, one: usize, other: usize) -> bool {
    let (first, second) = (&reading.quantities[one.min(other)], &reading.quantities[one.max(other)]);
    let between = reading.text.get(first.span.end..second.span.start).unwrap_or_default();
    matches!(between.trim(), "到" | "至" | "~" | "-" | "to")
}

/// The clause of a source around a place.
fn quote(evidence: &Evidence<'_>, at: usize) -> String {
    let clause = evidence.reading.clause_of(at);
    evidence.reading.text[clause].trim_matches(|c: char| c.is_whitespace() || "，。；、,;|()-".contains(c)).to_string()
}

/// A sentence may say less exactly what a source says exactly, and not the other way round.
fn bound_agrees(sentence: Bound, source: Bound) -> bool {
    match sentence {
        Bound::About => true,
        Bound::Exact => matches!(source, Bound::Exact | Bound::Most),
        Bound::Over => source == Bound::Over,
        Bound::Under => matches!(source, Bound::Under | Bound::Most),
        Bound::Most => matches!(source, Bound::Most | Bound::Exact | Bound::Under),
    }
}
