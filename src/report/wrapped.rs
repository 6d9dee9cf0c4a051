//! Line breaks that an editor made, or a writer in the middle of a sentence: what stands before and behind one is one line to a reader.

use std::borrow::Cow;

use unicode_width::UnicodeWidthStr;

use super::mark::{mark_length, opens_incident_part, opens_with_a_picture};
use crate::text::is_han;

/// A line narrower than this was ended by its writer and not by an editor that breaks lines, in columns.
pub(super) const NARROWEST_WRAPPED: usize = 60;

/// Whether the line break at byte `at` of `text` lies inside a sentence.
pub fn is_wrapped(text: &str, at: usize) -> bool {
    let before = text[..at].rsplit('\n').next().unwrap_or_default().trim();
    let after = text[at..].trim_start_matches('\n').split('\n').next().unwrap_or_default();
    let is_one_break = !text[at..].trim_start_matches(' ').starts_with("\n\n");
    is_one_break && is_of_prose(before) && is_of_prose(after.trim()) && !opens(after) && goes_on(before, after.trim())
}

/// `text` with each sentence on one line.
pub fn unwrapped(text: &str) -> Cow<'_, str> {
    let mut joined = String::new();
    let mut start = 0;
    for (at, _) in text.match_indices('\n').filter(|(at, _)| is_wrapped(text, *at)) {
        let after = text[at..].trim_start();
        joined.push_str(text[start..at].trim_end());
        // Between ideographs and their marks there is no blank.
        let is_ascii_beside = joined.ends_with(|c: char| c.is_ascii()) || after.starts_with(|c: char| c.is_ascii());
        joined.push_str(if is_ascii_beside { " " } else { "" });
        start = text.len() - after.len();
    }
    if start == 0 { Cow::Borrowed(text) } else { Cow::Owned(joined + &text[start..]) }
}

/// Whether a line is neither empty nor a row, a heading, a quote or a fence.
fn is_of_prose(line: &str) -> bool {
    !line.is_empty() && !line.starts_with(['|', '#', '>', '`', '~']) && !line.ends_with('|')
}

/// Whether a line begins something of its own.
fn opens(line: &str) -> bool {
    let text = line.trim_start();
    mark_length(text) > 0 || text.starts_with("http") || opens_with_a_picture(text) || opens_incident_part(text)
}

/// Whether the sentence of one line goes on in the next.
fn goes_on(before: &str, after: &str) -> bool {
    const ENDS: [char; 3] = ['。', '！', '？'];
    let (Some(last), Some(next)) = (before.chars().next_back(), after.chars().next()) else { return false };
    match last {
        '，' | ',' | '、' => true,
        _ if next.is_ascii_lowercase() => last.is_alphanumeric() || matches!(last, ')' | '"' | '\'' | '%' | '-'),
        _ if !last.is_alphanumeric() || !next.is_alphanumeric() => false,
        _ if before.width() >= NARROWEST_WRAPPED => true,
        // A sentence that begins behind another one and has no end.
        _ => is_han(last) && is_han(next) && before.contains(ENDS),
    }
}

#[cfg(test)]
mod tests {
    use super::{is_wrapped, unwrapped};

    fn breaks(text: &str) -> Vec<bool> {
        text.match_indices('\n').map(|(at, _)| is_wrapped(text, at)).collect()
    }

    #[test]
    fn a_sentence_goes_on_behind_a_break_that_an_editor_made() {
        let english = "The compressor starts again and again, the voltage dips for a fraction of a\nsecond. It was\nTuesday when\nwe found it:\nthe lamp, bought in March, was never bad, and neither was the board of\nZhu Qing.";
        assert_eq!(breaks(english), [true, false, true, false, true]);
        let chinese = "二号库的潮找到根子了。19日电工\n上吊顶看，新风阀卡在半开的位置，\n外面的湿气一直往里灌。\n移动除湿机撤出一台";
        assert_eq!(breaks(chinese), [true, true, false]);
    }

    #[test]
    fn the_lines_of_a_sentence_are_joined_with_a_blank_only_where_the_script_has_one() {
        assert_eq!(unwrapped("根子找到了。19日电工\n上吊顶看\n风阀"), "根子找到了。19日电工上吊顶看\n风阀");
        assert_eq!(unwrapped("for a fraction of a\n  second"), "for a fraction of a second");
        assert_eq!(unwrapped("甲\n乙"), "甲\n乙");
    }

    #[test]
    fn lines_of_their_own_stay_so() {
        for text in [
            "收拾了库房\n老李请假", "故障两起。09:30 网关\n- 已恢复", "影响三笔。网关超时\n原因：连接池满",
            "| 甲，\n乙 |", "甲，\n\n乙", "## Plan,\nnext",
        ] {
            assert!(breaks(text).iter().all(|is_wrapped| !is_wrapped), "{text}");
        }
    }
}
