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

macro_rules! lists {
    ($($(#[$about:meta])* $name:ident $key:literal,)*) => {
        $($(#[$about])* pub(super) static $name: Words = LazyLock::new(|| list($key));)*

        #[cfg(test)]
        const KEYS: &[&str] = &[$($key,)*];
    };
}

lists! {
    /// Words that open a follow-up and say nothing.
    OPENERS "openers",
    /// Openers that ask the same of something else.
    SAME_OF "same_of",
    /// Openers that put the question before right.
    CORRECTIONS "corrections",
    /// What 那 and 这 begin that is more than an opener.
    AFTER_THAT "after_that",
    /// Chinese words for what was spoken of; the longer ones first.
    POINTERS "pointers",
    /// What ends like a pointer.
    NO_POINTERS "no_pointers",
    /// English words for what was spoken of.
    ENGLISH_POINTERS "english_pointers",
    /// What may follow `this` and `that` and is the thing itself.
    ENGLISH_KINDS "english_kinds",
    /// What may follow `this` and `that` and is a time.
    ENGLISH_TIMES "english_times",
    /// Words for the time that was spoken of.
    SAME_TIME "same_time",
    /// Words for the time after, and the one before, the time that was spoken of.
    AFTER "after",
    BEFORE "before",
    /// Words that say nothing without a thing that they are said of: what is counted, how it ended, its state.
    LEANING "leaning",
    ENGLISH_LEANING "english_leaning",
    /// Verbs that open a clause whose subject is what was spoken of.
    OPENING_VERBS "opening_verbs",
    /// Words for an incident of any kind: a subject of its own unless something points at one.
    KINDS "kinds",
    /// Ends of a measure's or a trouble's name, which another one's name is given where it lacks one: `入库准时率` and `出库` make
    /// `出库准时率`.
    HEADS "heads",
    /// What is left of a noun's verb when the rest of the clause was asked about: `排班系统3.0上线了`.
    TRAILING_VERBS "trailing_verbs",
    /// English words that carry no name.
    ENGLISH_EMPTY "english_empty",
    /// What is said to be polite and asks nothing.
    COURTESIES "courtesies",
    /// Ends of the name of a measure, which another one of the same day may take the place of.
    MEASURES "measures",
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_list_has_words_and_none_is_left_over() {
        let names =
            include_str!("words.tsv").lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').next());
        let mut names: Vec<&str> = names.flatten().collect();
        let mut used = super::KEYS.to_vec();
        names.sort_unstable();
        used.sort_unstable();
        assert_eq!(names, used);
        for name in names {
            let words = super::list(name);
            assert!(!words.is_empty() && words.iter().all(|word| !word.trim().is_empty()), "{name}");
        }
    }
}
