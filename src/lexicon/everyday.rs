//! A dictionary of common English words, `everyday.tsv` beside this file, searched as it lies in the program: `build.rs` makes two
//! transducers of it. It knows many words and chooses none, so that the glossaries go first.

use std::sync::LazyLock;

use fst::Map;

type Places = LazyLock<Map<&'static [u8]>>;

/// Lines of Chinese names, a tab, the English word and its inflections; names are separated by commas.
const ENTRIES: &str = include_str!(concat!(env!("OUT_DIR"), "/everyday.txt"));

/// Lines of the places of [`ENTRIES`] that share a Chinese name.
const SHARED: &str = include_str!(concat!(env!("OUT_DIR"), "/everyday_shared.txt"));

/// Where the entry of an English form begins in [`ENTRIES`].
static ENGLISH: Places = LazyLock::new(|| {
    Map::new(include_bytes!(concat!(env!("OUT_DIR"), "/everyday_english.fst")).as_slice()).expect("the build made it")
});

/// Where the line of a Chinese name begins in [`SHARED`].
static CHINESE: Places = LazyLock::new(|| {
    Map::new(include_bytes!(concat!(env!("OUT_DIR"), "/everyday_chinese.fst")).as_slice()).expect("the build made it")
});

/// What an English word (lower case, inflected or not) is in Chinese, the usual name first; nothing where it is unknown.
pub(super) fn in_chinese(word: &str) -> impl Iterator<Item = &'static str> {
    let entry = ENGLISH.get(word).map(|place| sides(place).0);
    entry.into_iter().flat_map(|names| names.split(','))
}

/// Whether an English word (lower case, inflected or not) is one of the commonest, which any text has.
pub fn is_common(word: &str) -> bool {
    const ENTRIES_OF_COMMON_WORDS: usize = 600;
    static END: LazyLock<u64> = LazyLock::new(|| {
        let lines = ENTRIES.match_indices('\n').nth(ENTRIES_OF_COMMON_WORDS - 1);
        lines.map_or(0, |(at, _)| at as u64)
    });
    ENGLISH.get(word).is_some_and(|place| place < *END)
}

/// The English words, with their inflections, that have `name` among their first Chinese names, the commonest first.
pub(super) fn in_english(name: &str) -> impl Iterator<Item = &'static str> {
    let places = CHINESE.get(name).map(|place| line(SHARED, place));
    let places = places.into_iter().flat_map(|places| places.split(','));
    places.filter_map(|place| place.parse().ok()).flat_map(|place| sides(place).1.split(','))
}

/// Both sides of the entry that begins there.
fn sides(place: u64) -> (&'static str, &'static str) {
    line(ENTRIES, place).split_once('\t').unwrap_or_default()
}

fn line(text: &'static str, place: u64) -> &'static str {
    let rest = usize::try_from(place).ok().and_then(|place| text.get(place..)).unwrap_or_default();
    rest.split_once('\n').map_or(rest, |(line, _)| line)
}

#[cfg(test)]
mod tests {
    use super::{in_chinese, in_english};

    #[test]
    fn an_inflected_word_is_known_by_its_entry() {
        assert!(in_chinese("pungent").any(|name| name == "刺激性"));
        let names = |word| in_chinese(word).collect::<Vec<_>>();
        assert!(!names("corroded").is_empty());
        assert_eq!(names("corrode"), names("corroded"));
    }

    #[test]
    fn a_chinese_name_leads_to_all_words_that_have_it() {
        let words: Vec<&str> = in_english("腐蚀").collect();
        assert!(["corrosion", "corrode", "corroded"].iter().all(|word| words.contains(word)), "{words:?}");
    }

    #[test]
    fn an_unknown_word_has_no_names() {
        assert_eq!(in_chinese("csp").count() + in_english("账户流水").count() + in_english("").count(), 0);
    }
}
