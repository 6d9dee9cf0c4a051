//! Units in both languages, and which of them can count the same things.

use super::groups::{ALIKE, COUNTED, NOUNS};
use super::scales::UNITS;
use crate::vocabulary::{Sense, Words};

/// What a number counts or measures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Unit {
    /// None is written.
    Bare,
    /// Values are in percent; ‰ and 成 are converted.
    Percent,
    /// Percentage points; basis points are converted.
    Point,
    /// Values are in the currency's own unit, not in 万元.
    Money(Currency),
    /// Values are in seconds.
    Seconds,
    /// The Chinese counting words that may stand here; empty where an English noun is not known.
    Counted(&'static [&'static str]),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Currency {
    Yuan,
    Dollar,
}

impl Unit {
    /// What a word of the scales measures.
    pub(super) fn of(name: &str) -> Option<Self> {
        Some(match name {
            "percent" => Self::Percent,
            "point" => Self::Point,
            "second" => Self::Seconds,
            "yuan" => Self::Money(Currency::Yuan),
            "dollar" => Self::Money(Currency::Dollar),
            _ => return None,
        })
    }

    /// Whether a sentence may write this unit for a source's `other`.
    pub(super) fn fits(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Counted(one), Self::Counted(two)) => {
                one.is_empty() || two.is_empty() || one.iter().any(|one| two.iter().any(|two| alike(one, two)))
            }
            // 差异5991 for 差异5991笔; a source's bare number may have its unit in a table's head.
            (Self::Bare, _) | (Self::Counted(_), Self::Bare) => true,
            _ => self == other,
        }
    }
}

fn alike(one: &str, two: &str) -> bool {
    one == two || ALIKE.iter().any(|group| group.has(one) && group.has(two))
}

/// What stands behind a number: its unit, the factor to the unit's own measure in thousandths, and its bytes.
pub(super) struct Written {
    pub(super) unit: Unit,
    pub(super) thousandths: i64,
    pub(super) length: usize,
}

/// The unit at the start of `rest`, which is folded; spaces before it are passed over.
pub(super) fn unit_at_start(rest: &str) -> Option<Written> {
    let trimmed = rest.trim_start_matches(' ');
    let space = rest.len() - trimmed.len();
    let lower: String = trimmed.chars().take(48).collect::<String>().to_ascii_lowercase();
    let written =
        |unit: Unit, thousandths: i64, length: usize| Some(Written { unit, thousandths, length: space + length });
    if let Some(known) = UNITS.iter().find(|known| starts_word(&lower, known.word)) {
        return written(Unit::of(known.of)?, known.amount, known.word.len());
    }
    let counted = COUNTED.iter().flat_map(|words| words.one.chunks(1));
    if let Some(words) = counted.into_iter().find(|words| lower.starts_with(words[0])) {
        return written(Unit::Counted(words), 1_000, words[0].len());
    }
    english_noun(&lower).and_then(|(unit, length)| written(unit, 1_000, length))
}

/// Words that no noun of a number stands behind.
static ENDS: Words = Words::of(&[
    Sense::GrammarLink,
    Sense::GrammarBecause,
    Sense::GrammarJoint,
    Sense::GrammarBut,
    Sense::LittleWord,
    Sense::EndOfCount,
]);

/// `5,991 mismatched entries`: the first known noun of the next words. An unknown one counts something all the same.
fn english_noun(lower: &str) -> Option<(Unit, usize)> {
    let mut at = 0;
    let mut words = 0;
    for word in lower.split_inclusive(' ') {
        let plain = word.trim_end();
        let is_word = plain.trim_end_matches([',', '.', ';', ':', ')']);
        let is_letters =
            !is_word.is_empty() && is_word.chars().all(|c| c.is_ascii_alphabetic() || c == '-' || c == '\'');
        if !is_letters || ENDS.have(is_word) || words == 4 {
            break;
        }
        words += 1;
        if let Some(noun) = NOUNS.iter().find(|noun| is_word.starts_with(noun.one[0])) {
            return Some((Unit::Counted(&noun.other), at + is_word.len()));
        }
        if is_word.len() < plain.len() {
            break;
        }
        at += word.len();
    }
    (words > 0).then_some((Unit::Counted(&[]), 0))
}

/// Whether `text` begins with the unit, and a Latin one is no part of a longer word.
fn starts_word(text: &str, word: &str) -> bool {
    text.strip_prefix(word).is_some_and(|rest| {
        !(word.ends_with(|c: char| c.is_ascii_alphabetic()) && rest.starts_with(|c: char| c.is_ascii_alphabetic()))
    })
}
