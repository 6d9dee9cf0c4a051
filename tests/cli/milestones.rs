//! The ledgers of milestones and promises: tables for people, JSON and CSV for programs, filters, and an honest nothing.

use std::path::Path;

use serde_json::Value;
use unicode_width::UnicodeWidthStr;

use crate::desk::Desk;

/// A desk with an index of every sample report: histories need them all.
fn desk() -> Desk {
    let desk = Desk::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    for entry in std::fs::read_dir(&folder).expect("the sample reports").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.ends_with(".md") && name != "README.md" {
            desk.write(&format!("seeds/{name}"), std::fs::read(entry.path()).expect("a sample report"));
        }
    }
    desk.run(["ingest", "seeds", "--embedder", "none"]).exits(0);
    desk
}

#[test]
fn the_table_lists_work_with_its_progress_plans_and_moves() {
    let run = desk().run(["milestones", "银联在线收银台"]).exits(0);
    let row = run.stdout.lines().find(|line| line.starts_with("银联在线收银台")).unwrap_or_else(|| panic!("{run}"));
    for cell in ["已上线", "上线 2023-06-08", "+55天 2次"] {
        assert!(row.contains(cell), "{cell}: {row}");
    }
    // What is live is no longer at 90%.
    assert!(!row.contains('%'), "{row}");
    run.says("    seeds/第26周 2023-06-20.md:30");
}

#[test]
fn a_history_has_every_statement_with_its_rule_and_every_planned_day() {
    let run = desk().run(["milestones", "收银台整体改版", "--history"]).exits(0);
    let run = run.says("    投产：2023-05-20前 → 2023-06-30前（+41天）");
    let run = run.says("    2023-03-24  首次提到         seeds/第13周 2023-03-24.md:32");
    run.says("    2023-04-25  同名             seeds/2023-04-25.md:49");
}

#[test]
fn the_tables_fit_eighty_columns() {
    let desk = desk();
    for arguments in
        [&["milestones", "--all"][..], &["milestones", "--history"], &["promises"], &["incidents", "--threads"]]
    {
        let run = desk.run(arguments).exits(0);
        let is_place = |line: &&str| line.contains(".md:");
        let widest = run.stdout.lines().filter(|line| !is_place(line)).map(UnicodeWidthStr::width).max();
        assert!(widest.is_some_and(|columns| columns <= 80), "{arguments:?} {widest:?}\n{run}");
    }
}

#[test]
fn slipped_leaves_only_work_whose_days_moved_or_that_is_called_late() {
    let desk = desk();
    let all = array(desk.run(["milestones", "--json"]).exits(0).json());
    let moved = array(desk.run(["milestones", "--slipped", "--json"]).exits(0).json());
    assert!(!moved.is_empty() && moved.len() < all.len());
    let is_called_late =
        |thread: &Value| array(thread["statements"].clone()).iter().any(|said| said["state"] == "delayed");
    assert!(moved.iter().all(|thread| thread["moves"].as_u64() > Some(0) || is_called_late(thread)));
}

#[test]
fn every_statement_and_every_promise_is_quoted_from_its_lines() {
    let desk = desk();
    let threads = array(desk.run(["milestones", "--json"]).exits(0).json());
    let promises = array(desk.run(["promises", "--json"]).exits(0).json());
    let told = threads.iter().flat_map(|thread| array(thread["statements"].clone())).collect::<Vec<Value>>();
    let cited =
        promises.iter().filter(|promise| !promise["evidence"].is_null()).map(|promise| promise["evidence"].clone());
    let mut checked = 0;
    for source in told.into_iter().chain(cited) {
        let path = desk.path("seeds").join(source["path"].as_str().unwrap_or_default());
        let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let line = |at: usize| usize::try_from(source["lines"][at].as_u64().unwrap_or_default()).unwrap_or_default();
        let lines: Vec<&str> = text.lines().skip(line(0) - 1).take(line(1) + 1 - line(0)).collect();
        let quote = source["quote"].as_str().unwrap_or_default();
        assert!(!quote.is_empty() && lines.join("\n").contains(quote), "{path:?} {quote}");
        checked += 1;
    }
    assert!(checked > 100, "{checked}");
}

#[test]
fn a_promise_that_was_judged_by_a_report_cites_it() {
    let desk = desk();
    let promises = array(desk.run(["promises", "--json"]).exits(0).json());
    for promise in &promises {
        let rule = promise["rule"].as_str().unwrap_or_default();
        let needs_none = matches!(rule, "not-mentioned" | "no-report" | "not-due");
        assert!(needs_none || !promise["evidence"].is_null(), "{promise:#}");
        let is_open = matches!(promise["outcome"].as_str(), Some("unknown" | "pending"));
        assert!(is_open || !promise["evidence"].is_null(), "{promise:#}");
    }
}

#[test]
fn promises_are_filtered_by_what_came_of_them() {
    let desk = desk();
    let arguments = ["promises", "--status", "slipped", "--period", "第20周"];
    let found = array(desk.run(arguments.iter().chain(&["--json"])).exits(0).json());
    assert!(!found.is_empty());
    for promise in found {
        assert_eq!(
            (promise["outcome"].as_str(), promise["made"]["report"].as_str()),
            (Some("slipped"), Some("第20周"))
        );
    }
    let run = desk.run(arguments).exits(0);
    run.says("延后      计划  2023-05-18").says("    改期            seeds/第22周 2023-05-23.md:28（+21天）");
}

#[test]
fn csv_has_a_head_and_a_row_a_statement() {
    let desk = desk();
    let csv = desk.run(["milestones", "银联在线收银台", "--csv"]).exits(0).stdout;
    assert!(csv.starts_with(
        "milestone,date,report,author,subject,parent,progress,state,planned,done,rule,section,place,later,later_place"
    ));
    assert!(csv.lines().count() > 5);
    let csv = desk.run(["promises", "银联在线收银台", "--csv"]).exits(0).stdout;
    assert!(csv.starts_with("outcome,kind,promise,made,due,rule,days_late,place,evidence,evidence_place"));
}

#[test]
fn work_that_no_report_tells_of_is_an_honest_nothing() {
    let desk = desk();
    for arguments in
        [&["milestones", "火星基地"][..], &["promises", "火星基地"], &["incidents", "--threads", "火星基地"]]
    {
        let run = desk.run(arguments).exits(3);
        assert!(run.stdout.is_empty() && run.stderr.contains("周报中没有："), "{run}");
    }
}

#[test]
fn incident_threads_tell_what_came_back() {
    let desk = desk();
    let json = desk.run(["incidents", "--threads", "--json"]).exits(0).json();
    let again = array(json["recurrences"].clone());
    assert!(again.iter().any(|again| again["what"] == "商户门户" && again["rule"] == "same-system"), "{again:#?}");
    assert!(array(json["threads"].clone()).iter().all(|thread| !array(thread["tellings"].clone()).is_empty()));
}

fn array(value: Value) -> Vec<Value> {
    value.as_array().cloned().unwrap_or_default()
}

/// A word that no class knows becomes one of its sense, and the reports that were read without it are read again.
#[test]
fn a_departments_own_word_is_read_after_the_next_ingest() {
    let desk = Desk::new();
    desk.write("reports/2024-06-04.md", "# 周报\n\n## 本周工作\n\n- 储能二期已并网，运行稳定\n");
    let state = |desk: &Desk| {
        desk.run(["ingest", "reports", "--embedder", "none"]).exits(0);
        let threads = array(desk.run(["milestones", "--all", "--json"]).json());
        threads.iter().any(|thread| thread["state"] == "launched")
    };
    assert!(!state(&desk), "并网 is a word of the vocabulary now: take another");
    desk.write(".config/zhoubao/config.toml", "[words.step]\nlaunch = [\"并网\"]\n");
    assert!(state(&desk));
    desk.write(".config/zhoubao/config.toml", "[words.step]\nstart = [\"并网\"]\n");
    desk.run(["milestones"]).exits(1).notes("`step` has no sense `start`; it has ");
}

#[test]
fn work_whose_later_line_is_a_row_under_another_name_is_one_history_with_that() {
    let desk = Desk::new();
    let table = |day: &str, rows: &str| {
        let head = "| 项目 | 负责人 | 计划完成 | 进度 |\n|---|---|---|---|\n";
        let others = "| 食堂换供应商 | 甲 | 2023-06-30 | 10% |\n| 班车时刻表调整 | 乙 | 2023-07-15 | 20% |\n";
        desk.write(
            &format!("r/周报 2023-{day}.md"),
            format!("# 周报 2023-{day}\n\n## 项目进展\n\n{head}{others}{rows}\n"),
        );
    };
    table("05-07", "| 柳荫路地库无人值守改造 | 丙 | 2023-06-20 | 45% |\n");
    table("05-28", "| 柳荫路地库无岗亭 | 丙 | 2023-06-20 | 86% |\n");
    desk.run(["ingest", "r", "--embedder", "none"]).exits(0);
    let json = desk.run(["milestones", "柳荫路", "--json"]).exits(0).json();
    let rows = json.as_array().expect("rows");
    assert_eq!(rows.len(), 1, "{json}");
    assert_eq!(rows[0]["subject"], "柳荫路地库无岗亭", "{json}");
    let rules: Vec<&str> =
        rows[0]["statements"].as_array().into_iter().flatten().filter_map(|one| one["rule"].as_str()).collect();
    assert_eq!(rules, ["first", "same-matter"], "{json}");
    let text = desk.run(["milestones", "柳荫路", "--history"]).exits(0).stdout;
    assert!(text.contains("可能是同一件事"), "{text}");
    let all = desk.run(["milestones", "柳荫路", "--all", "--json"]).exits(0).json();
    assert_eq!(all.as_array().map(Vec::len), Some(1), "{all}");
}

#[test]
fn a_later_report_s_line_stands_beside_work_that_is_open_in_every_form() {
    let desk = Desk::new();
    let others = "- 食堂换供应商，三家比价\n- 班车时刻表改到 7:30\n- 新员工培训两期，42 人\n- 停车场道闸误抬三次\n";
    let page = |day: &str, text: &str| {
        desk.write(&format!("r/周报 2023-{day}.md"), format!("# 周报 2023-{day}\n\n## 进展\n\n{others}{text}\n"));
    };
    page("05-07", "- 分拣线变频器复验：预计5/20完成");
    page("05-28", "- 换过变频器后分拣线第二次复验过了，已交付");
    desk.run(["ingest", "r", "--embedder", "none"]).exits(0);
    let said = "换过变频器后分拣线第二次复验过了";
    let text = desk.run(["milestones", "变频器复验", "--all"]).exits(0).stdout;
    assert!(text.contains("后来 2023-05-28") && text.contains(said), "{text}");
    let json = desk.run(["milestones", "变频器复验", "--all", "--json"]).exits(0).json();
    let later = &json[0]["later"];
    assert_eq!(later["date"], "2023-05-28", "{json}");
    assert!(later["quote"].as_str().is_some_and(|quote| quote.contains(said)) && !later["source"].is_null(), "{json}");
    let csv = desk.run(["milestones", "变频器复验", "--all", "--csv"]).exits(0).stdout;
    assert!(csv.contains("2023-05-28 换过变频器后") && csv.contains("周报 2023-05-28.md:"), "{csv}");
}

#[test]
fn where_little_is_read_with_confidence_the_likeliest_rows_stand_behind_and_are_told_as_such() {
    let desk = Desk::new();
    desk.write(
        "r/周报 2025-03-07.md",
        "# 周报 2025-03-07\n\n这周雨多，地里下不去。水样送检要赶在3月31日前，化验室说月底人少。下一场是修剪培训，定在3月20日，来的人估计不少。\n",
    );
    desk.run(["ingest", "r", "--embedder", "none"]).exits(0);
    let less_sure = "以下不大确定，请对照原文";
    let run = desk.run(["milestones"]).exits(0).says("2025-03-20").says(less_sure);
    assert!(!run.stdout.contains("水样送检"), "what is less likely still is not shown: {run}");
    let rows = desk.run(["milestones", "--json"]).exits(0).json();
    assert_eq!(rows[0]["is_likely"], false, "{rows}");
    desk.write("r/周报 2025-03-14.md", "# 周报 2025-03-14\n\n## 项目\n\n- 对账改版：进度60%，计划3月28日上线\n");
    desk.run(["ingest", "r", "--embedder", "none"]).exits(0);
    let run = desk.run(["milestones"]).exits(0);
    let at = |words: &str| run.stdout.find(words).unwrap_or_else(|| panic!("{words}: {run}"));
    assert!(at("对账改版") < at(less_sure) && at(less_sure) < at("2025-03-20"), "{run}");
    let rows = desk.run(["milestones", "--json"]).exits(0).json();
    assert_eq!((&rows[0]["is_likely"], &rows[1]["is_likely"]), (&true.into(), &false.into()), "{rows}");
    // All there are stand as they come.
    let run = desk.run(["milestones", "--all"]).exits(0);
    assert!(run.stdout.find("2025-03-20") < run.stdout.find("对账改版"), "{run}");
}
