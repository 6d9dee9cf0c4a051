//! `zhoubao doctor` in its states.

use std::fs;

use crate::desk::{Desk, assert_run};

#[test]
fn a_new_machine_is_told_what_to_do() {
    let desk = Desk::new();
    assert_run!(desk, desk.run(["doctor"]), @r#"
        exit code: 0
        ----- stdout -----
        ok   config    no file, defaults and environment; as of 2024-04-02
        less embedder  no weights in [HOME]/.local/share/zhoubao/models/bge-small-zh-v1.5: words alone
                       hint: get it with `zhoubao model pull`
        less index     no index at `[HOME]/.local/share/zhoubao/index`
                       hint: build it with `zhoubao ingest PATH`

        ----- stderr -----
        "#);
}

#[test]
fn a_working_index_is_described() {
    let desk = Desk::with_seeds();
    let run = desk.run(["doctor", "--embedder", "none"]).exits(0);
    run.says("ok   reports   8 with ").says("2023-05-03 to 2024-03-31; missing: 第27–53周, 2024-W01–W12");
}

#[test]
fn an_unreachable_server_is_a_failure() {
    let desk = Desk::new();
    let run = desk.run(["doctor", "--qdrant-url", "http://127.0.0.1:1"]).exits(1);
    run.says("FAIL index     cannot reach Qdrant at http://127.0.0.1:1").says("hint: is the server running");
}

#[test]
fn a_damaged_index_is_a_failure() {
    let desk = Desk::with_seeds();
    fs::write(desk.index().join("zhoubao-store.json"), "{").expect("writable");
    desk.run(["doctor"]).exits(1).says("FAIL index").says("hint: build it anew");
}

#[test]
fn weights_cut_short_are_a_failure() {
    let desk = Desk::with_seeds();
    desk.write(".local/share/zhoubao/models/bge-small-zh-v1.5/model.onnx", "short")
        .write(".local/share/zhoubao/models/bge-small-zh-v1.5/tokenizer.json", "{}");
    desk.run(["doctor"]).exits(1).says("FAIL embedder").says("has 5 bytes, not 24010842");
    desk.run(["ask", "6/15"]).exits(1).notes("has 5 bytes, not 24010842").notes("hint: ");
    desk.run(["--embedder", "none", "ask", "6/15 流水差异的原因"]).exits(0);
}
