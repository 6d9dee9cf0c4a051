//! The words of a piece of Markdown without its marks: for headings, titles and what people are shown.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::span::Span;
use crate::text::one_width;

/// The text of `markdown` on one line: emphasis, links, images and code marks gone, white space folded.
///
/// `[text](url)` keeps the text; raw HTML is dropped. A masked number keeps its stars.
pub fn plain(markdown: &str) -> String {
    let hidden = without_masks(markdown.trim_start(), HIDDEN_STAR);
    let mut text = String::with_capacity(hidden.len());
    for event in Parser::new_ext(&hidden, Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Text(words) | Event::Code(words) => text.push_str(&words),
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph | TagEnd::Item) => text.push(' '),
            _ => {}
        }
    }
    let text = text.replace(HIDDEN_STAR, "*");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// In place of a star while Markdown is read; in no text.
const HIDDEN_STAR: char = '\u{FDD0}';

/// What of `text` is shown: `text[span]` without the `**` that Markdown reads as bold in the whole of `text`.
///
/// All else stays, the stars of a masked number or name too: `138****5620`, `张**`.
pub fn without_bold(text: &str, span: Span) -> String {
    let mut shown = String::with_capacity(span.len());
    let mut at = span.start;
    for mark in bold_marks(text) {
        let (start, end) = (mark.start.clamp(at, span.end), mark.end.clamp(at, span.end));
        shown.push_str(&text[at..start]);
        at = end;
    }
    shown.push_str(&text[at..span.end]);
    shown
}

/// The same for words of which no more is known than `text`, such as half a sentence: every `**` but a mask's is a mark.
pub fn without_bold_marks(text: &str) -> String {
    without_masks(text, HIDDEN_STAR).replace("**", "").replace(HIDDEN_STAR, "*")
}

/// Every `**` that opens or closes bold words, in order; line by line, for a list mark or an indentation changes nothing in a
/// line of its own.
fn bold_marks(text: &str) -> Vec<Span> {
    let mut marks = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let indent = line.len() - line.trim_start().len();
        if line.contains("**") {
            let readable = with_open_ends(&without_masks(&line[indent..], 'x'));
            for (event, span) in Parser::new(&readable).into_offset_iter() {
                if event == Event::Start(Tag::Strong) && readable[span.clone()].starts_with("**") {
                    let (first, last) = (start + indent + span.start, start + indent + span.end);
                    marks.extend([first..first + 2, last - 2..last]);
                }
            }
        }
        start += line.len();
    }
    marks.sort_unstable_by_key(|mark| mark.start);
    marks
}

/// `text` with `in_place` of each star of a run that means no emphasis: of four or more, or between two digits, as in
/// `138***5620` and `2**10`. Markdown would take two of them for a pair around what is between.
fn without_masks(text: &str, in_place: char) -> String {
    let mut hidden = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('*') {
        let length = rest[at..].len() - rest[at..].trim_start_matches('*').len();
        let (before, after) = (&rest[..at], &rest[at + length..]);
        let is_digit = |c: char| c.is_ascii_digit();
        let is_mask = length >= 4 || (before.ends_with(is_digit) && after.starts_with(is_digit));
        hidden.push_str(before);
        hidden.extend(std::iter::repeat_n(if is_mask { in_place } else { '*' }, length));
        rest = after;
    }
    hidden.push_str(rest);
    hidden
}

/// `text` with a letter of the same length for each full-width mark before `**`: by CommonMark's rule, made for words with spaces
/// between them, `**影响：**无` is not bold, and everybody who writes it means it so.
fn with_open_ends(text: &str) -> String {
    let mut eased = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let is_mark = matches!(c, '\u{3001}'..='\u{303F}' | '\u{FF01}'..='\u{FF65}');
        eased.push(if is_mark && text[at + c.len_utf8()..].starts_with("**") { '甲' } else { c });
    }
    eased
}

/// `text` with the addresses of its links blanked, byte for byte: a date in an address names a file and not a day.
///
/// Same length in bytes, so spans hold for both; `[words](address)` keeps the words and the brackets.
pub fn mask_targets(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(found) = text[at..].find(['(', ':']) {
        let here = at + found + 1;
        let (before, rest) = (&text[..here - 1], &text[here - 1..]);
        masked.push_str(&text[at..here]);
        at = here;
        let end = if rest.starts_with('(') && before.ends_with(']') {
            text[here..].find([')', '\n'])
        } else if rest.starts_with("://") && before.ends_with(|c: char| c.is_ascii_alphabetic()) {
            text[here..].find(|c: char| c.is_whitespace() || !c.is_ascii() || matches!(c, ')' | '>' | '|' | '"'))
        } else {
            continue;
        };
        let end = end.map_or(text.len(), |length| here + length);
        masked.extend(std::iter::repeat_n(' ', end - here));
        at = end;
    }
    masked.push_str(&text[at..]);
    masked
}

/// A heading as it is shown in a path: [`plain`], without the 【】 around it and the colon after it.
///
/// Kangxi radicals and full-width letters become the ordinary ones (NFKC), so that one heading has one name; Chinese
/// punctuation stays as it is written.
pub fn heading_text(markdown: &str) -> String {
    let marks = markdown.trim().trim_start_matches('#').trim_start();
    let text = unify(&plain(marks));
    let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '：' | '#' | '-'));
    let inner = text.strip_prefix('【').map(|rest| rest.replacen('】', if rest.ends_with('】') { "" } else { " " }, 1));
    inner.unwrap_or_else(|| text.to_string()).trim().to_string()
}

/// `text` with letters, digits and radicals in one width: punctuation keeps its own.
pub(crate) fn unify(text: &str) -> String {
    text.chars().map(one_width).collect()
}

#[cfg(test)]
mod tests {
    use super::{heading_text, mask_targets, plain, without_bold, without_bold_marks};

    #[test]
    fn links_keep_their_words_and_lose_their_addresses() {
        assert_eq!(plain("见 [[甲][乙] 丙](http://a.b/c) 与 **重点** `csp`"), "见 [甲][乙] 丙 与 重点 csp");
        assert_eq!(plain("[2023/04/18 周二](2023-04-18%20x.md)"), "2023/04/18 周二");
    }

    #[test]
    fn only_what_markdown_makes_bold_loses_its_stars() {
        for (text, shown) in [
            ("**bold**", "bold"),
            ("共**12**笔", "共12笔"),
            ("- **影响：**无，**原因**：扩容", "- 影响：无，原因：扩容"),
            ("***重点***", "*重点*"),
            ("甲\n    **乙** 丙", "甲\n    乙 丙"),
            ("138****5620", "138****5620"),
            ("138****5620 与 139****1234", "138****5620 与 139****1234"),
            ("138***5620 与 139***1234", "138***5620 与 139***1234"),
            ("6222 **** **** 1234", "6222 **** **** 1234"),
            ("**客户** 138****5620", "客户 138****5620"),
            ("张**", "张**"),
            ("张**、李**", "张**、李**"),
            ("a*b*c", "a*b*c"),
            ("***", "***"),
            ("2**10 与 3**4", "2**10 与 3**4"),
            ("`a**b**c`", "`a**b**c`"),
        ] {
            assert_eq!(without_bold(text, 0..text.len()), shown);
        }
        let text = "**甲。乙** 138****5620";
        let at = text.find('乙').expect("there");
        assert_eq!(without_bold(text, at..text.len()), "乙 138****5620");
        assert_eq!(without_bold(text, 0..at), "甲。");
        assert_eq!(without_bold_marks("甲** 138****5620 **乙"), "甲 138****5620 乙");
    }

    #[test]
    fn a_masked_number_keeps_its_stars_in_plain_words() {
        for text in
            ["138****5620 与 139****1234", "138***5620 与 139***1234", "6222 **** **** 1234", "张**", "2**10 与 3**4"]
        {
            assert_eq!(plain(text), text);
        }
        assert_eq!((plain("**bold**"), plain("a*b*c"), plain("***")), ("bold".into(), "abc".into(), String::new()));
    }

    #[test]
    fn addresses_are_blanked_and_everything_else_stays_in_place() {
        let text = "见[2023/04/18 周二](2023-04-17%20周一.md)，http://a.b/2023-01-02。再看 6/15";
        let masked = mask_targets(text);
        assert_eq!(masked.len(), text.len());
        assert!(masked.contains("2023/04/18 周二") && masked.ends_with("。再看 6/15"));
        assert!(!masked.contains("2023-03-20") && !masked.contains("2023-01-02"));
    }

    #[test]
    fn brackets_and_colons_are_not_part_of_a_heading() {
        assert_eq!(heading_text("## 【O1 服务业务】"), "O1 服务业务");
        assert_eq!(heading_text("### 【生产事件】："), "生产事件");
        assert_eq!(heading_text("生产稳定性事件："), "生产稳定性事件");
        assert_eq!(heading_text("## 【O2】系统升级"), "O2 系统升级");
    }

    #[test]
    fn radicals_that_look_like_characters_become_the_characters() {
        assert_eq!(heading_text("## ⽣产事件"), "生产事件");
    }

    #[test]
    fn an_empty_heading_is_an_empty_name() {
        assert_eq!(heading_text("##"), "");
    }
}
