//! A Chinese sentence word by word.

use std::ops::Range;

use super::SHOWN_CHARS;
use super::cause::{Joint, causes, joint, remedies};
use super::item::EvidenceItem;
use super::omitted::{Matched, omitted};
use super::order::{Match, Sort, in_order};
use crate::calendar::Expression;
use crate::citation::fault::{Fault, quote};
use crate::citation::moment::{When, day_of, same};
use crate::citation::reading::Reading;
use crate::citation::rounding::same_value;
use crate::citation::tokens::{is_idle, tokens};
use crate::text::{is_han, last_chars};
use crate::vocabulary::{Sense, Words};

/// Words that hold a sentence together and claim nothing.
static SAFE: Words = Words::of(&[
    Sense::Report,
    Sense::ItsWeek,
    Sense::AccordingTo,
    Sense::Tells,
    Sense::ThisTime,
    Sense::Event,
    Sense::Joint,
    Sense::Link,
    Sense::Sum,
    Sense::Shared,
]);

/// Words for what was done, one as good as the other where the item has any of them.
static HANDLING: Words = Words::of(&[Sense::Handling]);

/// How exactly a number is meant: [`super::super::check`] compares these.
static BOUNDS: Words = Words::of(&[
    Sense::About,
    Sense::WeakAbout,
    Sense::AtLeast,
    Sense::Above,
    Sense::ShortOf,
    Sense::Below,
    Sense::AndMore,
]);

/// Parts of a day, which go with their day anywhere.
static DAYTIMES: Words = Words::of(&[Sense::Daytime]);

/// The characters before a number that name it.
const NEAREST_CHARS: usize = 8;

/// Before a number they say nothing of what is counted.
static GENERIC: Words = Words::of(&[Sense::Sum, Sense::RunningSum]);

/// Words that speak of a document rather than of a day.
static DOCUMENT: Words = Words::of(&[Sense::Report, Sense::ItsWeek]);

/// Whether the sentence's `part` is nothing but words of the item; else what is not.
///
/// # Errors
/// The first thing that departs from the item.
pub(super) fn departure(sentence: &Reading, part: Range<usize>, item: &EvidenceItem<'_>) -> Result<(), Fault> {
    let mut walk = Walk { sentence, item, matches: Vec::new(), joints: Vec::new(), last: 0, figures: Vec::new() };
    let mut at = part.start;
    while let Some(c) = sentence.text[at..part.end].chars().next() {
        at = walk.step(at, part.end, c)?;
    }
    let joints: Vec<usize> = walk.joints.iter().map(|(at, _)| *at).collect();
    in_order(sentence, &part, item, &walk.matches, &joints)?;
    walk.causes_hold()?;
    walk.figures_hold(&sentence.text[part.clone()])?;
    let matched: Vec<Matched> = walk.matches.iter().map(|found| (found.at, found.place.clone())).collect();
    omitted(sentence, &part, &matched, item).map_or(Ok(()), Err)
}

struct Walk<'a> {
    sentence: &'a Reading,
    item: &'a EvidenceItem<'a>,
    matches: Vec<Match>,
    /// Words of the sentence's own that say which of two things caused the other.
    joints: Vec<(usize, Joint)>,
    /// Where the last match ended in the item.
    last: usize,
    /// Numbers: bytes of the sentence, place in the item.
    figures: Vec<(usize, Range<usize>)>,
}

impl Walk<'_> {
    /// The byte behind the word at `at`.
    ///
    /// # Errors
    /// The word that the item lacks.
    fn step(&mut self, at: usize, end: usize, c: char) -> Result<usize, Fault> {
        let text = &self.sentence.text;
        if let Some(moment) = self.sentence.moments.iter().find(|moment| moment.span.start == at) {
            if moment.when != When::Relative {
                let end = moment.span.end;
                return self.moment(at).map(|()| end);
            }
        } else if let Some(quantity) = self.sentence.quantities.iter().find(|quantity| quantity.span.start == at) {
            if let Some(place) = self.figure(at) {
                self.figures.push((at, place.clone()));
                self.matches.push(Match { at, place, sort: Sort::Figure });
                return Ok(quantity.span.end);
            }
            return Err(Fault::reworded(&text[quantity.span.clone()]));
        }
        if c.is_ascii_alphanumeric() {
            return self.latin(at, end);
        }
        if !is_han(c) {
            return Ok(at + c.len_utf8());
        }
        let rest = &text[at..end];
        if let Some((joint, length)) = joint(rest)
            && !self.is_literal(at, length)
        {
            self.joints.push((at, joint));
            return Ok(at + length);
        }
        if let Some((length, place)) = self.item.longest(rest, self.last) {
            let sort = if DAYTIMES.have(&rest[..length]) { Sort::Daytime } else { Sort::Words };
            self.matches.push(Match { at, place: place..place + length, sort });
            self.last = place + length;
            return Ok(at + length);
        }
        if let Some(word) = SAFE.beginning(rest) {
            return Ok(at + word.span.end);
        }
        // 入金超时被上限调到400: who does what to whom is no filler, nor is whether it has come about, nor of how many it holds.
        let with_next: String = rest.chars().take(2).collect();
        let is_filler =
            is_idle(c) && (!"被把由给让使已将曾均都就".contains(c) || self.item.text().contains(&with_next));
        if is_filler || self.in_heading(rest) > 0 {
            return Ok(at + self.in_heading(rest).max(c.len_utf8()));
        }
        // A last ideograph that the match before it left over is looked for with the one before it.
        if let Some(place) = self.further_on(c).or_else(|| self.beside(at, c)) {
            self.matches.push(Match { at, place, sort: Sort::Ideograph });
            return Ok(at + c.len_utf8());
        }
        if self.is_beside_in_heading(at, c) {
            return Ok(at + c.len_utf8());
        }
        if let Some(word) = BOUNDS.beginning(rest)
            && self
                .sentence
                .quantities
                .iter()
                .any(|quantity| [at, at + word.span.end].contains(&quantity.span.start) || quantity.span.end == at)
        {
            return Ok(at + word.span.end);
        }
        if let Some(word) = HANDLING.beginning(rest)
            && HANDLING.are_in(self.item.text())
        {
            return Ok(at + word.span.end);
        }
        let stop = rest.find(|c: char| !is_han(c)).unwrap_or(rest.len());
        let run: String = rest[..stop].chars().take(SHOWN_CHARS).collect();
        Err(Fault::reworded(&run))
    }

    fn moment(&mut self, at: usize) -> Result<(), Fault> {
        let sentence = self.sentence;
        for moment in sentence.moments.iter().filter(|moment| moment.span.start == at) {
            let written = &self.sentence.text[moment.span.clone()];
            let known = &self.item.reading().moments;
            let stated: Vec<Range<usize>> = known
                .iter()
                .filter(|known| self.item.has(known.span.start) && same(&moment.when, &known.when))
                .map(|known| known.span.clone())
                .collect();
            let place = stated.iter().find(|place| place.start >= self.last).or(stated.first()).cloned();
            let is_stated = place.is_some();
            let sort = if matches!(moment.when, When::Time(_)) { Sort::Time } else { Sort::Day };
            self.matches.extend(place.map(|place| Match { at, place, sort }));
            let rest = &self.sentence.text[moment.span.end..];
            let is_of_report = || {
                let own = self.item.evidence.source.date.map(day_of);
                let follows_label =
                    || self.sentence.text[..moment.span.start].trim_end_matches([' ', '(', '（']).ends_with('周');
                own.is_some_and(|own| same(&moment.when, &own))
                    && (DOCUMENT.beginning(rest.strip_prefix('的').unwrap_or(rest)).is_some()
                        || rest.starts_with("一周")
                        || follows_label()
                        || self.item.opens_with_a_clock())
            };
            let holds = match moment.when {
                When::Week(_) => self.item.evidence.names(&moment.when),
                When::Period(Expression::MonthPart { .. }) => is_stated,
                When::Period(_) => self.item.evidence.names(&moment.when),
                _ => is_stated || is_of_report(),
            };
            if !holds {
                return Err(Fault::reworded(written));
            }
        }
        Ok(())
    }

    /// Where the item states the number at `at`; the first place behind the last match before any other.
    fn figure(&self, at: usize) -> Option<Range<usize>> {
        let wanted = self.sentence.quantities.iter().find(|quantity| quantity.span.start == at)?;
        let known = self.item.reading().quantities.iter().filter(|known| {
            self.item.has(known.span.start) && known.unit.fits(&wanted.unit) && same_value(wanted, known)
        });
        let places: Vec<Range<usize>> = known.map(|known| known.span.clone()).collect();
        places.iter().find(|place| place.start >= self.last).or_else(|| places.first()).cloned()
    }

    /// A Latin word or a bare number.
    fn latin(&mut self, at: usize, end: usize) -> Result<usize, Fault> {
        let rest = &self.sentence.text[at..end];
        let length = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "._-/:+".contains(c))).unwrap_or(rest.len());
        let word = rest[..length].trim_end_matches(['.', ':', '-', '/']);
        let places = self.item.places_of_latin(word);
        // 云WAF of 本地WAF is another one.
        let before = self.sentence.text[..at].chars().next_back().filter(|c| is_han(*c) && !is_idle(*c));
        let is_of_that_name = |place: &usize| {
            let own = self.item.reading().text[..*place].chars().next_back().filter(|c| is_han(*c) && !is_idle(*c));
            before.is_none() || own.is_none() || before == own
        };
        let (places, others): (Vec<usize>, Vec<usize>) = places.into_iter().partition(is_of_that_name);
        if places.is_empty() && !others.is_empty() {
            return Err(Fault::reworded(&format!("{}{word}", before.unwrap_or_default())));
        }
        if let Some(start) = self.item.nearest(places.into_iter(), rest, self.last) {
            self.matches.push(Match { at, place: start..start + word.len(), sort: Sort::Words });
            self.last = start + word.len();
        } else if !self.item.is_under(word) {
            return Err(Fault::reworded(word));
        }
        Ok(at + length)
    }

    /// An ideograph with the one before or behind it in the sentence.
    fn pairs(&self, at: usize, c: char) -> [Option<String>; 2] {
        let text = &self.sentence.text;
        let before = text[..at].chars().next_back().filter(|before| before.is_alphanumeric());
        let behind = text[at + c.len_utf8()..].chars().next().filter(|behind| behind.is_alphanumeric());
        [before.map(|before| format!("{before}{c}")), behind.map(|behind| format!("{c}{behind}"))]
    }

    /// The span of an ideograph in the item beside a neighbour that it has in the sentence.
    fn beside(&self, at: usize, c: char) -> Option<Range<usize>> {
        let [before, behind] = self.pairs(at, c);
        let place = |pair: &String| self.item.places(pair).next();
        let start = before.and_then(|pair| Some(place(&pair)? + pair.len() - c.len_utf8()));
        let start = start.or_else(|| behind.and_then(|pair| place(&pair)))?;
        Some(start..start + c.len_utf8())
    }

    fn is_beside_in_heading(&self, at: usize, c: char) -> bool {
        self.pairs(at, c).into_iter().flatten().any(|pair| self.item.is_under(&pair))
    }

    /// The span of an ideograph behind the last match in its clause.
    fn further_on(&self, c: char) -> Option<Range<usize>> {
        let last =
            self.matches.last().filter(|last| matches!(last.sort, Sort::Words | Sort::Figure | Sort::Ideograph))?;
        let clause = self.item.clause_of(last.place.start);
        let from = last.place.end.min(clause.end);
        let start = from + self.item.reading().text[from..clause.end].find(c)?;
        Some(start..start + c.len_utf8())
    }

    /// How many bytes of the text, two ideographs at least, the headings have.
    fn in_heading(&self, rest: &str) -> usize {
        let mut length = 0;
        for (chars, (at, c)) in rest.char_indices().enumerate() {
            let end = at + c.len_utf8();
            if !is_han(c) || !self.item.is_under(&rest[..end]) {
                break;
            }
            if chars > 0 {
                length = end;
            }
        }
        length
    }

    /// Whether the item has the word at `at` together with the two characters before or behind it.
    fn is_literal(&self, at: usize, length: usize) -> bool {
        let text = &self.sentence.text;
        let before = last_chars(&text[..at], 2);
        let behind: String = text[at + length..].chars().take(2).collect();
        let word = &text[at..at + length];
        let has = |words: &str| words.chars().count() > word.chars().count() && self.item.text().contains(words);
        has(&format!("{before}{word}")) || has(&format!("{word}{behind}"))
    }

    /// What the sentence's own words call a cause, the item does.
    fn causes_hold(&self) -> Result<(), Fault> {
        if self.joints.is_empty() {
            return Ok(());
        }
        let causes = causes(self.item);
        let remedies = remedies(self.item);
        let words = || self.matches.iter().filter(|found| found.sort == Sort::Words);
        for (at, joint) in &self.joints {
            let cause = match joint {
                Joint::CauseFollows => words().find(|found| found.at > *at),
                Joint::CauseBefore => words().rev().find(|found| found.at < *at),
            };
            let effect = match joint {
                Joint::CauseFollows => words().rev().find(|found| found.at < *at),
                Joint::CauseBefore => words().find(|found| found.at > *at),
            };
            let is_in =
                |zones: &[Range<usize>], found: &Match| zones.iter().any(|zone| zone.contains(&found.place.start));
            // What was done about it is no effect of the cause.
            let holds = cause.is_some_and(|cause| is_in(&causes, cause))
                && !effect.is_some_and(|effect| is_in(&remedies, effect));
            if !holds {
                let run: String = self.sentence.text[*at..].chars().take(SHOWN_CHARS).collect();
                return Err(Fault::reworded(&run));
            }
        }
        Ok(())
    }

    /// Whether the item states another number of the same unit.
    fn has_rival(&self, place: &Range<usize>) -> bool {
        let quantities = &self.item.reading().quantities;
        let own = quantities.iter().find(|known| known.span == *place);
        let others = quantities.iter().filter(|known| known.span != *place && self.item.has(known.span.start));
        own.is_some_and(|own| others.into_iter().any(|other| other.unit.fits(&own.unit)))
    }

    /// Rejects a number without the words that name it in the item, and a row of values that is not repeated to its end.
    fn figures_hold(&self, part: &str) -> Result<(), Fault> {
        let said = tokens(part);
        for (at, place) in self.figures.iter().filter(|(_, place)| self.has_rival(place)) {
            let mut before = self.item.words_before(place.start).to_string();
            GENERIC.iter().for_each(|word| before = before.replace(word, " "));
            let before = tokens(last_chars(&before, NEAREST_CHARS));
            if before.intersection(&said).count() * 2 < before.len() {
                let clause = self.item.clause_of(place.start);
                let source = quote(self.item.reading().text[clause].trim());
                let written = self.sentence.quantities.iter().find(|quantity| quantity.span.start == *at);
                let written = written.map_or("", |quantity| &self.sentence.text[quantity.span.clone()]);
                return Err(Fault::Misplaced { written: written.to_string(), source });
            }
        }
        let Some((_, last)) = self.figures.last().filter(|_| self.figures.len() > 1) else { return Ok(()) };
        let rest = self.item.reading().text[last.end..].trim_start();
        let goes_on = ["→", "->", "—>", "=>", "到", "至", "升至", "降至", "提升到", "提升至", "降到"]
            .iter()
            .filter_map(|sign| rest.strip_prefix(sign))
            .any(|rest| rest.trim_start().starts_with(|c: char| c.is_ascii_digit()));
        let is_change = ["从", "由", "→"].iter().any(|word| part.contains(word));
        match goes_on && is_change {
            true => Err(Fault::Omitted {
                written: rest.chars().take(SHOWN_CHARS).collect(),
                source: quote(self.item.reading().text[self.item.clause_of(last.start)].trim()),
            }),
            false => Ok(()),
        }
    }
}
