//! The ledger of incidents: a table for people, JSON and CSV for programs, filters, and an honest nothing.

use serde_json::json;
use unicode_width::UnicodeWidthStr;

use crate::desk::{Desk, assert_run};

#[test]
fn the_table_lists_incidents_in_order_of_time_with_their_places() {
    let desk = Desk::with_seeds();
    assert_run!(desk, desk.run(["incidents", "--lang", "en", "--since", "2023-06-10", "--until", "2023-06-20"]), @r"
        exit code: 0
        ----- stdout -----
        occurred          status    lasted   what happened
        2023-05-31 20:45  resolved  12d1h    外采风控巡检时才发现，10.14.113.233这台虚机
                                             早在2023-05-31 20:45就因宿主机宕机重启过，…
            seeds/第26周 2023-06-20.md:70-71
        2023-06-10 03:10  resolved  47m      清结算跑批卡在t_clear_voucher，锁等待47分
                                             钟，商户结算单晚到08：20，涉及结算商户2164…
            cause: 凌晨有人工清理脚本对同一张表做整表更新，没有提交
            seeds/第25周 2023-06-13.md:65-77
        2023-06-12 03:30  open      9m       云WAF故障触发监控告警。
            cause: 还在核实，怀疑监控宝阈值设得太低造成误报。
            seeds/第26周 2023-06-20.md:68-69
        2023-06-13 09:18  resolved  1h12m    商户门户登录变慢，页面打开平均8秒，到10:30
                                             自行恢复，收到客询41个。
            seeds/第25周 2023-06-13.md:78
            seeds/第26周 2023-06-20.md:91
        2023-06-15 11:01  resolved  4h56m    对账核对发现账户流水金额有5991笔差异，764个
                                             商户的对账单受到波及。
            cause: DBA做Oracle存储扩容时重启了机器，跑批没有拉到14号23点之后的账户流水，
            流水和对账单因此都缺数。
            seeds/第26周 2023-06-20.md:72-73
        2023-06-15 18:03  resolved  3h       14点至17点之间，格林互助的交易跑批把外采风
                                             控引擎压到超时，共4669笔；统一收单对风控超…
            cause: 一部分指标数据正在加载，外采风控接口变慢
            seeds/第26周 2023-06-20.md:74-75
        2023-06-16 13:46  resolved           清结算csp-agent-oss告警。
            cause: POS台账上传功能连错了数据源，写库失败。
            seeds/第26周 2023-06-20.md:76-79
        2023-06-16 14:35  resolved  2m       大数据集中获取ark服务密钥，拖累域名
                                             api-inc，出现502告警，前后2min
            cause: 大数据跑批去解两类解不开的数据，一类是测试环境流进数仓的加密数据，一
            类是没有权限的数据；任务失败就反复向ARK要密钥，流量被放大。
            seeds/第26周 2023-06-20.md:81-83

        8 incidents in 2 reports, 1 open

        ----- stderr -----
    ");
}

#[test]
fn the_table_fits_eighty_columns() {
    let desk = Desk::with_seeds();
    let run = desk.run(["incidents"]).exits(0);
    let widest = run.stdout.lines().filter(|line| !line.starts_with("    ")).map(UnicodeWidthStr::width).max();
    assert!(widest.is_some_and(|columns| columns <= 80), "{widest:?}\n{run}");
}

#[test]
fn a_terminal_with_colours_gets_links_to_the_lines() {
    let desk = Desk::with_seeds();
    desk.run(["--color", "always", "incidents", "--period", "第26周"]).exits(0).says("\u{1b}]8;;file://");
}

#[test]
fn the_json_holds_to_its_contract() {
    let desk = Desk::with_seeds();
    let json = desk.run(["incidents", "--json", "账户流水差异", "--period", "2023-06"]).exits(0).json();
    assert_eq!(
        json,
        json!([{
            "occurred": "2023-06-15T11:01",
            "found": null,
            "report": "第26周",
            "date": "2023-06-20",
            "author": null,
            "summary": "对账核对发现账户流水金额有5991笔差异，764个商户的对账单受到波及。",
            "impact": "764个商户的对账单受到波及。",
            "cause": "DBA做Oracle存储扩容时重启了机器，跑批没有拉到14号23点之后的账户流水，流水和对账单因此都缺数。",
            "handling": "重跑商户对账单数据，15:57修复完成。",
            "status": "resolved",
            "duration_minutes": 296,
            "counts": [{ "value": 5991, "unit": "笔" }, { "value": 764, "unit": "个" }],
            "section": ["上周进展", "O3 安全稳定、降本提效", "生产稳定性事件"],
            "path": "第26周 2023-06-20.md",
            "lines": [72, 73],
            "sources": [
                { "report": "第26周", "date": "2023-06-20", "path": "第26周 2023-06-20.md", "lines": [72, 73] },
            ],
        }])
    );
}

#[test]
fn the_csv_has_a_head_and_a_row_an_incident() {
    let desk = Desk::with_seeds();
    let run = desk.run(["incidents", "--csv", "--period", "第26周", "502"]).exits(0);
    let lines: Vec<&str> = run.stdout.split_inclusive("\r\n").collect();
    assert_eq!(lines.len(), 2, "{run}");
    assert_eq!(
        lines[0],
        "occurred,found,status,duration_minutes,summary,impact,cause,handling,counts,report,date,author,section,place,further_sources\r\n"
    );
    assert!(lines[1].starts_with("2023-06-16T14:35,,resolved,2,"), "{run}");
    assert!(lines[1].contains("第26周 2023-06-20.md:81-83"), "{run}");
}

#[test]
fn a_cell_that_a_spreadsheet_would_compute_is_text() {
    let desk = Desk::new();
    let page = "# 第26周 2023-06-20\n\n## 生产事件\n\n- 6/15 11:01 故障，\"报错\"。\n原因：=HYPERLINK(\"http://x\",\"点\")\n处置：@SUM(A1)，重启\n";
    desk.write("reports/第26周.md", page);
    desk.run(["ingest", "reports", "--embedder", "none"]).exits(0);
    let run = desk.run(["incidents", "--csv"]).exits(0);
    assert!(run.stdout.contains(r#""'=HYPERLINK(""http://x"",""点"")""#), "{run}");
    assert!(run.stdout.contains(",'@SUM(A1)，重启,"), "{run}");
    assert!(run.stdout.contains(r#""故障，""报错""。""#), "{run}");
}

#[test]
fn a_daily_page_is_a_further_source_of_what_the_week_tells() {
    let desk = Desk::new();
    desk.write(
        "r/第26周 2023-06-20.md",
        "# 第26周 2023-06-20\n\n## 生产事件\n\n- 6/15 11:01 流水有5991笔差异。处置：重跑，15:57修复完成\n",
    );
    desk.write(
        "r/日报合集/2023-06-15 周四.md",
        "# 2023-06-15 周四\n\n## 事件\n\n11:01 对账报警，差5991笔\n处置：重跑\n\n14:20 打印机离线3台\n处置：换网线\n",
    );
    desk.run(["ingest", "r", "--embedder", "none"]).exits(0);
    let json = desk.run(["incidents", "--json"]).exits(0).json();
    let paths: Vec<Vec<&str>> = json
        .as_array()
        .expect("a list")
        .iter()
        .map(|row| row["sources"].as_array().expect("a list").iter().filter_map(|one| one["path"].as_str()).collect())
        .collect();
    let (week, day) = ("第26周 2023-06-20.md", "日报合集/2023-06-15 周四.md");
    assert_eq!(paths, [vec![week, day], vec![day]]);
    assert_eq!(json[1]["occurred"], "2023-06-15T14:20");
}

#[test]
fn words_systems_and_status_narrow() {
    let desk = Desk::with_seeds();
    let count = |arguments: &[&str]| {
        let run = desk.run(["incidents", "--json"].iter().chain(arguments));
        run.json().as_array().map(Vec::len).expect("a list")
    };
    assert_eq!(count(&["Oracle"]), 1);
    assert_eq!(count(&["discrepancy", "2023-06-15"]), 1);
    assert_eq!(count(&["--system", "CSP-AGENT-OSS"]), 1);
    assert_eq!(count(&["--system", "agent-os"]), 0);
    let each: usize = ["open", "resolved", "unknown"].iter().map(|status| count(&["--status", status])).sum();
    assert_eq!(each, count(&[]));
}

#[test]
fn what_became_of_earlier_incidents_is_no_row() {
    let desk = Desk::with_seeds();
    let run = desk.run(["incidents", "--json", "--period", "第24周"]).exits(0);
    let occurred: Vec<String> =
        run.json().as_array().expect("a list").iter().map(|row| row["occurred"].to_string()).collect();
    assert_eq!(occurred, [r#""2023-06-01T00:25""#, r#""2023-06-05T10:40""#]);
}

#[test]
fn nothing_is_said_with_what_was_searched() {
    let desk = Desk::with_seeds();
    let run = desk.run(["incidents", "--status", "open", "火星"]).exits(3);
    assert_eq!(run.stdout, "");
    run.notes("周报中没有：8 篇周报（2023-05-03 至 2024-03-31）里没有未关闭的事件（`火星`），缺 第27");
    let run = desk.run(["incidents", "--status", "open", "火星", "--lang", "en"]).exits(3);
    run.notes(
        "not in the reports: no open incident with `火星` in 8 reports (2023-05-03 to 2024-03-31); missing: 第27",
    );
    let run = desk.run(["incidents", "--json", "火星"]).exits(3);
    assert_eq!(run.json(), json!([]));
}

#[test]
fn json_and_csv_at_once_are_wrong_usage() {
    Desk::new().run(["incidents", "--json", "--csv"]).exits(2).notes("cannot be used with");
    Desk::with_seeds().run(["incidents", "2月30日"]).exits(2).notes("2月30日");
}

#[test]
fn a_record_with_two_causes_is_one_incident_and_a_figure_set_right_is_none() {
    let desk = Desk::new();
    desk.write(
        "r/周报 2023-05-14.md",
        "# 周报 2023-05-14\n\n## 二、三号吊机大风受损\n\n- 时间：5月10日 23:48，阵风 12 级。\n- 经过：锚定拉杆脱开，大车滑移 2 米，撞上车挡。\n- 直接原因：拉杆销轴磨损。\n- 管理原因：锚定检查原定 5月2日 报告，人手抽去抢修，只查了一半。\n- 处理：5月12日 顶升复位。\n\n## 三、更正\n\n- 5月7日周报故障停机写 29 次，夜班漏录 2 次，应为 31 次。\n",
    );
    desk.run(["ingest", "r", "--embedder", "none"]).exits(0);
    let found = desk.run(["incidents", "--json"]).exits(0).json();
    let days: Vec<&str> =
        found.as_array().expect("incidents").iter().filter_map(|one| one["occurred"].as_str()).collect();
    assert_eq!(days, ["2023-05-10T23:48"], "{found}");
    assert_eq!(found[0]["cause"], json!("拉杆销轴磨损。"));
}

#[test]
fn a_record_of_parts_alone_is_told_by_what_it_did_and_open_while_its_cause_is() {
    let desk = Desk::new();
    desk.write(
        "r/周报 2023-05-14.md",
        "# 周报 2023-05-14\n\n## 生产事件\n\n1. 时间：5月8日19时05分至19时50分。\n2. 影响：86名乘客被重复扣费，合计1,204元。\n3. 处置：19时50分限流后止住，已退70人。\n4. 原因：两种判断，尚无定论。\n",
    );
    desk.run(["ingest", "r", "--embedder", "none"]).exits(0);
    let found = desk.run(["incidents", "--json"]).exits(0).json();
    assert_eq!(found[0]["summary"], json!("86名乘客被重复扣费，合计1,204元。"), "{found}");
    assert_eq!(found[0]["status"], json!("open"), "{found}");
}

#[test]
fn a_month_s_line_on_an_incident_comes_behind_the_week_s_account_with_time_and_cause() {
    let desk = Desk::new();
    desk.write(
        "r/2027年3月 月报 2027-03-31.md",
        "# 2027年3月 月报 2027-03-31\n\n## 事故\n\n- 3/30 绑卡页 38 分钟打不开,三级\n",
    );
    desk.write(
        "r/周报 2027-04-02.md",
        "# 周报 2027-04-02\n\n## 问题\n\n- 3/30 09:10–09:48 绑卡页打不开,影响约 640 人。原因:证书配错域名。处理:回滚配置。\n",
    );
    desk.run(["ingest", "r", "--embedder", "none"]).exits(0);
    let json = desk.run(["incidents", "--json"]).exits(0).json();
    let found = json.as_array().expect("incidents");
    assert_eq!(found.len(), 1, "{json}");
    assert_eq!(found[0]["occurred"], "2027-03-30T09:10", "{json}");
    assert!(found[0]["cause"].to_string().contains("证书配错域名"), "{json}");
    assert_eq!(found[0]["sources"].as_array().map(Vec::len), Some(2), "{json}");
}

/// A week's account with its first cause, and a page a week later that looks back at it.
fn reviewed(desk: &Desk, review: &str) {
    desk.write(
        "r/周报 2027-04-02.md",
        "# 周报 2027-04-02\n\n## 生产事件\n\n- 3/30 09:10 绑卡页打不开，影响约 640 人。原因：证书配错域名。处置：回滚配置，09:48 恢复。\n",
    );
    desk.write("r/复盘 绑卡页.md", review);
    desk.run(["ingest", "r", "--embedder", "none"]).exits(0);
}

const REVIEW: &str = "# 复盘：3月30日 绑卡页打不开\n\n会议时间：2027 年 4 月 7 日 14:00—16:10\n\n## 经过\n\n- 09:10 首页告警\n\n## 原因\n\n\
                      - 当时说是证书配错域名，查了日志，排除\n- 真正原因：网关的连接数被一次发布改成 8\n\n## 改进项\n\n| 事项 | 期限 |\n|---|---|\n| 参数走审批 | 4/30 |\n";

#[test]
fn a_page_that_reviews_an_incident_is_an_account_of_it_with_the_cause_it_found() {
    let desk = Desk::new();
    reviewed(&desk, REVIEW);
    let json = desk.run(["incidents", "--json"]).exits(0).json();
    let found = json.as_array().expect("incidents");
    assert_eq!(found.len(), 1, "{json}");
    assert_eq!(found[0]["sources"].as_array().map(Vec::len), Some(2), "{json}");
    let csv = desk.run(["incidents", "--csv"]).exits(0).stdout;
    assert_eq!(csv.lines().count(), 2, "{csv}");
    // No report is of March, whose incident reports of April tell.
    let rollup = desk.run(["rollup", "2027-03", "--as-of", "2027-05-01", "--format", "json"]).exits(3).json();
    let row = &rollup["incidents"]["rows"][0];
    assert!(row["cause"].to_string().contains("证书配错域名"), "{row}");
    assert_eq!(row["cause_later"]["text"], json!("真正原因：网关的连接数被一次发布改成 8"), "{row}");
    assert_eq!(row["cause_later"]["date"], json!("2027-04-07"), "{row}");
    assert_eq!(row["later"].as_array().map(Vec::len), Some(1), "what else its page says is not told again: {row}");
    desk.run(["ask", "3/30绑卡页打不开的原因是什么", "--as-of", "2027-05-01"])
        .exits(0)
        .says("证书配错域名")
        .says("真正原因：网关的连接数被一次发布改成 8");
}

#[test]
fn a_review_of_no_other_account_is_the_incident_and_one_of_work_is_none() {
    let desk = Desk::new();
    desk.write("r/复盘.md", REVIEW);
    desk.write(
        "r/迭代复盘 2027-04-09.md",
        "# 4/9 迭代复盘\n\n日期：2027-04-09\n\n## 原因\n\n- 人手不够，两个需求没做完\n\n## 改进\n\n- 少接一个\n",
    );
    desk.run(["ingest", "r", "--embedder", "none"]).exits(0);
    let json = desk.run(["incidents", "--json"]).exits(0).json();
    let found = json.as_array().expect("incidents");
    assert_eq!(found.len(), 1, "{json}");
    assert_eq!((&found[0]["occurred"], &found[0]["summary"]), (&json!("2027-03-30"), &json!("绑卡页打不开")), "{json}");
    assert_eq!(found[0]["cause"], json!("真正原因：网关的连接数被一次发布改成 8"), "{json}");
}

#[test]
fn a_drill_is_no_incident_whatever_went_wrong_in_it() {
    let desk = Desk::new();
    desk.write(
        "r/周报 2027-04-02.md",
        "# 周报 2027-04-02\n\n## 安全\n\n- 3/27 14:00 总仓消防疏散演练，参加 118 人，用时 4 分钟。不足：冷库内 3 人没有听到警铃，报警按钮故障。\n",
    );
    desk.run(["ingest", "r", "--embedder", "none"]).exits(0);
    assert_eq!(desk.run(["incidents", "--json"]).exits(3).json(), json!([]));
}

/// A desk with an incident whose cause was thought to be another, and what a report two weeks later says.
fn taken_back(later: &str) -> Desk {
    let desk = Desk::new();
    let others = "- 食堂换供应商，三家比价\n- 班车时刻表改到 7:30\n- 新员工培训两期，42 人\n";
    let first = "# 第23周 2024-06-07\n\n## 生产事件\n\n- 6/4 10:20 分拣系统主控停机，原因：外线停电，10:50恢复\n";
    desk.write("r/第23周 2024-06-07.md", format!("{first}\n## 本周工作\n\n{others}"));
    desk.write("r/第25周 2024-06-21.md", format!("# 第25周 2024-06-21\n\n## 本周工作\n\n{others}{later}"));
    desk.run(["ingest", "r"]).exits(0);
    desk
}

#[test]
fn what_was_found_out_below_a_heading_of_the_day_is_told_behind_the_first_cause() {
    let desk = taken_back("\n## 6/4 停机：原因查清\n\n- 散热风扇积灰卡死，换了风扇\n- 给供电局道了歉\n");
    let run = desk.run(["ask", "6/4分拣系统停机的真正原因是什么"]).exits(0);
    run.says("原因：外线停电").says("原因（第25周 2024-06-21）：散热风扇积灰卡死，换了风扇");
}

#[test]
fn what_takes_a_cause_back_without_naming_the_day_is_told_and_decides_nothing() {
    let word = "分拣系统主控停机更正：不是外线停电，是散热风扇积灰卡死";
    let desk = taken_back(&format!("- {word}\n"));
    let run = desk.run(["ask", "6/4分拣系统停机的真正原因是什么"]).exits(0);
    run.says("原因：外线停电").says(word);
    let run = desk.run(["incidents", "--threads"]).exits(0);
    run.says("可能说的是它：").says("第25周 2024-06-21.md:");
    let threads = desk.run(["incidents", "--threads", "--json"]).exits(0).json();
    let thread = &threads["threads"][0];
    assert_eq!((&thread["may_speak_of_it"][0]["quote"], &thread["open"]), (&json!(word), &json!(false)));
}
