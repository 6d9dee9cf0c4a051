//! `zhoubao ingest` over the life of a folder: nothing new, changes, renames, removals.

use std::fs;

use crate::desk::{Desk, Run, assert_run};

const CAUSE: &str = "6/15账户流水差异的原因是什么？";
const WEEK_26: &str = "seeds/第26周 2023-06-20.md";

#[test]
fn the_first_run_says_what_it_read_and_what_not() {
    let desk = Desk::new();
    desk.write_seeds();
    assert_run!(desk, desk.run(["ingest", "seeds", "--embedder", "none"]), @r#"
        exit code: 0
        ----- stdout -----
        8 reports (8 new)
        341 passages written, 24 incidents among them
        not read: 1 .jsonl
        passed over, not a report: README.md

        ----- stderr -----
        done in [TIME]
        "#);
}

#[test]
fn an_unchanged_folder_costs_nothing() {
    let desk = Desk::with_seeds();
    let before = desk.run(["ask", CAUSE]);
    assert_run!(desk, desk.run(["ingest", "seeds", "--embedder", "none"]), @r#"
        exit code: 0
        ----- stdout -----
        8 reports (8 unchanged)
        not read: 1 .jsonl
        passed over, not a report: README.md

        ----- stderr -----
        done in [TIME]
        "#);
    assert_eq!(desk.run(["ask", CAUSE]).stdout, before.stdout);
}

#[test]
fn a_changed_report_answers_with_its_new_words_alone() {
    let desk = Desk::with_seeds();
    let text = fs::read_to_string(desk.path(WEEK_26)).expect("readable");
    desk.write(WEEK_26, text.replace("Oracle存储扩容", "交换机割接"));
    desk.run(["ingest", "seeds"]).exits(0).says("8 reports (1 changed, 7 unchanged)");
    let answer = desk.run(["ask", CAUSE]).exits(0).says("交换机割接");
    assert!(!answer.stdout.contains("Oracle"), "{answer}");
}

#[test]
fn a_renamed_report_is_cited_under_its_new_name() {
    let desk = Desk::with_seeds();
    fs::rename(desk.path(WEEK_26), desk.path("seeds/第26周 终稿 2023-06-20.md")).expect("renamed");
    desk.run(["ingest", "seeds"]).exits(0);
    desk.run(["ask", CAUSE]).exits(0).says("seeds/第26周 终稿 2023-06-20.md:");
    desk.run(["doctor"]).exits(0).says("8 with ");
}

#[test]
fn a_removed_report_is_forgotten() {
    let desk = Desk::with_seeds();
    fs::remove_file(desk.path(WEEK_26)).expect("removed");
    assert_run!(desk, desk.run(["ingest", "seeds", "--embedder", "none"]), @r#"
        exit code: 0
        ----- stdout -----
        7 reports (7 unchanged, 1 removed)
        not read: 1 .jsonl
        passed over, not a report: README.md
        removed: 第26周 2023-06-20.md

        ----- stderr -----
        done in [TIME]
        "#);
    desk.run(["ask", "第26周有什么事故"]).exits(3);
}

#[test]
fn one_file_alone_does_not_remove_the_others() {
    let desk = Desk::with_seeds();
    desk.write("extra/2023-07-04.md", "# 第28周 2023-07-04\n\n# 上周进展\n\n- 网关升级到3.2版本\n");
    desk.run(["ingest", "extra/2023-07-04.md"]).exits(0).says("1 report (1 new)");
    desk.run(["doctor"]).exits(0).says("9 with ");
}

#[test]
fn rebuild_drops_what_is_not_named() {
    let desk = Desk::with_seeds();
    desk.write("extra/2023-07-04.md", "# 第28周 2023-07-04\n\n# 上周进展\n\n- 网关升级到3.2版本\n");
    desk.run(["ingest", "--rebuild", "extra"]).exits(0);
    desk.run(["doctor"]).exits(0).says("1 with ");
}

#[test]
fn two_files_for_one_week_are_two_reports() {
    let desk = Desk::new();
    desk.write("r/网关组/第30周.md", "# 第30周 2023-07-18\n\n# 上周进展\n\n- 网关扩容完成\n")
        .write("r/账务组/第30周.md", "# 第30周 2023-07-18\n\n# 上周进展\n\n- 账务切换完成\n");
    desk.run(["ingest", "r"]).exits(0).says("2 reports (2 new)");
    desk.run(["ask", "网关扩容", "--author", "网关组"]).exits(0).says("网关扩容完成");
    let others = desk.run(["ask", "账务切换", "--author", "账务组"]).exits(0).says("账务切换完成");
    assert!(!others.stdout.contains("网关扩容"), "{others}");
}

#[test]
fn the_same_bytes_under_two_paths_are_one_report() {
    let desk = Desk::new();
    let text = "# 第30周 2023-07-18\n\n# 上周进展\n\n- 网关扩容完成\n";
    desk.write("r/a.md", text).write("r/b.md", text);
    desk.run(["ingest", "r"]).exits(0).says("1 report (1 new)").says("b.md: it has the same bytes as");
}

#[test]
fn a_page_without_a_week_is_kept_and_said_so() {
    let desk = Desk::new();
    desk.write("r/会议室.md", "# 会议室预定办法\n\n- 先到先得\n- 最长两小时\n");
    desk.run(["ingest", "r"]).exits(0).says("1 report (1 new)").says("no week and no date");
    desk.run(["ask", "会议室最长能订多久"]).exits(0).says("最长两小时");
}

#[test]
fn an_empty_folder_is_said_to_be_empty() {
    let desk = Desk::new();
    fs::create_dir(desk.path("r")).expect("created");
    assert_run!(desk, desk.run(["ingest", "r", "--embedder", "none"]), @r#"
        exit code: 0
        ----- stdout -----
        0 reports

        ----- stderr -----
        note: there is nothing to read under these paths (.md, .txt, .zip)
        done in [TIME]
        "#);
}

#[test]
fn a_path_that_is_not_there_is_named() {
    let desk = Desk::new();
    assert_run!(desk, desk.run(["ingest", "gone"]), @r#"
        exit code: 1
        ----- stdout -----

        ----- stderr -----
        error: `gone` does not exist
        hint: name folders, .md files or .zip files that exist and can be read
        "#);
    assert!(!desk.path(".local").exists(), "a typing error makes no index");
}

#[test]
fn nothing_to_ingest_is_wrong_usage() {
    let run: Run = Desk::new().run(["ingest"]);
    run.exits(2).notes("<PATH>...");
}
