//! Word lists of follow-ups: what opens one, what points back, what says nothing without the question before. The words are in
//! `words.tsv`.

use std::sync::LazyLock;

/// A list of `words.tsv`, longer words first: a word may begin another.
type Words = LazyLock<Vec<&'static str>>;

fn list(name: &str) -> Vec<&'static str> {
    let lines = include_str!("words.tsv").lines().filter(|line| !line.starts_with('#'));
    let words = lines.filter_map(|line| line.split_once('\t')).find_map(|(own, words)| (own == name).then_some(words));
    let mut words: Vec<&str> = words.map(|words| words.split('、').collect()).unwrap_or_default();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words
}

/// Words that open a follow-up and say nothing.
pub(super) static OPENERS: Words = LazyLock::new(|| list("openers"));

/// Openers that ask the same of something else.
pub(super) static SAME_OF: Words = LazyLock::new(|| list("same_of"));

/// Openers that put the question before right.
pub(super) static CORRECTIONS: Words = LazyLock::new(|| list("corrections"));

/// What 那 and 这 begin that is more than an opener.
pub(super) static AFTER_THAT: Words = LazyLock::new(|| list("after_that"));

/// Chinese words for what was spoken of; the longer ones first.
pub(super) static POINTERS: Words = LazyLock::new(|| list("pointers"));

/// What ends like a pointer.
pub(super) static NO_POINTERS: Words = LazyLock::new(|| list("no_pointers"));

/// English words for what was spoken of.
pub(super) static ENGLISH_POINTERS: Words = LazyLock::new(|| list("english_pointers"));

/// What may follow `this` and `that` and is the thing itself.
pub(super) static ENGLISH_KINDS: Words = LazyLock::new(|| list("english_kinds"));

/// What may follow `this` and `that` and is a time.
pub(super) static ENGLISH_TIMES: Words = LazyLock::new(|| list("english_times"));

/// Words for the time that was spoken of.
pub(super) static SAME_TIME: Words = LazyLock::new(|| list("same_time"));

/// Words for the time after, and the one before, the time that was spoken of.
pub(super) static AFTER: Words = LazyLock::new(|| list("after"));

pub(super) static BEFORE: Words = LazyLock::new(|| list("before"));

/// Words that say nothing without a thing that they are said of: what is counted, how it ended, its state.
pub(super) static LEANING: Words = LazyLock::new(|| list("leaning"));

pub(super) static ENGLISH_LEANING: Words = LazyLock::new(|| list("english_leaning"));

/// Verbs that open a clause whose subject is what was spoken of.
pub(super) static OPENING_VERBS: Words = LazyLock::new(|| list("opening_verbs"));

/// Words for an incident of any kind: a subject of its own unless something points at one.
pub(super) static KINDS: Words = LazyLock::new(|| list("kinds"));

/// Ends of a measure's or a trouble's name, which another one's name is given where it lacks one: `入库准时率` and `出库` make
/// `出库准时率`.
pub(super) static HEADS: Words = LazyLock::new(|| list("heads"));

/// What is left of a noun's verb when the rest of the clause was asked about: `排班系统3.0上线了`.
pub(super) static TRAILING_VERBS: Words = LazyLock::new(|| list("trailing_verbs"));

/// English words that carry no name.
pub(super) static ENGLISH_EMPTY: Words = LazyLock::new(|| list("english_empty"));

/// What is said to be polite and asks nothing.
pub(super) static COURTESIES: Words = LazyLock::new(|| list("courtesies"));

/// Ends of the name of a measure, which another one of the same day may take the place of.
pub(super) static MEASURES: Words = LazyLock::new(|| list("measures"));

#[cfg(test)]
mod tests {
    #[test]
    fn every_list_has_words_and_none_is_left_over() {
        let names =
            include_str!("words.tsv").lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').next());
        let names: Vec<&str> = names.flatten().collect();
        let used = include_str!("words.rs").matches("LazyLock::new(|| list(\"").count();
        assert_eq!(names.len(), used);
        for name in names {
            let words = super::list(name);
            assert!(!words.is_empty() && words.iter().all(|word| !word.trim().is_empty()), "{name}");
        }
    }
}
