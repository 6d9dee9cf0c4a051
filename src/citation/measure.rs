//! What a number is of, by the words right before it where the source has both: 采纳率 and 覆盖率, 迁移进度 and 总进度.

use super::fault::{Fault, quote};
use super::reading::Reading;
use super::rounding::same_value;
use crate::text::is_han;
use crate::vocabulary::{Sense, Words};

/// How many more characters of its name the other number must have.
const CLEARER: usize = 2;

/// 采纳率91% where the source says 覆盖率91% and gives the 采纳率 another value.
pub(super) fn other(sentence: &Reading, at: usize, source: &Reading, known: usize) -> Option<Fault> {
    let written = name(sentence, at);
    if sentence.is_english || source.is_english || written.len() < CLEARER {
        return None;
    }
    let likeness =
        |other: usize| name(source, other).iter().zip(&written).take_while(|(one, other)| one == other).count();
    let here = &sentence.quantities[at];
    // 99.99%（上周99.99%）: any number of that value may be the one meant.
    let equals = (0..source.quantities.len()).filter(|other| source.quantities[*other].value == here.value);
    let own = equals.chain([known]).map(likeness).max().unwrap_or(0);
    let rival = (0..source.quantities.len()).find(|other| {
        let there = &source.quantities[*other];
        !same_value(here, there) && here.unit == there.unit && likeness(*other) >= own + CLEARER
    })?;
    Some(Fault::Misplaced {
        written: sentence.text[sentence.clause_of(here.span.start)].trim().to_string(),
        source: quote(&source.text[source.clause_of(source.quantities[rival].span.start)]),
    })
}

/// Words right before a number that name nothing.
static UNNAMED: Words = Words::of(&[Sense::Joint, Sense::Also, Sense::Sum, Sense::RunningSum, Sense::Remainder]);

/// The ideographs right before a number, the nearest first, without what leads to it (为, 共, 达到).
fn name(reading: &Reading, at: usize) -> Vec<char> {
    let quantity = &reading.quantities[at];
    let clause = reading.clause_of(quantity.span.start);
    let from = at.checked_sub(1).map_or(0, |before| reading.quantities[before].span.end).max(clause.start);
    let before = &reading.text[from.min(quantity.span.start)..quantity.span.start];
    let before = before
        .trim_end_matches(|c: char| c == ':' || c.is_whitespace() || "为是达到了共约仅只有计至已经就在的".contains(c));
    let before = UNNAMED.ending(before).map_or(before, |word| &before[..word.span.start]);
    before.chars().rev().take_while(|c| is_han(*c)).collect()
}
