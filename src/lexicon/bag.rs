//! How many passages of a report have each term: what document frequencies, and the words of a whole report, are worked out from.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::bm25::term_id;
use super::token::Token;

/// Terms of a report with the number of its passages that have them; 2 to 4 bytes a term.
///
/// Each id is written as its distance from the one before, then its count, both in LEB128 (DWARF 5, section 7.6). In JSON the bytes
/// are hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TermBag(Vec<u8>);

impl TermBag {
    /// One list of tokens a passage.
    pub fn of<'a>(passages: impl IntoIterator<Item = &'a [Token]>) -> Self {
        let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
        for tokens in passages {
            let mut ids: Vec<u32> = tokens.iter().map(|token| term_id(&token.text)).collect();
            ids.sort_unstable();
            ids.dedup();
            for id in ids {
                *counts.entry(id).or_default() += 1;
            }
        }
        let mut bytes = Vec::with_capacity(counts.len() * 4);
        let mut before = 0;
        for (id, count) in counts {
            write_number(&mut bytes, id - before);
            write_number(&mut bytes, count);
            before = id;
        }
        Self(bytes)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The terms in ascending order, each with how many passages have it.
    pub fn iter(&self) -> impl Iterator<Item = (TermId, u32)> {
        let mut bytes = self.0.iter();
        let mut id = 0_u32;
        std::iter::from_fn(move || {
            id = id.wrapping_add(read_number(&mut bytes)?);
            Some((TermId(id), read_number(&mut bytes)?))
        })
    }

    /// Of each of `terms` how many passages have it.
    pub fn counts(&self, terms: &[TermId]) -> Vec<u32> {
        let mut found = vec![0; terms.len()];
        // The ids come in ascending order: one look at the next wanted one is enough.
        let mut wanted: Vec<(TermId, usize)> = terms.iter().copied().zip(0..).collect();
        wanted.sort_unstable_by_key(|(term, _)| term.0);
        let mut wanted = wanted.into_iter().peekable();
        for (id, count) in self.iter() {
            while wanted.next_if(|(term, _)| term.0 < id.0).is_some() {}
            while let Some((_, at)) = wanted.next_if(|(term, _)| *term == id) {
                found[at] = count;
            }
            if wanted.peek().is_none() {
                break;
            }
        }
        found
    }
}

/// What a term is kept as: 32 bits of a hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TermId(u32);

impl TermId {
    pub fn of(term: &str) -> Self {
        Self(term_id(term))
    }
}

fn write_number(bytes: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// `None` at the end, and where a number is cut off or too long.
fn read_number<'a>(bytes: &mut impl Iterator<Item = &'a u8>) -> Option<u32> {
    let mut number = 0_u32;
    for shift in (0..35).step_by(7) {
        let byte = *bytes.next()?;
        number |= u32::from(byte & 0x7f).checked_shl(shift)?;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

impl Serialize for TermBag {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let digit = |half: u8| char::from(b"0123456789abcdef"[usize::from(half)]);
        let text: String = self.0.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect();
        serializer.serialize_str(&text)
    }
}

impl<'de> Deserialize<'de> for TermBag {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let digit = |c: u8| char::from(c).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        let bytes = text.as_bytes().chunks(2).map(|pair| match pair {
            [high, low] => Some(digit(*high)? << 4 | digit(*low)?),
            _ => None,
        });
        let bytes: Option<Vec<u8>> = bytes.collect();
        bytes.map(Self).ok_or_else(|| serde::de::Error::custom("the terms of a report are no hexadecimal digits"))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{ProptestConfig, prop_assert_eq, proptest};

    use super::{TermBag, TermId};
    use crate::lexicon::{Token, TokenKind};

    fn tokens(words: &[String]) -> Vec<Token> {
        words.iter().map(|word| Token { text: word.clone(), kind: TokenKind::Word, weight: 1.0 }).collect()
    }

    #[test]
    fn a_term_counts_once_a_passage() {
        let passages = [tokens(&["回调".into(), "回调".into(), "堆积".into()]), tokens(&["回调".into()])];
        let bag = TermBag::of(passages.iter().map(Vec::as_slice));
        assert_eq!(bag.counts(&["回调", "堆积", "扩容"].map(TermId::of)), [2, 1, 0]);
    }

    #[test]
    fn what_is_no_bag_is_an_error_or_empty() {
        assert!(serde_json::from_str::<TermBag>("\"0g\"").is_err());
        assert!(serde_json::from_str::<TermBag>("\"0\"").is_err());
        let cut: TermBag = serde_json::from_str("\"ffffffffffff\"").expect("digits");
        assert_eq!(cut.counts(&[TermId::of("回调")]), [0]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn a_bag_keeps_every_count_through_json(passages in proptest::collection::vec(proptest::collection::vec("[a-d]{1,2}", 0..8), 0..6)) {
            let passages: Vec<Vec<Token>> = passages.iter().map(|words| tokens(words)).collect();
            let bag = TermBag::of(passages.iter().map(Vec::as_slice));
            let kept: TermBag = serde_json::from_str(&serde_json::to_string(&bag).expect("json")).expect("a bag");
            for word in ["a", "ab", "cc", "dd", "b"] {
                let expected = passages.iter().filter(|tokens| tokens.iter().any(|token| token.text == word)).count();
                prop_assert_eq!(kept.counts(&[TermId::of(word)]), [u32::try_from(expected).expect("small")]);
            }
        }
    }
}
