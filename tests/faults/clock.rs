//! A clock that is wrong, is put back between two runs, or jumps in the middle of one: what is kept does not depend on it, what was
//! said last holds, and `doctor` says that something is odd.

use std::fs::{File, FileTimes};
use std::time::{Duration, SystemTime};

use serde_json::Value;

use crate::corpus;
use crate::kill::{copy, said};
use crate::place::{Place, words};

const YEAR: i64 = 365 * 24 * 3600;

/// Runs under a clock that is wrong; it must succeed.
fn under(place: &Place, shift: i64, jumps: bool, command: &[&str]) -> String {
    let arguments = place.arguments(command);
    let output = place.home.with_clock(&words(&arguments), shift, jumps).output().expect("it ran");
    assert!(output.status.success(), "{command:?}: {}", said(&output));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

async fn an_index_does_not_depend_on_the_clock(place: Place) {
    corpus::change(&place.home.path("reports"));
    place.run(&["ingest", "reports"]);
    let wanted = place.state().await;
    place.restore_reports();
    // Files of the future, and of the past.
    for (number, entry) in std::fs::read_dir(place.home.path("reports")).expect("a folder").enumerate() {
        let at = Duration::from_secs(YEAR.unsigned_abs() * 20);
        let at = if number % 2 == 0 { SystemTime::now() + at } else { SystemTime::now() - at };
        let file = File::options().write(true).open(entry.expect("a file").path()).expect("writable");
        file.set_times(FileTimes::new().set_modified(at)).expect("set");
    }
    under(&place, 10 * YEAR, false, &["ingest", "reports", "--rebuild"]);
    corpus::change(&place.home.path("reports"));
    under(&place, -10 * YEAR, false, &["ingest", "reports"]);
    assert_eq!(place.state().await.difference_in_any_order(&wanted), None);
    let unchanged = under(&place, 20 * YEAR, true, &["ingest", "reports"]);
    assert!(unchanged.contains("30 unchanged"), "{unchanged}");
    let asked = under(&place, -10 * YEAR, true, &["search", "清算对账", "--json"]);
    assert!(serde_json::from_str::<Value>(&asked).expect("JSON").as_array().is_some_and(|hits| !hits.is_empty()));
    // In the middle of a run that writes.
    copy(&place.home.path("kept-reports"), &place.home.path("reports"));
    under(&place, YEAR, true, &["ingest", "reports", "--rebuild"]);
    corpus::change(&place.home.path("reports"));
    under(&place, YEAR, true, &["ingest", "reports"]);
    assert_eq!(place.state().await.difference_in_any_order(&wanted), None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_index_in_a_directory_does_not_depend_on_the_clock() {
    an_index_does_not_depend_on_the_clock(Place::embedded()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_index_on_a_server_does_not_depend_on_the_clock() {
    an_index_does_not_depend_on_the_clock(Place::served()).await;
}

#[test]
fn what_was_said_last_holds_when_the_clock_was_put_back() {
    let place = Place::embedded();
    place.run(&["ingest", "reports"]);
    let answer = under(&place, 5 * YEAR, false, &["ask", "渠道1出金超时的原因是什么", "--json"]);
    let answer: Value = serde_json::from_str(&answer).expect("JSON");
    let id = answer["id"].as_str().expect("an id");
    let correct = |shift: i64, text: &str| {
        under(&place, shift, false, &["feedback", id, "--correct", text, "--by", "王"]);
    };
    correct(5 * YEAR, "先说的话");
    correct(0, "后说的话");
    let listed = place.json(&["feedback", "list", "--corrections", "--json"]).to_string();
    assert!(listed.contains("后说的话") && !listed.contains("先说的话"), "{listed}");
    let told = said(&place.output(&["doctor"]));
    assert!(told.contains("less clock     something was answered or said at 20"), "{told}");
}

#[test]
fn a_clock_before_the_newest_report_is_told() {
    let place = Place::embedded();
    place.run(&["ingest", "reports"]);
    let told = under(&place, -20 * YEAR, false, &["doctor"]);
    assert!(told.contains("less clock     the newest report is of 2023-"), "{told}");
    assert!(told.contains("hint: set the clock, or name the day with --as-of"), "{told}");
    let told = under(&place, 0, false, &["doctor"]);
    assert!(!told.contains("clock"), "{told}");
}
