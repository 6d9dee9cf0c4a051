//! Yes, no, not yet.

use super::super::compose::Verdict;
use super::super::premise::Checked;
use super::super::verdict::{asks_for_an_act, verdict};
use super::{quoting, read};

fn decided(asked: &str, said: &[&str]) -> Option<Verdict> {
    let question = read(asked);
    verdict(&question, Checked::Nothing, 0, &quoting(&question, said))
}

#[test]
fn an_act_that_is_told_is_a_yes_and_a_planned_one_not_yet() {
    assert_eq!(decided("拉卡拉3.0上线了吗", &["拉卡拉3.0已上线"]), Some(Verdict::Yes));
    assert_eq!(decided("拉卡拉3.0上线了吗", &["拉卡拉3.0计划7/4上线"]), Some(Verdict::NotYet));
    assert_eq!(decided("has LKL 3.0 gone live", &["拉卡拉3.0全量"]), Some(Verdict::Yes));
}

#[test]
fn what_was_done_outweighs_what_was_planned_before() {
    assert_eq!(decided("复盘做完了吗", &["复盘计划周五完成", "复盘做完，结论同步"]), Some(Verdict::Yes));
}

#[test]
fn a_delay_asked_for_is_a_yes_though_its_word_denies_other_acts() {
    assert_eq!(decided("融合收银台延期了吗", &["融合收银台延期两周"]), Some(Verdict::Yes));
    assert_eq!(decided("融合收银台上线了吗", &["融合收银台上线延期两周"]), Some(Verdict::NotYet));
}

#[test]
fn an_impact_is_told_as_harm_or_none() {
    assert_eq!(decided("是否影响业务", &["业务未受影响"]), Some(Verdict::Harmless));
    assert_eq!(decided("是否影响业务", &["764个商户受影响"]), Some(Verdict::Harmed));
}

#[test]
fn a_number_that_was_checked_decides_first() {
    let question = read("影响了764个商户吗");
    let draft = quoting(&question, &["业务未受影响"]);
    assert_eq!(verdict(&question, Checked::Confirmed, 0, &draft), Some(Verdict::Yes));
    assert_eq!(verdict(&question, Checked::Corrected, 0, &draft), Some(Verdict::No));
}

#[test]
fn a_sentence_that_tells_no_act_decides_nothing() {
    assert_eq!(decided("拉卡拉3.0上线了吗", &["拉卡拉3.0联调"]), None);
    assert_eq!(decided("拉卡拉3.0上线了吗", &[]), None);
}

#[test]
fn a_question_for_a_fact_or_a_list_gets_no_verdict() {
    assert_eq!(decided("拉卡拉3.0什么时候上线", &["拉卡拉3.0已上线"]), None);
    assert_eq!(decided("有没有上线的渠道，有哪些", &["拉卡拉3.0已上线"]), None);
}

#[test]
fn acts_are_known_in_both_languages() {
    assert!(asks_for_an_act("3.0上线了吗") && asks_for_an_act("was it Fixed"));
    assert!(!asks_for_an_act("谁负责"));
}
