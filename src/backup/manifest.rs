//! What a backup says of itself.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::BackupError;
use crate::json::instant;
use crate::record::REPORT_KIND;
use crate::store::{Fingerprint, Point};

/// Where kept uploads stand in the file.
pub(super) const UPLOADS: &str = "uploads/";

/// Raise it when an older program would misread the file.
const FORMAT: u32 = 1;

/// `manifest.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    zhoubao_backup: u32,
    /// Version of the program that wrote it.
    pub program: String,
    #[serde(with = "instant")]
    pub at: Timestamp,
    pub fingerprint: Fingerprint,
    /// The index's notes about itself.
    pub notes: Map<String, Value>,
    pub points: u64,
    pub reports: usize,
    pub passages: usize,
    /// The folders and files that the reports were read from.
    pub roots: BTreeSet<String>,
    /// Answers of the log, and what people said of them; 0 where it was left out.
    pub answers: usize,
    pub judgements: usize,
    /// The folder of the reports that came by upload, which is another one where they are restored; `None` where there were none.
    #[serde(default)]
    pub uploads: Option<String>,
    /// SHA-256 of each other member, by its name.
    pub members: BTreeMap<String, String>,
}

impl Manifest {
    /// Of an index of which nothing is counted yet.
    pub(super) fn new(fingerprint: Fingerprint, notes: Map<String, Value>, at: Timestamp) -> Self {
        Self {
            zhoubao_backup: FORMAT,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            at,
            fingerprint,
            notes,
            points: 0,
            reports: 0,
            passages: 0,
            roots: BTreeSet::new(),
            answers: 0,
            judgements: 0,
            uploads: None,
            members: BTreeMap::new(),
        }
    }

    /// Counts a point in.
    pub(super) fn add(&mut self, point: &Point) {
        self.points += 1;
        if !is_record(point) {
            self.passages += 1;
            return;
        }
        self.reports += 1;
        let root = point.payload.get("root").and_then(Value::as_str);
        self.roots.extend(root.map(str::to_owned));
    }

    /// The names of kept uploads among the members, each with its path below their folder.
    pub(super) fn uploaded(&self) -> Vec<(String, String)> {
        let names = self.members.keys();
        names.filter_map(|name| Some((name.clone(), name.strip_prefix(UPLOADS)?.to_owned()))).collect()
    }

    pub(super) fn read(bytes: &[u8]) -> Result<Self, BackupError> {
        #[derive(Deserialize)]
        struct Format {
            zhoubao_backup: u32,
        }
        let foreign = |error: serde_json::Error| BackupError::Foreign(format!("its manifest: {error}"));
        let Format { zhoubao_backup: found } = serde_json::from_slice(bytes).map_err(foreign)?;
        if found != FORMAT {
            return Err(BackupError::Format { found, wanted: FORMAT });
        }
        serde_json::from_slice(bytes).map_err(foreign)
    }
}

/// Whether a point is what says that a report is there.
pub(super) fn is_record(point: &Point) -> bool {
    point.payload.get("kind").is_some_and(|kind| kind == REPORT_KIND)
}
