//! Where marks of Chinese punctuation part a text. Many type them in half width (`请假一天,有事找人:值班表`): beside an ideograph such a mark
//! counts as the full-width one; inside numbers, times and English it does not.

use super::is_han;

/// Between the code points of a sign in half and in full width.
const FULL_WIDTH: u32 = 0xFEE0;

/// Whether the sign `c` at `at` is one of `marks`, as it stands or as the half-width form of one.
pub fn is_mark(text: &str, at: usize, c: char, marks: &[char]) -> bool {
    let full_width = || char::from_u32(u32::from(c) + FULL_WIDTH).is_some_and(|full| marks.contains(&full));
    let is_beside_han = || {
        let before = text[..at].trim_end_matches([')', '）', '”', '"', '%']).chars().next_back();
        let after = text[at + 1..].trim_start_matches([' ', '“', '"']).chars().next();
        before.is_some_and(is_han) || after.is_some_and(is_han)
    };
    marks.contains(&c) || c.is_ascii_punctuation() && full_width() && is_beside_han()
}

/// The text with its marks in full width: an embedding model has learned other vectors for those in half width.
pub fn in_full_width(text: &str) -> String {
    const MARKS: [char; 7] = ['，', '：', '；', '？', '！', '（', '）'];
    let widened = |(at, c): (usize, char)| match is_mark(text, at, c, &MARKS) {
        true if c.is_ascii() => char::from_u32(u32::from(c) + FULL_WIDTH).unwrap_or(c),
        _ => c,
    };
    text.char_indices().map(widened).collect()
}

fn places<'t>(text: &'t str, marks: &'t [char]) -> impl DoubleEndedIterator<Item = (usize, char)> + 't {
    text.char_indices().filter(|(at, c)| is_mark(text, *at, *c, marks))
}

/// The byte at which the first of `marks` stands.
pub fn find_mark(text: &str, marks: &[char]) -> Option<usize> {
    places(text, marks).next().map(|(at, _)| at)
}

/// The byte behind the last of `marks`; 0 without one.
pub fn behind_last_mark(text: &str, marks: &[char]) -> usize {
    places(text, marks).next_back().map_or(0, |(at, c)| at + c.len_utf8())
}

pub fn has_mark(text: &str, marks: &[char]) -> bool {
    find_mark(text, marks).is_some()
}

/// What stands before the first of `marks`.
pub fn up_to_mark<'t>(text: &'t str, marks: &[char]) -> &'t str {
    find_mark(text, marks).map_or(text, |at| &text[..at])
}

/// What stands between `marks`; never empty, its parts may be.
pub fn split_at_marks<'t>(text: &'t str, marks: &[char]) -> Vec<&'t str> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices().filter(|(at, c)| is_mark(text, *at, *c, marks)) {
        parts.push(&text[start..at]);
        start = at + c.len_utf8();
    }
    parts.push(&text[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::{behind_last_mark, find_mark, has_mark, in_full_width, split_at_marks, up_to_mark};

    #[test]
    fn marks_in_half_width_part_chinese_words_and_neither_numbers_nor_times_nor_english() {
        let marks = ['，', '：', '。'];
        assert_eq!(split_at_marks("我请假一天,有事找甲:值班表", &marks), ["我请假一天", "有事找甲", "值班表"]);
        assert_eq!(split_at_marks("处理 1,460 件，10:30 恢复", &marks), ["处理 1,460 件", "10:30 恢复"]);
        assert_eq!(split_at_marks("On site since 22 Feb, room B306", &marks).len(), 1);
        assert_eq!(split_at_marks("RSU(二期)100%,其余下周", &marks), ["RSU(二期)100%", "其余下周"]);
        // A mark that is not asked for parts nothing.
        assert_eq!(up_to_mark("一期;二期,三期", &['，']), "一期;二期");
        assert!(!has_mark("一期,二期", &['；']));
    }

    #[test]
    fn marks_in_full_width_change_no_number_time_or_english() {
        assert_eq!(in_full_width("切换(3/22)正常,10:30 结束;共 1,460 件"), "切换（3/22）正常，10:30 结束；共 1,460 件");
        assert_eq!(in_full_width("Done, at 10:30 (late)"), "Done, at 10:30 (late)");
    }

    #[test]
    fn the_first_and_the_last_mark_are_found_by_their_bytes() {
        let text = "甲,乙，丙";
        assert_eq!(find_mark(text, &['，']), Some(3));
        assert_eq!(behind_last_mark(text, &['，']), text.len() - 3);
        assert_eq!(behind_last_mark("", &['，']), 0);
        assert_eq!(split_at_marks("", &['，']), [""]);
    }
}
