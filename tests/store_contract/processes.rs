//! Several processes at one directory, and processes that are killed. The other process is this test binary again.

use std::io::{BufRead, BufReader, Lines, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use serde_json::json;
use zhoubao::store::{Access, Condition, Location, Query, Store, StoreError};

use crate::corpus::{hit_numbers, numbers, point, sparse, with_payload};
use crate::fresh::{Fresh, fingerprint};

const DIR: &str = "ZHOUBAO_TEST_CHILD_DIR";
const POINTS: u64 = 3000;
const BATCH: usize = 100;

/// A second process that runs one of the ignored tests below.
struct Other {
    process: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Other {
    fn start(test: &str, dir: &Path) -> Self {
        let binary = std::env::current_exe().expect("this binary");
        let mut process = Command::new(binary)
            .args(["--exact", test, "--ignored", "--nocapture", "--test-threads=1"])
            .env(DIR, dir)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a second process");
        let output = process.stdout.take().expect("a piped standard output");
        Self { process, lines: BufReader::new(output).lines() }
    }

    /// Reads until a line that holds `sign`.
    fn read_until(&mut self, sign: &str) {
        for line in self.lines.by_ref() {
            if line.expect("readable output").contains(sign) {
                return;
            }
        }
        panic!("the other process ended without saying {sign:?}");
    }

    fn kill(mut self) {
        self.process.kill().expect("killed");
        self.process.wait().expect("ended");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_second_process_learns_who_holds_the_directory() {
    let fresh = Fresh::embedded();
    drop(fresh.create().await);
    let dir = fresh.dir();
    let mut other = Other::start("processes::child_holds_the_directory", dir);
    other.read_until("holding");
    let pid = other.process.id();
    for access in [Access::Existing, Access::Rebuild(fingerprint())] {
        let error = Store::open(fresh.location(), access, Duration::ZERO).await.expect_err("in use");
        assert!(matches!(&error, StoreError::Locked { holder: Some(holder), .. } if *holder == pid));
        assert!(error.hint().expect("a hint").contains(&pid.to_string()));
    }
    other.kill();
    fresh.open(Access::Existing).await.expect("free after a kill");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_flushed_survives_a_kill_and_the_next_run_completes_it() {
    for batches_before_the_kill in [1, 2, 5, 11, 29] {
        let fresh = Fresh::embedded();
        drop(fresh.create().await);
        let dir = fresh.dir();
        let mut other = Other::start("processes::child_writes_until_killed", dir);
        for _ in 0..batches_before_the_kill {
            other.read_until("flushed");
        }
        other.kill();

        let store = fresh.open(Access::Existing).await.expect("opened");
        let flushed = batches_before_the_kill * BATCH as u64;
        let left = numbers(&store.scroll(None, None).await.expect("read"));
        assert!(left.len() as u64 >= flushed);
        assert_eq!(left, (0..left.len() as u64).collect::<Vec<_>>(), "only the end is lost");
        assert_eq!(store.count(None).await.expect("counted"), left.len() as u64);
        let last = flushed as u32 - 1;
        assert_eq!(found_by_word(&store, last).await, [u64::from(last)]);

        store.upsert((0..POINTS).map(point).collect()).await.expect("written");
        complete(&store).await;
        drop(store);
        complete(&fresh.open(Access::Existing).await.expect("opened")).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kill_while_optimising_loses_nothing() {
    let fresh = Fresh::embedded();
    let store = fresh.create().await;
    store.upsert((0..POINTS).map(point).collect()).await.expect("written");
    drop(store);
    let dir = fresh.dir();
    let mut other = Other::start("processes::child_optimises", dir);
    other.read_until("optimising");
    other.kill();
    let store = fresh.open(Access::Existing).await.expect("opened");
    complete(&store).await;
    store.optimize().await.expect("optimised");
    complete(&store).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_point_that_a_kill_left_in_two_segments_counts_once() {
    let fresh = Fresh::embedded();
    let store = fresh.create().await;
    store.upsert((0..POINTS).map(point).collect()).await.expect("written");
    drop(store);
    let dir = fresh.dir();
    leave_as_a_killed_optimisation_does(&dir.join("shard"));

    let store = fresh.open(Access::Existing).await.expect("opened");
    complete(&store).await;
    let again = (0..10).map(|number| with_payload(number, json!({"week": 27})));
    store.upsert(again.collect()).await.expect("written");
    complete(&store).await;
    let old = Condition::All(vec![Condition::range("number", Some(0), Some(9)), Condition::missing("week")]);
    assert_eq!(store.count(Some(&old)).await.expect("counted"), 0);
    store.delete(&Condition::is("number", 99)).await.expect("deleted");
    assert_eq!(store.count(None).await.expect("counted"), POINTS - 1);
    assert!(found_by_word(&store, 99).await.is_empty());
    store.optimize().await.expect("optimised");
    assert_eq!(store.count(None).await.expect("counted"), POINTS - 1);
}

/// The new segment is there, the old one not yet removed, and another one half built.
fn leave_as_a_killed_optimisation_does(shard: &Path) {
    let segments = shard.join("segments");
    let segment = std::fs::read_dir(&segments)
        .expect("readable")
        .map(|entry| entry.expect("readable").path())
        .next()
        .expect("a segment");
    let twin = segments.join("11111111-2222-4333-8444-555555555555");
    for entry in walkdir::WalkDir::new(&segment) {
        let entry = entry.expect("readable");
        let inside = entry.path().strip_prefix(&segment).expect("below it");
        if entry.file_type().is_dir() {
            std::fs::create_dir(twin.join(inside)).expect("writable");
        } else {
            std::fs::copy(entry.path(), twin.join(inside)).expect("writable");
        }
    }
    std::fs::create_dir_all(shard.join("temp_segments/half_built")).expect("writable");
    std::fs::write(shard.join("optimising"), []).expect("writable");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_log_does_not_grow_with_the_index() {
    let fresh = Fresh::embedded();
    let store = fresh.create().await;
    let dir = fresh.dir();
    for _ in 0..10 {
        store.upsert((0..POINTS).map(point).collect()).await.expect("written");
        store.flush().await.expect("flushed");
    }
    let log = std::fs::read_dir(dir.join("shard/wal")).expect("readable").count();
    assert!(log <= 3, "{log} files");
    drop(store);
    let store = fresh.open(Access::Existing).await.expect("opened");
    store.upsert((0..POINTS + 1).map(point).collect()).await.expect("written");
    assert_eq!(store.count(None).await.expect("counted"), POINTS + 1);
}

async fn complete(store: &Store) {
    let all = numbers(&store.scroll(None, Some(&[])).await.expect("read"));
    assert_eq!(all, (0..POINTS).collect::<Vec<_>>());
    assert_eq!(store.count(None).await.expect("counted"), POINTS);
    assert_eq!(found_by_word(store, 7).await, [7]);
}

async fn found_by_word(store: &Store, term: u32) -> Vec<u64> {
    let query = Query { sparse: Some(sparse(&[(term, 1.0)])), ..Query::default() };
    hit_numbers(&store.query(&query).await.expect("hits"))
}

#[tokio::test]
#[ignore = "the other process of a test"]
async fn child_holds_the_directory() {
    let _store = child_store().await;
    say("holding");
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).expect("waits for its end");
}

#[tokio::test]
#[ignore = "the other process of a test"]
async fn child_writes_until_killed() {
    let store = child_store().await;
    let all: Vec<u64> = (0..POINTS).collect();
    for batch in all.chunks(BATCH) {
        store.upsert(batch.iter().copied().map(point).collect()).await.expect("written");
        store.flush().await.expect("flushed");
        say("flushed");
    }
    child_holds().await;
}

#[tokio::test]
#[ignore = "the other process of a test"]
async fn child_optimises() {
    let store = child_store().await;
    say("optimising");
    store.optimize().await.expect("optimised");
    child_holds().await;
}

async fn child_holds() {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).expect("waits for its end");
}

async fn child_store() -> Store {
    let dir = PathBuf::from(std::env::var_os(DIR).expect("started by another test"));
    Store::open(&Location::Embedded { dir, copies: Vec::new() }, Access::Existing, Duration::ZERO)
        .await
        .expect("opened")
}

/// Past the harness's own buffer, at once.
fn say(word: &str) {
    let mut output = std::io::stdout();
    writeln!(output, "{word}").and_then(|()| output.flush()).expect("a listener");
}
