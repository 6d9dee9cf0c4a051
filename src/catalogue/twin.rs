//! Reports with two texts: a translation beside the original (2022-10-01.en.md), the same file under two names. One of them counts.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use super::CatalogueEntry;
use crate::record::ReportRecord;
use crate::vocabulary::Language;

/// The reports that are another text of one that counts. Of two languages the text in `usual` counts, else the one whose path comes first.
pub(super) fn twins(entries: &[CatalogueEntry], usual: Language) -> HashSet<Uuid> {
    let mut texts: HashMap<(String, Option<i32>, Option<&str>), Vec<&ReportRecord>> = HashMap::new();
    let mut copies: HashMap<(&str, Option<i32>), Vec<&ReportRecord>> = HashMap::new();
    for entry in entries {
        let record = &entry.record;
        let author = record.author.as_deref();
        texts.entry((without_language(&record.path), record.date, author)).or_default().push(record);
        copies.entry((record.hash.as_str(), record.date)).or_default().push(record);
    }
    let mut found = HashSet::new();
    for mut group in texts.into_values().chain(copies.into_values()).filter(|group| group.len() > 1) {
        group.sort_by_key(|record| (record.language != Some(usual), record.path.as_str()));
        found.extend(group.iter().skip(1).map(|record| record.report));
    }
    found
}

const ENGLISH: [&str; 3] = ["en", "eng", "english"];
const CHINESE: [&str; 3] = ["zh", "cn", "chs"];

/// A path without its ending and the language before it: 2022-10-01.en.md, 周报_EN.md, report-zh.md.
fn without_language(path: &str) -> String {
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    let marked = stem.rsplit_once(['.', '_', '-']).filter(|(name, mark)| {
        let mark = mark.to_ascii_lowercase();
        !name.is_empty() && (ENGLISH.contains(&mark.as_str()) || CHINESE.contains(&mark.as_str()))
    });
    marked.map_or(stem, |(name, _)| name).to_string()
}

#[cfg(test)]
mod tests {
    use super::without_language;

    #[test]
    fn a_language_before_the_ending_is_no_part_of_the_name() {
        for path in ["2022/2022-10-01.en.md", "2022/2022-10-01_EN.md", "2022/2022-10-01-zh.md", "2022/2022-10-01.md"] {
            assert_eq!(without_language(path), "2022/2022-10-01", "{path}");
        }
        assert_eq!(without_language("2022-10-02.md"), "2022-10-02");
    }
}
