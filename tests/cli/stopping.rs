//! Runs that are cut short: by a signal, by a reader that leaves, by another run on the same index.

use std::fs;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::desk::{Desk, Run};

/// Writes `count` reports of distinct incidents: some seconds of work.
fn many_reports(desk: &Desk, count: usize) {
    for week in 0..count {
        let day = format!("{}-{:02}-{:02}", 1990 + week / 48, week / 4 % 12 + 1, week % 4 * 7 + 1);
        let items: String =
            (0..40).map(|item| format!("- 第{week}期第{item}项改造完成，涉及{}笔\n", week * 100 + item)).collect();
        desk.write(&format!("r/{day}.md"), format!("# {day}\n\n# 上周进展\n\n## 系统升级\n\n{items}"));
    }
}

/// Bytes of changes that the index's redo log holds.
fn logged(desk: &Desk) -> u64 {
    fs::metadata(desk.index().join("shard/zhoubao-journal")).map_or(0, |journal| journal.len())
}

/// Waits until `is_so`; a run that ends before it was too short for its test.
fn until(child: &mut Child, is_so: impl Fn() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(child.try_wait().expect("a child").is_none(), "the run ended too early");
        assert!(start.elapsed() < Duration::from_secs(300), "the run did not get there");
        std::thread::yield_now();
    }
}

fn signal(child: &Child, name: &str) {
    let done = Command::new("kill").args([&format!("-{name}"), &child.id().to_string()]).status();
    assert!(done.expect("kill").success());
}

fn holds(desk: &Desk) -> bool {
    fs::read(desk.index().join("zhoubao.lock")).is_ok_and(|holder| !holder.is_empty())
}

/// What some questions find, with its scores, to compare two indexes by. Each names a number that one item alone has:
/// items of one score have no order.
fn answers(desk: &Desk) -> Vec<String> {
    ["307", "9020", "15939"]
        .map(|count| desk.run(["search", "-k", "1", "--json", &format!("涉及{count}笔")]).stdout)
        .into()
}

#[test]
fn a_killed_ingest_is_completed_by_the_next_and_answers_as_a_clean_one() {
    let clean = Desk::new();
    many_reports(&clean, 160);
    clean.run(["ingest", "r"]).exits(0);
    let expected = answers(&clean);
    for bytes in [0, 1_500_000] {
        let desk = Desk::new();
        many_reports(&desk, 160);
        let mut child = desk.start(["ingest", "r"]);
        until(&mut child, || holds(&desk) && logged(&desk) >= bytes);
        signal(&child, "KILL");
        assert_eq!(child.wait().expect("a child").code(), None, "killed, not ended");
        let between = desk.run(["ask", "哪一项涉及307笔"]);
        assert!(matches!(between.code, 0 | 1 | 3), "{between}");
        desk.run(["ingest", "r"]).exits(0).says("160 reports");
        assert_eq!(answers(&desk), expected, "killed with {bytes} bytes in the log");
        desk.run(["doctor"]).exits(0).says("160 with ");
    }
}

#[test]
fn an_interrupted_ingest_keeps_what_was_done_and_says_so() {
    let desk = Desk::new();
    many_reports(&desk, 300);
    let mut child = desk.start(["ingest", "r"]);
    // The first batch of passages, of which there are two: the notes alone take less.
    until(&mut child, || logged(&desk) > 100_000);
    signal(&child, "INT");
    let run = Run::from(child.wait_with_output().expect("a child")).exits(130);
    let run = run.notes("stopping after this batch; press Ctrl-C again to stop at once");
    run.says("stopped: what was done is kept; run the same command again to go on");
    desk.run(["ingest", "r"]).exits(0).says("300 reports").says("unchanged");
}

#[test]
fn a_second_run_on_one_index_names_the_first() {
    let desk = Desk::new();
    many_reports(&desk, 100);
    let mut child = desk.start(["ingest", "r"]);
    until(&mut child, || holds(&desk) && desk.index().join("zhoubao-store.json").exists());
    signal(&child, "STOP");
    let run = desk.run(["ask", "第3期第7项改造"]).exits(1);
    let (holder, index) = (child.id(), desk.index());
    signal(&child, "KILL");
    child.wait().expect("a child");
    run.notes(&format!("error: the index in `{}` is in use by process {holder}", index.display()))
        .notes(&format!("hint: wait for process {holder} or end it"));
}

#[test]
fn a_reader_that_leaves_is_no_error() {
    let desk = Desk::with_seeds();
    for arguments in [
        &["ask", "5月有哪些事故？"][..],
        &["search", "-k", "100", "清结算"],
        &["doctor"],
        &["completions", "bash"],
        &["--help"],
    ] {
        let mut child = desk.start(arguments);
        drop(child.stdout.take());
        let run = Run::from(child.wait_with_output().expect("a child"));
        assert!(run.code == 0 && !run.stderr.contains("panicked"), "{arguments:?}: {run}");
    }
}

#[test]
fn a_lost_stderr_is_no_crash() {
    let desk = Desk::with_seeds();
    for (arguments, code) in
        [(&["ask", "6/15 流水差异的原因"][..], 0), (&["ask", "--index", "gone", "6/15"], 1), (&["ingest", "seeds"], 0)]
    {
        let mut child =
            desk.command(arguments).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("it starts");
        drop(child.stderr.take());
        assert_eq!(child.wait().expect("a child").code(), Some(code), "{arguments:?}");
    }
}
