//! The embedded store, killed at each call that makes a write last: the next run leaves what a run leaves that was never
//! killed, and until then nothing is found twice or lost.

use std::path::Path;
use std::time::Instant;

use zhoubao::store::Location;

use crate::corpus::{self, SMALL, Size, TWO_SEGMENTS};
use crate::kill::{Calls, End, Home, Sample, copy, places};
use crate::state::State;

const INGEST: &[&str] = &["ingest", "reports", "--index", "index"];
const REBUILD: &[&str] = &["ingest", "reports", "--index", "index", "--rebuild"];

const SAMPLE: Sample = Sample { short: 6, long: 30 };

/// Reports and their index, and a copy of both.
fn prepared(size: Size) -> Home {
    let home = Home::new();
    corpus::write(&home.path("reports"), size);
    home.run(INGEST);
    for name in ["reports", "index"] {
        copy(&home.path(name), &home.path(&format!("kept-{name}")));
    }
    home
}

/// Everything as it was prepared, in the same place: the index knows where its reports lie.
fn restore(home: &Home) {
    for name in ["reports", "index"] {
        copy(&home.path(&format!("kept-{name}")), &home.path(name));
    }
}

async fn state(home: &Home) -> State {
    State::of(&Location::Embedded { dir: home.path("index"), copies: Vec::new() }).await
}

/// Kills `command` at each place after `happens`, runs `next`, and compares with a run that was never killed.
async fn killed_anywhere(name: &str, size: Size, happens: fn(&Path), command: &[&str], next: &[&str]) {
    let home = prepared(size);
    let before = state(&home).await;
    happens(&home.path("reports"));
    let calls = home.count(command, Calls::Disk);
    let wanted = state(&home).await;
    // A rebuild killed before its end leaves a change to be read as usual.
    restore(&home);
    happens(&home.path("reports"));
    home.run(next);
    let read = state(&home).await;
    let begin = Instant::now();
    let (mut killed, mut faults) = (0, Vec::new());
    for at in places(calls, SAMPLE) {
        restore(&home);
        happens(&home.path("reports"));
        if home.kill_at(command, Calls::Disk, at) == End::Killed {
            killed += 1;
        }
        // What was written is the one state or the other, or the index says that it is not complete.
        let state = self::state(&home).await;
        let is_known = [&before, &wanted, &read].into_iter().any(|known| state.difference(known).is_none());
        if !is_known && !state.is_announced() {
            faults.push(format!("call {at}: neither state, and nothing says so: {:?}", state.difference(&wanted)));
        }
        // A question between the two runs is answered.
        let asked = home.command(&["search", "清算对账", "--index", "index", "--json"]).output().expect("it ran");
        if asked.status.code() != Some(0) {
            faults.push(format!("call {at}: search: {}", crate::kill::said(&asked)));
        }
        home.run(next);
        let state = self::state(&home).await;
        if let (Some(difference), Some(_)) = (state.difference(&wanted), state.difference(&read)) {
            faults.push(format!("call {at}: {difference}"));
        }
    }
    assert!(before.difference(&wanted).is_some(), "{name}: something must change");
    println!(
        "{name}: killed {killed} times at {calls} calls, {} faults, {:.0} s",
        faults.len(),
        begin.elapsed().as_secs_f64()
    );
    assert!(faults.is_empty(), "{name}: {} of {calls}:\n{}", faults.len(), faults.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_killed_anywhere_is_completed_by_the_next_run() {
    killed_anywhere("change", TWO_SEGMENTS, corpus::change, INGEST, INGEST).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_removal_killed_anywhere_is_completed_by_the_next_run() {
    killed_anywhere("removal", TWO_SEGMENTS, corpus::remove, INGEST, INGEST).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rebuild_killed_anywhere_leaves_the_old_index_or_the_new_one() {
    killed_anywhere("rebuild", SMALL, corpus::change, REBUILD, INGEST).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_first_run_killed_anywhere_is_completed_by_the_next_one() {
    let home = Home::new();
    corpus::write(&home.path("reports"), SMALL);
    let calls = home.count(INGEST, Calls::Disk);
    let wanted = state(&home).await;
    let begin = Instant::now();
    let (mut killed, mut faults) = (0, Vec::new());
    for at in places(calls, Sample { short: 3, long: 30 }) {
        std::fs::remove_dir_all(home.path("index")).expect("removed");
        killed += usize::from(home.kill_at(INGEST, Calls::Disk, at) == End::Killed);
        let asked = home.command(&["search", "清算对账", "--index", "index", "--json"]).output().expect("it ran");
        let said = crate::kill::said(&asked);
        let is_told = said.contains("no index at") || said.contains("holds no report") || said.contains("not complete");
        if asked.status.code() != Some(0) && !is_told {
            faults.push(format!("call {at}: search: {said}"));
        }
        home.run(INGEST);
        faults.extend(state(&home).await.difference(&wanted).map(|difference| format!("call {at}: {difference}")));
    }
    println!(
        "first run: killed {killed} times at {calls} calls, {} faults, {:.0} s",
        faults.len(),
        begin.elapsed().as_secs_f64()
    );
    assert!(faults.is_empty(), "{} of {calls}:\n{}", faults.len(), faults.join("\n"));
}
