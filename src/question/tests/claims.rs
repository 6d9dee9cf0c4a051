//! What a question takes for granted, and whether it wants a yes or a no.

use super::{Language, read};

fn claims(text: &str) -> Vec<String> {
    read(text).claims.into_iter().map(|claim| format!("{}{}", claim.value, claim.unit)).collect()
}

#[test]
fn numbers_that_are_taken_for_granted_are_claims() {
    assert_eq!(claims("6/15影响了764个商户吗"), ["764个"]);
    assert_eq!(claims("出金成功率是99.96%对吗"), ["99.96%"]);
    assert_eq!(claims("金额是27.6万元吧"), ["276000元"]);
    assert_eq!(claims("did the 6/15 incident hit 9,000 merchants"), ["9000家"]);
}

#[test]
fn times_labels_versions_and_names_are_no_claims() {
    for text in ["6/15 18:03为什么超时", "第26周有什么事故", "账户2.0上线了吗", "csp-2怎么了", "2023年6月"]
    {
        assert_eq!(claims(text), [""; 0], "{text}");
    }
}

#[test]
fn bounds_are_asked_for_and_not_claimed() {
    for text in [
        "哪些事故超过30分钟", "成功率低于99%的是哪周", "影响商户100个以上的事故", "有没有突破5000笔",
        "incidents over 30 minutes", "at least 5 merchants", "was it more than 3 hours",
    ] {
        assert_eq!(claims(text), [""; 0], "{text}");
    }
}

#[test]
fn a_claim_and_a_bound_of_one_question_are_told_apart() {
    assert_eq!(claims("5991笔里有没有超过100笔的商户"), ["5991笔"]);
}

#[test]
fn yes_or_no_is_wanted_in_either_language() {
    for text in ["账户2.0上线了吗", "复盘做完没有", "Was the 6/15 loss recovered?", "It was 764 merchants, right?"]
    {
        assert!(read(text).yes_no, "{text}");
    }
    for text in ["为什么超时", "谁负责", "How was it recovered?", "Could you tell me what happened?"] {
        assert!(!read(text).yes_no, "{text}");
    }
}

#[test]
fn chinese_terms_leave_a_question_english_and_identifiers_leave_one_chinese() {
    assert_eq!(read("what caused the 账户流水 discrepancy").language, Language::English);
    assert_eq!(read("csp-agent-oss 告警的原因").language, Language::Chinese);
    assert_eq!(read("POS台账上传").language, Language::Chinese);
}

#[test]
fn the_subject_is_what_is_left_when_times_and_question_words_are_gone() {
    assert_eq!(read("请问6/15账户流水差异的原因是什么？").subject, "账户流水差异的");
    assert_eq!(read("哪个渠道失败了").subject, "失败了");
}

#[test]
fn a_question_of_marks_and_spaces_between_words_is_folded() {
    assert_eq!(read("  6/15\t账户流水\n差异 ").text, "6/15 账户流水 差异");
}
