//! Whether a text speaks of something that went wrong. The words are of many trades, not of one.

use crate::vocabulary::{Match, Sense, Words};

/// Whether a text speaks of something that went wrong.
pub fn states_trouble(text: &str) -> bool {
    static TROUBLE: Words = Words::of(&[Sense::Trouble]);
    TROUBLE.all_in(text).into_iter().any(|Match { span, .. }| !is_denied(&text[..span.start], &text[span.end..]))
}

/// Whether a word of trouble is there to say that there was none: `差异0笔`, `无异常`.
fn is_denied(before: &str, after: &str) -> bool {
    static NONE: Words = Words::of(&[Sense::NoTrouble]);
    let after = after.trim_start_matches(['为', '：', ':', ' ', '数', '率']);
    let is_zero = after.starts_with('零')
        || (after.starts_with('0') && !after[1..].starts_with(|c: char| c.is_ascii_digit() || c == '.'));
    is_zero || NONE.ending(before.trim_end()).is_some()
}

#[cfg(test)]
mod tests {
    use super::states_trouble;

    #[test]
    fn trouble_that_did_not_happen_is_none() {
        assert!(states_trouble("核对差异3笔") && states_trouble("支付失败"));
        assert!(!states_trouble("核对差异0笔") && !states_trouble("运行无异常"));
    }
}
