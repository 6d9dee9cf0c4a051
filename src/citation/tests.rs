use proptest::prelude::*;

use super::{Checked, Claim, Fault, Kind, Source, check};
use crate::question::Language;

const FLOW: &str = "- 3/8 10:02 对账核对发现订单流水有4107笔差异，318个商户的对账单受到波及。\n原因：DBA做存储扩容时重启了机器，跑批没有拉到7号22点之后的流水。 处置：重跑对账单数据，14:36修复完成。";
const RATES: &str = "- 入金有效成功率：99.98%\n- 出金有效成功率：99.95%（上周99.91%）\n- 事故数AB级0次，CD级1次";

fn sources() -> Vec<Source<'static>> {
    let source =
        |n, text| Source { n, text, label: "第11周", date: "2023-03-14".parse().ok(), coverage: None, section: &[] };
    vec![source(1, FLOW), source(2, RATES)]
}

fn read(sentence: &str) -> Checked {
    check(sentence, &sources(), "3月8日发生了什么？")
}

fn kinds(sentence: &str) -> Vec<Kind> {
    let kind = |fault: &Fault| match fault {
        Fault::Particular { kind, .. } => Some(*kind),
        _ => None,
    };
    read(sentence).faults.iter().filter_map(kind).collect()
}

#[test]
fn what_the_source_says_in_other_words_is_supported() {
    for sentence in [
        "2023年3月8日上午10点02分，对账时发现4,107笔差异，318家商户受影响[1]。",
        "三月八日的差异共4107笔[1]。",
        "跑批漏拉了3月7日22:00以后的流水[1]。",
        "从发现到修复共4小时34分钟[1]。",
        "On March 8, 4,107 entries did not match and 318 merchants were affected [1].",
        "第11周出金有效成功率为99.95%[2]。",
        "出金有效成功率由99.91%升至99.95%，提高0.04个百分点[2]。",
        "The payout success rate rose from 99.91% to 99.95% [2].",
    ] {
        let checked = read(sentence);
        assert!(checked.is_supported(), "{sentence}: {:?}", checked.faults);
        assert!(!checked.moved, "{sentence}");
    }
}

#[test]
fn every_kind_of_particular_is_told_by_its_name() {
    assert_eq!(kinds("差异共4170笔[1]。"), [Kind::Number]);
    assert_eq!(kinds("跑批没有拉到14:23之后的流水[1]。"), [Kind::Time]);
    assert_eq!(kinds("3月10日对账核对发现差异[1]。"), [Kind::Date]);
    assert_eq!(kinds("前后持续80分钟[1]。"), [Kind::Duration]);
    assert_eq!(kinds("涉及金额27.6万元[1]。"), [Kind::Amount]);
    assert_eq!(kinds("出金有效成功率为99.9%[2]。"), [Kind::Percentage]);
    assert_eq!(kinds("第12周出金有效成功率为99.95%[2]。").first(), Some(&Kind::Week));
    assert_eq!(kinds("csp-order-agent在扩容时重启[1]。"), [Kind::Identifier]);
    assert_eq!(kinds("扩容时重启了10.1.2.3[1]。"), [Kind::Address]);
    assert_eq!(kinds("对账单停在“处理中”[1]。"), [Kind::Name]);
    assert_eq!(kinds("第二批对账单受到波及[1]。"), [Kind::Ordinal]);
}

#[test]
fn numbers_of_other_things_are_misplaced() {
    for sentence in [
        "入金有效成功率为99.95%[2]。", "第11周出金有效成功率为99.91%[2]。", "事故数AB级1次，CD级0次[2]。",
        "The deposit success rate was 99.95% [2].",
    ] {
        let faults = read(sentence).faults;
        let told = faults.iter().any(|fault| matches!(fault, Fault::Misplaced { .. } | Fault::Particular { .. }));
        assert!(told, "{sentence}: {faults:?}");
    }
    assert!(!read("差异涉及318笔、4107个商户[1]。").is_supported());
}

#[test]
fn denials_and_directions_do_not_turn_round() {
    for sentence in [
        "318个商户的对账单未受波及[1]。", "出金有效成功率由99.95%降至99.91%[2]。",
        "The statements of 318 merchants were not affected [1].",
    ] {
        let faults = read(sentence).faults;
        assert!(faults.iter().any(|fault| matches!(fault, Fault::Flipped { .. })), "{sentence}: {faults:?}");
    }
}

#[test]
fn an_invented_cause_has_no_ground() {
    for sentence in ["差异是因为员工操作失误[1]。", "The mismatch was caused by a hacker attack [1]."] {
        let faults = read(sentence).faults;
        assert!(faults.iter().any(|fault| matches!(fault, Fault::Unfounded { .. })), "{sentence}: {faults:?}");
    }
}

#[test]
fn a_wrong_number_is_put_right_where_another_source_bears_the_sentence() {
    let checked = read("差异共4107笔，318个商户受到波及[2]。");
    assert!(checked.is_supported() && checked.moved, "{checked:?}");
    assert_eq!(checked.citations, [1]);
    let checked = read("差异共4107笔，318个商户受到波及[7]。");
    assert!(checked.is_supported() && checked.moved && checked.citations == [1], "{checked:?}");
    assert!(read("差异共4107笔，318个商户受到波及。").moved);
}

#[test]
fn what_nobody_bears_keeps_its_faults() {
    assert_eq!(read("一切正常，没有任何值得一提的事情。").faults, [Fault::NoCitation]);
    assert!(read("差异共9999笔[7]。").faults.contains(&Fault::NoSuchSource { n: 7 }));
}

#[test]
fn a_source_that_adds_nothing_is_left_out() {
    assert_eq!(read("差异共4107笔，318个商户受到波及[1][2]。").citations, [1]);
}

#[test]
fn a_citation_points_to_its_lines() {
    let checked = read("出金有效成功率为99.95%[2]。");
    assert_eq!(checked.spans.len(), 1);
    assert_eq!(&RATES[checked.spans[0].1.clone()], "- 出金有效成功率：99.95%（上周99.91%）");
}

#[test]
fn leads_state_nothing_and_absences_are_the_callers_affair() {
    for lead in ["根据周报：", "原因如下：", "Summary:", "第11周主要情况如下："] {
        assert_eq!(read(lead).claim, Claim::Lead, "{lead}");
        assert!(read(lead).is_supported());
    }
    for absence in ["周报中没有提到赔偿金额。", "The reports do not mention any compensation."] {
        assert_eq!(read(absence).claim, Claim::Absence, "{absence}");
    }
    for statement in ["原因：DBA重启了机器[1]。", "周报没有说明原因，但有4107笔差异[1]。", "6月恢复："]
    {
        assert_eq!(read(statement).claim, Claim::Statement, "{statement}");
    }
}

#[test]
fn a_fault_is_told_in_both_languages() {
    for fault in read("差异共4170笔[1][9]。").faults {
        assert!(!fault.describe(Language::Chinese).is_ascii());
        assert!(fault.describe(Language::English).starts_with(|c: char| c.is_ascii()));
    }
}

#[test]
fn words_of_the_question_are_no_evidence() {
    let checked = check("影响了7777个商户[1]。", &sources(), "为什么影响了7777个商户？");
    assert!(!checked.is_supported());
}

proptest! {
    #[test]
    fn no_sentence_and_no_source_is_too_much(sentence in "\\PC{0,60}", text in "\\PC{0,80}", question in "\\PC{0,10}") {
        let section = ["标题".to_string()];
        let source = Source { n: 1, text: &text, label: "第26周", date: "2023-06-20".parse().ok(), coverage: None, section: &section };
        for sentence in [format!("{sentence}[1]"), sentence] {
            for (_, span) in check(&sentence, &[source], &question).spans {
                prop_assert!(text.get(span).is_some());
            }
        }
    }

    #[test]
    fn no_mixture_of_what_it_reads_is_too_much(
        sentence in "([0-9]{1,4}|[年月日号点分万亿元笔家%.:/,，。、（）约超第周一二十两半]|week |June |from |about |over |W|-|~|\\[1\\]|\n){0,25}",
        text in "([0-9]{1,4}|[年月日号点分万亿元笔家%.:/,，。、（）约超第周一二十两半原因未升降]|week |June |\n|- |\\|){0,40}"
    ) {
        let source = Source { n: 1, text: &text, label: "2023-W26", date: "2023-06-20".parse().ok(), coverage: None, section: &[] };
        for (_, span) in check(&format!("{sentence}[1]"), &[source], "").spans {
            prop_assert!(text.get(span).is_some());
        }
    }
}
