//! Goals in a model's words: nothing but the wording changes.

use super::script::Script;
use super::{Desk, sources};
use crate::narrate::GoalLine;

const GOALS: [&str; 3] = [
    "委托代征第二批需在6/27前完成上线，此前的计划是6/20",
    "复盘6/15账户流水差异，涉及5991笔、764个商户",
    "完成数据分类分级打标",
];

async fn worded(reply: &str) -> (Vec<Option<String>>, usize, Vec<String>) {
    let desk = Desk::saying(&[reply]);
    let sources = sources();
    let cited = [vec![&sources[5], &sources[6]], vec![&sources[2]], vec![&sources[7]]];
    let goals: Vec<GoalLine<'_>> =
        GOALS.iter().zip(cited).map(|(text, citations)| GoalLine { text, citations }).collect();
    let worded = desk.word(&goals).await;
    assert_eq!(worded.lines.len(), GOALS.len());
    assert!(desk.asked()[0].contains("这3个目标"), "{}", desk.asked()[0]);
    (worded.lines, worded.withheld.len(), worded.notices)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_wording_is_taken_line_by_line() {
    let reply = "1. 委托代征第二批需在6/27前完成上线，此前计划6/20\n2. 复盘6/15账户流水差异：5991笔、764个商户\n3. 完成数据分类分级打标";
    let (lines, withheld, notices) = worded(reply).await;
    assert_eq!(
        lines,
        [
            Some("委托代征第二批需在6/27前完成上线，此前计划6/20".to_string()),
            Some("复盘6/15账户流水差异：5991笔、764个商户".to_string()),
            // Word for word the goal itself.
            None
        ]
    );
    assert_eq!((withheld, notices.as_slice()), (0, [].as_slice()));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_adds_or_loses_anything_leaves_the_goal_as_it_was() {
    for (reply, withheld) in [
        // Another day, another number, a lost day, a new step, a new name, another goal's words.
        ("1. 委托代征第二批需在6/28前完成上线，此前的计划是6/20", 1),
        ("2. 复盘6/15账户流水差异，涉及5991笔、765个商户", 1),
        ("1. 委托代征第二批需在6/27前完成上线", 1),
        ("3. 完成数据分类分级打标和验收", 1),
        ("3. 与字节跳动完成数据分类分级打标", 1),
        ("3. 复盘6/15账户流水差异，涉及5991笔、764个商户", 1),
        // A goal that nobody set.
        ("4. 完成数据分类分级打标", 1),
        ("0. 完成数据分类分级打标", 1),
        ("99999999999999999999. 完成数据分类分级打标", 0),
        ("好的，以下是改写后的目标：", 0),
        ("```json\n{\"goals\": []}\n```", 0),
    ] {
        let (lines, count, notices) = worded(reply).await;
        assert_eq!((lines, count), (vec![None; 3], withheld), "{reply}");
        assert_eq!(notices.len(), withheld, "{reply}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_extra_goal_does_not_spoil_the_others() {
    let reply = "1. 委托代征第二批需在6/27前完成上线，此前计划6/20\n4. 组织团建\n1. 又一个目标";
    let (lines, withheld, notices) = worded(reply).await;
    assert!(lines[0].is_some() && lines[1].is_none() && lines[2].is_none());
    assert_eq!(withheld, 2);
    assert!(notices[0].contains("没有这一个目标"), "{notices:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_model_that_fails_leaves_all_goals_as_they_were() {
    for script in [Script::hang_up(), Script::saying(&[" "]), Script::reply(500, &[], "busy")] {
        let desk = Desk::new(vec![script]);
        let worded = desk.word(&[GoalLine { text: GOALS[2], citations: Vec::new() }]).await;
        assert_eq!((worded.lines, worded.notices.len()), (vec![None], 1));
    }
    let desk = Desk::saying(&["1. 打标"]);
    let none = desk.word(&[]).await;
    assert_eq!((none.lines.len(), none.spent, desk.asked().len()), (0, None, 0));
}
