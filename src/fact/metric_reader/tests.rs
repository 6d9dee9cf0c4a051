use rust_decimal::Decimal;

use crate::fact::{Direction, Metric, metrics};
use crate::report::{PageName, Report};

fn page(source: &str) -> Report {
    Report::parse(source.to_string(), &PageName { name: String::new(), folders: Vec::new() })
}

/// The metrics of one section of a page.
fn read(text: &str) -> Vec<Metric> {
    let report = page(&format!("# 第30周 2024-07-26\n\n## 本周工作\n\n{text}\n"));
    let found = metrics(&report);
    for metric in &found {
        assert_eq!(report.source[metric.span.clone()], metric.text);
    }
    found
}

/// Those of the report's own week.
fn of_its_week(text: &str) -> Vec<Metric> {
    read(text).into_iter().filter(|metric| !metric.is_told_again).collect()
}

/// Name, value and unit.
fn told(text: &str) -> Vec<(String, String, String)> {
    of_its_week(text).into_iter().map(|metric| (metric.name, metric.value.to_string(), metric.unit)).collect()
}

fn one(name: &str, value: &str, unit: &str) -> (String, String, String) {
    (name.into(), value.into(), unit.into())
}

fn number(written: &str) -> Option<Decimal> {
    written.parse().ok()
}

#[test]
fn several_measures_of_a_line_have_their_own_names() {
    assert_eq!(
        told("- 代付成功率：99.52% ，快捷签约成功率：98.4%"),
        [one("代付成功率", "99.52", "%"), one("快捷签约成功率", "98.4", "%")]
    );
    assert_eq!(told("- 事故数AB级0次，CD级1次"), [one("事故数AB级", "0", "次"), one("事故数CD级", "1", "次")]);
    assert_eq!(told("- 退款率1.96%｜好评率98.7%"), [one("退款率", "1.96", "%"), one("好评率", "98.7", "%")]);
}

#[test]
fn qualifiers_tell_values_of_one_measure_apart() {
    let found = read("- 开城：本周新增35城，累计136城，待开10城");
    let told: Vec<(&str, String)> =
        found.iter().map(|metric| (metric.subject.as_str(), metric.value.to_string())).collect();
    assert_eq!(told.iter().map(|(_, value)| value.as_str()).collect::<Vec<_>>(), ["35", "136", "10"]);
    assert_eq!(found[0].qualifiers, ["本周", "新增"]);
    assert_eq!((found[1].name.as_str(), found[1].qualifiers.as_slice()), ("开城", ["累计".to_string()].as_slice()));
}

#[test]
fn a_change_is_not_the_value() {
    let found = read("- 健康分654分，较上周提升21分，排名第5");
    assert_eq!(found.len(), 1);
    let metric = &found[0];
    assert_eq!((metric.value, metric.change, metric.rank), (Decimal::from(654), number("21"), Some(5)));
    assert_eq!(metric.direction, Some(Direction::Up));
}

#[test]
fn what_it_came_from_stands_beside_what_it_came_to() {
    let found = read("- 待整改模块从54个服务降低到46个，超时接口41到32个");
    assert_eq!(found.iter().map(|metric| metric.before).collect::<Vec<_>>(), [number("54"), number("41")]);
    assert_eq!(found.iter().map(|metric| metric.value.to_string()).collect::<Vec<_>>(), ["46", "32"]);
    assert!(found.iter().all(|metric| metric.direction == Some(Direction::Down)));
    let found = read("- 代付成功率：99.96%（上周99.94%）");
    assert_eq!((found.len(), found[0].before), (1, number("99.94")));
}

#[test]
fn a_share_a_target_and_a_rank_belong_to_their_value() {
    let found = read("- 缺陷修复率77.0%（104/135）\n- 合格率99.1%（目标99.5%），全省第4位");
    assert_eq!(found[0].of, number("104").zip(number("135")));
    assert_eq!((found[1].target, found[1].rank), (number("99.5"), Some(4)));
}

#[test]
fn values_are_exact_and_in_base_units() {
    assert_eq!(
        told("- 成交额１．３５亿元\n- 分摊成本1,408,215.150元\n- 投诉率2.5‰\n- 每月节省44.2万元/月"),
        [
            one("成交额", "135000000", "元"),
            one("分摊成本", "1408215.15", "元"),
            one("投诉率", "0.25", "%"),
            one("每月节省", "442000", "元")
        ]
    );
}

#[test]
fn the_period_of_a_value_qualifies_it() {
    assert_eq!(read("- 分摊成本44.2万元/月")[0].qualifiers, ["每月"]);
}

#[test]
fn a_month_that_opens_a_line_is_the_time_of_its_values() {
    for line in ["- 8 月合计：变更 46 笔、回退 3 笔；可用率 99.97%", "- **8月**：变更46笔、回退3笔，可用率99.97%"]
    {
        let found = read(line);
        let told: Vec<_> = found.iter().map(|metric| (metric.name.as_str(), metric.time.replace(' ', ""))).collect();
        let august = || "8月".to_owned();
        assert_eq!(told, [("变更", august()), ("回退", august()), ("可用率", august())], "{line}");
    }
    let found = read("- 8 月合计：可用率 99.97%，本周可用率 99.9%");
    assert_eq!(found.iter().map(|metric| metric.time.is_empty()).collect::<Vec<_>>(), [false, true]);
    assert_eq!(read("- 7月、8月：可用率 99.97%")[0].time, "", "of which of the two is not said");
    assert_eq!(read("- 8 月扩容：可用率 99.97%")[0].time, "", "a name beside the month is what the line is about");
}

#[test]
fn a_table_names_a_value_by_its_row_and_its_column() {
    let text = "| 指标 | 本周 | 上周 | 目标 |\n|--|--|--|--|\n| 订单量（万单） | 12.5 | 12 | 13 |\n| 妥投率 | 98.5% | 98.1% | 99% |";
    let found = of_its_week(text);
    assert_eq!(told(text), [one("订单量", "125000", "单"), one("妥投率", "98.5", "%")]);
    assert_eq!((found[0].before, found[0].target), (number("120000"), number("130000")));
    let text = "| 渠道 | 交易笔数（笔） | 进度 |\n|--|--|--|\n| 甲行 | 12000 | 50% |\n| 乙行 | 8000 | 60% |";
    let subjects: Vec<String> =
        read(text).into_iter().map(|metric| format!("{} {}", metric.subject, metric.name)).collect();
    assert_eq!(subjects, ["甲行 交易笔数", "乙行 交易笔数"]);
}

#[test]
fn what_a_nested_item_stands_under_names_it() {
    let found = read("- 各渠道订单量\n    - 天猫：1.2万单\n    - 京东：8000单");
    let told: Vec<(&str, &str)> = found.iter().map(|metric| (metric.subject.as_str(), metric.name.as_str())).collect();
    assert_eq!(told, [("各渠道订单量", "天猫"), ("各渠道订单量", "京东")]);
}

#[test]
fn what_is_no_measure_is_left_out() {
    for text in [
        "- 整体进度20%，预计9/15提测", "- 虚户链路开发80%，与银行联调20%", "- 账户2.0切换完成，v2.3.1发布",
        "- 分3批上线，第2期7/15投产", "- 停机升级用了3小时", "- 端口：8080，工单：123456", "- 计划投入研发5人",
        "- 下周再迁20家", "- 每天2~3单", "1. 参加98800例会",
    ] {
        assert_eq!(told(text), [], "{text}");
    }
}

#[test]
fn plans_incidents_and_looks_back_state_no_metrics() {
    let report = page(
        "# 第30周 2024-07-26\n\n## 生产事件\n\n- 7/22 10:05 出金失败48笔，金额206.4万元。\n\n  原因：配置漏填，成功率降到71%\n\n## 收获与反思\n\n成功率99%不等于没有问题\n\n## 下周计划\n\n- 成功率提到99.9%\n",
    );
    assert_eq!(metrics(&report), []);
}

#[test]
fn an_empty_page_has_none() {
    assert_eq!(metrics(&page("")), []);
}

mod property {
    use proptest::prelude::{ProptestConfig, proptest};

    use super::{metrics, page};

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]
        #[test]
        fn no_text_panics_and_every_span_is_its_text(
            text in "([-*|#>0-9.,%‰/:：（）()、，。；\n 本周累计成功率由从到至万亿元个笔次城第名升降+~~`A-Za-z０-９％é😀]|\\| ){0,160}"
        ) {
            let report = page(&format!("# 2024-07-26\n\n{text}\n"));
            for metric in metrics(&report) {
                assert_eq!(&report.source[metric.span.clone()], metric.text);
                assert!(!metric.name.is_empty());
                // Digits and a point: nothing has been through a floating-point number.
                assert_eq!(metric.value.to_string().parse::<rust_decimal::Decimal>(), Ok(metric.value));
            }
        }
    }
}

#[test]
fn a_mark_inside_a_number_is_no_reason_to_stop() {
    for text in ["一共6/,9 笔全部退款并一致3.2万电", "共1,,2家有3家完成签约", "(1,,2)家3%"] {
        assert!(read(text).iter().all(|metric| !metric.text.is_empty()), "{text}");
    }
}

#[test]
fn columns_of_months_beside_those_of_weeks_are_of_their_own() {
    let found = of_its_week("| | W22 | W21 | 5月 |\n|---|---|---|---|\n| 接通率 | 92.3% | 91.5% | 90.8% |");
    let told: Vec<_> = found.iter().map(|metric| (metric.text.as_str(), metric.qualifiers.concat())).collect();
    assert_eq!(told, [("92.3%", String::new()), ("90.8%", "5月".to_string())]);
}

/// The last one is the report's own, the one before it what was before; where a column says 本周, the week beside it is.
#[test]
fn columns_of_weeks_are_this_report_and_the_one_before() {
    for head in [
        "| 指标 | 9.8–9.14 | 9.1–9.7 |", "| 指标 | 第38周 | 第37周 |", "| 指标 | 本周 | 9/22–28 |",
        "| 指标 | W38 | W37 |", "| 指标 | wk38 | wk37 |", "| 指标 | 本周 | 节前（9.29–10.5） |",
    ] {
        let found = of_its_week(&format!("{head}\n| --- | --- | --- |\n| 到馆 | 49,872 | 51,364 |"));
        let told: Vec<_> = found.iter().map(|metric| (metric.name.as_str(), metric.value, metric.before)).collect();
        assert_eq!(told, [("到馆", Decimal::from(49_872), number("51364"))], "{head}");
    }
}

#[test]
fn a_column_of_differences_is_a_change_and_no_measure() {
    let found = of_its_week("| | wk29 | wk30 | 差 |\n|---|---|---|---|\n| 糊盒(w只) | 40 | 35 | -5 |");
    let told: Vec<_> = found.iter().map(|metric| (metric.name.as_str(), metric.before)).collect();
    assert_eq!(told, [("糊盒", number("400000"))]);
    assert_eq!(found[0].direction, Some(Direction::Down));
}

#[test]
fn a_target_that_names_its_month_is_that_months() {
    let found = read("| 项目 | 六月实绩 | 六月目标 | 五月 |\n|---|---|---|---|\n| 胶装（万册） | 92.8 | 88 | 76.2 |");
    let told: Vec<_> = found.iter().map(|metric| (metric.time.as_str(), metric.value, metric.target)).collect();
    assert_eq!(told, [("六月", Decimal::from(928_000), number("880000")), ("五月", Decimal::from(762_000), None)]);
}

#[test]
fn a_bracket_may_say_no_more_than_how_many_are_counted_at_once() {
    let found = of_its_week("| | W29 | W30 | Target |\n|---|---|---|---|\n| Impressions (10k) | 497 | 512 | 480 |");
    let told: Vec<_> = found.iter().map(|metric| (metric.name.as_str(), metric.value, metric.before)).collect();
    assert_eq!(told, [("Impressions", Decimal::from(5_120_000), number("4970000"))]);
}

#[test]
fn a_label_in_brackets_names_nothing_of_what_stands_behind_it() {
    assert_eq!(told("【数】里程 43.1 万公里。投诉 18 件。")[0].0, "里程");
}

#[test]
fn a_heading_of_no_more_than_a_month_is_the_time_of_what_is_below() {
    for heading in ["2 前五类（5 月）", "5月小结", "五月合计", "5 月数据（到 28 日）"] {
        let found = read(&format!(
            "- 一切正常\n\n### {heading}\n\n- 报修：389 件\n- 本周报修：90 件\n\n| 类别 | 数量 |\n|---|---|\n| 邮箱 | 318 |"
        ));
        let timed: Vec<bool> = found.iter().map(|metric| metric.time.contains('月')).collect();
        assert_eq!(timed, [true, false, true], "{heading}: {found:?}");
    }
    for heading in ["5 月停电", "5 月和 6 月", "上半年"] {
        assert_eq!(read(&format!("- 一切正常\n\n### {heading}\n\n- 报修：389 件"))[0].time, "", "{heading}");
    }
}

#[test]
fn a_month_of_which_some_days_are_counted_is_a_time() {
    for head in ["6 月（至 27 日）", "6月(1–27日)"] {
        let found =
            read(&format!("| 指标 | 5 月 | {head} | 备注 |\n|---|---|---|---|\n| 受理总量 | 2,047 | 2,431 | 新高 |"));
        let told: Vec<_> = found.iter().map(|metric| (metric.name.as_str(), metric.time.replace(' ', ""))).collect();
        assert_eq!(told, [("受理总量", "5月".to_owned()), ("受理总量", "6月".to_owned())], "{head}");
    }
    let found = read("| 渠道 | 6 月（万元） |\n|---|---|\n| 甲行 | 120 |");
    assert_eq!(found[0].unit, "元", "a unit in a bracket is read as before: {found:?}");
}

#[test]
fn the_week_in_the_bracket_of_a_column_is_no_part_of_the_name() {
    let table = "| 指标 | 本周(W39) | 上周(W38) | 目标 |\n|---|---|---|---|\n| 差错率 | 2.4% | 4.6% | ≤2.5% |";
    let found = metrics(&page(&format!("# 第39周 2024-09-27\n\n## 一、指标\n\n{table}\n")));
    let rate = &found[0];
    assert_eq!((rate.name.as_str(), rate.value, rate.before), ("差错率", Decimal::new(24, 1), number("4.6")));
}

#[test]
fn columns_of_spans_are_of_what_the_heading_names_and_the_target_is_of_the_whole() {
    let table = "| 项目 | 本周(万元) | 累计(万元) | 上半年目标 |\n|---|---|---|---|\n| 3#楼 | 160 | 1,260 | 1,700 |";
    let report = page(&format!("# 第30周 2024-07-26\n\n## 五、成本回款\n\n{table}\n"));
    let told: Vec<_> = metrics(&report)
        .into_iter()
        .map(|metric| (format!("{} {}", metric.subject, metric.name), metric.qualifiers, metric.value, metric.target))
        .collect();
    let name = "3#楼 成本回款".to_string();
    let wanted = [
        (name.clone(), vec!["本周".to_string()], Decimal::from(1_600_000), None),
        (name, vec!["累计".to_string()], Decimal::from(12_600_000), number("17000000")),
    ];
    assert_eq!(told, wanted);
}

#[test]
fn where_row_and_column_do_not_say_what_is_counted_the_heading_does() {
    let rows = "| 类型 | 件数 |\n| --- | --- |\n| 时效 | 11 |\n| 其他 | 2 |";
    let subjects = |heading: &str| -> Vec<String> {
        let report = page(&format!("# 第30周 2024-07-26\n\n## {heading}\n\n{rows}\n"));
        metrics(&report).into_iter().map(|metric| metric.subject).collect()
    };
    assert_eq!(subjects("投诉分类(13 件)"), ["投诉分类 时效", "投诉分类 其他"]);
    assert_eq!(subjects("核心指标"), ["时效", "其他"]);
    assert_eq!(subjects("9 前五类"), ["时效", "其他"], "what goes on under another heading is one series");
}

#[test]
fn a_name_that_begins_with_a_length_of_time_names_its_row() {
    let found = of_its_week(
        "| 指标 | 上周 | 本周 | 备注 |\n| --- | --- | --- | --- |\n| 24 小时出库率 | 90.3% | 97.2% | 恢复达标 |",
    );
    let told: Vec<_> = found.iter().map(|metric| (metric.name.as_str(), metric.text.as_str())).collect();
    assert_eq!(told, [("24小时出库率", "97.2%")]);
}

#[test]
fn parts_of_ten_thousand_and_a_rate_a_day_are_no_units() {
    let table = "| 指标 | 上周 | 本周 |\n| --- | --- | --- |\n| 错漏发率（万分之） | 6.1 | 4.4 |\n| Orders shipped / day | 57,700 | 74,600 |";
    let told: Vec<_> =
        of_its_week(table).into_iter().map(|metric| (metric.name, metric.value.to_string(), metric.unit)).collect();
    let wanted = [("错漏发率", "4.4", ""), ("Orders shipped / day", "74600", "")];
    assert_eq!(told, wanted.map(|(name, value, unit)| (name.to_string(), value.to_string(), unit.to_string())));
}

#[test]
fn a_column_of_an_earlier_week_is_of_its_own_time_and_is_told_again() {
    let found = read("| 指标 | W28 | W29 | W30 |\n|---|---|---|---|\n| 出租率 | 84.9% | 81.7% | 86.4% |");
    let told: Vec<(&str, &str, bool)> =
        found.iter().map(|metric| (metric.time.as_str(), metric.text.as_str(), metric.is_told_again)).collect();
    assert_eq!(told, [("W28", "84.9%", true), ("W29", "81.7%", true), ("W30", "86.4%", false)]);
    let own = found.iter().find(|metric| !metric.is_told_again).expect("its own week");
    assert_eq!(own.before, number("81.7"));
}

#[test]
fn a_target_for_another_time_is_of_none_of_the_columns() {
    let found = read("| 指标 | 10月 | 11月 | 12月目标 |\n|---|---|---|---|\n| 爆破次数 | 9 | 11 | 12 |");
    let told: Vec<_> = found.iter().map(|metric| (metric.text.as_str(), metric.target)).collect();
    assert_eq!(told, [("9", None), ("11", None)]);
}

#[test]
fn the_target_beside_columns_of_months_is_of_the_last_one() {
    let found = read("| 项目 | 7 月 | 6 月 | 目标 |\n|---|---|---|---|\n| 月末在册 | 417 | 410 | 420 |");
    let targets: Vec<(&str, Option<Decimal>)> =
        found.iter().map(|metric| (metric.text.as_str(), metric.target)).collect();
    assert_eq!(targets, [("417", number("420")), ("410", None)]);
}

#[test]
fn a_figure_that_is_set_right_says_what_it_was() {
    let found = read("- 更正：上周正点率 91.8% 受定位漂移影响偏高，重算为 90.7%");
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].name.as_str(), found[0].text.as_str()), ("上周正点率", "90.7%"));
    assert_eq!(found[0].corrects, number("91.8"));
    let found = read("| 项目 | 原报 | 更正 | 原因 |\n|---|---|---|---|\n| 投诉 | 118 件 | 113 件 | 重复登记 5 件 |");
    assert_eq!((found[0].text.as_str(), found[0].corrects), ("113 件", number("118")));
}

#[test]
fn the_names_of_a_list_of_figures_are_measures() {
    assert_eq!(
        told("【数】里程 43.1 万。正点 91.8%。投诉 18。电耗 86.5。责任事故 0。"),
        [
            one("里程", "431000", ""),
            one("正点", "91.8", "%"),
            one("投诉", "18", ""),
            one("电耗", "86.5", ""),
            one("责任事故", "0", "")
        ]
    );
}

#[test]
fn a_row_of_several_measures_has_a_value_for_each() {
    let text = "| 指标 | 本周 | 上周 | 目标 |\n|--|--|--|--|\n| 报表 新增/交付/积压（张） | 14/10/27 | 3/2/26 | 积压<20 |\n| 门禁/困人（次） | 2 / 0 | 5 / 1 | |";
    let wanted = [
        one("报表新增", "14", "张"),
        one("报表交付", "10", "张"),
        one("报表积压", "27", "张"),
        one("门禁", "2", "次"),
        one("困人", "0", "次"),
    ];
    assert_eq!(told(text), wanted);
    assert_eq!(of_its_week(text)[2].before, number("26"));
    let dates = "| 指标 | 本周 |\n|--|--|\n| 计划/实际 | 3/29 |\n| 用时 | 2/5 |";
    assert_eq!(told(dates), [], "words for how a value is meant name no measure");
}

#[test]
fn the_unit_of_a_group_of_rows_is_that_of_each_and_a_total_is_the_group_s() {
    let text = "| 指标 | 厂 | 本周 |\n|--|--|--|\n| 污泥外运（t） | 东郊 | 310 |\n| | 河西 | 197 |\n| 污泥外运（t） | 合计 | 507 |";
    assert_eq!(
        told(text),
        [one("污泥外运 东郊", "310", "吨"), one("污泥外运 河西", "197", "吨"), one("污泥外运", "507", "吨")]
    );
}

#[test]
fn a_unit_in_the_heading_s_bracket_is_that_of_bare_numbers_below_and_its_name_their_measure() {
    let table = "| 线别 | W29 | W30 |\n|---|---|---|\n| 听装线 | 92 | 88 |\n| 瓶装线 | 74 | 74 |";
    let told = |heading: &str| -> Vec<(String, String, String)> {
        let found = metrics(&page(&format!("# 第30周 2024-07-26\n\n## {heading}\n\n{table}\n")));
        let own = found.into_iter().filter(|metric| !metric.is_told_again);
        own.map(|metric| (metric.subject, metric.name, metric.unit)).collect()
    };
    let of = |line: &str| (line.to_string(), "TPO".to_string(), "ppb".to_string());
    assert_eq!(told("3 TPO（ppb，内控≤100）"), [of("听装线"), of("瓶装线")]);
    let told_of = |line: &str| (line.to_string(), "报修到上门".to_string(), "小时".to_string());
    assert_eq!(told("片区排名（报修到上门，小时）"), [told_of("听装线"), told_of("瓶装线")]);
    assert!(told("3 TPO（内控）").iter().all(|(subject, _, unit)| subject.is_empty() && unit.is_empty()));
}

#[test]
fn a_row_of_which_is_of_the_row_above_it() {
    let table = "| 指标 | 本周 |\n|---|---|\n| 收案总数 | 6,842 |\n| 其中网上 | 4,611 |\n| 退件 | 13 |";
    let subjects: Vec<String> = read(table).into_iter().map(|metric| metric.subject).collect();
    assert_eq!(subjects, ["", "收案总数", ""]);
}

#[test]
fn who_did_the_deed_that_a_line_begins_with_is_what_its_later_values_are_of() {
    let subject = |text: &str| read(text).into_iter().find(|metric| metric.name == "OEE").map(|metric| metric.subject);
    assert_eq!(subject("- 听装线完成236.2万听，OEE 74.8%").as_deref(), Some("听装线"));
    assert_ne!(subject("- 产量12吨，OEE 74.8%").as_deref(), Some("产量"));
}

#[test]
fn rows_of_days_are_times_and_rows_that_add_up_are_parts_of_what_is_named_above() {
    let days = "| Date | Detector | Dark current |\n|---|---|---|\n| 6 Aug | -96.2 | 6.8 |\n| 3 Sep | -94.8 | 7.7 |";
    let found: Vec<_> = read(days).into_iter().map(|metric| (metric.name, metric.subject, metric.time)).collect();
    assert_eq!(found[2], ("Detector".to_string(), String::new(), "3 Sep".to_string()));
    let parts =
        "**投诉**\n\n| 类 | 4月 | 5月 |\n|---|---|---|\n| 押金 | 188 | 164 |\n| 态度 | 9 | 6 |\n| 合计 | 197 | 170 |";
    let names = |text: &str| read(text).into_iter().map(|metric| (metric.subject, metric.name)).collect::<Vec<_>>();
    let found = names(parts);
    assert_eq!(found[0], ("押金".to_string(), "投诉".to_string()));
    assert_eq!(found[4], (String::new(), "投诉".to_string()));
    // Under a heading of any figures, or without a sum, they are measures of their own.
    assert_eq!(names(&parts.replace("投诉", "本周数据"))[0].1, "押金");
    assert_eq!(names("**指标**\n\n| 类 | 4月 | 5月 |\n|---|---|---|\n| 押金 | 188 | 164 |")[0].1, "押金");
}

#[test]
fn what_a_report_of_a_month_counts_is_known_as_such() {
    let of = |title: &str| {
        let page = Report::parse(format!("# {title}\n\n## 数据\n\n- 结案 5,593 件\n"), &PageName::default());
        metrics(&page)[0].is_in_monthly
    };
    assert!(of("2024年4月月报") && !of("第30周 2024-07-26"));
}
