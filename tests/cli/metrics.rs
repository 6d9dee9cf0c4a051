//! The ledger of metrics: a table for people, JSON and CSV for programs, how names are unified, and an honest nothing.

use serde_json::{Value, json};
use unicode_width::UnicodeWidthStr;

use crate::desk::{Desk, Run, assert_run};

/// A desk with one index of pages, each named by its date.
fn desk_with(pages: &[(&str, &str)]) -> Desk {
    let desk = Desk::new();
    for (date, figures) in pages {
        desk.write(&format!("r/{date}.md"), format!("# {date}\n\n## 运行数据\n\n{figures}\n"));
    }
    desk.run(["ingest", "r", "--embedder", "none"]).exits(0);
    desk
}

fn rows(run: &Run) -> Vec<Value> {
    run.json().as_array().cloned().expect("a list")
}

#[test]
fn the_table_tells_the_span_of_each_metric_and_its_latest_line() {
    let desk = Desk::with_seeds();
    assert_run!(desk, desk.run(["metrics", "成功率", "--lang", "en", "--since", "2023-06-01", "--until", "2023-06-30"]), @r"
        exit code: 0
        ----- stdout -----
        metric                  seen        first         last          min          max
        入金有效成功率 %           3        99.98        99.99        99.98        99.99
            seeds/第26周 2023-06-20.md:13
        出金有效成功率 %           3        99.95        99.96        99.94        99.96
            seeds/第26周 2023-06-20.md:14
        开户成功率 %               3           50           57           50           57
            seeds/第26周 2023-06-20.md:23

        3 metrics in 3 reports; 第27–28周 missing

        ----- stderr -----
    ");
}

#[test]
fn the_table_fits_eighty_columns() {
    let desk = Desk::with_seeds();
    let run = desk.run(["metrics", "--all"]).exits(0);
    let rows = run.stdout.lines().filter(|line| !line.starts_with("    "));
    let widest = rows.map(UnicodeWidthStr::width).max();
    assert!(widest.is_some_and(|columns| columns <= 80), "{widest:?}\n{run}");
}

#[test]
fn without_words_the_table_shows_what_is_stated_again_and_says_what_it_hides() {
    let desk = desk_with(&[("2024-03-08", "- 妥投率：98.1%\n- 一次性盘点差异3件"), ("2024-03-15", "- 妥投率：98.4%")]);
    let run = desk.run(["metrics", "--lang", "en"]).exits(0);
    assert!(run.stdout.contains("妥投率") && !run.stdout.contains("盘点差异"), "{run}");
    run.notes("1 metric stated by one report only; --all shows them");
    assert!(desk.run(["metrics", "--all"]).exits(0).stdout.contains("盘点差异"));
}

#[test]
fn the_json_has_every_value_with_its_line_and_the_weeks_without_one() {
    let desk = desk_with(&[
        ("2024-03-01", "- 妥投率：98.10%（上周97.9%）"),
        ("2024-03-08", "- 客诉12件"),
        ("2024-03-22", "- 妥投率：98.4%"),
    ]);
    let found = rows(&desk.run(["metrics", "妥投率", "--json"]).exits(0));
    assert_eq!(found.len(), 1);
    let points = json!([
        { "date": "2024-03-01", "report": "2024-03-01", "author": null, "value": 98.1, "text": "98.10%", "name": "妥投率",
          "section": ["运行数据"], "path": "2024-03-01.md", "lines": [5, 5] },
        { "date": "2024-03-22", "report": "2024-03-22", "author": null, "value": 98.4, "text": "98.4%", "name": "妥投率",
          "section": ["运行数据"], "path": "2024-03-22.md", "lines": [5, 5] },
    ]);
    let mut told = found[0]["points"].clone();
    for point in told.as_array_mut().expect("a list") {
        let confidence = point.as_object_mut().and_then(|point| point.remove("confidence"));
        assert!(confidence.and_then(|percent| percent.as_u64()).is_some_and(|percent| percent <= 100), "{point}");
    }
    assert_eq!(told, points);
    let missing: Vec<(&str, bool)> = found[0]["missing"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|week| (week["week"].as_str().unwrap_or_default(), week["reported"] == json!(true)))
        .collect();
    assert_eq!(missing, [("2024-03-08", true), ("2024-W11", false)]);
}

#[test]
fn two_values_of_one_report_are_both_told() {
    let desk = desk_with(&[("2024-03-01", "- 妥投率：98.1%\n- 妥投率：97.2%"), ("2024-03-08", "- 妥投率：98%")]);
    let run = desk.run(["metrics"]).exits(0);
    assert!(run.stdout.contains("! 同一篇周报既写 98.1% 又写 97.2%"), "{run}");
    let found = rows(&desk.run(["metrics", "--json"]).exits(0));
    assert_eq!(found[0]["contradictions"][0]["report"], "2024-03-01");
    assert_eq!(found[0]["points"].as_array().map(Vec::len), Some(3));
    let of_months = "| 指标 | 1 月 | 2 月 |\n|---|---|---|\n| 妥投量 | 1,862 | 2,047 |";
    let desk = desk_with(&[("2024-03-01", of_months)]);
    let found = rows(&desk.run(["metrics", "--json"]).exits(0));
    assert_eq!(found[0]["contradictions"], json!([]), "two months of one report");
}

#[test]
fn the_csv_has_a_row_a_value_and_no_formula() {
    let desk = desk_with(&[("2024-03-01", "- =妥投率：98.1%\n- 增速：-3.5%")]);
    let run = desk.run(["metrics", "--csv"]).exits(0);
    let lines: Vec<&str> = run.stdout.split_inclusive("\r\n").collect();
    assert_eq!(lines[0], "metric,qualifier,unit,date,report,author,value,text,name,section,place,was\r\n");
    assert_eq!(lines.len(), 3, "{run}");
    assert!(lines.iter().any(|line| line.contains(",-3.5,'-3.5%,")), "{run}");
    assert!(!run.stdout.contains(",=") && !run.stdout.starts_with('='), "{run}");
}

#[test]
fn a_figure_that_was_set_right_is_found_where_it_was_and_says_what_it_was() {
    let right = "- 正点率：92.6%\n- 更正：上周正点率 91.8% 偏高，重算为 90.7%";
    let desk = desk_with(&[("2024-03-01", "- 正点率：91.8%"), ("2024-03-08", right)]);
    let found = rows(&desk.run(["metrics", "--json"]).exits(0));
    let point = &found[0]["points"][0];
    assert_eq!(
        (&point["date"], &point["text"], &point["was"]),
        (&json!("2024-03-01"), &json!("90.7%"), &json!("91.8%"))
    );
    assert_eq!(point["path"], "2024-03-08.md", "the line that says so");
    assert!(found[0]["points"][1].get("was").is_none());
    desk.run(["metrics", "--csv"]).exits(0).says("90.7%").says("91.8%");
}

#[test]
fn near_names_are_joined_by_the_alias_table_and_by_nothing_else() {
    let desk = desk_with(&[("2024-03-01", "- 支付系统年度可用性：99.9%"), ("2024-03-08", "- 年度可用性：99.8%")]);
    assert_run!(desk, desk.run(["metrics", "--unification", "--lang", "en"]), @r#"
        exit code: 0
        ----- stdout -----
        年度可用性 %
          年度可用性 (the name itself)
            r/2024-03-08.md:5
        支付系统年度可用性 %
          支付系统年度可用性 (the name itself)
            r/2024-03-01.md:5

        Near, and not joined
          年度可用性 | 支付系统年度可用性
            r/2024-03-08.md:5
            r/2024-03-01.md:5
            to join them: "年度可用性" = ["支付系统年度可用性"]
          Such lines stand in `[metrics.aliases]` of the configuration.

        2 metrics in 2 reports

        ----- stderr -----
    "#);
    desk.write("names.toml", "\"年度可用性\" = [\"支付系统年度可用性\"]\n");
    desk.write("zhoubao.toml", "[metrics]\nalias_file = \"names.toml\"\n");
    assert_run!(desk, desk.run(["metrics", "--unification", "--lang", "en", "--config", "zhoubao.toml"]), @r"
        exit code: 0
        ----- stdout -----
        年度可用性 %
          支付系统年度可用性 (by the alias table)
            r/2024-03-01.md:5
          年度可用性 (the name itself)
            r/2024-03-08.md:5

        1 metric in 2 reports

        ----- stderr -----
    ");
    let run = desk.run(["metrics", "--unification", "--json", "--config", "zhoubao.toml"]).exits(0);
    let rules: Vec<Value> = run.json()["groups"][0]["spellings"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| one["rule"].clone())
        .collect();
    assert_eq!(rules, [json!("alias"), json!("same")]);
}

#[test]
fn a_spelling_under_two_names_is_an_error_with_a_hint() {
    let desk = desk_with(&[("2024-03-01", "- 妥投率：98.1%")]);
    desk.write("zhoubao.toml", "[metrics.aliases]\n\"A率\" = [\"丙率\"]\n\"B率\" = [\"丙率\"]\n");
    desk.run(["metrics", "--config", "zhoubao.toml"]).exits(1).notes("丙率").notes("[metrics.aliases]");
    desk.write("zhoubao.toml", "[metrics]\nalias_file = \"nowhere.toml\"\n");
    desk.run(["metrics", "--config", "zhoubao.toml"]).exits(1).notes("nowhere.toml");
}

#[test]
fn nothing_is_said_with_what_was_searched() {
    let desk = desk_with(&[("2024-03-01", "- 妥投率：98.1%")]);
    desk.run(["metrics", "火星"])
        .exits(3)
        .notes("周报中没有：1 篇周报（2024-02-24 至 2024-03-01）里没有指标（`火星`）");
    let run = desk.run(["metrics", "火星", "--lang", "en"]).exits(3);
    assert_eq!(run.stdout, "");
    run.notes("not in the reports: no metric with `火星` in 1 report (2024-02-24 to 2024-03-01)");
    assert_eq!(desk.run(["metrics", "--json", "火星"]).exits(3).json(), json!([]));
}

#[test]
fn json_and_csv_at_once_are_wrong_usage() {
    Desk::new().run(["metrics", "--json", "--csv"]).exits(2).notes("cannot be used with");
    Desk::with_seeds().run(["metrics", "2月30日"]).exits(2).notes("2月30日");
}
