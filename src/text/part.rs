//! Parts of a text around a place.

use std::ops::Range;

/// The part of `text` around `span`, in bytes, from behind the last of `stops` before it to the first one after it.
pub fn part_between(text: &str, span: &Range<usize>, stops: &[char]) -> Range<usize> {
    let before = &text[..span.start];
    let start = before.trim_end_matches(|c: char| !stops.contains(&c)).len();
    let end = text[span.end..].find(stops).map_or(text.len(), |at| span.end + at);
    start..end
}

/// The last `count` characters of `text`.
pub fn last_chars(text: &str, count: usize) -> &str {
    let start =
        count.checked_sub(1).map_or(text.len(), |back| text.char_indices().rev().nth(back).map_or(0, |(at, _)| at));
    &text[start..]
}

#[cfg(test)]
mod tests {
    use super::{last_chars, part_between};

    #[test]
    fn a_part_ends_at_the_nearest_stops() {
        let text = "甲，乙丙。丁";
        let at = text.find('丙').expect("there");
        assert_eq!(&text[part_between(text, &(at..at), &['，', '。'])], "乙丙");
        assert_eq!(part_between("甲", &(0..3), &['，']), 0..3);
    }

    #[test]
    fn last_characters_are_whole() {
        assert_eq!((last_chars("甲乙丙", 2), last_chars("甲", 2), last_chars("甲", 0)), ("乙丙", "甲", ""));
    }
}
