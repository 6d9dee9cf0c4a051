//! The ledger of what left this machine: when, to where, what for, how much was held back, and the exact bytes.
//!
//! A folder of the user's alone: `ledger.jsonl`, a line for each request before its bytes leave and a line for its outcome;
//! `bodies/ab/ab….json`, what was sent, named by its SHA-256. Bodies are what left, hence redacted already; keys travel in
//! headers, which are never written. What is sent and what is redacted is decided elsewhere.

mod care;
mod entry;
mod error;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use fs_err as fs;
use jiff::Timestamp;
use sha2::{Digest, Sha256};

pub use care::{Damage, Pruned, Verified};
use entry::LedgerLine;
pub use entry::{Finish, RecordId, RequestEntry};
pub use error::AuditError;

use crate::journal::{Durability, Lock, append, read, write_whole};
use crate::private::make_folder;
use crate::redact::{Kind, mask_secrets};

/// A request that is about to leave.
#[derive(Debug, Clone, Copy)]
pub struct Departure<'a> {
    pub at: Timestamp,
    /// Where it goes. User, password, query and fragment are taken off.
    pub endpoint: &'a str,
    pub model: &'a str,
    /// `select`, `answer`, `repair`, `section`, `headline`, `goal`.
    pub purpose: &'a str,
    /// To this machine itself.
    pub is_loopback: bool,
    /// Distinct values that were replaced, by kind.
    pub redacted: &'a BTreeMap<Kind, usize>,
    /// The exact bytes.
    pub body: &'a [u8],
}

/// What came of a request.
#[derive(Debug, Clone, Copy)]
pub struct RequestOutcome<'a> {
    pub at: Timestamp,
    /// HTTP status; none where no reply began.
    pub status: Option<u16>,
    /// As it arrived; only its length and its SHA-256 are kept.
    pub reply: &'a [u8],
    /// What went wrong, in a word: `rate limited`.
    pub error: Option<&'a str>,
}

/// The ledger in one folder. Cheap to clone; several processes may write at once.
#[derive(Debug, Clone)]
pub struct Audit {
    dir: PathBuf,
}

/// Numbers what one process records in the same nanosecond.
static RECORDED: AtomicU64 = AtomicU64::new(0);

impl Audit {
    /// The ledger in `dir`, which is made when the first record is written.
    pub fn open(dir: impl Into<PathBuf>) -> Self {
        Self { dir: dir.into() }
    }

    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Records a request, to be called before its bytes leave: first the body, then the line that names it.
    ///
    /// # Errors
    /// `NotRecorded`: then nothing may be sent.
    pub fn record(&self, departure: &Departure<'_>) -> Result<RecordId, AuditError> {
        self.write(departure).map_err(|source| AuditError::NotRecorded { dir: self.dir.clone(), source })
    }

    fn write(&self, departure: &Departure<'_>) -> std::io::Result<RecordId> {
        make_folder(&self.dir, self.ledger_path().exists())?;
        let _shared = Lock::shared(&self.lock_path())?;
        let hash = sha256(departure.body);
        let id = new_id(departure.at, &hash);
        self.write_body(&hash, &id, departure.body)?;
        let line = LedgerLine::Departure {
            id: id.clone(),
            at: departure.at,
            endpoint: without_credentials(departure.endpoint),
            model: mask_secrets(departure.model),
            purpose: departure.purpose.to_string(),
            loopback: departure.is_loopback,
            redacted: departure.redacted.iter().map(|(kind, count)| (kind.name().to_string(), *count)).collect(),
            bytes: departure.body.len() as u64,
            sha256: hash,
        };
        self.append(&line)?;
        Ok(id)
    }

    /// The same bytes are kept once.
    fn write_body(&self, hash: &str, id: &RecordId, body: &[u8]) -> std::io::Result<()> {
        let path = self.body_path(hash);
        if std::fs::read(&path).is_ok_and(|known| known == body) {
            return Ok(());
        }
        make_folder(&self.bodies_path(), true)?;
        if let Some(folder) = path.parent() {
            make_folder(folder, true)?;
        }
        write_whole(&path, id.as_str(), body)
    }

    /// Records what came of a request.
    ///
    /// # Errors
    /// `NotRecorded`.
    pub fn finish(&self, id: &RecordId, outcome: RequestOutcome<'_>) -> Result<(), AuditError> {
        let RequestOutcome { at, status, reply, error } = outcome;
        let line = LedgerLine::Outcome {
            id: id.clone(),
            outcome: Finish {
                at,
                status,
                reply_bytes: reply.len() as u64,
                reply_sha256: (!reply.is_empty()).then(|| sha256(reply)),
                error: error.map(mask_secrets),
            },
        };
        let write = || {
            make_folder(&self.dir, self.ledger_path().exists())?;
            let _shared = Lock::shared(&self.lock_path())?;
            self.append(&line)
        };
        write().map_err(|source| AuditError::NotRecorded { dir: self.dir.clone(), source })
    }

    fn append(&self, line: &LedgerLine) -> std::io::Result<()> {
        append(&self.ledger_path(), &serde_json::to_string(line)?, Durability::OnDisk)
    }

    /// All records in order of time, and a notice for each line of the ledger that cannot be read. No ledger: none.
    ///
    /// # Errors
    /// `Unreadable`.
    pub fn entries(&self) -> Result<(Vec<RequestEntry>, Vec<String>), AuditError> {
        let path = self.ledger_path();
        match read(&path, &self.lock_path()) {
            Ok(ledger) => Ok(entry::read(&ledger)),
            Err(source) => Err(AuditError::Unreadable { path, source }),
        }
    }

    /// The record whose id, or whose body's SHA-256, begins with `asked`; of records with the same body the last.
    ///
    /// # Errors
    /// `Unknown`, `Ambiguous`, `Unreadable`.
    pub fn find(&self, asked: &str) -> Result<RequestEntry, AuditError> {
        let asked = asked.trim().to_ascii_lowercase();
        let (entries, _) = self.entries()?;
        let by_id = entries.iter().filter(|entry| entry.id.as_str().starts_with(&asked));
        let mut found: Vec<&RequestEntry> = by_id.filter(|_| !asked.is_empty()).collect();
        if found.is_empty() && !asked.is_empty() {
            found = entries.iter().filter(|entry| entry.sha256.starts_with(&asked)).collect();
            let is_one_body = found.windows(2).all(|pair| pair[0].sha256 == pair[1].sha256);
            if is_one_body {
                found.drain(..found.len().saturating_sub(1));
            }
        }
        match found.as_slice() {
            [] => Err(AuditError::Unknown { asked }),
            [entry] => Ok((*entry).clone()),
            found => Err(AuditError::Ambiguous { asked, count: found.len() }),
        }
    }

    /// The exact bytes that a record sent.
    ///
    /// # Errors
    /// `Missing`, `Changed`, `Unreadable`.
    pub fn body(&self, entry: &RequestEntry) -> Result<Vec<u8>, AuditError> {
        let path = self.body_path(&entry.sha256);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(AuditError::Missing { id: entry.id.clone() });
            }
            Err(source) => return Err(AuditError::Unreadable { path, source }),
        };
        if sha256(&bytes) != entry.sha256 {
            return Err(AuditError::Changed { id: entry.id.clone() });
        }
        Ok(bytes)
    }

    fn ledger_path(&self) -> PathBuf {
        self.dir.join("ledger.jsonl")
    }

    fn lock_path(&self) -> PathBuf {
        self.dir.join("ledger.lock")
    }

    fn bodies_path(&self) -> PathBuf {
        self.dir.join("bodies")
    }

    /// `hash` comes from the ledger, which is a file like any other: what is no hash leads nowhere.
    fn body_path(&self, hash: &str) -> PathBuf {
        let is_hash = hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
        let hash = if is_hash { hash } else { "no-hash" };
        self.bodies_path().join(&hash[..2]).join(format!("{hash}.json"))
    }
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Twelve hexadecimal digits that no other record has: of the time, the process, its how-manieth record, and the body.
fn new_id(at: Timestamp, hash: &str) -> RecordId {
    let (nanosecond, process) = (at.as_nanosecond(), std::process::id());
    let nth = RECORDED.fetch_add(1, Ordering::Relaxed);
    RecordId(sha256(format!("{nanosecond} {process} {nth} {hash}").as_bytes())[..12].to_string())
}

/// The address up to its query, without a user, and without what looks like a key in its path.
fn without_credentials(endpoint: &str) -> String {
    let endpoint = endpoint.split(['?', '#']).next().unwrap_or_default();
    let (scheme, rest) = endpoint.split_once("://").map_or(("", endpoint), |(scheme, rest)| (scheme, rest));
    let (authority, path) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
    let host = authority.rsplit('@').next().unwrap_or_default();
    let separator = if scheme.is_empty() { "" } else { "://" };
    mask_secrets(&format!("{scheme}{separator}{host}{path}"))
}

#[cfg(test)]
mod tests;
