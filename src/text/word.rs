//! Latin words as wholes: `ark` is in `csp-ark` and not in `market`. Ideographs have no such edges.

use std::ops::Range;

/// Whether no Latin word or number is cut at either end of `span`, in bytes of `text`.
pub fn is_whole(text: &str, span: &Range<usize>) -> bool {
    !is_cut(text, span.start) && !is_cut(text, span.end)
}

/// Whether a Latin word or number goes on across byte `at`.
pub fn is_cut(text: &str, at: usize) -> bool {
    let is_letter = |c: char| c.is_ascii_alphanumeric();
    text[..at].ends_with(is_letter) && text[at..].starts_with(is_letter)
}

/// Whether `text` has `word` as a whole; both in one case.
pub fn has_whole(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| is_whole(text, &(at..at + word.len())))
}

#[cfg(test)]
mod tests {
    use super::has_whole;

    #[test]
    fn a_latin_name_counts_as_a_whole_one() {
        assert!(has_whole("从ark拿密钥", "ark") && has_whole("csp-ark", "ark"));
        assert!(!has_whole("market", "ark") && !has_whole("12.0", "2.0"));
    }
}
