//! Reports with two texts: a translation beside the original (2022-10-01.en.md), the same file under two names. One of them counts.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use super::CatalogueEntry;
use crate::record::ReportRecord;
use crate::vocabulary::Language;

type Groups<'a, Key> = HashMap<Key, Vec<&'a ReportRecord>>;

/// The reports that are another text of one that counts. The text
/// under the plain name counts, else that in the language `usual`, else the one whose path comes first.
pub(super) fn twins(entries: &[CatalogueEntry], usual: Language) -> HashSet<Uuid> {
    let mut texts: Groups<'_, String> = HashMap::new();
    let mut copies: Groups<'_, (&str, Option<i32>)> = HashMap::new();
    for entry in entries {
        let record = &entry.record;
        texts.entry(without_language(&record.path)).or_default().push(record);
        copies.entry((record.hash.as_str(), record.date)).or_default().push(record);
    }
    let mut found = HashSet::new();
    for mut group in texts.into_values().chain(copies.into_values()).filter(|group| group.len() > 1) {
        let is_marked = |record: &ReportRecord| without_language(&record.path).len() < stem(&record.path).len();
        group.sort_by_key(|record| (is_marked(record), record.language != Some(usual), record.path.as_str()));
        found.extend(group.iter().skip(1).map(|record| record.report));
    }
    found
}

const ENGLISH: [&str; 3] = ["en", "eng", "english"];
const CHINESE: [&str; 3] = ["zh", "cn", "chs"];

/// A path without its ending and the language before it: 2022-10-01.en.md, 周报_EN.md, report-zh.md.
fn without_language(path: &str) -> String {
    let stem = stem(path);
    let marked = stem.rsplit_once(['.', '_', '-']).filter(|(name, mark)| {
        let mark = mark.to_ascii_lowercase();
        !name.is_empty() && (ENGLISH.contains(&mark.as_str()) || CHINESE.contains(&mark.as_str()))
    });
    marked.map_or(stem, |(name, _)| name).to_string()
}

fn stem(path: &str) -> &str {
    path.rsplit_once('.').map_or(path, |(stem, _)| stem)
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
