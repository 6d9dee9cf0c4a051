//! Any text comes back as it was, also one that was made to confuse.

use proptest::prelude::*;

use super::redactor;
use crate::redact::SHORTEST_KNOWN_BYTES;
use crate::redact::placeholder::exact;

/// Pieces that finders and placeholders are made of, so that random texts come near to them.
fn piece() -> impl Strategy<Value = String> {
    let pieces = [
        "<", ">", "＜", "＞", "[", "]", "\\", "&lt;", "&gt;", "/", "_", "PHONE", "phone", "IP", "TEXT", "SECRET",
        "<PHONE_1>", "<PHONE_1_2>", "<TEXT_1>", "<IP_1>", "PHONE_1", "< phone 1 >", "</IP_1>", "1", "2", "12", " ",
        "\n", "-", ".", ":", "：", "@", "=", "?", "&", "password", "密码", "token=", "://", "http://", "13812345678",
        "138 1234 5678", "+86", "10.1.2.3", "fe80::1", "a@b.cc", "柳如烟", "柳如", "ann lee", "é", "e\u{301}",
        "Bearer abcd1234", "010-62345678", "110101199003074514", "6217001234567890122", "元", "转", "x", "😀",
        "\u{FFFC}", "-----BEGIN A KEY-----", "eyJhbGciOiJI.", "**", "`", "~~", "<b>", "<br>", "&#49;", "&nbsp;",
        "\u{200b}", "①", "·", "沪A·12345", "3c:52:82:0a:1b:9f", "护照", "E12345678", "/hook/", "a1B2c3D4e5",
        "DB_PASS=", "db01:3306",
    ];
    prop_oneof![
        4 => prop::sample::select(pieces.to_vec()).prop_map(str::to_string),
        1 => "\\PC{0,3}",
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_comes_back(text in text()) {
        let mut redactor = redactor();
        let redacted = redactor.redact(&text);
        prop_assert_eq!(redactor.restore(&redacted), text);
    }

    #[test]
    fn twice_is_once(text in text()) {
        let mut redactor = redactor();
        let redacted = redactor.redact(&text);
        prop_assert_eq!(redactor.redact(&redacted), redacted);
    }

    /// Also late in a conversation. A text that holds a placeholder in use word by word cannot be told from our own output
    /// and is left out.
    #[test]
    fn later_texts_come_back_and_leave_earlier_ones_as_they_were(one in text(), other in text()) {
        let mut redactor = redactor();
        let first = redactor.redact(&one);
        prop_assume!(redactor.counts_in(&other).is_empty() && !other.contains("<TEXT_"));
        let second = redactor.redact(&other);
        prop_assert_eq!(redactor.restore(&second), other);
        prop_assert_eq!(redactor.restore(&first), one);
    }

    #[test]
    fn bytes_that_are_not_replaced_stay(text in "[a-z一-龥 ，。\n]{0,60}") {
        let mut redactor = crate::redact::Redactor::new(crate::redact::Rules::default());
        prop_assert_eq!(redactor.redact(&text), text);
    }

    /// Wherever else it stands in the text, also where it would not have been found by itself; inside a longer number or word it is
    /// another one, and a password of a few letters may be any word.
    #[test]
    fn nothing_that_was_found_leaves(text in text()) {
        let mut redactor = redactor();
        let found: Vec<_> = redactor.values_in(&text).into_iter().map(|(span, _)| text[span].to_string()).collect();
        let mut redacted = redactor.redact(&text);
        let placeholders: Vec<_> = exact(&redacted).map(|(span, _)| span).collect();
        placeholders.into_iter().rev().for_each(|span| redacted.replace_range(span, " "));
        for value in found.into_iter().filter(|value| value.len() >= SHORTEST_KNOWN_BYTES) {
            let is_whole = |(at, _): &(usize, &str)| {
                let beside = [redacted[..*at].chars().next_back(), redacted[at + value.len()..].chars().next()];
                !beside.into_iter().flatten().any(|c| c.is_ascii_alphanumeric())
            };
            let left = redacted.match_indices(&value).find(is_whole);
            prop_assert!(left.is_none(), "{value:?} of {text:?} is in {redacted:?}");
        }
    }

    #[test]
    fn no_mobile_number_gets_through(before in "[一-龥a-z，：]{0,6}", digits in "1[3-9][0-9]{9}", after in "[，。）\n]?") {
        prop_assume!(!["金额", "额", "id", "order", "订单", "单号", "流水", "共"].iter().any(|word| before.ends_with(word)));
        let mut redactor = redactor();
        let redacted = redactor.redact(&format!("{before}电话{digits}{after}"));
        prop_assert!(!redacted.contains(&digits), "{redacted}");
    }
}
