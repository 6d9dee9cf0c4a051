//! Negation in both languages: 未受影响, 差异0笔, was not affected, unaffected.

use super::polarity_words::{DENIALS, ENGLISH_DENIALS, NOT_DENIALS};
use crate::text::is_han;

/// How far a denial reaches the concept behind it: a Chinese one in characters, an English one in words.
const CHINESE_REACH: usize = 9;
const ENGLISH_REACH: usize = 5;

/// Whether the words around a concept negate it: 未受影响, 差异0笔, was not affected, unaffected.
pub(super) fn denies(before: &str, own: &str, after: &str, english: bool) -> bool {
    if own.starts_with("un") && english {
        return true;
    }
    if english {
        let near: Vec<&str> =
            before.split(|c: char| !(c.is_ascii_alphanumeric() || c == '\'')).filter(|word| !word.is_empty()).collect();
        return near.iter().rev().enumerate().any(|(distance, word)| {
            let reach =
                if matches!(*word, "no" | "without" | "zero" | "none") { ENGLISH_REACH - 2 } else { ENGLISH_REACH };
            distance < reach && (ENGLISH_DENIALS.have(word) || word.ends_with("n't"))
        });
    }
    let chars = before.chars().filter(|c| is_han(*c) || c.is_alphanumeric()).count();
    let near: String = before
        .chars()
        .filter(|c| is_han(*c) || c.is_alphanumeric())
        .skip(chars.saturating_sub(CHINESE_REACH))
        .collect();
    let rest = without_false_denials(&near);
    // 未到即通知 denies the arrival.
    let rest = rest.rsplit(['即', '就', '则', '便']).next().unwrap_or(&rest);
    let own_denial = own.starts_with(['未', '无', '不', '没']);
    let none_counted = {
        let after = after.trim_start_matches(['：', ':', ' ', '为', '是']);
        after.starts_with('0') && !after[1..].starts_with(|c: char| c == '.' || c.is_ascii_digit())
    };
    own_denial || none_counted || DENIALS.are_in(rest)
}

/// Whether a Chinese text denies something.
pub(super) fn has_denial(text: &str) -> bool {
    let plain = without_false_denials(text);
    let none = ["0笔", "0次", "0个", "0条"].iter().any(|none| {
        plain.match_indices(none).any(|(at, _)| !plain[..at].ends_with(|c: char| c.is_ascii_digit() || c == '.'))
    });
    none || DENIALS.are_in(&plain)
}

/// A Chinese text with a space for each word that only looks like a denial.
pub(super) fn without_false_denials(text: &str) -> String {
    NOT_DENIALS.replaced(text, "　")
}
