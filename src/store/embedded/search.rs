//! Asking the embedded engine: the fused request and the legs.

use std::collections::HashMap;

use qdrant_edge::{
    EdgeShard, Expression, Filter, Formula, Fusion, NamedQuery, Prefetch, QueryEnum, QueryRequest, ScoringQuery,
    SearchParams, VectorInternal, WithPayloadInterface, WithVector,
};
use uuid::Uuid;

use crate::store::condition::Condition;
use crate::store::embedded::convert::{edge_sparse, scored};
use crate::store::embedded::engine::Edge;
use crate::store::embedded::filter::{Conditions, only};
use crate::store::embedded::settings::search_params;
use crate::store::fingerprint::Fingerprint;
use crate::store::query::{Plan, Ranking, Rankings};
use crate::store::schema::{DENSE, FUSION_K, SPARSE};

/// Each leg alone, then the fused request. Without boosts there is nothing to ask for: the request would search both legs
/// again, only to add up their ranks.
pub(super) fn rankings(
    shard: &EdgeShard,
    plan: &Plan,
    conditions: Conditions,
    fingerprint: &Fingerprint,
) -> Edge<Rankings> {
    let filter = conditions.visible(plan.filter.as_ref());
    let params = search_params(fingerprint);
    let leg = |query: &Option<ScoringQuery>| match query {
        Some(query) => search(shard, Vec::new(), query.clone(), Some(filter.clone()), plan.prefetch_limit, params),
        None => Ok(Vec::new()),
    };
    let sparse = plan.sparse.as_ref().map(|sparse| nearest(VectorInternal::Sparse(edge_sparse(sparse)), SPARSE));
    let dense = plan.dense.as_ref().map(|dense| nearest(VectorInternal::Dense(dense.clone()), DENSE));
    let (sparse_ranking, dense_ranking) = (leg(&sparse)?, leg(&dense)?);
    if plan.boosts.is_empty() {
        return Ok(Rankings::fused_from(sparse_ranking, dense_ranking));
    }
    let prefetches = [&sparse, &dense]
        .into_iter()
        .flatten()
        .map(|leg| Prefetch {
            prefetches: Vec::new(),
            query: Some(leg.clone()),
            limit: plan.prefetch_limit,
            params,
            filter: Some(filter.clone()),
            score_threshold: None,
        })
        .collect();
    let fusion = ScoringQuery::Fusion(Fusion::Rrf { k: FUSION_K as usize, weights: None });
    let candidates = plan.candidates();
    let fused = Prefetch {
        prefetches,
        query: Some(fusion),
        limit: candidates,
        params: None,
        filter: None,
        score_threshold: None,
    };
    let fused = search(shard, vec![fused], boosted(&plan.boosts, conditions)?, None, candidates, None)?;
    Ok(Rankings { fused, sparse: sparse_ranking, dense: dense_ranking })
}

/// The cosines of points with `dense`.
pub(super) fn cosines(shard: &EdgeShard, dense: &[f32], ids: &[Uuid]) -> Edge<Ranking> {
    let query = nearest(VectorInternal::Dense(dense.to_vec()), DENSE);
    let exact = SearchParams { exact: true, ..SearchParams::default() };
    search(shard, Vec::new(), query, Some(only(ids)), ids.len(), Some(exact))
}

fn search(
    shard: &EdgeShard,
    prefetches: Vec<Prefetch>,
    query: ScoringQuery,
    filter: Option<Filter>,
    limit: usize,
    params: Option<SearchParams>,
) -> Edge<Ranking> {
    let points = shard.query(QueryRequest {
        prefetches,
        query: Some(query),
        filter,
        score_threshold: None,
        limit,
        offset: 0,
        params,
        with_vector: WithVector::Bool(false),
        with_payload: WithPayloadInterface::Bool(false),
    })?;
    Ok(points.into_iter().filter_map(scored).collect())
}

fn nearest(vector: VectorInternal, name: &str) -> ScoringQuery {
    ScoringQuery::Vector(QueryEnum::Nearest(NamedQuery::new(vector, name)))
}

fn boosted(boosts: &[(Condition, f32)], conditions: Conditions) -> Edge<ScoringQuery> {
    let mut terms = vec![Expression::Variable("$score".to_owned())];
    terms.extend(boosts.iter().map(|(condition, weight)| {
        let condition = Box::new(conditions.convert(condition));
        Expression::Mult(vec![Expression::Constant(*weight), Expression::Condition(condition)])
    }));
    let formula = Formula { formula: Expression::Sum(terms), defaults: HashMap::new() };
    Ok(ScoringQuery::Formula(formula.try_into()?))
}
