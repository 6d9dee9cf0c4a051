//! Writing and deleting.

use serde_json::{Map, json};
use uuid::Uuid;
use zhoubao::store::{Access, Condition, Fingerprint, Point, Query, StoreError};

use crate::contracts;
use crate::corpus::{by_words, hit_numbers, id, number_of, numbers, object, point, sparse, with_payload};
use crate::fresh::{Fresh, fingerprint};

contracts![
    upserting_twice_changes_nothing, a_changed_payload_replaces_the_old_one_whole,
    an_upsert_without_a_vector_removes_the_old_vector, the_last_of_two_points_with_one_id_stays,
    delete_takes_what_passes_and_nothing_else, updating_sparse_vectors_keeps_the_rest,
    updating_an_unknown_point_is_an_error, notes_survive_everything_but_a_rebuild,
    notes_that_somebody_else_has_changed_are_left, an_index_without_dense_vectors_works,
    large_points_are_written_in_several_requests, questions_are_answered_while_points_are_written,
];

async fn upserting_twice_changes_nothing(fresh: Fresh) {
    let store = fresh.create().await;
    let points: Vec<Point> = (0..50).map(point).collect();
    store.upsert(points.clone()).await.expect("written");
    let first = store.scroll(None, None).await.expect("read");
    store.upsert(points).await.expect("written");
    assert_eq!(store.count(None).await.expect("counted"), 50);
    assert_eq!(store.scroll(None, None).await.expect("read"), first);
    store.upsert(Vec::new()).await.expect("nothing is fine");
}

async fn a_changed_payload_replaces_the_old_one_whole(fresh: Fresh) {
    let store = fresh.create().await;
    let old = with_payload(1, json!({"kind": "passage", "author": "甲", "week": 26}));
    store.upsert(vec![old, point(2)]).await.expect("written");
    let new = with_payload(1, json!({"kind": "passage", "week": 27}));
    store.upsert(vec![new.clone()]).await.expect("written");
    let found = store.fetch(&[id(1)]).await.expect("read");
    assert_eq!(found[0].payload, new.payload);
    let by_author = Condition::is("author", "甲");
    assert_eq!(store.count(Some(&by_author)).await.expect("counted"), 0);
}

async fn an_upsert_without_a_vector_removes_the_old_vector(fresh: Fresh) {
    let store = fresh.create().await;
    store.upsert(vec![point(1), point(2)]).await.expect("written");
    let bare = Point { dense: None, sparse: None, ..point(1) };
    store.upsert(vec![bare]).await.expect("written");
    for query in [by_words(), by_meaning()] {
        let hits = store.query(&query).await.expect("hits");
        assert_eq!(hit_numbers(&hits), [2]);
    }
}

async fn the_last_of_two_points_with_one_id_stays(fresh: Fresh) {
    let store = fresh.create().await;
    let twice = vec![with_payload(1, json!({"week": 1})), with_payload(1, json!({"week": 2}))];
    store.upsert(twice).await.expect("written");
    let found = store.scroll(None, None).await.expect("read");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].payload, object(json!({"week": 2})));
}

async fn delete_takes_what_passes_and_nothing_else(fresh: Fresh) {
    let store = fresh.create().await;
    let reports = (0..30).map(|n| with_payload(n, json!({"report": format!("r{}", n % 3)})));
    store.upsert(reports.collect()).await.expect("written");
    let first = Condition::is("report", "r1");
    store.delete(&first).await.expect("deleted");
    store.delete(&first).await.expect("nothing left is fine");
    let left = store.scroll(None, None).await.expect("read");
    assert_eq!(left.len(), 20);
    assert!(left.iter().all(|record| record.payload["report"] != "r1"));
    store.delete(&Condition::All(Vec::new())).await.expect("deleted");
    assert_eq!(store.count(None).await.expect("counted"), 0);
}

async fn updating_sparse_vectors_keeps_the_rest(fresh: Fresh) {
    let store = fresh.create().await;
    store.upsert((1..=3).map(point).collect()).await.expect("written");
    let payload = store.fetch(&[id(2)]).await.expect("read");
    let moved = vec![(id(2), sparse(&[(77, 2.0)]))];
    store.update_sparse(moved).await.expect("updated");
    let hits = |term| Query { sparse: Some(sparse(&[(term, 1.0)])), ..Query::default() };
    let by_new_word = store.query(&hits(77)).await.expect("hits");
    assert_eq!(hit_numbers(&by_new_word), [2]);
    assert!(store.query(&hits(2)).await.expect("hits").is_empty());
    assert_eq!(store.fetch(&[id(2)]).await.expect("read"), payload);
    let by_meaning = store.query(&by_meaning()).await.expect("hits");
    assert_eq!(by_meaning.len(), 3);
    store.update_sparse(Vec::new()).await.expect("nothing is fine");
}

async fn updating_an_unknown_point_is_an_error(fresh: Fresh) {
    let store = fresh.create().await;
    let unknown = vec![(id(404), sparse(&[(1, 1.0)]))];
    assert!(matches!(store.update_sparse(unknown).await, Err(StoreError::Backend { .. })));
    assert_eq!(store.count(None).await.expect("counted"), 0);
}

async fn notes_survive_everything_but_a_rebuild(fresh: Fresh) {
    let store = fresh.create().await;
    assert_eq!(store.meta().await.expect("notes"), Map::new());
    let notes = object(json!({"documents": 42, "average_length": 31.5}));
    store.set_meta(notes.clone()).await.expect("written");
    store.upsert(vec![point(1)]).await.expect("written");
    store.delete(&Condition::All(Vec::new())).await.expect("deleted");
    assert_eq!(store.meta().await.expect("notes"), notes);
    assert_eq!(store.count(None).await.expect("counted"), 0);
    assert!(store.scroll(None, None).await.expect("read").is_empty());
    drop(store);
    let store = fresh.open(Access::Existing).await.expect("opened");
    assert_eq!(store.meta().await.expect("notes"), notes);
    assert_eq!(*store.fingerprint(), fingerprint());
    drop(store);
    let store = fresh.open(Access::Rebuild(fingerprint())).await.expect("rebuilt");
    assert_eq!(store.meta().await.expect("notes"), Map::new());
}

async fn notes_that_somebody_else_has_changed_are_left(fresh: Fresh) {
    let store = fresh.create().await;
    let notes = |n: i32| object(json!({ "average_length": 31.5, "documents": n }));
    assert!(store.swap_meta(Map::new(), notes(1)).await.expect("written"));
    assert!(!store.swap_meta(Map::new(), notes(2)).await.expect("refused"));
    assert_eq!(store.meta().await.expect("notes"), notes(1));
    assert!(store.swap_meta(notes(1), notes(2)).await.expect("written"));
    // Whoever did not hear that it was done asks again.
    assert!(store.swap_meta(notes(1), notes(2)).await.expect("known"));
    assert_eq!(store.meta().await.expect("notes"), notes(2));
    drop(store);
    let store = fresh.open(Access::Existing).await.expect("opened");
    assert_eq!(store.meta().await.expect("notes"), notes(2));
}

async fn an_index_without_dense_vectors_works(fresh: Fresh) {
    let sparse_only = Fingerprint::sparse_only("test-segmenter");
    let store = fresh.open(Access::Create(sparse_only)).await.expect("created");
    let points = (1..=3).map(|n| Point { dense: None, ..point(n) });
    store.upsert(points.collect()).await.expect("written");
    let both = Query { dense: by_meaning().dense, sparse: Some(sparse(&[(2, 1.0)])), ..Query::default() };
    let hits = store.query(&both).await.expect("hits");
    assert_eq!(hit_numbers(&hits), [2]);
    assert_eq!(hits[0].dense, None);
    assert!(store.query(&by_meaning()).await.expect("hits").is_empty());
    assert!(matches!(store.upsert(vec![point(4)]).await, Err(StoreError::Width { wanted: 0, .. })));
}

async fn large_points_are_written_in_several_requests(fresh: Fresh) {
    let store = fresh.create().await;
    let text = "库".repeat(1_000_000);
    let large = (0..8).map(|n| with_payload(n, json!({"text": text, "number": n})));
    store.upsert(large.collect()).await.expect("written");
    let found = store.scroll(None, Some(&["number"])).await.expect("read");
    assert_eq!(numbers(&found), (0..8).collect::<Vec<_>>());
}

async fn questions_are_answered_while_points_are_written(fresh: Fresh) {
    let store = fresh.create().await;
    store.upsert((0..10).map(point).collect()).await.expect("written");
    let readers: Vec<_> = (0..4)
        .map(|_| {
            let store = store.clone();
            tokio::spawn(async move {
                for _ in 0..50 {
                    assert!(!store.query(&by_words()).await.expect("hits").is_empty());
                    assert!(store.count(None).await.expect("counted") >= 10);
                }
            })
        })
        .collect();
    for batch in 0..10 {
        let points = (batch * 100..(batch + 1) * 100).map(point);
        store.upsert(points.collect()).await.expect("written");
        store.flush().await.expect("flushed");
        store.optimize().await.expect("optimised");
    }
    for reader in readers {
        reader.await.expect("no reader fails");
    }
    assert_eq!(store.count(None).await.expect("counted"), 1000);
}

fn by_meaning() -> Query {
    Query { dense: Some(vec![1.0, 1.0, 0.5, 0.25]), ..Query::default() }
}

#[test]
fn ids_ascend_with_their_numbers() {
    let ids: Vec<Uuid> = [0, 1, 255, 256, 2500].into_iter().map(id).collect();
    assert!(ids.is_sorted());
    assert_eq!(number_of(ids[3]), 256);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_directory_closes_the_segment_that_many_points_were_written_into() {
    const MANY: u64 = 70_000;
    let fresh = Fresh::embedded();
    let store = fresh.create().await;
    for begin in (0..MANY).step_by(5_000) {
        assert_eq!(store.stats().await.expect("counted").segments, 1);
        store.upsert((begin..begin + 5_000).map(point).collect()).await.expect("written");
    }
    assert_eq!(store.stats().await.expect("counted").segments, 2);
    store.upsert(vec![with_payload(3, json!({"week": 27})), point(MANY)]).await.expect("written");
    store.optimize().await.expect("optimised");
    assert_eq!(store.count(None).await.expect("counted"), MANY + 1);
    assert_eq!(store.count(Some(&Condition::is("week", 27))).await.expect("counted"), 1);
    for number in [3, 40_000, MANY - 1, MANY] {
        let query = Query { sparse: Some(sparse(&[(number as u32, 1.0)])), ..Query::default() };
        assert_eq!(hit_numbers(&store.query(&query).await.expect("hits")), [number]);
    }
}
