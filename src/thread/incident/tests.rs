//! Incidents over the weeks, on invented reports.

use std::borrow::Cow;

use super::{IncidentThread, WhyAgain, incident_threads, recurrences};
use crate::passage::passages;
use crate::record::Place;
use crate::report::{PageName, Report};
use crate::thread::EvidenceLine;
use uuid::Uuid;

pub(in crate::thread) fn read(reports: &[(&str, &str)]) -> Vec<IncidentThread> {
    let lines = lines(reports);
    let told: Vec<Vec<EvidenceLine<'static>>> =
        lines.iter().filter(|line| line.incident.is_some()).map(|line| vec![line.clone()]).collect();
    threads_of(&told, &lines)
}

fn threads_of(told: &[Vec<EvidenceLine<'static>>], lines: &[EvidenceLine<'static>]) -> Vec<IncidentThread> {
    let last = lines.iter().map(|line| line.date).max();
    last.map_or_else(Vec::new, |last| incident_threads(told, |accounts| accounts.clone(), lines, last))
}

pub(in crate::thread) fn lines(reports: &[(&str, &str)]) -> Vec<EvidenceLine<'static>> {
    let mut lines: Vec<EvidenceLine<'static>> = Vec::new();
    for (date, text) in reports {
        let source = format!("# {date}\n\n{text}\n");
        let report = Report::parse(source, &PageName { name: date.to_string(), folders: Vec::new() });
        let day = report.date.expect("a dated title");
        for passage in passages(&report, Uuid::nil()).into_iter().filter(|passage| !passage.covered) {
            let place = Place::of_page(Uuid::nil(), date, date, &passage.path, &format!("{date}.md"), passage.lines);
            lines.push(EvidenceLine {
                parent: "".into(),
                text: passage.text.clone().into(),
                date: day,
                place,
                kind: passage.section,
                days: passage.days.clone(),
                heading: passage.path.last().cloned().unwrap_or_default().into(),
                incident: passage.incident.clone().map(Cow::Owned),
                goals: Cow::Borrowed(&[]),
            });
        }
    }
    lines
}

const OPEN: (&str, &str) =
    ("2024-06-07", "## 生产事件\n\n- 6/4 10:20 分拣系统停机，处置：重启，10:50恢复。原因：待厂家回复");

#[test]
fn an_incident_is_open_until_a_later_line_closes_it() {
    let found = read(&[OPEN, ("2024-06-21", "## 往期跟踪\n\n- 6/4分拣系统停机：厂家答复是主板故障，已更换，关闭")]);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].is_open, found[0].days_open, found[0].tellings.len()), (false, Some(17), 2));
    assert_eq!(found[0].cause_missing_weeks, None, "the later line names the cause");
}

#[test]
fn a_cause_that_nobody_names_is_missing_since_the_day() {
    let found = read(&[OPEN, ("2024-07-05", "## 本周进展\n\n- 食堂改造：完成")]);
    assert_eq!((found[0].is_open, found[0].days_open, found[0].cause_missing_weeks), (true, Some(31), Some(4)));
}

#[test]
fn a_cause_that_a_second_record_of_the_incident_names_is_not_missing() {
    let first = ("2024-06-05", "## 生产事件\n\n- 6/4 10:20 分拣系统停机，处置：重启，10:50恢复");
    let second = ("2024-06-07", "## 生产事件\n\n- 6/4 10:20 分拣系统停机，10:50恢复。原因：主板故障");
    let told: Vec<EvidenceLine<'static>> =
        lines(&[first, second]).into_iter().filter(|line| line.incident.is_some()).collect();
    assert_eq!(told.len(), 2);
    assert!(threads_of(&[told[..1].to_vec()], &told)[0].cause_missing_weeks.is_some());
    assert_eq!(threads_of(std::slice::from_ref(&told), &told)[0].cause_missing_weeks, None);
}

#[test]
fn what_was_over_when_it_was_told_was_open_for_no_day() {
    let found =
        read(&[("2024-06-07", "## 生产事件\n\n- 6/4 10:20 分拣系统停机。原因：主板故障。处置：更换，10:50恢复")]);
    assert_eq!((found[0].is_open, found[0].days_open, found[0].cause_missing_weeks), (false, Some(0), None));
}

#[test]
fn what_stands_below_a_heading_that_names_the_incident_speaks_of_it() {
    let later = (
        "2024-06-14",
        "## 生产事件\n\n### 跟进：6/4 分拣停机\n\n- 根因：主板电容失效\n- 改进：备件入库，每周巡检。关闭",
    );
    let found = read(&[OPEN, later, ("2024-07-05", "## 本周进展\n\n- 食堂改造：完成")]);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].is_open, found[0].days_open, found[0].cause_missing_weeks), (false, Some(10), None));
    let other = ("2024-06-14", "## 生产事件\n\n### 跟进：6/4 门禁失灵\n\n- 改进：换锁。关闭");
    assert!(read(&[OPEN, other])[0].is_open, "another incident of that day");
}

#[test]
fn what_stands_below_a_heading_that_concludes_is_why() {
    let later = "## 进展\n\n### 6/4 分拣系统停机的正式结论\n\n- 不是负荷问题，5月调参把线程改成4，没改回来\n";
    let found = read(&[OPEN, ("2024-06-21", later)]);
    assert_eq!((found.len(), found[0].cause_missing_weeks), (1, None), "{:?}", found[0].tellings);
}

#[test]
fn a_line_marked_as_a_follow_up_is_no_incident_of_its_own() {
    let first = ("2024-06-07", "## 生产事件\n\n- 6/4 10:20 分拣系统停机，300件晚发。原因：厂商没给说法");
    for mark in ["### 跟进\n\n- 6/4 分拣：还是没有书面说明，未关闭", "- 【跟进】6/4 分拣系统：书面说明没要到，未关闭"]
    {
        let found = read(&[first, ("2024-06-14", &format!("## 生产事件\n\n{mark}"))]);
        assert_eq!(found.len(), 1, "{mark}");
        assert!(found[0].is_open, "{mark}: {:?}", found[0]);
    }
}

#[test]
fn an_item_marked_as_a_follow_up_closes_with_its_last_paragraph() {
    let later = (
        "2024-06-14",
        "## 生产事件\n\n- 【跟进】6/4 分拣停机：\n\n    原因查清，主板电容失效。\n\n    改进：备件入库。6/12 上线，本事件关闭。",
    );
    let found = read(&[OPEN, later]);
    assert_eq!((found.len(), found[0].is_open, found[0].days_open), (1, false, Some(10)), "{found:?}");
}

#[test]
fn an_item_that_follows_several_incidents_says_of_each_what_stands_beside_its_day() {
    let first = ("2024-06-05", "## 生产事件\n\n- 6/3 09:00 门禁失灵，待厂商回复");
    let later = ("2024-06-14", "## 本周进展\n\n- 往期：6/3门禁，换锁完成，关闭。6/4分拣系统停机，厂商还没有回复。");
    let found = read(&[first, OPEN, later]);
    assert_eq!(found.iter().map(|thread| thread.is_open).collect::<Vec<_>>(), [false, true], "{found:?}");
}

#[test]
fn a_line_that_names_the_number_of_an_incident_speaks_of_it() {
    let numbered = ("2024-06-07", "## 生产事件\n\n- 6/4 10:20 分拣系统停机（F-0604），原因还在查");
    let found = read(&[numbered, ("2024-06-21", "## 本周工作\n\n- F-0604 查明是主板过热，已更换，关闭")]);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].is_open, found[0].tellings.len()), (false, 2));
}

#[test]
fn a_number_that_was_there_before_the_incident_is_a_machines() {
    let before = ("2024-05-31", "## 本周工作\n\n- ES-8200 巡检完成");
    let numbered = ("2024-06-07", "## 生产事件\n\n- 6/4 10:20 分拣机ES-8200停机，原因还在查");
    let found = read(&[before, numbered, ("2024-06-21", "## 本周工作\n\n- ES-8200 保养已完成，关闭")]);
    assert_eq!((found[0].is_open, found[0].tellings.len()), (true, 1));
}

#[test]
fn a_number_that_two_incidents_have_is_no_ones() {
    let of_both = "## 生产事件\n\n- 6/4 10:20 分拣系统停机（单号R-2024），原因还在查\n- 6/5 11:00 闸机卡死（单号R-2024），原因还在查";
    let found = read(&[("2024-06-07", of_both), ("2024-06-21", "## 本周工作\n\n- R-2024 已处理，关闭")]);
    assert!(found.iter().all(|thread| thread.is_open), "{found:?}");
}

#[test]
fn recurrences_are_found_by_system_and_by_cause() {
    let found = read(&[
        ("2024-06-07", "## 生产事件\n\n- 6/4 10:20 分拣系统停机。原因：供电模块老化引起电压不稳。处置：重启后恢复"),
        ("2024-06-14", "## 生产事件\n\n- 6/12 09:00 分拣系统扫描变慢。原因：日志写满磁盘。处置：清理后恢复"),
        ("2024-06-21", "## 生产事件\n\n- 6/19 09:00 门禁打不开。原因：供电模块老化引起电压不稳定。处置：更换后恢复"),
    ]);
    let again: Vec<(WhyAgain, Vec<usize>)> =
        recurrences(&found.iter().collect::<Vec<_>>()).into_iter().map(|again| (again.why, again.threads)).collect();
    assert_eq!(again, [(WhyAgain::SameSystem, vec![0, 1]), (WhyAgain::SameCause, vec![0, 2])]);
}

#[test]
fn no_incidents_are_no_threads() {
    assert!(read(&[]).is_empty());
    assert!(recurrences(&[]).is_empty());
}
