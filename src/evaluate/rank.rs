//! Where the gold lines of a question came among the passages found, by each leg and by both together.

use super::gold::GoldLines;
use crate::question::Question;
use crate::retrieve::{Filters, Found, Legs, Retrieval, RetrieveError, Retriever};

/// How far down is looked for gold.
pub const DEPTH: usize = 100;

/// The place of the first passage that overlaps gold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rank {
    /// From 1.
    At(usize),
    /// Not among those found.
    NotFound,
}

impl Rank {
    pub(super) fn of(found: &[Found], places: &[GoldLines]) -> Self {
        let is_gold =
            |found: &Found| places.iter().any(|place| place.overlaps(found.passage.report, found.passage.lines()));
        found.iter().position(is_gold).map_or(Self::NotFound, |at| Self::At(at + 1))
    }

    /// From 1; `None` for what was not found.
    pub fn number(self) -> Option<usize> {
        match self {
            Self::At(rank) => Some(rank),
            Self::NotFound => None,
        }
    }

    pub fn within(self, first: usize) -> bool {
        matches!(self, Self::At(rank) if rank <= first)
    }

    /// One over the rank among the first ten, else nothing.
    pub fn reciprocal(self) -> f64 {
        match self {
            Self::At(rank) if rank <= 10 => 1.0 / rank as f64,
            _ => 0.0,
        }
    }
}

/// The ranks of one question with gold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ranks {
    pub sparse: Rank,
    /// `None` when nothing can be searched by meaning.
    pub dense: Option<Rank>,
    /// Both legs together, without boosts.
    pub unboosted: Rank,
    pub fused: Rank,
}

/// Runs each leg alone and both together, without and with boosts, which is what `search` does. The question's times
/// are among the boosts.
///
/// Gives the ranks where there is gold, and what both together found.
///
/// # Errors
/// Those of retrieval.
pub(super) async fn ranks(
    retriever: &Retriever<'_>,
    question: &Question,
    places: &[GoldLines],
) -> Result<(Option<Ranks>, Retrieval), RetrieveError> {
    let filters = Filters::default();
    let both = retriever.search(Legs::Both, question, &filters, DEPTH).await?;
    if places.is_empty() {
        return Ok((None, both));
    }
    let sparse = retriever.search(Legs::Sparse, question, &filters, DEPTH).await?;
    let mut dense = None;
    if retriever.has_dense_leg() {
        let alone = retriever.search(Legs::Dense, question, &filters, DEPTH).await?;
        // With a notice the leg could not run: that is no rank.
        dense = alone.notice.is_none().then(|| Rank::of(&alone.found, places));
    }
    let unboosted = retriever.search(Legs::Unboosted, question, &filters, DEPTH).await?;
    let [sparse, unboosted, fused] = [&sparse, &unboosted, &both].map(|read| Rank::of(&read.found, places));
    let ranks = Ranks { sparse, dense, unboosted, fused };
    Ok((Some(ranks), both))
}

#[cfg(test)]
mod tests {
    use super::Rank;

    #[test]
    fn only_the_first_ten_earn_a_reciprocal_rank() {
        assert_eq!(Rank::At(4).reciprocal(), 0.25);
        assert_eq!(Rank::At(11).reciprocal(), 0.0);
        assert_eq!(Rank::NotFound.reciprocal(), 0.0);
        assert!(Rank::At(5).within(5) && !Rank::At(6).within(5) && !Rank::NotFound.within(100));
    }
}
