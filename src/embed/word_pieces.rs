//! The vocabulary of a word-piece model in one table, each piece kept once. The `tokenizers` crate keeps two, one of them for
//! the way back from numbers to texts, which nothing here goes: every question had to fill both (docs/performance.md).

use std::collections::HashMap;
use std::fmt;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use tokenizers::models::wordpiece::WordPieceTrainer;
use tokenizers::{Model, Result, Token};

/// A greedy longest-match tokenizer of words (Wu et al. 2016, "Google's Neural Machine Translation System", section 4.1), as
/// `tokenizer.json` has it under `model`.
#[derive(Debug, Deserialize)]
pub(super) struct WordPieces {
    unk_token: String,
    continuing_subword_prefix: String,
    max_input_chars_per_word: usize,
    vocab: Vocabulary,
}

/// Each piece with its number.
#[derive(Debug)]
struct Vocabulary(HashMap<Box<str>, u32>);

/// More than the family's vocabularies have, so that the table is not filled anew as it grows.
const USUAL_PIECES: usize = 24_000;

impl<'de> Deserialize<'de> for Vocabulary {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        struct Pieces;
        impl<'de> Visitor<'de> for Pieces {
            type Value = Vocabulary;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("pieces of words with their numbers")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> std::result::Result<Vocabulary, M::Error> {
                let mut pieces = HashMap::with_capacity(USUAL_PIECES);
                while let Some((piece, id)) = map.next_entry()? {
                    pieces.insert(piece, id);
                }
                Ok(Vocabulary(pieces))
            }
        }
        deserializer.deserialize_map(Pieces)
    }
}

impl WordPieces {
    fn token(&self, id: u32, value: &str, offsets: (usize, usize)) -> Token {
        Token { id, value: value.to_owned(), offsets }
    }

    /// The longest piece that `rest` begins with, inside a word one that goes on: its number and its end.
    fn longest(&self, rest: &str, inside: bool, piece: &mut String) -> Option<(u32, usize)> {
        let ends = rest.char_indices().rev().map(|(at, c)| at + c.len_utf8());
        piece.clear();
        piece.push_str(if inside { &self.continuing_subword_prefix } else { "" });
        let before = piece.len();
        piece.push_str(rest);
        ends.into_iter().find_map(|end| {
            piece.truncate(before + end);
            self.vocab.0.get(piece.as_str()).map(|id| (*id, end))
        })
    }
}

impl Model for WordPieces {
    type Trainer = WordPieceTrainer;

    fn tokenize(&self, word: &str) -> Result<Vec<Token>> {
        let mut tokens = Vec::new();
        let (mut at, mut piece) = (0, String::new());
        let is_too_long = word.chars().nth(self.max_input_chars_per_word).is_some();
        while at < word.len() && !is_too_long {
            let Some((id, end)) = self.longest(&word[at..], at > 0, &mut piece) else { break };
            tokens.push(self.token(id, &piece, (at, at + end)));
            at += end;
        }
        if at < word.len() {
            let unknown = self.token_to_id(&self.unk_token).ok_or("the vocabulary has no piece for unknown words")?;
            tokens = vec![self.token(unknown, &self.unk_token, (0, word.len()))];
        }
        Ok(tokens)
    }

    fn token_to_id(&self, token: &str) -> Option<u32> {
        self.vocab.0.get(token).copied()
    }

    fn id_to_token(&self, id: u32) -> Option<String> {
        self.vocab.0.iter().find(|(_, known)| **known == id).map(|(piece, _)| piece.to_string())
    }

    fn get_vocab(&self) -> HashMap<String, u32> {
        self.vocab.0.iter().map(|(piece, id)| (piece.to_string(), *id)).collect()
    }

    fn get_vocab_size(&self) -> usize {
        self.vocab.0.len()
    }

    fn save(&self, _folder: &Path, _prefix: Option<&str>) -> Result<Vec<PathBuf>> {
        Err("a vocabulary is only read here".into())
    }

    fn get_trainer(&self) -> WordPieceTrainer {
        WordPieceTrainer::default()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert_eq, proptest};
    use tokenizers::Model;
    use tokenizers::models::wordpiece::WordPiece;

    use super::WordPieces;

    const FILE: &str = r###"{"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 12,
        "vocab": {"[UNK]": 0, "对": 1, "##账": 2, "a": 3, "ab": 4, "##b": 5, "##bc": 6, "abca": 7, "##a": 8, "\"": 9, "##": 10}}"###;

    #[test]
    fn pieces_are_found_by_name_and_by_number() {
        let pieces: WordPieces = serde_json::from_str(FILE).expect("a vocabulary");
        assert_eq!((pieces.get_vocab_size(), pieces.token_to_id("\""), pieces.token_to_id("c")), (11, Some(9), None));
        assert_eq!(pieces.id_to_token(7).as_deref(), Some("abca"));
    }

    proptest! {
        #[test]
        fn words_are_cut_as_the_crate_cuts_them(word in "[对账abc\"]{0,14}") {
            let ours: WordPieces = serde_json::from_str(FILE).expect("a vocabulary");
            let theirs: WordPiece = serde_json::from_str(FILE).expect("a vocabulary");
            prop_assert_eq!(ours.tokenize(&word).expect("cut"), theirs.tokenize(&word).expect("cut"));
        }

        #[test]
        fn a_vocabulary_without_a_piece_for_the_unknown_refuses_unknown_words(word in "[xyz]{1,5}") {
            let pieces: WordPieces = serde_json::from_str(&FILE.replace("\"[UNK]\": 0, ", "")).expect("a vocabulary");
            assert!(pieces.tokenize(&word).is_err());
        }
    }
}
