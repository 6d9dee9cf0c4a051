//! What the index says about itself, beside its reports.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::part::Parts;
use super::{IngestError, payload};
use crate::record::ReportRecord;
use crate::store::{Store, StoreError};
use crate::vocabulary::{Wording, both};

/// The notes of an index; those of an older program lack what it did not know.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Notes {
    /// Tokens of an average passage, which the weights of all of them were made with.
    pub(super) average_length: Option<f64>,
    /// Paths whose reading was begun and has not come to its end.
    pub unfinished: BTreeSet<String>,
    /// Of those that are read in parts, which were; until a run over the whole path closes it.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub parts: BTreeMap<String, Parts>,
}

impl Notes {
    /// # Errors
    /// Those of the store.
    pub async fn load(store: &Store) -> Result<Self, StoreError> {
        Ok(Self::of(store.meta().await?))
    }

    /// As they lie in an index. Notes that are not ours count as none: all in them can be made anew.
    pub fn of(meta: Map<String, Value>) -> Self {
        serde_json::from_value(Value::Object(meta)).unwrap_or_default()
    }

    /// Makes a `change` to the notes as they are in the index, again where another process changes them meanwhile; as they are then.
    ///
    /// # Errors
    /// Those of the store.
    pub(super) async fn change(store: &Store, change: impl Fn(&mut Self)) -> Result<Self, IngestError> {
        loop {
            let before = store.meta().await?;
            let known = Self::of(before.clone());
            let mut notes = known.clone();
            change(&mut notes);
            if notes == known || store.swap_meta(before, payload(&notes).map_err(IngestError::Record)?).await? {
                return Ok(notes);
            }
        }
    }

    /// Replaces those of the index, whatever they are.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn save(&self, store: &Store) -> Result<(), IngestError> {
        Ok(store.set_meta(payload(self).map_err(IngestError::Record)?).await?)
    }

    /// What of the reports the index does not have, a sentence each; empty where it has all that was to be read.
    pub fn gaps<'a>(&self, records: impl Iterator<Item = &'a ReportRecord>) -> Vec<Wording> {
        let mut gaps = Vec::new();
        let in_parts = |path: &&String| self.parts.contains_key(*path);
        let paths: Vec<String> =
            self.unfinished.iter().filter(|path| !in_parts(path)).map(|path| format!("`{path}`")).collect();
        if !paths.is_empty() {
            let paths = paths.join(", ");
            gaps.push(both!(
                "索引不完整：{paths} 没有读完；对同一路径再运行 `zhoubao ingest` 会接着读",
                "the index is not complete: reading {paths} was cut short; `zhoubao ingest` with the same path goes on"
            ));
        }
        // Paths that are read together are closed together.
        let mut together: BTreeMap<(u32, Vec<u32>), Vec<&str>> = BTreeMap::new();
        for (path, parts) in self.parts.iter().filter(|(path, _)| self.unfinished.contains(*path)) {
            together.entry((parts.of, parts.missing())).or_default().push(path);
        }
        gaps.extend(together.into_iter().map(|((of, missing), paths)| in_parts_gap(of, &missing, &paths)));
        let mut cut: Vec<&str> =
            records.filter(|record| record.cut.is_some()).map(|record| record.path.as_str()).collect();
        cut.sort_unstable();
        if let Some(first) = cut.first() {
            gaps.push(match cut.len() - 1 {
                0 => both!(
                    "`{first}` 超过一页的上限，只读了一部分",
                    "of `{first}` only a part was read: it is longer than a page may be"
                ),
                others => both!(
                    "`{first}` 等超过一页的上限，只读了一部分，另有 {others} 篇也是",
                    "of `{first}` and {others} more only a part was read: it is longer than a page may be"
                ),
            });
        }
        gaps
    }
}

/// Paths that are read in `of` parts, of which some are missing, or the run that closes them.
fn in_parts_gap(of: u32, missing: &[u32], paths: &[&str]) -> Wording {
    let named = paths.iter().map(|path| format!("`{path}`")).collect::<Vec<_>>().join(", ");
    let missing: Vec<String> = missing.iter().map(u32::to_string).collect();
    let (zh, en) = (missing.join("、"), missing.join(", "));
    let en = match missing.len() {
        0 => {
            return both!(
                "索引还没收尾：{named} 的 {of} 份都读完了，再对同样的路径不带 --part 运行一次 `zhoubao ingest` 就完整了",
                "the index is not complete: all {of} parts of {named} are read; `zhoubao ingest` with the same paths, without --part, closes it"
            );
        }
        1 => format!("part {en} of {of} of {named} is"),
        _ => format!("parts {en} of {of} of {named} are"),
    };
    both!(
        "索引不完整：{named} 分 {of} 份读，第 {zh} 份还没读完（--part）；最后对同样的路径不带 --part 运行一次 `zhoubao ingest` 收尾，也会补上缺的",
        "the index is not complete: {en} still to be read (--part); `zhoubao ingest` with the same paths, without --part, comes last and reads what is missing"
    )
}

#[cfg(test)]
mod tests {
    use super::{Notes, Parts};

    #[test]
    fn an_index_that_has_all_says_nothing_and_one_cut_short_names_its_paths() {
        assert_eq!(Notes::default().gaps([].iter()), Vec::new());
        let notes = Notes { unfinished: ["/a", "/b"].map(str::to_owned).into(), ..Notes::default() };
        let gaps = notes.gaps([].iter());
        assert_eq!(gaps.len(), 1);
        assert!(gaps[0].en.contains("`/a`, `/b`") && gaps[0].en.contains("cut short"), "{gaps:?}");
    }

    #[test]
    fn an_index_that_is_read_in_parts_says_which_are_missing_and_what_closes_it() {
        let gaps = |read: &[u32]| {
            let parts = Parts { of: 3, read: read.iter().copied().collect(), ..Parts::default() };
            let notes = Notes {
                unfinished: ["/a".to_owned()].into(),
                parts: [("/a".to_owned(), parts)].into(),
                ..Notes::default()
            };
            let gaps = notes.gaps([].iter());
            assert_eq!(gaps.len(), 1, "{gaps:?}");
            gaps[0].clone()
        };
        assert!(gaps(&[2]).en.contains("parts 1, 3 of 3 of `/a`"), "{:?}", gaps(&[2]));
        assert!(gaps(&[2]).zh.contains("第 1、3 份"), "{:?}", gaps(&[2]));
        let closing = gaps(&[1, 2, 3]);
        assert!(closing.en.contains("all 3 parts") && closing.en.contains("`zhoubao ingest` with the same paths"));
    }
}
