//! What is read in reports and questions, and what is left alone.

use super::super::{Expression, Impossible, Label, Relative, TimeOfDay, date_at_start, mentions, mentions_in_question};
use super::{asked, read, whole};

#[test]
fn every_written_form_of_a_day_is_that_day() {
    for form in [
        "6/15",
        "06/15",
        "2023/6/15",
        "2023-06-15",
        "2023.06.15",
        "20230615",
        "6月15日",
        "6月15号",
        "６月１５日",
        "2023年6月15日",
        "23年6月15日",
        "六月十五日",
        "二〇二三年六月十五日",
        "June 15",
        "Jun 15th, 2023",
        "15 June 2023",
        "15th of June",
        "⽉".replace('⽉', "6⽉15⽇").as_str(),
        "6 月 15 日",
        "6/15（周四）",
        "06-15",
    ] {
        assert_eq!(read(form), [format!("{form} => 2023-06-15")]);
    }
}

#[test]
fn times_are_read_with_and_without_a_day() {
    let cases = [
        ("16：55", "16:55"),
        ("12点18", "12:18"),
        ("下午3点半", "15:30"),
        ("10 时 05 分", "10:05"),
        ("下午 3 点半", "15:30"),
        ("6/15 11:01", "11:01"),
        ("14号23点", "23:00"),
        ("2023-05-31 20:45", "20:45"),
        ("2023-06-15T11:01:20Z", "11:01"),
        ("3/23 13:18", "13:18"),
        ("晚上8点15分", "20:15"),
    ];
    for (text, time) in cases {
        let found = mentions(text).remove(0).reading.map(|expression| expression.time());
        assert_eq!(found, Ok(Some(time.parse::<TimeOfDay>().unwrap())), "{text}");
    }
}

#[test]
fn weeks_keep_the_family_they_are_written_in() {
    let cases = [
        ("第26周", "第26周"),
        ("第二十六周", "第26周"),
        ("第 26 周", "第26周"),
        ("2023年第26周", "2023年第26周"),
        ("W26", "W26"),
        ("week 26", "第26周"),
        ("2024-W13", "2024-W13"),
        ("2024W13", "2024-W13"),
    ];
    for (text, label) in cases {
        assert_eq!(whole(text).unwrap().as_label().unwrap().to_string(), label, "{text}");
    }
    assert_eq!("第26周".parse::<Label>().unwrap().to_string(), "第26周");
    assert!("第26周 6/20".parse::<Label>().is_err());
}

#[test]
fn ranges_carry_what_one_end_leaves_out() {
    let cases = [
        ("6/9-6/15", "2023-06-09..2023-06-15"),
        ("6月9日-15日", "2023-06-09..2023-06-15"),
        ("6月9-15日", "2023-06-09..2023-06-15"),
        ("6月15—19", "2023-06-15..2023-06-19"),
        ("5月28—6月1日", "2023-05-28..2023-06-01"),
        ("2023.11.08~2023.11.21", "2023-11-08..2023-11-21"),
        ("2024-04-01 至 2024-04-14", "2024-04-01..2024-04-14"),
        ("2023-11-08_2023-11-21", "2023-11-08..2023-11-21"),
        ("2023-11-8-2023-11-21", "2023-11-08..2023-11-21"),
        ("2023.12.25-1.5", "2023-12-25..2024-01-05"),
        ("12.25-2024.1.5", "2023-12-25..2024-01-05"),
        ("2023/06/12-06/18", "2023-06-12..2023-06-18"),
        ("20231108-20231121", "2023-11-08..2023-11-21"),
        ("第13周到第26周", "2023-03-27..2023-07-02"),
        ("第13周..第26周", "2023-03-27..2023-07-02"),
        ("第13-26周", "2023-03-27..2023-07-02"),
        ("4月到6月", "2023-04-01..2023-06-30"),
        ("1-6月", "2023-01-01..2023-06-30"),
        ("between April and June", "2023-04-01..2023-06-30"),
        ("June 1-15", "2023-06-01..2023-06-15"),
        ("2–8 June", "2023-06-02..2023-06-08"),
        ("14 to 20 June", "2023-06-14..2023-06-20"),
        ("6/7 June", "2023-06-06..2023-06-07"),
        ("2023Q1-2023Q3", "2023-01-01..2023-09-30"),
        ("6.12-6.18", "2023-06-12..2023-06-18"),
        ("2023-05-15..2023-06-30", "2023-05-15..2023-06-30"),
        ("6/15-6/9", "2023-06-09..2023-06-15"),
    ];
    for (text, days) in cases {
        assert_eq!(asked(text), [format!("{text} => {days}")]);
    }
}

#[test]
fn a_day_in_a_list_is_of_the_month_of_the_one_before() {
    let cases = [
        (
            "试机5月9日、23日，6月7日、21日，全部正常",
            ["5月9日 => 2023-05-09", "23日 => 2023-05-23", "6月7日 => 2023-06-07", "21日 => 2023-06-21"].as_slice(),
        ),
        ("5月17日、24日", &["5月17日 => 2023-05-17", "24日 => 2023-05-24"]),
        // One that comes before is of the month in which it is told.
        ("5月30日、6日", &["5月30日 => 2023-05-30", "6日 => 2023-06-06"]),
    ];
    for (text, expected) in cases {
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn open_ends_include_or_exclude_what_they_name() {
    let cases = [
        ("6/1以来", "2023-06-01..2023-06-20"),
        ("since June", "2023-06-01..2023-06-30"),
        ("after 6/15", "2023-06-16..2023-06-20"),
        ("6/15之后", "2023-06-16..2023-06-20"),
        ("从第20周开始", "2023-05-15..2023-06-20"),
        ("6/15之前", "1970-01-01..2023-06-14"),
        ("截至6/15", "1970-01-01..2023-06-15"),
        ("until W20", "1970-01-01..2023-05-21"),
        ("6月底前", "1970-01-01..2023-06-30"),
        ("7/4前", "1970-01-01..2023-07-04"),
        ("before June", "1970-01-01..2023-05-31"),
        ("14号23点之后", "2023-06-14..2023-06-20"),
    ];
    for (text, days) in cases {
        assert_eq!(asked(text), [format!("{text} => {days}")]);
    }
}

#[test]
fn relative_words_are_seen_from_the_anchor() {
    let cases = [
        ("昨天", "2023-06-19"),
        ("上周", "2023-06-12..2023-06-18"),
        ("上上周", "2023-06-05..2023-06-11"),
        ("上周三", "2023-06-14"),
        ("下周二", "2023-06-27"),
        ("周五", "2023-06-23"),
        ("上个月", "2023-05-01..2023-05-31"),
        ("本季度", "2023-04-01..2023-06-30"),
        ("去年6月", "2022-06-01..2022-06-30"),
        ("最近三周", "2023-05-31..2023-06-20"),
        ("近7天", "2023-06-14..2023-06-20"),
        ("3天前", "2023-06-17"),
        ("两周前", "2023-06-05..2023-06-11"),
        ("上月15日", "2023-05-15"),
        ("月底", "2023-06-26..2023-06-30"),
        ("last Friday", "2023-06-16"),
        ("last 2 months", "2023-04-21..2023-06-20"),
        ("3 weeks ago", "2023-05-29..2023-06-04"),
        ("this quarter", "2023-04-01..2023-06-30"),
        ("上周末", "2023-06-17..2023-06-18"),
    ];
    for (text, days) in cases {
        assert_eq!(asked(text), [format!("{text} => {days}")]);
        assert!(whole(text).unwrap().is_relative(), "{text}");
    }
}

#[test]
fn counts_ratios_versions_and_addresses_are_no_dates() {
    for text in [
        "99.99%", "3.0", "10.14.113.233", "IPV6", "45/60", "104/135", "占比1/3", "1/3以上", "完成3/5", "进度：3/5",
        "M1-", "24/7", "98800", "502", "2min", "持续3周", "5991笔", "1408215.155元", "44.2万元/月", "v6.12",
        "版本1.1-1.4", "耗时1.5-2.5秒", "2/100", "每周五", "第3周期", "1号机房", "5个工作日", "T+3日", "以下3点建议",
        "账户2.0", "3/5个", "api/2023/06/15", "0.5个百分点", "2/3的用户", "P0/1", "13800138000", "110101199003074258",
        "如下周期", "目前天气", "各自", "march on", "may be", "H1", "W3", "10-15分钟", "10-12号楼", "10-12 people",
        "0571-08-15", "AB-10-12", "09-12点", "5-10", "10-12-3",
    ] {
        assert_eq!(read(text), [""; 0], "{text}");
    }
}

#[test]
fn two_numbers_with_a_dot_are_a_day_by_what_stands_around_them() {
    for (text, day) in [
        ("吊塔报告说6.18前给", "2023-06-18"),
        ("扫描枪 6.25 到货", "2023-06-25"),
        ("6.5 04:50 电源跳了", "2023-06-05"),
        ("6.8（周四）停机", "2023-06-08"),
        ("机房 5.20 停电预试", "2023-05-20"),
    ] {
        assert!(read(text).first().is_some_and(|found| found.ends_with(day)), "{text}: {:?}", read(text));
    }
    for text in [
        "评分 4.25，前次 4.18", "均价3.15后持平", "从 2.7 起算支持", "4.1 夜间巡查", "6.15 吨", "v2.10 上线",
        "版本 2.10 提测", "1.12 million",
    ] {
        assert_eq!(read(text), [""; 0], "{text}");
    }
}

#[test]
fn only_the_time_is_read_after_a_list_number() {
    assert_eq!(whole("22:00").unwrap().time(), mentions("1.22:00重启")[0].reading.as_ref().unwrap().time());
    assert_eq!(mentions("1.22:00重启")[0].span, 2..7);
}

#[test]
fn a_word_after_a_date_does_not_change_it() {
    assert_eq!(read("本周三个系统"), ["本周 => 2023-06-19..2023-06-25"]);
    assert_eq!(read("版本周五发布"), ["周五 => 2023-06-23"]);
    assert_eq!(read("3月中信银行"), ["3月 => 2023-03-01..2023-03-31"]);
    assert_eq!(read("6/15后台告警"), ["6/15 => 2023-06-15"]);
    assert_eq!(read("完成2/28上线"), ["2/28 => 2023-02-28"]);
    assert_eq!(read("06-14上线，改期06-20"), ["06-14 => 2023-06-14", "06-20 => 2023-06-20"]);
    assert_eq!(read("11/9、12/5投产"), ["11/9 => 2023-11-09", "12/5 => 2023-12-05"]);
}

#[test]
fn what_no_calendar_has_is_reported_with_the_reason() {
    for text in ["2/30", "6月31日", "13月5日", "第60周", "第0周", "2023-W53", "Q5", "25点", "2023-02-29", "6/15 25:10"]
    {
        assert_eq!(read(text), [format!("{text} => !")]);
    }
    assert_eq!(whole("2/30"), Err(Impossible::Day { year: None, month: 2, day: 30 }));
    assert_eq!(whole("第60周").unwrap_err().to_string(), "week 60 does not exist (1 to 53)");
    // A number of any length is the number that was written, or one that is said to be longer.
    for text in
        ["第99999999999999999999周", "2023年第99999999999999999999周", "第４２９４９６７２９６周", "第1000000000周"]
    {
        assert_eq!(whole(text).unwrap_err().to_string(), "week 1000000000+ does not exist (1 to 53)", "{text}");
    }
    assert_eq!(whole("第999999999周").unwrap_err().to_string(), "week 999999999 does not exist (1 to 53)");
    assert_eq!(whole("2023-W999"), Err(Impossible::Week { found: 999 }));
    assert_eq!(asked("week 100 incidents"), ["week 100 => !"]);
    assert_eq!(asked("week 2023-06-12"), ["2023-06-12 => 2023-06-12"]);
}

#[test]
fn questions_also_read_bare_years_and_dotted_days() {
    assert_eq!(asked("2023 incidents"), ["2023 => 2023-01-01..2023-12-31"]);
    assert_eq!(asked("6.15账户流水"), ["6.15 => 2023-06-15"]);
    assert_eq!(asked("误差超过 1.5 ULP"), [""; 0]);
    assert_eq!(asked("26周发生了什么"), ["26周 => 2023-06-26..2023-07-02"]);
    assert_eq!(asked("账户2.0处理了5991笔、99.99%"), [""; 0]);
    assert_eq!(read("2023 6.15"), [""; 0]);
}

#[test]
fn halves_of_the_year_are_no_spans_of_six_months() {
    assert_eq!(asked("上半年"), ["上半年 => 2023-01-01..2023-06-30"]);
    assert_eq!(asked("下半年"), ["下半年 => 2023-07-01..2023-12-31"]);
    assert_eq!(asked("最近半年"), ["最近半年 => 2022-12-21..2023-06-20"]);
    assert_eq!(asked("这两周"), ["这两周 => 2023-06-07..2023-06-20"]);
    assert_eq!(asked("这一周"), ["这一周 => 2023-06-19..2023-06-25"]);
    assert_eq!(asked("March to May 2023"), ["March to May 2023 => 2023-03-01..2023-05-31"]);
}

#[test]
fn incident_lines_begin_with_their_day_and_time() {
    let rest = |line: &'static str| {
        date_at_start(line).map(|(expression, end)| (expression.time().map(|time| time.to_string()), &line[end..]))
    };
    let time = |time: &str| Some(time.to_owned());
    assert_eq!(rest("3/23 13:18，告警"), Some((time("13:18"), "，告警")));
    assert_eq!(rest("　6月15日 11:01 差异"), Some((time("11:01"), " 差异")));
    assert_eq!(rest("2023-06-15 11:01:20 差异"), Some((time("11:01"), " 差异")));
    assert_eq!(rest("6/15上线"), Some((None, "上线")));
    for line in ["1/3以上", "1.22:00重启", "2/30 11:00", "昨天", "", "   ", "11:01 告警"] {
        assert_eq!(rest(line), None, "{line}");
    }
}

#[test]
fn text_of_any_script_is_read_without_harm() {
    assert_eq!(read("🙂6/15🙂\r\n第26周\u{feff}"), ["6/15 => 2023-06-15", "第26周 => 2023-06-26..2023-07-02"]);
    assert_eq!(read(""), [""; 0]);
    assert!(matches!(whole("今天"), Ok(Expression::Relative(Relative::Day(0)))));
}

#[test]
fn parts_of_a_month_are_read_in_both_languages() {
    let cases = [
        ("6月上半月", "2023-06-01..2023-06-15"),
        ("5月下半月", "2023-05-16..2023-05-31"),
        ("early June", "2023-06-01..2023-06-10"),
        ("mid-May to early September", "2023-05-11..2023-09-10"),
        ("between 8 May and 14 May 2023", "2023-05-08..2023-05-14"),
    ];
    for (text, days) in cases {
        assert_eq!(asked(text), [format!("{text} => {days}")]);
    }
}

#[test]
fn a_word_that_begins_like_a_fraction_leaves_the_day_a_day() {
    assert_eq!(asked("10/31分账失败"), ["10/31 => 2023-10-31"]);
    assert_eq!(read("10/31分账失败"), ["10/31 => 2023-10-31"]);
}

#[test]
fn a_part_of_a_series_is_no_day() {
    assert!(read("[PATCH 1/2] 修复登录").is_empty());
    assert!(read("[PATCH v3 3/5] mm").is_empty());
}

#[test]
fn a_share_that_is_counted_or_covered_is_no_day() {
    for text in ["巡检完成 8/12 块", "单元测试覆盖 6/8", "实到 7/7", "意见 9/9 条改完"] {
        assert!(read(text).is_empty(), "{text}: {:?}", read(text));
    }
    assert_eq!(read("6/15 项目评审"), ["6/15 => 2023-06-15"]);
    assert_eq!(read("灰度覆盖 6/8 上线的两台"), ["6/8 => 2023-06-08"]);
}

#[test]
fn spoken_spans_of_a_month_and_of_the_year_are_read() {
    for (text, days) in [
        ("4 月上中旬", "2023-04-01..2023-04-20"),
        ("4月 中下旬", "2023-04-11..2023-04-30"),
        ("二三月", "2023-02-01..2023-03-31"),
        ("十一二月份", "2023-11-01..2023-12-31"),
        ("2024年二三月", "2024-02-01..2024-03-31"),
        ("去年七八月", "2022-07-01..2022-08-31"),
        ("三四季度", "2023-07-01..2023-12-31"),
        ("2、3月", "2023-02-01..2023-03-31"),
        ("去年十月", "2022-10-01..2022-10-31"),
        ("春节", "2023-01-21..2023-01-28"),
        ("2024年春节期间", "2024-02-09..2024-02-16"),
        ("春节前", "2022-12-24..2023-01-20"),
        ("after the Spring Festival", "2023-01-29..2023-02-25"),
        ("去年春节前后", "2022-01-03..2022-03-07"),
    ] {
        assert_eq!(asked(text), [format!("{text} => {days}")]);
    }
    // A counting word, a list number, and a festival that a report plans for are no times of a report's text.
    for text in ["两三月", "1、2月", "春节保障方案", "二三级告警", "2、5月"] {
        let found = read(text);
        assert!(found.iter().all(|found| !found.contains("..2023-03") && !found.starts_with("春节")), "{found:?}");
    }
    assert_eq!(asked("2、5月"), ["5月 => 2023-05-01..2023-05-31"]);
}

#[test]
fn the_number_of_an_issue_is_read_where_reports_are_asked_for() {
    let issue = |text: &str| match whole(text) {
        Ok(Expression::Issue(number)) => Some(number),
        _ => None,
    };
    for (text, number) in [("第 53 期", 53), ("0079 期", 79), ("第五十三期", 53), ("issue 53", 53), ("Issue #53", 53)]
    {
        assert_eq!(issue(text), Some(number), "{text}");
    }
    // Phases of a project, instalments, terms.
    for text in ["第二期上线", "一期", "12期免息", "分24期", "第3期间", "第53期望值"] {
        let issues =
            mentions_in_question(text).into_iter().filter(|found| matches!(found.reading, Ok(Expression::Issue(_))));
        assert_eq!(issues.count(), 0, "{text}");
    }
    assert_eq!(mentions("第 53 期 issue 53"), []);
}
