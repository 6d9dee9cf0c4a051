//! The words of all classes, read from their files.

use std::collections::BTreeSet;
use std::ops::Range;
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

/// The words of the files, class by class, as they list them.
pub(super) static BUILT_IN: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    let mut entries = Vec::new();
    for class in Class::ALL {
        let mut last = None;
        entries.extend(class.text().lines().filter_map(|line| entry(*class, line, &mut last)));
    }
    entries
});

/// Where in [`BUILT_IN`] the words of each class are: dozens of lists are made at every start, each of few classes.
static OF_CLASS: LazyLock<Vec<Range<usize>>> = LazyLock::new(|| {
    let end = |class: &Class| BUILT_IN.partition_point(|entry| entry.sense.class() <= *class);
    let ends = Class::ALL.iter().map(end);
    ends.scan(0, |start, end| Some(std::mem::replace(start, end)..end)).collect()
});

/// The words of some senses, as the files list them, then those that the department adds.
pub fn entries(senses: &'static [Sense]) -> impl Iterator<Item = &'static Entry> {
    let classes: BTreeSet<usize> = senses.iter().map(|sense| sense.class() as usize).collect();
    let built_in = classes.into_iter().flat_map(|class| &BUILT_IN[OF_CLASS[class].clone()]);
    built_in.chain(OwnWords::added()).filter(|entry| senses.contains(&entry.sense))
}

/// `None` for a comment, an empty line and a line that is no entry; a test finds the last sort. `last` is the sense of the line before:
/// most often this one's, too.
fn entry(class: Class, line: &'static str, last: &mut Option<Sense>) -> Option<Entry> {
    let mut cells = line.split('\t');
    let (word, sense, language) = (cells.next()?, cells.next()?, cells.next()?);
    let is_named = |known: &Sense| known.name() == sense;
    let sense = last.filter(is_named).or_else(|| class.senses().iter().copied().find(is_named))?;
    *last = Some(sense);
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

    use super::{BUILT_IN, Class, entries, entry, language};

    #[test]
    fn every_line_is_a_comment_or_an_entry_of_its_class() {
        for class in Class::ALL {
            for line in class.text().lines().filter(|line| !line.starts_with('#')) {
                let is_entry = entry(*class, line, &mut None).is_some() && (3..=4).contains(&line.split('\t').count());
                assert!(is_entry, "{class:?}: `{line}`");
            }
        }
    }

    #[test]
    fn a_word_stands_once_in_its_class_and_every_sense_has_words() {
        let mut senses: HashMap<(Class, String), &str> = HashMap::new();
        for known in BUILT_IN.iter() {
            let key = (known.sense.class(), known.word.to_lowercase());
            if let Some(other) = senses.insert(key, known.sense.name()) {
                panic!("`{}` is {other} and {} of {:?}", known.word, known.sense.name(), known.sense.class());
            }
        }
        let said: HashSet<_> = BUILT_IN.iter().map(|known| known.sense).collect();
        for sense in Class::ALL.iter().flat_map(|class| class.senses()) {
            assert!(said.contains(sense), "{sense:?} has no word");
        }
    }

    #[test]
    fn words_of_some_senses_are_found_where_their_class_lies() {
        for class in Class::ALL {
            let found = entries(class.senses()).count();
            assert_eq!(found, BUILT_IN.iter().filter(|known| known.sense.class() == *class).count(), "{class:?}");
        }
    }

    #[test]
    fn a_word_is_of_the_language_that_its_letters_are() {
        for known in BUILT_IN.iter() {
            assert_eq!(known.language, language(known.word), "{}", known.word);
        }
    }
}
