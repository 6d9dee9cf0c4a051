//! Names that reports and a question write in other letters: Chaoyang and 朝阳.

use std::collections::HashMap;

use crate::lexicon::Segmenter;
use crate::record::PassageRecord;
use crate::text::read_as;
use crate::vocabulary::Language;

/// What `passages` call the names of a question in the other letters: its names in Latin ones as they are written in ideographs, and its
/// ideographs as English passages spell them.
pub(super) fn names_by_sound(question: &str, passages: &[&PassageRecord], segmenter: &Segmenter) -> Vec<String> {
    let is_word = |name: &str| !segmenter.search_terms(name).notions.is_empty();
    // What opens a sentence is written large whatever it is.
    let asked = names(question.trim_start()).filter(|(start, _)| *start > 0);
    let asked = asked.map(|(_, name)| name.to_lowercase()).filter(|name| !is_word(name));
    let mut found: Vec<String> = asked.filter_map(|name| written(&name, passages)).collect();
    let english = passages.iter().filter(|passage| Language::of_page(&passage.text) == Language::English);
    for (_, name) in english.flat_map(|passage| names(&passage.text)) {
        let name = name.to_lowercase();
        if read_as(question, &name).is_some() && !found.contains(&name) && !is_word(&name) {
            found.push(name);
        }
    }
    found
}

/// Words with a capital letter and where they start.
fn names(text: &str) -> impl Iterator<Item = (usize, &str)> {
    /// Shorter ones are words as often as names.
    const SHORTEST: usize = 4;
    let start = move |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    let words = text.split(|c: char| !c.is_ascii_alphabetic()).map(move |word| (start(word), word));
    words.filter(|(_, word)| word.len() >= SHORTEST && word.starts_with(|c: char| c.is_ascii_uppercase()))
}

/// The ideographs that sound so; of several the ones that most of `passages` have.
fn written(name: &str, passages: &[&PassageRecord]) -> Option<String> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for passage in passages {
        let texts = passage.section.iter().chain([&passage.text]);
        if let Some(written) = texts.filter_map(|text| read_as(text, name)).next() {
            *counts.entry(written).or_default() += 1;
        }
    }
    counts.into_iter().max_by_key(|(written, count)| (*count, *written)).map(|(written, _)| written.to_string())
}
