//! Titles and file names.

use super::super::{TitleReading, read_title};
use super::REPORT_DAY;

/// `label | date | coverage` of a title, seen from the report's day.
fn read(title: &str) -> String {
    let TitleReading { label, date, coverage } = read_title(title).resolve(Some(REPORT_DAY)).unwrap();
    let label = label.map_or_else(String::new, |label| label.to_string());
    let date = date.map_or_else(String::new, |date| date.to_string());
    let coverage = coverage.map_or_else(String::new, |coverage| coverage.to_string());
    format!("{label}|{date}|{coverage}")
}

#[test]
fn titles_name_a_week_a_day_or_a_span() {
    let cases = [
        ("第45周 2023/11/02", "第45周|2023-11-02|"),
        ("2024-W13", "2024-W13||"),
        ("2023.11.08~2023.11.21", "||2023-11-08..2023-11-21"),
        ("2023-11-8-2023-11-21", "||2023-11-08..2023-11-21"),
        ("20231108-20231121 周报", "||2023-11-08..2023-11-21"),
        ("周报 6/9-6/15", "||2023-06-09..2023-06-15"),
        ("2023年第26周(6.12-6.18)", "2023年第26周||2023-06-12..2023-06-18"),
        ("2024-04-01 至 2024-04-14", "||2024-04-01..2024-04-14"),
        ("2023/04/18 周二_副本", "|2023-04-18|"),
        ("某人_周报_20231108_20231121.md", "||2023-11-08..2023-11-21"),
        ("周报2023.11.21-2023.11.08.md.md", "||2023-11-08..2023-11-21"),
        ("2023年 周报 12.25-1.5", "||2023-12-25..2024-01-05"),
        ("26周周报", "第26周||"),
        ("二十六周周报", "第26周||"),
        ("周报 6/9—6/15（两周）", "||2023-06-09..2023-06-15"),
        ("周报 6/9–6/15（三周合并）", "||2023-06-09..2023-06-15"),
        ("第26周 2023-06-20 61f2UzcrhaYDqbz23Gaabn.md", "第26周|2023-06-20|"),
        ("2023年6月月报", "||2023-06-01..2023-06-30"),
        ("report_2023-06-20_v1.2.md", "|2023-06-20|"),
        ("谷向南 330401.md", "|2033-04-01|"),
        ("网关组_231121", "|2023-11-21|"),
        ("网关组 23.11.12", "|2023-11-12|"),
        ("Imogen weekly 17.06.33.md", "|2033-06-17|"),
        ("Imogen weekly 12.11.23", "|2023-11-12|"),
        ("工单 991399", "||"),
        ("网关 3d5a3be8d5127f9a4c06a1d4e79230f3a231121.md", "||"),
        ("会议纪要-20230424-2.9复盘", "|2023-04-24|"),
        ("20230424_1.12 上线评审.md", "|2023-04-24|"),
        ("2023.11.8-21", "||2023-11-08..2023-11-21"),
        ("20231108-1121周报", "||2023-11-08..2023-11-21"),
        ("会议时间 2023 年 6 月 22 日 14:00—16:10", "|2023-06-22|"),
        ("特车队来信_10-11月", "||2023-10-01..2023-11-30"),
        ("Cameras and cooling, week of 2 August", "||2023-08-02..2023-08-08"),
        ("Weekly, week 7-11 June 2027", "||2027-06-07..2027-06-11"),
        ("Notes week 7 June 2027", "|2027-06-07|"),
        ("Weekly, week 7", "第7周||"),
        ("Lab notes, w/c 28 Dec 2026", "||2026-12-28..2027-01-03"),
        ("6月第3周周报", "||2023-06-12..2023-06-18"),
        ("ExportBlock-1234abcd Part-1", "||"),
        ("", "||"),
    ];
    for (title, expected) in cases {
        assert_eq!(read(title), expected, "{title}");
    }
}

#[test]
fn a_title_without_a_year_or_anchor_stays_open() {
    let dates = read_title("周报 6/9-6/15");
    assert!(dates.coverage.is_some());
    assert_eq!(dates.resolve(None), Ok(TitleReading::default()));
}

#[test]
fn an_impossible_date_in_a_title_is_kept_as_a_finding() {
    let dates = read_title("周报 2023-02-30");
    assert_eq!(dates.date, None);
    assert_eq!(dates.impossible.len(), 1);
}

#[test]
fn a_month_and_a_day_in_four_digits_are_a_title_alone_and_never_a_year() {
    for (title, expected) in [
        ("1108", "|2023-11-08|"),
        ("0110.md", "|2024-01-10|"),
        ("周报1108", "|2023-11-08|"),
        ("周报_1108", "|2023-11-08|"),
        ("值班碎碎念_1108.md", "|2023-11-08|"),
        ("设备台账_1332", "||"),
        ("2023", "||2023-01-01..2023-12-31"),
        ("1332", "||"),
        ("0230", "||"),
        ("工单 1108", "||"),
        ("保障部周报11-8", "|2023-11-08|"),
        ("保障部周报11-8 修订", "||"),
        ("报告（1108）", "|2023-11-08|"),
        ("第1108期", "||"),
    ] {
        let TitleReading { label, date, coverage } =
            read_title(title).resolve(Some(jiff::civil::date(2023, 12, 1))).unwrap();
        let written = |part: Option<String>| part.unwrap_or_default();
        let found = format!(
            "{}|{}|{}",
            written(label.map(|label| label.to_string())),
            written(date.map(|date| date.to_string())),
            written(coverage.map(|coverage| coverage.to_string()))
        );
        assert_eq!(found, expected, "{title}");
    }
}

#[test]
fn the_day_that_names_a_page_without_a_year_is_told() {
    for (title, expected) in [
        ("03月20日", Some("03-20")),
        ("11.02-11.08", Some("11-08")),
        ("1108", Some("11-08")),
        ("2023年 3月20日", None),
        ("2023-03-20", None),
        ("第26周", None),
        ("组记（6 月第 2 周）", Some("06-14")),
        ("组记_6月第2周", Some("06-14")),
        ("2025年6月第2周", None),
        ("商户服务部五月月报", Some("05-31")),
        ("2月月报", Some("02-28")),
        ("2036年5月月报", None),
        ("周报0721-0727", Some("07-27")),
        ("后勤 0602~0608", Some("06-08")),
        ("1229-0104周报", Some("01-04")),
        ("2024周报0721-0727", None),
        ("工单 1332-1340", None),
        ("方案 0101-0630", None),
    ] {
        assert_eq!(read_title(title).day_without_year().map(|day| day.to_string()).as_deref(), expected, "{title}");
    }
}
