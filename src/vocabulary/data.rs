//! The words of all classes, read from their files.

use std::sync::LazyLock;

use super::classes::{Class, Sense};
use super::own::OwnWords;

/// A word of a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    pub word: &'static str,
    pub sense: Sense,
    pub language: &'static str,
    /// A remark; of the words of the calendar their value.
    pub note: &'static str,
}

/// All words of all classes: those of the files and those that the department adds.
pub(super) static ENTRIES: LazyLock<Vec<Entry>> =
    LazyLock::new(|| BUILT_IN.iter().chain(OwnWords::added()).copied().collect());

/// The words of the files, as they list them.
pub(super) static BUILT_IN: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    let of_class = |class: &Class| class.text().lines().filter_map(|line| entry(*class, line)).collect::<Vec<_>>();
    Class::ALL.iter().flat_map(of_class).collect()
});

/// The words of some senses, as the files list them.
pub fn entries(senses: &'static [Sense]) -> impl Iterator<Item = &'static Entry> {
    ENTRIES.iter().filter(|entry| senses.contains(&entry.sense))
}

/// `None` for a comment, an empty line and a line that is no entry; a test finds the last sort.
fn entry(class: Class, line: &'static str) -> Option<Entry> {
    let mut cells = line.split('\t');
    let (word, sense, language) = (cells.next()?, cells.next()?, cells.next()?);
    let sense = class.senses().iter().copied().find(|known| known.name() == sense)?;
    let note = cells.next().unwrap_or_default();
    (!word.starts_with('#')).then_some(Entry { word, sense, language, note })
}

/// `zh`, `en`, or `-` for a sign: what the letters of `word` are.
pub(super) fn language(word: &str) -> &'static str {
    match word {
        sign if !sign.contains(char::is_alphanumeric) => "-",
        word if word.is_ascii() => "en",
        _ => "zh",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{HashMap, HashSet};

    use super::{Class, ENTRIES, entry, language};

    #[test]
    fn every_line_is_a_comment_or_an_entry_of_its_class() {
        for class in Class::ALL {
            for line in class.text().lines().filter(|line| !line.starts_with('#')) {
                let is_entry = entry(*class, line).is_some() && (3..=4).contains(&line.split('\t').count());
                assert!(is_entry, "{class:?}: `{line}`");
            }
        }
    }

    #[test]
    fn a_word_stands_once_in_its_class_and_every_sense_has_words() {
        let mut senses: HashMap<(Class, String), &str> = HashMap::new();
        for known in ENTRIES.iter() {
            let key = (known.sense.class(), known.word.to_lowercase());
            if let Some(other) = senses.insert(key, known.sense.name()) {
                panic!("`{}` is {other} and {} of {:?}", known.word, known.sense.name(), known.sense.class());
            }
        }
        let said: HashSet<_> = ENTRIES.iter().map(|known| known.sense).collect();
        for sense in Class::ALL.iter().flat_map(|class| class.senses()) {
            assert!(said.contains(sense), "{sense:?} has no word");
        }
    }

    #[test]
    fn a_word_is_of_the_language_that_its_letters_are() {
        for known in ENTRIES.iter() {
            assert_eq!(known.language, language(known.word), "{}", known.word);
        }
    }
}
