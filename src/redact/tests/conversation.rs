//! Over several texts: the same value, the same placeholder; what was held back; a reply as it comes.

use std::collections::BTreeMap;

use super::redactor;
use crate::redact::{Kind, mask_secrets};

#[test]
fn a_value_keeps_its_placeholder_in_all_texts() {
    let mut redactor = redactor();
    assert_eq!(redactor.redact("10.1.2.3、10.1.2.4"), "<IP_1>、<IP_2>");
    assert_eq!(redactor.redact("10.1.2.4恢复"), "<IP_2>恢复");
    assert_eq!(redactor.redact("138 1234 5678，+86 138-1234-5678"), "<PHONE_1>，<PHONE_1_2>");
    assert_eq!(redactor.restore("<IP_2>、<PHONE_1>"), "10.1.2.4、138 1234 5678");
}

#[test]
fn counts_tell_distinct_values() {
    let mut redactor = redactor();
    let first = redactor.redact("13812345678 13812345678 138-1234-5678 10.1.2.3");
    let second = redactor.redact("10.1.2.3 a@example.com");
    assert_eq!(redactor.counts(), BTreeMap::from([(Kind::Email, 1), (Kind::Phone, 1), (Kind::Ip, 1)]));
    assert_eq!(redactor.counts_in(&first), BTreeMap::from([(Kind::Phone, 1), (Kind::Ip, 1)]));
    assert_eq!(redactor.counts_in(&second), BTreeMap::from([(Kind::Email, 1), (Kind::Ip, 1)]));
    assert_eq!(redactor.counts_in("<IP_7>"), BTreeMap::new());
}

#[test]
fn secrets_are_masked_where_nothing_needs_to_come_back() {
    assert_eq!(
        mask_secrets("POST https://u:p4ss@gate.corp/v1?key=abc 401 Bearer abcd1234 from 10.1.2.3"),
        "POST https://****@gate.corp/v1?key=**** 401 Bearer **** from 10.1.2.3"
    );
}

#[test]
fn a_value_that_was_found_is_hidden_where_nothing_tells_what_it_is() {
    let mut redactor = redactor();
    assert_eq!(redactor.redact("联调密码：Zz1xCc5v"), "联调密码：<SECRET_1>");
    assert_eq!(redactor.redact("Zz1xCc5v是哪个账号的？"), "<SECRET_1>是哪个账号的？");
    assert_eq!(redactor.redact("aZz1xCc5v"), "aZz1xCc5v", "another word");
    assert_eq!(redactor.redact("先问Ab3dEf7h。密码：Ab3dEf7h"), "先问<SECRET_2>。密码：<SECRET_2>");
}
