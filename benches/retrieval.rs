//! How long one hybrid query takes, legs and all, at 1,000, 10,000 and 100,000 points in both stores: opening with the first
//! query, p95 of the first hundred (the files are read back into memory meanwhile), then p50 and p95 of 300 warm ones. The server is the one at `ZHOUBAO_BENCH_QDRANT_URL`; without it the
//! embedded store alone is measured. `--quick` leaves out 100,000.

#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::time::{Duration, Instant};

use zhoubao::lexicon::SparseVector;
use zhoubao::store::{Access, Condition, Fingerprint, Location, Query, Store};

#[allow(dead_code)]
mod corpus;

const QUERIES: usize = 300;
const FIRST: usize = 100;

fn main() {
    let quick = std::env::args().any(|argument| argument == "--quick");
    let sizes: &[usize] = if quick { &[1_000, 10_000] } else { &[1_000, 10_000, 100_000] };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    println!(
        "{:<9} {:>8} {:>8} {:>9} {:>9} {:>14} {:>9} {:>9} {:>13}",
        "store", "points", "write s", "optim. s", "open ms", "first 100 p95", "p50 ms", "p95 ms", "filtered p95"
    );
    for &size in sizes {
        let folder = tempfile::tempdir().expect("a folder");
        let location = Location::Embedded { dir: folder.path().join("index"), copies: Vec::new() };
        runtime.block_on(measure("embedded", &location, size));
    }
    let Ok(url) = std::env::var("ZHOUBAO_BENCH_QDRANT_URL") else {
        eprintln!("the server is left out: ZHOUBAO_BENCH_QDRANT_URL is not set");
        return;
    };
    for &size in sizes {
        let location = Location::Server {
            url: url.parse().expect("an address"),
            api_key: None,
            collection: format!("bench-{size}"),
            shard_number: None,
            replication_factor: None,
        };
        runtime.block_on(measure("server", &location, size));
    }
}

async fn measure(name: &str, location: &Location, size: usize) {
    let fingerprint = Fingerprint::new("bench", 512, "bench");
    let store = Store::open(location, Access::Rebuild(fingerprint), Duration::ZERO).await.expect("a new index");
    let start = Instant::now();
    for batch in (0..size).collect::<Vec<_>>().chunks(512) {
        store.upsert(batch.iter().map(|number| corpus::point(*number)).collect()).await.expect("written");
    }
    store.flush().await.expect("flushed");
    let write = start.elapsed();
    let start = Instant::now();
    store.optimize().await.expect("optimised");
    let optimize = start.elapsed();
    drop(store);
    let mut random = corpus::Random::new(7);
    let start = Instant::now();
    let store = Store::open(location, Access::Existing, Duration::from_secs(5)).await.expect("an index");
    store.query(&query(&mut random, None)).await.expect("hits");
    let open = start.elapsed();
    let first = times(&store, &mut random, None, FIRST).await;
    let plain = times(&store, &mut random, None, QUERIES).await;
    let filter =
        Condition::All(vec![Condition::is("kind", "passage"), Condition::range("days", Some(16_100), Some(16_130))]);
    let filtered = times(&store, &mut random, Some(filter), QUERIES).await;
    let ms = |time: Duration| time.as_secs_f64() * 1000.0;
    println!(
        "{name:<9} {size:>8} {:>8.1} {:>9.1} {:>9.1} {:>14.2} {:>9.2} {:>9.2} {:>13.2}",
        write.as_secs_f64(),
        optimize.as_secs_f64(),
        ms(open),
        ms(first[FIRST * 95 / 100]),
        ms(plain[QUERIES / 2]),
        ms(plain[QUERIES * 95 / 100]),
        ms(filtered[QUERIES * 95 / 100]),
    );
}

/// Ascending.
async fn times(store: &Store, random: &mut corpus::Random, filter: Option<Condition>, queries: usize) -> Vec<Duration> {
    let mut times = Vec::with_capacity(queries);
    for _ in 0..queries {
        let query = query(random, filter.clone());
        let start = Instant::now();
        let hits = store.query(&query).await.expect("hits");
        times.push(start.elapsed());
        assert!(!hits.is_empty());
    }
    times.sort();
    times
}

/// As a question makes one: a vector and eight terms.
fn query(random: &mut corpus::Random, filter: Option<Condition>) -> Query {
    let sparse: SparseVector = corpus::sparse(random, 8);
    Query { dense: Some(corpus::dense(random)), sparse: Some(sparse), filter, limit: 10, ..Query::default() }
}
