//! With the embedding model and without it.

use crate::desk::Desk;

const ONE_LINE: &str = "note: no embedding model here: working on words alone (get it with `zhoubao model pull`)\n";

#[test]
fn without_weights_words_alone_answer_and_one_line_says_so() {
    let desk = Desk::with_seeds();
    let run = desk.run(["ask", "6/15账户流水差异的原因是什么？"]).exits(0).says("Oracle");
    assert_eq!(run.stderr, ONE_LINE);
}

#[test]
fn who_asks_for_words_alone_is_told_nothing() {
    let desk = Desk::with_seeds();
    let run = desk.run(["--embedder", "none", "ask", "6/15账户流水差异的原因是什么？"]).exits(0).says("Oracle");
    assert_eq!(run.stderr, "");
}

#[test]
fn where_the_weights_would_be_is_said_with_how_to_get_them() {
    let desk = Desk::new();
    let run = desk.run(["model", "path"]).exits(1).notes("it with `zhoubao model pull`");
    assert_eq!(run.stdout.trim(), desk.path(".local/share/zhoubao/models/bge-small-zh-v1.5").display().to_string());
    desk.run(["model", "list"]).exits(0).says("missing");
    desk.run(["model", "path", "gpt"]).exits(2).notes("no model is called `gpt`").notes("known: bge-small-zh-v1.5");
}

#[test]
fn weights_come_from_a_folder() {
    let Some(with) = Desk::with_models() else { return };
    let folder = with.run(["model", "path"]).exits(0).stdout;
    let desk = Desk::new();
    desk.run(["--offline", "model", "pull", "--from", folder.trim()]).exits(0).notes("its checksums are right");
    desk.run(["model", "path"]).exits(0);
    Desk::new().run(["model", "pull", "--from", "nowhere"]).exits(1).notes("hint: ");
}

#[test]
fn with_weights_both_legs_are_searched() {
    let Some(desk) = Desk::with_models() else { return };
    desk.write_seeds();
    desk.run(["ingest", "seeds"]).exits(0).says("8 reports (8 new)");
    let json = desk.run(["search", "--json", "-k", "1", "对账单"]).exits(0).json();
    assert!(json[0]["legs"]["dense"]["score"].is_f64() && json[0]["legs"]["sparse"]["score"].is_f64(), "{json:#}");
    let run = desk.run(["ask", "what caused the 6/15 账户流水 discrepancy"]).exits(0).says("Oracle");
    assert_eq!(run.stderr, "");
    // The other way round as well: words alone on an index that has vectors.
    let run =
        desk.run(["--embedder", "none", "ask", "what caused the 6/15 账户流水 discrepancy"]).exits(0).says("Oracle");
    assert_eq!(run.stderr, "");
    desk.run(["--embedder", "none", "ingest", "seeds"])
        .exits(1)
        .notes("the index was built with")
        .notes("hint: get the model with `zhoubao model pull`, or build the index anew without it");
}

#[test]
fn an_index_of_words_alone_says_so_when_there_are_weights_now() {
    let Some(desk) = Desk::with_models() else { return };
    desk.write_seeds();
    desk.run(["--embedder", "none", "ingest", "seeds"]).exits(0);
    let run = desk.run(["ask", "what caused the 6/15 账户流水 discrepancy"]).exits(0).says("Oracle");
    assert_eq!(run.stderr.lines().count(), 1, "{run}");
    run.notes("made without the embedding model");
}

#[test]
fn a_remote_embedder_without_an_address_is_wrong_usage() {
    let desk = Desk::with_seeds();
    desk.run(["--embedder", "remote", "ask", "6/15"]).exits(2).notes("hint: set OPENAI_BASE_URL");
}
