//! A passage's text → its statements: a line each, as long as its sentence goes on, a long one by sentences.

use crate::fact::sentences;
use crate::report::{Span, is_wrapped, trim};

/// From this length on a line is taken apart at its sentence ends, in characters.
const LONG_LINE: usize = 140;

/// The statements of a text in its order, none overlapping another: `&text[span]` without blanks at its ends.
pub(super) fn statements(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut start = 0;
    let ends = text.match_indices('\n').map(|(at, _)| at).filter(|at| !is_wrapped(text, *at));
    for end in ends.map(|at| at + 1).chain([text.len()]) {
        let span = start..end;
        start = end;
        if text[span.clone()].chars().count() <= LONG_LINE {
            spans.push(span);
        } else {
            spans.extend(sentences(text, span));
        }
    }
    let spans = spans.into_iter().map(|span| trim(text, span));
    spans.filter(|span| says_something(&text[span.clone()])).collect()
}

/// Whether there is a letter or a digit in it: rules of tables, fences, pictures and bare marks say nothing.
fn says_something(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
        && !text.starts_with("```")
        && !text.starts_with("~~~")
        && !is_picture(text.trim_start_matches(['-', '*', '+', '>', ' ']))
}

/// `![what it shows](picture.png)` and nothing else.
fn is_picture(text: &str) -> bool {
    let target = text.strip_prefix("![").and_then(|rest| rest.split_once("](")).map(|(_, target)| target);
    target.and_then(|target| target.find(')').map(|end| end + 1 == target.len())).unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{ProptestConfig, prop_assert, proptest};

    use super::statements;

    fn read(text: &str) -> Vec<&str> {
        statements(text).into_iter().map(|span| &text[span]).collect()
    }

    #[test]
    fn a_line_is_a_statement_and_a_rule_is_none() {
        assert_eq!(read("- 回调堆积\n  - 原因：扩容\n\n| --- | --- |\n"), ["- 回调堆积", "- 原因：扩容"]);
    }

    #[test]
    fn a_picture_is_none_and_a_line_with_one_is() {
        assert_eq!(
            read("![启动失败](./4.png)\n- ![](a.png)\n如图 ![启动失败](./4.png)"),
            ["如图 ![启动失败](./4.png)"]
        );
    }

    #[test]
    fn a_sentence_that_an_editor_has_broken_is_one_statement() {
        assert_eq!(
            read("根子找到了。19日电工\n上吊顶看，新风阀卡住\n除湿机撤出一台"),
            ["根子找到了。19日电工\n上吊顶看，新风阀卡住", "除湿机撤出一台"]
        );
    }

    #[test]
    fn a_long_line_is_taken_apart_at_its_sentences() {
        let line = format!("{}。{}。", "甲".repeat(200), "乙".repeat(200));
        assert_eq!(read(&line).len(), 2);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]
        #[test]
        fn statements_lie_in_order_and_hold_every_letter(text in "[甲a1。；\n |-]{0,700}") {
            let spans = statements(&text);
            prop_assert!(spans.windows(2).all(|pair| pair[0].end <= pair[1].start));
            let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
            let held: usize = spans.iter().map(|span| letters(&text[span.clone()])).sum();
            prop_assert!(held == letters(&text));
        }
    }
}
