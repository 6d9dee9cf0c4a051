//! Signs and scripts: a sentence has no other than what any sentence has and what its item has. A `-` before 764, a `≠` and a word in
//! Cyrillic each change what is said, and no list of words knows them.

use std::ops::Range;

use super::SHOWN_CHARS;
use super::item::EvidenceItem;
use crate::citation::fault::Fault;
use crate::citation::reading::Reading;
use crate::text::is_han;

/// Signs of any sentence: they part and hold together, and claim nothing.
const PLAIN: &str = "，。、；：？！（）()[]【】《》“”\"'·…,.;:?!%/&#@_-";

/// Before a number these are part of it.
const BEFORE_A_NUMBER: &str = "-+<>=~";

/// The first sign of `part` that the item lacks.
///
/// # Errors
/// [`Fault::Reworded`] with the sign and what follows it.
pub(super) fn signs_hold(sentence: &Reading, part: &Range<usize>, item: &EvidenceItem<'_>) -> Result<(), Fault> {
    let text = &sentence.text[part.clone()];
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let rest = &text[at + c.len_utf8()..];
        let number: String = rest.chars().take_while(|c| c.is_ascii_digit()).collect();
        let is_of_a_number = BEFORE_A_NUMBER.contains(c) && !number.is_empty() && !before.is_ascii_alphanumeric();
        let is_plain = is_han(c) || c.is_ascii_alphanumeric() || c.is_whitespace() || PLAIN.contains(c);
        let is_the_items = || item.text().contains(c) || item.is_under(c.encode_utf8(&mut [0; 4]));
        let holds =
            if is_of_a_number { item.text().contains(&format!("{c}{number}")) } else { is_plain || is_the_items() };
        if !holds {
            return Err(Fault::reworded(&text[at..].chars().take(SHOWN_CHARS).collect::<String>()));
        }
        before = c;
    }
    Ok(())
}
