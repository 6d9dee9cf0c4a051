//! What the index says about itself, beside its reports.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

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

    /// # Errors
    /// Those of the store.
    pub async fn save(&self, store: &Store) -> Result<(), IngestError> {
        Ok(store.set_meta(payload(self).map_err(IngestError::Record)?).await?)
    }

    /// What of the reports the index does not have, a sentence each; empty where it has all that was to be read.
    pub fn gaps<'a>(&self, records: impl Iterator<Item = &'a ReportRecord>) -> Vec<Wording> {
        let mut gaps = Vec::new();
        if !self.unfinished.is_empty() {
            let paths: Vec<String> = self.unfinished.iter().map(|path| format!("`{path}`")).collect();
            let paths = paths.join(", ");
            gaps.push(both!(
                "索引不完整：{paths} 没有读完；对同一路径再运行 `zhoubao ingest` 会接着读",
                "the index is not complete: reading {paths} was cut short; `zhoubao ingest` with the same path goes on"
            ));
        }
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

#[cfg(test)]
mod tests {
    use super::Notes;

    #[test]
    fn an_index_that_has_all_says_nothing_and_one_cut_short_names_its_paths() {
        assert_eq!(Notes::default().gaps([].iter()), Vec::new());
        let notes = Notes { unfinished: ["/a", "/b"].map(str::to_owned).into(), ..Notes::default() };
        let gaps = notes.gaps([].iter());
        assert_eq!(gaps.len(), 1);
        assert!(gaps[0].en.contains("`/a`, `/b`") && gaps[0].en.contains("cut short"), "{gaps:?}");
    }
}
