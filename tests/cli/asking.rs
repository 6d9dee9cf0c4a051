//! `zhoubao ask`: right answers, honest refusals, and what cannot be asked.

use crate::desk::{Desk, assert_run};

const FIRST: &str = "what caused the 6/15 账户流水 discrepancy";

#[test]
fn the_first_question_is_answered_with_its_lines() {
    let desk = Desk::with_seeds();
    assert_run!(desk, desk.run(["ask", FIRST]), @r#"
        exit code: 0
        ----- stdout -----
        Incident: 2023-06-15 11:01 对账核对发现账户流水金额有5991笔差异，764个商户的对账单受到波及。 [1]
        Cause: DBA做Oracle存储扩容时重启了机器，跑批没有拉到14号23点之后的账户流水，流水和对账单因此都缺数。 [2]

        [1] 第26周 2023-06-20 › 上周进展 › O3 安全稳定、降本提效 › 生产稳定性事件
            seeds/第26周 2023-06-20.md:72
        [2] 第26周 2023-06-20 › 上周进展 › O3 安全稳定、降本提效 › 生产稳定性事件
            seeds/第26周 2023-06-20.md:73

        8 reports searched (2023-05-03 to 2024-03-31), 1 cited; missing: 第27–53周, 2024-W01–W12

        ----- stderr -----
        note: no embedding model here: working on words alone (get it with `zhoubao model pull`)
        "#);
}

#[test]
fn a_chinese_question_is_answered_in_chinese() {
    let desk = Desk::with_seeds();
    assert_run!(desk, desk.run(["ask", "6/15账户流水差异是怎么处理的？"]), @r#"
        exit code: 0
        ----- stdout -----
        事件：2023-06-15 11:01 对账核对发现账户流水金额有5991笔差异，764个商户的对账单受到波及。 [1]
        处置：重跑商户对账单数据，15:57修复完成。 [2]

        [1] 第26周 2023-06-20 › 上周进展 › O3 安全稳定、降本提效 › 生产稳定性事件
            seeds/第26周 2023-06-20.md:72
        [2] 第26周 2023-06-20 › 上周进展 › O3 安全稳定、降本提效 › 生产稳定性事件
            seeds/第26周 2023-06-20.md:73

        已检索 8 篇周报（2023-05-03 至 2024-03-31），引用 1 篇，缺 第27–53周、2024-W01–W12

        ----- stderr -----
        note: no embedding model here: working on words alone (get it with `zhoubao model pull`)
        "#);
}

#[test]
fn words_need_no_quotes() {
    let desk = Desk::with_seeds();
    let quoted = desk.run(["ask", FIRST]);
    let mut words = vec!["ask"];
    words.extend(FIRST.split(' '));
    assert_eq!(desk.run(words).stdout, quoted.stdout);
}

#[test]
fn a_question_comes_from_stdin_too() {
    let desk = Desk::with_seeds();
    let read = desk.run_reading(["ask", "-"], format!("{FIRST}\n").as_bytes()).exits(0);
    assert_eq!(read.stdout, desk.run(["ask", FIRST]).stdout);
}

#[test]
fn what_the_reports_cannot_say_is_refused_with_code_3() {
    let desk = Desk::with_seeds();
    let run = desk.run(["ask", "csp-agent-xyz的告警是什么原因？"]).exits(3);
    assert!(run.stdout.starts_with("周报中没有找到答案。\n"), "{run}");
    let json = desk.run(["ask", "--json", "csp-agent-xyz的告警是什么原因？"]).exits(3).json();
    assert_eq!((&json["verdict"], &json["abstained"]), (&"not_found".into(), &true.into()));
    let last = run.stdout.trim_end().lines().next_back();
    assert_eq!(last, Some("已检索 8 篇周报（2023-05-03 至 2024-03-31），引用 0 篇，缺 第27–53周、2024-W01–W12"));
}

#[test]
fn what_nothing_answers_is_shown_in_the_reports_own_words_and_is_no_claim() {
    let desk = Desk::with_seeds();
    let run = desk.run(["ask", "--json", "谁获得了年度优秀员工？"]).exits(0);
    let json = run.json();
    assert_eq!((&json["verdict"], &json["abstained"]), (&"related".into(), &false.into()));
    let sentences = json["sentences"].as_array().expect("a list");
    assert_eq!(sentences[0]["text"], "周报里没有直接的回答，最相关的原文：");
    for sentence in &sentences[1..] {
        let n = sentence["citations"][0].as_u64().expect("each is cited") as usize;
        let quote = json["citations"][n - 1]["quote"].as_str().expect("a quote");
        let words = sentence["text"].as_str().and_then(|text| text.rsplit(['：', '›']).next()).expect("words").trim();
        assert!(quote.contains(words), "{sentence} is not in {quote}");
    }
}

/// A time that is covered says nothing of it, and one incident is not the largest because it was found first.
#[test]
fn neither_all_of_a_time_nor_any_incident_answers_what_was_not_looked_up() {
    let desk = Desk::with_seeds();
    for question in ["2023年6月部门团建去了哪里", "第26周团建经费", "最严重的是哪起事件", "6月新增商户最多的是哪起事件"]
    {
        let answer = desk.run(["ask", "--json", question]).json();
        assert_ne!(answer["verdict"], "answered", "{question}: {answer}");
    }
    let largest = desk.run(["ask", "--json", "影响金额最大的是哪起事件"]).json();
    let rows = largest["answer"].as_str().expect("an answer");
    assert!(
        rows.contains("4 起写了金额，从大到小") && rows.lines().nth(1).is_some_and(|row| row.starts_with("1864.5万元")),
        "{rows}"
    );
    let whole = desk.run(["ask", "--json", "第26周讲了什么"]).json();
    assert_eq!(whole["verdict"], "answered");
}

#[test]
fn a_heading_is_told_only_where_nothing_below_says_what_it_says() {
    let desk = Desk::new();
    desk.write(
        "reports/2024-03-08.md",
        "# 2024-03-08 周报\n\n## 本周工作\n\n### 冷库三号机组更换压缩机\n\n- 周二停机，换上新件，试运行正常\n\n### 货架区改造\n",
    );
    desk.run(["ingest", "reports"]).exits(0);
    let told = |question: &str| -> Vec<String> {
        let json = desk.run(["ask", "--json", question]).exits(0).json();
        let lines = json["sentences"].as_array().expect("a list").iter();
        lines.map(|line| line["text"].as_str().expect("a text").to_string()).collect()
    };
    let is_stub = |line: &String| line.ends_with("更换压缩机");
    let compressor = told("冷库三号机组的压缩机怎么样了");
    assert!(compressor.iter().any(|line| line.contains("更换压缩机：周二停机")), "{compressor:?}");
    assert!(!compressor.iter().any(is_stub), "{compressor:?}");
    let shelves = told("货架区改造进展");
    assert!(shelves.iter().any(|line| line.ends_with("货架区改造")), "{shelves:?}");
}

/// 明年 is what the report calls the next year, too: that no report is of that year proves nothing.
#[test]
fn a_relative_time_after_all_reports_is_looked_for_in_their_words() {
    let desk = Desk::new();
    desk.write(
        "r/第46周 2025-11-16.md",
        "# 第46周 2025-11-16\n\n## 配送\n\n- 顺达明年的合同该谈了，想压到每月25趟以内，多的我们自己跑\n- 两辆车换了防滑链\n",
    );
    desk.run(["ingest", "r", "--embedder", "none"]).exits(0);
    let ask = |question: &str| desk.run(["ask", "--as-of", "2025-11-17", question]);
    ask("顺达明年的合同想压到每月多少趟？").exits(0).says("25趟");
    ask("2027年的合同想压到每月多少趟？").exits(3).says("没有任何周报覆盖");
}

#[test]
fn a_week_without_a_report_is_refused_with_its_days() {
    let desk = Desk::with_seeds();
    assert_run!(desk, desk.run(["ask", "第40周发生了什么事故"]), @r#"
        exit code: 3
        ----- stdout -----
        周报中没有：“第40周”（2023-10-02 – 2023-10-08）没有任何周报覆盖。

        已检索 8 篇周报（2023-05-03 至 2024-03-31），引用 0 篇，缺 第27–53周、2024-W01–W12

        ----- stderr -----
        note: no embedding model here: working on words alone (get it with `zhoubao model pull`)
        "#);
}

#[test]
fn a_day_that_does_not_exist_is_refused() {
    let desk = Desk::with_seeds();
    desk.run(["ask", "what happened on 2/30"]).exits(3).says("`2/30` is not a date that exists");
}

#[test]
fn as_of_decides_what_last_week_is() {
    let desk = Desk::with_seeds();
    let run = desk.run(["ask", "对账差异的原因 last week", "--as-of", "2023-06-21", "--explain"]);
    run.notes("last week = 2023-06-12 to 2023-06-18 (第26周)");
    desk.run(["ask", "what happened last week", "--as-of", "2025-06-21"]).exits(3).says("2025-06-09 – 2025-06-15");
}

#[test]
fn the_year_of_reports_that_have_ended_is_their_last() {
    let desk = Desk::with_seeds();
    let run = desk.run(["ask", "今年3月有哪些生产事件？", "--as-of", "2026-11-22"]).exits(0);
    run.says("2024-03-").says("；没有周报覆盖现在的“今年3月”，按 2024-03-31 那时来读\n");
    let run = desk.run(["ask", "今年3月有哪些生产事件？", "--as-of", "2024-04-02"]).exits(0);
    assert!(!run.stderr.contains("没有周报覆盖"), "{}", run.stderr);
    desk.run(["ask", "2026年3月有哪些生产事件？", "--as-of", "2026-11-22"]).exits(3).says("没有任何周报覆盖");
}

#[test]
fn somebody_whom_a_folder_alone_names_is_known() {
    let desk = Desk::new();
    desk.write("r/李雯琳/第5周.md", "# 第5周\n\n- 前端工程重新搭建：Vue2停止维护\n");
    desk.write("r/周慕白/第5周.md", "# 第5周\n\n- 学习网络\n");
    desk.run(["ingest", "r", "--embedder", "none"]).exits(0);
    desk.run(["ask", "李雯琳的前端工程为什么重新搭建？"]).exits(0).says("Vue2停止维护");
    desk.run(["ask", "陈思远的前端工程为什么重新搭建？"]).exits(3);
}

#[test]
fn explain_says_how_the_question_was_read() {
    let desk = Desk::with_seeds();
    let run = desk.run(["ask", FIRST, "--explain"]).exits(0);
    run.notes("read as: English; cause; 6/15 = 2023-06-15 (第26周); about:").notes("weighed: answered by incident, ");
    let json = desk.run(["ask", FIRST, "--explain", "--json"]).exits(0).json();
    let views = json["explain"]["weighed"]["views"].as_array().expect("views");
    assert_eq!((&views[0]["strategy"], &views[0]["shown"]), (&"incident".into(), &true.into()));
    assert_eq!((&views[1]["strategy"], &views[1]["shown"]), (&serde_json::Value::Null, &false.into()));
    assert!(views[0]["decided_by"][0]["evidence"].is_string(), "{views:?}");
}

#[test]
fn an_empty_question_is_wrong_usage() {
    let desk = Desk::with_seeds();
    assert_run!(desk, desk.run(["ask", "  "]), @r#"
        exit code: 2
        ----- stdout -----

        ----- stderr -----
        error: the question is empty
        hint: ask in a sentence, such as: zhoubao ask "6/15账户流水差异的原因是什么"
        "#);
    desk.run_reading(["ask", "-"], b"\n").exits(2).notes("the question is empty");
}

#[test]
fn a_question_of_ten_thousand_characters_is_wrong_usage() {
    let desk = Desk::with_seeds();
    let run = desk.run(["ask", &"问".repeat(10_000)]).exits(2).notes("the question has 10000 characters; 2000 at most");
    assert!(run.stderr.chars().count() < 500, "the question is not repeated");
}

#[test]
fn a_stdin_that_is_no_text_is_wrong_usage() {
    let desk = Desk::with_seeds();
    desk.run_reading(["ask", "-"], b"6/15\xff\xfe").exits(2).notes("what came on stdin is not UTF-8");
}

#[test]
fn an_argument_that_is_no_text_is_wrong_usage() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let desk = Desk::with_seeds();
    desk.run([OsStr::new("ask"), OsStr::from_bytes(b"6/15\xff")]).exits(2).notes("invalid UTF-8");
}

#[test]
fn wrong_filters_are_wrong_usage() {
    let desk = Desk::with_seeds();
    assert_run!(desk, desk.run(["ask", "清结算", "--since", "2023-13-01"]), @r#"
        exit code: 2
        ----- stdout -----

        ----- stderr -----
        error: invalid value '2023-13-01' for '--since <DATE>': not a date such as 2023-06-20

        For more information, try '--help'.
        "#);
    assert_run!(desk, desk.run(["ask", "清结算", "--period", "whenever"]), @r#"
        exit code: 2
        ----- stdout -----

        ----- stderr -----
        error: invalid value 'whenever' for '--period <PERIOD>': not a time such as 2023-06, 2023Q2, 第26周 or 2023-06-01..2023-06-15

        For more information, try '--help'.
        "#);
    assert_run!(desk, desk.run(["ask", "清结算", "--since", "2023-07-01", "--until", "2023-06-01"]), @r#"
        exit code: 2
        ----- stdout -----

        ----- stderr -----
        error: --until 2023-06-01 lies before --since 2023-07-01
        "#);
    assert_run!(desk, desk.run(["ask", "清结算", "--author", "没有这个人"]), @r#"
        exit code: 2
        ----- stdout -----

        ----- stderr -----
        error: no author is called `没有这个人`
        hint: known: 支付研发部
        "#);
}

#[test]
fn a_filter_narrows_to_its_period() {
    let desk = Desk::with_seeds();
    let run = desk.run(["ask", "流水差异的原因", "--period", "第26周"]).exits(0).says("5991笔");
    assert!(!run.stdout.contains("第22周"), "{run}");
    desk.run(["ask", "流水差异的原因", "--since", "2023-06-14", "--until", "2023-06-20"]).exits(0).says("5991笔");
    desk.run(["ask", "流水差异的原因", "--until", "2023-04-30"]).exits(3);
}

#[test]
fn a_section_filter_that_nothing_meets_finds_nothing() {
    let desk = Desk::with_seeds();
    desk.run(["ask", "清结算", "--section", "没有这一节"]).exits(3).says("周报中没有找到答案。");
}
