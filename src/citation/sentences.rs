//! Cuts a reply into sentences while it streams.

use super::marks::{mark_at_start, may_become_mark};
use crate::fact::is_abbreviated;
use crate::report::without_bold_marks;

/// A reply that arrives in pieces, cut where its sentences end: 。！？； and the end of a line, `. ` in English (not in
/// `99.97`, `v1.2` or `e.g.`), never inside quotes or brackets. Marks behind the stop belong to the sentence before it. List
/// marks, heading marks and bold are left out.
#[derive(Debug, Clone, Default)]
pub struct Sentences {
    buffer: String,
}

/// A bracket that has been open for longer than this was forgotten.
const LONGEST_BRACKET_CHARS: usize = 120;

impl Sentences {
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the next piece; returns the sentences that are complete now, in order.
    pub fn push(&mut self, piece: &str) -> Vec<String> {
        self.buffer.push_str(piece);
        let mut found = Vec::new();
        while let Some(end) = next_end(&self.buffer) {
            let rest = self.buffer.split_off(end);
            let sentence = std::mem::replace(&mut self.buffer, rest);
            found.extend(cleaned(&sentence));
        }
        found
    }

    /// What is left when the reply has ended; `None` where that is nothing. A last sentence that only waited for its marks
    /// is complete, another one may be cut off.
    #[must_use]
    pub fn finish(self) -> Option<String> {
        cleaned(&self.buffer)
    }
}

/// Where the first sentence of `text` ends, in bytes; `None` where that is not known yet.
fn next_end(text: &str) -> Option<usize> {
    let mut open: Option<(char, usize)> = None;
    for (count, (at, c)) in text.char_indices().enumerate() {
        let after = &text[at + c.len_utf8()..];
        if c == '\n' {
            return Some(at + 1);
        }
        if let Some((close, since)) = open {
            if c == close || count - since > LONGEST_BRACKET_CHARS {
                open = None;
                // “……。” ends with its quote.
                let stopped = text[..at].ends_with(['。', '！', '？']);
                if c == close && stopped && matches!(c, '”' | '」' | '』') && !after.starts_with(['，', '、', '的'])
                {
                    return behind_marks(text, at + c.len_utf8());
                }
            }
            continue;
        }
        if let Some(close) = closing(c) {
            open = Some((close, count));
            continue;
        }
        if matches!(c, '。' | '！' | '？' | '；') || (matches!(c, '.' | '!' | '?') && ends_english(text, at, c)?) {
            let mut end = at + c.len_utf8();
            while let Some(next) = text[end..].chars().next().filter(|c| matches!(c, '。' | '！' | '？' | '"' | '*'))
            {
                end += next.len_utf8();
            }
            return behind_marks(text, end);
        }
    }
    None
}

fn closing(open: char) -> Option<char> {
    Some(match open {
        '“' => '”',
        '「' => '」',
        '『' => '』',
        '《' => '》',
        '（' => '）',
        '【' => '】',
        '［' => '］',
        '〔' => '〕',
        '(' => ')',
        '[' => ']',
        _ => return None,
    })
}

/// Past the marks that follow `end`; `None` while more of them may arrive.
fn behind_marks(text: &str, mut end: usize) -> Option<usize> {
    loop {
        let rest = text[end..].trim_start_matches(' ');
        if rest.is_empty() {
            return None;
        }
        if let Some((length, _)) = mark_at_start(rest) {
            end = text.len() - rest.len() + length;
            continue;
        }
        if may_become_mark(rest) {
            return None;
        }
        // `…恢复。[1]。` has its stop twice.
        if let Some(stop) = rest.chars().next().filter(|c| matches!(c, '。' | '.'))
            && text[..end].ends_with([']', '】', '］', '〕'])
        {
            end = text.len() - rest.len() + stop.len_utf8();
            continue;
        }
        return Some(end);
    }
}

/// Whether an ASCII stop ends a sentence; `None` while the next character has not arrived.
fn ends_english(text: &str, at: usize, stop: char) -> Option<bool> {
    let after = &text[at + 1..];
    let next = after.chars().next()?;
    let before = &text[..at];
    if !next.is_whitespace() {
        let is_quote = next == '"' || next == '*';
        let is_mark = mark_at_start(after).is_some() || (may_become_mark(after) && !before.ends_with(' '));
        let is_chinese = before.ends_with(|c: char| !c.is_ascii()) && !next.is_ascii_alphanumeric();
        return Some(is_mark || is_chinese || (is_quote && stop == '.'));
    }
    if stop != '.' {
        return Some(true);
    }
    Some(!is_abbreviated(before, after))
}

/// The sentence without list marks, heading marks, quote marks of the line and bold; `None` where nothing is left.
fn cleaned(sentence: &str) -> Option<String> {
    let mut text = sentence.trim();
    loop {
        let before = text;
        text = text.trim_start_matches(['#', '>', '•', '·', '●', '▪']).trim_start();
        for bullet in ["- ", "* ", "+ ", "– ", "— "] {
            text = text.strip_prefix(bullet).unwrap_or(text).trim_start();
        }
        text = without_item_number(text);
        if text == before {
            break;
        }
    }
    let text = without_bold_marks(text).replace("__", "");
    let is_rule = text.chars().all(|c| matches!(c, '-' | '*' | '_' | '=' | '|' | ' ' | '`' | '#'));
    (!is_rule && !text.trim().is_empty()).then(|| text.trim().to_string())
}

/// `1. ` `1、` `（1）` `1)` at the start number an item; `1.5` and `1：` do not.
fn without_item_number(text: &str) -> &str {
    let inner = text.strip_prefix(['(', '（']);
    let from = inner.unwrap_or(text);
    let digits = from.find(|c: char| !c.is_ascii_digit()).unwrap_or(from.len());
    if !(1..=2).contains(&digits) {
        return text;
    }
    let rest = &from[digits..];
    let item = if inner.is_some() {
        rest.strip_prefix([')', '）'])
    } else {
        rest.strip_prefix('、').or_else(|| rest.strip_prefix(". ")).or_else(|| rest.strip_prefix([')', '）'])).or_else(
            || {
                // `1.恢复` but not `1.5`.
                rest.strip_prefix('.').filter(|rest| rest.starts_with(|c: char| !c.is_ascii()))
            },
        )
    };
    item.map_or(text, str::trim_start)
}

#[cfg(test)]
mod tests {
    use super::Sentences;
    use proptest::prelude::*;

    fn cut(reply: &str) -> Vec<String> {
        let mut sentences = Sentences::new();
        let mut found = sentences.push(reply);
        found.extend(sentences.finish());
        found
    }

    #[test]
    fn chinese_stops_and_line_ends_cut_and_marks_stay_with_their_sentence() {
        assert_eq!(
            cut("影响764个商户。[1][2]原因是扩容[1]；已修复【1】。\n- **处置**：重跑[3]"),
            ["影响764个商户。[1][2]", "原因是扩容[1]；", "已修复【1】。", "处置：重跑[3]"]
        );
        assert_eq!(cut("恢复了[1]。 [2]\n\n下一句。"), ["恢复了[1]。 [2]", "下一句。"]);
    }

    #[test]
    fn quotes_and_brackets_are_not_cut() {
        assert_eq!(
            cut("状态停在“处理中。等待”，共43笔（含退款；6笔）。好。"),
            ["状态停在“处理中。等待”，共43笔（含退款；6笔）。", "好。"]
        );
    }

    #[test]
    fn english_stops_are_told_from_points() {
        assert_eq!(
            cut(
                "The rate was 99.97% in v1.2, e.g. on payouts. It recovered at 3:57 p.m. on June 15 [1]. Then no. 2 failed![2] Why? X."
            ),
            [
                "The rate was 99.97% in v1.2, e.g. on payouts.", "It recovered at 3:57 p.m. on June 15 [1].",
                "Then no. 2 failed![2]", "Why?", "X."
            ]
        );
    }

    #[test]
    fn a_stop_behind_a_wide_space_ends_a_sentence() {
        assert_eq!(cut("已恢复\u{3000}OK. 下一句。"), ["已恢复\u{3000}OK.", "下一句。"]);
        assert!(cut("\u{2000}. ").len() <= 1);
    }

    #[test]
    fn list_marks_go_and_numbers_stay() {
        assert_eq!(
            cut("1. 第一\n2、第二\n（3）第三\n1.5小时\n## 标题\n---\n* item\n12家商户"),
            ["第一", "第二", "第三", "1.5小时", "标题", "item", "12家商户"]
        );
    }

    #[test]
    fn a_sentence_waits_for_its_marks() {
        let mut sentences = Sentences::new();
        assert!(sentences.push("影响764个商户。").is_empty());
        assert!(sentences.push("[").is_empty());
        assert!(sentences.push("1").is_empty());
        assert!(sentences.push("]").is_empty());
        assert_eq!(sentences.push("原因"), ["影响764个商户。[1]"]);
        assert_eq!(sentences.finish().as_deref(), Some("原因"));
    }

    proptest! {
        #[test]
        fn how_it_arrives_does_not_matter(
            reply in "[一-三a-cA-C0-2 .。！；，“”()（）\\[\\]【】*#\\n-]{0,60}",
            cuts in prop::collection::vec(1_usize..5, 0..40)
        ) {
            let mut sentences = Sentences::new();
            let mut found = Vec::new();
            let mut chars = reply.chars();
            let mut sizes = cuts.into_iter().chain(std::iter::repeat(3));
            loop {
                let piece: String = chars.by_ref().take(sizes.next().unwrap_or(1)).collect();
                if piece.is_empty() {
                    break;
                }
                found.extend(sentences.push(&piece));
            }
            found.extend(sentences.finish());
            prop_assert_eq!(found, cut(&reply));
        }

        #[test]
        fn no_reply_is_too_much(reply in "\\PC{0,80}") {
            cut(&reply);
        }
    }
}
