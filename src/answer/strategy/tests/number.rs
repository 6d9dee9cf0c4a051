//! Figures over several reports: series, extremes, differences.

use super::super::compare::compare;
use super::super::extreme::extreme;
use super::super::number::readings;
use super::super::series::{is_course, lacks_a_time, series};
use crate::answer::tests::Office;

fn office() -> Office {
    Office::of(&[
        ("第20周 2024-05-14", "## 运行数据\n\n- 代付成功率：99.20%（上周99.10%）\n- 客诉12件\n"),
        ("第21周 2024-05-21", "## 运行数据\n\n- 代付成功率：98.70%，目标99.9%\n- 客诉9件\n"),
        ("第22周 2024-05-28", "## 运行数据\n\n- 代付成功率：99.55%\n\n## 下周计划\n\n- 代付成功率提升到99.9%\n"),
    ])
}

#[test]
fn a_series_has_one_value_a_report_and_says_both_ends() {
    let (told, lines) = office()
        .answered("代付成功率的趋势", |read, sought, draft| series(&readings(&read.found, sought).0, draft));
    assert!(told);
    assert!(lines[0].contains("3 篇周报有数：从 99.20%") && lines[0].contains("最低 98.70%，最高 99.55%"), "{lines:?}");
    assert_eq!(lines.len(), 4, "{lines:?}");
    assert!(lines[1..].iter().all(|line| line.ends_with(']')), "{lines:?}");
}

#[test]
fn a_series_that_lacks_one_of_the_times_asked_for_is_in_doubt() {
    let lacks = |question: &str| {
        office().answered(question, |read, sought, _| lacks_a_time(&readings(&read.found, sought).0, &read.times)).0
    };
    assert!(lacks("代付成功率第21周比第24周高多少"));
    assert!(!lacks("代付成功率第20周比第22周高多少") && !lacks("代付成功率第21周怎么样"));
}

#[test]
fn the_values_of_two_reports_are_no_course() {
    let is_one =
        |question: &str| office().answered(question, |read, sought, _| is_course(&readings(&read.found, sought).0)).0;
    assert!(is_one("代付成功率的趋势"));
    assert!(!is_one("代付成功率第20周到第21周的趋势"));
}

#[test]
fn which_column_of_a_row_is_the_reports_own_no_word_tells() {
    let table =
        "## 运行数据\n\n| 指标 | 10.08-10.12 | 11.19-11.23 |\n| --- | --- | --- |\n| 接通率 | 84.6% | 88.9% |\n";
    let office = Office::of(&[("第47周 2024-11-23", table)]);
    let (found, _) =
        office.answered("接通率是多少", |read, sought, _| !readings(&read.found, sought).0.is_empty());
    assert!(!found, "84.6% would be the first, and 88.9% is the last");
}

#[test]
fn targets_plans_and_the_week_before_are_no_values() {
    let (told, lines) = office().answered("哪周代付成功率最高", |read, sought, draft| {
        extreme(&readings(&read.found, sought).0, sought, draft)
    });
    assert!(told && lines[0].contains("第22周") && lines[0].contains("99.55%"), "{lines:?}");
    assert!(lines[0].ends_with(" [1] [2] [3]") && lines[1].ends_with(" [1]"), "every figure is a source: {lines:?}");
    let (_, lines) = office().answered("哪周代付成功率最低", |read, sought, draft| {
        extreme(&readings(&read.found, sought).0, sought, draft)
    });
    assert!(lines[0].contains("第21周") && lines[0].contains("98.70%"), "{lines:?}");
}

#[test]
fn a_figure_of_one_report_alone_has_no_extreme_and_no_series() {
    let office = Office::of(&[("第20周 2024-05-14", "## 运行数据\n\n- 代付成功率：99.20%\n")]);
    let told = office.answered("哪周代付成功率最高", |read, sought, draft| {
        extreme(&readings(&read.found, sought).0, sought, draft)
    });
    assert_eq!(told, (false, Vec::new()));
    let told = office
        .answered("代付成功率的趋势", |read, sought, draft| series(&readings(&read.found, sought).0, draft));
    assert_eq!(told, (false, Vec::new()));
}

#[test]
fn equal_highest_values_are_all_quoted() {
    let office = Office::of(&[
        ("第20周 2024-05-14", "## 运行数据\n\n- 客诉12件\n"),
        ("第21周 2024-05-21", "## 运行数据\n\n- 客诉12件\n"),
        ("第22周 2024-05-28", "## 运行数据\n\n- 客诉3件\n"),
    ]);
    let (told, lines) = office
        .answered("哪周客诉最多", |read, sought, draft| extreme(&readings(&read.found, sought).0, sought, draft));
    assert!(told);
    assert_eq!(lines.iter().filter(|line| line.contains("客诉12件")).count(), 2, "{lines:?}");
}

#[test]
fn two_weeks_are_compared_with_their_difference_in_points() {
    let (told, lines) = office()
        .answered("第21周和第22周相比，代付成功率差多少", |read, sought, draft| {
            compare(&readings(&read.found, sought).0, &read.times, draft)
        });
    assert!(told && lines[0].contains("高 0.85个百分点"), "{lines:?}");
    assert_eq!(lines.len(), 3, "{lines:?}");
}

#[test]
fn a_fall_and_no_change_are_said() {
    let ask = |office: &Office, asked: &str| {
        office.answered(asked, |read, sought, draft| compare(&readings(&read.found, sought).0, &read.times, draft)).1
    };
    let lines = ask(&office(), "第20周和第21周的客诉相比");
    assert!(lines.first().is_some_and(|line| line.contains("低 3件")), "{lines:?}");
    let same = Office::of(&[
        ("第20周 2024-05-14", "## 运行数据\n\n- 客诉12件\n"),
        ("第21周 2024-05-21", "## 运行数据\n\n- 客诉12件\n"),
    ]);
    let lines = ask(&same, "第20周和第21周的客诉相比");
    assert!(lines.first().is_some_and(|line| line.contains("相同")), "{lines:?}");
}

#[test]
fn a_week_without_the_figure_is_not_compared() {
    let (told, lines) = office().answered("第21周和第22周的客诉相比", |read, sought, draft| {
        compare(&readings(&read.found, sought).0, &read.times, draft)
    });
    assert!(!told, "{lines:?}");
}

#[test]
fn figures_of_another_unit_stay_out_of_a_series() {
    let office = Office::of(&[
        ("第20周 2024-05-14", "## 运行数据\n\n- 代付失败12笔\n"),
        ("第21周 2024-05-21", "## 运行数据\n\n- 代付失败7笔\n"),
        ("第22周 2024-05-28", "## 运行数据\n\n- 代付失败占0.3%\n"),
    ]);
    let (told, lines) =
        office.answered("代付失败的趋势", |read, sought, draft| series(&readings(&read.found, sought).0, draft));
    assert!(told && lines[0].contains("2 篇周报有数"), "{lines:?}");
}
