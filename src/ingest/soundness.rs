//! Whether the index holds what its records say, no more and no less, and what is done where it does not.
//!
//! A change of the embedded store is complete or was not made; one on a server can be cut short between its requests, and
//! indexes of older programs were. Two counts show whether anything is off; only then is every passage looked at.

use std::collections::{HashMap, HashSet};

use serde_json::Value;
use uuid::Uuid;

use super::{IngestError, Notes, reports};
use crate::record::{PASSAGE_KIND, ReportRecord};
use crate::store::{Condition, Store, StoreError};

/// What was found wrong with an index, and mended as far as it can be without the reports.
#[derive(Debug, Default)]
pub(super) struct Restored {
    /// Passages that belonged to no record; they are removed.
    pub orphans: usize,
    /// Reports that lack passages, or have too many: they are to be read anew.
    pub incomplete: HashSet<Uuid>,
}

/// Removes passages that belong to no record and finds the reports that are not complete.
pub(super) async fn restore(store: &Store, known: &HashMap<Uuid, ReportRecord>) -> Result<Restored, IngestError> {
    let mut restored = Restored::default();
    if is_sound(store, known.values()).await? {
        return Ok(restored);
    }
    let mut complete: HashSet<Uuid> = HashSet::new();
    for ((report, version), passages) in versions(store).await? {
        match known.get(&report) {
            Some(record) if record.version() == version => {
                if record.passages == passages {
                    complete.insert(report);
                }
            }
            _ => {
                let of_version = [
                    Condition::is("kind", PASSAGE_KIND),
                    Condition::is("report", report.to_string()),
                    Condition::is("hash", version),
                ];
                store.delete(&Condition::All(of_version.into())).await?;
                restored.orphans += passages;
            }
        }
    }
    let lacking = known.values().filter(|record| record.passages > 0 && !complete.contains(&record.report));
    restored.incomplete = lacking.map(|record| record.report).collect();
    Ok(restored)
}

/// What [`mend`] did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mended {
    /// Passages that belonged to no record, removed.
    pub orphans: usize,
    /// Reports whose passages are not those that their records tell of: the paths that they were read from count as not read to their
    /// end, until they are read again.
    pub incomplete: usize,
}

/// Mends what can be mended without the reports: for who has the turn.
///
/// # Errors
/// Those of the store, and of records that cannot be read.
pub async fn mend(store: &Store) -> Result<Mended, IngestError> {
    let records = reports(store).await?;
    let known: HashMap<Uuid, ReportRecord> = records.into_iter().map(|record| (record.report, record)).collect();
    let restored = restore(store, &known).await?;
    if !restored.incomplete.is_empty() {
        let roots = || restored.incomplete.iter().filter_map(|report| Some(known.get(report)?.root.clone()));
        Notes::change(store, |notes| notes.unfinished.extend(roots())).await?;
    }
    store.flush().await?;
    Ok(Mended { orphans: restored.orphans, incomplete: restored.incomplete.len() })
}

/// # Errors
/// Those of the store.
pub async fn is_sound<'a>(
    store: &Store,
    records: impl Iterator<Item = &'a ReportRecord> + Clone,
) -> Result<bool, StoreError> {
    let is_passage = Condition::is("kind", PASSAGE_KIND);
    let reports = records.clone().map(|record| record.report.to_string());
    let orphan = Condition::All(vec![is_passage.clone(), Condition::any_of("report", reports).negate()]);
    let expected: usize = records.map(|record| record.passages).sum();
    Ok(store.count(Some(&is_passage)).await? == expected as u64 && store.count(Some(&orphan)).await? == 0)
}

/// How many passages there are of each version of each report: by its id and [`ReportRecord::version`].
async fn versions(store: &Store) -> Result<HashMap<(Uuid, String), usize>, StoreError> {
    let mut versions: HashMap<(Uuid, String), usize> = HashMap::new();
    let is_passage = Condition::is("kind", PASSAGE_KIND);
    for passage in store.scroll(Some(&is_passage), Some(&["report", "hash"])).await? {
        let text = |field: &str| passage.payload.get(field).and_then(Value::as_str).unwrap_or_default();
        let report = text("report").parse().unwrap_or_default();
        *versions.entry((report, text("hash").to_owned())).or_default() += 1;
    }
    Ok(versions)
}
