//! Dense vectors that are kept small beside themselves: what is found, and with which scores, stays what it was.

use std::collections::HashSet;

use serde_json::json;
use uuid::Uuid;
use zhoubao::store::{Access, Fingerprint, Location, Point, Quantization, Query, Store};

use crate::contracts;
use crate::corpus::{Random, id, object};
use crate::fresh::Fresh;
use crate::qdrant::shared_server;

contracts![
    small_vectors_find_what_whole_ones_find_with_the_same_scores, an_index_keeps_the_vectors_that_it_was_made_with,
];

const WIDTH: usize = 128;

/// More than are searched without a rewritten segment.
const POINTS: u64 = 3_000;
const QUESTIONS: u64 = 40;

fn fingerprint(quantization: Option<Quantization>) -> Fingerprint {
    Fingerprint::new("test-embedder", WIDTH, "test-segmenter").quantized(quantization)
}

/// Vectors lie in bunches, as those of texts do.
fn dense(number: u64, spread: f32) -> Vec<f32> {
    let (mut bunch, mut own) = (Random(7 + number % 50 * 7_919), Random(1_000_003 + number * 104_729));
    (0..WIDTH).map(|_| bunch.unit() - 0.5 + spread * (own.unit() - 0.5)).collect()
}

fn point(number: u64) -> Point {
    Point {
        id: id(number),
        dense: Some(dense(number, 0.8)),
        sparse: None,
        payload: object(json!({"kind": "passage", "number": number})),
    }
}

fn cosine(one: &[f32], other: &[f32]) -> f32 {
    let dot = |one: &[f32], other: &[f32]| one.iter().zip(other).map(|(a, b)| a * b).sum::<f32>();
    dot(one, other) / (dot(one, one) * dot(other, other)).sqrt()
}

async fn written(fresh: &Fresh, quantization: Option<Quantization>) -> Store {
    let store = fresh.open(Access::Rebuild(fingerprint(quantization))).await.expect("a new index");
    for begin in (0..POINTS).step_by(500) {
        store.upsert((begin..begin + 500).map(point).collect()).await.expect("written");
    }
    store.optimize().await.expect("optimised");
    store
}

/// Of the ten nearest of each question, how many are found; every score is that of the whole vector.
async fn recall(store: &Store) -> f64 {
    let points: Vec<(Uuid, Vec<f32>)> = (0..POINTS).map(|number| (id(number), dense(number, 0.8))).collect();
    let mut found = 0;
    for question in 0..QUESTIONS {
        let asked = dense(POINTS + question * 31, 0.8);
        let mut nearest: Vec<(f32, Uuid)> = points.iter().map(|(id, dense)| (cosine(&asked, dense), *id)).collect();
        nearest.sort_by(|one, other| other.0.total_cmp(&one.0));
        let wanted: HashSet<Uuid> = nearest[..10].iter().map(|(_, id)| *id).collect();
        let query = Query { dense: Some(asked.clone()), limit: 10, prefetch_limit: 20, ..Query::default() };
        let hits = store.query(&query).await.expect("hits");
        assert_eq!(hits.len(), 10);
        for hit in &hits {
            let whole = cosine(&asked, &points[usize::try_from(crate::corpus::number_of(hit.id)).expect("small")].1);
            let score = hit.dense.expect("found by meaning").score;
            assert!((score - whole).abs() < 1e-4, "a score of a small vector: {score} for {whole}");
        }
        found += hits.iter().filter(|hit| wanted.contains(&hit.id)).count();
        let ids: Vec<Uuid> = hits.iter().map(|hit| hit.id).collect();
        for (id, score) in store.cosines(&asked, &ids).await.expect("compared") {
            let hit = hits.iter().find(|hit| hit.id == id).expect("asked for");
            assert!((score - hit.dense.expect("found by meaning").score).abs() < 1e-4);
        }
    }
    found as f64 / (QUESTIONS * 10) as f64
}

async fn small_vectors_find_what_whole_ones_find_with_the_same_scores(fresh: Fresh) {
    for (quantization, least) in [(None, 0.98), (Some(Quantization::Scalar), 0.97), (Some(Quantization::Binary), 0.8)] {
        let store = written(&fresh, quantization).await;
        let recall = recall(&store).await;
        assert!(recall >= least, "{quantization:?}: {recall}");
        assert_eq!(are_small(&fresh).await, quantization.is_some(), "{quantization:?}");
        let whole = store.points(&[id(17)]).await.expect("read").remove(0).dense.expect("a vector");
        assert!((cosine(&whole, &dense(17, 0.8)) - 1.0).abs() < 1e-5, "the whole vectors stay");
    }
}

async fn an_index_keeps_the_vectors_that_it_was_made_with(fresh: Fresh) {
    let store = fresh.open(Access::Create(fingerprint(Some(Quantization::Scalar)))).await.expect("a new index");
    store.upsert(vec![point(1)]).await.expect("written");
    drop(store);
    // The configuration says otherwise by now: nobody has to make the index anew for that.
    let store = fresh.open(Access::Create(fingerprint(None))).await.expect("the same index");
    assert_eq!(store.fingerprint().quantization, Some(Quantization::Scalar));
    store.upsert(vec![point(2)]).await.expect("written");
    store.set_meta(object(json!({"average": 7}))).await.expect("written");
    drop(store);
    let store = fresh.open(Access::Existing).await.expect("the same index");
    assert_eq!(store.fingerprint().quantization, Some(Quantization::Scalar));
    assert_eq!(store.count(None).await.expect("counted"), 2);
}

/// Whether the engine keeps small vectors: files of a directory, the configuration of a collection.
async fn are_small(fresh: &Fresh) -> bool {
    match fresh.location() {
        Location::Embedded { dir, .. } => walkdir::WalkDir::new(dir)
            .into_iter()
            .filter_map(Result::ok)
            .any(|entry| entry.file_name().to_string_lossy().starts_with("quantized")),
        Location::Server { collection, .. } => {
            let client =
                qdrant_client::Qdrant::from_url(&shared_server().grpc_url()).skip_compatibility_check().build();
            let info = client.expect("a client").collection_info(collection).await.expect("a collection");
            let json = format!("{:?}", info.result.expect("an answer").config.expect("a configuration").params);
            json.contains("quantization_config: Some")
        }
    }
}
