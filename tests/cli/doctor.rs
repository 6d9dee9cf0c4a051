//! `zhoubao doctor` in its states.

use std::fs;

use crate::desk::{Desk, Run, assert_run};
use crate::script::{Script, ScriptedServer};
use crate::support::nobody;

#[test]
fn a_new_machine_is_told_what_to_do() {
    let desk = Desk::new();
    assert_run!(desk, desk.run(["doctor"]), @r#"
        exit code: 0
        ----- stdout -----
        ok   config    no file, defaults and environment; as of 2024-04-02
        less embedder  no weights in [HOME]/.local/share/zhoubao/models/bge-small-zh-v1.5: words alone
                       hint: get it with `zhoubao model pull`
        ok   model     no language model: answers in the reports' own words
        less index     no index at `[HOME]/.local/share/zhoubao/index`
                       hint: read your reports first: `zhoubao ingest FOLDER`

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

#[test]
fn the_language_model_is_asked_who_it_is() {
    let desk = Desk::with_seeds();
    let models = r#"{"object":"list","data":[{"id":"qwen","object":"model","meta":{"n_ctx":4096}}]}"#;
    let server = ScriptedServer::start(vec![Script::reply(200, &["content-type: application/json"], models)]);
    let mut command = desk.command(["doctor", "--embedder", "none"]);
    command.env("OPENAI_BASE_URL", format!("{}/v1", server.url()));
    let run = Run::of(&mut command).exits(0);
    run.says("ok   model     qwen answers on this machine, window of 4096 tokens; nothing is hidden");
    let run = Run::of(command.env("OPENAI_MODEL", "glm")).exits(0);
    run.says("less model     `glm` is not among the 1 models served: qwen").says("hint: set OPENAI_MODEL");
}

#[test]
fn a_language_model_that_is_down_is_less_not_a_failure() {
    let desk = Desk::with_seeds();
    let mut command = desk.command(["doctor", "--embedder", "none"]);
    command.env("OPENAI_BASE_URL", nobody()).env("OPENAI_MODEL", "m");
    Run::of(&mut command).exits(0).says("less model     the chat endpoint at http://127.0.0.1");
}
