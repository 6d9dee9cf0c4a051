//! What models make of placeholders, and what was never one.

use super::redactor;

#[test]
fn spellings_of_models_are_restored() {
    let mut redactor = redactor();
    assert_eq!(redactor.redact("请致电13812345678，或 138-1234-5678"), "请致电<PHONE_1>，或 <PHONE_1_2>");
    for (reply, expected) in [
        ("致电<PHONE_1>。", "致电13812345678。"),
        ("致电<PHONE_1_2>。", "致电138-1234-5678。"),
        ("致电< PHONE_1 >。", "致电13812345678。"),
        ("致电<phone_1>。", "致电13812345678。"),
        ("致电<Phone 1>。", "致电13812345678。"),
        ("致电<PHONE1>。", "致电13812345678。"),
        ("致电<PHONE-1>。", "致电13812345678。"),
        ("致电＜PHONE_1＞。", "致电13812345678。"),
        ("致电＜ＰＨＯＮＥ＿１＞。", "致电13812345678。"),
        ("致电《PHONE_1》。", "致电13812345678。"),
        ("致电【PHONE_1】。", "致电13812345678。"),
        ("致电[PHONE_1]。", "致电13812345678。"),
        ("致电{PHONE_1}。", "致电13812345678。"),
        ("致电\\<PHONE\\_1\\>。", "致电13812345678。"),
        ("致电<PHONE\\_1>。", "致电13812345678。"),
        ("致电&lt;PHONE_1&gt;。", "致电13812345678。"),
        ("致电`<PHONE_1>`。", "致电`13812345678`。"),
        ("致电**<PHONE_1>**。", "致电**13812345678**。"),
        ("致电PHONE_1。", "致电13812345678。"),
        ("致电PHONE\\_1。", "致电13812345678。"),
        ("致电<PHONE_1。", "致电13812345678。"),
        ("致电PHONE_1>。", "致电13812345678。"),
        ("致电(PHONE_1)。", "致电(13812345678)。"),
        ("致电<PHONE_1></PHONE_1>。", "致电13812345678。"),
        ("致电<PHONE_1/>。", "致电13812345678。"),
        ("致电<PHONE_1_9>。", "致电13812345678。"),
        ("[1]<PHONE_1>[2]", "[1]13812345678[2]"),
    ] {
        assert_eq!(redactor.restore(reply), expected, "{reply}");
    }
}

#[test]
fn what_is_no_placeholder_of_ours_stays() {
    let mut redactor = redactor();
    redactor.redact("13812345678");
    for reply in [
        "<PHONE_2>", "<PHONE_01>", "<PHONE_>", "<PHONE>", "phone_1", "Phone 1", "MYPHONE_1", "PHONE_1st", "PHONE_12",
        "<EMAIL_1>", "PHONE_1_x", "[1]", "<b>", "a < b", "<PHONE_1111111111111111>", "IP_1",
    ] {
        assert_eq!(redactor.restore(reply), reply);
    }
}

#[test]
fn a_text_that_looks_like_a_placeholder_comes_back_as_it_was() {
    let mut redactor = redactor();
    let text = "表里的<PHONE_1>和PHONE_2列：13812345678";
    let redacted = redactor.redact(text);
    // Numbers that the text has itself are not given away.
    assert_eq!(redacted, "表里的<PHONE_1>和PHONE_2列：<PHONE_3>");
    assert_eq!(redactor.restore(&redacted), text);
    // One that is in use already is replaced itself.
    let later = "又见 < phone 3 > 与 PHONE_3";
    let redacted = redactor.redact(later);
    assert_eq!(redacted, "又见 <TEXT_1> 与 <TEXT_2>");
    assert_eq!(redactor.restore(&redacted), later);
    assert_eq!(redactor.counts().values().sum::<usize>(), 1, "and is no value");
}
