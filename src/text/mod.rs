//! Characters as a reader compares them: one width and case, ideographs, whole Latin words, and the similarity of two texts. All other modules ask here.

mod case;
mod fold;
mod invisible;
mod mark;
mod named;
mod part;
mod pieces;
mod similarity;
mod sound;
mod word;

pub use case::case_numbers;
pub use fold::{fold, half_width, letters, one_width};
pub use invisible::{is_invisible, visible};
pub use mark::{behind_last_mark, find_mark, has_mark, in_full_width, is_mark, split_at_marks, up_to_mark};
pub(crate) use named::named;
pub use part::{last_chars, part_between};
pub use pieces::{Piece, PieceKind, having, pairs, pieces, triples};
pub use similarity::{CountedPairs, Pairs, share_of_pairs, shared_pairs, similarity};
pub use sound::read_as;
pub use word::{has_whole, is_cut, is_whole};

/// Whether a text is in English: most of it is written in Latin letters, with a name in ideographs at most.
pub fn is_english(text: &str) -> bool {
    let han = text.chars().filter(|c| is_han(*c)).count();
    let latin = text.chars().filter(char::is_ascii_alphabetic).count();
    han * 4 < latin
}

/// Whether `c` is an ideograph: the unified blocks with their extensions (Unicode 16), the compatibility block, 々 and 〇.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}' | '々' | '〇')
}

/// Whether `c` is a letter or a digit. Most are ideographs, and the table of all letters is slow to ask.
fn is_letter(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}') || c.is_alphanumeric()
}
