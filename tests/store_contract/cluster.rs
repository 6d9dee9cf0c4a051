//! Three Qdrant nodes on this machine, each shard on two of them: one is killed while questions are asked and points are written.
//!
//! `ZHOUBAO_CLUSTER_POINTS` says how many points; `make scale` takes a hundred thousand.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use qdrant_client::Qdrant as Client;
use qdrant_client::qdrant::ReplicaState;
use zhoubao::store::{Access, Location, Point, Query, Store};

use crate::corpus::{WIDTH, id, object, sparse};
use crate::fresh::fingerprint;
use crate::qdrant::{Place, Qdrant};

const COLLECTION: &str = "cluster";
const BATCH: u64 = 500;

/// How long a node that came back may take to get what it missed.
const PATIENCE: Duration = Duration::from_secs(300);

fn points() -> u64 {
    std::env::var("ZHOUBAO_CLUSTER_POINTS").ok().and_then(|count| count.parse().ok()).unwrap_or(4_000)
}

/// Term 7 is in every point, another in one of a hundred.
fn point(number: u64) -> Point {
    let angle = number as f32 * 0.001;
    let dense: Vec<f32> = (0..WIDTH).map(|at| (angle * (at + 1) as f32).sin() + 1.5).collect();
    let payload = serde_json::json!({"kind": "passage", "number": number, "text": format!("第{number}条 清结算")});
    let sparse = sparse(&[(7, 1.0), (100 + (number % 100) as u32, 2.0)]);
    Point { id: id(number), dense: Some(dense), sparse: Some(sparse), payload: object(payload) }
}

fn question(number: u64) -> Query {
    let Point { dense, sparse, .. } = point(number);
    Query { dense, sparse, limit: 10, ..Query::default() }
}

fn location(nodes: &[&Qdrant]) -> Location {
    let urls: Vec<String> = nodes.iter().map(|node| node.grpc_url()).collect();
    Location::Server {
        url: urls.join(",").parse().expect("addresses"),
        api_key: None,
        collection: COLLECTION.to_owned(),
        shard_number: Some(3),
        replication_factor: Some(2),
    }
}

async fn open(nodes: &[&Qdrant], access: Access) -> Store {
    Store::open(&location(nodes), access, Duration::from_secs(10)).await.expect("opened")
}

/// Waits until every replica of every shard has all.
async fn until_whole(node: &Qdrant) {
    let client = Client::from_url(&node.grpc_url()).skip_compatibility_check().build().expect("a client");
    let begun = Instant::now();
    loop {
        if let Ok(info) = client.collection_cluster_info(COLLECTION).await {
            let active = ReplicaState::Active as i32;
            let local = info.local_shards.iter().filter(|shard| shard.state == active).count();
            let remote = info.remote_shards.iter().filter(|shard| shard.state == active).count();
            if local + remote == 6 && info.shard_transfers.is_empty() {
                return;
            }
        }
        assert!(begun.elapsed() < PATIENCE, "the node that came back has not all");
        tokio::task::yield_now().await;
    }
}

/// Asks until it is told to stop: how many questions were answered, and how long the longest answer took.
async fn ask(store: Store, stop: Arc<AtomicBool>, asked: Arc<AtomicU64>) -> Duration {
    let mut longest = Duration::ZERO;
    for number in 0.. {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        let begun = Instant::now();
        let hits = store.query(&question(number % BATCH)).await.expect("an answer");
        assert_eq!(hits.len(), 10, "question {number}");
        longest = longest.max(begun.elapsed());
        asked.fetch_add(1, Ordering::Relaxed);
    }
    longest
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_is_killed_and_no_answer_fails_and_nothing_that_was_written_is_lost() {
    let all = points();
    let first = Qdrant::start_at(Place::node(None), None);
    let (second, third) = {
        let place = || Place::node(Some(first.place()));
        (Qdrant::start_at(place(), None), Qdrant::start_at(place(), None))
    };
    let store = open(&[&first, &second, &third], Access::Rebuild(fingerprint())).await;
    let write = async |from: u64, to: u64| {
        for begin in (from..to).step_by(BATCH as usize) {
            store.upsert((begin..to.min(begin + BATCH)).map(point).collect()).await.expect("written");
        }
    };
    write(0, all / 2).await;
    let (stop, asked) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
    let asker = tokio::spawn(ask(store.clone(), Arc::clone(&stop), Arc::clone(&asked)));
    let until_asked = async |more: u64| {
        let wanted = asked.load(Ordering::Relaxed) + more;
        while asked.load(Ordering::Relaxed) < wanted && !asker.is_finished() {
            tokio::task::yield_now().await;
        }
    };
    until_asked(20).await;

    // The one that is being asked, and that began the cluster.
    let place = first.stop();
    let begun = Instant::now();
    write(all / 2, all * 3 / 4).await;
    until_asked(100).await;
    let without = begun.elapsed();
    let first = Qdrant::start_at(place, None);
    write(all * 3 / 4, all).await;
    until_asked(20).await;
    stop.store(true, Ordering::Relaxed);
    let longest = asker.await.expect("every question was answered");
    let returned = Instant::now();
    until_whole(&second).await;
    eprintln!(
        "{all} points, {} questions, {:.1} s with two of three nodes; the longest answer took {longest:.2?}; the third had all again after {:.1?}",
        asked.load(Ordering::Relaxed),
        without.as_secs_f64(),
        returned.elapsed(),
    );
    assert_eq!(store.count(None).await.expect("counted"), all);

    // What the returned node has is all that there was: another one goes, and nothing is missing.
    drop(second.stop());
    let rest = open(&[&first, &third], Access::Existing).await;
    assert_eq!(rest.count(None).await.expect("counted"), all);
    let ids: Vec<_> = (0..all).step_by((all / 100) as usize).map(id).collect();
    assert_eq!(rest.points(&ids).await.expect("read").len(), ids.len());
}
