//! Whether a question wants a yes or a no.

use super::Language;

/// With one of these a sentence wants more than yes or no: `Would you tell me how …`.
const WH_WORDS: &[&str] = &["how", "what", "which", "who", "why", "where"];

/// With one of these 没 at the end is no question of its own: 为什么被淹没.
const CHINESE_WH: &[&str] = &["什么", "怎", "哪", "谁", "多少", "几", "为何", "如何"];

/// 吗, 是否, 有没有; in English a sentence that begins with its verb.
pub(super) fn is_yes_no(text: &str, language: Language) -> bool {
    const CHINESE: &[&str] = &[
        "吗", "是否", "是不是", "有没有", "有无", "能否", "能不能", "会不会", "对不对", "了没", "了么", "没有？",
        "没有，", "没有?",
    ];
    const VERBS: &[&str] = &[
        "did", "was", "were", "is", "are", "has", "have", "had", "does", "do", "can", "could", "will", "would",
        "didn't", "wasn't", "isn't", "hasn't",
    ];
    let lower = text.to_lowercase();
    let opening = lower.split(|c: char| !(c.is_ascii_alphabetic() || c == '\'')).find(|word| !word.is_empty());
    // `In June, did …`: the verb may stand behind an opening phrase.
    let after_comma =
        lower.split(", ").skip(1).filter_map(|clause| clause.split(' ').next()).any(|word| VERBS.contains(&word));
    let english = language == Language::English && (opening.is_some_and(|word| VERBS.contains(&word)) || after_comma);
    let asks_for_more =
        WH_WORDS.iter().any(|word| lower.split(|c: char| !c.is_ascii_alphabetic()).any(|own| own == *word));
    (english && !asks_for_more)
        || CHINESE.iter().any(|word| text.contains(word))
        || text.trim_end_matches(['?', '？', ' ']).ends_with('没') && !CHINESE_WH.iter().any(|word| text.contains(word))
        || text.trim_end_matches(['?', '？', ' ']).ends_with("没有")
        || lower.contains("right?")
        || lower.contains("correct?")
}

#[cfg(test)]
mod tests {
    use super::is_yes_no;
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
    fn a_question_for_a_fact_is_none() {
        assert!(!is_yes_no("原因是什么？", Chinese));
        assert!(!is_yes_no("What was done about it?", English));
    }
}
