//! The sparse vector: BM25 term weights, without the IDF, which Qdrant computes over the collection.
//!
//! Source: Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond (2009), section 3.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::token::Token;

/// Term weights by term id; ids ascend strictly, one finite value each.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct SparseVector {
    indices: Vec<u32>,
    values: Vec<f32>,
}

impl SparseVector {
    /// From weights in any order; those of one id are added up, and what is not finite is left out.
    pub fn from_weights(weights: impl IntoIterator<Item = (u32, f32)>) -> Self {
        let mut sums: BTreeMap<u32, f32> = BTreeMap::new();
        for (id, weight) in weights.into_iter().filter(|(_, weight)| weight.is_finite()) {
            *sums.entry(id).or_default() += weight;
        }
        let (indices, values) = sums.into_iter().unzip();
        Self { indices, values }
    }

    pub fn indices(&self) -> &[u32] {
        &self.indices
    }

    pub fn values(&self) -> &[f32] {
        &self.values
    }

    pub fn is_empty(&self) -> bool {
        self.indices.is_empty()
    }
}

/// BM25's parameters: `k1` saturates repetition, `b` weighs length against the corpus's average, in tokens.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bm25 {
    pub k1: f32,
    pub b: f32,
    pub average_length: f32,
}

impl Bm25 {
    /// k1 and b as most engines set them; the average length is the corpus's own.
    pub fn with_average_length(average_length: f32) -> Self {
        Self { k1: 1.2, b: 0.75, average_length: average_length.max(1.0) }
    }

    /// The weight of each of a passage's tokens: tf·(k1+1) / (tf + k1·(1 − b + b·length/average)).
    pub fn document_vector(&self, tokens: &[Token]) -> SparseVector {
        let mut counts: BTreeMap<u32, f32> = BTreeMap::new();
        for token in tokens {
            *counts.entry(term_id(&token.text)).or_default() += token.weight;
        }
        let length = document_length(tokens);
        let norm = self.k1 * (1.0 - self.b + self.b * length / self.average_length);
        for weight in counts.values_mut() {
            *weight = *weight * (self.k1 + 1.0) / (*weight + norm);
        }
        SparseVector::from_weights(counts)
    }
}

/// A passage's length as BM25 counts it.
pub fn document_length(tokens: &[Token]) -> f32 {
    tokens.iter().map(|token| token.weight).sum()
}

/// A question's vector: each term once, with its own weight (a translated word weighs less than a written one).
pub fn query_vector(tokens: &[Token]) -> SparseVector {
    let mut weights: BTreeMap<u32, f32> = BTreeMap::new();
    for token in tokens {
        let weight = weights.entry(term_id(&token.text)).or_default();
        *weight = weight.max(token.weight);
    }
    SparseVector::from_weights(weights)
}

/// A term's id: FNV-1a over its bytes, 64 bits folded to 32. Two of a department's 100,000 words may share an id once;
/// the other words of a question distinguish such passages.
///
/// Source: Fowler, Noll and Vo, draft-eastlake-fnv; xor-folding from its section 3.
pub(super) fn term_id(term: &str) -> u32 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in term.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    ((hash >> 32) ^ (hash & 0xffff_ffff)) as u32
}

#[cfg(test)]
mod tests {
    use super::{Bm25, query_vector, term_id};
    use crate::lexicon::{Token, TokenKind};

    fn tokens(words: &[&str]) -> Vec<Token> {
        words.iter().map(|word| Token { text: (*word).to_string(), kind: TokenKind::Word, weight: 1.0 }).collect()
    }

    #[test]
    fn a_word_weighs_what_the_formula_says() {
        let bm25 = Bm25 { k1: 1.2, b: 0.75, average_length: 4.0 };
        let vector = bm25.document_vector(&tokens(&["a", "a", "b", "c"]));
        let weight = |term: &str| {
            let at = vector.indices.iter().position(|id| *id == term_id(term)).expect("the term is there");
            vector.values[at]
        };
        assert!((weight("a") - 2.0 * 2.2 / (2.0 + 1.2)).abs() < 1e-6);
        assert!((weight("b") - 1.0).abs() < 1e-6);
    }

    #[test]
    fn a_longer_passage_weighs_the_same_word_less() {
        let bm25 = Bm25::with_average_length(3.0);
        let short = bm25.document_vector(&tokens(&["a", "b"]));
        let long = bm25.document_vector(&tokens(&["a", "b", "c", "d", "e", "f"]));
        let weight = |vector: &super::SparseVector| {
            vector.values[vector.indices.iter().position(|id| *id == term_id("a")).expect("a is there")]
        };
        assert!(weight(&short) > weight(&long));
    }

    #[test]
    fn ids_ascend_strictly_and_repeats_in_a_question_count_once() {
        let vector = query_vector(&tokens(&["乙", "甲", "乙", "丙"]));
        assert_eq!(vector.indices().len(), 3);
        assert!(vector.indices.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(vector.values.iter().all(|value| (*value - 1.0).abs() < f32::EPSILON));
    }

    #[test]
    fn weights_of_one_term_add_up_and_what_is_not_finite_is_left_out() {
        let vector = super::SparseVector::from_weights([(9, 1.0), (2, 0.5), (9, 0.25), (4, f32::NAN)]);
        assert_eq!((vector.indices(), vector.values()), (&[2, 9][..], &[0.5, 1.25][..]));
    }

    #[test]
    fn no_words_make_an_empty_vector() {
        assert!(query_vector(&[]).is_empty());
        assert!(Bm25::with_average_length(0.0).document_vector(&[]).is_empty());
    }
}
