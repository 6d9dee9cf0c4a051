//! The share of a line's distinctive words that another has.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Deref;

use crate::text::Pairs;
use crate::vocabulary::{Sense, Words};

static GENERIC: Words = Words::of(&[Sense::GenericLine]);

/// A line that is compared with many: its pairs of letters are made once, when they are first asked for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Phrase<'t> {
    text: Cow<'t, str>,
    pairs: OnceCell<Pairs>,
    distinctive: OnceCell<Pairs>,
}

impl<'t> Phrase<'t> {
    pub(crate) fn new(text: impl Into<Cow<'t, str>>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    pub(crate) fn pairs(&self) -> &Pairs {
        self.pairs.get_or_init(|| Pairs::of(&self.text))
    }

    /// Without those of generic words.
    fn distinctive(&self) -> &Pairs {
        self.distinctive.get_or_init(|| Pairs::of(&GENERIC.replaced(&self.text, " ")))
    }
}

impl Deref for Phrase<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

/// Dice's coefficient over the distinct pairs of letters of both, from 0 to 1; a mark parts two letters, unlike in `text::similarity`.
pub(super) fn share(one: &str, other: &str) -> f64 {
    let (one, other) = (Pairs::of(one), Pairs::of(other));
    let total = one.count() + other.count();
    if total == 0 { 0.0 } else { 2.0 * one.common(&other) as f64 / total as f64 }
}

/// The share of the distinctive pairs of letters of `wanted` in `text`, and their number.
pub(crate) fn coverage(wanted: &Phrase<'_>, text: &Phrase<'_>) -> (f64, usize) {
    let wanted = wanted.distinctive();
    let common = wanted.common(text.pairs());
    (common as f64 / wanted.count().max(1) as f64, common)
}

/// As [`coverage`], of two texts that are compared once.
pub(crate) fn coverage_of(wanted: &str, text: &str) -> (f64, usize) {
    coverage(&Phrase::new(wanted), &Phrase::new(text))
}

#[cfg(test)]
mod tests {
    use super::coverage_of;

    #[test]
    fn generic_words_make_no_match() {
        assert_eq!(coverage_of("重点项目计划跟进", "重点工作计划与进度跟进"), (0.0, 0));
        assert!(coverage_of("冷链温控平台评审", "冷链温控平台：评审通过").0 > 0.9);
    }
}
