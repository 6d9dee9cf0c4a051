//! Claims about follow-ups, most of them tables: `tuned.tsv` and `held_out.tsv`.

use proptest::prelude::{any, prop_assert, proptest};

use super::{Turn, asks_for_sources, complete, points_past_the_list};

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
                let question = complete(question, &turns).map_or(question.clone(), |completed| completed.question);
                let lines = if at + 1 == questions.len() { listed(told) } else { Vec::new() };
                turns.push(Turn::new(&question, lines.iter().map(String::as_str)));
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
    let told: Vec<String> = turn.told.iter().map(super::Told::exactly).collect();
    assert_eq!(told, ["2023-06-12 03:30 云WAF故障触发监控告警", "2023-06-16 14:35 大数据拖累域名"]);
    let quoted =
        Turn::new("第26周的目标", ["第26周 2023-06-20：年中述职材料", "第26周 2023-06-20：WAF迁移方案定稿，评审"]);
    let told: Vec<&str> = quoted.told.iter().map(|told| told.about.as_str()).collect();
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
