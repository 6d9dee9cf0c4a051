//! Several runs on one index at a time: whichever has it open serves the others, until it ends or is killed.

use std::fs;
use std::io::{BufRead, BufReader, Lines, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use crate::desk::{Desk, Run};

const REFUNDS: &str =
    "# 第30周 2023-07-18\n\n## 生产事件\n\n- 7/14 10:05 退款接口超时213笔。\n原因：连接池上限过低。\n";

/// Tries again and again, for as long as a slow machine may take.
#[track_caller]
fn until(mut is_so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < Duration::from_secs(120), "it never came to that");
        std::thread::yield_now();
    }
}

pub fn signal(child: &Child, name: &str) {
    let done = Command::new("kill").args([&format!("-{name}"), &child.id().to_string()]).status();
    assert!(done.expect("kill").success());
}

/// Where the run that has the index open answers others.
fn socket(desk: &Desk) -> Option<std::path::PathBuf> {
    let lock = fs::read_to_string(desk.index().join("zhoubao.lock")).ok()?;
    Some(lock.lines().nth(1)?.into())
}

/// A chat that stays open.
pub struct Chat {
    pub child: Child,
    typed: ChildStdin,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Chat {
    pub fn open(desk: &Desk) -> Self {
        let mut command = desk.command(["chat"]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the program starts");
        let lines = BufReader::new(child.stdout.take().expect("piped")).lines();
        let typed = child.stdin.take().expect("piped");
        let mut chat = Self { child, typed, lines };
        chat.ask("6/15账户流水差异的原因", "Oracle");
        assert!(socket(desk).is_some(), "it has the index open");
        chat
    }

    /// Asks, and reads until a line has `words`.
    #[track_caller]
    fn ask(&mut self, question: &str, words: &str) {
        writeln!(self.typed, "{question}").expect("typed");
        assert!(self.lines.by_ref().any(|line| line.expect("a line").contains(words)), "{words}");
    }

    pub fn end(self) {
        let Self { mut child, typed, lines } = self;
        drop(typed);
        drop(lines);
        assert!(child.wait().expect("it ends").success());
    }
}

#[test]
fn a_watched_folder_is_followed_while_others_ask() {
    let desk = Desk::new();
    desk.write_seeds();
    let mut watch = desk.start(["ingest", "--watch", "seeds", "--embedder", "none"]);
    until(|| desk.run(["ask", "6/15 流水差异的原因"]).stdout.contains("Oracle"));
    assert!(watch.try_wait().expect("a child").is_none(), "it goes on");
    desk.write("seeds/第30周 2023-07-18.md", REFUNDS);
    until(|| desk.run(["ask", "7/14退款接口超时的原因"]).stdout.contains("连接池上限过低"));
    desk.run(["incidents", "退款接口"]).exits(0).says("退款接口超时");
    desk.run(["doctor", "--embedder", "none"]).exits(0).says("9 with ").says("in use by another process");
    // A run beside it waits for its turn, and finds nothing to do.
    desk.run(["ingest", "seeds", "--embedder", "none"]).exits(0).says("9 unchanged");
    // An index that somebody made anew without the folder gets it again.
    desk.write("r/2023-08-01.md", "# 2023-08-01\n\n## 系统升级\n\n- 完成网关改造\n");
    desk.run(["ingest", "--rebuild", "r", "--embedder", "none"]).exits(0);
    until(|| desk.run(["ask", "7/14退款接口超时的原因"]).stdout.contains("连接池上限过低"));
    // As a folder that is not mounted any more.
    fs::rename(desk.path("seeds"), desk.path("elsewhere")).expect("renamed");
    fs::create_dir(desk.path("seeds")).expect("made");
    let mut stderr = BufReader::new(watch.stderr.take().expect("piped")).lines();
    assert!(stderr.by_ref().any(|line| line.expect("a line").contains("(is it mounted?)")));
    desk.run(["ask", "7/14退款接口超时的原因"]).exits(0).says("连接池上限过低");
    signal(&watch, "INT");
    let left: Vec<String> = stderr.map(|line| line.expect("a line")).collect();
    assert!(left.iter().any(|line| line.contains("stopped watching")), "{left:?}");
    let run = Run::from(watch.wait_with_output().expect("a child")).exits(0);
    run.says("8 reports (8 new)").says("9 reports (1 new, 8 unchanged)");
    desk.run(["doctor", "--embedder", "none"]).exits(0).says("ok   reports   10 with ");
}

#[test]
fn a_run_goes_on_when_the_process_that_held_the_index_is_killed() {
    let desk = Desk::with_seeds();
    for week in 0..40 {
        let day = format!("{}-{:02}-{:02}", 2000 + week / 12, week % 12 + 1, 3);
        let items: String = (0..40).map(|item| format!("- 第{week}期第{item}项改造完成\n")).collect();
        desk.write(&format!("r/{day}.md"), format!("# {day}\n\n# 上周进展\n\n## 系统升级\n\n{items}"));
    }
    let mut chat = Chat::open(&desk);
    let run = desk.start(["ingest", "r", "--embedder", "none"]);
    // It has begun to write through the chat.
    until(|| fs::metadata(desk.index().join("shard/zhoubao-journal")).is_ok_and(|journal| journal.len() > 0));
    signal(&chat.child, "KILL");
    chat.child.wait().expect("it ends");
    Run::from(run.wait_with_output().expect("a child")).exits(0).says("40 reports (40 new)");
    desk.run(["doctor", "--embedder", "none"]).exits(0).says("ok   reports   48 with ");
    let left = desk.run(["ask", "6/15账户流水差异的原因"]).exits(0);
    left.says("Oracle");
}

#[test]
fn an_index_is_rebuilt_under_a_chat_that_goes_on_with_the_new_one() {
    let desk = Desk::with_seeds();
    let mut chat = Chat::open(&desk);
    desk.write("seeds/第30周 2023-07-18.md", REFUNDS);
    let run = desk.run(["ingest", "--rebuild", "seeds", "--embedder", "none"]).exits(0);
    run.says("9 reports (9 new)");
    chat.ask("7/14退款接口超时的原因", "连接池上限过低");
    chat.ask("一共有几篇周报？", "已检索 9 篇周报");
    chat.end();
    desk.run(["doctor", "--embedder", "none"]).exits(0).says("ok   reports   9 with ");
}

#[test]
fn a_rebuild_without_vectors_is_answered_by_words_in_a_chat_that_had_them() {
    let Some(desk) = Desk::with_models() else { return };
    desk.write_seeds();
    desk.run(["ingest", "seeds"]).exits(0);
    let mut chat = Chat::open(&desk);
    desk.run(["ingest", "--rebuild", "seeds", "--embedder", "none"]).exits(0);
    chat.ask("6/15账户流水差异的原因", "Oracle");
    chat.end();
}

#[cfg(unix)]
#[test]
fn the_socket_is_the_users_alone_however_long_the_path_of_the_index_is() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    desk.write_seeds();
    let runtime = desk.path("run");
    fs::create_dir(&runtime).expect("made");
    let index = format!("i/{}/{}/index", "long".repeat(30), "er".repeat(60));
    let with = |arguments: &[&str]| {
        let mut command = desk.command(arguments.iter().copied().chain(["--index", &index, "--embedder", "none"]));
        command.env("XDG_RUNTIME_DIR", &runtime);
        command
    };
    let mut watch = with(&["ingest", "--watch", "seeds"]).stdout(Stdio::piped()).spawn().expect("the program starts");
    let said = BufReader::new(watch.stdout.take().expect("piped")).lines().next().expect("a line").expect("readable");
    assert!(said.contains("8 reports"), "{said}");
    let mode = |path: &std::path::Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
    let folder = runtime.join("zhoubao");
    let sockets: Vec<_> =
        fs::read_dir(&folder).expect("a folder").map(|entry| entry.expect("readable").path()).collect();
    assert_eq!((sockets.len(), mode(&folder)), (1, 0o700));
    assert_eq!(mode(&sockets[0]) & 0o077, 0);
    // Whoever asks need not know that folder.
    let mut command = with(&["ask", "6/15 流水差异的原因"]);
    Run::of(command.env_remove("XDG_RUNTIME_DIR")).exits(0).says("Oracle");
    signal(&watch, "TERM");
    assert!(watch.wait().expect("it ends").success());
    assert!(!sockets[0].exists(), "the socket goes with the run");
}

#[test]
fn an_answer_of_an_index_whose_reading_was_cut_short_says_so() {
    let desk = Desk::with_seeds();
    for week in 0..300 {
        let day = format!("{}-{:02}-{:02}", 1990 + week / 48, week / 4 % 12 + 1, week % 4 * 7 + 1);
        let items: String = (0..40).map(|item| format!("- 第{week}期第{item}项改造完成\n")).collect();
        desk.write(&format!("r/{day}.md"), format!("# {day}\n\n# 上周进展\n\n## 系统升级\n\n{items}"));
    }
    let mut run = desk.start(["ingest", "r", "--embedder", "none"]);
    until(|| fs::metadata(desk.index().join("shard/zhoubao-journal")).is_ok_and(|journal| journal.len() > 100_000));
    signal(&run, "KILL");
    run.wait().expect("it ends");
    let cut = "warning: the index is not complete: reading `";
    desk.run(["ask", "6/15 流水差异的原因"]).exits(0).says("Oracle").says(cut);
    desk.run(["incidents", "流水差异"]).exits(0).says(cut);
    desk.run(["incidents", "流水差异", "--csv"]).exits(0).notes(cut);
    let json = desk.run(["ask", "--json", "6/15 流水差异的原因"]).exits(0).json();
    assert!(json["notices"].to_string().contains("the index is not complete"), "{json}");
    desk.run(["ingest", "r", "--embedder", "none"]).exits(0);
    let whole = desk.run(["ask", "6/15 流水差异的原因"]).exits(0);
    assert!(!whole.stdout.contains("warning"), "{whole}");
}
