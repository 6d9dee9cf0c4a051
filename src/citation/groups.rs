//! Groups of words, as `groups.tsv` lists them: opposites, names of one party.

use std::sync::LazyLock;

use crate::vocabulary::{Sense, Words};

/// A group of words.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) one: Vec<&'static str>,
    /// The opposites or translations of `one`.
    pub(super) other: Vec<&'static str>,
}

impl Group {
    /// The words of both sides.
    pub(super) fn words(&self) -> impl Iterator<Item = &'static str> + Clone + '_ {
        self.one.iter().chain(&self.other).copied()
    }

    pub(super) fn has(&self, word: &str) -> bool {
        self.words().any(|known| known == word)
    }
}

type Groups = LazyLock<Vec<Group>>;

/// Notions that a report affirms or denies: Chinese words, English ones at the start of a word.
pub(super) static PREDICATES: Groups = LazyLock::new(|| of("predicate"));
/// Opposite words; a denial before one of them takes it back.
pub(super) static OPPOSITES: Groups = LazyLock::new(|| {
    static UP: Words = Words::of(&[Sense::Up]);
    static DOWN: Words = Words::of(&[Sense::Down]);
    let change = Group { one: beginnings(&UP), other: beginnings(&DOWN) };
    std::iter::once(change).chain(of("opposite")).collect()
});
/// Ends of a thing, and words for one that is open.
pub(super) static STATES: Groups = LazyLock::new(|| of("state"));
/// Two of a kind that reports distinguish by one word. The sentence's must be in the source where the source has the other.
pub(super) static CONTRASTS: Groups = LazyLock::new(|| of("contrast"));
/// Causes that nobody writes for another: whoever names one has read it or made it up.
pub(super) static CAUSES_OF_THEIR_OWN: Groups = LazyLock::new(|| of("cause"));
/// Those who act in reports beside organisations.
pub(super) static PARTIES: Groups = LazyLock::new(|| of("party"));
/// Organisations of the field.
pub(super) static ORGANISATIONS: Groups = LazyLock::new(|| of("organisation"));
/// Words before 侧 that name nobody.
pub(super) static GENERIC_SIDES: Groups = LazyLock::new(|| of("side"));
/// Of how many something holds, with the words for it in a report.
pub(super) static QUANTIFIERS: Groups = LazyLock::new(|| of("quantifier"));
/// Endings of names that differ by the words before them, and the words that end so and are no names.
pub(super) static TOLD_APART: Groups = LazyLock::new(|| of("ending"));
/// Words that begin with such an ending.
pub(super) static NO_ENDINGS: Groups = LazyLock::new(|| of("no ending"));
/// What is counted in order, and the English words for it.
pub(super) static ORDINALS: Groups = LazyLock::new(|| of("ordinal"));

fn of(kind: &str) -> Vec<Group> {
    let lines = include_str!("groups.tsv").lines();
    lines.filter_map(|line| line.strip_prefix(kind)?.strip_prefix('\t')).map(group).collect()
}

/// Words of the vocabulary, those that begin others without their mark.
fn beginnings(words: &'static Words) -> Vec<&'static str> {
    words.iter().map(|word| word.trim_end_matches('*')).collect()
}

fn group(line: &'static str) -> Group {
    let (one, other) = line.split_once('\t').unwrap_or((line, ""));
    let words = |side: &'static str| side.split('、').filter(|word| !word.is_empty()).collect();
    Group { one: words(one), other: words(other) }
}

#[cfg(test)]
mod tests {
    use super::{
        CAUSES_OF_THEIR_OWN, CONTRASTS, GENERIC_SIDES, NO_ENDINGS, OPPOSITES, ORDINALS, ORGANISATIONS, PARTIES,
        PREDICATES, QUANTIFIERS, STATES, TOLD_APART,
    };

    #[test]
    fn every_line_is_a_comment_or_a_group_of_a_known_sort() {
        let read = [
            &PREDICATES, &OPPOSITES, &STATES, &CONTRASTS, &CAUSES_OF_THEIR_OWN, &PARTIES, &ORGANISATIONS,
            &GENERIC_SIDES, &QUANTIFIERS, &TOLD_APART, &NO_ENDINGS, &ORDINALS,
        ];
        let lines = include_str!("groups.tsv").lines().filter(|line| !line.starts_with('#')).count();
        // One of the opposites is the vocabulary's.
        assert_eq!(read.iter().map(|groups| groups.len()).sum::<usize>(), lines + 1);
        for group in read.iter().flat_map(|groups| groups.iter()) {
            assert!(group.words().all(|word| !word.contains('\t') && !word.trim().is_empty()), "{group:?}");
        }
    }

    #[test]
    fn two_sides_stand_against_each_other() {
        for group in [&PREDICATES, &OPPOSITES, &STATES, &CONTRASTS].into_iter().flat_map(|groups| groups.iter()) {
            assert!(!group.one.is_empty() && !group.other.is_empty(), "{group:?}");
            assert!(!group.other.iter().any(|word| group.one.contains(word)), "{group:?}");
        }
    }
}
