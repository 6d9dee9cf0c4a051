//! Incidents: which one is meant, what its report says, and what a later report adds.

use super::super::incident::explain;
use super::super::incident_parts::Explained;
use super::super::look_back::{look_back, points_back_at};
use crate::answer::tests::Office;

/// What a question about an incident comes to, and its lines.
fn told(office: &Office, asked: &str) -> (&'static str, Vec<String>) {
    let mut came = "nothing";
    let (_, lines) = office.answered(asked, |read, sought, draft| {
        let of_incidents: Vec<_> =
            read.found.iter().filter(|found| found.passage.incident.is_some()).cloned().collect();
        let told = match explain(&of_incidents, &read.found, &[], sought, draft) {
            Explained::But(gap) => look_back(gap, &office.passages, sought, draft),
            told => told,
        };
        came = match told {
            Explained::All => "all",
            Explained::Unstated => "unstated",
            Explained::Unsure => "unsure",
            Explained::Nothing | Explained::But(_) => "nothing",
        };
        true
    });
    (came, lines)
}

fn has(lines: &[String], words: &str) -> bool {
    lines.iter().any(|line| line.contains(words))
}

const OPEN_WEEK: (&str, &str) = (
    "第20周 2024-05-14",
    "## 生产事件\n\n- 5/9 14:30 短信网关拥塞，影响52家门店\n原因：核实中。处置：切到备用通道。\n- 5/9 18:05 代付回单延迟，积压300笔\n原因：磁盘写满。处置：清理日志。\n",
);

#[test]
fn of_two_incidents_of_a_day_the_one_that_the_words_mean_is_told() {
    let office = Office::of(&[OPEN_WEEK]);
    let (came, lines) = told(&office, "5/9代付回单延迟的原因是什么");
    assert_eq!(came, "all");
    assert!(has(&lines, "原因：磁盘写满") && !has(&lines, "短信网关"), "{lines:?}");
}

#[test]
fn the_time_of_the_day_tells_two_incidents_apart() {
    let (came, lines) = told(&Office::of(&[OPEN_WEEK]), "5/9 18:05那次怎么回事");
    assert_eq!(came, "all");
    assert!(has(&lines, "磁盘写满") && !has(&lines, "短信网关"), "{lines:?}");
}

#[test]
fn a_day_alone_tells_all_of_its_incidents_in_order() {
    let (came, lines) = told(&Office::of(&[OPEN_WEEK]), "5/9怎么回事");
    assert_eq!(came, "all");
    let at = |words: &str| lines.iter().position(|line| line.contains(words));
    assert!(at("14:30").is_some() && at("14:30") < at("18:05"), "{lines:?}");
}

#[test]
fn a_cause_not_known_yet_comes_from_the_later_report_that_names_the_day() {
    let office = Office::of(&[
        OPEN_WEEK,
        ("第21周 2024-05-21", "## 本周进展\n\n- 5/9短信网关拥塞：查明是运营商限速导致，已换线路\n"),
    ]);
    let (came, lines) = told(&office, "5/9短信网关拥塞的原因是什么");
    assert_eq!(came, "all");
    assert!(has(&lines, "原因（第21周") && has(&lines, "运营商限速"), "{lines:?}");
}

#[test]
fn a_cause_that_is_only_suspected_is_shown_as_it_is_and_gives_way_to_a_later_one() {
    let suspected = (
        "第20周 2024-05-14",
        "## 生产事件\n\n- 5/9 14:30 短信网关拥塞，影响52家门店\n原因（初步）：怀疑线路老化。处置：切到备用通道。\n",
    );
    let (_, lines) = told(&Office::of(&[suspected]), "5/9短信网关拥塞的原因是什么");
    assert!(has(&lines, "原因：怀疑线路老化") && !has(&lines, "没有"), "{lines:?}");
    let later = ("第21周 2024-05-21", "## 本周进展\n\n- 5/9短信网关拥塞：查明是运营商限速导致，已换线路\n");
    let (_, lines) = told(&Office::of(&[suspected, later]), "5/9短信网关拥塞的原因是什么");
    assert!(has(&lines, "运营商限速"), "{lines:?}");
}

#[test]
fn who_only_the_cause_of_an_incident_names_is_not_what_it_is_about() {
    let office = Office::of(&[(
        "第20周 2024-05-14",
        "## 生产事件\n\n- 5/9 14:30 短信网关拥塞\n原因：告警邮件发到了离职的郑同事邮箱。处置：切到备用通道。\n",
    )]);
    assert_eq!(told(&office, "郑同事为什么离职").0, "nothing");
    assert_eq!(told(&office, "短信网关为什么拥塞").0, "all");
}

#[test]
fn a_later_word_on_one_incident_is_not_the_cause_of_its_neighbour_on_that_day() {
    let office = Office::of(&[
        OPEN_WEEK,
        ("第21周 2024-05-21", "## 本周进展\n\n- 5/9代付回单：因磁盘监控缺失，告警已补齐，关闭。\n"),
    ]);
    let (_, lines) = told(&office, "5/9短信网关拥塞的原因是什么");
    assert!(has(&lines, "核实中") && !has(&lines, "磁盘监控缺失"), "{lines:?}");
}

#[test]
fn two_incidents_of_a_day_that_are_meant_alike_are_both_told() {
    let office = Office::of(&[(
        "第20周 2024-05-14",
        "## 生产事件\n\n- 5/9 08:00 网关超时\n原因：连接池满。\n- 5/9 20:00 网关超时\n原因：证书过期。\n",
    )]);
    let (_, lines) = told(&office, "5/9网关超时的原因是什么");
    assert!(has(&lines, "连接池满") && has(&lines, "证书过期"), "{lines:?}");
}

#[test]
fn an_earlier_report_a_plan_and_another_incident_of_the_day_fill_no_gap() {
    let office = Office::of(&[
        ("第19周 2024-05-07", "## 本周进展\n\n- 5/9短信网关割接：因容量不足导致延期\n"),
        OPEN_WEEK,
        ("第21周 2024-05-21", "## 下周计划\n\n- 5/9短信网关拥塞复盘，因人手不足导致推迟\n"),
    ]);
    let (_, lines) = told(&office, "5/9短信网关拥塞的原因是什么");
    assert!(!has(&lines, "容量不足") && !has(&lines, "人手不足") && !has(&lines, "磁盘写满"), "{lines:?}");
    assert!(has(&lines, "核实中"), "{lines:?}");
}

#[test]
fn a_part_that_no_report_states_is_refused_and_said() {
    let office =
        Office::of(&[("第20周 2024-05-14", "## 生产事件\n\n- 5/9 14:30 短信网关拥塞\n处置：切到备用通道。\n")]);
    let (came, lines) = told(&office, "5/9短信网关拥塞的原因是什么");
    assert_eq!(came, "unstated");
    assert!(has(&lines, "没有写明原因"), "{lines:?}");
}

#[test]
fn a_part_that_is_there_is_told_beside_the_one_that_is_not() {
    let office =
        Office::of(&[("第20周 2024-05-14", "## 生产事件\n\n- 5/9 14:30 短信网关拥塞\n处置：切到备用通道。\n")]);
    let (came, lines) = told(&office, "5/9短信网关拥塞的原因是什么，怎么处理的");
    assert_eq!(came, "all");
    assert!(has(&lines, "切到备用通道") && has(&lines, "没有写明原因"), "{lines:?}");
}

#[test]
fn a_day_of_two_years_is_unsure_and_offers_both() {
    let office = Office::of(&[
        ("2023-06-20", "## 生产事件\n\n- 6/15 11:01 对账差异88笔\n原因：磁盘写满。\n"),
        ("2024-06-20", "## 生产事件\n\n- 6/15 11:01 对账差异99笔\n原因：证书过期。\n"),
    ]);
    let (came, lines) = told(&office, "6/15对账差异的原因");
    assert_eq!(came, "unsure");
    assert!(has(&lines, "2023-06-15") && has(&lines, "2024-06-15") && !has(&lines, "证书过期"), "{lines:?}");
    let (came, lines) = told(&office, "2023/6/15对账差异的原因");
    assert_eq!(came, "all");
    assert!(has(&lines, "磁盘写满"), "{lines:?}");
}

#[test]
fn a_day_without_an_incident_means_none() {
    let (came, lines) = told(&Office::of(&[OPEN_WEEK]), "5/10短信网关拥塞的原因是什么");
    assert_eq!((came, lines), ("nothing", Vec::new()));
}

#[test]
fn how_long_it_lasted_is_computed_from_its_times() {
    let office = Office::of(&[(
        "第20周 2024-05-14",
        "## 生产事件\n\n- 5/9 14:30 短信网关拥塞\n原因：限速。处置：切到备用通道，15:42恢复。\n",
    )]);
    let (came, lines) = told(&office, "5/9短信网关拥塞持续了多久");
    assert_eq!(came, "all");
    assert!(has(&lines, "1小时12分钟"), "{lines:?}");
}

#[test]
fn a_text_points_back_at_a_day_when_it_begins_with_it() {
    let day = "2024-05-09".parse().expect("a date");
    for text in ["5/9短信网关拥塞已定位", "往期跟踪：5月9日短信网关", "5/9 14:30的拥塞"] {
        assert!(points_back_at(text, day), "{text}");
    }
    for text in ["5/10短信网关拥塞", "短信网关容量与线路改造按计划推进，对应5/9的拥塞", "", "无日期"]
    {
        assert!(!points_back_at(text, day), "{text}");
    }
}
