//! Roll-ups as their readers ask for them: periods, files, formats, templates, and what is said where something is wrong.

use std::fs;

use crate::desk::Desk;

/// Three weeks of May, one of them missing.
fn desk() -> Desk {
    let desk = Desk::new();
    for (week, day, rate, more) in [
        (19, "05-09", "99.91%", "- 结算改造：总进度40%，预计5/20上线\n"),
        (20, "05-16", "99.87%", "- 结算改造：总进度55%，上线由5/20推迟至5/29\n"),
        (22, "05-30", "99.95%", "- 结算改造：总进度100%，5/29上线\n"),
    ] {
        let page = format!(
            "# 第{week}周 2023-{day}\n\n## 上周进展\n\n### 【O1 结算】\n\n- 结算成功率：{rate}\n{more}\n## 生产事件\n\n- {} 10:05 结算接口超时{week}笔。\n原因：连接池上限过低。 处置：调到200，11:00恢复。\n",
            day.replace("05-", "5/")
        );
        desk.write(&format!("r/第{week}周 2023-{day}.md"), page);
    }
    desk.run(["ingest", "r", "--embedder", "none"]).exits(0);
    desk
}

#[test]
fn a_month_is_told_on_the_terminal_with_its_sources_last() {
    let run = desk().run(["rollup", "2023-05"]).exits(0);
    let run = run.says("周报汇总 2023-05（2023-05-01 至 2023-05-31）").says("缺 第21周");
    let run = run.says("99.91%[1]（第19周）").says("+0.04 个百分点").says("认出 3 起 =");
    let sources = run.stdout.split_once("\n依据\n").unwrap_or_else(|| panic!("no sources: {run}")).1;
    assert!(sources.contains("\n[1] 第19周 2023-05-09") && sources.contains("r/第19周 2023-05-09.md:"), "{run}");
}

#[test]
fn a_period_may_be_typed_in_many_ways() {
    let desk = desk();
    for period in [
        &["2023-05"][..],
        &["2023Q2"],
        &["2023H1"],
        &["2023"],
        &["第19周..第22周"],
        &["2023-05-09..2023-05-30"],
        &["2023年5月"],
        &["May", "2023"],
        &["2023年第二季度"],
        &["2023年上半年"],
        &["去年"],
    ] {
        let run = desk.run([&["rollup"], period, &["--format", "md"]].concat()).exits(0);
        assert!(run.stdout.contains("| 结算成功率 | 99.91%[^"), "{period:?}\n{run}");
    }
    for period in ["明天会更好", "2023-13", ""] {
        let run = desk.run(["rollup", period]).exits(2);
        run.notes("2023-05-15..2023-06-30");
    }
}

#[test]
fn where_no_report_lies_in_the_period_it_says_so() {
    let desk = desk();
    let run = desk.run(["rollup", "2023-08"]).exits(3).notes("周报中没有：2023-08（2023-08-01 至 2023-08-31）没有周报");
    assert_eq!(run.stdout, "");
    desk.run(["rollup", "2023-05", "--compare", "2023-08"]).exits(3).notes("2023-08");
    let json = desk.run(["rollup", "2023-08", "--json"]).exits(3).json();
    assert_eq!(json["coverage"]["read"], serde_json::json!([]));
}

#[test]
fn a_markdown_file_has_its_pictures_beside_it() {
    let desk = desk();
    desk.write("out/may-charts/09-alt.svg", "somebody else's").write("out/may-charts/notes.txt", "mine");
    let run = desk.run(["rollup", "2023-05", "-o", "out/may.md"]).exits(0).notes("wrote out/may.md (");
    assert_eq!(run.stdout, "");
    let page = fs::read_to_string(desk.path("out/may.md")).expect("written");
    for picture in page.lines().filter_map(|line| line.strip_prefix("![")?.split_once("](")?.1.strip_suffix(')')) {
        assert!(picture.starts_with("may-charts/0"), "{picture}");
    }
    let names = |desk: &Desk| {
        let mut names: Vec<String> = fs::read_dir(desk.path("out/may-charts"))
            .expect("there")
            .flatten()
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    };
    assert!(names(&desk).contains(&"01-结算成功率.svg".to_string()), "{:?}", names(&desk));
    assert!(page.contains("(../r/%E7%AC%AC19%E5%91%A8%202023-05-09.md)"), "{page}");
    // One week has no course to draw: the pictures of the run before go, what is not ours stays.
    desk.run(["rollup", "第19周", "-o", "out/may.md", "--force"]).exits(0);
    assert_eq!(names(&desk), ["09-alt.svg", "notes.txt"]);
}

#[test]
fn an_html_file_stands_alone() {
    let desk = desk();
    desk.run(["rollup", "2023-05", "-o", "may.html"]).exits(0).notes("wrote may.html (");
    let page = fs::read_to_string(desk.path("may.html")).expect("written");
    assert!(page.starts_with("<!doctype html>\n<html lang=\"zh-CN\">") && page.contains("<svg "), "{page}");
    assert!(!desk.path("may-charts").exists());
    let english = desk.run(["rollup", "2023-05", "--lang", "en", "--format", "html"]).exits(0);
    english.says("<html lang=\"en\">");
}

#[test]
fn the_same_reports_give_the_same_bytes() {
    let desk = desk();
    for format in ["text", "md", "html", "json"] {
        let once = || desk.run(["rollup", "2023-05", "--format", format]).exits(0).stdout;
        assert_eq!(once(), once());
    }
}

#[test]
fn a_file_that_cannot_be_meant_is_refused_before_anything_is_read() {
    let desk = Desk::new();
    desk.write("folder/x.txt", "");
    desk.run(["rollup", "2023-05", "-o", "folder"]).exits(2).notes("`folder` is a folder");
    desk.run(["rollup", "2023-05", "-o", "may.pdf"]).exits(2).notes(".md, .html, .json or .txt");
    desk.run(["rollup", "2023-05", "--template", "nosuch"]).exits(2).notes("full, leadership, compare");
    desk.run(["rollup", "2023-05", "--template", "compare"]).exits(2).notes("two (with --compare)");
    desk.run(["rollup", "2023-05", "--print-template", "nosuch"])
        .exits(2)
        .notes("there are: full, leadership, compare");
    desk.run(["rollup"]).exits(2);
}

#[test]
fn a_template_of_ours_is_one_to_start_from() {
    let desk = desk();
    let template = desk.run(["rollup", "--print-template", "leadership"]).exits(0).stdout;
    desk.write("own.md", &template);
    let own = desk.run(["rollup", "2023-05", "--template", "own.md", "--format", "md"]).exits(0);
    let ours = desk.run(["rollup", "2023-05", "--template", "leadership", "--format", "md"]).exits(0);
    assert_eq!(own.stdout, ours.stdout);
}

#[test]
fn a_broken_template_is_told_with_its_line_and_writes_nothing() {
    let desk = desk();
    desk.write("broken.md", "# {{ title }}\n\n{{ titel }}\n")
        .write("endless.md", "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}");
    desk.run(["rollup", "2023-05", "--template", "broken.md", "-o", "out.md"]).exits(1).notes("broken.md:3");
    desk.run(["rollup", "2023-05", "--template", "endless.md", "-o", "out.md"])
        .exits(1)
        .notes("does not come to an end");
    assert!(!desk.path("out.md").exists());
}

#[test]
fn two_periods_stand_side_by_side() {
    let desk = desk();
    let run = desk.run(["rollup", "第22周", "--compare", "第19周", "--format", "md"]).exits(0);
    run.says("# 周报对比 第22周 与 第19周").says("| 结算成功率 | 99.95%").says("+0.04 个百分点");
}

#[test]
fn where_several_teams_have_pages_a_metric_says_whose_it_is() {
    let desk = Desk::new();
    for (team, day, complaints) in
        [("车险", "05-09", 31), ("车险", "05-16", 28), ("健康险", "05-09", 11), ("健康险", "05-16", 14)]
    {
        let other = if team == "车险" { "结案天数 9.1 天" } else { "拒赔率 6.1%" };
        let rows = "| 渠道 | 赔款（万元） |\n|---|---|\n| 线上 | 45.2 |\n";
        let page = format!("# {team}周报 2023-{day}\n\n## 数据\n\n- {team}投诉 {complaints} 件\n- {other}\n\n{rows}");
        desk.write(&format!("r/{team}周报 2023-{day}.md"), page);
    }
    desk.run(["ingest", "r", "--embedder", "none"]).exits(0);
    let run = desk.run(["rollup", "2023-05", "--format", "md"]).exits(0);
    let run = run.says("健康险 拒赔率").says("车险 结案天数").says("车险投诉");
    let run = run.says("45.2万元");
    assert!(!run.stdout.contains("车险 车险"), "{run}");
}

#[test]
fn writers_who_take_turns_are_no_teams() {
    let desk = Desk::new();
    for (page, visits) in [
        ("运营部周报 2023-05-09", 310),
        ("运营周报 沈雨桐 2023-05-16", 280),
        ("运营部周报 2023-05-23", 270),
        ("运营周报 沈雨桐 2023-05-30", 305),
    ] {
        desk.write(
            &format!("r/{page}.md"),
            format!(
                "# {page}\n\n## 数据\n\n- 客流 {visits} 人次\n- {} 1 次\n",
                if page.contains("部") { "例会" } else { "抽查" }
            ),
        );
    }
    desk.run(["ingest", "r", "--embedder", "none"]).exits(0);
    let run = desk.run(["rollup", "2023-05", "--format", "md"]).exits(0).says("客流");
    let told = run.stdout.split("\n[^1]:").next().unwrap_or_default().to_string();
    assert!(!told.contains("沈雨桐 抽查") && !told.contains("运营部 例会"), "{run}");
}

#[test]
fn what_a_name_that_runs_into_its_paragraph_names_is_said_once() {
    let desk = Desk::new();
    let page = "# 第20周 2023-05-16\n\n**快赔。** 南区开闸一周，进 412 案，自动通过率 68%，全部按时到账。\n\n**积压。** 超过 15 天的还有 1,870 件，六成在等配件。\n";
    desk.write("r/第20周 2023-05-16.md", page);
    desk.run(["ingest", "r", "--embedder", "none"]).exits(0);
    let run = desk.run(["rollup", "2023-05", "--format", "md"]).exits(0);
    let run = run.says("- 快赔：南区开闸一周");
    // The sources quote the report as it is.
    let told = run.stdout.split("\n[^1]:").next().unwrap_or_default();
    assert!(!told.contains("快赔。"), "{run}");
    assert!(!told.contains("## 项目进展"), "the opening has it all: {run}");
}

#[test]
fn lines_of_one_item_are_one_line_and_a_row_that_is_not_whole_is_not_delivered() {
    let desk = Desk::new();
    let page = "# 第20周 2023-05-16\n\n## 酒店\n\n- 84间，一礼拜才7间，进度偏慢\n    - 第二批石材先到270平，颜色不错\n    - 油漆工走了6个，去了别的工地\n\n\
                ## 医院\n\n| 项目 | 进展 | 备注 |\n|---|---|---|\n| 门诊改造 | 风管97% | 防火阀6个已补 |\n\n## 下周计划\n\n- 机房层\n- 5/26前报消防验收资料\n";
    desk.write("r/第20周 2023-05-16.md", page);
    desk.run(["ingest", "r", "--embedder", "none"]).exits(0);
    let run = desk.run(["rollup", "2023-05", "--format", "md"]).exits(0);
    let run = run.says("第二批石材先到270平，颜色不错；油漆工走了6个，去了别的工地").says("消防验收资料");
    let told = run.stdout.split("\n[^1]:").next().unwrap_or_default();
    assert!(!told.contains("交付与完成") && !told.contains("机房层"), "{run}");
}

#[test]
fn a_monthly_page_of_a_later_day_takes_no_weekly_report_with_it() {
    let desk = Desk::new();
    for (author, day, line) in [
        ("王小明", "2023-06-11", "渠道对账上线"),
        ("王小明", "2023-06-18", "渠道对账扩到三家"),
        ("王小明", "2023-06-25", "渠道对账改版"),
        ("王小明", "2023-07-02", "渠道对账验收"),
        ("赵大力", "2023-04-03", "机房巡检一次"),
        ("赵大力", "2023-05-03", "机房巡检两次"),
        ("赵大力", "2023-06-03", "机房换空调"),
        ("赵大力", "2023-07-03", "机房换电池"),
    ] {
        let page = format!("# 周报 {day}\n\n姓名：{author}\n\n## 进展\n\n- {line}\n");
        desk.write(&format!("r/{author}/{day}.md"), page);
    }
    desk.run(["ingest", "r", "--embedder", "none"]).exits(0);
    let read = |period: &str| {
        let json = desk.run(["rollup", period, "--json"]).exits(0).json();
        let read = json["coverage"]["read"].as_array().expect("reports").clone();
        read.iter().map(|report| report["date"].as_str().expect("a date").to_string()).collect::<Vec<_>>()
    };
    assert_eq!(read("2023-06"), ["2023-06-11", "2023-06-18", "2023-06-25", "2023-07-03"]);
    assert_eq!(read("2023-07"), ["2023-07-02"]);
}

#[test]
fn a_column_of_the_week_before_fills_a_week_without_a_report() {
    let desk = Desk::new();
    for (day, now, before) in [("05-07", "91.2%", "90.8%"), ("05-21", "92.6%", "88.4%"), ("05-28", "92.9%", "92.6%")] {
        let table = format!("| 指标 | 本周 | 上周 |\n|---|---|---|\n| 接通率 | {now} | {before} |\n");
        desk.write(&format!("r/周报 2023-{day}.md"), format!("# 周报 2023-{day}\n\n## 指标\n\n{table}"));
    }
    desk.run(["ingest", "r", "--embedder", "none"]).exits(0);
    let json = desk.run(["rollup", "2023-05", "--json"]).exits(0).json();
    let row = &json["metrics"]["rows"][0];
    let points = row["points"].as_array().expect("points");
    let told: Vec<(&str, &str)> = points
        .iter()
        .map(|point| (point["date"].as_str().expect("a day"), point["text"].as_str().expect("a value")))
        .collect();
    assert_eq!(
        told,
        [("2023-05-07", "91.2%"), ("2023-05-14", "88.4%"), ("2023-05-21", "92.6%"), ("2023-05-28", "92.9%")],
        "the report of 05-28 repeats a week that has one"
    );
    assert_eq!(row["lowest"]["text"], "88.4%");
}

#[test]
fn what_comes_next_lies_behind_its_own_report() {
    let desk = Desk::new();
    let page = "# 周报 2023-06-02\n\n周期：2023-05-27 至 2023-06-02\n\n## 本周\n\n- 6/1 首航，载客 41 人\n- 验收报告 6/20 前交\n- 船检原定 6/9，改到 6/16\n";
    desk.write("r/周报 2023-06-02.md", page);
    desk.run(["ingest", "r", "--embedder", "none"]).exits(0);
    let json = desk.run(["rollup", "2023-05", "--json"]).exits(0).json();
    let ahead = json["ahead"].as_array().expect("what comes next");
    let due: Vec<&str> = ahead.iter().filter_map(|ahead| ahead["due"].as_str()).collect();
    assert_eq!(due, ["2023-06-16", "2023-06-20"], "{ahead:?}");
}

#[test]
fn a_case_is_an_incident_although_its_day_stands_in_a_table_or_behind_a_remark() {
    let desk = Desk::new();
    let page = "# 第22周周报 2023-06-01\n\n## 事故\n\n### INC-2305-06 电子发票抬头错（未关）\n\n\
                | 时间 | 事 |\n|---|---|\n| 5/28 09:40 | 用户投诉抬头是别人名字 |\n| 5/28 11:00 | 关电子发票入口 |\n\n影响 326 张发票。\n\n\
                ### INC-2305-02\n\n罚款还在谈。\n\n## 事故 INC-2305-07 新库慢\n\n> 庆功推后。\n\n- 5/31 周三 9:00 起，收费一笔要 20 多秒\n- 11:40 恢复\n- 原因：迁移后没做统计信息收集\n";
    desk.write("r/第22周周报.md", page);
    desk.run(["ingest", "r", "--embedder", "none"]).exits(0);
    let json = desk.run(["incidents", "--json"]).exits(0).json();
    let incidents = json.as_array().expect("incidents");
    let text = |incident: &serde_json::Value, key: &str| incident[key].as_str().unwrap_or_default().to_string();
    let keys = ["occurred", "summary", "status", "impact", "handling"];
    let told: Vec<[String; 5]> = incidents.iter().map(|incident| keys.map(|key| text(incident, key))).collect();
    assert_eq!(told.len(), 2, "{told:?}");
    let [occurred, summary, status, impact, handling] = &told[0];
    assert!(occurred.starts_with("2023-05-28") && summary.contains("电子发票抬头错") && status == "open", "{told:?}");
    assert!(impact.contains("326") && handling == "关电子发票入口", "{told:?}");
    let [occurred, summary, status, ..] = &told[1];
    assert!(occurred.starts_with("2023-05-31") && summary.contains("新库慢") && status == "resolved", "{told:?}");
}

#[test]
fn one_measure_of_two_tongues_is_one_series_where_the_next_report_repeats_its_values() {
    let desk = Desk::new();
    let table = |head: &str, rows: &[[&str; 3]]| {
        let rows: String = rows.iter().map(|[name, now, before]| format!("| {name} | {now} | {before} |\n")).collect();
        format!("| {head} |\n|---|---|---|\n{rows}")
    };
    let pages = [
        (
            "05-07",
            table(
                "指标 | 本周 | 上周",
                &[["接通率", "91.2%", "90.8%"], ["满意度", "96.5%", "96.1%"], ["话务", "7,310", "7,120"]],
            ),
        ),
        (
            "05-14",
            table(
                "Metric | This week | Last week",
                &[["Answer rate", "88.4%", "91.2%"], ["Satisfaction", "96.1%", "96.5%"], ["Calls", "8,395", "7,310"]],
            ),
        ),
        (
            "05-21",
            table(
                "指标 | 本周 | 上周",
                &[["接通率", "92.6%", "88.4%"], ["满意度", "97.0%", "96.1%"], ["话务", "7,718", "8,395"]],
            ),
        ),
    ];
    for (day, table) in pages {
        desk.write(&format!("r/周报 2023-{day}.md"), format!("# 周报 2023-{day}\n\n## 数字\n\n{table}"));
    }
    desk.run(["ingest", "r", "--embedder", "none"]).exits(0);
    let json = desk.run(["rollup", "2023-05", "--json"]).exits(0).json();
    let rows = json["metrics"]["rows"].as_array().expect("rows");
    let told: Vec<(&str, usize)> = rows
        .iter()
        .map(|row| (row["metric"].as_str().expect("a name"), row["points"].as_array().map_or(0, Vec::len)))
        .collect();
    assert_eq!(told, [("接通率", 3), ("满意度", 3), ("话务", 3)], "{rows:?}");
    desk.run(["metrics", "--unification"]).exits(0).says("Answer rate（数值一致或相接）");
}

#[test]
fn measures_of_the_other_tongue_are_joined_by_the_values_that_they_repeat_with_units_or_without() {
    let rows = |head: &str, rows: [(&str, &str, &str); 3]| {
        let rows = rows.map(|(name, now, before)| format!("| {name} | {now} | {before} |\n")).concat();
        format!("## 数字\n\n| {head} |\n|---|---|---|\n{rows}")
    };
    let (zh, en) = ("指标 | 本周 | 上周", "Metric | This week | Last week");
    let first =
        [("待检积压(件)", "2,060", "2,420"), ("平均退款时长(小时)", "57", "63"), ("到仓退件(件)", "6,760", "7,340")];
    let second = [
        ("Waiting for inspection", "1,640", "2,060"),
        ("Average refund time (h)", "49", "57"),
        ("Parcels received", "6,630", "6,760"),
    ];
    let third =
        [("待检积压(件)", "1,390", "1,640"), ("平均退款时长(小时)", "46", "49"), ("到仓退件(件)", "5,310", "6,630")];
    let desk = Desk::new();
    for (day, page) in [
        ("05-07", format!("{}\n## 本周\n\n- 积压 2,060 件，往下走\n", rows(zh, first))),
        ("05-14", rows(en, second)),
        ("05-21", rows(zh, third)),
    ] {
        desk.write(&format!("r/周报 2023-{day}.md"), format!("# 周报 2023-{day}\n\n{page}"));
    }
    desk.run(["ingest", "r", "--embedder", "none"]).exits(0);
    let told = desk.run(["metrics", "--unification"]).exits(0).stdout;
    for other in ["Waiting for inspection", "Average refund time", "Parcels received"] {
        assert!(told.contains(&format!("{other}（数值一致或相接）")), "{other}: {told}");
    }
}

#[test]
fn what_says_why_was_not_delivered_and_what_came_to_be_was() {
    let desk = Desk::new();
    let page = "# 周报 2023-05-16\n\n## 热线\n\n**为什么差**\n\n- 语音菜单上线当天接错队列，四百通没接\n- 有人请假\n\n## 新版网关上线了\n\n- 灰度三天，没有报错\n";
    desk.write("r/周报 2023-05-16.md", page);
    desk.run(["ingest", "r", "--embedder", "none"]).exits(0);
    let told = desk.run(["rollup", "2023-05"]).exits(0).stdout;
    let delivered = told.split("交付与完成\n\n").nth(1).and_then(|rest| rest.split("\n\n").next()).unwrap_or_default();
    assert!(delivered.contains("新版网关上线了") && !delivered.contains("接错队列"), "{told}");
}
