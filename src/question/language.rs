//! The language of a question, which its answer is worded in.

use crate::text::is_han;
use crate::vocabulary::{Language, Sense, Words};

/// Mostly Latin words make an English question, even with a Chinese term in it.
pub(super) fn language_of(text: &str) -> Language {
    let chinese = text.chars().filter(|c| is_han(*c)).count();
    let words = text.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| word.len() > 1).count();
    static FUNCTIONAL: Words = Words::of(&[
        Sense::AskingWord,
        Sense::Manner,
        Sense::When,
        Sense::Auxiliary,
        Sense::SmallWord,
        Sense::Preposition,
        Sense::Command,
    ]);
    let asks_in_english =
        text.to_ascii_lowercase().split(|c: char| !c.is_ascii_alphabetic()).any(|word| FUNCTIONAL.have(word));
    // `6/15` alone is asked in the language of the reports.
    let has_letters = text.chars().any(char::is_alphabetic);
    if has_letters && (asks_in_english && words >= 2 || chinese == 0 || words > chinese) {
        Language::English
    } else {
        Language::Chinese
    }
}
