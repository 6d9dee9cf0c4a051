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
            let folded: Vec<char> = if matches!(c, '\u{2E80}'..='\u{2FDF}' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '０'..='９') {
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
    use super::{heading_text, plain};

    #[test]
    fn links_keep_their_words_and_lose_their_addresses() {
        assert_eq!(plain("见 [[甲][乙] 丙](http://a.b/c) 与 **重点** `csp`"), "见 [甲][乙] 丙 与 重点 csp");
        assert_eq!(plain("[2023/03/21 周二](2023-03-21%20x.md)"), "2023/03/21 周二");
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
