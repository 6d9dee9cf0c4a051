//! Pieces by which two texts that tell of one thing meet, however words are cut or bent: pairs of ideographs, beginnings of Latin words, numbers.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::{fold, is_han};

/// Letters of a Latin word that are compared, and of one that is a piece, at least.
const BEGINNING: usize = 8;
const LEAST_LETTERS: usize = 3;

/// Characters that join words and belong to none.
const JOINTS: &str =
    "的了是在有和与及或把被给让到从对上下不也就都还又这那哪个什么怎为吗呢吧啊几多少谁何时候过着会能要没";

/// A piece as a number, the same in every run; two of one number are as good as never met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Piece(u64);

/// What a piece is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PieceKind {
    /// Two ideographs.
    Pair,
    /// Three ideographs.
    Triple,
    /// The beginning of a Latin word.
    Word,
    /// A number of two digits and more, or a day.
    Number,
}

const KINDS: [PieceKind; 4] = [PieceKind::Pair, PieceKind::Triple, PieceKind::Word, PieceKind::Number];

impl Piece {
    pub fn of(kind: PieceKind, text: impl Hash) -> Self {
        let mut hasher = DefaultHasher::new();
        text.hash(&mut hasher);
        Self(hasher.finish() / KINDS.len() as u64 * KINDS.len() as u64 + kind as u64)
    }

    /// Of a folded Latin word.
    pub fn word(word: &str) -> Self {
        let end = word.char_indices().nth(BEGINNING).map_or(word.len(), |(at, _)| at);
        Self::of(PieceKind::Word, &word[..end])
    }

    pub fn kind(self) -> PieceKind {
        KINDS[(self.0 % KINDS.len() as u64) as usize]
    }
}

/// Pairs of neighbouring ideographs of a folded text, without those that join words.
pub fn pairs(folded: &str) -> impl Iterator<Item = (char, char)> {
    folded.chars().zip(folded.chars().skip(1)).filter(|(one, other)| is_own(*one) && is_own(*other))
}

fn is_own(c: char) -> bool {
    is_han(c) && !JOINTS.contains(c)
}

/// Pairs of ideographs, beginnings of Latin words, and numbers of two digits and more, a day (6/15, 6 月 15 日) as one of them; ascending,
/// each once.
pub fn pieces(text: &str) -> Vec<Piece> {
    let folded = fold(text);
    let mut pieces: Vec<Piece> = pairs(&folded).map(|pair| Piece::of(PieceKind::Pair, pair)).collect();
    let is_part = |c: char| c.is_ascii_alphanumeric() || "/.-".contains(c);
    for word in folded.split(|c: char| !is_part(c)) {
        let word = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        let is_number = word.contains(|c: char| c.is_ascii_digit());
        if word.len() >= if is_number { 2 } else { LEAST_LETTERS } {
            let kind = if is_number { PieceKind::Number } else { PieceKind::Word };
            pieces.push(Piece::of(kind, &word[..word.len().min(BEGINNING)]));
        }
    }
    pieces.extend(folded.match_indices('月').filter_map(|(at, sign)| {
        let before = folded[..at].trim_end();
        let month = &before[before.trim_end_matches(|c: char| c.is_ascii_digit()).len()..];
        let after = folded[at + sign.len()..].trim_start();
        let day = &after[..after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len())];
        let is_day = !month.is_empty() && !day.is_empty();
        is_day.then(|| Piece::of(PieceKind::Number, format!("{month}/{day}").as_str()))
    }));
    in_order(pieces)
}

/// Three neighbouring ideographs each, as [`pieces`].
pub fn triples(text: &str) -> Vec<Piece> {
    let letters: Vec<char> = fold(text).chars().collect();
    let is_whole = |three: &&[char]| three.iter().all(|c| is_own(*c));
    in_order(letters.windows(3).filter(is_whole).map(|three| Piece::of(PieceKind::Triple, three)).collect())
}

fn in_order(mut pieces: Vec<Piece>) -> Vec<Piece> {
    pieces.sort_unstable();
    pieces.dedup();
    pieces
}

/// In how many of `all` texts each piece is.
pub fn having<'p>(all: impl Iterator<Item = &'p [Piece]>) -> HashMap<Piece, usize> {
    let mut having: HashMap<Piece, usize> = HashMap::new();
    all.flatten().for_each(|piece| *having.entry(*piece).or_default() += 1);
    having
}

#[cfg(test)]
mod tests {
    use super::{Piece, PieceKind, pieces, triples};

    #[test]
    fn pieces_are_pairs_words_numbers_and_days() {
        let pieces = pieces("6 月 15 日账户流水对不上，PSD-12 重启 3 次，46 单 gateway");
        for piece in ["6/15", "psd-12", "46"] {
            assert!(pieces.contains(&Piece::of(PieceKind::Number, piece)), "{piece}");
        }
        for pair in [('账', '户'), ('流', '水'), ('重', '启')] {
            assert!(pieces.contains(&Piece::of(PieceKind::Pair, pair)), "{pair:?}");
        }
        assert!(pieces.contains(&Piece::of(PieceKind::Word, "gateway")));
        assert!(!pieces.contains(&Piece::of(PieceKind::Number, "3")));
    }

    #[test]
    fn a_piece_knows_its_kind() {
        assert!(triples("账户流水").iter().all(|piece| piece.kind() == PieceKind::Triple));
        assert_eq!(triples("账户流水").len(), 2);
        assert_eq!(Piece::of(PieceKind::Number, "46").kind(), PieceKind::Number);
    }
}
