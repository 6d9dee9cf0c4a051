//! `backup` and `restore`, killed anywhere: a backup that was there is whole, an index is the old one, the new one, or says that it is
//! not complete, and the same command again does all of it.

use std::time::Instant;

use zhoubao::backup::Archive;

use crate::corpus;
use crate::kill::{Calls, End, Sample, copy, places, said};
use crate::place::Place;

const BACKUP: &[&str] = &["backup", "kept.zip", "--force"];
const RESTORE: &[&str] = &["restore", "kept.zip", "--force"];

async fn killed_anywhere(place: &Place) {
    place.run(&["ingest", "reports"]);
    place.run(&["ask", "渠道1出金超时的原因是什么"]);
    place.run(BACKUP);
    backup(place);
    restore(place).await;
}

fn backup(place: &Place) {
    let wanted = Archive::open(&place.home.path("kept.zip")).expect("whole").manifest().clone();
    let begin = Instant::now();
    let (mut killed, mut counted, mut faults) = (0, 0, Vec::new());
    for calls in [place.calls(), Calls::Write] {
        let number = place.count(BACKUP, calls);
        counted += number;
        for at in places(number, Sample { short: 1, long: 10 }) {
            killed += usize::from(place.kill_at(BACKUP, calls, at) == End::Killed);
            match Archive::open(&place.home.path("kept.zip")) {
                Ok(archive) if archive.manifest().points == wanted.points => {}
                Ok(archive) => faults.push(format!("{calls:?} {at}: {:?}", archive.manifest())),
                Err(error) => faults.push(format!("{calls:?} {at}: {error}")),
            }
        }
    }
    place.run(BACKUP);
    Archive::open(&place.home.path("kept.zip")).expect("whole");
    println!(
        "{} backup: killed {killed} times at {counted} calls, {} faults, {:.0} s",
        place.name(),
        faults.len(),
        begin.elapsed().as_secs_f64()
    );
    assert!(faults.is_empty(), "{}:\n{}", faults.len(), faults.join("\n"));
}

async fn restore(place: &Place) {
    let wanted = place.state().await;
    copy(&place.feedback(), &place.home.path("kept-feedback"));
    let answers = place.json(&["feedback", "list", "--json"]);
    // What is there when it is restored: other text, and no feedback.
    corpus::change(&place.home.path("reports"));
    let replaced = async || {
        let _ = std::fs::remove_dir_all(place.feedback());
        place.run(&["ingest", "reports", "--rebuild"]);
        place.state().await
    };
    let before = replaced().await;
    assert!(before.difference(&wanted).is_some(), "something must change");
    let calls = place.count(RESTORE, place.calls());
    assert_eq!(place.state().await.difference(&wanted), None, "a restore that nothing happens to");
    let begin = Instant::now();
    let (mut killed, mut faults) = (0, Vec::new());
    let long = if place.is_served() { 25 } else { 20 };
    for at in places(calls, Sample { short: 3, long }) {
        replaced().await;
        killed += usize::from(place.kill_at(RESTORE, place.calls(), at) == End::Killed);
        let found = place.try_state().await;
        let is_known =
            |state: &crate::state::State| [&before, &wanted].into_iter().any(|known| state.difference(known).is_none());
        if let Some(state) = found.filter(|state| !is_known(state) && !state.is_announced()) {
            faults.push(format!("call {at}: neither state, and nothing says so: {:?}", state.difference(&wanted)));
        }
        let asked = place.output(&["search", "清算对账", "--json"]);
        if !matches!(asked.status.code(), Some(0 | 1)) {
            faults.push(format!("call {at}: search: {}", said(&asked)));
        }
        place.run(RESTORE);
        faults.extend(place.state().await.difference(&wanted).map(|difference| format!("call {at}: {difference}")));
        if place.json(&["feedback", "list", "--json"]) != answers {
            faults.push(format!("call {at}: feedback"));
        }
    }
    println!(
        "{} restore: killed {killed} times at {calls} calls, {} faults, {:.0} s",
        place.name(),
        faults.len(),
        begin.elapsed().as_secs_f64()
    );
    assert!(faults.is_empty(), "{} of {calls}:\n{}", faults.len(), faults.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_of_a_directory_and_its_return_killed_anywhere() {
    killed_anywhere(&Place::embedded()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_of_a_server_and_its_return_killed_anywhere() {
    killed_anywhere(&Place::served()).await;
}
