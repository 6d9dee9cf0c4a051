//! Text that means nothing to Markdown: what a report says is shown, never obeyed.

use crate::render::safe;

/// `text` on one line, without what could steer a terminal, and with a backslash before every character that Markdown
/// (CommonMark, GitHub's tables, strikethrough, footnotes, formulas and bare links) would read as more than itself there.
pub fn inert(text: &str) -> String {
    let line = safe(&text.split_whitespace().collect::<Vec<_>>().join(" "));
    let mut escaped = String::with_capacity(line.len() + 8);
    let mut before = None;
    let start = marks_at_start(&line);
    for (at, c) in line.char_indices() {
        let rest = &line[at + c.len_utf8()..];
        let next = rest.chars().next();
        let is_markup = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '|' | '~' | '$' => true,
            // Between letters and digits it is a part of the word: t_clear_voucher.
            '_' => !(before.is_some_and(char::is_alphanumeric) && next.is_some_and(char::is_alphanumeric)),
            '&' => begins_entity(rest),
            '!' => next.is_none_or(|next| next == '['),
            ':' => rest.starts_with("//"),
            _ => start == Some(at),
        };
        if is_markup {
            escaped.push('\\');
        }
        escaped.push(c);
        before = Some(c);
    }
    escaped
}

/// What [`inert`] was made of, but for white space and what steers a terminal.
pub fn not_inert(text: &str) -> String {
    let mut said = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, chars.peek()) {
            ('\\', Some(next)) if next.is_ascii_punctuation() => said.extend(chars.next()),
            _ => said.push(c),
        }
    }
    said
}

/// Whether what follows a `&` may be the rest of `&lt;` or `&#60;`, also by what is written after it.
fn begins_entity(rest: &str) -> bool {
    let name = rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '#');
    name.is_empty() || (name.starts_with(';') && name.len() < rest.len())
}

/// Offset of the character that would make the line a heading, a quotation, an item or a rule.
fn marks_at_start(line: &str) -> Option<usize> {
    let first = line.chars().next()?;
    let rest = &line[first.len_utf8()..];
    let is_alone = rest.is_empty() || rest.starts_with(' ');
    match first {
        '#' | '>' | '=' => Some(0),
        '-' | '+' if is_alone || rest.starts_with(first) => Some(0),
        '0'..='9' => {
            let digits = line.bytes().take_while(u8::is_ascii_digit).count();
            let rest = &line[digits..];
            let is_item = rest.starts_with(['.', ')']) && (rest.len() == 1 || rest[1..].starts_with(' '));
            is_item.then_some(digits)
        }
        _ => None,
    }
}

/// A text on one line.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The first `most` characters of a text on one line, `…` where it goes on.
pub(super) fn cut(text: &str, most: usize) -> String {
    let line = one_line(text);
    match line.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", line[..at].trim_end()),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert_eq, proptest};
    use pulldown_cmark::{Event, Parser, Tag};

    use super::{cut, inert, not_inert};
    use crate::render::rollup::document::OPTIONS;
    use crate::render::safe;

    /// The text that Markdown shows, `None` where it shows anything else.
    fn shown(markdown: &str) -> Option<String> {
        let mut words = String::new();
        for event in Parser::new_ext(markdown, OPTIONS) {
            match event {
                Event::Text(text) => words.push_str(&text),
                Event::Start(Tag::Paragraph) | Event::End(_) => {}
                _ => return None,
            }
        }
        Some(words)
    }

    #[test]
    fn nothing_in_a_report_becomes_markup() {
        for text in [
            "# 标题", "1. 甲", "1)", "- 乙", "+ 丙", "---", "***", "===", "*重*", "__重__", "_重_", "<b>x</b>",
            "<script>", "[a](http://x)", "[^1]", "![x](y)", "a_b_c", "~~x~~", "~x~", "| 表 |", "> 引", "`c`", "```",
            "&lt;", "&#60;", "$x$", "\\", "甲!", "http://a.b", "    四格", "[ ] 办", "<!-- 注 -->", "1.2万", "-3",
            "+0.02", "@here", "[1]: http://x",
        ] {
            assert_eq!(shown(&inert(text)).as_deref(), Some(text.trim()), "{text}: {}", inert(text));
        }
    }

    #[test]
    fn a_name_and_a_number_stay_as_they_are() {
        for text in ["t_clear_voucher", "99.96%", "csp-agent-oss", "第26周", "+0.01 个百分点", "R&D 投入", "9#楼"]
        {
            assert_eq!(inert(text), text);
        }
    }

    #[test]
    fn a_long_text_is_cut_visibly() {
        assert_eq!(cut("账户流水\n差异", 4), "账户流水…");
        assert_eq!(cut("账户流水", 4), "账户流水");
    }

    proptest! {
        #[test]
        fn any_text_is_shown_as_it_is(text in "[ -~\\n甲乙“（]{0,24}") {
            let line = safe(&text.split_whitespace().collect::<Vec<_>>().join(" "));
            prop_assert_eq!(not_inert(&inert(&text)), line.as_str());
            prop_assert_eq!(shown(&inert(&text)), Some(line));
        }

        #[test]
        fn any_text_in_a_cell_is_shown_as_it_is(text in "[ -~甲]{1,24}") {
            let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
            let table = format!("| a | b |\n| --- | --- |\n| {} | x |\n", inert(&text));
            let cells: Vec<String> = cells(&table);
            prop_assert_eq!(&cells, &["a".to_string(), "b".to_string(), line, "x".to_string()]);
        }
    }

    fn cells(table: &str) -> Vec<String> {
        let mut cells = Vec::new();
        for event in Parser::new_ext(table, OPTIONS) {
            match event {
                Event::Start(Tag::TableCell) => cells.push(String::new()),
                Event::Text(text) => cells.last_mut().expect("in a cell").push_str(&text),
                Event::Start(Tag::Table(_) | Tag::TableHead | Tag::TableRow) | Event::End(_) => {}
                other => cells.push(format!("{other:?}")),
            }
        }
        cells
    }
}
