//! `backup` and `restore`: an index elsewhere answers as the one that was kept.

use serde_json::{Value, json};

use crate::desk::Desk;

const CAUSE: &str = "6/15账户流水差异的原因是什么";

/// An answer but for what differs from run to run.
fn asked(desk: &Desk) -> Value {
    let mut json = desk.run(["ask", CAUSE, "--json", "--embedder", "none"]).exits(0).json();
    for field in ["id", "timings_ms"] {
        json.as_object_mut().expect("an object").remove(field);
    }
    json
}

/// A desk with a corrected answer and a backup of it all in `kept.zip`, at its fixed place.
fn kept() -> (Desk, Vec<u8>) {
    let desk = Desk::with_seeds();
    let id = desk.run(["ask", CAUSE, "--json", "--embedder", "none"]).exits(0).json()["id"]
        .as_str()
        .expect("an id")
        .to_string();
    desk.run(["feedback", &id, "--correct", "是归档日志写满", "--by", "张三"]).exits(0);
    desk.run(["backup", "kept.zip"]).exits(0).says("8 reports").says("1 judgement");
    let bytes = std::fs::read(desk.path("kept.zip")).expect("written");
    (desk, bytes)
}

#[test]
fn an_index_that_was_lost_comes_back_with_its_corrections_and_answers_the_same() {
    let (desk, bytes) = kept();
    let was = asked(&desk);
    assert_eq!(was["corrections"].as_array().map(Vec::len), Some(1));
    let new = Desk::new();
    new.write("kept.zip", bytes);
    let run = new.run(["restore", "kept.zip"]).exits(0).says("8 reports");
    assert!(run.stderr.contains("1 answer and 1 judgement added"), "{run}");
    assert_eq!(asked(&new), was);
    new.run(["doctor", "--embedder", "none"]).exits(0).says("8 with");
    // The reports lie elsewhere: the index goes on with them as if it had read them there.
    new.write_seeds();
    new.run(["ingest", "seeds", "--embedder", "none"]).exits(0);
    assert_eq!(asked(&new)["answer"], was["answer"]);
}

#[test]
fn an_index_and_a_file_that_are_there_stay_unless_they_are_to_be_replaced() {
    let (desk, _) = kept();
    let run = desk.run(["backup", "kept.zip"]).exits(2);
    assert!(run.stderr.contains("is there already") && run.stderr.contains("--force"), "{run}");
    desk.run(["backup", "kept.zip", "--force", "--without-feedback"]).exits(0).says("0 judgements");
    let run = desk.run(["restore", "kept.zip"]).exits(2);
    assert!(run.stderr.contains("an index with 8 reports already"), "{run}");
    let run = desk.run(["restore", "kept.zip", "--force"]).exits(0);
    assert!(!run.stderr.contains("feedback:"), "{run}");
    assert_eq!(asked(&desk)["corrections"].as_array().map(Vec::len), Some(1), "what was said stays");
    let run = desk.run(["backup", "seeds/kept.zip"]).exits(2);
    assert!(run.stderr.contains("where the reports were read from"), "{run}");
}

#[test]
fn a_damaged_backup_changes_nothing() {
    let (desk, mut bytes) = kept();
    let was = asked(&desk);
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0x55;
    desk.write("bad.zip", &bytes).write("page.zip", "# 周报\n");
    for (file, words) in [("bad.zip", "damaged"), ("page.zip", "no backup"), ("none.zip", "none.zip")] {
        let run = desk.run(["restore", file, "--force"]).exits(1);
        assert!(run.stderr.contains(words), "{run}");
    }
    assert_eq!(asked(&desk), was);
}

#[cfg(unix)]
#[test]
fn a_backup_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let (desk, _) = kept();
    let mode = std::fs::metadata(desk.path("kept.zip")).expect("there").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let json = desk.run(["doctor", "--json", "--embedder", "none"]).exits(0).json();
    assert_eq!(json["healthy"], json!(true));
}
