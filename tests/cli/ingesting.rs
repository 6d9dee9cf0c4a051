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
fn a_readme_alone_in_its_folder_is_the_report() {
    let desk = Desk::new();
    desk.write("weeks/README.md", "# 周报\n\n每周一个文件夹\n");
    desk.write("weeks/第26周 2023-06-20/README.md", "# 第26周 2023-06-20\n\n## 本周工作\n\n- 门禁换代验收完成\n");
    let run = desk.run(["ingest", "weeks", "--embedder", "none"]);
    run.says("1 report (1 new)").says("passed over, not a report: README.md");
}

/// What the reader before made of the same bytes goes when another one reads them: it is in the index once, and the run after has nothing to do.
#[test]
fn nothing_stays_of_what_another_reader_made_of_the_same_file() {
    let desk = Desk::new();
    let report =
        "# 第26周 2023-06-20\n\n## 运行情况\n\n- 6/12 09:10 收银台趴窝，处置：重启，09:40 恢复\n- 门禁换代验收完成\n";
    desk.write("reports/第26周 2023-06-20.md", report);
    let passages = |desk: &Desk| {
        desk.run(["ingest", "reports", "--embedder", "none"]).exits(0);
        desk.run(["doctor"]).says("nothing missing");
        desk.run(["ingest", "reports", "--embedder", "none"]).says("1 unchanged");
        desk.run(["search", "收银台趴窝", "--json"]).json().as_array().map(Vec::len)
    };
    let before = passages(&desk);
    desk.write(".config/zhoubao/config.toml", "[words.trouble]\ntrouble = [\"趴窝\"]\n");
    assert_eq!((before, passages(&desk)), (Some(1), Some(1)));
    desk.run(["incidents"]).says("收银台趴窝");
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
        hint: name the folder that holds your reports, or a Notion export as it was downloaded
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

/// Reports named by a day alone, as `path`s; nothing in them states a year.
fn write_days(desk: &Desk, paths: &[&str]) {
    for path in paths {
        desk.write(&format!("team/{path}.md"), format!("# 本周工作\n\n- 网关 {path} 的容量评估已完成\n"));
    }
}

#[test]
fn days_without_a_year_are_asked_for_once_and_dated_by_the_year_that_is_said() {
    let desk = Desk::new();
    write_days(&desk, &["12月06日", "1213", "12-20", "12.27", "01月10日"]);
    desk.run(["ingest", "team", "--embedder", "none"]).exits(0).says(
        "note: 5 reports named by a day, a week or a month without a year (`01月10日.md`): kept as those of any year; `ingest --year YYYY` says which",
    );
    // Its day is met in any year, and nothing is said of each.
    desk.run(["search", "容量评估", "--period", "2021-12-13"]).exits(0).says("1213.md");
    let said = desk.run(["ingest", "team", "--year", "2024"]).exits(0).says("5 reports (5 changed)");
    assert!(!said.stdout.contains("note:"), "{said}");
    // The run goes on over New Year.
    desk.run(["search", "容量评估", "--period", "2025-01"]).exits(0).says("01月10日.md");
    // What was said once holds, for a new report too.
    write_days(&desk, &["01月17日"]);
    desk.run(["ingest", "team"]).exits(0).says("6 reports (1 new, 5 unchanged)");
    desk.run(["search", "容量评估", "--period", "2025-01-17"]).exits(0).says("01月17日.md");
}

#[test]
fn a_day_without_a_year_takes_it_from_its_folder_else_from_the_reports_beside_it() {
    let desk = Desk::new();
    write_days(&desk, &["2023/03月20日", "2023-Q1/02月07日", "甲/11月08日", "2022_03_乙/11月15日"]);
    // The folder of 乙 names the month of somebody's arrival.
    desk.write("team/丙/2024-11-22.md", "# 本周工作\n\n- 网关巡检\n");
    desk.run(["ingest", "team", "--embedder", "none"]).exits(0).says(
        "note: 2 reports named by a day, a week or a month without a year, dated 2024-11-08 to 2024-11-15 by what stands beside them",
    );
    for (period, path) in [("2023-03-20", "2023/03月20日.md"), ("2023-02-07", "2023-Q1/02月07日.md")] {
        desk.run(["search", "容量评估", "--period", period]).exits(0).says(path);
    }
    desk.run(["search", "容量评估", "--period", "2024-11-15"]).exits(0).says("2022_03_乙/11月15日.md");
}

#[test]
fn a_week_without_a_year_lies_among_the_dated_reports_and_one_that_counts_from_its_own_first_week_does_not() {
    let desk = Desk::new();
    for day in ["2025-06-08", "2025-07-13", "2025-09-28"] {
        desk.write(&format!("team/甲/{day}.md"), format!("# 周报 {day}\n\n- 网关巡检\n"));
    }
    for (path, matter) in
        [("乙/week-36_lin", "预算"), ("乙/week-38_lin", "招标"), ("丙/第3周", "选型"), ("丙/第30周", "搬迁")]
    {
        let title =
            if path.starts_with('乙') { format!("Week {}", &path["乙/week-".len()..][..2]) } else { String::new() };
        desk.write(&format!("team/{path}.md"), format!("# {title}\n\n- {matter}的容量评估已完成\n"));
    }
    desk.run(["ingest", "team", "--embedder", "none"])
        .exits(0)
        .says("dated 2025-09-07 to 2025-09-21 by what stands beside them")
        .says("2 reports named by a day, a week or a month without a year (`丙/第30周.md`)");
    desk.run(["search", "容量评估", "--period", "2025-09-03"]).exits(0).says("week-36_lin.md");
    let said = desk.run(["ingest", "team"]).exits(0).says("7 reports (7 unchanged)");
    assert!(
        !said.stdout.contains("changed)\nnote: 2 reports named by a day, a week or a month without a year, dated"),
        "{said}"
    );
}

#[test]
fn a_week_of_a_month_takes_its_year_from_the_reports_beside_it() {
    let desk = Desk::new();
    desk.write("team/组记_6月第2周.md", "# 组记（6 月第 2 周）\n\n- 容量评估做完\n");
    desk.write("team/2025-06-06.md", "# 周报 2025-06-06\n\n- 网关巡检\n");
    desk.run(["ingest", "team", "--embedder", "none"]).exits(0).says(
        "note: 1 report named by a day, a week or a month without a year, dated 2025-06-15 to 2025-06-15 by what stands beside them",
    );
    desk.run(["search", "容量评估", "--period", "2025-06-15"]).exits(0).says("组记_6月第2周.md");
}

#[test]
fn a_part_that_is_none_is_refused_and_what_it_goes_with_is_said() {
    let desk = Desk::new();
    desk.write_seeds();
    let refused = |part: &str| desk.run(["ingest", "seeds", "--embedder", "none", "--part", part]).exits(2).stderr;
    assert!(refused("5/4").contains("there is no part 5 of 4: the last one is 4/4"), "{}", refused("5/4"));
    assert!(refused("0/4").contains("parts are numbered from 1"), "{}", refused("0/4"));
    assert!(refused("1/0").contains("between 1 and 1000 parts"), "{}", refused("1/0"));
    assert!(refused("x").contains("such as 1/4"), "{}", refused("x"));
    for other in ["--rebuild", "--watch"] {
        let run = desk.run(["ingest", "seeds", "--embedder", "none", "--part", "1/4", other]).exits(2);
        assert!(run.stderr.contains("cannot be used with"), "{run}");
    }
    assert!(!desk.index().exists(), "nothing was begun");
}

#[test]
fn an_index_that_was_read_in_parts_says_which_are_missing_until_it_is_closed() {
    let desk = Desk::new();
    desk.write_seeds();
    let ingest = |more: &[&str]| desk.run([&["ingest", "seeds", "--embedder", "none"], more].concat()).exits(0);
    // Whether what is asked for is in the part that was read is another matter.
    let asked = || desk.run(["ask", CAUSE, "--embedder", "none"]).to_string();
    let run = ingest(&["--part", "2/2"]);
    assert!(run.stderr.contains("part 1 of 2 of"), "{run}");
    assert!(asked().contains("part 1 of 2"), "{}", asked());
    assert!(desk.run(["doctor", "--embedder", "none"]).to_string().contains("part 1 of 2"));
    ingest(&["--part", "1/2"]);
    assert!(asked().contains("all 2 parts"), "{}", asked());
    let run = ingest(&[]);
    assert!(run.stdout.starts_with("8 reports (8 unchanged)"), "{run}");
    assert!(!asked().contains("--part"), "{}", asked());
    // Read by itself again, and changed: the others count as read no longer until the paths are closed anew.
    let run = ingest(&["--part", "1/2"]);
    assert!(run.stderr.contains("part 2 of 2 of"), "{run}");
}

#[test]
fn how_vectors_are_kept_is_said_in_the_configuration_and_stays_with_the_index() {
    let desk = Desk::new();
    desk.write_seeds();
    let kept = || fs::read_to_string(desk.index().join("zhoubao-store.json")).expect("an index");
    let configured = |value: &str| {
        desk.write("config.toml", format!("[qdrant]\nquantization = \"{value}\"\n"));
        desk.run(["ingest", "seeds", "--embedder", "none", "--config", "config.toml"])
    };
    let run = configured("tiny").exits(1);
    assert!(run.stderr.contains("none") && run.stderr.contains("scalar") && run.stderr.contains("binary"), "{run}");
    configured("scalar").exits(0);
    assert!(kept().contains("\"scalar\""), "{}", kept());
    configured("binary").exits(0);
    assert!(kept().contains("\"scalar\""), "it was made so: {}", kept());
    desk.run(["ingest", "seeds", "--embedder", "none", "--rebuild"]).exits(0);
    assert!(!kept().contains("scalar"), "{}", kept());
}
