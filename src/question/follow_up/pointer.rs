//! The words of a follow-up that point back: at an item (`第二个`), at the thing (`它`, `that`), at its time (`那周`).

use super::turn::Turn;
use super::words::{
    AFTER, BEFORE, ENGLISH_KINDS, ENGLISH_POINTERS, ENGLISH_TIMES, KINDS, NO_POINTERS, POINTERS, SAME_TIME,
};
use crate::report::Span;
use crate::text::is_whole;
use crate::vocabulary::{Sense, Words};

/// An item of the last list: where it is named, and its place from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ordinal {
    pub span: Span,
    pub place: ListPosition,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ListPosition {
    Nth(usize),
    Last,
}

impl ListPosition {
    pub(super) fn of(self, count: usize) -> Option<usize> {
        match self {
            Self::Nth(place) => (place < count).then_some(place),
            Self::Last => count.checked_sub(1),
        }
    }
}

/// `第二个`, `最后一起事故`, `the third one`, `#2`.
pub(super) fn ordinal(text: &str) -> Option<Ordinal> {
    chinese_ordinal(text).or_else(|| english_ordinal(text))
}

fn chinese_ordinal(text: &str) -> Option<Ordinal> {
    static COUNTERS: Words = Words::of(&[Sense::Counter, Sense::Occasion]);
    const NUMBERS: &str = "一二三四五六七八九十";
    let (start, place, rest) = if let Some(at) = text.find("最后一") {
        (at, ListPosition::Last, &text[at + "最后一".len()..])
    } else {
        let at = text.find('第')?;
        let after = &text[at + '第'.len_utf8()..];
        let first = after.chars().next()?;
        let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
        match (digits.parse::<usize>(), NUMBERS.chars().position(|number| number == first)) {
            (Ok(number), _) if number > 0 => (at, ListPosition::Nth(number - 1), &after[digits.len()..]),
            (_, Some(number)) => (at, ListPosition::Nth(number), &after[first.len_utf8()..]),
            _ => return None,
        }
    };
    let counter = COUNTERS.beginning(rest)?;
    let mut end = text.len() - rest.len() + counter.span.end;
    // 第一个月 counts months, 第二次上线 launches.
    let follows = &text[end..];
    if follows.starts_with(['月', '季', '星', '工']) {
        return None;
    }
    let kind = KINDS.iter().find(|kind| follows.starts_with(**kind));
    end += kind.map_or(0, |kind| kind.len());
    const GOES_ON: &str = "的是怎为呢？?影原处有什，谁持后现恢修解何多几";
    let is_whole = text[end..].chars().next().is_none_or(|next| GOES_ON.contains(next));
    (is_whole || kind.is_some()).then_some(Ordinal { span: start..end, place })
}

fn english_ordinal(text: &str) -> Option<Ordinal> {
    let words = words(text);
    for (at, (span, word)) in words.iter().enumerate() {
        let place = match ORDINALS.first_in(word).and_then(|found| found.note.parse::<usize>().ok()) {
            Some(number) => ListPosition::Nth(number - 1),
            None if word == "last" => ListPosition::Last,
            None => continue,
        };
        let is_definite = at > 0 && words[at - 1].1 == "the";
        let next = words.get(at + 1).map(|(_, word)| word.as_str());
        let is_kind = next.is_some_and(|next| ENGLISH_KINDS.contains(&next) || next == "item");
        // `the first report` is another thing; `the last week` is a time.
        if !is_definite || !(is_kind || next.is_none() || next.is_some_and(|next| next == "about" || VERBS.have(next)))
        {
            continue;
        }
        let end = if is_kind { words[at + 1].0.end } else { span.end };
        return Some(Ordinal { span: words[at - 1].0.start..end, place });
    }
    None
}

/// `first`, with its number.
static ORDINALS: Words = Words::of(&[Sense::Ordinal]);

/// What may follow an item.
static VERBS: Words = Words::of(&[Sense::ItemVerb, Sense::VerbDone, Sense::Auxiliary]);

/// `冷链车那次`: the item that these words name, and what the text names it with.
pub(super) fn named_item(text: &str, turn: &Turn) -> Option<(Span, usize)> {
    static POINTS: Words = Words::of(&[Sense::ThatOne]);
    let pointer = POINTS.first_in(text)?;
    let name = text[..pointer.span.start].trim().trim_end_matches('的');
    let mut holding = turn.items.iter().enumerate().filter(|(_, item)| item.about.contains(name));
    match (name.chars().count() >= 2, holding.next(), holding.next()) {
        (true, Some((place, _)), None) => Some((0..pointer.span.end, place)),
        _ => None,
    }
}

/// Words for what was spoken of.
pub(super) fn thing(text: &str) -> Option<Span> {
    chinese_thing(text).or_else(|| english_thing(text))
}

fn chinese_thing(text: &str) -> Option<Span> {
    let mut found: Vec<Span> = Vec::new();
    for pointer in POINTERS.iter() {
        for (at, _) in text.match_indices(pointer) {
            let span = at..at + pointer.len();
            let is_other = NO_POINTERS.iter().any(|other| {
                text.match_indices(other).any(|(place, _)| place < span.end && span.start < place + other.len())
            });
            // 那个信号灯: of something named just now, not of what was before.
            let needs_an_end = matches!(*pointer, "那个" | "这个" | "那次" | "这次" | "那起" | "这起");
            let ends = "的是怎为什有影后谁何几多还已会被修恢处解上现到最能跟和与造导损持耽涉是，？?呢吗";
            let has_an_end = text[span.end..].chars().next().is_none_or(|next| ends.contains(next));
            if !is_other
                && (!needs_an_end || has_an_end)
                && !found.iter().any(|known| known.start < span.end && span.start < known.end)
            {
                found.push(span);
            }
        }
    }
    found.into_iter().min_by_key(|span| span.start)
}

fn english_thing(text: &str) -> Option<Span> {
    static BEFORE_THAT: Words = Words::of(&[
        Sense::Preposition,
        Sense::OtherPreposition,
        Sense::Auxiliary,
        Sense::Manner,
        Sense::VerbDone,
        Sense::PointerVerb,
    ]);
    let words = words(text);
    for (at, (span, word)) in words.iter().enumerate() {
        let next = words.get(at + 1);
        let kind = next.filter(|(_, next)| ENGLISH_KINDS.contains(&next.as_str()));
        let is_definite_kind = word == "the"
            && kind
                .is_some_and(|(_, kind)| !matches!(kind.as_str(), "one" | "figure" | "number" | "rate" | "incidents"))
            && !words.get(at + 2).is_some_and(|(_, word)| ["of", "on", "in", "at", "with"].contains(&word.as_str()));
        if is_definite_kind && let Some((kind, _)) = kind {
            return Some(span.start..kind.end);
        }
        // IT is a trade.
        if !ENGLISH_POINTERS.contains(&word.as_str()) || text[span.clone()] == *"IT" {
            continue;
        }
        let is_time = next.is_some_and(|(_, next)| ENGLISH_TIMES.contains(&next.as_str()));
        let stands_for_a_thing = matches!(word.as_str(), "it" | "its" | "they" | "them")
            || kind.is_some()
            || next.is_none()
            || at == 0
            || words.get(at.wrapping_sub(1)).is_some_and(|(_, before)| BEFORE_THAT.have(before));
        if !is_time && stands_for_a_thing {
            return Some(span.start..kind.map_or(span.end, |(kind, _)| kind.end));
        }
    }
    None
}

/// Words for the time that was spoken of.
pub(super) fn same_time(text: &str) -> Option<Span> {
    first_of(text, &SAME_TIME)
}

/// Words for the time after it (true), or before.
pub(super) fn time_beside(text: &str) -> Option<(Span, bool)> {
    first_of(text, &AFTER).map(|span| (span, true)).or_else(|| first_of(text, &BEFORE).map(|span| (span, false)))
}

/// The first listed phrase that the text has; English ones as whole words.
fn first_of(text: &str, phrases: &[&str]) -> Option<Span> {
    let lower = text.to_ascii_lowercase();
    phrases.iter().find_map(|phrase| {
        let at = lower.find(phrase)?;
        let span = at..at + phrase.len();
        is_whole(&lower, &span).then_some(span)
    })
}

/// The Latin words of a text in lower case, with their places.
fn words(text: &str) -> Vec<(Span, String)> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain(std::iter::once((text.len(), ' '))) {
        match (c.is_ascii_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                words.push((from..at, text[from..at].to_ascii_lowercase()));
                start = None;
            }
            _ => {}
        }
    }
    words
}
