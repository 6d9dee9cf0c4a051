//! Pictures of made-up series: what they show, and that nothing in a name can break them.

use std::path::PathBuf;

use proptest::prelude::{Strategy, any, prop, prop_assert, prop_assert_eq, proptest};
use rust_decimal::Decimal;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::axis::ValueAxis;
use super::label::{cut, folded, placed};
use super::measure::{Measure, number};
use super::{Chart, left_out_line, trend_csv, trend_svg, trend_text};
use crate::calendar::{Date, date_of_day_number};
use crate::fact::Confidence;
use crate::record::Place;
use crate::render::trend_json;
use crate::render::{Files, Paint};
use crate::report::Lines;
use crate::series::{Missing, Point, Series, statistics};
use crate::trend::{Mark, Traced, Trend};
use crate::vocabulary::Language;

fn day(week: i32) -> Date {
    // 2023-03-24 is a Friday.
    date_of_day_number(19_440 + 7 * week).expect("a day")
}

fn place(week: i32, line: usize) -> Place {
    let report = format!("第{}周", 13 + week);
    Place::of_page(
        uuid::Uuid::nil(),
        &report,
        &day(week).to_string(),
        &["上周进展".to_string()],
        &format!("{report}.md"),
        Lines { first: line, last: line },
    )
}

fn point(week: i32, value: &str, text: &str) -> Point {
    Point {
        corrected: None,
        date: day(week),
        value: value.parse().expect("a number"),
        text: text.to_string(),
        name: "成功率".to_string(),
        before: None,
        target: None,
        confidence: Confidence::SURE,
        place: place(week, 10),
    }
}

fn traced(metric: &str, unit: &str, points: Vec<Point>, missing: Vec<Missing>) -> Traced {
    let series =
        Series { metric: metric.to_string(), qualifier: String::new(), unit: unit.to_string(), points, missing };
    Traced { statistics: statistics(&series), series }
}

/// Values of consecutive weeks, written with the unit.
fn weekly(metric: &str, unit: &str, values: &[&str]) -> Traced {
    let point = |(week, value): (usize, &&str)| point(week as i32, value, &format!("{value}{unit}"));
    traced(metric, unit, values.iter().enumerate().map(point).collect(), Vec::new())
}

fn trend(traced: Vec<Traced>) -> Trend {
    Trend { traced, ..Trend::default() }
}

/// Seven weeks with a report missing, one that does not speak of it, and an incident.
fn with_gaps() -> Trend {
    let values = [(0, "99.97"), (1, "99.99"), (2, "99.98"), (5, "99.95"), (6, "99.96")];
    let points = values.map(|(week, value)| point(week, value, &format!("{value}%"))).to_vec();
    let missing =
        |week: i32, reported: bool| Missing { week: format!("第{}周", 13 + week), date: day(week), reported };
    let mark = Mark { date: day(4), summary: "网关证书过期，登录失败".to_string(), place: place(4, 30) };
    let traced = traced("登录成功率", "%", points, vec![missing(3, false), missing(4, true)]);
    Trend { traced: vec![traced], marks: vec![mark], ..Trend::default() }
}

fn chart(language: Language, is_ascii: bool) -> Chart {
    Chart { columns: 80, rows: Some(8), is_ascii, paint: Paint { colour: false }, language }
}

fn drawn(trend: &Trend, chart: &Chart) -> String {
    trend_text(trend, chart, &Files { here: PathBuf::from("/"), of: Box::new(|_| None) })
}

#[test]
fn a_chart_shows_values_gaps_incidents_and_where_they_are_told() {
    insta::assert_snapshot!(drawn(&with_gaps(), &chart(Language::Chinese, false)));
}

#[test]
fn a_chart_can_be_drawn_in_ascii() {
    let drawn = drawn(&with_gaps(), &chart(Language::English, true));
    insta::assert_snapshot!(drawn);
    let frame = drawn.lines().skip(2).take(9).collect::<String>();
    assert!(frame.is_ascii(), "{frame}");
}

#[test]
fn a_picture_shows_values_gaps_incidents_and_their_sources() {
    insta::assert_snapshot!(trend_svg(&with_gaps(), Language::Chinese));
}

#[test]
fn the_same_trend_gives_the_same_bytes() {
    let trend = with_gaps();
    assert_eq!(trend_svg(&trend, Language::Chinese), trend_svg(&trend.clone(), Language::Chinese));
}

#[test]
fn programs_get_the_contract_and_the_methods() {
    insta::assert_snapshot!(format!("{:#}", trend_json(&with_gaps())));
    insta::assert_snapshot!(trend_csv(&with_gaps()).expect("in memory"));
    let nothing = trend_json(&Trend::default());
    assert!(nothing["metric"].is_null() && nothing["points"] == serde_json::json!([]));
}

#[test]
fn near_one_hundred_a_hundredth_is_seen() {
    let trend = trend(vec![weekly("可用率", "%", &["99.97", "99.99", "99.98"])]);
    let text = drawn(&trend, &chart(Language::English, false));
    assert!(text.contains("axis from 99.97% to 99.99%, not from 0"), "{text}");
    for label in ["99.97% ⡗", "99.98% ⡗", "99.99% ⡗"] {
        assert!(text.contains(label), "{label} in {text}");
    }
}

#[test]
fn an_axis_that_has_zero_says_nothing_of_it() {
    let text = drawn(&trend(vec![weekly("事故", "次", &["0", "2", "1"])]), &chart(Language::Chinese, false));
    assert!(text.contains("纵轴 0 至 2\n"), "{text}");
}

#[test]
fn large_amounts_are_counted_in_yi() {
    let trend = trend(vec![weekly("交易额", "元", &["352000000", "410000000", "397000000"])]);
    let text = drawn(&trend, &chart(Language::Chinese, false));
    assert!(text.contains("单位 亿元，纵轴 3.5 至 4.5"), "{text}");
    assert!(text.contains("中位数 3.97亿元"), "{text}");
    let english = drawn(&trend, &chart(Language::English, false));
    assert!(english.contains("unit million 元; axis from 350 to 450"), "{english}");
}

#[test]
fn an_outlier_does_not_press_the_others_flat() {
    let trend = trend(vec![weekly("失败", "笔", &["21", "24", "28", "23", "1000000", "26"])]);
    let text = drawn(&trend, &chart(Language::Chinese, false));
    assert!(text.contains("纵轴 20 至 30"), "{text}");
    assert!(text.contains("↟ 高于纵轴") && text.contains("离群值：第17周 1000000笔"), "{text}");
    let svg = trend_svg(&trend, Language::Chinese);
    assert!(svg.contains("超出纵轴") && svg.contains(">1000000笔</text>"));
}

#[test]
fn one_value_is_drawn_and_has_no_trend() {
    let text = drawn(&trend(vec![weekly("时延", "ms", &["35"])]), &chart(Language::English, false));
    assert!(text.contains("◉") && text.contains("1 usable value, too few for a trend"), "{text}");
}

#[test]
fn panels_have_axes_of_their_own_and_one_time_line() {
    let trend =
        trend(vec![weekly("可用率", "%", &["99.97", "99.99"]), weekly("在线商户", "户", &["120000", "125000"])]);
    let text = drawn(&trend, &chart(Language::Chinese, false));
    let weeks: Vec<&str> = text.lines().filter(|line| line.contains("第13周 ") && line.contains("第14周")).collect();
    assert_eq!(weeks.len(), 2, "{text}");
    assert_eq!(weeks[0], weeks[1], "one week stands in one column of all panels");
}

#[test]
fn values_of_one_day_that_contradict_each_other_are_shown_and_told() {
    let points = vec![point(0, "1", "1"), point(1, "2", "2"), point(1, "3", "3")];
    let trend = trend(vec![traced("在线率", "", points, Vec::new())]);
    let text = drawn(&trend, &chart(Language::Chinese, false));
    assert!(text.contains("有互相矛盾的值：2、3，统计时不计") && text.contains("✕ 互相矛盾"), "{text}");
}

/// The text between tags, and nothing that XML would take for markup in it.
fn assert_harmless(svg: &str) {
    assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n"));
    for forbidden in ["<script", "<i>", "]]>", "\u{1b}", "\u{0}", "\u{202E}", "onload=\""] {
        assert!(!svg.contains(forbidden), "{forbidden:?}");
    }
    let mut open: Vec<&str> = Vec::new();
    for tag in svg.split('<').skip(1) {
        let (tag, text) = tag.split_once('>').expect("every tag ends");
        assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
        let known = ["amp;", "lt;", "gt;", "quot;", "#39;"];
        let entities = text.split('&').skip(1).all(|rest| known.iter().any(|name| rest.starts_with(name)));
        assert!(entities, "{text}");
        let name = tag.trim_start_matches('/').split([' ', '/']).next().expect("a name");
        match (tag.starts_with('/'), tag.ends_with('/')) {
            (true, _) => assert_eq!(open.pop(), Some(name)),
            (false, false) => open.push(name),
            (false, true) => {}
        }
    }
    assert!(open.is_empty(), "{open:?}");
}

#[test]
fn a_name_cannot_break_out_of_the_picture() {
    let hostile = "<script>alert(\"1\")</script>&'\u{1b}[31m\u{202E}\u{0}]]>\" onload=\"x";
    let mut trend = with_gaps();
    let traced = &mut trend.traced[0];
    (traced.series.metric, traced.series.unit) = (hostile.to_string(), hostile.to_string());
    traced.series.points[0].text = hostile.to_string();
    let place = &mut traced.series.points[1].place;
    *place = Place::of_page(place.report_id(), place.report(), "", &[], &format!("{hostile}\n第二行"), place.lines);
    traced.series.missing[0].week = hostile.to_string();
    trend.marks[0].summary = hostile.to_string();
    assert_harmless(&trend_svg(&trend, Language::Chinese));
    let text = drawn(&trend, &chart(Language::Chinese, false));
    assert!(!text.contains(['\u{1b}', '\u{202E}', '\u{0}']), "{text:?}");
    let line = left_out_line(&[hostile.to_string()], Language::English).expect("a line");
    assert!(!line.contains('\u{1b}'));
}

#[test]
fn a_formula_in_a_name_is_text_to_a_spreadsheet() {
    let csv = trend_csv(&trend(vec![weekly("=1+1", "", &["-2"])])).expect("in memory");
    assert!(csv.contains("'=1+1,") && csv.contains(",-2,'-2,"), "{csv}");
}

#[test]
fn a_name_of_forty_ideographs_is_folded_and_stays_whole() {
    let name = "支付清算结算核心系统上半年全部渠道有效出金一次成功率含重试与人工补单以及跨行的口径";
    let trend = trend(vec![weekly(name, "%", &["99.97", "99.99"])]);
    let text = drawn(&trend, &chart(Language::Chinese, false));
    let title: String = text.lines().take(2).collect();
    assert_eq!(title, name);
    assert!(text.lines().all(|line| line.width() <= 80), "{text}");
}

#[test]
fn labels_are_cut_folded_and_never_touch() {
    assert_eq!(cut("支付成功率", 7, '…'), "支付成…");
    assert_eq!(folded("走势：上升，约 +1 bp（p<0.01）", 12), ["走势：上升，", "约 +1 bp", "（p<0.01）"]);
    assert_eq!(folded("", 10), [""]);
    let labels = placed(&[0.0, 5.0, 10.0, 15.0, 20.0], 21.0, 1.0, &|_, _| 6.0);
    assert_eq!(labels.iter().map(|label| label.at).collect::<Vec<_>>(), [0, 2, 4]);
    assert!(placed(&[], 10.0, 1.0, &|_, _| 1.0).is_empty());
}

#[test]
fn numbers_have_the_digits_of_the_data() {
    assert_eq!(number(-0.001, 2), "0.00");
    assert_eq!(number(1_234_567.0, 0), "1,234,567");
    assert_eq!(number(1234.5, 1), "1234.5");
    let measure = Measure::of(&weekly("可用率", "%", &["99.9", "100.00"]).series, Language::Chinese);
    assert_eq!(measure.median_text(Decimal::new(9995, 2)), "99.95%");
    assert_eq!(measure.median_text(Decimal::new(99_965, 3)), "99.965%", "half way between two values");
}

#[test]
fn no_sign_is_wide_in_a_chinese_terminal() {
    let text = drawn(&with_gaps(), &chart(Language::English, false));
    for c in text.lines().skip(2).take(10).flat_map(str::chars) {
        assert!(!is_ideograph(c) || c.width() == Some(2));
        assert!(is_ideograph(c) || c.width_cjk() == Some(1), "{c:?} is of ambiguous width");
    }
}

fn is_ideograph(c: char) -> bool {
    ('\u{4E00}'..='\u{9FFF}').contains(&c)
}

fn any_trend() -> impl Strategy<Value = Trend> {
    let value = (any::<i64>(), 0..20u32, 0..800i32);
    let series = (any::<String>(), any::<String>(), prop::collection::vec((value, any::<String>()), 0..12));
    prop::collection::vec(series, 0..4).prop_map(|all| {
        let traced = all.into_iter().map(|(metric, unit, values)| {
            let made = |((number, scale, day), text): ((i64, u32, i32), String)| Point {
                corrected: None,
                date: date_of_day_number(19_000 + day).expect("a day"),
                value: Decimal::new(number, scale),
                text,
                ..point(0, "0", "")
            };
            let missing = vec![Missing { week: unit.clone(), date: day(3), reported: true }];
            traced(&metric, &unit, values.into_iter().map(made).collect(), missing)
        });
        let marks = vec![Mark { date: day(2), summary: "告警".to_string(), place: place(2, 1) }];
        Trend { traced: traced.collect(), marks, ..Trend::default() }
    })
}

proptest! {
    #[test]
    fn nothing_that_is_drawn_panics(trend in any_trend(), columns in 0..200usize, rows in 0..40usize) {
        for (language, is_ascii) in [(Language::Chinese, false), (Language::English, true)] {
            let chart = Chart { columns, rows: Some(rows), is_ascii, paint: Paint { colour: false }, language };
            drawn(&trend, &chart);
            assert_harmless(&trend_svg(&trend, language));
        }
        prop_assert!(trend_csv(&trend).is_ok());
        trend_json(&trend);
    }

    #[test]
    fn a_larger_value_never_lies_lower(values in prop::collection::vec(-1e12..1e12_f64, 2..20), decimals in 0..4u32) {
        let unit = format!("{}1", "0.".repeat(usize::from(decimals > 0)) + &"0".repeat(decimals.saturating_sub(1) as usize));
        let measure = Measure::of(&weekly("甲", "", &[&unit]).series, Language::Chinese);
        let axis = ValueAxis::new(&values, &vec![false; values.len()], &measure, 5);
        let mut sorted = values.clone();
        sorted.sort_by(f64::total_cmp);
        for pair in sorted.windows(2) {
            prop_assert!(axis.share(pair[0]) <= axis.share(pair[1]));
            prop_assert!(axis.holds(pair[0]));
        }
        prop_assert!(axis.ticks.len() >= 2);
        for pair in axis.ticks.windows(2) {
            prop_assert!(pair[0].value < pair[1].value);
            prop_assert!(pair[0].label != pair[1].label);
        }
        let ends = (axis.ticks[0].value, axis.ticks[axis.ticks.len() - 1].value);
        prop_assert_eq!(ends, (axis.low, axis.high));
    }
}
