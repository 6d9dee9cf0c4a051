//! Trends: a chart for people, a picture for pages, data for programs, and an honest nothing.

use serde_json::json;
use unicode_width::UnicodeWidthStr;

use crate::desk::{Desk, assert_run};

/// Seven weekly reports with two measures; 第22周 is missing, 第24周 does not speak of the first measure.
fn desk() -> Desk {
    let desk = Desk::new();
    let weeks = [
        (20, "05-09", "99.97%"),
        (21, "05-16", "99.99%"),
        (23, "05-30", "99.98%"),
        (24, "06-06", ""),
        (25, "06-13", "99.95%"),
        (26, "06-20", "99.96%"),
        (27, "06-27", "99.94%"),
    ];
    for (week, day, rate) in weeks {
        let rate = if rate.is_empty() { String::new() } else { format!("- 登录成功率：{rate}\n") };
        let page = format!("# 第{week}周 2023-{day}\n\n## 上周进展\n\n{rate}- 在线终端：{}台\n", 1000 + week);
        desk.write(&format!("r/第{week}周 2023-{day}.md"), page);
    }
    let page = "# 第28周 2023-07-04\n\n## 生产事件\n\n- 6/15 11:01 网关证书过期，登录失败。\n原因：未续期\n";
    desk.write("r/第28周 2023-07-04.md", page);
    desk.run(["ingest", "r", "--embedder", "none"]).exits(0);
    desk
}

#[test]
fn the_chart_shows_values_gaps_incidents_and_where_they_are_told() {
    let desk = desk();
    assert_run!(desk, desk.run(["trend", "登录成功率", "--height", "6"]), @r"
    exit code: 0
    ----- stdout -----
    登录成功率
    纵轴 99.94% 至 100.00%，不从 0 起
    100.00% ⡗
            ⡇       ⣀⠤⠔⠊◉
     99.98% ⡗  ⣀⠤⠔⠊⠉                        ◉
     99.96% ⡗ ◉                                                         ⢀◉⡀
            ⡇                                                  ◉⣀⠤⠤⠔⠒⠒⠉⠉⠁ ⠈⠑⠒⠤⣀⡀
     99.94% ⡗                                                                  ⠈⠑⠒⠤◉
            ⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉
     无数据             ░░░░░░░░░░░              ░░░░░░░░░░
       事件                                                       1
              第20周                     第23周             第25周    第26周  第27周
              2023-05-09                 05-30              06-13     06-20   06-27
    最新：99.94%（第27周 2023-06-27）
        r/第27周 2023-06-27.md:5
    最低 99.94%（第27周），最高 99.99%（第21周），中位数 99.965%
    走势：看不出上升或下降（Mann–Kendall p=0.14，6 个值）
    无数据：第22周（没有周报）；第24周（周报里没有读到）

    事件：
    1 2023-06-15 网关证书过期，登录失败。
        r/第28周 2023-07-04.md:5-6

    ----- stderr -----
    ");
}

#[test]
fn every_line_fits_the_width_asked_for() {
    let desk = desk();
    for width in ["40", "80", "120"] {
        let run = desk.run(["trend", "登录成功率", "在线终端", "--width", width]).exits(0);
        let columns: usize = width.parse().expect("a number");
        let lines = run.stdout.lines().filter(|line| !line.starts_with("    ") || !line.contains(".md:"));
        let widest = lines.map(UnicodeWidthStr::width).max();
        assert!(widest.is_some_and(|widest| widest <= columns), "{widest:?}\n{run}");
    }
}

#[test]
fn the_json_holds_to_its_contract() {
    let json = desk().run(["trend", "登录成功率", "--json"]).exits(0).json();
    assert_eq!((&json["metric"], &json["unit"]), (&json!("登录成功率"), &json!("%")));
    let first = &json["points"][0];
    assert_eq!((&first["date"], &first["report"]), (&json!("2023-05-09"), &json!("第20周")));
    assert_eq!((&first["value"], &first["text"]), (&json!(99.97), &json!("99.97%")));
    assert_eq!((&first["path"], &first["lines"]), (&json!("第20周 2023-05-09.md"), &json!([5, 5])));
    assert_eq!(json["points"].as_array().map(Vec::len), Some(6));
    let gaps: Vec<(&str, bool)> = json["missing"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|gap| (gap["week"].as_str().unwrap_or(""), gap["reported"] == true))
        .collect();
    assert_eq!(gaps, [("第22周", false), ("第24周", true)]);
    assert_eq!(json["incidents"][0]["date"], "2023-06-15");
    assert_eq!(json["statistics"]["trend"]["slope_method"], "Theil-Sen");
}

#[test]
fn the_csv_has_a_row_a_value_and_a_row_a_gap() {
    let run = desk().run(["trend", "登录成功率", "--csv"]).exits(0);
    let lines: Vec<&str> = run.stdout.split_inclusive("\r\n").collect();
    assert_eq!(lines.len(), 9, "{run}");
    assert!(lines[1].starts_with("登录成功率,,%,2023-05-09,第20周,,99.97,99.97%,"), "{run}");
    assert!(run.stdout.contains(",第22周,,,,,no report,"), "{run}");
    assert!(run.stdout.contains(",第24周,,,,,not in the report,"), "{run}");
}

#[test]
fn the_picture_goes_to_a_file_or_to_stdout() {
    let desk = desk();
    let run = desk.run(["trend", "登录成功率", "--svg", "a.svg"]).exits(0).notes("written: a.svg");
    assert_eq!(run.stdout, "");
    let written = std::fs::read_to_string(desk.path("a.svg")).expect("written");
    let printed = desk.run(["trend", "登录成功率", "--svg", "-"]).exits(0).stdout;
    assert_eq!(written, printed, "the same trend gives the same bytes");
    assert!(written.contains("第20周 2023-05-09: 99.97% — 第20周 2023-05-09.md:5"), "{written}");
    desk.run(["trend", "登录成功率", "--svg", "nowhere/a.svg"]).exits(1).notes("nowhere/a.svg");
}

#[test]
fn a_locale_without_unicode_gets_ascii() {
    let desk = desk();
    let braille = |text: &str| text.contains(|c: char| ('\u{2800}'..='\u{28FF}').contains(&c));
    let drawn = |locale: Option<&str>, more: &[&str]| {
        let mut command = desk.command(["trend", "登录成功率"].iter().chain(more));
        if let Some(locale) = locale {
            command.env("LC_ALL", locale);
        }
        crate::desk::Run::of(&mut command).exits(0).stdout
    };
    for (locale, is_ascii) in [
        (None, false),
        (Some("zh_CN.UTF-8"), false),
        (Some("C.utf8"), false),
        (Some("C"), true),
        (Some("zh_CN.GBK"), true),
    ] {
        assert_eq!(!braille(&drawn(locale, &[])), is_ascii, "{locale:?}");
    }
    assert!(!braille(&drawn(None, &["--ascii"])));
}

#[test]
fn an_english_question_is_answered_in_english() {
    desk().run(["trend", "login success rate"]).exits(0).says("axis from").says("latest: 99.94%");
}

#[test]
fn a_time_narrows_the_values() {
    let json = desk().run(["trend", "登录成功率", "2023-06", "--json"]).exits(0).json();
    let dates: Vec<&str> =
        json["points"].as_array().expect("a list").iter().filter_map(|point| point["date"].as_str()).collect();
    assert!(dates.contains(&"2023-06-13") && !dates.contains(&"2023-05-16"), "{dates:?}");
}

#[test]
fn what_no_report_states_is_not_drawn() {
    let desk = desk();
    let run = desk.run(["trend", "登陆成功率均值"]).exits(3).notes("相近的有：登录成功率").notes("zhoubao metrics");
    assert_eq!(run.stdout, "");
    assert_eq!(desk.run(["trend", "天气", "--json"]).exits(3).json()["points"], json!([]));
    let run = desk.run(["trend", "登录成功率", "天气"]).exits(0).says("登录成功率");
    run.notes("没有叫 `天气` 的指标");
}

#[test]
fn wrong_usage_is_told() {
    let desk = Desk::new();
    desk.run(["trend"]).exits(2);
    desk.run(["trend", "登录成功率", "--json", "--csv"]).exits(2).notes("cannot be used with");
    desk.run(["trend", "登录成功率", "--json", "--svg", "-"]).exits(2).notes("cannot both go to stdout");
    desk.run(["trend", "登录成功率", "--width", "3"]).exits(2).notes("3 is not in 40..=500");
}
