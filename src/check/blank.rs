//! The marks of what is to be filled in: `____` for a figure, `（待填）` for prose. Those who draft write them, the rules know them.

use crate::report::Span;

/// Where a figure goes.
pub const FIGURE_BLANK: &str = "____";

/// Where Chinese prose goes.
pub const PROSE_BLANK_ZH: &str = "（待填）";

/// Where English prose goes.
pub const PROSE_BLANK_EN: &str = "(to fill in)";

/// The blanks of a text, in order. Rejects a run of underscores within a word (`__init____`), longer than a blank, or alone on its line,
/// where it is a rule across the page.
pub fn blanks(text: &str) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    for mark in [PROSE_BLANK_ZH, PROSE_BLANK_EN, "(待填)"] {
        found.extend(text.match_indices(mark).map(|(at, mark)| at..at + mark.len()));
    }
    let mut at = 0;
    while let Some(start) = text[at..].find(FIGURE_BLANK).map(|start| at + start) {
        let length = text[start..].bytes().take_while(|byte| *byte == b'_').count();
        at = start + length;
        let in_a_word = |c: char| c.is_ascii_alphanumeric();
        let is_word = text[..start].ends_with(in_a_word) || text[at..].starts_with(in_a_word);
        if length == FIGURE_BLANK.len() && !is_word && !is_rule(text, start) {
            found.push(start..at);
        }
    }
    found.sort_by_key(|span| span.start);
    found
}

fn is_rule(text: &str, at: usize) -> bool {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    text[start..end].trim().bytes().all(|byte| matches!(byte, b'_' | b' '))
}

#[cfg(test)]
mod tests {
    use super::blanks;

    fn count(text: &str) -> usize {
        blanks(text).len()
    }

    #[test]
    fn marks_of_figures_and_prose_are_blanks() {
        assert_eq!(count("- 出金：____（上周99.96%），一次：____ （上周99.2%）"), 2);
        assert_eq!(count("（待填）\n(待填)\n(to fill in)"), 3);
    }

    #[test]
    fn other_underscores_are_none() {
        assert_eq!(count("____\n\n______\n\n t_clear____voucher __粗体__ ___"), 0);
        assert_eq!(count(""), 0);
    }
}
