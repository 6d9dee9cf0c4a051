//! Whether a question wants a yes or a no.

use crate::vocabulary::Language;
use crate::vocabulary::{Sense, Words};

/// With one of these a sentence wants more than yes or no: `Would you say how …`.
static WH_WORDS: Words = Words::of(&[Sense::AskingWord, Sense::Manner]);

/// With one of these 没 at the end is no question of its own: 为什么被淹没.
static CHINESE_WH: Words = Words::of(&[Sense::AskingWord]);

/// 吗, 是否, 有没有; in English a sentence that begins with its verb.
pub(super) fn is_yes_no(text: &str, language: Language) -> bool {
    static ASKS: Words = Words::of(&[Sense::YesOrNo]);
    static VERBS: Words = Words::of(&[Sense::Auxiliary]);
    let lower = text.to_lowercase();
    let opening = lower.split(|c: char| !(c.is_ascii_alphabetic() || c == '\'')).find(|word| !word.is_empty());
    // `In June, did …`: the verb may stand behind an opening phrase.
    let after_comma =
        lower.split(", ").skip(1).filter_map(|clause| clause.split(' ').next()).any(|word| VERBS.have(word));
    let english = language == Language::English && (opening.is_some_and(|word| VERBS.have(word)) || after_comma);
    let asks_for_more = lower.split(|c: char| !c.is_ascii_alphabetic()).any(|own| WH_WORDS.have(own));
    (english && !asks_for_more)
        || ASKS.are_in(text)
        || text.trim_end_matches(['?', '？', ' ']).ends_with('没') && !CHINESE_WH.are_in(text)
        || text.trim_end_matches(['?', '？', ' ']).ends_with("没有")
        || lower.contains("right?")
        || lower.contains("correct?")
}

/// Whether it asks of what has happened: 哪天签下来的, 什么时候换完了, when did it open.
pub(super) fn is_in_the_past(text: &str) -> bool {
    static HAPPENED: Words = Words::of(&[Sense::Happened]);
    let bare = text.trim_end_matches(|c: char| !c.is_alphanumeric()).trim_end_matches(['呢', '啊']);
    let is_did = |word: &str| word.eq_ignore_ascii_case("did");
    bare.ends_with(['的', '了']) || HAPPENED.are_in(text) || text.split_whitespace().any(is_did)
}

#[cfg(test)]
mod tests {
    use super::{is_in_the_past, is_yes_no};
    use crate::question::Language::{Chinese, English};

    #[test]
    fn both_languages_ask_for_yes_or_no_in_their_way() {
        for text in ["拉卡拉3.0上线了吗", "是否影响资金？", "复盘做完没有", "改进做完没", "6/15有没有丢数据"]
        {
            assert!(is_yes_no(text, Chinese), "{text}");
        }
        for text in ["请求为什么会被淹没", "哪些告警被淹没"] {
            assert!(!is_yes_no(text, Chinese), "{text}");
        }
        for text in
            ["Did the 6/15 incident lose money?", "In June, was anything delayed?", "It was 764 merchants, right?"]
        {
            assert!(is_yes_no(text, English), "{text}");
        }
    }

    #[test]
    fn what_has_happened_is_asked_for_in_its_way() {
        for text in
            ["合同最后哪天签下来的？", "屏幕什么时候换完了", "When did the new gate open?", "接口什么时候已上线"]
        {
            assert!(is_in_the_past(text), "{text}");
        }
        assert!(!is_in_the_past("三期什么时候上线？") && !is_in_the_past("When will the gate open?"));
    }

    #[test]
    fn a_question_for_a_fact_is_none() {
        assert!(!is_yes_no("原因是什么？", Chinese));
        assert!(!is_yes_no("What was done about it?", English));
    }
}
