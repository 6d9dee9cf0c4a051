//! Looking after the ledger: are the bodies still what was sent, and away with what is old.

use std::collections::HashSet;
use std::path::PathBuf;

use fs_err as fs;
use jiff::Timestamp;

use super::entry::{LedgerLine, read};
use super::error::AuditError;
use super::{Audit, RecordId, RequestEntry, sha256};
use crate::journal::{self, Lock, SetAside, lines, write_whole};
use crate::text::named;

/// What became of the bytes of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Damage {
    Missing,
    /// Another SHA-256 than was recorded.
    Changed,
}

named!(Damage { Missing "missing", Changed "changed" });

/// What `verify` found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verified {
    /// Records whose bytes are there as they were sent.
    pub whole: usize,
    pub damaged: Vec<(RecordId, Damage)>,
    /// Lines of the ledger that say nothing.
    pub notices: Vec<String>,
}

/// What `prune` removed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pruned {
    pub records: usize,
    pub bodies: usize,
    pub bytes: u64,
}

fn is_record(line: &[u8]) -> bool {
    serde_json::from_slice::<LedgerLine>(line).is_ok()
}

impl Audit {
    /// Computes the SHA-256 of every body anew.
    ///
    /// # Errors
    /// `Unreadable` for the ledger; bodies that cannot be read count as missing.
    pub fn verify(&self) -> Result<Verified, AuditError> {
        let (entries, notices) = self.entries()?;
        let mut verified = Verified { notices, ..Verified::default() };
        for entry in &entries {
            match self.damage(entry) {
                None => verified.whole += 1,
                Some(damage) => verified.damaged.push((entry.id.clone(), damage)),
            }
        }
        Ok(verified)
    }

    /// How many lines of the ledger are no records.
    ///
    /// # Errors
    /// `Unreadable`.
    pub fn damaged_lines(&self) -> Result<usize, AuditError> {
        let path = self.ledger_path();
        journal::damaged(&path, is_record).map_err(AuditError::unreadable(&path))
    }

    /// Takes them out of the ledger, and keeps them in a file beside it.
    ///
    /// # Errors
    /// `NotChanged`.
    pub fn set_aside(&self) -> Result<Option<SetAside>, AuditError> {
        let path = self.ledger_path();
        if !path.exists() {
            return Ok(None);
        }
        let set_aside = || {
            let _alone = Lock::alone(&self.lock_path())?;
            journal::set_aside(&path, is_record)
        };
        set_aside().map_err(AuditError::not_changed(&path))
    }

    /// What in the folder is the program's: it may be one that other things lie in as well.
    pub fn own_paths(&self) -> Vec<PathBuf> {
        let ledger = self.ledger_path();
        if !ledger.exists() {
            return Vec::new();
        }
        vec![journal::aside_of(&ledger), ledger, self.lock_path(), self.bodies_path()]
    }

    fn damage(&self, entry: &RequestEntry) -> Option<Damage> {
        match std::fs::read(self.body_path(&entry.sha256)) {
            Ok(bytes) => (sha256(&bytes) != entry.sha256).then_some(Damage::Changed),
            Err(_) => Some(Damage::Missing),
        }
    }

    /// Removes the records from before `before`, their outcomes, and the bodies that no record names any more. Lines that
    /// cannot be read stay: what they said is not known to be old.
    ///
    /// # Errors
    /// `Unreadable`, `NotChanged`. A run that is killed leaves at most bodies without a record, which the next one removes.
    pub fn prune(&self, before: Timestamp) -> Result<Pruned, AuditError> {
        if !self.ledger_path().exists() {
            return Ok(Pruned::default());
        }
        let path = self.ledger_path();
        let _alone = Lock::alone(&self.lock_path()).map_err(AuditError::not_changed(&path))?;
        let ledger = fs::read(&path).map_err(AuditError::unreadable(&path))?;
        let (entries, _) = read(&ledger);
        let (old, kept): (Vec<RequestEntry>, Vec<RequestEntry>) =
            entries.into_iter().partition(|entry| entry.at < before);
        let gone: HashSet<&RecordId> = old.iter().map(|entry| &entry.id).collect();
        if !old.is_empty() {
            let mut rest = Vec::with_capacity(ledger.len());
            for (_, line) in lines(&ledger) {
                let is_old = serde_json::from_slice::<LedgerLine>(line).is_ok_and(|line| gone.contains(line.id()));
                if !is_old {
                    rest.extend_from_slice(line);
                    rest.push(b'\n');
                }
            }
            write_whole(&path, "prune", &rest).map_err(AuditError::not_changed(&path))?;
        }
        let named: HashSet<&str> = kept.iter().map(|entry| entry.sha256.as_str()).collect();
        let (bodies, bytes) = self.remove_bodies(&named)?;
        Ok(Pruned { records: old.len(), bodies, bytes })
    }

    /// Removes bodies, and drafts of some, that are not among `named`.
    fn remove_bodies(&self, named: &HashSet<&str>) -> Result<(usize, u64), AuditError> {
        let (mut bodies, mut bytes) = (0, 0);
        for file in walkdir::WalkDir::new(self.bodies_path()).min_depth(2).max_depth(2) {
            let Ok(file) = file else { continue };
            let name = file.file_name().to_string_lossy();
            let hash = name.split('.').next().unwrap_or_default();
            let is_ours = hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
            if !is_ours || (named.contains(hash) && name.ends_with(".json") && !name.contains("draft")) {
                continue;
            }
            bytes += file.metadata().map_or(0, |metadata| metadata.len());
            fs::remove_file(file.path()).map_err(AuditError::not_changed(file.path()))?;
            bodies += usize::from(!name.ends_with(".draft"));
        }
        Ok((bodies, bytes))
    }
}
