//! The index as a command finds it: missing, held, foreign, of another version, on a server that is not there.

use std::fs;

use serde_json::{Value, json};

use crate::desk::{Desk, assert_run};

#[test]
fn without_an_index_the_hint_says_how_to_make_one() {
    let desk = Desk::new();
    assert_run!(desk, desk.run(["ask", "6/15"]), @r#"
        exit code: 1
        ----- stdout -----

        ----- stderr -----
        error: no index at `[HOME]/.local/share/zhoubao/index`
        hint: read your reports first: `zhoubao ingest FOLDER`
        "#);
    desk.run(["search", "6/15"]).exits(1).notes("error: no index at ").notes("hint: read your reports first");
}

#[test]
fn asking_makes_no_folders() {
    let desk = Desk::new();
    desk.run(["ask", "6/15"]).exits(1);
    assert!(!desk.path(".local").exists());
}

fn fingerprint(desk: &Desk, change: impl FnOnce(&mut Value)) {
    let path = desk.index().join("zhoubao-store.json");
    let mut fingerprint: Value = serde_json::from_slice(&fs::read(&path).expect("a fingerprint")).expect("JSON");
    change(&mut fingerprint);
    fs::write(path, fingerprint.to_string()).expect("writable");
}

#[test]
fn an_index_of_another_schema_is_refused_with_a_hint() {
    let desk = Desk::with_seeds();
    fingerprint(&desk, |fingerprint| fingerprint["schema"] = json!(9999));
    for command in [["ask", "6/15"], ["search", "6/15"], ["ingest", "seeds"]] {
        desk.run(command)
            .exits(1)
            .notes("error: the index has schema 9999, this program writes schema")
            .notes("hint: build it anew with `zhoubao ingest --rebuild PATH`");
    }
    desk.run(["ingest", "--rebuild", "seeds"]).exits(0).says("8 reports (8 new)");
}

#[test]
fn an_index_of_another_segmenter_is_refused() {
    let desk = Desk::with_seeds();
    fingerprint(&desk, |fingerprint| fingerprint["segmenter"] = json!("other"));
    desk.run(["ask", "6/15"]).exits(1).notes("hint: build it anew");
}

#[test]
fn a_damaged_index_is_no_crash() {
    let desk = Desk::with_seeds();
    fs::write(desk.index().join("zhoubao-store.json"), "{\"schema\":").expect("writable");
    desk.run(["ask", "6/15"]).exits(1).notes("is damaged").notes("hint: build it anew");
    desk.run(["ingest", "--rebuild", "seeds"]).exits(0);
    desk.run(["ask", "6/15 流水差异的原因"]).exits(0);
}

#[test]
fn a_folder_of_somebody_else_is_left_alone() {
    let desk = Desk::new();
    desk.write("mine/letter.txt", "dear").write("r/2023-06-20.md", "# 第26周 2023-06-20\n\n一切正常运行。\n");
    desk.run(["ingest", "--index", "mine", "r"]).exits(1).notes("holds something that is not a zhoubao index");
    desk.run(["ingest", "--rebuild", "--index", "mine", "r"]).exits(1);
    assert_eq!(fs::read_to_string(desk.path("mine/letter.txt")).expect("still there"), "dear");
}

#[test]
fn an_index_that_is_a_file_is_an_error() {
    let desk = Desk::new();
    desk.write("file", "x").write("r/2023-06-20.md", "# 第26周 2023-06-20\n\n一切正常运行。\n");
    desk.run(["ask", "--index", "file", "6/15"]).exits(1).notes("error: ");
    desk.run(["ingest", "--index", "file", "r"]).exits(1).notes("error: ");
}

#[test]
fn a_server_that_is_down_is_named_with_a_hint() {
    let desk = Desk::new();
    assert_run!(desk, desk.run(["ask", "--qdrant-url", "http://127.0.0.1:1", "6/15"]), @r#"
        exit code: 1
        ----- stdout -----

        ----- stderr -----
        error: cannot reach Qdrant at http://127.0.0.1:1: Connection refused
        hint: is the server running, and is this its gRPC port (usually 6334)?
        "#);
}

#[test]
fn an_address_that_is_none_is_named() {
    let desk = Desk::new();
    desk.run(["ask", "--qdrant-url", "not a url", "6/15"]).exits(1).notes("not a url").notes("hint: ");
}

#[test]
fn a_directory_and_a_server_at_once_are_wrong_usage() {
    let desk = Desk::new();
    desk.run(["ask", "--index", "a", "--qdrant-url", "http://127.0.0.1:1", "6/15"])
        .exits(2)
        .notes("cannot be used with");
}

#[test]
fn offline_refuses_a_server_elsewhere() {
    let desk = Desk::new();
    assert_run!(desk, desk.run(["--offline", "ask", "--qdrant-url", "http://192.0.2.1:6334", "6/15"]), @r#"
        exit code: 1
        ----- stdout -----

        ----- stderr -----
        error: the Qdrant server is at `http://192.0.2.1:6334`, outside this machine, and --offline was given
        hint: leave out --offline, or use a server on this machine
        "#);
    desk.run(["--offline", "model", "pull"]).exits(2).notes("is outside this machine");
}

#[test]
fn offline_answers_from_this_machine() {
    Desk::with_seeds().run(["--offline", "ask", "6/15 流水差异的原因"]).exits(0).says("Oracle");
}

#[test]
fn a_wrong_configuration_is_named_with_its_line() {
    let desk = Desk::with_seeds();
    desk.write("wrong.toml", "indx = \"a\"\n");
    desk.run(["ask", "6/15", "--config", "wrong.toml"]).exits(1).notes("wrong.toml").notes("unknown field `indx`");
    desk.run(["ask", "6/15", "--config", "missing.toml"]).exits(1).notes("missing.toml");
}

#[test]
fn the_documented_configuration_is_accepted() {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/configuration.md");
    let page = fs::read_to_string(page).expect("docs/configuration.md");
    let example = page.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).expect("an example");
    let desk = Desk::new();
    desk.write(".config/zhoubao/config.toml", example);
    // The file of aliases that the example names.
    desk.write(".config/zhoubao/aliases.toml", "\"登录成功率\" = [\"门户登录成功率\"]\n");
    desk.run(["model", "list"]).exits(0);
    desk.run(["doctor", "--offline"]).exits(1).notes("the Qdrant server is at `https://qdrant.intern.example:6334`");
}
