//! A roll-up and goals with a language model, from the command line: what of its words stands on the page, and what where it fails or
//! is stopped. The server is a loopback one that follows a script.

use std::process::{Command, Stdio};

use crate::desk::{Desk, Run};
use crate::script::{Script, ScriptedServer};

fn told_by(desk: &Desk, server: &ScriptedServer, arguments: &[&str]) -> Command {
    let mut command = desk.command(arguments);
    command.env("OPENAI_BASE_URL", format!("{}/v1", server.url())).env("OPENAI_MODEL", "m");
    command
}

/// One request, and no pause, where a server fails.
fn desk() -> Desk {
    let desk = Desk::with_seeds();
    desk.write(".config/zhoubao/config.toml", "[llm]\nretries = 0\n");
    desk
}

const JUNE: [&str; 4] = ["rollup", "2023-06", "--format", "md"];

#[test]
fn where_the_model_fails_the_roll_up_is_what_it_is_without_one() {
    let desk = desk();
    let server = ScriptedServer::start(vec![Script::reply(500, &[], "{}")]);
    let run = Run::of(&mut told_by(&desk, &server, &JUNE));
    assert_eq!(run.code, 0, "{run}");
    assert_eq!(run.stdout, desk.run(JUNE).stdout);
    assert!(run.stderr.contains("note: "), "{run}");
    assert!(!server.asked().is_empty());
}

#[test]
fn without_the_model_nothing_is_asked() {
    let desk = desk();
    let server = ScriptedServer::start(vec![Script::saying(&["好。"])]);
    let run = Run::of(told_by(&desk, &server, &JUNE).arg("--no-llm"));
    assert_eq!(run.stdout, desk.run(JUNE).stdout);
    assert_eq!(server.asked().len(), 0);
}

#[test]
fn a_number_that_the_model_changed_is_not_on_the_page() {
    let desk = desk();
    let server = ScriptedServer::start(vec![Script::saying(&["2023年6月共有87起事件[1]。"])]);
    let run = Run::of(&mut told_by(&desk, &server, &JUNE));
    assert_eq!(run.code, 0, "{run}");
    assert!(!run.stdout.contains("87起"), "{run}");
    assert_eq!(run.stdout, desk.run(JUNE).stdout, "what does not hold leaves the page as it is");
    assert!(run.stderr.contains("没有通过核对"), "{run}");
}

#[test]
fn what_is_stopped_is_told_so_far_and_goes_on_without_asking_again() {
    let desk = desk();
    let server = ScriptedServer::start(vec![
        Script::saying(&["2023年6月共有87起事件[1]。"]),
        Script::stream().says("2023").stalls(),
        Script::saying(&["。"]),
    ]);
    let mut command = told_by(&desk, &server, &JUNE);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
    server.wait_for_stall();
    let stopped = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill");
    assert!(stopped.success());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(130), "{}", String::from_utf8_lossy(&output.stderr));
    let page = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(page.contains("周报汇总 2023-06") && page.contains("## 生产事件"), "{page}");
    assert!(String::from_utf8_lossy(&output.stderr).contains("the same command goes on where it was stopped"));
    // What was answered is not asked again: the first request is the one that was cut short.
    let run = Run::of(&mut told_by(&desk, &server, &JUNE));
    assert_eq!(run.code, 0, "{run}");
    let asked = server.asked();
    assert!(asked.len() > 2);
    assert_eq!(asked[2].json()["messages"], asked[1].json()["messages"]);
}

#[test]
fn goals_stand_as_they_are_where_the_model_adds_to_them() {
    let desk = desk();
    let server = ScriptedServer::start(vec![Script::saying(&["1. 9/9前完成迁移\n2. 新目标\n99. 再加一个\n"])]);
    let goals = ["goals", "--as-of", "2023-06-20", "--format", "md"];
    let run = Run::of(&mut told_by(&desk, &server, &goals));
    assert_eq!(run.code, 0, "{run}");
    assert_eq!(run.stdout, desk.run(goals).stdout);
    assert_eq!(server.asked().len(), 1);
}
