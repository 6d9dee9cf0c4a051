//! Splits long passages at sentence ends, and recognises placeholders.

use std::ops::Range;

use text_splitter::{ChunkConfig, TextSplitter};

use super::MAX_CHARS;
use crate::fact;
use crate::report::{Span, is_wrapped, plain, stretches};
use crate::vocabulary::{Sense, Words};

/// Spans of at most [`MAX_CHARS`] characters that end at sentence ends where they can.
///
/// text-splitter knows 。！？ as sentence ends but not ；, which ends most sentences of a report, and takes a line break inside a sentence
/// for more than its end: it is shown a copy in which every ； is a 。 and each such break a space, of the same length in bytes, so its
/// offsets hold for the source.
pub(super) fn split_long(source: &str, span: Span) -> Vec<Span> {
    if fits(source, &span, MAX_CHARS) {
        return vec![span];
    }
    let splitter = TextSplitter::new(ChunkConfig::new(MAX_CHARS));
    let mut pieces = Vec::new();
    for window in stretches(source, span, WINDOW_CHARS) {
        let text = &source[window.clone()];
        let mut shown = text.replace('；', "。");
        for (at, _) in text.match_indices('\n').filter(|(at, _)| is_wrapped(text, *at)) {
            shown.replace_range(at..at + 1, " ");
        }
        let chunks = splitter.chunk_indices(&shown);
        pieces.extend(chunks.map(|(at, chunk)| -> Range<usize> { window.start + at..window.start + at + chunk.len() }));
    }
    pieces
}

/// Characters given to text-splitter at once: its time grows with their square.
const WINDOW_CHARS: usize = 16 * MAX_CHARS;

/// In characters.
pub(super) fn fits(source: &str, span: &Span, max_chars: usize) -> bool {
    span.len() <= max_chars || source[span.clone()].chars().nth(max_chars).is_none()
}

/// Whether a text is 无, 暂无, true, ✔️, a picture without words or a template's own `<!-- remark -->`.
pub(super) fn is_placeholder(text: &str) -> bool {
    static FOLDED: Words = Words::of(&[Sense::Folded]);
    if text.len() > 600 {
        return false;
    }
    let text = text.trim();
    let is_remark = text.starts_with("<!--") && text.find("-->").is_some_and(|at| at + 3 == text.len());
    let words = without_tags(text);
    is_remark
        || fact::is_placeholder(&words)
        || FOLDED.have(words.trim_matches(|c: char| !c.is_alphanumeric()))
        || is_picture(text)
}

/// `text` without `<…>`; unchanged where it does not begin with one.
fn without_tags(text: &str) -> String {
    if !text.starts_with('<') {
        return text.to_string();
    }
    let parts = text.split('<').map(|part| part.split_once('>').map_or(part, |(_, words)| words));
    parts.collect()
}

/// `![](…)`, or one whose words are the name of its file.
fn is_picture(text: &str) -> bool {
    if !text.starts_with("![") || !text.ends_with(')') {
        return false;
    }
    let words = plain(text).to_lowercase();
    let is_file = |word: &str| ["png", "jpg", "jpeg", "gif", "webp", "svg"].iter().any(|ending| word.ends_with(ending));
    words.split_whitespace().all(|word| is_file(word) || matches!(word, "image" | "untitled" | "img"))
}

#[cfg(test)]
mod tests {
    use super::{is_placeholder, split_long};

    #[test]
    fn long_text_is_cut_at_sentence_ends() {
        let source = "检修组完成一台设备的年检，记录归档；".repeat(40);
        let pieces = split_long(&source, 0..source.len());
        assert!(pieces.len() > 1);
        assert!(pieces.iter().all(|piece| source[piece.clone()].ends_with('；')));
    }

    #[test]
    fn long_text_is_not_cut_where_an_editor_has_broken_its_lines() {
        let source = "The compressor starts again and again after lunch, the voltage dips for a fraction of a\nsecond and the lamp flickers. ".repeat(12);
        let pieces = split_long(&source, 0..source.len());
        assert!(pieces.len() > 1);
        assert!(pieces.iter().all(|piece| source[piece.clone()].ends_with('.')));
    }

    #[test]
    fn what_a_template_asked_for_is_not_an_answer() {
        for text in ["无", "暂无。", "✔️", "true", "N/A", "![](a.png)", "![image.png](b/image.png)", "<!-- 请填写 -->"]
        {
            assert!(is_placeholder(text), "{text}");
        }
        for text in ["无异常", "![两个车间的温度曲线](a.png)", "<!-- 请填写 --> 已完成"] {
            assert!(!is_placeholder(text), "{text}");
        }
    }
}
