//! How ideographs sound, in Hanyu Pinyin without its tones.

use pinyin::ToPinyin;

/// The first ideographs of `text`, two or more, that are read as `letters` (lower case): 朝阳 for `chaoyang`.
pub fn read_as<'t>(text: &'t str, letters: &str) -> Option<&'t str> {
    text.char_indices().find_map(|(start, _)| {
        let mut rest = letters;
        for (syllables, (at, c)) in text[start..].char_indices().enumerate() {
            rest = rest.strip_prefix(c.to_pinyin()?.plain())?;
            if rest.is_empty() {
                let end = start + at + c.len_utf8();
                return (syllables > 0).then(|| &text[start..end]);
            }
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::read_as;

    #[test]
    fn ideographs_are_found_by_how_they_are_read() {
        assert_eq!(read_as("到朝阳区看", "chaoyang"), Some("朝阳"));
        assert_eq!(read_as("潮阳、朝阳", "chaoyang"), Some("潮阳"), "the first that sounds so");
        assert_eq!(read_as("西安", "xian"), Some("西安"));
    }

    #[test]
    fn one_ideograph_or_a_part_of_a_reading_is_none() {
        assert_eq!(read_as("先", "xian"), None);
        assert_eq!(read_as("朝阳", "chaoya"), None);
        assert_eq!(read_as("朝 阳", "chaoyang"), None);
        assert_eq!(read_as("", "chaoyang"), None);
    }
}
