//! What a question means among the reports there are: times, authors, plans, attributes, names.

use crate::desk::{Desk, assert_run};

/// Two teams, three weeks, words alone.
fn office() -> Desk {
    let desk = Desk::new();
    desk.write(
        "r/支付组/第10周 2024-03-08.md",
        "# 第10周 2024-03-08\n\n## 本周进展\n\n- 结算平台3.0完成联调，计划3/20上线\n- 收款成功率：99.94%\n\n## 生产事件\n\n\
         - 3/5 14:30 短信网关拥塞，影响52家门店\n原因：核实中。 处置：切到备用通道。\n- 3/9 09:15 回调堆积412笔\n原因：消费者死锁。 \
         处置：重启消费者。\n\n## 下周计划\n\n1. 会员中台全量\n2. 短信网关扩容\n",
    );
    desk.write(
        "r/支付组/第11周 2024-03-15.md",
        "# 第11周 2024-03-15\n\n## 本周进展\n\n- 3/5短信网关拥塞：查明是运营商限速导致，已换线路\n- 2月份分摊成本核对完毕，共87.5万元\n\n\
         ## 下周计划\n\n1. 季度总结\n",
    );
    desk.write(
        "r/风控组/第10周 2024-03-08.md",
        "# 第10周 2024-03-08\n\n## 本周进展\n\n- 规则引擎灰度30%\n- 收款成功率：98.20%\n\n## 下周计划\n\n1. 规则引擎全量发布\n",
    );
    desk.run(["ingest", "r"]).exits(0).says("3 reports");
    desk
}

#[test]
fn a_day_after_the_reports_own_is_found_where_it_is_told() {
    office().run(["ask", "3/9回调堆积的原因是什么"]).exits(0).says("消费者死锁").says("第10周 2024-03-08.md:12");
}

#[test]
fn a_month_without_a_report_is_found_where_a_later_report_names_it() {
    office().run(["ask", "2月份的分摊成本是多少"]).exits(0).says("87.5万元");
}

#[test]
fn a_cause_not_known_yet_comes_from_the_report_that_looks_back() {
    office().run(["ask", "3/5短信网关拥塞的原因"]).exits(0).says("运营商限速").says("第11周 2024-03-15.md:5");
}

#[test]
fn the_plan_of_a_named_week_is_that_reports_and_without_a_week_the_latest() {
    let desk = office();
    desk.run(["ask", "支付组第10周的下周计划是什么"]).exits(0).says("会员中台全量").says("短信网关扩容");
    let run = desk.run(["ask", "支付组下周计划是什么"]).exits(0).says("季度总结");
    assert!(!run.stdout.contains("会员中台"), "{run}");
}

#[test]
fn a_team_named_in_the_question_answers_first() {
    let desk = office();
    let run = desk.run(["ask", "风控组第10周的收款成功率是多少"]).exits(0).says("98.20%");
    let of_another = run.stdout.find("99.94%").unwrap_or(run.stdout.len());
    assert!(run.stdout.find("98.20%").is_some_and(|at| at < of_another), "{run}");
}

#[test]
fn an_attribute_or_a_version_that_no_report_names_is_not_answered() {
    let desk = office();
    desk.run(["ask", "结算平台3.0什么时候上线"]).exits(0).says("3/20");
    for question in ["结算平台3.0的预算是多少", "结算平台4.0什么时候上线", "3/5有多少人请假"]
    {
        let verdict = desk.run(["ask", "--json", question]).json()["verdict"].clone();
        assert!(verdict == "related" || verdict == "not_found", "{question}: {verdict}");
    }
}

#[test]
fn a_period_on_the_command_line_lists_as_one_in_the_question_does() {
    let desk = office();
    desk.run(["ask", "有哪些事故", "--period", "第10周"]).exits(0).says("2 起事件");
    desk.run(["ask", "第10周有哪些事故"]).exits(0).says("2 起事件");
}

#[test]
fn a_day_without_a_year_that_two_years_know_is_shown_with_both() {
    let desk = Desk::new();
    for year in ["2022", "2023"] {
        let text = format!("# {year}-06-20\n\n## 生产事件\n\n- 6/15 11:01 对账差异{year}笔\n原因：磁盘写满。\n");
        desk.write(&format!("r/{year}-06-20.md"), text);
    }
    desk.run(["ingest", "r"]).exits(0);
    assert_run!(desk, desk.run(["ask", "6/15对账差异的原因"]), @r#"
    exit code: 0
    ----- stdout -----
    “6/15”没有写年份，周报里有几年的这一天；请写明年份再问，例如：
    2022-06-15 11:01 对账差异2022笔 [1]
    2023-06-15 11:01 对账差异2023笔 [2]

    [1] 2022-06-20 › 生产事件
        r/2022-06-20.md:5-6
    [2] 2023-06-20 › 生产事件
        r/2023-06-20.md:5-6

    已检索 2 篇周报（2022-06-14 至 2023-06-20），引用 2 篇，缺 2022-W26–W52、2023-W01–W24

    ----- stderr -----
    note: no embedding model here: working on words alone (get it with `zhoubao model pull`)
    "#);
    desk.run(["ask", "2022/6/15对账差异的原因"]).exits(0).says("2022-06-15 11:01");
}

#[test]
fn common_words_are_found_in_the_other_language_and_under_another_name() {
    let desk = Desk::new();
    let weeks = [
        ("2024-03-08", "- 门诊大厅更换地砖，工期两周\n- 会议室预约系统培训，到场31人\n"),
        ("2024-03-15", "- 冷藏库温度计全部校准，38支合格，2支报废\n- 食堂招标文件定稿\n"),
        ("2024-03-22", "- 停车场划线，增加64个车位\n- Replaced the boiler of building 2\n"),
    ];
    for (date, lines) in weeks {
        desk.write(&format!("r/{date}.md"), format!("# {date} 周报\n\n## 本周工作\n\n{lines}"));
    }
    desk.run(["ingest", "r"]).exits(0);
    let first = |question: &str| -> String {
        let json = desk.run(["ask", "--json", question]).exits(0).json();
        json["sentences"][1]["text"].as_str().unwrap_or_default().to_string()
    };
    for (question, told) in [
        ("were the thermometers calibrated, and how many were scrapped?", "2支报废"),
        ("锅炉换了没有", "boiler of building 2"),
        ("parking lot", "64个车位"),
    ] {
        assert!(first(question).contains(told), "{question}: {}", first(question));
    }
}

#[test]
fn letters_that_only_look_like_a_name_prove_nothing_absent() {
    let desk = Desk::new();
    desk.write(
        "r/2024-03-08.md",
        "# 2024-03-08 周报\n\n## 设备\n\n- 冷头更换：合同价41.5万元，3/20到货\n- 制冷机房巡检两次\n",
    );
    desk.write("r/2024-03-15.md", "# 2024-03-15 周报\n\n## 设备\n\n- 制冷机房巡检一次\n");
    desk.run(["ingest", "r"]).exits(0);
    desk.run(["ask", "换冷头花了多少钱"]).exits(0).says("41.5万元");
    desk.run(["ask", "张建国负责什么"]).exits(3);
}
