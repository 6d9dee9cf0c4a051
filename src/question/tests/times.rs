//! Which times a question names, which of its reports it means, and what only looks like a time.

use super::read;
use crate::question::ReportPosition;

fn times(text: &str) -> Vec<String> {
    read(text).times.into_iter().map(|time| time.text).collect()
}

#[test]
fn to_look_something_up_is_not_next_week() {
    assert_eq!(times("查一下周报里的国密控件"), [""; 0]);
    assert_eq!(times("帮忙看一下周报"), [""; 0]);
}

#[test]
fn one_week_and_the_other_is_no_time_after() {
    assert_eq!(times("前后两周出金成功率差多少"), [""; 0]);
}

#[test]
fn a_day_and_its_week_mean_the_report() {
    for text in [
        "9月5日那周做了什么", "4月11日那份周报写了什么", "9/5的周报讲了什么", "2023-09-05 report",
        "What does the report of 5 September 2023 say?",
    ] {
        let question = read(text);
        assert_eq!(question.times.len(), 1, "{text}: {:?}", question.times);
        assert!(question.times[0].names_report, "{text}");
    }
    assert!(read("去年十月那期讲了什么").times[0].names_report);
    assert!(read("十月那期讲了什么").times[0].names_report);
    for text in ["十月的周报里谁值班", "9月5日做了什么", "9月5日的告警那天谁值班", "第37周的周报"]
    {
        assert!(read(text).times.iter().all(|time| !time.names_report), "{text}");
    }
}

#[test]
fn first_and_last_of_a_time_are_a_place() {
    assert_eq!(read("4月最后一期周报讲了什么").place, Some(ReportPosition::Last));
    assert_eq!(read("2023年第一份周报有哪些事故").place, Some(ReportPosition::First));
    assert_eq!(read("what was in the first weekly report").place, Some(ReportPosition::First));
    assert_eq!(read("the latest weekly report of May").place, Some(ReportPosition::Last));
    assert_eq!(read("6/15账户流水差异").place, None);
}

#[test]
fn the_latest_report_of_all_asks_for_the_state() {
    let question = read("最新一期周报里出金成功率是多少");
    assert_eq!(question.place, None);
    assert!(question.asks(super::Intent::State), "{:?}", question.intents);
}

#[test]
fn this_week_beside_a_date_points_at_the_date() {
    assert_eq!(times("6/15这周的事故"), ["6/15"]);
    assert_eq!(times("这周的事故"), ["这周"]);
}

#[test]
fn a_time_of_day_is_a_clock_and_no_day() {
    let question = read("14点至17点之间的超时");
    assert!(question.times.is_empty(), "{:?}", question.times);
    assert_eq!(question.clock, Some((14 * 60, 17 * 60)));
    let question = read("18:03那次超时的原因");
    assert!(question.times.is_empty(), "{:?}", question.times);
    assert_eq!(question.clock, Some((18 * 60 - 2, 18 * 60 + 8)));
    assert_eq!(read("6/15下午的事故").clock, Some((12 * 60, 19 * 60)));
    assert_eq!(read("00:02的告警").clock, Some((0, 7)));
}

#[test]
fn an_impossible_week_is_kept_beside_the_possible_ones() {
    let question = read("第60周和第26周有哪些事故");
    assert_eq!(question.impossible.len(), 1);
    assert_eq!(question.times.len(), 1);
}

#[test]
fn what_a_report_says_of_the_week_after_it_is_its_plan() {
    for (text, kept) in [
        ("5月4号那期说接下来一周要干啥", "5月4号"),
        ("上周的周报里，这周打算做什么", "上周"),
        ("23年最后一期周报里，往后一周排了哪些活", "23年"),
    ] {
        assert_eq!(times(text), [kept], "{text}");
        assert!(super::read(text).asks(super::Intent::Plan), "{text}");
    }
}

#[test]
fn two_digits_are_a_year_where_the_question_goes_on_as_of_one() {
    for (text, found) in
        [("23年有哪些事件", ["23年"].as_slice()), ("这套系统用了23年", &[]), ("20年的老系统怎么样", &[])]
    {
        assert_eq!(times(text), found, "{text}");
    }
}

#[test]
fn a_time_may_only_be_what_another_is_held_against() {
    let held = |text: &str| {
        let question = read(text);
        question.times.iter().map(|time| time.is_held_against(&question.text)).collect::<Vec<_>>()
    };
    assert_eq!(held("端午客流为什么比去年少"), [true]);
    assert_eq!(held("五一一共多少人次，跟去年比怎么样"), [true]);
    assert_eq!(held("How much more than last year?"), [true]);
    assert_eq!(held("去年一共多少人次"), [false]);
    assert_eq!(held("去年的占比是多少"), [false]);
}
