//! The requests of one question to a server: the fused one and the legs.

use qdrant_client::qdrant::{
    Expression, FormulaBuilder, PrefetchQueryBuilder, QuantizationSearchParamsBuilder, Query as GrpcQuery, QueryPoints,
    QueryPointsBuilder, RrfBuilder, SearchParamsBuilder, VectorInput,
};
use uuid::Uuid;

use crate::store::condition::Condition;
use crate::store::quantization::Quantization;
use crate::store::query::Plan;
use crate::store::schema::{DENSE, FUSION_K, SPARSE};
use crate::store::server::convert::{convert, only, visible};

/// The fused request, then the sparse leg and the dense leg alone, as far as they run.
pub(super) fn requests(collection: &str, plan: &Plan, quantization: Option<Quantization>) -> Vec<QueryPoints> {
    let filter = visible(plan.filter.as_ref());
    let sparse = plan.sparse.as_ref().map(|sparse| {
        let vector = VectorInput::new_sparse(sparse.indices().to_vec(), sparse.values().to_vec());
        (SPARSE, vector)
    });
    let dense = plan.dense.as_ref().map(|dense| (DENSE, VectorInput::new_dense(dense.clone())));
    let legs: Vec<(&str, VectorInput)> = sparse.into_iter().chain(dense).collect();

    let params = quantization.map(|quantization| {
        let whole = QuantizationSearchParamsBuilder::default().rescore(true).oversampling(quantization.oversampling());
        SearchParamsBuilder::default().quantization(whole).build()
    });
    let prefetches = legs.iter().map(|(name, vector)| {
        let prefetch = PrefetchQueryBuilder::default()
            .query(GrpcQuery::new_nearest(vector.clone()))
            .using(*name)
            .filter(filter.clone())
            .limit(plan.prefetch_limit as u64);
        params.iter().cloned().fold(prefetch, PrefetchQueryBuilder::params)
    });
    let fusion = GrpcQuery::new_rrf(RrfBuilder::with_k(FUSION_K));
    let candidates = plan.candidates() as u64;
    let fused = QueryPointsBuilder::new(collection).limit(candidates);
    let fused = if plan.boosts.is_empty() {
        prefetches.fold(fused.query(fusion), QueryPointsBuilder::add_prefetch)
    } else {
        let inner = prefetches
            .fold(PrefetchQueryBuilder::default().query(fusion).limit(candidates), PrefetchQueryBuilder::add_prefetch);
        fused.add_prefetch(inner).query(boosted(&plan.boosts))
    };

    let alone = legs.iter().map(|(name, vector)| {
        let alone = QueryPointsBuilder::new(collection)
            .query(GrpcQuery::new_nearest(vector.clone()))
            .using(*name)
            .filter(filter.clone())
            .limit(plan.prefetch_limit as u64);
        params.iter().cloned().fold(alone, QueryPointsBuilder::params)
    });
    std::iter::once(fused).chain(alone).map(QueryPointsBuilder::build).collect()
}

/// The cosines of points with `dense`.
pub(super) fn cosines(collection: &str, dense: Vec<f32>, ids: &[Uuid]) -> QueryPoints {
    QueryPointsBuilder::new(collection)
        .query(GrpcQuery::new_nearest(dense))
        .using(DENSE)
        .filter(only(ids))
        .limit(ids.len() as u64)
        .params(SearchParamsBuilder::default().exact(true))
        .build()
}

fn boosted(boosts: &[(Condition, f32)]) -> GrpcQuery {
    let boosts = boosts.iter().map(|(condition, weight)| {
        Expression::mult_with([Expression::constant(*weight), Expression::condition(convert(condition))])
    });
    let terms = std::iter::once(Expression::score()).chain(boosts);
    GrpcQuery::new_formula(FormulaBuilder::new(Expression::sum_with(terms)))
}
