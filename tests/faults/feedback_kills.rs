//! What is kept of answers, killed at every write of it and at every call that makes it last, torn writes among them: nothing that
//! was kept before is lost, what was being written is there whole or not at all, and the next command goes on.

use std::collections::BTreeSet;
use std::time::Instant;

use crate::kill::{Calls, End, Sample, copy, places, said};
use crate::place::Place;

const QUESTION: &str = "渠道1出金超时的原因是什么";
const OTHER: &str = "清算对账模块做了什么";

/// What is kept, a line an answer with what was said of it; ids and times are of each run.
fn kept(place: &Place) -> BTreeSet<String> {
    let list = place.json(&["feedback", "list", "--json", "-n", "1000"]);
    let said = |value: &serde_json::Value| {
        let judged = value["judgements"].as_array().expect("a list").iter();
        let judged = judged.map(|said| format!("{} {} {}", said["by"], said["opinion"], said["correct"]));
        judged.collect::<BTreeSet<_>>()
    };
    let answers = list.as_array().expect("a list").iter();
    answers.map(|judged| format!("{} {:?}", judged["answer"]["question"], said(judged))).collect()
}

fn killed_anywhere(place: &Place, sample: Sample) {
    place.run(&["ingest", "reports"]);
    let id = |question: &str| place.json(&["ask", question, "--json"])["id"].as_str().expect("an id").to_owned();
    let (first, second) = (id(QUESTION), id(OTHER));
    place.run(&["feedback", &second, "--right", "--by", "王"]);
    copy(&place.feedback(), &place.home.path("kept-feedback"));
    let before = kept(place);
    let begin = Instant::now();
    let (mut killed, mut counted, mut torn, mut faults) = (0, 0, 0, Vec::new());
    for (name, command) in [
        ("judging", vec!["feedback", &first, "--wrong", "--because", "太短", "--by", "李"]),
        ("correcting", vec!["feedback", &first, "--correct", "是连接数不足", "--by", "李"]),
        ("logging", vec!["ask", "第3周第2项核对多少笔"]),
        ("forgetting", vec!["feedback", "forget", "--all", "--corrections"]),
    ] {
        for calls in [Calls::Disk, Calls::Write] {
            copy(&place.home.path("kept-feedback"), &place.feedback());
            let number = place.count(&command, calls);
            let after = kept(place);
            assert_ne!(before, after, "{name}: something must change");
            counted += number;
            for at in places(number, sample) {
                copy(&place.home.path("kept-feedback"), &place.feedback());
                killed += usize::from(place.kill_at(&command, calls, at) == End::Killed);
                let mut fault = |what: String| faults.push(format!("{name}, {calls:?} {at}: {what}"));
                let found = kept(place);
                let is_part = name == "forgetting" && found.is_subset(&before);
                if found != before && found != after && !is_part {
                    fault(format!("{found:?} is neither what was kept nor what was to be"));
                }
                let next = place.output(&command);
                // What was forgotten is not there to be judged; all else is done again.
                if !next.status.success() {
                    fault(said(&next));
                }
                let found = kept(place);
                if found != after {
                    fault(format!("after the next command {found:?} for {after:?}"));
                }
                let listed = said(&place.output(&["feedback", "list"]));
                torn += usize::from(listed.contains("cut short"));
                let fixed = place.output(&["doctor", "--fix"]);
                if fixed.status.code() != Some(0) || kept(place) != after {
                    fault(said(&fixed));
                }
                let listed = said(&place.output(&["feedback", "list"]));
                if listed.contains("cut short") || listed.contains("not a record") {
                    fault(listed);
                }
            }
        }
    }
    println!(
        "{} feedback: killed {killed} times at {counted} calls, {torn} torn lines mended, {} faults, {:.0} s",
        place.name(),
        faults.len(),
        begin.elapsed().as_secs_f64()
    );
    assert!(faults.is_empty(), "{}:\n{}", faults.len(), faults.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn feedback_beside_a_directory_killed_anywhere_is_whole() {
    let place = Place::embedded();
    killed_anywhere(&place, Sample { short: 1, long: 8 });
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn feedback_of_a_server_killed_anywhere_is_whole() {
    if !crate::tries_all() {
        // The same code as beside a directory.
        return;
    }
    let place = Place::served();
    killed_anywhere(&place, Sample { short: 0, long: 4 });
}
