//! The measure that a percentage is of, where both texts name one: 采纳率 and 覆盖率 of one thing are told apart by their last
//! word.

use super::fault::Fault;
use super::polarity::quote;
use super::reading::Reading;
use super::tokens::is_han;
use super::unit::Unit;

/// 采纳率91% where the source says 覆盖率91% and gives the 采纳率 another value.
pub(super) fn other(sentence: &Reading, at: usize, source: &Reading, known: usize) -> Option<Fault> {
    let written = named(sentence, at)?;
    let own = named(source, known)?;
    let is_told_apart = written != own && !own.ends_with(&written) && !written.ends_with(&own);
    let is_elsewhere = (0..source.quantities.len())
        .any(|other| other != known && named(source, other).is_some_and(|name| name == written));
    (is_told_apart && is_elsewhere).then(|| Fault::Misplaced {
        written: format!("{written}{}", &sentence.text[sentence.quantities[at].span.clone()]),
        source: quote(&source.text[source.clause_of(source.quantities[known].span.start)]),
    })
}

/// The two ideographs and the 率 that a percentage stands with, between the number before and itself.
fn named(reading: &Reading, at: usize) -> Option<String> {
    let quantity = &reading.quantities[at];
    if quantity.unit != Unit::Percent {
        return None;
    }
    let clause = reading.clause_of(quantity.span.start);
    let from = at.checked_sub(1).map_or(0, |before| reading.quantities[before].span.end).max(clause.start);
    let before = &reading.text[from.min(quantity.span.start)..quantity.span.start];
    let end = before.rfind('率')?;
    let name: Vec<char> = before[..end].chars().rev().take_while(|c| is_han(*c)).take(2).collect();
    (name.len() == 2).then(|| name.iter().rev().chain(['率'].iter()).collect())
}
