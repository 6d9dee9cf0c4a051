//! Words: what a text is indexed and found by. Chinese by jieba's search mode, identifiers whole and in parts, numbers
//! and dates normalised; the zh↔en glossary of the field; the sparse BM25 vector. Pure: no files, no clock.

mod bag;
mod bm25;
mod dictionary;
mod everyday;
mod gloss;
mod glossary;
mod search_terms;
mod segmenter;
mod token;
mod tokens;
mod word_sort;

pub use bag::{TermBag, TermId};
pub use bm25::{Bm25, SparseVector, document_length, query_vector};
pub use everyday::is_common;
pub use glossary::{Glossary, GlossaryError, Name, Named};
pub use search_terms::{ConceptName, SearchTerms};
pub use segmenter::{SEGMENTER_VERSION, Segmenter};
pub use token::{Token, TokenKind};
pub use tokens::estimate_tokens;
pub use word_sort::{WordSort, word_sorts};
