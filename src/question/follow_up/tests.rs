//! Claims about follow-ups, most of them tables: `tuned.tsv` and `held_out.tsv`.

use proptest::prelude::{any, prop_assert, proptest};

use super::{Turn, asks_for_sources, complete, is_courtesy, points_past_the_list};

struct Case {
    turns: Vec<Turn>,
    asked: String,
    /// Words of the whole question; `None` where it stands on its own.
    has: Option<Vec<String>>,
    lacks: Vec<String>,
}

fn cases(table: &str) -> Vec<Case> {
    let listed = |cell: &str| cell.split('|').filter(|item| !item.is_empty()).map(str::to_string).collect::<Vec<_>>();
    let lines = table.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            let [before, told, asked, has, lacks] = cells[..] else { panic!("five cells: {line}") };
            let mut turns: Vec<Turn> = Vec::new();
            let questions = listed(before);
            for (at, question) in questions.iter().enumerate() {
                let lines = if at + 1 == questions.len() { listed(told) } else { Vec::new() };
                let lines = lines.iter().map(String::as_str);
                let turn = match complete(question, &turns) {
                    Some(completed) => Turn::of(&completed, lines),
                    None => Turn::new(question, lines),
                };
                turns.push(turn);
            }
            let has = (has != "-").then(|| listed(has));
            Case { turns, asked: asked.to_string(), has, lacks: listed(lacks) }
        })
        .collect()
}

/// What is wrong with a case's whole question.
fn fault(case: &Case) -> Option<String> {
    let completed = complete(&case.asked, &case.turns).map(|completed| completed.question);
    let fault = match (&case.has, &completed) {
        (None, None) => None,
        (None, Some(_)) => Some("should stand on its own".to_string()),
        (Some(_), None) => Some("should borrow".to_string()),
        (Some(has), Some(whole)) => {
            let missing: Vec<&String> = has.iter().filter(|words| !whole.contains(*words)).collect();
            let extra: Vec<&String> = case.lacks.iter().filter(|words| whole.contains(*words)).collect();
            (!missing.is_empty() || !extra.is_empty()).then(|| format!("misses {missing:?}, should not have {extra:?}"))
        }
    };
    let before = case.turns.last().map(|turn| turn.question.as_str()).unwrap_or_default();
    fault.map(|fault| format!("{before} + {} = {completed:?}: {fault}", case.asked))
}

fn faults(table: &str) -> (usize, Vec<String>) {
    let cases = cases(table);
    (cases.len(), cases.iter().filter_map(fault).collect())
}

#[test]
fn follow_ups_that_the_rules_were_made_with_are_whole() {
    let (count, faults) = faults(include_str!("tuned.tsv"));
    assert!(count >= 40 && faults.is_empty(), "{} of {count} fail:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn whatever_is_typed_the_whole_question_is_one() {
    let turns = [Turn::new("6/15账户流水差异的原因是什么？", ["事件：2023-06-15 11:01 账户流水差异，764个商户。"])];
    proptest!(|(asked in any::<String>())| {
        let completed = complete(&asked, &turns);
        prop_assert!(completed.is_none_or(|whole| crate::question::Question::read(&whole.question).is_ok()));
        let _ = (asks_for_sources(&asked), points_past_the_list(&asked, &turns));
    });
}

#[test]
fn without_a_question_before_nothing_is_borrowed() {
    assert_eq!(complete("原因呢？", &[]), None);
}

/// The other half was not looked at while the rules were made; how many of it come out right is a measurement.
#[test]
fn follow_ups_that_were_set_aside_are_as_right_as_measured() {
    let (count, faults) = faults(include_str!("held_out.tsv"));
    let right = count - faults.len();
    eprintln!("{right} of {count} follow-ups set aside are right");
    assert!(right >= 41, "{right} of {count}");
}

#[test]
fn a_line_that_leads_to_a_list_is_none_of_its_items() {
    let lines = [
        "第26周共记录 2 起事件：",
        "2023-06-12 03:30 云WAF故障触发监控告警。",
        "2023-06-16 14:35 大数据拖累域名，出现502告警。",
        "原因：14号23点之后的流水没有拉到。",
    ];
    let turn = Turn::new("第26周有哪些事故", lines);
    let told: Vec<String> = turn.items.iter().map(super::AnswerItem::exactly).collect();
    assert_eq!(told, ["2023-06-12 03:30 云WAF故障触发监控告警", "2023-06-16 14:35 大数据拖累域名"]);
    let quoted =
        Turn::new("第26周的目标", ["第26周 2023-06-20：年中述职材料", "第26周 2023-06-20：WAF迁移方案定稿，评审"]);
    let told: Vec<&str> = quoted.items.iter().map(|item| item.about.as_str()).collect();
    assert_eq!(told, ["年中述职材料", "WAF迁移方案定稿"]);
}

#[test]
fn an_item_that_the_list_does_not_have_is_not_taken_for_another() {
    let list = ["2023-06-12 03:30 云WAF故障告警。", "2023-06-16 14:35 域名出现502告警。"];
    let turns = [Turn::new("第26周有哪些事故", list)];
    assert_eq!(points_past_the_list("第五个的原因呢", &turns), Some((5, 2)));
    assert_eq!(points_past_the_list("what caused the third one?", &turns), Some((3, 2)));
    assert_eq!(points_past_the_list("第二个的原因呢", &turns), None);
    assert_eq!(points_past_the_list("第五个专项的进展", &turns), None);
    assert_eq!(points_past_the_list("最后一个呢", &turns), None);
}

#[test]
fn an_item_stays_in_reach_while_one_of_them_is_talked_about() {
    let list = ["2023-06-12 03:30 云WAF故障告警。", "2023-06-16 14:35 域名出现502告警。"];
    let turns = [Turn::new("第26周有哪些事故", list), Turn::new("2023-06-12 03:30 云WAF故障告警的原因", [])];
    let completed = complete("那第二个呢", &turns).expect("the second of the list");
    assert!(completed.question.contains("2023-06-16 14:35"), "{completed:?}");
}

#[test]
fn the_sources_of_the_last_answer_are_asked_for_in_words_too() {
    for (asked, source) in [
        ("来源呢", None),
        ("上一个问题的来源", None),
        ("出处在哪里？", None),
        ("where does that come from?", None),
        ("show me the sources", None),
        ("第二条的出处", Some(2)),
    ] {
        assert_eq!(asks_for_sources(asked), Some(source), "{asked}");
    }
    for asked in ["账户流水的数据来源是什么", "6/15的来源", "资金来源有哪些变化", "which source system failed on 6/15?"]
    {
        assert_eq!(asks_for_sources(asked), None, "{asked}");
    }
}

#[test]
fn what_was_borrowed_is_told() {
    let turns = [Turn::new("6/15账户流水差异的原因是什么？", [])];
    let completed = complete("那影响了多少商户？", &turns).expect("a follow-up");
    assert_eq!(completed.question, "6/15账户流水差异影响了多少商户？");
    assert_eq!(completed.taken, ["6/15", "账户流水差异"]);
}

/// What it is about stays the same however many follow-ups there are.
#[test]
fn a_row_of_follow_ups_does_not_drift() {
    let told = ["事件：2023-05-19 20:08 出金大面积失败，22分钟内失败312笔。"];
    let rows: [(&str, &[(&str, &str)]); 3] = [
        (
            "5/19出金失败是什么原因造成的？",
            &[
                ("失败了多少笔", "5/19出金失败失败了多少笔"),
                ("涉及多少金额", "5/19出金失败涉及多少金额"),
                ("怎么处理的", "5/19出金失败怎么处理的"),
                ("有资损吗", "5/19出金失败有资损吗"),
                ("那周还有什么事故", "5/19那周还有什么事故"),
            ],
        ),
        (
            "what caused the 5/19 withdrawal failure?",
            &[
                ("how many merchants were affected?", "how many merchants were affected (5/19 withdrawal failure)?"),
                ("was any money lost?", "was any money lost (5/19 withdrawal failure)?"),
                ("what about the csp-agent-oss alarm?", "was any money lost (the csp-agent-oss alarm)?"),
                ("how was it fixed?", "how was the 2023-05-19 csp-agent-oss alarm fixed?"),
            ],
        ),
        (
            "第16周出金成功率是多少",
            &[
                ("第17周呢", "第17周出金成功率是多少"),
                ("那入金成功率呢", "第17周入金成功率是多少"),
                ("为什么下降了", "第17周入金成功率为什么下降了"),
                ("环比呢", "第17周和第16周入金成功率相比"),
                ("最高多少", "第17周入金成功率最高多少"),
            ],
        ),
    ];
    for (first, follow_ups) in rows {
        let mut turns = vec![Turn::new(first, told)];
        for (asked, whole) in follow_ups {
            let completed = complete(asked, &turns).unwrap_or_else(|| panic!("{asked} follows {:?}", turns.last()));
            assert_eq!(completed.question, *whole);
            turns.push(Turn::of(&completed, told));
        }
    }
}

#[test]
fn a_time_that_the_question_before_does_not_lead_to_is_not_made_up() {
    let turns = [Turn::new("what caused the 6/15 discrepancy?", [])];
    assert_eq!(complete("and the week before?", &turns), None);
    assert_eq!(complete("那周有什么事故", &[Turn::new("排班系统上线了吗", [])]), None);
}

#[test]
fn more_of_the_same_time_is_not_of_the_same_thing() {
    let turns = [Turn::new("what caused the 6/15 discrepancy?", [])];
    let completed = complete("what else happened that day?", &turns).expect("a follow-up");
    assert_eq!(completed.question, "what else happened 6/15?");
    let turns = [Turn::new("5月有多少起事故", ["2023-05-01 03:05 一块盘离线。", "2023-05-04 09:12 线程池占满。"])];
    let completed = complete("那哪一起持续最久", &turns).expect("a follow-up");
    assert_eq!(completed.question, "5月事故哪一起持续最久");
}

#[test]
fn thanks_ask_nothing() {
    assert!(is_courtesy("谢谢！") && is_courtesy(" Thank you. ") && !is_courtesy("好的，那原因呢"));
}

/// The report that a state is quoted from is not when it happened.
#[test]
fn the_week_of_a_quoted_report_narrows_nothing() {
    let turns = [Turn::new("排班系统3.0上线了吗", ["第26周 2023-06-20：排班系统3.0投产"])];
    let completed = complete("谁负责的", &turns).expect("a follow-up");
    assert_eq!(completed.question, "排班系统3.0谁负责的");
}
