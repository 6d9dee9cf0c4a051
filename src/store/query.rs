//! One question to the index and its hits: which legs run, how they are fused, and in which order hits come.
//!
//! The engine searches and fuses; this file says what to ask for and puts the answers of the fused request and of the
//! legs together, the same for both stores.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::lexicon::SparseVector;
use crate::store::condition::Condition;
use crate::store::error::StoreError;
use crate::store::fingerprint::Fingerprint;
use crate::store::point::{Record, check_dense};
use crate::store::schema::FUSION_K;

/// What to look for. A leg whose vector is absent or empty does not run; without any leg there are no hits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Query {
    pub dense: Option<Vec<f32>>,
    pub sparse: Option<SparseVector>,
    /// Only points that pass.
    pub filter: Option<Condition>,
    /// Added to the fused score of points that pass the condition.
    pub boosts: Vec<(Condition, f32)>,
    /// Hits to return.
    pub limit: usize,
    /// Candidates of each leg; at least `limit` are taken.
    pub prefetch_limit: usize,
}

impl Default for Query {
    fn default() -> Self {
        Self { dense: None, sparse: None, filter: None, boosts: Vec::new(), limit: 10, prefetch_limit: 100 }
    }
}

/// Where one leg put a point.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Leg {
    /// From 1.
    pub rank: usize,
    /// Cosine of the dense leg; sum of weight products times IDF of the sparse one.
    pub score: f32,
}

/// A found point.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Hit {
    pub id: Uuid,
    /// `fused` and the boosts; hits come in descending order of it.
    pub score: f32,
    /// Reciprocal rank fusion alone: first in both legs gives 1.0, first in one of them 0.5.
    pub fused: f32,
    pub sparse: Option<Leg>,
    pub dense: Option<Leg>,
    pub payload: Map<String, Value>,
}

/// A query after checking: at least one leg, limits that fit together.
pub(super) struct Plan {
    pub sparse: Option<SparseVector>,
    pub dense: Option<Vec<f32>>,
    pub filter: Option<Condition>,
    pub boosts: Vec<(Condition, f32)>,
    pub limit: usize,
    pub prefetch_limit: usize,
}

impl Plan {
    /// `None` when nothing can be found: no leg, or no hit wanted.
    ///
    /// # Errors
    /// `Width` or `InvalidVector` when the dense vector does not fit the index.
    pub fn of(query: &Query, fingerprint: &Fingerprint) -> Result<Option<Self>, StoreError> {
        let sparse = query.sparse.clone().filter(|sparse| !sparse.is_empty());
        let dense = query.dense.clone().filter(|dense| !dense.is_empty() && fingerprint.has_dense());
        if let Some(dense) = &dense {
            check_dense(None, dense, fingerprint.width)?;
        }
        if query.limit == 0 || (sparse.is_none() && dense.is_none()) {
            return Ok(None);
        }
        Ok(Some(Self {
            sparse,
            dense,
            filter: query.filter.clone(),
            boosts: query.boosts.clone(),
            limit: query.limit,
            prefetch_limit: query.prefetch_limit.max(query.limit),
        }))
    }

    /// How many points the legs can bring together. The fused request asks for all of them: with k = 2 equal scores
    /// are common, and the engine cuts equals in no certain order.
    pub fn candidates(&self) -> usize {
        self.prefetch_limit * (usize::from(self.sparse.is_some()) + usize::from(self.dense.is_some()))
    }
}

/// Points of one answer of the engine, best first.
pub(super) type Ranking = Vec<(Uuid, f32)>;

/// The answers to one plan.
pub(super) struct Rankings {
    pub fused: Ranking,
    /// Empty when the leg did not run.
    pub sparse: Ranking,
    pub dense: Ranking,
}

impl Rankings {
    /// Reciprocal rank fusion as the engine reckons it, of legs that hold every candidate.
    pub fn fused_from(sparse: Ranking, dense: Ranking) -> Self {
        let earned_by = [legs(&sparse), legs(&dense)];
        let alone = dense.iter().filter(|(id, _)| !earned_by[0].contains_key(id));
        let score = |id: Uuid| earned_by.iter().filter_map(|leg| leg.get(&id)).map(earned).sum();
        let fused = sparse.iter().chain(alone).map(|(id, _)| (*id, score(*id))).collect();
        Self { fused, sparse, dense }
    }

    /// The best hits of `plan`, without payloads; equal scores in the order of sparse rank, dense rank, id.
    pub fn hits(self, plan: &Plan) -> Vec<Hit> {
        // What the engine's own ranks earned is taken off its score: the rest are boosts.
        let engine = [legs(&self.sparse), legs(&self.dense)];
        let sparse = legs(&in_certain_order(self.sparse, plan.prefetch_limit));
        let dense = legs(&in_certain_order(self.dense, plan.prefetch_limit));
        let mut hits: Vec<Hit> = self
            .fused
            .into_iter()
            .map(|(id, score)| {
                let boosts = score - engine.iter().filter_map(|leg| leg.get(&id)).map(earned).sum::<f32>();
                let (sparse, dense) = (sparse.get(&id).copied(), dense.get(&id).copied());
                let fused: f32 = [sparse, dense].iter().flatten().map(earned).sum();
                Hit { id, score: fused + boosts, fused, sparse, dense, payload: Map::new() }
            })
            .filter(|hit| hit.sparse.is_some() || hit.dense.is_some())
            .collect();
        in_order(&mut hits, BOTH_APART, |hit| hit.score, |hit| (rank(hit.sparse), rank(hit.dense), hit.id));
        hits.truncate(plan.limit);
        hits
    }
}

/// Puts payloads into hits; a hit whose point was deleted since is left out.
pub(super) fn with_payloads(hits: Vec<Hit>, records: Vec<Record>) -> Vec<Hit> {
    let mut payloads: HashMap<Uuid, Map<String, Value>> =
        records.into_iter().map(|record| (record.id, record.payload)).collect();
    hits.into_iter()
        .filter_map(|hit| {
            let payload = payloads.remove(&hit.id)?;
            Some(Hit { payload, ..hit })
        })
        .collect()
}

fn legs(ranking: &Ranking) -> HashMap<Uuid, Leg> {
    ranking
        .iter()
        .enumerate()
        .map(|(position, &(id, score))| {
            let rank = position + 1;
            (id, Leg { rank, score })
        })
        .collect()
}

/// Equal texts score equally, and the engines put equals in the order of their segments, which differs from one index of
/// the same reports to the next. By id they always come alike. What equals the last of a full leg may have been left out, so that
/// neither the last nor what equals it is in.
fn in_certain_order(mut ranking: Ranking, limit: usize) -> Ranking {
    let last = in_order(&mut ranking, LEG_APART, |(_, score)| *score, |(id, _)| *id);
    if ranking.len() >= limit && last > 0 {
        ranking.truncate(last);
    }
    ranking
}

/// Sorts by falling score, and what is not `apart` by `then`: segments sum in another order, and 4.056013 of one index is 4.056012
/// of the next. Gives where the last ones begin that are not apart.
fn in_order<T, K: Ord>(items: &mut [T], apart: f32, score: impl Fn(&T) -> f32, then: impl Fn(&T) -> K) -> usize {
    items.sort_by(|one, other| score(other).total_cmp(&score(one)));
    let (mut begin, mut end) = (0, 0);
    for alike in items.chunk_by_mut(|one, other| score(one) - score(other) <= apart) {
        (begin, end) = (end, end + alike.len());
        alike.sort_by_key(&then);
    }
    begin
}

/// How far two scores of a leg differ that do, and two fused ones, whose hundredth rank earns a ten-thousandth less than the next.
const LEG_APART: f32 = 5e-5;
const BOTH_APART: f32 = 5e-7;

fn earned(leg: &Leg) -> f32 {
    1.0 / (FUSION_K as f32 + (leg.rank - 1) as f32)
}

fn rank(leg: Option<Leg>) -> usize {
    leg.map_or(usize::MAX, |leg| leg.rank)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::{Plan, Query, Rankings};
    use crate::lexicon::SparseVector;
    use crate::store::fingerprint::Fingerprint;

    fn id(number: u128) -> Uuid {
        Uuid::from_u128(number)
    }

    fn plan(limit: usize, prefetch_limit: usize) -> Plan {
        Plan { sparse: None, dense: None, filter: None, boosts: Vec::new(), limit, prefetch_limit }
    }

    #[test]
    fn equal_scores_come_in_a_certain_order() {
        let rankings = |fused| Rankings { fused, sparse: vec![(id(2), 7.0)], dense: vec![(id(1), 0.9), (id(3), 0.8)] };
        let one = rankings(vec![(id(1), 0.5), (id(2), 0.5), (id(3), 0.33)]).hits(&plan(2, 10));
        let other = rankings(vec![(id(2), 0.5), (id(1), 0.5), (id(3), 0.33)]).hits(&plan(2, 10));
        assert_eq!(one, other);
        assert_eq!(one[0].id, id(2));
        assert_eq!(one[0].sparse.map(|leg| leg.rank), Some(1));
        assert_eq!(one[0].dense, None);
    }

    #[test]
    fn last_digits_tell_nothing_apart() {
        let order = |one: f32, other: f32| {
            let hits = Rankings::fused_from(vec![(id(1), one), (id(2), other)], Vec::new()).hits(&plan(10, 10));
            hits.iter().map(|hit| hit.id).collect::<Vec<_>>()
        };
        assert_eq!(order(4.056_012, 4.056_013), order(4.056_013, 4.056_012));
    }

    #[test]
    fn of_equals_at_the_end_of_a_full_leg_none_is_taken() {
        let found = |equal: u128| {
            let sparse = vec![(id(9), 3.0), (id(equal), 1.0), (id(equal + 1), 1.0)];
            let hits = Rankings::fused_from(sparse, vec![(id(4), 0.7)]).hits(&plan(10, 3));
            hits.iter().map(|hit| hit.id).collect::<Vec<_>>()
        };
        assert_eq!(found(1), [id(9), id(4)]);
        assert_eq!(found(1), found(5));
        let all_equal = vec![(id(1), 1.0), (id(2), 1.0)];
        assert_eq!(Rankings::fused_from(all_equal, Vec::new()).hits(&plan(10, 2)).len(), 2);
    }

    #[test]
    fn fused_is_what_the_ranks_earn() {
        let hits =
            Rankings { fused: vec![(id(1), 0.9)], sparse: vec![(id(9), 3.0), (id(1), 2.0)], dense: vec![(id(1), 0.7)] }
                .hits(&plan(10, 10));
        assert!((hits[0].fused - (1.0 / 3.0 + 1.0 / 2.0)).abs() < 1e-6);
    }

    #[test]
    fn legs_that_hold_every_candidate_are_fused_here() {
        let rankings = Rankings::fused_from(vec![(id(9), 3.0), (id(1), 2.0)], vec![(id(1), 0.7), (id(4), 0.6)]);
        assert_eq!(rankings.fused.len(), 3);
        let hits = rankings.hits(&plan(10, 10));
        assert_eq!(hits.iter().map(|hit| hit.id).collect::<Vec<_>>(), [id(1), id(9), id(4)]);
        assert!(hits.iter().all(|hit| hit.score == hit.fused));
    }

    #[test]
    fn a_query_without_a_usable_leg_has_no_plan() {
        let has_plan =
            |query: &Query, fingerprint: &Fingerprint| Plan::of(query, fingerprint).expect("valid").is_some();
        let dense = Fingerprint::new("test", 2, "test");
        let empty = Query { dense: Some(Vec::new()), sparse: Some(SparseVector::default()), ..Query::default() };
        assert!(!has_plan(&empty, &dense));
        let only_dense = Query { dense: Some(vec![1.0, 0.0]), ..Query::default() };
        assert!(has_plan(&only_dense, &dense));
        assert!(!has_plan(&only_dense, &Fingerprint::sparse_only("test")));
        let no_hits = Query { limit: 0, ..only_dense };
        assert!(!has_plan(&no_hits, &dense));
    }
}
