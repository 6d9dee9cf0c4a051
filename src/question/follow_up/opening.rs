//! What a follow-up opens with: 那, what about, I meant.

use super::words::{AFTER_THAT, CORRECTIONS, OPENERS, SAME_OF};

/// What a follow-up opens with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opening {
    Nothing,
    /// 那, and.
    Plain,
    /// What about: the same of something else.
    SameOf,
    /// I meant: the question before was meant otherwise.
    Correction,
}

/// What a follow-up opens with, and the rest.
pub(super) fn opened(text: &str) -> (Opening, &str) {
    let mut opening = Opening::Nothing;
    let mut rest = text.trim();
    // 不是8/14，是8/15: what it is.
    if rest.starts_with("不是") || rest.starts_with("不对") {
        let meant = rest.find("，是").or_else(|| rest.find("，")).map(|at| &rest[at + '，'.len_utf8()..]);
        if let Some(meant) = meant {
            return (Opening::Correction, meant.trim_start_matches('是').trim());
        }
    }
    loop {
        let lower = rest.to_ascii_lowercase();
        let found = [(Opening::Correction, &CORRECTIONS), (Opening::SameOf, &SAME_OF), (Opening::Plain, &OPENERS)];
        let found = found.into_iter().find_map(|(kind, words)| {
            let word = words.iter().find(|word| opens_with(&lower, word))?;
            Some((kind, word.len()))
        });
        let Some((kind, length)) = found else { return (opening, rest) };
        let after = rest[length..].trim_start_matches([' ', ',', '，', '、']);
        if after.is_empty() {
            return (opening, rest);
        }
        opening = if opening == Opening::Nothing || kind != Opening::Plain { kind } else { opening };
        rest = after;
    }
}

fn opens_with(lower: &str, word: &str) -> bool {
    let Some(after) = lower.strip_prefix(word) else { return false };
    match word {
        // 那次, 那周 point; 那 alone opens.
        "那" => !AFTER_THAT.iter().any(|next| after.starts_with(next)),
        _ if word.ends_with(|c: char| c.is_ascii_alphabetic()) => {
            !after.starts_with(|c: char| c.is_ascii_alphanumeric())
        }
        _ => true,
    }
}
