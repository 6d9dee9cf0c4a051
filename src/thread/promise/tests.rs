//! What came of a promise, on invented reports.

use std::borrow::Cow;

use super::{EvidenceLine, Outcome, Promise, Promised, Why, threads_and_promises};
use crate::passage::passages;
use crate::record::Place;
use crate::report::{PageName, Report};
use crate::thread::MilestoneStatement;
use uuid::Uuid;

fn judged(reports: &[(&str, &str)]) -> Vec<Promise> {
    let (statements, lines) = read(reports);
    threads_and_promises(statements, &lines).1
}

/// What reports with these texts state, each below 本周进展 unless it has headings of its own.
pub(in crate::thread) fn read(reports: &[(&str, &str)]) -> (Vec<MilestoneStatement>, Vec<EvidenceLine<'static>>) {
    let (mut statements, mut lines): (Vec<MilestoneStatement>, Vec<EvidenceLine<'static>>) = (Vec::new(), Vec::new());
    for (date, text) in reports {
        let heading = if text.starts_with('#') { "" } else { "## 本周进展\n\n" };
        let source = format!("# {date}\n\n{heading}{text}\n");
        let report = Report::parse(source, &PageName { name: date.to_string(), folders: Vec::new() });
        let day = report.date.expect("a dated title");
        let id = Uuid::new_v5(&Uuid::nil(), date.as_bytes());
        for passage in passages(&report, id).into_iter().filter(|passage| !passage.covered) {
            let place = Place::of_page(id, date, date, &passage.path, &format!("{date}.md"), passage.lines);
            statements.extend(passage.milestones.iter().map(|milestone| MilestoneStatement {
                milestone: milestone.clone(),
                date: day,
                place: place.with_lines(milestone.lines),
                text: passage.text.clone(),
            }));
            lines.push(EvidenceLine {
                parent: "".into(),
                text: passage.text.clone().into(),
                date: day,
                place,
                kind: passage.section,
                days: passage.days.clone(),
                heading: passage.path.last().cloned().unwrap_or_default().into(),
                incident: passage.incident.clone().map(Cow::Owned),
                goals: passage.goals.clone().into(),
            });
        }
    }
    (statements, lines)
}

fn first(reports: &[(&str, &str)], kind: Promised) -> (Outcome, Why, Option<i32>) {
    let found = judged(reports);
    let promise =
        found.iter().find(|promise| promise.kind == kind).unwrap_or_else(|| panic!("no such promise: {found:?}"));
    let is_cited = promise.verdict.evidence.is_some();
    let needs_none = matches!(promise.verdict.why, Why::NotMentioned | Why::NotDue | Why::NoReport);
    assert!(is_cited || needs_none, "{promise:?}");
    (promise.verdict.outcome, promise.verdict.why, promise.verdict.days)
}

#[test]
fn a_day_that_is_told_as_planned_is_not_when_it_was_done() {
    let goal = ("2025-07-25", "## 下周计划\n\n- QC02 起升钢丝绳更换，7月29日");
    let late = ("2025-08-22", "- QC02 起升钢丝绳：原定7月29日，因人手不够，8月19日才换完");
    assert_eq!(first(&[goal, late], Promised::Goal), (Outcome::PossiblySlipped, Why::DoneLate, Some(21)));
}

#[test]
fn a_line_before_the_day_that_names_it_plans_it_still() {
    let planned = ("2024-06-07", "- 冷链平台：开发中，预计6/18上线");
    let before = ("2024-06-12", "- 冷链平台：6/18上线，供应商合同已签");
    assert_eq!(first(&[planned, before], Promised::Step), (Outcome::Pending, Why::NotDue, None));
}

#[test]
fn what_came_so_many_days_after_its_day_was_late() {
    let goal = ("2024-06-07", "## 下周计划\n\n- 小时级对账接云葭，6/13");
    let late = ("2024-06-21", "- 小时级对账云葭18号接上了，比表上的6/13晚五天");
    assert_eq!(first(&[goal, late], Promised::Goal).0, Outcome::Slipped);
}

#[test]
fn what_failed_on_its_day_was_not_kept() {
    let goal = ("2024-05-10", "## 下周计划\n\n- 5/15 网关切换");
    let failed = first(&[goal, ("2024-05-17", "- 网关切换失败（5月15日 23:30—16日 00:35）")], Promised::Goal);
    assert!(!matches!(failed.0, Outcome::Kept | Outcome::PossiblyKept), "{failed:?}");
    let told = |line: &str| first(&[goal, ("2024-05-17", line)], Promised::Goal).0;
    let missed = told("- 网关切换：到 5/15 切了 291 台，剩 27 台，没有按期切完，延到 6/15");
    assert!(!matches!(missed, Outcome::Kept | Outcome::PossiblyKept), "{missed:?}");
    assert_eq!(
        told("- 5/15 网关切换，失败 3 笔"),
        told("- 5/15 网关切换，超时 3 笔"),
        "what is counted failed in part"
    );
}

#[test]
fn a_day_that_a_line_lists_as_given_up_was_not_kept() {
    let goal = ("2024-06-07", "## 下周计划\n\n- 冷链平台演练，6/13");
    for later in [
        "| 工作 | 计划日期 | 状态 |\n|---|---|---|\n| 冷链平台演练 | 7/10（原5/9、6/13） | 就绪 |",
        "| 工作 | 计划日期 | 状态 |\n|---|---|---|\n| 冷链平台演练 | 6/13 → 7/10 | 场地已过 |",
        "- 冷链平台演练：6/13 改 7/10",
    ] {
        let found = first(&[goal, ("2024-06-28", later)], Promised::Goal);
        assert_eq!(found, (Outcome::Slipped, Why::PlannedAnew, Some(27)), "{later}");
    }
}

#[test]
fn a_planned_day_is_kept_slipped_or_not_due() {
    let planned = ("2024-06-07", "- 冷链平台：开发中，预计6/18上线");
    for (later, wanted) in [
        (("2024-06-21", "- 冷链平台：6/18上线，运行平稳"), (Outcome::Kept, Why::DoneInTime, Some(0))),
        (("2024-06-28", "- 冷链平台：6/25上线"), (Outcome::Slipped, Why::DoneLate, Some(7))),
        (("2024-06-14", "- 冷链平台：上线改到7/2"), (Outcome::Slipped, Why::PlannedAnew, Some(14))),
        (("2024-06-21", "- 冷链平台：已上线"), (Outcome::Kept, Why::ToldDone, None)),
        (("2024-08-02", "- 冷链平台：已上线"), (Outcome::PossiblyKept, Why::DoneSomeDay, None)),
        (("2024-06-21", "- 冷链平台：开发进度80%"), (Outcome::Slipped, Why::StillUnderWay, None)),
        (("2024-06-21", "- 冷链平台：暂停，等预算"), (Outcome::Dropped, Why::ToldStopped, None)),
        (("2024-06-21", "- 冷链平台：今年不做了"), (Outcome::Dropped, Why::ToldStopped, None)),
        (("2024-06-14", "- 食堂改造：完成"), (Outcome::Pending, Why::NotDue, None)),
        (("2024-06-21", "- 食堂改造：完成"), (Outcome::Unknown, Why::NotMentioned, None)),
    ] {
        assert_eq!(first(&[planned, later], Promised::Step), wanted, "{}", later.1);
    }
}

#[test]
fn a_row_of_plans_that_has_come_true_is_no_goal_again() {
    let table = |state: &str| {
        format!(
            "## 3 计划\n\n| 事项 | 负责人 | 期限 | 状态 |\n|---|---|---|---|\n| 自助门户 | 甲 | 6/16 | {state} |\n| 搬家 | 乙 | 6/30 | 进行中 |"
        )
    };
    let planned = table("延期，等接口");
    let last = ("2024-06-28", "- 食堂改造：完成");
    for (state, wanted) in [("完成，当天开放", Outcome::Kept), ("完成 80%", Outcome::Slipped)] {
        let later = table(state);
        let found = first(&[("2024-06-07", &planned), ("2024-06-21", &later), last], Promised::Goal);
        assert_eq!(found.0, wanted, "{state}: {found:?}");
    }
}

#[test]
fn a_goal_is_due_on_the_one_day_that_it_names() {
    let goal = ("2024-06-07", "## 下周计划\n\n- 保洁锐器专项培训，6月12日");
    let row = |cells: &str| {
        format!("## 3 项目\n\n| 项目 | 进度 | 原计划 | 现计划 |\n|---|---|---|---|\n| 保洁锐器专项培训 | {cells} |")
    };
    let done = "## 2 完成\n\n| 事项 | 日期 | 结果 |\n|---|---|---|\n| 保洁锐器专项培训 | 6月12日 | 118人到场 |";
    for (later, wanted) in [
        (done.to_string(), Why::DoneInTime),
        (done.replace("118人到场", "118人到场，没出问题"), Why::DoneInTime),
        ("- 保洁锐器专项培训6月12日没做成，再等一周".to_string(), Why::StillUnderWay),
        ("- 保洁锐器专项培训6月12日未完成".to_string(), Why::StillUnderWay),
        ("## 没按时\n\n- 保洁锐器专项培训，期限是6月12日，做了两场，就差外科".to_string(), Why::StillUnderWay),
        (row("92% | 6/12 | 6/28"), Why::PlannedAnew),
        (row("86/118 人 | 6/12 | 6/28"), Why::PlannedAnew),
    ] {
        let found = first(&[goal, ("2024-06-14", &later)], Promised::Goal);
        assert_eq!(found.1, wanted, "{later}: {found:?}");
    }
    let monthly = ("2024-07-19", "## 下周计划\n\n- 保洁锐器专项培训，7月24日");
    let found = first(&[goal, monthly, ("2024-07-26", "- 食堂改造：完成")], Promised::Goal);
    assert_ne!(found.0, Outcome::Slipped, "a task that comes again month by month: {found:?}");
}

#[test]
fn a_goal_is_judged_by_a_line_that_tells_its_own_step() {
    let goal = ("2024-06-07", "## 下周计划\n\n- 冷链平台接口评审");
    for (later, wanted) in [
        ("- 冷链平台：接口评审通过", (Outcome::Kept, Why::ToldDone, None)),
        ("- 冷链平台接口评审没有赶上，改到6/20", (Outcome::Slipped, Why::ToldDelayed, None)),
        ("- 冷链平台接口评审取消", (Outcome::Dropped, Why::ToldStopped, None)),
        ("- 冷链平台接口查明一处缺陷，已修完", (Outcome::Unknown, Why::NotMentioned, None)),
        ("- 食堂改造：完成", (Outcome::Unknown, Why::NotMentioned, None)),
        ("## 下周计划\n\n- 冷链平台接口评审", (Outcome::Slipped, Why::GoalAgain, None)),
    ] {
        let later = ("2024-06-14", later);
        let padding = ("2024-06-21", "- 食堂改造：完成");
        assert_eq!(first(&[goal, later, padding], Promised::Goal), wanted, "{}", later.1);
    }
}

#[test]
fn a_goal_of_the_last_report_is_pending_and_one_before_a_long_gap_is_unknown() {
    let goal = ("2024-06-07", "## 下周计划\n\n- 冷链平台接口评审");
    assert_eq!(first(&[goal], Promised::Goal), (Outcome::Pending, Why::NotDue, None));
    assert_eq!(
        first(&[goal, ("2024-09-06", "- 食堂改造：完成")], Promised::Goal),
        (Outcome::Unknown, Why::NoReport, None)
    );
}

#[test]
fn what_an_incident_leaves_open_is_closed_by_a_line_that_names_its_day() {
    let incident =
        ("2024-06-07", "## 生产事件\n\n- 6/4 10:20 冷库温度告警，处置：切换备用机组，10:50恢复。原因：待厂家回复");
    let closed = ("2024-06-14", "## 往期跟踪\n\n- 6/4冷库温度告警：厂家答复为传感器老化，已更换，关闭");
    assert_eq!(first(&[incident, closed], Promised::Open), (Outcome::Kept, Why::Closed, None));
    let other = ("2024-06-14", "## 往期跟踪\n\n- 6/3食堂停水：关闭");
    assert_eq!(first(&[incident, other], Promised::Open), (Outcome::Unknown, Why::NotMentioned, None));
}

#[test]
fn nothing_promises_nothing() {
    assert!(judged(&[]).is_empty());
    assert!(judged(&[("2024-06-07", "- 食堂改造：完成")]).is_empty());
}

#[test]
fn a_day_that_a_later_report_only_gives_up_was_not_kept() {
    let planned = ("2024-04-12", "- 门禁换代：厂家说4月底上线");
    let moved = ("2024-05-10", "- 门禁换代：闸机就绪，厂家原说4月底上线，因证书没批，改到5/20");
    let found = judged(&[planned, moved]);
    assert!(found.iter().all(|promise| promise.verdict.outcome != Outcome::Kept), "{found:?}");
    assert_eq!(found[0].verdict.why, Why::PlannedAnew, "{found:?}");
}

#[test]
fn a_plan_without_a_step_is_not_moved_by_another_one() {
    let shown = ("2024-05-03", "- 冷链平台：资质公示期到5/8");
    let other = ("2024-05-17", "- 冷链平台：首批合同签完，下周一开始配置账号");
    let found = judged(&[shown, other]);
    assert!(found.iter().all(|promise| promise.verdict.outcome != Outcome::Slipped), "{found:?}");
}

#[test]
fn days_late_are_told_where_both_days_are_and_inside_a_span_there_are_none() {
    let planned = ("2024-05-03", "- 冷链平台：6月上旬上线");
    let inside = ("2024-06-14", "- 冷链平台：6/4上线");
    assert_eq!(first(&[planned, inside], Promised::Step), (Outcome::Kept, Why::DoneInTime, Some(0)));
    let before = ("2024-06-14", "- 冷链平台：5/30上线");
    assert_eq!(first(&[planned, before], Promised::Step), (Outcome::Kept, Why::DoneInTime, Some(-2)));
}

#[test]
fn a_goal_with_a_day_slips_where_its_step_has_a_later_one() {
    let goal = ("2024-05-10", "## 下周计划\n\n- 冷链平台接口测试收尾，5/18上线");
    for (later, wanted) in [
        ("- 冷链平台接口：测试通过七成，6/8上线不变", (Outcome::Slipped, Why::PlannedAnew, Some(21))),
        ("- 冷链平台接口测试做完，5/22上线完成", (Outcome::Slipped, Why::DoneLate, Some(4))),
        ("- 冷链平台接口测试收尾，5/18上线", (Outcome::Kept, Why::DoneInTime, Some(0))),
    ] {
        let later = ("2024-05-31", later);
        assert_eq!(first(&[goal, later], Promised::Goal), wanted, "{}", later.1);
    }
}

#[test]
fn a_goal_of_two_parts_is_partly_kept_where_one_is_done() {
    let goal = ("2024-06-07", "## 下周计划\n\n- 消防演练复盘，隐患整改");
    let part = ("2024-06-14", "- 消防演练复盘完成，隐患归并后60个，已整改21个");
    assert_eq!(first(&[goal, part], Promised::Goal), (Outcome::Partly, Why::ToldInPart, None));
    let both = ("2024-06-14", "- 消防演练复盘完成，隐患整改完成");
    assert_eq!(first(&[goal, both], Promised::Goal), (Outcome::Kept, Why::ToldDone, None));
}

#[test]
fn the_same_goal_on_another_page_of_the_week_is_not_put_off() {
    let day = ("2024-06-07", "## 下周计划\n\n- 冷链平台接口评审");
    let week = ("2024-06-10", "## 下周计划\n\n- 冷链平台接口评审");
    let padding = ("2024-06-21", "- 食堂改造：完成");
    let found = judged(&[day, week, padding]);
    assert!(found.iter().all(|promise| promise.verdict.outcome != Outcome::Slipped), "{found:?}");
}

#[test]
fn what_a_limit_was_for_is_not_dropped_with_the_limit() {
    let planned = ("2024-06-07", "## 下周计划\n\n- 三号水泵轴温跟踪");
    let outcome = |later: &str| first(&[planned, ("2024-06-14", later)], Promised::Goal).0;
    assert_ne!(outcome("- 三号水泵轴温跟踪满一周没有报警，限速12转取消，这件事关了"), Outcome::Dropped);
    assert_eq!(outcome("- 三号水泵轴温跟踪取消，设备已封存"), Outcome::Dropped);
}

#[test]
fn a_sentence_that_repeats_a_promise_does_not_keep_it() {
    let goal = ("2025-07-25", "## Next week\n\n- Wed 30 July: backlog of tickets back under 100");
    let told =
        ("2025-08-08", "- Backlog. I said backlog of tickets back under 100 by 30 July. It was 118 on that day.");
    let (outcome, ..) = first(&[goal, told], Promised::Goal);
    assert!(!matches!(outcome, Outcome::Kept | Outcome::PossiblyKept), "{outcome:?}");
}

#[test]
fn another_work_that_was_done_on_the_day_keeps_nothing() {
    let goal = ("2024-06-07", "## 下周计划\n\n- 6月18日：冷链平台的滑道测圆");
    let other = ("2024-06-21", "## 数据管线\n\n- 6月18日（周二）上线了，每小时 141 帧");
    assert_eq!(first(&[goal, other], Promised::Goal).0, Outcome::Unknown);
    let own = ("2024-06-21", "## 滑道\n\n- 冷链平台的滑道测圆 6月18日做完了，偏差 0.2 毫米");
    assert_eq!(first(&[goal, own], Promised::Goal).0, Outcome::Kept);
}
