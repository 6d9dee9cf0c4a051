//! What statements share with the likeliest ones beyond the question: what a later report says of the same thing need not repeat the
//! question's words.
//!
//! Source: Lavrenko and Croft, Relevance-based language models (2001), held to the words of single statements.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::text::fold;

use super::grams::pairs;
use super::pool::Pool;
use super::shown::best_first;

/// Statements that others are compared with.
const LIKELIEST: usize = 5;

/// Pieces of which the rarity counts: the sum over all of them would prefer what is long.
const RAREST: usize = 3;

/// Letters of a Latin word that are compared, and of one that is a piece, at least.
const BEGINNING: usize = 8;
const LEAST_LETTERS: usize = 3;

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

/// The pieces of a text as numbers, ascending, each once: sums over them are the same in every run.
type Pieces = Vec<u64>;

/// A [`Link`] for each statement of the pool; `probabilities` say which statements are the likeliest.
pub(super) fn links(pool: &Pool, question: &str, probabilities: &[f32]) -> Vec<Link> {
    let likeliest: Vec<usize> = best_first(probabilities).into_iter().take(LIKELIEST).collect();
    let mut links = vec![Link::default(); probabilities.len()];
    let Some(best) = likeliest.first().map(|at| probabilities[*at].max(f32::MIN_POSITIVE)) else { return links };
    let asked = pieces(question);
    let own: Vec<Pieces> = pool.statements.iter().map(|statement| pieces(pool.text(statement))).collect();
    let mut around: HashMap<usize, Pieces> = HashMap::new();
    for statement in &pool.statements {
        around.entry(statement.passage).or_insert_with(|| pieces(&pool.context(statement)));
    }
    let rarity = rarity(&own);
    let sum = |pieces: &[u64]| pieces.iter().filter_map(|piece| rarity.get(piece)).sum::<f32>();
    let weights: Vec<f32> = own.iter().map(|pieces| sum(pieces)).collect();
    let date = |at: usize| pool.record(&pool.statements[at]).date;
    for of in likeliest {
        let beyond: Pieces = own[of].iter().copied().filter(|piece| !has(&asked, *piece)).collect();
        let of_it = sum(&beyond);
        let likely = probabilities[of] / best;
        let text = pool.text(&pool.statements[of]);
        for (at, link) in links.iter_mut().enumerate().filter(|(at, _)| *at != of) {
            let statement = &pool.statements[at];
            let is_there = |piece: &&u64| has(&own[at], **piece) || has(&around[&statement.passage], **piece);
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

fn has(pieces: &[u64], piece: u64) -> bool {
    pieces.binary_search(&piece).is_ok()
}

/// How rare each piece is among the statements of the pool: 1 for what one has, near 0 for what all have.
fn rarity(all: &[Pieces]) -> HashMap<u64, f32> {
    let mut having: HashMap<u64, usize> = HashMap::new();
    all.iter().flatten().for_each(|piece| *having.entry(*piece).or_default() += 1);
    let of = |having: usize| (1.0 + (all.len() as f32 - having as f32 + 0.5) / (having as f32 + 0.5)).ln();
    let most = of(1).max(0.1);
    having.into_iter().map(|(piece, having)| (piece, of(having) / most)).collect()
}

/// Pairs of ideographs, beginnings of Latin words, and numbers of two digits and more, a day (6/15, 6 月 15 日) as one of them.
fn pieces(text: &str) -> Pieces {
    let folded = fold(text);
    let mut pieces: Pieces = pairs(&folded).map(number).collect();
    let is_part = |c: char| c.is_ascii_alphanumeric() || "/.-".contains(c);
    for word in folded.split(|c: char| !is_part(c)) {
        let word = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        let is_number = word.contains(|c: char| c.is_ascii_digit());
        if word.len() >= if is_number { 2 } else { LEAST_LETTERS } {
            pieces.push(number(&word[..word.len().min(BEGINNING)]));
        }
    }
    pieces.extend(folded.match_indices('月').filter_map(|(at, sign)| {
        let before = folded[..at].trim_end();
        let month = &before[before.trim_end_matches(|c: char| c.is_ascii_digit()).len()..];
        let after = folded[at + sign.len()..].trim_start();
        let day = &after[..after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len())];
        (!month.is_empty() && !day.is_empty()).then(|| number(format!("{month}/{day}").as_str()))
    }));
    pieces.sort_unstable();
    pieces.dedup();
    pieces
}

/// A number for a piece, the same in every run; two pieces of one number are as good as never met.
fn number(piece: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    piece.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::{has, number, pieces};

    #[test]
    fn pieces_are_pairs_words_numbers_and_days() {
        let pieces = pieces("6 月 15 日账户流水对不上，PSD-12 重启 3 次，46 单");
        for piece in ["6/15", "psd-12", "46"] {
            assert!(has(&pieces, number(piece)), "{piece}");
        }
        for pair in [('账', '户'), ('流', '水'), ('重', '启')] {
            assert!(has(&pieces, number(pair)), "{pair:?}");
        }
        assert!(!has(&pieces, number("3")));
    }
}
