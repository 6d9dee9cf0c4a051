//! Searching: legs, fusion, boosts, and that both members say the same.

use serde_json::json;
use zhoubao::store::{Condition, Hit, Leg, Point, Query, Store, StoreError};

use crate::contracts;
use crate::corpus::{Random, hit_numbers, point, sparse, with_payload};
use crate::fresh::Fresh;

contracts![
    a_rare_word_counts_more_than_a_common_one, a_leg_alone_answers_in_its_own_order,
    hybrid_hits_know_their_ranks_and_scores, a_point_found_by_both_legs_comes_first, boosts_reorder_and_show,
    hits_respect_limit_and_filter, no_vector_no_hits, points_without_vectors_are_never_hits,
    a_vector_of_another_width_is_refused, equal_questions_get_equal_answers, a_word_nobody_wrote_finds_nothing,
];

async fn a_rare_word_counts_more_than_a_common_one(fresh: Fresh) {
    let store = fresh.create().await;
    let weights = |number: u64| match number {
        0 => sparse(&[(9, 1.0)]),
        _ => sparse(&[(5, 1.0), (1000 + number as u32, 1.0)]),
    };
    let points = (0..20).map(|n| Point { sparse: Some(weights(n)), ..point(n) });
    store.upsert(points.collect()).await.expect("written");
    let query = Query { sparse: Some(sparse(&[(5, 1.0), (9, 1.0)])), limit: 20, ..Query::default() };
    let hits = store.query(&query).await.expect("hits");
    assert_eq!(hits[0].payload["number"], 0);
    let score = |hit: &Hit| hit.sparse.map_or(0.0, |leg| leg.score);
    // Qdrant's IDF: ln(1 + (n - df + ½) / (df + ½)), here of 1 and of 19 points among 20.
    let (rare, common) = ((1.0 + 19.5f32 / 1.5).ln(), (1.0 + 1.5f32 / 19.5).ln());
    assert!((score(&hits[0]) - rare).abs() < 0.1, "{} for {rare}", score(&hits[0]));
    assert!((score(&hits[1]) - common).abs() < 0.1, "{} for {common}", score(&hits[1]));
}

async fn a_leg_alone_answers_in_its_own_order(fresh: Fresh) {
    let store = random_store(&fresh, 60).await;
    let mut random = Random(5);
    let sparse_only = Query { sparse: Some(random.sparse(6)), ..Query::default() };
    let dense_only = Query { dense: Some(random.dense()), ..Query::default() };
    let sparse_hits = store.query(&sparse_only).await.expect("hits");
    let dense_hits = store.query(&dense_only).await.expect("hits");
    assert_eq!((sparse_hits.len(), dense_hits.len()), (10, 10));
    for (hits, leg, other) in
        [(&sparse_hits, sparse_of as LegOf, dense_of as LegOf), (&dense_hits, dense_of, sparse_of)]
    {
        for (hit, rank) in hits.iter().zip(1..) {
            assert_eq!(leg(hit).map(|leg| leg.rank), Some(rank));
            assert_eq!(other(hit), None);
            assert!((hit.score - 1.0 / (1.0 + rank as f32)).abs() < 1e-5);
            assert!((hit.score - hit.fused).abs() < 1e-5);
        }
        assert!(hits.is_sorted_by(|a, b| leg(a).map(|l| l.score) > leg(b).map(|l| l.score)));
    }
    assert!(dense_hits.iter().all(|hit| hit.dense.is_some_and(|leg| leg.score <= 1.0 + 1e-5)));
}

async fn hybrid_hits_know_their_ranks_and_scores(fresh: Fresh) {
    let store = random_store(&fresh, 80).await;
    let hits = store.query(&hybrid(11)).await.expect("hits");
    assert_eq!(hits.len(), 10);
    for hit in &hits {
        let earned = |leg: Option<Leg>| leg.map_or(0.0, |leg| 1.0 / (1.0 + leg.rank as f32));
        let fused = earned(hit.sparse) + earned(hit.dense);
        assert!((hit.score - fused).abs() < 1e-4, "{hit:?}");
        assert!((hit.fused - fused).abs() < 1e-4, "{hit:?}");
    }
    assert!(hits.is_sorted_by(|a, b| a.score >= b.score));
    let alone = Query { dense: None, ..hybrid(11) };
    let best_by_words = store.query(&alone).await.expect("hits").remove(0);
    let same = hits.iter().find(|hit| hit.id == best_by_words.id).expect("among the hits");
    assert_eq!(same.sparse, best_by_words.sparse);
}

async fn a_point_found_by_both_legs_comes_first(fresh: Fresh) {
    let store = fresh.create().await;
    let points = [(1, [1.0, 0.0, 0.0, 0.0], 100), (2, [0.9, 0.1, 0.0, 0.0], 7), (3, [0.0, 1.0, 0.0, 0.0], 7)];
    let points = points.map(|(number, dense, term)| Point {
        dense: Some(dense.to_vec()),
        sparse: Some(sparse(&[(term, 1.0 / number as f32)])),
        ..point(number)
    });
    store.upsert(points.to_vec()).await.expect("written");
    let query = Query { dense: Some(vec![1.0, 0.0, 0.0, 0.0]), sparse: Some(sparse(&[(7, 1.0)])), ..Query::default() };
    let hits = store.query(&query).await.expect("hits");
    assert_eq!(hit_numbers(&hits), [2, 3, 1]);
    assert_eq!(hits[2].sparse, None);
}

async fn boosts_reorder_and_show(fresh: Fresh) {
    let store = random_store(&fresh, 40).await;
    let plain = store.query(&hybrid(3)).await.expect("hits");
    let last = plain.last().expect("ten hits");
    let date = last.payload["date"].as_i64().expect("a date");
    let boosted = Query {
        boosts: vec![
            (Condition::is("date", date), 2.0),
            (Condition::range("date", Some(date), Some(date)), 0.5),
            (Condition::is("label", "nowhere"), 100.0),
        ],
        ..hybrid(3)
    };
    let hits = store.query(&boosted).await.expect("hits");
    assert_eq!(hits[0].id, last.id);
    assert!((hits[0].fused - last.fused).abs() < 1e-5);
    assert!((hits[0].score - last.fused - 2.5).abs() < 1e-4);
    assert_eq!((hits[0].sparse, hits[0].dense), (last.sparse, last.dense));
    assert_eq!(hit_numbers(&hits[1..]), hit_numbers(&plain[..9]));
    let against = Query { boosts: vec![(Condition::is("date", date).negate(), -3.0)], ..hybrid(3) };
    let hits = store.query(&against).await.expect("hits");
    assert_eq!(hits[0].id, last.id);
    assert!(hits[1].score < 0.0);
}

async fn hits_respect_limit_and_filter(fresh: Fresh) {
    let store = random_store(&fresh, 150).await;
    let label = Condition::is("label", "第4周");
    let query = Query { filter: Some(label), limit: 5, ..hybrid(8) };
    let hits = store.query(&query).await.expect("hits");
    assert_eq!(hits.len(), 5);
    assert!(hits.iter().all(|hit| hit.payload["label"] == "第4周"));
    // The dense leg finds every point, so a limit above the prefetch limit must still be met.
    let many = Query { limit: 120, prefetch_limit: 10, ..hybrid(8) };
    assert_eq!(store.query(&many).await.expect("hits").len(), 120);
    let none = Query { limit: 0, ..hybrid(8) };
    assert!(store.query(&none).await.expect("hits").is_empty());
}

async fn no_vector_no_hits(fresh: Fresh) {
    let store = fresh.create().await;
    assert!(store.query(&hybrid(1)).await.expect("an empty index").is_empty());
    store.upsert(vec![point(1)]).await.expect("written");
    let empty = Query { dense: Some(Vec::new()), sparse: Some(sparse(&[])), ..Query::default() };
    assert!(store.query(&empty).await.expect("hits").is_empty());
    assert!(store.query(&Query::default()).await.expect("hits").is_empty());
}

async fn points_without_vectors_are_never_hits(fresh: Fresh) {
    let store = fresh.create().await;
    let bare = Point { dense: None, sparse: None, ..with_payload(1, json!({"kind": "report"})) };
    store.upsert(vec![bare, point(2)]).await.expect("written");
    for seed in 1..5 {
        let query = Query { sparse: Some(sparse(&[(1_000_000, 1.0)])), ..hybrid(seed) };
        assert_eq!(hit_numbers(&store.query(&query).await.expect("hits")), [2]);
    }
    let reports = Condition::is("kind", "report");
    assert_eq!(store.count(Some(&reports)).await.expect("counted"), 1);
}

async fn a_vector_of_another_width_is_refused(fresh: Fresh) {
    let store = fresh.create().await;
    let wide = Query { dense: Some(vec![0.5; 512]), ..Query::default() };
    assert!(matches!(store.query(&wide).await, Err(StoreError::Width { found: 512, wanted: 4 })));
    let mut broken = point(1);
    broken.dense = Some(vec![f32::NAN; 4]);
    assert!(matches!(store.upsert(vec![point(2), broken]).await, Err(StoreError::InvalidVector { id: Some(_), .. })));
    assert_eq!(store.count(None).await.expect("counted"), 0);
}

async fn equal_questions_get_equal_answers(fresh: Fresh) {
    let store = random_store(&fresh, 120).await;
    let first = store.query(&hybrid(21)).await.expect("hits");
    for _ in 0..10 {
        assert_eq!(store.query(&hybrid(21)).await.expect("hits"), first);
    }
}

async fn a_word_nobody_wrote_finds_nothing(fresh: Fresh) {
    let store = fresh.create().await;
    store.upsert((0..5).map(point).collect()).await.expect("written");
    let query = Query { sparse: Some(sparse(&[(4_000_000_000, 3.0)])), ..Query::default() };
    assert!(store.query(&query).await.expect("hits").is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn both_members_rank_alike() {
    let (here, there) = (Fresh::embedded(), Fresh::server());
    let (here, there) = (random_store(&here, 300).await, random_store(&there, 300).await);
    for optimized in [false, true] {
        if optimized {
            here.optimize().await.expect("optimised");
        }
        for seed in 1..30 {
            let all = hybrid(seed);
            let filter = Condition::range("date", Some(20_050), Some(20_200));
            for query in [
                Query { dense: None, ..all.clone() },
                Query { sparse: None, ..all.clone() },
                Query { filter: Some(filter), ..all.clone() },
                Query { boosts: vec![(Condition::is("label", "第3周"), 0.25)], ..all.clone() },
                all,
            ] {
                let mine = here.query(&query).await.expect("hits");
                let theirs = there.query(&query).await.expect("hits");
                assert_eq!(hit_numbers(&mine), hit_numbers(&theirs), "{query:?}");
                for (mine, theirs) in mine.iter().zip(&theirs) {
                    assert!(alike(mine, theirs), "{mine:?}\n{theirs:?}");
                }
            }
        }
    }
}

fn alike(mine: &Hit, theirs: &Hit) -> bool {
    let close = |a: f32, b: f32| (a - b).abs() < 1e-3;
    let same_leg = |a: Option<Leg>, b: Option<Leg>| match (a, b) {
        (Some(a), Some(b)) => a.rank == b.rank && close(a.score, b.score),
        (None, None) => true,
        _ => false,
    };
    close(mine.score, theirs.score)
        && close(mine.fused, theirs.fused)
        && same_leg(mine.sparse, theirs.sparse)
        && same_leg(mine.dense, theirs.dense)
        && mine.payload == theirs.payload
}

type LegOf = fn(&Hit) -> Option<Leg>;

fn sparse_of(hit: &Hit) -> Option<Leg> {
    hit.sparse
}

fn dense_of(hit: &Hit) -> Option<Leg> {
    hit.dense
}

async fn random_store(fresh: &Fresh, points: u64) -> Store {
    let store = fresh.create().await;
    let mut random = Random(99);
    let points = (0..points).map(|number| random.point(number)).collect();
    store.upsert(points).await.expect("written");
    store
}

fn hybrid(seed: u64) -> Query {
    let mut random = Random(seed * 1_000_003);
    Query { dense: Some(random.dense()), sparse: Some(random.sparse(6)), ..Query::default() }
}
