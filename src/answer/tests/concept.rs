//! The things a question is about, and what the reports call them.

use super::super::concept::{Concept, concepts, fold};
use super::super::overlap::Wanted;
use super::{SEGMENTER, read};

fn asked(text: &str) -> Vec<Concept> {
    concepts(&SEGMENTER, &read(text))
}

/// The concept of `text` that is called `name`, after the reports said `told`.
fn attended(text: &str, name: &str, told: &str) -> Concept {
    let mut all = asked(text);
    let texts = [told.to_lowercase()];
    all.iter_mut().for_each(|concept| concept.attend(&texts));
    let shown = format!("{all:?}");
    all.into_iter().find(|concept| concept.names[0] == name).unwrap_or_else(|| panic!("no `{name}` in {shown}"))
}

fn is_name(text: &str, name: &str) -> bool {
    asked(text).iter().any(|concept| concept.names[0] == name && concept.is_name)
}

#[test]
fn identifiers_versions_and_capitals_are_names() {
    assert!(is_name("csp-agent-oss告警的原因", "csp-agent-oss"));
    assert!(is_name("账户2.0什么时候上线", "2.0"));
    assert!(is_name("POS台账上传失败", "pos"));
    assert!(!is_name("账户流水差异的原因", "账户流水"));
}

#[test]
fn a_person_is_a_name_of_two_or_three_characters_after_a_family_name() {
    assert!(is_name("赵志强负责什么", "赵志强"));
    assert!(asked("处置是谁做的").iter().all(|concept| !concept.is_name));
    assert!(asked("老掉线查明白没，厂家啥时给说法").iter().all(|concept| !concept.is_name));
}

#[test]
fn an_organisation_is_known_by_its_short_name_too() {
    let bank = attended("汇丰银行的接口什么时候恢复", "汇丰银行", "汇丰接口恢复");
    assert!(bank.is_name && bank.is_met("汇丰接口恢复"), "{bank:?}");
    assert!(!bank.is_met("光大接口恢复"));
}

#[test]
fn a_slip_of_the_finger_is_taken_for_what_the_reports_write() {
    let system = attended("csp-agnet-oss告警的原因", "csp-agnet-oss", "清结算csp-agent-oss告警。");
    assert_eq!(system.taken_for.as_deref(), Some("csp-agent-oss"));
    assert!(system.is_met("清结算csp-agent-oss告警。"));
    let channel = attended("惠鑫泰通道什么时候上线", "惠鑫泰", "惠鑫秦通道上线");
    assert_eq!(channel.taken_for.as_deref(), Some("惠鑫秦"));
}

#[test]
fn a_joint_more_or_less_is_the_same_name() {
    let system = attended("cspagent2告警的原因", "cspagent2", "清结算csp-agent-2告警");
    assert_eq!(system.taken_for.as_deref(), Some("csp-agent-2"));
}

#[test]
fn full_width_words_are_the_same_in_the_question_and_in_the_reports() {
    let share = |asked: &str, told: &str| Wanted::new(&SEGMENTER, &read(asked)).share(told);
    let plain = share("WAF规则1234误拦", "云WAF规则1234误拦");
    assert!(plain > 0.9, "{plain}");
    assert_eq!(share("WAF规则1234误拦", "云ＷＡＦ规则１２３４误拦"), plain);
    assert_eq!(share("ＷＡＦ规则１２３４误拦", "云WAF规则1234误拦"), plain);
    // A comma of either width between two things joins nothing.
    assert_eq!(fold("甲，乙 12,345"), "甲,乙 12345");
}

#[test]
fn another_short_name_is_no_slip() {
    assert_eq!(attended("ark告警的原因", "ark", "清结算arc告警").taken_for, None);
    assert_eq!(attended("csp-agent-oss告警的原因", "csp-agent-oss", "风控risk-engine告警").taken_for, None);
}

#[test]
fn what_the_reports_write_as_asked_is_taken_for_nothing_else() {
    assert_eq!(attended("csp-agent-oss告警的原因", "csp-agent-oss", "csp-agent-oss与csp-agent-osx").taken_for, None);
}

#[test]
fn half_of_a_long_name_counts_half() {
    let time = attended("结算接口的响应时间", "响应时间", "接口响应变慢");
    assert!((time.degree("接口响应变慢") - 0.5).abs() < f32::EPSILON, "{time:?}");
    assert!((time.degree("接口响应时间变长") - 1.0).abs() < f32::EPSILON);
    assert!(time.degree("接口超时").abs() < f32::EPSILON);
}

#[test]
fn a_capitalised_word_is_found_by_its_pinyin() {
    let place = attended("what was done at the Chaoyang data centre", "chaoyang", "朝阳机房完成切换");
    assert!(place.names.contains(&"朝阳".to_string()), "{place:?}");
    let unknown = attended("what was done at the Tongzhou data centre", "tongzhou", "朝阳机房完成切换");
    assert_eq!(unknown.names.len(), 1);
}

#[test]
fn an_english_phrase_of_the_field_is_one_notion_with_its_chinese_names() {
    let rate = asked("what was the payout success rate").into_iter().find(|concept| concept.is_translated);
    let rate = rate.expect("a phrase of the glossary");
    assert!(rate.names.len() > 1 && !rate.is_name, "{rate:?}");
}

#[test]
fn a_word_inside_a_longer_one_counts_less() {
    let all = asked("账户流水差异的原因");
    let weight = |name: &str| all.iter().find(|concept| concept.names[0] == name).map(|concept| concept.weight);
    assert!(weight("账户流水") > weight("流水"), "{all:?}");
}

#[test]
fn what_no_report_says_weighs_little_when_another_word_may_stand_for_it() {
    let before = asked("which merchants grumbled").into_iter().find(|concept| concept.names[0] == "grumbled");
    let after = attended("which merchants grumbled", "grumbled", "764个商户投诉");
    assert!(before.is_some_and(|before| after.weight < before.weight), "{after:?}");
}

#[test]
fn a_question_of_marks_alone_has_no_notions() {
    assert!(asked("6/15？").iter().all(|concept| concept.weight < 0.7));
}
