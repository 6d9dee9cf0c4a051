use std::collections::BTreeMap;

use uuid::Uuid;

use super::{MetricStatement, Rule, akin, groups, likely_groups};
use crate::fact::metrics;
use crate::record::Place;
use crate::report::{PageName, Report};
use crate::series::{Aliases, Group, Point, Unification};

/// One report a week from 2024-03-01, each with a section of figures.
fn stated(pages: &[&str]) -> Vec<MetricStatement> {
    let page = |(week, text): (usize, &&str)| {
        let name = PageName { name: String::new(), folders: Vec::new() };
        let day = jiff::civil::date(2024, 3, 1).saturating_add(jiff::Span::new().weeks(week as i64));
        let report = Report::parse(format!("# {day}\n\n## 运行数据\n\n{text}\n"), &name);
        let date = report.date.expect("a date");
        let place = |lines| {
            Place::of_page(
                Uuid::from_u128(week as u128),
                &date.to_string(),
                &date.to_string(),
                &[],
                &format!("{date}.md"),
                lines,
            )
        };
        let found = metrics(&report);
        found
            .into_iter()
            .map(|metric| {
                let place = place(metric.lines);
                let day = metric.day(date).unwrap_or(date);
                MetricStatement::new(metric, day, place)
            })
            .collect::<Vec<_>>()
    };
    pages.iter().enumerate().flat_map(page).collect()
}

fn aliases(name: &str, others: &[&str]) -> Aliases {
    let others = others.iter().map(|other| (*other).to_string()).collect();
    Aliases::new(&BTreeMap::from([(name.to_string(), others)])).expect("valid")
}

fn unified(pages: &[&str]) -> Unification {
    Unification::of(groups(stated(pages), &Aliases::default()))
}

/// Name, qualifier, unit and values of each group.
fn told(unification: &Unification) -> Vec<(String, String, String, Vec<String>)> {
    let told = |series: &crate::series::Series| {
        let values = series.points.iter().map(|point| point.value.to_string()).collect();
        (series.metric.clone(), series.qualifier.clone(), series.unit.clone(), values)
    };
    unification.groups.iter().map(|group| told(&group.series)).collect()
}

fn one(name: &str, qualifier: &str, unit: &str, values: &[&str]) -> (String, String, String, Vec<String>) {
    (name.into(), qualifier.into(), unit.into(), values.iter().map(|value| (*value).to_string()).collect())
}

#[test]
fn one_name_in_any_width_is_one_metric_and_the_rule_is_told() {
    let found = unified(&["- 订单ＡＰＩ成功率：99.1%", "- 订单 API 成功率：99.2%", "- 订单API成功率99.3%"]);
    assert_eq!(told(&found).len(), 1);
    assert_eq!(told(&found)[0].3, ["99.1", "99.2", "99.3"]);
    let rules: Vec<Rule> = found.groups[0].spellings.iter().map(|spelling| spelling.rule).collect();
    assert!(rules.contains(&Rule::Same) && rules.contains(&Rule::Spelling), "{rules:?}");
    assert!(found.groups[0].spellings.iter().all(|spelling| !spelling.places.is_empty()));
}

/// Also those of its spellings that are not called so, and of the alias table.
#[test]
fn a_metric_that_is_called_is_grouped_among_its_kin_as_among_all() {
    let aliases = aliases("订单成功率", &["下单率"]);
    let pages = [
        "- 订单成功率：99.1%\n- 开户数：30户", "- 本周订单成功率99.2%\n- 差错：3笔",
        "- 下单率：99.3%\n- 累计开户数：35户",
    ];
    let all = groups(stated(&pages), &aliases);
    let written = stated(&pages);
    let kin = akin(written.iter().collect(), |statement| &statement.metric, &aliases, |name| name == "下单率");
    let kin = groups(kin.into_iter().cloned().collect(), &aliases);
    let values = |groups: &[Group]| groups.iter().map(|group| group.series.points.len()).collect::<Vec<_>>();
    assert_eq!((values(&kin), kin[0].series.metric.as_str()), (vec![3], "订单成功率"));
    assert_eq!(
        all.iter().find(|group| group.series.metric == "订单成功率").map(|group| &group.series),
        Some(&kin[0].series)
    );
}

#[test]
fn a_word_for_the_reports_own_time_makes_no_other_metric() {
    let found = unified(&["- 开户成功率57%", "- 本周开户成功率61%"]);
    assert_eq!(told(&found), [one("开户成功率", "", "%", &["57", "61"])]);
    assert!(found.groups[0].spellings.iter().any(|spelling| spelling.rule == Rule::Period));
}

#[test]
fn another_qualifier_or_unit_is_another_series() {
    let found = unified(&["- 签约商户累计34家", "- 签约商户12家", "- 签约商户85%"]);
    let mut told = told(&found);
    told.sort();
    assert_eq!(
        told,
        [one("签约商户", "", "%", &["85"]), one("签约商户", "", "家", &["12"]), one("签约商户", "累计", "家", &["34"])]
    );
}

#[test]
fn near_names_are_listed_and_joined_by_the_alias_table_alone() {
    let pages = ["- 支付系统年度可用性：99.9%", "- 年度可用性：99.8%"];
    let apart = unified(&pages);
    assert_eq!(apart.groups.len(), 2);
    assert_eq!(apart.near.len(), 1);
    let joined = Unification::of(groups(stated(&pages), &aliases("年度可用性", &["支付系统年度可用性"])));
    assert_eq!(told(&joined), [one("年度可用性", "", "%", &["99.9", "99.8"])]);
    assert!(joined.near.is_empty());
    let rules: Vec<(&str, Rule)> =
        joined.groups[0].spellings.iter().map(|spelling| (spelling.name.as_str(), spelling.rule)).collect();
    assert_eq!(rules, [("支付系统年度可用性", Rule::Alias), ("年度可用性", Rule::Same)]);
}

#[test]
fn an_alias_does_not_mix_units() {
    let statements = stated(&["- 好评率：98%", "- 好评数：120个"]);
    let found = Unification::of(groups(statements, &aliases("好评", &["好评率", "好评数"])));
    assert_eq!(found.groups.len(), 2);
}

#[test]
fn names_of_one_report_are_two_metrics_however_near() {
    assert!(unified(&["- 入金有效成功率：99.9%\n- 出金有效成功率：99.8%"]).near.is_empty());
}

#[test]
fn told_twice_with_one_value_is_one_point_and_with_two_values_is_two() {
    let found = unified(&["- 合同匹配率99.5%\n- 合同匹配率99.50%", "- 合同匹配率99.1%\n- 合同匹配率98.7%"]);
    assert_eq!(told(&found), [one("合同匹配率", "", "%", &["99.5", "99.1", "98.7"])]);
}

#[test]
fn a_name_that_says_too_little_is_read_with_what_it_stands_under() {
    let found = unified(&["- 物保：差错0笔\n- 虚户：差错3笔", "- 物保：差错1笔"]);
    assert_eq!(told(&found), [one("物保 差错", "", "笔", &["0", "1"]), one("虚户 差错", "", "笔", &["3"])]);
}

#[test]
fn a_heading_that_is_a_part_of_a_report_is_no_part_of_a_name() {
    let found = unified(&["- 返工率2.4%"]);
    assert_eq!(told(&found), [one("返工率", "", "%", &["2.4"])]);
}

#[test]
fn a_short_name_is_read_with_what_opens_its_line() {
    let found = unified(&["- 存量报表78个，下线3个\n- 门禁换代2/20上线，首周金额412元"]);
    let names: Vec<String> = told(&found).into_iter().map(|(name, ..)| name).collect();
    assert!(names.contains(&"存量报表 下线".to_string()) && names.contains(&"门禁换代 金额".to_string()), "{names:?}");
}

#[test]
fn a_name_that_says_nothing_is_no_series() {
    assert!(unified(&["- 累计12家"]).groups.is_empty());
}

#[test]
fn nothing_stated_is_nothing() {
    assert!(Unification::of(groups(Vec::new(), &Aliases::default())).groups.is_empty());
}

#[test]
fn a_count_is_one_with_and_without_its_counter() {
    let found = unified(&["- 分区：36", "- 分区：37个", "- 分区：38个"]);
    assert_eq!(told(&found), [one("分区", "", "个", &["36", "37", "38"])]);
    let apart = unified(&["- 分区：36", "- 分区：370个"]);
    assert_eq!(told(&apart).len(), 2, "of another size");
}

#[test]
fn a_qualifier_belongs_to_the_metric_wherever_it_stands() {
    let found = unified(&["- 智能水表累计：2,400只", "| 指标 | 本周 |\n| --- | --- |\n| 智能水表(累计) | 2,600只 |"]);
    assert_eq!(told(&found).len(), 1, "{:?}", told(&found));
}

#[test]
fn a_months_value_is_no_point_of_a_series_of_weeks() {
    let table = "| 指标 | 1月实际 | 2月实际 |\n| --- | --- | --- |\n| 准时率 | 94.6% | 95.0% |";
    let found = unified(&["- 准时率：93.8%", "- 准时率：94.1%", table]);
    assert_eq!(told(&found), [one("准时率", "", "%", &["93.8", "94.1"]), one("准时率", "按月", "%", &["94.6", "95"])]);
}

#[test]
fn a_row_is_named_without_its_unit_and_the_limit_of_a_table_is_no_value() {
    let table = "| 项目 | 北厂 | 南厂 | 限值/内控 |\n| --- | --- | --- | --- |\n| 余氯 mg/L | 0.72 | 0.78 | 0.3 |";
    let found = unified(&[table]);
    let names: Vec<String> = told(&found).into_iter().map(|(name, _, unit, _)| format!("{name} {unit}")).collect();
    assert_eq!(names, ["余氯 北厂 mg/L", "余氯 南厂 mg/L"]);
}

#[test]
fn a_flow_is_no_volume() {
    let table = "| 周 | 夜间流量 m³/h |\n| --- | --- |\n| W48 | 2.1 |";
    assert_eq!(told(&unified(&[table])), [one("夜间流量", "", "m³/h", &["2.1"])]);
    assert_eq!(told(&unified(&["- 夜间流量：2.1m³/h"])), [one("夜间流量", "每小时", "m³", &["2.1"])]);
}

#[test]
fn of_two_numbered_weeks_in_a_table_the_last_is_the_reports_own() {
    let table = "| 指标 | 第38周 | 第37周 | 说明 |\n| --- | --- | --- | --- |\n| 到馆人次 | 51,015 | 49,872 | |";
    let found = unified(&[table]);
    assert_eq!(told(&found), [one("到馆人次", "", "", &["49872", "51015"])], "the week before is told again");
    assert_eq!(found.groups[0].series.points[1].before.map(|value| value.to_string()).as_deref(), Some("49872"));
}

#[test]
fn two_values_with_decimals_that_a_report_repeats_say_which_names_are_one_and_two_counts_do_not() {
    let rows = |head: &str, names: [&str; 2], values: [&str; 2]| {
        format!("{head}\n|---|---|---|\n| {} | {} |\n| {} | {} |", names[0], values[0], names[1], values[1])
    };
    let joined = |first: [&str; 2], second: [&str; 2]| {
        let one = rows("| 指标 | 本周 | 上周 |", ["准交", "损耗"], first);
        let other = rows("| Measure | This week | Last week |", ["On-time delivery", "Waste"], second);
        told(&unified(&[&one, &other])).len()
    };
    assert_eq!(joined(["96.1% | 95.9%", "3.3% | 3.4%"], ["95.4% | 96.1%", "3.2% | 3.3%"]), 2);
    assert_eq!(joined(["6起 | 5起", "3起 | 4起"], ["5起 | 6起", "2起 | 3起"]), 4);
}

#[test]
fn a_count_without_its_counter_joins_the_weeks_and_not_the_month() {
    let found = unified(&["- 投诉：31件", "- 投诉：28", "| 项目 | 2月 |\n|---|---|\n| 投诉（件） | 118 |"]);
    assert_eq!(told(&found)[0], one("投诉", "", "件", &["31", "28"]));
}

fn table(head: &str, rows: &[&str]) -> String {
    let rows: String = rows.iter().map(|row| format!("| {row} |\n")).collect();
    format!("| {head} |\n| --- | --- | --- |\n{rows}")
}

#[test]
fn a_longer_name_is_the_same_metrics_where_its_values_go_on_or_the_value_before_is_the_others() {
    let pages = [
        table("指标 | 9.8–9.14 | 9.1–9.7", &["到馆 | 49,872 | 51,364", "热线 | 968 | 1,015"]),
        table("指标 | 第38周 | 第37周", &["到馆人次 | 50,940 | 49,872", "热线来电 | 1,487 | 968"]),
    ];
    let found = unified(&pages.each_ref().map(String::as_str));
    let values: Vec<Vec<String>> = told(&found).into_iter().map(|(.., values)| values).collect();
    let wanted = [["51364", "49872", "50940"], ["1015", "968", "1487"]];
    assert_eq!(values, wanted, "the first week is told by the second one's report: {:?}", told(&found));
    let rules: Vec<Rule> = found.groups[0].spellings.iter().map(|spelling| spelling.rule).collect();
    assert!(rules.contains(&Rule::Values), "{rules:?}");
}

#[test]
fn names_that_a_report_tells_apart_or_that_say_more_are_other_metrics() {
    let apart = [
        table("指标 | 本周 | 上周", &["接通率 | 93.1% | 92.6%"]),
        table("指标 | 本周 | 目标", &["热线接通率 | 93.4% | 95%", "在线接通率 | 92.2% | 95%"]),
        table("指标 | 本周 | 上周", &["到馆 | 49,872 | 51,364"]),
        table("指标 | 本周 | 上周", &["日均到馆 | 48,200 | 47,000", "未到馆 | 48,900 | 47,000"]),
    ];
    let found = unified(&apart.each_ref().map(String::as_str));
    assert_eq!(found.groups.len(), 6, "{:?}", told(&found));
}

#[test]
fn a_sum_with_and_without_its_word_is_one_where_it_never_falls() {
    let found = unified(&["- 二期扫描累计162,100页", "- 二期扫描171,500页", "- 二期扫描累计182,300页"]);
    assert_eq!(told(&found).len(), 1, "{:?}", told(&found));
    let fell = unified(&["- 二期扫描累计162,100页", "- 二期扫描150,500页"]);
    assert_eq!(told(&fell).len(), 2, "{:?}", told(&fell));
}

#[test]
fn a_noun_of_measuring_behind_a_name_is_what_its_unit_says_already() {
    let found = unified(&[
        "- 平均到场：21分钟",
        "| 指标 | 本周 |\n| --- | --- |\n| 平均到场时间 | 33 分钟 |",
        "- 平均到场 24 分钟",
    ]);
    assert_eq!(told(&found), [one("平均到场", "", "分钟", &["21", "33", "24"])]);
    let found = unified(&["- 平均到场：21分钟\n- 平均到场时间：33分钟", "- 平均到场：24分钟"]);
    assert_eq!(told(&found).len(), 2, "a report tells them apart");
}

#[test]
fn tonnes_are_one_unit_in_a_row_s_name_in_brackets_and_in_a_sentence() {
    let table = |row: &str| format!("| 指标 | 本周 |\n| --- | --- |\n| {row} |");
    let found =
        unified(&[&table("入磨小麦（吨） | 1412"), "入磨小麦 1436 t，出粉率 74.3 %", &table("入磨小麦 t | 1471")]);
    assert_eq!(told(&found), [one("入磨小麦", "", "吨", &["1412", "1436", "1471"]), one("出粉率", "", "%", &["74.3"])]);
}

#[test]
fn a_label_for_figures_of_all_kinds_names_none() {
    let found = unified(&["**数字** 入磨1463吨，出粉率75.0%", "数字：入磨1402吨"]);
    assert_eq!(told(&found)[0], one("入磨", "", "吨", &["1463", "1402"]));
}

#[test]
fn a_comma_inside_a_number_or_before_a_unit_ends_no_name() {
    let found =
        unified(&["- 全周13,240人次\n  - 冰场3,020人次", "| Item | October |\n| --- | --- |\n| Water, m³ | 7,080 |"]);
    let names: Vec<String> = told(&found).into_iter().map(|(name, ..)| name).collect();
    assert_eq!(names, ["Water", "全周", "全周 冰场"]);
}

/// Days of the points with their values as written, and what each was before it was set right.
fn points(groups: &[Group], metric: &str) -> Vec<(String, String, Option<String>)> {
    let group = groups.iter().find(|group| group.series.metric == metric).expect(metric);
    let point = |point: &Point| {
        let was = point.corrected.as_ref().map(|correction| correction.was.clone());
        (point.date.to_string(), point.text.clone(), was)
    };
    group.series.points.iter().map(point).collect()
}

#[test]
fn a_figure_that_a_later_report_sets_right_has_the_later_value_and_keeps_its_day() {
    let pages = [
        "- 正点率：91.8%\n- 投诉：18件",
        "- 正点率：92.6%\n- 投诉：17件\n- 更正：上周正点率 91.8% 偏高，重算为 90.7%",
        "- 正点率：92.0%\n- 投诉：16件",
    ];
    let found = groups(stated(&pages), &Aliases::default());
    let values = points(&found, "正点率");
    assert_eq!(values[0], ("2024-03-01".into(), "90.7%".into(), Some("91.8%".into())));
    assert_eq!(values.len(), 3, "what sets right is no value of its own week: {values:?}");
    let source =
        found.iter().find(|group| group.series.metric == "正点率").expect("a series").series.points[0].source();
    assert_eq!(source.path(), "2024-03-08.md", "the line that says the value");
}

#[test]
fn a_table_of_what_was_reported_and_what_is_right_sets_right() {
    let pages = [
        "- 投诉：118件",
        "| 项目 | 原报 | 更正 | 原因 |\n|---|---|---|---|\n| 2月投诉 | 118 件 | 113 件 | 重复 5 件 |\n| 退款 | 7 件 | 9 件 | 漏记 |",
    ];
    let found = groups(stated(&pages), &Aliases::default());
    assert_eq!(points(&found, "投诉"), [("2024-03-01".into(), "113 件".into(), Some("118件".into()))]);
    assert_eq!(points(&found, "退款"), [("2024-03-08".into(), "9 件".into(), None)], "nobody had reported it");
}

#[test]
fn another_measure_of_the_same_value_is_not_set_right() {
    let pages = ["- 满意度：91.8%\n- 正点率：91.8%", "- 更正：上周正点率 91.8% 应为 90.7%"];
    let found = groups(stated(&pages), &Aliases::default());
    assert_eq!(points(&found, "满意度"), [("2024-03-01".into(), "91.8%".into(), None)]);
    assert_eq!(points(&found, "正点率"), [("2024-03-01".into(), "90.7%".into(), Some("91.8%".into()))]);
}

#[test]
fn values_without_a_unit_are_of_the_series_whose_name_and_size_they_have() {
    let pages = [
        "- 行驶里程：42.8 万公里\n- 投诉：31 件", "【数】里程 43.1 万。正点 91.8%。投诉 18。",
        "- 行驶里程：42.9 万公里\n- 投诉：17 件",
    ];
    let found = groups(stated(&pages), &Aliases::default());
    assert_eq!(points(&found, "行驶里程").len(), 3);
    assert_eq!(points(&found, "投诉").len(), 3);
}

#[test]
fn what_was_likely_misread_counts_where_a_series_bears_it_out() {
    let unsure = |mut statements: Vec<MetricStatement>, day: &str| {
        let of_it = statements.iter_mut().filter(|statement| statement.date.to_string() == day);
        of_it.for_each(|statement| statement.metric.confidence = serde_json::from_str("1").expect("a confidence"));
        statements
    };
    let pages = ["- 百公里电耗：88.2 度", "- 电耗：86.5 度", "- 百公里电耗：85.9 度"];
    let found = likely_groups(unsure(stated(&pages), "2024-03-08"), &Aliases::default());
    assert_eq!(points(&found, "百公里电耗").len(), 3);
    let pages = ["- 百公里电耗：88.2 度", "- 电耗：8.5 度", "- 百公里电耗：85.9 度"];
    let found = likely_groups(unsure(stated(&pages), "2024-03-08"), &Aliases::default());
    assert_eq!(points(&found, "百公里电耗").len(), 2, "of another size");
    assert_eq!(found.len(), 1, "what nothing bears out is left out");
}

#[test]
fn what_a_table_tells_again_fills_the_weeks_that_no_report_is_of_and_no_other() {
    let table = |heads: &str, values: &str| format!("| 指标 | {heads} |\n|---|---|---|---|\n| 出租率 | {values} |");
    let pages = ["- 出租率：80.1%".to_string(), table("第7周 | 第8周 | 第9周", "77.2% | 78.3% | 81.5%")];
    let found = groups(stated(&[&pages[0], &pages[1]]), &Aliases::default());
    let days: Vec<(String, String)> = points(&found, "出租率").into_iter().map(|(day, text, _)| (day, text)).collect();
    // The first report is of 2024-03-01, in the ninth week; the eighth ends on 2024-02-25.
    assert_eq!(days[0], ("2024-02-18".to_string(), "77.2%".to_string()));
    assert_eq!(days[1], ("2024-02-25".to_string(), "78.3%".to_string()));
    assert_eq!(days.len(), 4, "{days:?}");
}

#[test]
fn a_week_s_value_in_a_report_that_sums_up_the_month_stays_one_of_weeks() {
    let month = "- 周转率：92.7%\n\n## 7月小结\n\n| 指标 | 7月 | 6月 |\n|---|---|---|\n| 周转率 | 91.4% | 90.2% |";
    let pages = ["- 周转率：92.1%", "- 周转率：91.8%", month];
    let found = groups(stated(&pages), &Aliases::default());
    let weeks = found.iter().find(|group| group.series.qualifier.is_empty()).expect("a series of weeks");
    let texts: Vec<&str> = weeks.series.points.iter().map(|point| point.text.as_str()).collect();
    assert_eq!(texts, ["92.1%", "91.8%", "92.7%"]);
}

#[test]
fn an_english_name_is_the_chinese_one_s_where_the_glossary_says_so_and_the_values_go_on() {
    let english = "Work orders 495 | water 10,480 t | complaints 6 | on time 94.4%";
    let chinese = "工单521单，用水9,120吨，保洁投诉9起";
    let metrics = |pages: &[&str]| told(&unified(pages)).into_iter().map(|(name, ..)| name).collect::<Vec<_>>();
    let found = told(&unified(&[
        chinese, english, "用水9,030吨，平稳", "工单508单，用水9,050吨，保洁投诉7起",
        "Work orders 488 | water 8,990 t | on time 96%",
    ]));
    assert!(found.contains(&one("工单", "", "单", &["521", "495", "508", "488"])), "{found:?}");
    assert!(found.contains(&one("用水", "", "吨", &["9120", "10480", "9030", "9050", "8990"])), "only it is in tonnes");
    assert!(found.contains(&one("保洁投诉", "", "起", &["9", "6", "7"])), "{found:?}");
    let far = metrics(&["工单 521 单，其他 3 单", "工单 508 单", "Work orders 49, on time 96%, waste 2.1%"]);
    assert!(far.contains(&"Work orders".to_string()), "a tenth of it is another measure: {far:?}");
    let rate = metrics(&["工单按时办结率 95%", "工单按时办结率 96%", "Tickets opened 104, on time 96%, waste 2.1%"]);
    assert!(rate.contains(&"Tickets opened".to_string()), "a count is no share: {rate:?}");
}

#[test]
fn a_column_of_the_week_before_fills_the_week_that_no_report_tells() {
    let table = table("指标 | 本周 | 上周", &["用水（吨） | 9,180 | 9,230"]);
    let found = told(&unified(&["用水9,120吨，平稳", "本周检修", &table]));
    assert_eq!(found, [one("用水", "", "吨", &["9120", "9230", "9180"])]);
    let said = told(&unified(&["用水9,120吨，平稳", "用水9,240吨，平稳", &table]));
    assert_eq!(said, [one("用水", "", "吨", &["9120", "9240", "9180"])], "what the week's own report says counts");
}

#[test]
fn a_figure_is_set_right_under_the_words_of_its_name_in_another_order_and_a_long_one_under_any_name() {
    let pages = ["- 外运污泥：539吨", "- 更正：上周污泥外运量原报 539 吨有误，应为 493 吨。"];
    let found = groups(stated(&pages), &Aliases::default());
    assert_eq!(
        points(&found, "外运污泥"),
        [("2024-03-01".to_string(), "493 吨".to_string(), Some("539吨".to_string()))]
    );
    let pages = [
        "Work orders 495 | parking 2,806 | on time 96% | water 10,480 t",
        "- 更正：上期停车日均2,806系笔误，应为2,860车次。",
    ];
    let found = groups(stated(&pages), &Aliases::default());
    assert_eq!(points(&found, "parking")[0].1, "2,860车次", "the only figure of four digits");
    let pages = ["- 一次上门解决率：81.0%", "- 更正：上周首次上门修复率报 81.0%，漏算了外协，应为 79.3%。"];
    let found = groups(stated(&pages), &Aliases::default());
    assert_eq!(points(&found, "一次上门解决率")[0].1, "79.3%", "the only one of the report before");
}

#[test]
fn a_bare_number_is_no_share_unless_its_name_or_its_decimals_say_so() {
    let table = |row: &str| format!("| 项目 | 本周 |\n|---|---|\n| {row} |");
    let groups = |stated: &str, row: &str| unified(&[stated, &table(row)]).groups.len();
    assert_eq!(groups("- 成品合格率 98.0%", "成品合格率 | 97"), 1);
    assert_eq!(groups("- 瓶装线 64.0%", "瓶装线 | 74.5"), 1);
    assert_eq!(groups("- 瓶装线 64.0%", "瓶装线 | 74"), 2);
}

#[test]
fn columns_of_months_do_not_go_on_from_what_weeks_say_under_a_shorter_name() {
    let months = "| 指标 | 1月 | 2月 |\n|---|---|---|\n| 成品合格率 | 99.1% | 97.2% |";
    let found = unified(&["- 合格率 98.9%", "- 合格率 98.7%", months]);
    assert!(found.groups.iter().all(|group| group.series.points.len() == 2), "{:?}", told(&found));
}
