//! What a roll-up leaves out of its projects: what a later report of the period says anew, bylines, plans for days that are over.

use crate::desk::Desk;

/// The page of May without its sources.
fn page_of_may(reports: &[(&str, &str)]) -> String {
    let desk = Desk::new();
    for (day, text) in reports {
        desk.write(&format!("r/周报 2023-{day}.md"), format!("# 周报 2023-{day}\n\n{text}"));
    }
    desk.run(["ingest", "r", "--embedder", "none"]).exits(0);
    let run = desk.run(["rollup", "2023-05", "--format", "md"]).exits(0);
    run.stdout.split("\n[^1]:").next().unwrap_or_default().to_string()
}

#[test]
fn a_coded_item_is_told_as_the_last_report_that_names_it_tells_it() {
    let page = page_of_may(&[
        (
            "05-07",
            "## 风险\n\n| 编号 | 风险 | 状态 |\n|---|---|---|\n| R3 | 钢材到货晚，塔吊要停工 | 评估中，找第二家供应商 |\n",
        ),
        ("05-21", "## 风险\n\n| 编号 | 风险 | 状态 |\n|---|---|---|\n| R3 | 钢材全部到货 | 关闭 |\n"),
    ]);
    assert!(!page.contains("找第二家供应商"), "{page}");
}

#[test]
fn who_wrote_a_page_and_whom_it_greets_is_no_news_of_it() {
    let page = page_of_may(&[(
        "05-21",
        "汇报人：调度组 赵大力，抄送各位领导，大家辛苦了\n\n## 本周\n\n- 东线管网打压试验通过，压力1.6兆帕，稳压两小时没有下降\n",
    )]);
    assert!(page.contains("东线管网打压试验通过") && !page.contains("抄送各位领导"), "{page}");
}

#[test]
fn what_is_announced_by_a_colon_belongs_to_the_case_that_announces_it() {
    let desk = Desk::new();
    let first = "## 事件\n\n### INC-2305-06 电子发票抬头错\n\n- 5/6 09:40 用户投诉抬头是别人名字，关入口\n";
    let second = "## 其他\n\nINC-2305-06 的正式结论：\n\n- 根因是缓存键少了租户号，两家公司共用一份抬头\n";
    desk.write("r/周报 2023-05-07.md", format!("# 周报 2023-05-07\n\n{first}"));
    desk.write("r/周报 2023-05-14.md", format!("# 周报 2023-05-14\n\n{second}"));
    desk.run(["ingest", "r", "--embedder", "none"]).exits(0);
    let json = desk.run(["incidents", "--json"]).exits(0).json();
    assert_eq!(json.as_array().map(Vec::len), Some(1), "{json}");
    assert!(json.to_string().contains("缓存键少了租户号"), "{json}");
}

#[test]
fn a_correction_where_no_cause_was_told_is_no_cause() {
    let desk = Desk::new();
    let first = "## 事件\n\n- 5/6 09:40 结算接口超时，影响217笔，11:00恢复\n";
    let second = "## 更正\n\n- 5/6 结算接口超时：上周写的217笔有误，应为341笔\n";
    desk.write("r/周报 2023-05-07.md", format!("# 周报 2023-05-07\n\n{first}"));
    desk.write("r/周报 2023-05-14.md", format!("# 周报 2023-05-14\n\n{second}"));
    desk.run(["ingest", "r", "--embedder", "none"]).exits(0);
    let json = desk.run(["incidents", "--json"]).exits(0).json();
    let cause = &json[0]["cause"];
    assert!(json.as_array().map(Vec::len) == Some(1) && !cause.to_string().contains("341"), "{json}");
}

#[test]
fn what_somebody_said_is_not_what_was_done() {
    let desk = Desk::new();
    let page = "## 事件\n\n### INC-2305-02 罚款单打错\n\n- 5/6 09:40 打印错位，客户说「你们早该换打印机」\n- 处置：改用备用机\n";
    desk.write("r/周报 2023-05-07.md", format!("# 周报 2023-05-07\n\n{page}"));
    desk.run(["ingest", "r", "--embedder", "none"]).exits(0);
    let json = desk.run(["incidents", "--json"]).exits(0).json();
    let handling = json[0]["handling"].to_string();
    assert!(handling.contains("改用备用机") && !handling.contains("早该换打印机"), "{json}");
}
