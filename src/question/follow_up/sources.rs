//! What is said about the answer itself: thanks, where it comes from, and items that it does not have.

use super::base::leans;
use super::pointer::{Place, ordinal};
use super::told::Turn;
use super::without;
use super::words::COURTESIES;
use crate::question::Question;

/// Whether nothing is asked: `谢谢`, `ok`.
#[must_use]
pub fn is_courtesy(text: &str) -> bool {
    let lower = text.to_lowercase();
    let said = lower.trim_matches(|c: char| !c.is_alphanumeric());
    COURTESIES.contains(&said)
}

/// Whether it is the sources of the last answer that are asked for, and of which of its sources (from 1): `来源呢`,
/// `第二条的出处`, `where does that come from?`.
#[must_use]
pub fn asks_for_sources(asked: &str) -> Option<Option<usize>> {
    const CHINESE: &[&str] = &["来源", "出处", "依据", "原文", "哪份周报写的", "哪份周报说的", "哪里写的", "引用"];
    const ENGLISH: &[&str] = &[
        "sources", "source", "where does that come from", "where does it come from", "where is that from", "citations",
    ];
    const AROUND: &[&str] = &[
        "上一个问题", "上个问题", "上一个回答", "上个回答", "这个回答", "刚才", "上面", "给我看", "给我", "看看", "看",
        "在哪里", "在哪", "是什么", "有哪些", "什么", "show", "the", "me", "list", "of", "your", "for", "that",
        "answer", "what", "are", "is",
    ];
    let question = Question::read(asked).ok()?;
    let lower = question.text.to_lowercase();
    let named = ordinal(&lower);
    let mut rest = lower.clone();
    if let Some(named) = &named {
        rest.replace_range(named.span.clone(), " ");
    }
    let word = CHINESE.iter().chain(ENGLISH).find(|word| rest.contains(**word))?;
    rest = rest.replacen(word, " ", 1);
    for word in AROUND.iter().filter(|word| !word.is_ascii()) {
        rest = rest.replace(word, " ");
    }
    let is_alone = rest.split(|c: char| !c.is_alphanumeric()).all(|word| AROUND.contains(&word) || leans(word));
    let place = named.and_then(|named| named.place.of(usize::MAX).filter(|place| *place < usize::MAX - 1));
    (is_alone && question.times.is_empty()).then_some(place.map(|place| place + 1))
}

/// An item of the last list that the question points at and that is not there: the place asked for and how many there are.
#[must_use]
pub fn points_past_the_list(asked: &str, turns: &[Turn]) -> Option<(usize, usize)> {
    let question = Question::read(asked).ok()?;
    let named = ordinal(&question.text)?;
    let told = turns.iter().rev().find(|turn| turn.told.len() > 1)?.told.len();
    let names_something = Question::read(&without(&question.text, &named.span)).is_ok_and(|rest| !leans(&rest.subject));
    match named.place {
        Place::Nth(place) if place >= told && !names_something => Some((place + 1, told)),
        _ => None,
    }
}
