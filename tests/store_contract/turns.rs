//! Whose turn it is to write to an index on a server: of runs in several processes, on several machines.

use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use qdrant_client::Payload;
use qdrant_client::qdrant::{PointsIdsList, SetPayloadPointsBuilder};
use serde_json::{Value, json};
use zhoubao::embed::Embedder;
use zhoubao::ingest::Ingest;
use zhoubao::lexicon::{Glossary, SEGMENTER_VERSION, Segmenter};
use zhoubao::source::{Limits, open};
use zhoubao::store::{Access, Fingerprint, Location, Point, Store, StoreError};

use crate::corpus::{point, with_payload};
use crate::fresh::{Fresh, fingerprint};
use crate::qdrant::shared_server;

/// Longer than a turn lasts without a sign of life.
const PATIENCE: Duration = Duration::from_secs(60);

/// Two runs on one index.
async fn two() -> (Fresh, Store, Store) {
    let fresh = Fresh::server();
    let one = fresh.create().await;
    let other = fresh.open(Access::Existing).await.expect("there");
    (fresh, one, other)
}

/// Writes the lease as some other process would.
async fn say_whose_turn_it_is(fresh: &Fresh, run: Value) {
    let Location::Server { collection, .. } = fresh.location() else { panic!("a server") };
    let raw = qdrant_client::Qdrant::from_url(&shared_server().grpc_url()).skip_compatibility_check().build();
    let payload = Payload::try_from(json!({ "run": run })).expect("an object");
    let notes = PointsIdsList { ids: vec!["7a686f75-6261-6f00-8000-000000000001".into()] };
    let request = SetPayloadPointsBuilder::new(collection, payload).points_selector(notes).wait(true);
    raw.expect("a client").set_payload(request).await.expect("written");
}

fn run(machine: &str, pid: u32) -> Value {
    json!({
        "id": "00000000-0000-4000-8000-000000000001", "beat": 7, "pid": pid, "host": "elsewhere", "machine": machine,
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_next_run_begins_when_one_has_ended_and_notes_may_be_written_meanwhile() {
    let (_fresh, one, other) = two().await;
    let turn = one.turn().await.expect("free");
    let begin = Instant::now();
    let waiting = tokio::spawn(async move { other.turn().await.expect("free at last").end().await });
    one.set_meta(crate::corpus::object(json!({ "average": 7 }))).await.expect("written");
    one.upsert(vec![point(1)]).await.expect("written");
    assert!(tokio::time::timeout(Duration::from_secs(1), one.turn()).await.is_err(), "it is taken, by oneself, too");
    assert!(!waiting.is_finished(), "notes that are written anew do not end a turn");
    turn.end().await;
    waiting.await.expect("its turn came");
    assert!(begin.elapsed() < Duration::from_secs(10), "nobody waits for a turn that was given back to expire");
    assert_eq!(one.meta().await.expect("readable").get("average"), Some(&json!(7)));
    drop(one.turn().await.expect("free"));
    one.turn().await.expect("given back in the background").end().await;
    assert_eq!(one.count(None).await.expect("counted"), 1, "the notes are no point");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_that_gives_no_sign_of_life_loses_its_turn() {
    let (fresh, one, _other) = two().await;
    say_whose_turn_it_is(&fresh, run("another machine", 1)).await;
    let begin = Instant::now();
    let turn = tokio::time::timeout(PATIENCE, one.turn()).await.expect("in time").expect("its turn comes");
    assert!(begin.elapsed() >= Duration::from_secs(10), "it was waited for");
    // Back to life, or taken by a third: the second one stops before it writes on.
    say_whose_turn_it_is(&fresh, run("another machine", 1)).await;
    let begin = Instant::now();
    let error = loop {
        match one.upsert(vec![point(1)]).await {
            Ok(()) => assert!(begin.elapsed() < PATIENCE, "it never hears of it"),
            Err(error) => break error,
        }
    };
    assert!(matches!(error, StoreError::Overtaken { .. }), "{error:?}");
    assert!(error.hint().is_some_and(|hint| hint.contains("same command")));
    turn.end().await;
    let error = fresh.open(Access::Rebuild(fingerprint())).await;
    assert!(error.is_ok(), "the other has ended without a sign: {error:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_index_is_dropped_under_a_run_that_writes_to_it() {
    let (fresh, one, _other) = two().await;
    one.upsert(vec![point(1)]).await.expect("written");
    let turn = one.turn().await.expect("free");
    let error = fresh.open(Access::Rebuild(fingerprint())).await.expect_err("it is written to");
    let StoreError::Busy { holder, .. } = &error else { panic!("{error:?}") };
    assert!(holder.contains(&std::process::id().to_string()), "{holder}");
    assert_eq!(one.count(None).await.expect("counted"), 1);
    turn.end().await;
    let rebuilt = fresh.open(Access::Rebuild(fingerprint())).await.expect("free");
    assert_eq!(rebuilt.count(None).await.expect("counted"), 0);
    rebuilt.turn().await.expect("nobody's").end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_removes_nothing_that_another_one_is_about_to_record() {
    let fresh = Fresh::server();
    let access = Access::Create(Fingerprint::sparse_only(SEGMENTER_VERSION));
    let (one, other) = (fresh.open(access.clone()).await.expect("new"), fresh.open(access).await.expect("there"));
    let turn = one.turn().await.expect("free");
    // A change's first request: passages that no record vouches for yet.
    let passage = json!({ "kind": "passage", "report": uuid::Uuid::from_u128(7).to_string(), "hash": "ab" });
    one.upsert(vec![Point { dense: None, ..with_payload(1, passage) }]).await.expect("written");
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("2023-08-01.md"), "# 2023-08-01\n\n- 完成网关改造\n").expect("written");
    let runtime = tokio::runtime::Handle::current();
    let beside = tokio::task::spawn_blocking(move || {
        let sources = open(&[folder.path().to_path_buf()], Limits::default()).expect("the path exists");
        let (segmenter, stop) = (Segmenter::new(Glossary::built_in()), AtomicBool::new(false));
        let (store, embedder) = (&other, &Embedder::None);
        let ingest = Ingest { store, embedder, segmenter: &segmenter, year: None, stop: &stop, on_event: &|_| {} };
        runtime.block_on(ingest.run(&sources)).expect("read")
    });
    tokio::time::timeout(Duration::from_secs(2), async {
        while !beside.is_finished() {
            assert_eq!(one.count(None).await.expect("counted"), 1, "it is left alone");
        }
    })
    .await
    .expect_err("the other run waits");
    turn.end().await;
    let summary = beside.await.expect("its turn came");
    assert_eq!(summary.orphans, 1, "what was never recorded goes when nobody writes any more");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn those_who_make_an_index_at_once_all_have_it() {
    for _ in 0..3 {
        let fresh = Fresh::server();
        let making = (0..4).map(|number| {
            let location = fresh.location().clone();
            tokio::spawn(async move {
                let store = Store::open(&location, Access::Create(fingerprint()), Duration::ZERO).await?;
                let turn = store.turn().await?;
                store.upsert(vec![point(number)]).await?;
                turn.end().await;
                Ok::<(), StoreError>(())
            })
        });
        for made in futures::future::join_all(making).await {
            made.expect("it ran").expect("made or found");
        }
        let store = fresh.open(Access::Existing).await.expect("there");
        assert_eq!(store.count(None).await.expect("counted"), 4);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_whose_index_was_made_anew_for_another_embedder_gets_no_turn() {
    let (fresh, one, other) = two().await;
    drop(other);
    // As wide as before: nothing else would refuse its vectors.
    let anew = Fingerprint { embedder: "another-embedder".to_owned(), ..fingerprint() };
    fresh.open(Access::Rebuild(anew.clone())).await.expect("nobody writes");
    let error = one.turn().await.err().expect("it is not its index any more");
    assert!(matches!(&error, StoreError::FingerprintMismatch { found, .. } if **found == anew), "{error:?}");
    let mine = fresh.open(Access::Create(anew)).await.expect("there");
    let turn = tokio::time::timeout(Duration::from_secs(5), mine.turn()).await.expect("nobody has it").expect("free");
    turn.end().await;
}
