//! What is said about the answer itself: thanks, where it comes from, and items that it does not have.

use super::base::leans;
use super::pointer::{ListPosition, ordinal};
use super::turn::Turn;
use super::without;
use super::words::COURTESIES;
use crate::question::Question;
use crate::vocabulary::{Sense, Words};

/// Whether nothing is asked: `谢谢`, `ok`.
pub fn is_courtesy(text: &str) -> bool {
    let lower = text.to_lowercase();
    let said = lower.trim_matches(|c: char| !c.is_alphanumeric());
    COURTESIES.contains(&said)
}

/// Whether it is the sources of the last answer that are asked for, and of which of its sources (from 1): `来源呢`,
/// `第二条的出处`, `where does that come from?`.
pub fn asks_for_sources(asked: &str) -> Option<Option<usize>> {
    static SOURCES: Words = Words::of(&[Sense::AskedSource]);
    static AROUND: Words = Words::of(&[Sense::SourceFiller]);
    let question = Question::read(asked).ok()?;
    let lower = question.text.to_lowercase();
    let named = ordinal(&lower);
    let mut rest = lower.clone();
    if let Some(named) = &named {
        rest.replace_range(named.span.clone(), " ");
    }
    rest.replace_range(SOURCES.first_in(&rest)?.span, " ");
    for word in AROUND.all_in(&rest).into_iter().rev() {
        rest.replace_range(word.span, " ");
    }
    let is_alone = rest.split(|c: char| !c.is_alphanumeric()).all(leans);
    let place = named.and_then(|named| named.place.of(usize::MAX).filter(|place| *place < usize::MAX - 1));
    (is_alone && question.times.is_empty()).then_some(place.map(|place| place + 1))
}

/// An item of the last list that the question points at and that is not there: the place asked for and how many there are.
pub fn points_past_the_list(asked: &str, turns: &[Turn]) -> Option<(usize, usize)> {
    let question = Question::read(asked).ok()?;
    let named = ordinal(&question.text)?;
    let items = turns.iter().rev().find(|turn| turn.items.len() > 1)?.items.len();
    let names_something = Question::read(&without(&question.text, &named.span)).is_ok_and(|rest| !leans(&rest.subject));
    match named.place {
        ListPosition::Nth(place) if place >= items && !names_something => Some((place + 1, items)),
        _ => None,
    }
}
