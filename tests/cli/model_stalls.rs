//! A language model that stalls, breaks off or trickles in the middle of an answer: the run ends within the configured time, what was
//! shown stays, the rest is said in the reports' words, and a notice tells what happened and what to do.

use std::time::{Duration, Instant};

use crate::desk::Desk;
use crate::script::{Script, ScriptedServer};
use crate::writing::ask;

const QUESTION: &str = "6/15账户流水差异的原因是什么";
const TRUE: &str = "6/15账户流水差异是因为DBA做Oracle存储扩容时重启了机器[1]。";

/// More than any of the times below, and less than what is built in.
const PATIENCE: Duration = Duration::from_secs(30);

fn begun() -> Script {
    Script::stream().says(TRUE).says("后来")
}

#[test]
fn what_was_shown_stays_and_the_run_ends_in_its_time() {
    let desk = Desk::with_seeds();
    let trickle = (0..100_000).fold(begun(), |script, _| script.chunk(b": ping\n\n")).stalls();
    let cases = [
        (
            "stalls",
            "idle_seconds = 1\ndeadline_seconds = 20",
            begun().stalls(),
            "nothing arrived any more",
            "idle_seconds",
        ),
        (
            "trickles", "idle_seconds = 20\ndeadline_seconds = 2", trickle, "no whole reply within 2 s",
            "deadline_seconds",
        ),
        ("breaks off", "", begun(), "连接中断", "可再问一次"),
    ];
    for (name, times, script, told, advised) in cases {
        desk.write(".config/zhoubao/config.toml", format!("[llm]\nwording = \"close\"\nretries = 0\n{times}\n"));
        let server = ScriptedServer::start(vec![script]);
        let begin = Instant::now();
        let run = ask(&desk, &server, &[QUESTION]).exits(0);
        assert!(begin.elapsed() < PATIENCE, "{name}: {:?}", begin.elapsed());
        assert!(run.stdout.starts_with("6/15账户流水差异是因为DBA"), "{name}: {run}");
        run.says("第26周").notes("模型没有写完").notes(told).notes(advised);
    }
    // It is logged as any answer is.
    assert_eq!(desk.run(["feedback", "list", "--json"]).exits(0).json().as_array().map(Vec::len), Some(3));
}
