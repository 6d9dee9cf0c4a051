use proptest::prelude::*;

use super::trace;
use crate::citation::{Fault, Source, check};

const INCIDENT: &str = "- 3/8 10:02 对账核对发现订单流水有4107笔差异，318个商户的对账单受到波及。\n  原因：DBA通知运维做存储扩容，扩容时重启了机器，跑批没有拉到7号22点之后的流水。 处置：重跑对账单数据，14:36修复完成。";
const PLANS: &str = "- 分账2.0计划5/18提测，6月上线\n- 备件上传已于3/2上线，部分商户未切换\n- 覆盖率38%→45%→61%\n- 疑似是网关拦截了回调，待银行答复";
const RATES: &str = "- 入金有效成功率：99.98%，出金有效成功率：99.95%（上周99.91%）";

fn found(sentence: &str) -> Option<Fault> {
    let section = ["上周进展".to_string()];
    let source = |n, text| Source {
        n,
        text,
        label: "第11周",
        date: "2023-03-14".parse().ok(),
        coverage: None,
        section: &section,
    };
    let sources = [source(1, INCIDENT), source(2, PLANS), source(3, RATES)];
    let checked = check(sentence, &sources, "");
    trace(&checked, &sources).err()
}

#[test]
fn the_items_own_words_stay_close_in_any_order_of_clauses() {
    for sentence in [
        "3月8日10:02对账核对发现订单流水有4107笔差异[1]。",
        "跑批没有拉到7号22点之后的流水，是因为扩容时重启了机器[1]。",
        "根据第11周的周报，处置是重跑对账单数据，14:36修复完成[1]。",
        "由于扩容时重启了机器，对账核对发现订单流水有4107笔差异[1]。",
        "第11周的出金有效成功率为99.95%[3]。",
        "分账2.0计划5/18提测[2]。",
        "覆盖率从38%到61%[2]。",
        "On March 8, 4,107 differences were found [1].",
    ] {
        assert_eq!(found(sentence), None, "{sentence}");
    }
}

#[test]
fn a_word_of_the_models_own_departs() {
    for sentence in [
        "3月8日10:02对账核对发现订单流水有4107笔严重差异[1]。",
        "覆盖率38%→45%→61%，稳步提升[2]。",
        "On March 8, 4,107 serious differences were found by the auditors [1].",
        "3月14日发现订单流水有4107笔差异[1]。",
    ] {
        assert!(matches!(found(sentence), Some(Fault::Reworded { .. })), "{sentence}: {:?}", found(sentence));
    }
}

#[test]
fn signs_and_scripts_are_those_of_the_item() {
    for sentence in [
        "出金有效成功率：-99.95%[3]。", "出金有效成功率为-99.95%[3]。", "出金有效成功率：−99.95%[3]。",
        "出金有效成功率≠99.95%[3]。", "出金有效成功率：٩٩.٩٥%[3]。", "出金有效成功率：99.95%，все хорошо[3]。",
        "出金有效成功率：99.95%，すべて正常[3]。", "✗ 出金有效成功率：99.95%[3]。",
    ] {
        assert!(found(sentence).is_some(), "{sentence}");
    }
    assert_eq!(found("覆盖率38%→45%→61%[2]。"), None);
}

#[test]
fn small_words_that_change_what_is_claimed_are_the_items() {
    for sentence in [
        "分账2.0计划5/18已提测[2]。",
        "备件上传将于3/2上线，部分商户未切换[2]。",
        "318个商户的对账单均受到波及[1]。",
        "入金有效成功率和出金有效成功率都99.98%[3]。",
        "当天14:36修复完成[1]。",
        "2022年3月8日10:02对账核对发现订单流水有4107笔差异[1]。",
        "All 318 merchants were affected [1].",
    ] {
        assert!(found(sentence).is_some(), "{sentence}");
    }
}

#[test]
fn a_name_is_not_put_before_another_ones_latin_word() {
    let source = ["上周进展".to_string()];
    let item = Source {
        n: 1,
        text: "- 本地WAF规则库更新会占满CPU，云平台未受影响",
        label: "第11周",
        date: None,
        coverage: None,
        section: &source,
    };
    let traced = |sentence: &str| trace(&check(sentence, std::slice::from_ref(&item), ""), std::slice::from_ref(&item));
    assert!(traced("本地WAF规则库更新会占满CPU[1]。").is_ok());
    assert!(traced("云WAF规则库更新会占满CPU[1]。").is_err());
}

#[test]
fn a_qualifying_word_may_not_be_left_out() {
    for (sentence, word) in [
        ("分账2.0在5/18提测[2]。", "计划"),
        ("备件上传已于3/2上线，部分商户切换[2]。", "未"),
        ("是网关拦截了回调[2]。", "疑似"),
        ("出金有效成功率99.91%[3]。", "上周"),
    ] {
        match found(sentence) {
            Some(Fault::Omitted { written, .. }) => assert_eq!(written, word, "{sentence}"),
            other => panic!("{sentence}: {other:?}"),
        }
    }
}

#[test]
fn who_acted_may_not_be_passed_over() {
    assert!(matches!(found("DBA做存储扩容[1]。"), Some(Fault::Omitted { .. })), "{:?}", found("DBA做存储扩容[1]。"));
    assert!(found("订单流水差异被商户对账单重跑[1]。").is_some());
}

#[test]
fn cause_and_effect_are_not_turned_round() {
    for sentence in ["订单流水有4107笔差异导致扩容时重启了机器[1]。", "因为订单流水有4107笔差异，重启了机器[1]。"]
    {
        assert!(found(sentence).is_some(), "{sentence}");
    }
}

#[test]
fn a_row_of_values_is_told_to_its_end() {
    assert!(matches!(found("覆盖率从38%到45%[2]。"), Some(Fault::Omitted { .. })));
}

#[test]
fn a_value_keeps_the_words_that_say_of_what_it_is() {
    assert!(found("成功率99.98%[3]。").is_some());
}

proptest! {
    #[test]
    fn any_text_is_read(sentence in "[账户流水计划未因为导致0-9%，。 a-z从到→]{0,40}") {
        let _ = found(&format!("{sentence}[1][2]"));
    }
}
