//! Words that a department adds to the classes in its configuration.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::classes::Class;
use super::data::{BUILT_IN, Entry, language};

/// The department's words of this run. Set once, before the first text is read.
static ADDED: OnceLock<OwnWords> = OnceLock::new();

/// Words by class and sense, as a configuration lists them: `{"step": {"launch": ["投运"]}}`. Any that parsed is valid.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "BTreeMap<String, BTreeMap<String, Vec<String>>>")]
pub struct OwnWords(Vec<Entry>);

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum OwnWordError {
    #[error("`{0}` is no class of words; there are {all}", all = all_classes())]
    Class(String),
    #[error("`{class}` has no sense `{sense}`; it has {all}", all = senses(*class))]
    Sense { class: Class, sense: String },
    #[error("`{word}` of `{class}` is {reason}")]
    Word { class: Class, word: String, reason: &'static str },
    #[error("`{word}` has the sense `{sense}` in `{class}` already")]
    Known { class: Class, word: String, sense: &'static str },
}

impl TryFrom<BTreeMap<String, BTreeMap<String, Vec<String>>>> for OwnWords {
    type Error = OwnWordError;

    fn try_from(listed: BTreeMap<String, BTreeMap<String, Vec<String>>>) -> Result<Self, OwnWordError> {
        let mut entries: Vec<Entry> = Vec::new();
        for (name, of_class) in listed {
            let class = Class::ALL.iter().copied().find(|class| class.name() == name);
            let class = class.ok_or(OwnWordError::Class(name))?;
            for (name, words) in of_class {
                let sense = class.senses().iter().copied().find(|sense| sense.name() == name);
                let sense = sense.ok_or(OwnWordError::Sense { class, sense: name })?;
                let has_values =
                    BUILT_IN.iter().filter(|entry| entry.sense == sense).all(|entry| !entry.note.is_empty());
                for word in words {
                    let reason = match word.trim_end_matches('*') {
                        _ if has_values => {
                            Some("of a sense whose words have values, which only the program's own files give")
                        }
                        "" => Some("empty"),
                        stem if stem.contains(char::is_control) => Some("not one line without tabs"),
                        stem if stem.trim() != stem => Some("written with spaces around it"),
                        _ => None,
                    };
                    if let Some(reason) = reason {
                        return Err(OwnWordError::Word { class, word, reason });
                    }
                    let same = |known: &&Entry| known.sense.class() == class && known.word.eq_ignore_ascii_case(&word);
                    if let Some(known) = BUILT_IN.iter().chain(&entries).find(same) {
                        return Err(OwnWordError::Known { class, word, sense: known.sense.name() });
                    }
                    let word: &'static str = word.leak(); // a few words, as long as the program runs
                    entries.push(Entry { word, sense, language: language(word), note: "" });
                }
            }
        }
        Ok(Self(entries))
    }
}

impl OwnWords {
    /// Adds them to the vocabulary of this run. Later calls change nothing, nor does one after a text was read.
    pub fn add(self) {
        let _ = ADDED.set(self);
    }

    pub(super) fn added() -> &'static [Entry] {
        ADDED.get().map_or(&[], |own| &own.0)
    }
}

/// The first 24 bits of a hash of the words added in this run; 0 without any. Facts read under another id may differ.
pub fn added_id() -> u32 {
    let added = OwnWords::added();
    if added.is_empty() {
        return 0;
    }
    let mut hash = Sha256::new();
    for entry in added {
        hash.update(format!("{}\t{}\t{}\n", entry.sense.class(), entry.sense.name(), entry.word));
    }
    let hash = hash.finalize();
    u32::from_be_bytes([0, hash[0], hash[1], hash[2]]).max(1)
}

fn all_classes() -> String {
    Class::ALL.iter().map(|class| class.name()).collect::<Vec<_>>().join(", ")
}

fn senses(class: Class) -> String {
    class.senses().iter().map(|sense| sense.name()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{OwnWordError, OwnWords};
    use crate::vocabulary::{Class, Sense};

    fn listed(class: &str, sense: &str, word: &str) -> Result<OwnWords, OwnWordError> {
        let words = BTreeMap::from([(sense.to_string(), vec![word.to_string()])]);
        OwnWords::try_from(BTreeMap::from([(class.to_string(), words)]))
    }

    #[test]
    fn a_word_has_a_class_and_a_sense() {
        let own = listed("step", "launch", "并网").expect("a new word");
        assert_eq!(own.0.iter().map(|entry| (entry.word, entry.sense)).collect::<Vec<_>>(), [("并网", Sense::Launch)]);
        assert_eq!(own.0[0].language, "zh");
    }

    #[test]
    fn an_unknown_class_or_sense_is_an_error_that_lists_the_known_ones() {
        let wrong = listed("steps", "launch", "并网").expect_err("no such class").to_string();
        assert!(wrong.starts_with("`steps` is no class of words; there are ") && wrong.contains("delay"), "{wrong}");
        let wrong = listed("step", "start", "并网").expect_err("no such sense").to_string();
        assert!(wrong.starts_with("`step` has no sense `start`; it has ") && wrong.contains("launch"), "{wrong}");
    }

    #[test]
    fn a_month_has_a_value_and_cannot_be_added() {
        let month = Sense::Month;
        let wrong = listed(month.class().name(), month.name(), "腊月");
        assert!(matches!(wrong, Err(OwnWordError::Word { .. })), "{wrong:?}");
    }

    #[test]
    fn a_word_of_the_class_is_not_given_a_second_sense() {
        let wrong = listed("step", "design", "上线");
        let wanted = OwnWordError::Known { class: Class::Step, word: "上线".to_string(), sense: "launch" };
        assert_eq!(wrong, Err(wanted));
    }

    #[test]
    fn an_empty_word_and_one_with_a_tab_are_errors() {
        for word in ["", "*", "并\t网", " 并网"] {
            assert!(matches!(listed("step", "launch", word), Err(OwnWordError::Word { .. })), "{word:?}");
        }
    }
}
