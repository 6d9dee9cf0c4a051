//! `draft`: the next report in the department's own form, with blanks and with nothing that is over.

use std::fs;

use super::desk::{Desk, Run};

#[track_caller]
fn contains(text: &str, words: &str) {
    assert!(text.contains(words), "`{words}` is not in\n{text}");
}

#[track_caller]
fn lacks(text: &str, words: &str) {
    assert!(!text.contains(words), "`{words}` is in\n{text}");
}

/// A desk with pages in `reports/`, read into the index.
fn desk(pages: &[(&str, &str)]) -> Desk {
    let desk = Desk::new();
    for (name, text) in pages {
        desk.write(&format!("reports/{name}"), text);
    }
    let run = desk.run(["ingest", "reports", "--embedder", "none"]);
    assert_eq!(run.code, 0, "{run}");
    desk
}

/// After all pages of these tests.
const TODAY: &str = "2024-06-30";

/// The draft.
#[track_caller]
fn draft(desk: &Desk, arguments: &[&str]) -> String {
    let today: &[&str] = if arguments.contains(&"--as-of") { &[] } else { &["--as-of", TODAY] };
    let run = desk.run([&["draft"], arguments, today].concat());
    assert_eq!(run.code, 0, "{run}");
    run.stdout
}

/// The codes of what `check` finds in a file, once each.
fn codes(desk: &Desk, file: &str) -> Vec<String> {
    let run = desk.run(["check", file, "--format", "json"]);
    let found: serde_json::Value = serde_json::from_str(&run.stdout).expect("findings");
    let mut codes: Vec<String> = found
        .as_array()
        .expect("an array")
        .iter()
        .map(|finding| finding["code"].as_str().unwrap_or_default().to_string())
        .collect();
    codes.sort();
    codes.dedup();
    codes
}

const CLINIC: &str = "# 门诊部周报 2024-W20\n\n日期：2024-05-19\n部门：门诊部\n\n## 运行指标\n\n- 门诊量：4120人次\n- 处方合格率：99.1%\n\n\
    ## 本周工作\n\n1. 电子处方流转：总体进度70%，预计5/30上线\n2. 叫号屏更换：5/16已上线\n3. 药房改造：方案评审中\n\n## 异常事件\n\n\
    1. 5/15 09:10 挂号系统无法取号，影响120人。原因：待厂商回复。处置：改人工挂号，10:05恢复。\n\n## 体会\n\n等。\n\n## 下周计划\n\n1. 电子处方流转药师培训\n2. 发热门诊搬迁方案\n";

#[test]
fn the_week_after_week_26_of_the_samples() {
    let desk = Desk::with_seeds();
    let text = draft(&desk, &["--week", "第27周"]);
    let (work, plan) = text.split_once("# 下周工作及目标").expect("a plan");
    insta::assert_snapshot!("week_27", work);
    assert!(plan.trim_start().starts_with("1. "), "{plan}");
    assert!(plan.trim_end().ends_with("# 日报合集"), "{plan}");
}

#[test]
fn check_finds_nothing_but_blanks() {
    let desk = Desk::with_seeds();
    for (week, file) in [("第27周", "27.md"), ("2024-W14", "14.md"), ("第24周", "24.md")] {
        draft(&desk, &["--week", week, "-o", file]);
        assert_eq!(codes(&desk, file), ["ZB016"], "{week}");
    }
}

#[test]
fn a_draft_that_is_filled_in_reads_back() {
    let desk = Desk::with_seeds();
    let text = draft(&desk, &["--week", "第27周"]);
    let filled = text.replace("____（上周99.96%）", "99.97%（上周99.96%）").replace("____", "1");
    let filled = filled
        .replace("原因：（待填）", "原因：监控阈值设得太低。处置：已调高。影响：无。")
        .replace("（待填）", "已安排");
    desk.write("seeds/第27周 2023-06-27.md", &filled);
    assert_eq!(codes(&desk, "seeds/第27周 2023-06-27.md"), [""; 0]);
    let run = desk.run(["ingest", "seeds", "--embedder", "none"]);
    assert_eq!(run.code, 0, "{run}");
    let run = desk.run(["trend", "出金有效成功率", "--json"]);
    let series: serde_json::Value = serde_json::from_str(&run.stdout).expect("a series");
    let text = series.to_string();
    assert!(text.contains(r#""2023-06-27""#) && text.contains("99.97%") && text.contains("第27周"), "{text}");
}

#[test]
fn what_landed_is_left_out_and_the_form_of_the_house_is_kept() {
    let desk = desk(&[("2024-W20.md", CLINIC)]);
    let text = draft(&desk, &[]);
    let (work, _) = text.split_once("## 下周计划").expect("a plan");
    assert_eq!(
        work,
        "# 门诊部周报 2024-W21\n\n日期：2024-05-26\n部门：门诊部\n\n## 运行指标\n\n- 门诊量：____（上周4120人次）\n\
         - 处方合格率：____（上周99.1%）\n\n## 本周工作\n\n1. 电子处方流转：进度____（上周70%，计划5/30上线）\n\
         2. 药房改造：（待填）（上周：方案评审中）\n3. 发热门诊搬迁方案（本周目标）：（待填）\n\n## 异常事件\n\n1. （待填）\n\
         2. 5/15 09:10 挂号系统无法取号，影响120人。原因：（待填）（上周：待厂商回复）\n\n## 体会\n\n（待填）\n\n"
    );
}

#[test]
fn a_table_of_figures_moves_its_values_over() {
    let page = "# 仓储周报 2024.05.13~2024.05.19\n\n| 指标 | 目标 | 上周 | 本周 | 环比 | 备注 |\n| --- | --- | --- | --- | --- | --- |\n\
        | 入库准确率 | 99.9% | 99.7% | 99.8% | +0.1% | 新员工 |\n| 日均出库 | 12000箱 | 11800箱 | 12150箱 | +3% | |\n\n\
        ## 一、本周工作\n\n1、冷库改造：总体进度60%，预计5/31完工\n";
    let text = draft(&desk(&[("仓储.md", page)]), &[]);
    contains(&text, "# 仓储周报 2024.05.20~2024.05.26\n");
    contains(&text, "| 入库准确率 | 99.9% | 99.8% | ____ |  |  |\n| 日均出库 | 12000箱 | 12150箱 | ____ |  |  |\n");
    contains(&text, "1、冷库改造：进度____（上周60%，计划5/31完工）");
}

#[test]
fn a_table_of_work_keeps_names_and_days_of_what_is_not_done() {
    let page = "# 双周工作简报2024年第9期（2024.04.29-2024.05.12）\n\n| 项目 | 负责人 | 进度 | 计划完成时间 |\n| --- | --- | --- | --- |\n\
        | 机房改造 | 张工 | 75% | 5/30 |\n| OA升级 | 李工 | 100% | 5/10 |\n";
    let text = draft(&desk(&[("第9期.md", page)]), &[]);
    contains(&text, "# 双周工作简报2024年第10期（2024.05.13-2024.05.26）\n");
    contains(&text, "| 机房改造 | 张工 | ____（上期75%） | 5/30 |\n");
    lacks(&text, "OA升级");
}

#[test]
fn an_english_report_is_drafted_in_english() {
    let page = "# Platform team weekly report 2024-W20\n\nAuthor: Dana Reyes\nDate: 2024-05-19\n\n## Metrics\n\n- API availability: 99.95%\n\n\
        ## Progress\n\n- Search reindex: 70% done, ETA 5/28\n- Billing export: launched 5/15\n\n## Next week\n\n- Load test for SSO\n";
    let desk = desk(&[("w20.md", page)]);
    let text = draft(&desk, &["-o", "w21.md"]);
    assert_eq!(text, "");
    let text = fs::read_to_string(desk.path("w21.md")).expect("written");
    contains(&text, "# Platform team weekly report 2024-W21\n\nAuthor: Dana Reyes\nDate: 2024-05-26\n");
    contains(&text, "- API availability: ____ (last week 99.95%)\n");
    contains(&text, "- Search reindex: progress ____ (last week 70%, due 5/28)\n");
    contains(&text, "- Load test for SSO (a goal of this week): (to fill in)\n");
    lacks(&text, "Billing");
    assert_eq!(codes(&desk, "w21.md"), ["ZB016"]);
}

#[test]
fn a_report_in_one_list_item_stays_one() {
    let page = "- 2024年第9周 周报\n  - 本周工作\n    - 门禁换代：进度80%，预计3/20上线\n    - 食堂系统：已上线\n  - 下周计划\n    - 门禁换代收尾\n";
    let text = draft(&desk(&[("日志.md", page)]), &[]);
    let (work, _) = text.split_once("  - 下周计划").expect("a plan");
    assert_eq!(work, "- 2024年第10周 周报\n  - 本周工作\n    - 门禁换代：进度____（上周80%，计划3/20上线）\n");
}

#[test]
fn later_reports_are_not_read() {
    let later = CLINIC.replace("2024-W20", "2024-W22").replace("2024-05-19", "2024-06-02").replace("70%", "95%");
    let (one, both) = (desk(&[("2024-W20.md", CLINIC)]), desk(&[("2024-W20.md", CLINIC), ("2024-W22.md", &later)]));
    let known = draft(&one, &["--as-of", "2024-05-20"]);
    assert_eq!(draft(&both, &["--as-of", "2024-05-20"]), known);
    assert_eq!(draft(&both, &["--week", "2024-W21"]), known);
}

#[test]
fn the_same_index_gives_the_same_bytes() {
    let desk = Desk::with_seeds();
    assert_eq!(draft(&desk, &["--json"]), draft(&desk, &["--json"]));
}

#[test]
fn every_carried_line_of_the_json_has_a_source() {
    let desk = Desk::with_seeds();
    let found: serde_json::Value = serde_json::from_str(&draft(&desk, &["--week", "第27周", "--json"])).expect("JSON");
    assert_eq!((found["label"].as_str(), found["date"].as_str()), (Some("第27周"), Some("2023-06-27")));
    let citations = found["citations"].as_array().expect("citations");
    let mut cited = 0;
    for line in found["sections"]
        .as_array()
        .expect("sections")
        .iter()
        .flat_map(|section| section["lines"].as_array().expect("lines"))
    {
        if ["form", "blank", "follow-ups"].contains(&line["kind"].as_str().expect("a kind")) {
            continue;
        }
        let cites = line["citations"].as_array().expect("citations of a line");
        assert!(!cites.is_empty(), "{line}");
        for cite in cites {
            let n = usize::try_from(cite.as_u64().expect("a number")).expect("small");
            assert!((1..=citations.len()).contains(&n), "{line}");
            cited += 1;
        }
    }
    assert!(cited > 20, "{cited}");
}

#[test]
fn a_file_that_is_there_is_not_written_over() {
    let desk = desk(&[("2024-W20.md", CLINIC)]);
    desk.write("w21.md", "half written");
    let run = desk.run(["draft", "--as-of", TODAY, "-o", "w21.md"]);
    assert_eq!(run.code, 2, "{run}");
    contains(&run.stderr, "--force");
    assert_eq!(fs::read_to_string(desk.path("w21.md")).expect("there"), "half written");
    let run = desk.run(["draft", "--as-of", TODAY, "-o", "w21.md", "--force"]);
    assert_eq!(run.code, 0, "{run}");
    contains(&fs::read_to_string(desk.path("w21.md")).expect("there"), "2024-W21");
    assert!(!desk.path("w21.md.partial").exists());
    let run = desk.run(["draft", "--as-of", TODAY, "-o", "no/such/folder/w21.md"]);
    assert_eq!(run.code, 1, "{run}");
}

#[test]
fn a_report_whose_file_is_gone_is_drafted_from_the_index() {
    let desk = desk(&[("2024-W20.md", CLINIC)]);
    fs::remove_file(desk.path("reports/2024-W20.md")).expect("there");
    let run = desk.run(["draft", "--as-of", TODAY]);
    assert_eq!(run.code, 0, "{run}");
    contains(&run.stderr, "its headings are in the index");
    contains(&run.stdout, "门诊量：____（上周4120人次）");
    contains(&run.stdout, "电子处方流转：进度____（上周70%，计划5/30上线）");
    lacks(&run.stdout, "叫号屏");
}

#[test]
fn without_a_report_there_is_nothing_to_go_on_from() {
    let desk = desk(&[("2024-W20.md", CLINIC)]);
    let run = desk.run(["draft", "--as-of", "2024-05-01"]);
    assert_eq!((run.code, run.stdout.as_str()), (3, ""), "{run}");
    contains(&run.stderr, "not in the reports");
    let run = desk.run(["draft", "--as-of", TODAY, "--week", "2024"]);
    assert_eq!(run.code, 2, "{run}");
    let empty: Run = Desk::new().run(["draft"]);
    assert_eq!(empty.code, 1, "{empty}");
}

#[test]
fn one_of_several_authors_must_be_named() {
    let of = |name: &str| CLINIC.replace("部门：门诊部", &format!("姓名：{name}"));
    let desk = desk(&[("a.md", &of("王小明")), ("b.md", &of("赵大力").replace("门诊量", "急诊量"))]);
    let run = desk.run(["draft", "--as-of", TODAY]);
    assert_eq!(run.code, 2, "{run}");
    contains(&run.stderr, "--author");
    let text = draft(&desk, &["--author", "赵大力"]);
    contains(&text, "急诊量");
    lacks(&text, "门诊量：");
}

#[test]
fn hostile_reports_give_a_draft() {
    let pages = [
        ("fence.md", "# 第20周 2024-05-19\n\n```\n## 本周工作\n\n- 甲：进度80%\n".to_string()),
        ("empty.md", "# 第20周 2024-05-19\n".to_string()),
        ("escape.md", "# 第20周 2024-05-19\n\n## 本周工作\n\n- \u{1b}[31m甲系统\u{202e}改造：进度80%\n- <script>乙</script>：进度5%\n".to_string()),
        ("deep.md", format!("# 第20周 2024-05-19\n\n{}- 甲：进度80%\n", "  ".repeat(60))),
        ("bars.md", "# 第20周 2024-05-19\n\n## 运行指标\n\n| |\n|-|\n||||\n| 甲 | 99% |\n".to_string()),
        ("crlf.md", CLINIC.replace('\n', "\r\n")),
    ];
    for (name, page) in &pages {
        let desk = desk(&[(name, page)]);
        let run = desk.run(["draft", "--as-of", TODAY]);
        assert!(run.code == 0, "{name}: {run}");
        assert!(!run.stdout.contains(['\u{1b}', '\u{202e}', '\r']), "{name}: {run}");
    }
}
