//! The words of a piece of Markdown without its marks: for headings, titles and what people are shown.

use pulldown_cmark::{Event, Options, Parser, TagEnd};
use unicode_normalization::UnicodeNormalization;

/// The text of `markdown` on one line: emphasis, links, images and code marks gone, white space folded.
///
/// What stands in `[text](url)` keeps the text; raw HTML is dropped.
pub fn plain(markdown: &str) -> String {
    let mut text = String::with_capacity(markdown.len());
    for event in Parser::new_ext(markdown.trim_start(), Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Text(words) | Event::Code(words) => text.push_str(&words),
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph | TagEnd::Item) => text.push(' '),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
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

/// NFKC for letters, digits and ideographs alone: punctuation keeps its width.
pub(crate) fn unify(text: &str) -> String {
    text.chars()
        .flat_map(|c| {
            let folded: Vec<char> = if matches!(c, '\u{2E80}'..='\u{2FDF}' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '０'..='９')
            {
                std::iter::once(c).nfkc().collect()
            } else {
                vec![c]
            };
            folded
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{heading_text, mask_targets, plain};

    #[test]
    fn links_keep_their_words_and_lose_their_addresses() {
        assert_eq!(plain("见 [[甲][乙] 丙](http://a.b/c) 与 **重点** `csp`"), "见 [甲][乙] 丙 与 重点 csp");
        assert_eq!(plain("[2023/04/18 周二](2023-04-18%20x.md)"), "2023/04/18 周二");
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
