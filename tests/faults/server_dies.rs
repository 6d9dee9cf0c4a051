//! A Qdrant server that is killed while a run writes to it, and started again: the run says so, and the next one completes it.

use std::path::Path;
use std::time::Instant;

use crate::corpus;
use crate::kill::{Calls, Sample, places, said};
use crate::place::{Place, words};

async fn dies_anywhere(name: &str, happens: fn(&Path), command: &[&str], long: usize) {
    let mut place = Place::served();
    let restore = |place: &Place| {
        place.restore_reports();
        place.run(&["ingest", "reports", "--rebuild"]);
        happens(&place.home.path("reports"));
    };
    place.run(&["ingest", "reports"]);
    let before = place.state().await;
    restore(&place);
    let messages = place.count(command, Calls::Net);
    let wanted = place.state().await;
    restore(&place);
    place.run(&["ingest", "reports"]);
    let read = place.state().await;
    let begin = Instant::now();
    let (mut failed, mut faults) = (0, Vec::new());
    let all = places(messages, Sample { short: 1, long });
    for &at in &all {
        restore(&place);
        let ran = place.home.kill_other_at(&words(&place.arguments(command)), at, place.server_pid());
        failed += usize::from(!ran.status.success());
        let told = said(&ran);
        // It may have done what it had to; else it names the server, and what to do.
        if ran.status.code().is_none() || !(ran.status.success() || told.contains("Qdrant") && told.contains("hint: "))
        {
            faults.push(format!("message {at}: {told}"));
        }
        place.restart();
        let found = place.try_state().await;
        let is_known = |state: &crate::state::State| {
            [&before, &wanted, &read].into_iter().any(|known| state.difference(known).is_none())
        };
        if let Some(state) = found.filter(|state| !is_known(state) && !state.is_announced()) {
            faults.push(format!("message {at}: neither state, and nothing says so: {:?}", state.difference(&wanted)));
        }
        let next = place.output(&["ingest", "reports"]);
        if !next.status.success() {
            faults.push(format!("message {at}: the next run: {}", said(&next)));
            continue;
        }
        let state = place.state().await;
        if let (Some(difference), Some(_)) = (state.difference(&wanted), state.difference(&read)) {
            faults.push(format!("message {at}: {difference}"));
        }
    }
    let tried = all.len();
    println!(
        "server dies, {name}: killed {tried} times at {messages} messages, {failed} runs failed, {} faults, {:.0} s",
        faults.len(),
        begin.elapsed().as_secs_f64()
    );
    assert!(faults.is_empty(), "{name}: {} of {tried}:\n{}", faults.len(), faults.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_whose_server_dies_is_completed_by_the_next_run() {
    dies_anywhere("change", corpus::change, &["ingest", "reports"], 14).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rebuild_whose_server_dies_is_completed_by_the_next_run() {
    dies_anywhere("rebuild", corpus::change, &["ingest", "reports", "--rebuild"], 14).await;
}
