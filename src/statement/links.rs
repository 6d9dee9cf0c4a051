//! What statements share with the likeliest ones beyond the question: what a later report says of the same thing need not repeat the
//! question's words.
//!
//! Source: Lavrenko and Croft, Relevance-based language models (2001), held to the words of single statements.

use std::collections::HashMap;

use rayon::prelude::*;

use crate::text::{Piece, having, pieces};

use super::pool::{Pool, context};
use super::shown::best_first;

/// Statements that others are compared with.
const LIKELIEST: usize = 5;

/// Pieces of which the rarity counts: the sum over all of them would prefer what is long.
const RAREST: usize = 3;

/// What a statement shares with the likeliest ones, each from 0 to 1, weighed by how likely that one is beside the best.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Link {
    /// Of the pieces of both, by how rare they are (cosine).
    pub alike: f32,
    /// The rarity of the rarest pieces that are shared.
    pub shares: f32,
    /// The same with those of an earlier report alone.
    pub alike_later: f32,
    pub shares_later: f32,
}

/// Ascending, each once: sums over them are the same in every run.
type Pieces = Vec<Piece>;

/// A [`Link`] for each statement of the pool; `probabilities` say which statements are the likeliest.
pub(super) fn links(pool: &Pool, question: &str, probabilities: &[f32]) -> Vec<Link> {
    let likeliest: Vec<usize> = best_first(probabilities).into_iter().take(LIKELIEST).collect();
    let mut links = vec![Link::default(); probabilities.len()];
    let Some(best) = likeliest.first().map(|at| probabilities[*at].max(f32::MIN_POSITIVE)) else { return links };
    let asked = pieces(question);
    let own: Vec<Pieces> =
        pool.statements.par_iter().map(|statement| pieces(&pool.in_both_languages(statement))).collect();
    let around: Vec<Pieces> = pool.passages.par_iter().map(|passage| pieces(&context(&passage.record))).collect();
    let rarity = rarity(&own);
    let sum = |pieces: &[Piece]| pieces.iter().filter_map(|piece| rarity.get(piece)).sum::<f32>();
    let weights: Vec<f32> = own.iter().map(|pieces| sum(pieces)).collect();
    let date = |at: usize| pool.record(&pool.statements[at]).date;
    for of in likeliest {
        let beyond: Pieces = own[of].iter().copied().filter(|piece| !has(&asked, *piece)).collect();
        let of_it = sum(&beyond);
        let likely = probabilities[of] / best;
        let text = pool.text(&pool.statements[of]);
        for (at, link) in links.iter_mut().enumerate().filter(|(at, _)| *at != of) {
            let statement = &pool.statements[at];
            let is_there = |piece: &&Piece| has(&own[at], **piece) || has(&around[statement.passage], **piece);
            let mut shared: Vec<f32> = beyond.iter().filter(is_there).map(|piece| rarity[piece]).collect();
            if shared.is_empty() || pool.text(statement) == text {
                continue;
            }
            shared.sort_unstable_by(|one, other| other.total_cmp(one));
            let alike = (shared.iter().sum::<f32>() / (of_it * weights[at]).sqrt().max(0.1)).min(1.0) * likely;
            let shares = shared.iter().take(RAREST).sum::<f32>() / RAREST as f32 * likely;
            link.alike = link.alike.max(alike);
            link.shares = link.shares.max(shares);
            if date(at) > date(of) {
                link.alike_later = link.alike_later.max(alike);
                link.shares_later = link.shares_later.max(shares);
            }
        }
    }
    links
}

fn has(pieces: &[Piece], piece: Piece) -> bool {
    pieces.binary_search(&piece).is_ok()
}

/// How rare each piece is among the statements of the pool: 1 for what one has, near 0 for what all have.
fn rarity(all: &[Pieces]) -> HashMap<Piece, f32> {
    let having = having(all.iter().map(Vec::as_slice));
    let of = |having: usize| (1.0 + (all.len() as f32 - having as f32 + 0.5) / (having as f32 + 0.5)).ln();
    let most = of(1).max(0.1);
    having.into_iter().map(|(piece, having)| (piece, of(having) / most)).collect()
}
