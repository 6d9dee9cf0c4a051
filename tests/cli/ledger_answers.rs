//! Questions that are answered from the ledgers: every report of the span, not the passages that come nearest.

use crate::desk::Desk;

/// Four weeks of an invented department, one of them silent about its measure, words alone.
fn office() -> Desk {
    let desk = Desk::new();
    let weeks = [
        (
            "第10周 2024-03-08",
            "- 到账成功率：99.94%\n- 事故数A级0次，B级0次\n",
            "- 风控引擎：整体进度20%，计划4/7上线\n",
        ),
        (
            "第11周 2024-03-15",
            "- 到账成功率：99.91%\n- 事故数A级0次，B级2次\n",
            "- 风控引擎：整体进度45%，计划4/14上线\n",
        ),
        ("第12周 2024-03-22", "- 客诉12件\n", "- 风控引擎：整体进度60%，计划4/28上线\n"),
        (
            "第13周 2024-03-29",
            "- 到账成功率：99.97%\n- 事故数A级0次，B级1次\n",
            "- 风控引擎：整体进度80%，计划4/28上线\n",
        ),
    ];
    for (name, figures, work) in weeks {
        let page = format!("# {name}\n\n## 运行数据\n\n{figures}\n## 本周进展\n\n{work}");
        desk.write(&format!("r/{name}.md"), &page);
    }
    desk.run(["ingest", "r"]).exits(0).says("4 reports");
    desk
}

#[test]
fn a_measure_of_every_week_is_told_with_the_weeks_that_lack_it() {
    let run = office().run(["ask", "到账成功率每周是多少"]).exits(0);
    run.says("从 99.94%（第10周").says("到 99.97%（第13周").says("最低 99.91%").notes("没有写这个数的周报：第12周");
}

#[test]
fn months_in_the_columns_of_a_table_are_values_of_their_own() {
    let desk = Desk::new();
    let table = |months: [&str; 2], values: [&str; 2]| {
        format!(
            "# 服务台周报\n\n## 受理情况\n\n| 指标 | {} | {} |\n|---|---|---|\n| 受理总量 | {} | {} |\n",
            months[0], months[1], values[0], values[1]
        )
    };
    desk.write("r/服务台 2024-06-07.md", table(["4 月", "5 月"], ["1,862", "2,047"]));
    desk.write("r/服务台 2024-07-05.md", table(["5 月", "6 月"], ["2,047", "2,431"]));
    desk.run(["ingest", "r"]).exits(0);
    let run = desk.run(["ask", "受理总量怎么变化"]).exits(0);
    run.says("2 篇周报有数：从 1,862").says("4 月）到 2,431").says("最低 1,862，最高 2,431");
}

#[test]
fn the_weeks_with_an_accident_are_those_whose_count_is_not_nothing() {
    let desk = office();
    desk.run(["ask", "哪几周有B级事故"])
        .exits(0)
        .says("3 篇周报有数，其中 2 篇不为 0")
        .says("第11周 2024-03-15.md:6")
        .says("第13周 2024-03-29.md:6");
    desk.run(["ask", "哪几周有A级事故"]).exits(0).says("其中 0 篇不为 0");
}

#[test]
fn moved_dates_are_listed_with_how_often_and_how_far() {
    let run = office().run(["ask", "哪些项目的上线时间改过，各改了几次"]).exits(0);
    run.says("风控引擎 上线：改 2 次，4/7 → 4/14 → 4/28，共推迟 21 天");
}

#[test]
fn how_far_a_piece_of_work_has_come_is_its_last_word_with_its_date() {
    let run = office().run(["ask", "风控引擎推进到哪一步了"]).exits(0);
    let at = |words: &str| run.stdout.find(words);
    let last = at("第13周 2024-03-29 › 本周进展：风控引擎：整体进度80%");
    assert!(last.is_some() && at("整体进度60%").is_none_or(|earlier| last < Some(earlier)), "{run}");
}
