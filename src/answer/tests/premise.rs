//! Numbers that a question takes for granted.

use super::super::premise::{Checked, check_numbers};
use super::{lines, quoting, read};

fn checked(asked: &str, said: &[&str]) -> (Checked, Vec<String>) {
    let question = read(asked);
    let mut draft = quoting(&question, said);
    let checked = check_numbers(&question, 0, &mut draft);
    (checked, lines(&draft))
}

#[test]
fn a_number_that_the_report_states_is_confirmed_and_nothing_is_added() {
    let (checked, lines) = checked("影响了764个商户吗", &["流水差异影响764家商户"]);
    assert_eq!(checked, Checked::Confirmed);
    assert_eq!(lines.len(), 1);
}

#[test]
fn another_number_is_corrected_before_the_sentence_with_its_source() {
    let (checked, lines) = checked("影响了900个商户吗", &["流水差异影响764家商户"]);
    assert_eq!(checked, Checked::Corrected);
    assert!(lines[0].starts_with("更正：周报写的是764家，不是900个。"), "{lines:?}");
    assert!(lines[0].ends_with(" [1]") && lines[1].contains("影响764家商户"), "{lines:?}");
}

#[test]
fn the_correction_speaks_english_where_the_question_does() {
    let (checked, lines) = checked("did it hit 9,000 merchants", &["流水差异影响764家商户"]);
    assert_eq!(checked, Checked::Corrected);
    assert!(lines[0].starts_with("Correction: the reports say 764家, not 9,000."), "{lines:?}");
}

#[test]
fn of_two_figures_the_one_of_the_same_name_is_the_rival() {
    let (_, lines) = checked("开户成功率是60%吗", &["开户成功率57%，出金成功率99.96%"]);
    assert!(lines[0].contains("57%") && !lines[0].contains("99.96%，"), "{lines:?}");
}

#[test]
fn one_wrong_number_among_right_ones_corrects() {
    let (checked, lines) = checked("5991笔差异影响了900个商户吗", &["流水有5991笔差异，影响764个商户"]);
    assert_eq!(checked, Checked::Corrected);
    assert!(lines[0].contains("764个"), "{lines:?}");
}

#[test]
fn a_number_of_another_unit_decides_nothing() {
    assert_eq!(checked("持续了30分钟吗", &["流水差异影响764家商户"]).0, Checked::Nothing);
}

#[test]
fn a_value_of_the_week_before_is_no_rival() {
    assert_eq!(checked("出金成功率是99.5%吗", &["出金成功率由99.2%"]).0, Checked::Nothing);
}

#[test]
fn without_a_claim_or_a_source_nothing_is_checked() {
    assert_eq!(checked("影响了多少商户", &["流水差异影响764家商户"]).0, Checked::Nothing);
    assert_eq!(checked("影响了900个商户吗", &[]).0, Checked::Nothing);
}

#[test]
fn a_number_told_twice_is_one_rival() {
    let (checked, lines) = checked("did it hit 3,000 orders", &["出票接口超时，影响1280笔", "影响1280笔"]);
    assert_eq!(checked, Checked::Corrected);
    assert!(lines[0].contains("1280笔") && lines[0].contains("3,000"), "{lines:?}");
    assert_eq!(self::checked("did it hit 3,000 orders", &["超时1280笔", "重发316笔"]).0, Checked::Nothing);
}
