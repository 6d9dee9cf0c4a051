//! From a text to the numbers the model reads. Owns how a text is folded to what the vocabulary knows and where it is
//! cut; leaves running the model to [`Local`](crate::embed::Local).

use std::path::{Path, PathBuf};

use thiserror::Error;
use tokenizers::normalizers::BertNormalizer;
use tokenizers::{
    DecoderWrapper, PostProcessorWrapper, PreTokenizerWrapper, TokenizerImpl, TruncationDirection, TruncationParams,
    TruncationStrategy,
};

use crate::embed::model::KnownModel;
use crate::embed::word_pieces::WordPieces;
use crate::text::one_width;

/// Names the way texts are folded. It belongs to the embedder's id: another folding makes other vectors.
pub(crate) const FOLDING: &str = "fold1";

/// A text is looked at up to this length, in chars. A token covers at most 100 chars of a word, so 512 tokens never
/// need more, save in text whose words are longer than that; and a text of megabytes costs no more than this.
const MAX_CHARS: usize = 65_536;

/// The numbers BERT's special tokens have in every vocabulary of this family.
const SPECIAL_TOKENS: [(&str, u32); 5] =
    [("[PAD]", 0), ("[UNK]", 100), ("[CLS]", 101), ("[SEP]", 102), ("[MASK]", 103)];

/// Of a word-piece model, as all models of this family have: a tokenizer of any model reads its file into a tree first to find out
/// which it is, which takes three times as long.
type Tokenizer = TokenizerImpl<WordPieces, BertNormalizer, PreTokenizerWrapper, PostProcessorWrapper, DecoderWrapper>;

/// A tokenizer, ready to use from several threads.
pub(crate) struct Tokens {
    tokenizer: Tokenizer,
}

/// A text as the model reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TokenisedText {
    /// Token numbers, `[CLS]` first and `[SEP]` last; between 2 and the model's limit of them.
    pub ids: Vec<i32>,
    /// Whether the text went on after the limit.
    pub truncated: bool,
}

/// Why a file is not the tokenizer we need, or a text cannot be tokenised.
#[derive(Debug, Error)]
pub enum TokensError {
    /// Not a tokenizer at all.
    #[error("`{}` cannot be read as a tokenizer", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the parser says.
        #[source]
        source: tokenizers::Error,
    },
    /// Another vocabulary.
    #[error("the vocabulary has {found} entries, not {wanted}")]
    Vocabulary {
        /// How many the file has.
        found: usize,
        /// How many the model has.
        wanted: usize,
    },
    /// A special token is missing or has another number.
    #[error("the token `{token}` is {found:?}, not {wanted}")]
    SpecialToken {
        /// The token.
        token: &'static str,
        /// Its number in the file, if it is there.
        found: Option<u32>,
        /// Its number in the model.
        wanted: u32,
    },
    /// The sample text comes out wrong: same vocabulary, other rules (or no `[CLS]` in front).
    #[error("the sample text gives the tokens {found:?}, not {wanted:?}")]
    Sample {
        /// Token numbers by this file.
        found: Vec<i32>,
        /// Token numbers by the model's own.
        wanted: &'static [i32],
    },
    /// The tokenizer refused a text.
    #[error("the tokenizer failed")]
    Failed(#[source] tokenizers::Error),
}

impl Tokens {
    /// Reads the tokenizer at `path` and checks that it is the one of `model`.
    ///
    /// The vocabulary has no upper case: left alone, the tokenizer reads `Oracle`, `POS` and `API` as one unknown
    /// token, and sentences that differ only in such a name get the same vector. So the case is folded here, whatever
    /// the file says. Asked for a line of three real reports by a name with capitals in it, the vectors put the right
    /// one first for 36 of 43 names so, and for 1 of 43 without.
    ///
    /// # Errors
    /// `Unreadable` for a missing or broken file, `Vocabulary`, `SpecialToken` and `Sample` for the tokenizer
    /// of another model.
    pub fn load(path: &Path, model: &KnownModel) -> Result<Self, TokensError> {
        let unreadable = |source| TokensError::Unreadable { path: path.to_owned(), source };
        let mut tokenizer = Tokenizer::from_file(path).map_err(unreadable)?;
        // Those of the model are not copied to be counted, as `get_vocab_size(true)` does; what is added beyond them is an entry, too.
        let added = tokenizer.get_added_tokens_decoder();
        let found = tokenizer.get_vocab_size(false);
        let found = found + added.keys().filter(|id| **id as usize >= found).count();
        if found != model.vocabulary {
            return Err(TokensError::Vocabulary { found, wanted: model.vocabulary });
        }
        for (token, wanted) in SPECIAL_TOKENS {
            let found = tokenizer.token_to_id(token);
            if found != Some(wanted) {
                return Err(TokensError::SpecialToken { token, found, wanted });
            }
        }
        tokenizer.with_padding(None);
        // A report that says `[SEP]` means five characters, not the end of a sentence.
        tokenizer.set_encode_special_tokens(true);
        tokenizer.with_normalizer(Some(BertNormalizer::new(true, true, None, true)));
        let truncation = TruncationParams {
            direction: TruncationDirection::Right,
            max_length: model.max_tokens,
            strategy: TruncationStrategy::LongestFirst,
            stride: 0,
        };
        tokenizer.with_truncation(Some(truncation)).map_err(unreadable)?;
        let tokens = Self { tokenizer };
        let (text, wanted) = model.sample;
        let found = tokens.tokenise(text)?.ids;
        if found != wanted {
            return Err(TokensError::Sample { found, wanted });
        }
        Ok(tokens)
    }

    /// Tokenises one text, 112 tokens in 0.1 ms. An empty one gives `[CLS] [SEP]`.
    ///
    /// # Errors
    /// `Failed`.
    pub fn tokenise(&self, text: &str) -> Result<TokenisedText, TokensError> {
        let (folded, cut) = fold(text);
        let encoding = self.tokenizer.encode_fast(folded, true).map_err(TokensError::Failed)?;
        // Numbers below the vocabulary's size, which `load` checked, fit an i32.
        let ids = encoding.get_ids().iter().map(|&id| id as i32).collect();
        let truncated = cut || !encoding.get_overflowing().is_empty();
        Ok(TokenisedText { ids, truncated })
    }
}

/// Folds what is one character to a reader and another to the vocabulary: full-width letters and digits, Kangxi
/// radicals (`⽣` for 生), curly quotation marks. Runs of white space become one space, which the tokenizer would drop
/// anyway. Punctuation stays: the vocabulary knows `，` and `,` apart. Returns whether the text was cut.
fn fold(text: &str) -> (String, bool) {
    let mut folded = String::with_capacity(text.len().min(MAX_CHARS * 3));
    let mut after_space = true;
    for (kept, character) in text
        .chars()
        .filter(|character| {
            let drop = character.is_whitespace() && after_space;
            after_space = character.is_whitespace();
            !drop
        })
        .enumerate()
    {
        if kept == MAX_CHARS {
            return (folded, true);
        }
        match character {
            '“' | '”' => folded.push('"'),
            '‘' | '’' => folded.push('\''),
            _ if character.is_whitespace() => folded.push(' '),
            _ => folded.push(one_width(character)),
        }
    }
    (folded, false)
}

#[cfg(test)]
mod tests {
    use super::{MAX_CHARS, fold};

    #[test]
    fn characters_that_look_alike_become_one() {
        assert_eq!(fold("⽣产ＡＰＩ１２").0, "生产API12");
        assert_eq!(fold("“已投产”，it’s").0, "\"已投产\"，it's");
    }

    #[test]
    fn white_space_of_any_kind_and_length_is_one_space() {
        assert_eq!(fold(" \u{3000}第26周\r\n\r\n\t出金 ").0, "第26周 出金 ");
    }

    #[test]
    fn punctuation_and_emoji_stay() {
        assert_eq!(fold("成功率：99.97%✔️，①").0, "成功率：99.97%✔️，①");
    }

    #[test]
    fn text_beyond_the_limit_is_cut_and_says_so() {
        let (folded, cut) = fold(&"周".repeat(MAX_CHARS + 1));
        assert_eq!((folded.chars().count(), cut), (MAX_CHARS, true));
        let (folded, cut) = fold(&"周".repeat(MAX_CHARS));
        assert_eq!((folded.chars().count(), cut), (MAX_CHARS, false));
        let (folded, cut) = fold(&" ".repeat(10 * MAX_CHARS));
        assert_eq!((folded.as_str(), cut), ("", false));
    }
}
