//! What is one history and what is not, on invented reports.

use proptest::prelude::{Strategy, proptest};
use uuid::Uuid;

use super::{MilestoneStatement, Rule, Thread, threads};
use crate::fact::{State, milestones};
use crate::record::Place;
use crate::report::{Lines, PageName, Report};

/// The statements of a report with this text.
pub(in crate::thread) fn statements(date: &str, text: &str) -> Vec<MilestoneStatement> {
    let source = format!("# {date}\n\n## 本周进展\n\n{text}\n");
    let report = Report::parse(source.clone(), &PageName { name: date.to_string(), folders: Vec::new() });
    let day = report.date.expect("a dated title");
    let place = |lines: Lines| {
        Place::of_page(
            Uuid::new_v5(&Uuid::nil(), date.as_bytes()),
            date,
            date,
            &["本周进展".to_string()],
            &format!("{date}.md"),
            lines,
        )
    };
    let all = milestones(&report).into_iter();
    all.map(|milestone| MilestoneStatement {
        text: source[milestone.span.clone()].to_string(),
        date: day,
        place: place(milestone.lines),
        milestone,
    })
    .collect()
}

fn history(reports: &[(&str, &str)]) -> Vec<Thread> {
    threads(reports.iter().flat_map(|(date, text)| statements(date, text)).collect())
}

fn rules(thread: &Thread) -> Vec<Rule> {
    thread.told.iter().map(|told| told.rule).collect()
}

#[test]
fn the_same_subject_in_several_reports_is_one_history_with_its_slips() {
    let found = history(&[
        ("2024-06-07", "- 冷链温控平台：开发进度60%，预计6/18上线"),
        ("2024-06-14", "- 冷链温控平台项目：开发进度80%，上线改到7/2"),
        ("2024-06-21", "- 冷链温控平台：联调中，上线由7/2推迟至7/16"),
    ]);
    assert_eq!(found.len(), 1);
    assert_eq!(rules(&found[0]), [Rule::First, Rule::SameName, Rule::SameName]);
    let steps = found[0].steps();
    assert_eq!(steps.len(), 1, "{steps:?}");
    let days: Vec<String> = steps[0].distinct().iter().map(|day| day.to.to_string()).collect();
    assert_eq!(days, ["2024-06-18", "2024-07-02", "2024-07-16"]);
    assert_eq!((found[0].slip_days(), found[0].moves()), (28, 2));
    let ((first, _), (last, _)) = found[0].progress().expect("it has a progress");
    assert_eq!((first.to_string(), last.to_string()), ("60".to_string(), "80".to_string()));
}

#[test]
fn how_work_stands_is_its_last_word_and_progress_belies_what_came_before() {
    let goes_on = history(&[("2024-06-07", "- 冷链温控平台：需求评审完成"), ("2024-06-14", "- 冷链温控平台：进度60%")]);
    assert_eq!(goes_on[0].state(), None);
    assert!(goes_on[0].progress().is_some());
    let is_over = history(&[("2024-06-07", "- 冷链温控平台：进度60%"), ("2024-06-14", "- 冷链温控平台：已上线")]);
    assert_eq!(is_over[0].state(), Some(State::Launched));
    assert!(is_over[0].progress().is_none());
}

#[test]
fn testing_and_launch_are_two_steps() {
    let found = history(&[
        ("2024-06-07", "- 运单打印服务：预计6/12提测，6/20上线"),
        ("2024-06-14", "- 运单打印服务：预计6/17转测，6/20上线"),
    ]);
    let slips: Vec<(String, i32)> = found[0].steps().iter().map(|step| (step.what.clone(), step.slip_days())).collect();
    assert_eq!(slips, [("提测".to_string(), 5), ("上线".to_string(), 0)]);
}

#[test]
fn two_parts_of_one_line_are_two_steps() {
    let found = history(&[
        ("2024-06-07", "- 门诊缴费：窗口端6/18上线；自助机6/25上线"),
        ("2024-06-14", "- 门诊缴费：窗口端6/18上线；自助机改到7/2上线"),
    ]);
    let moves: Vec<usize> = found[0].steps().iter().map(crate::thread::StepHistory::moves).collect();
    assert_eq!(moves, [0, 1], "{:?}", found[0].steps());
}

/// Part, step, days and how far the last is from the first, of the steps that moved.
fn slips(thread: &Thread) -> Vec<(String, String, usize, i32)> {
    let moved = thread.steps().into_iter().filter(|step| step.moves() > 0);
    moved.map(|step| (step.part.clone(), step.what.clone(), step.moves(), step.slip_days())).collect()
}

#[test]
fn a_part_that_is_done_is_not_the_first_plan_of_another_or_of_the_whole() {
    let found = history(&[
        ("2024-06-07", "- 门诊缴费：窗口端6/12，自助机6/14"),
        ("2024-06-14", "- 门诊缴费：窗口端6/12完成，自助机预计6/14上线"),
        ("2024-06-21", "- 门诊缴费：接口改造开发完成，预计6/28上线"),
        ("2024-06-28", "- 门诊缴费：上线由6/28推迟至7/10"),
    ]);
    assert_eq!(slips(&found[0]), [("自助机".to_string(), "上线".to_string(), 2, 26)]);
}

#[test]
fn two_parts_that_are_both_open_are_not_the_first_plan_of_the_whole() {
    let found = history(&[
        ("2024-06-07", "- 门诊缴费：窗口端6/18上线；自助机6/25上线"),
        ("2024-06-14", "- 门诊缴费：联调中，预计7/20上线"),
    ]);
    assert!(slips(&found[0]).is_empty(), "{:?}", found[0].steps());
}

#[test]
fn the_third_batch_is_not_the_first_one_late() {
    let found = history(&[("2024-07-05", "- 换机首批6/28才上，比6/14晚两周；第二批7/2完成，第三批放到9月")]);
    assert!(slips(&found[0]).is_empty(), "{:?}", found[0].steps());
}

#[test]
fn what_was_launched_and_is_planned_again_did_not_slip() {
    let found = history(&[
        ("2024-06-07", "- 运单打印：6/12上线"),
        ("2024-06-14", "- 运单打印：6/12上线，观察一周"),
        ("2024-06-21", "- 运单打印：新模板开发中，7/20上线"),
    ]);
    assert!(slips(&found[0]).is_empty(), "{:?}", found[0].steps());
}

#[test]
fn a_first_plan_that_only_a_later_report_tells_is_the_first() {
    let found = history(&[
        ("2024-06-07", "- 冷库扩容：6/20完工"),
        ("2024-06-14", "- 冷库扩容：施工过半，比原定的6/6晚了，6/20完工"),
    ]);
    assert_eq!(slips(&found[0]), [(String::new(), "完成".to_string(), 1, 14)]);
}

#[test]
fn a_day_inside_the_one_that_is_given_up_is_the_day_that_stands() {
    let found = history(&[("2024-06-03", "- 冷库扩容：下周评审"), ("2024-06-11", "- 冷库扩容：评审由本周改到6/14")]);
    let steps = found[0].steps();
    let days: Vec<String> = steps[0].distinct().iter().map(|day| day.text.clone()).collect();
    assert!(!days.contains(&"本周".to_string()), "{days:?}");
}

#[test]
fn a_table_whose_first_column_has_a_name_of_its_own_goes_on_with_the_items() {
    let found = history(&[
        ("2024-06-07", "- 自助机：预计6/18上线"),
        ("2024-06-14", "| 渠道 | 进展 | 计划 |\n| --- | --- | --- |\n| 自助机 | 联调中 | 6/25上线 |"),
    ]);
    assert_eq!(found.len(), 1);
    assert_eq!(slips(&found[0]), [(String::new(), "上线".to_string(), 1, 7)]);
    let figures = history(&[("2024-06-14", "| 机型 | 计划 | 完成率 |\n| --- | --- | --- |\n| 甲 | 120 | 98% |")]);
    assert!(figures.is_empty(), "figures are no work: {figures:?}");
}

#[test]
fn projects_that_share_a_generic_word_stay_apart() {
    let found = history(&[
        ("2024-06-07", "- 仓储系统升级：开发中\n- 排班系统升级：开发中"),
        ("2024-06-14", "- 系统升级：测试完成\n- 排班系统升级：测试完成"),
    ]);
    let subjects: Vec<(&str, usize)> =
        found.iter().map(|thread| (thread.subject.as_str(), thread.told.len())).collect();
    assert_eq!(subjects, [("仓储系统升级", 1), ("排班系统升级", 2), ("系统升级", 1)]);
}

#[test]
fn a_name_that_holds_another_goes_on_with_it_only_where_nothing_else_does() {
    let found = history(&[("2024-06-07", "- 冷链温控平台：开发中"), ("2024-06-14", "- 冷链温控平台二期接口：开发中")]);
    assert_eq!(found.len(), 1);
    assert_eq!(rules(&found[0]), [Rule::First, Rule::Contained]);
    let found = history(&[
        ("2024-06-07", "- 冷链温控平台：开发中"),
        ("2024-06-14", "- 冷链温控平台报表：开发中\n- 冷链温控平台接口：开发中"),
    ]);
    assert_eq!(found.len(), 3, "two names hold it: which one goes on is not told");
    assert!(found.iter().all(|thread| thread.told.len() == 1));
    assert_eq!(found[0].doubtful, ["冷链温控平台报表", "冷链温控平台接口"]);
}

#[test]
fn what_one_report_tells_apart_is_never_joined() {
    let found = history(&[
        ("2024-06-07", "- 门禁换代：开发中"),
        ("2024-06-14", "- 门禁换代：开发中\n- 门禁换代二号楼：招标中"),
        ("2024-06-21", "- 门禁换代二号楼：开发中"),
    ]);
    assert_eq!(found.iter().map(|thread| thread.told.len()).collect::<Vec<_>>(), [2, 2]);
}

#[test]
fn the_same_name_a_year_later_is_other_work() {
    let found = history(&[("2023-01-06", "- 年终盘点：完成"), ("2024-01-05", "- 年终盘点：完成")]);
    assert_eq!(found.len(), 2);
}

#[test]
fn no_statements_are_no_threads() {
    assert!(threads(Vec::new()).is_empty());
}

proptest! {
    #[test]
    fn every_statement_is_in_exactly_one_thread(lines in proptest::collection::vec(line(), 1..14)) {
        let mut all = Vec::new();
        for (at, line) in lines.iter().enumerate() {
            all.extend(statements(&format!("2024-{:02}-07", 1 + at % 12), line));
        }
        let found = threads(all.clone());
        assert_eq!(found.iter().map(|thread| thread.told.len()).sum::<usize>(), all.len());
        for thread in &found {
            assert_eq!(thread.told[0].rule, Rule::First);
            assert!(thread.told.iter().skip(1).all(|told| told.rule != Rule::First));
            assert!(thread.told.is_sorted_by_key(|told| told.statement.date));
            assert!(thread.steps().iter().all(|step| !step.days.is_empty()));
        }
    }
}

fn line() -> impl Strategy<Value = String> {
    let name = proptest::sample::select(vec!["冷链平台", "冷链平台二期", "系统升级", "WMS-2改造", "wms-2", "门禁"]);
    let said = proptest::sample::select(vec![
        "开发进度60%", "预计6/18上线", "上线改到7/2", "已上线", "暂停", "测试中，原定5/3提测",
    ]);
    (name, said).prop_map(|(name, said)| format!("- {name}：{said}"))
}

#[test]
fn work_under_two_names_is_on_the_review_list_and_work_told_apart_is_not() {
    let found = history(&[
        ("2024-06-07", "- 商户冷链温控平台：开发进度40%，预计6/28上线"),
        ("2024-06-14", "- 冷链温控平台改造：开发进度60%，预计6/28上线\n- 食堂改造：开发进度20%"),
    ]);
    let pairs = crate::thread::probably_same(&found);
    let names: Vec<_> = pairs.iter().map(|pair| (pair.one.as_str(), pair.other.as_str())).collect();
    assert_eq!(names, [("商户冷链温控平台", "冷链温控平台改造")], "{found:?}");
    let apart = history(&[("2024-06-07", "- 商户冷链温控平台：进度40%\n- 冷链温控平台改造：进度60%")]);
    assert!(crate::thread::probably_same(&apart).is_empty());
}
