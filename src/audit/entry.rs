//! The lines of the ledger, and what they come to: an entry is what left and what came of it.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::journal::lines;

/// Names a record: twelve hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RecordId(pub(super) String);

impl RecordId {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RecordId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A line of `ledger.jsonl`. Fields may be added; a reader ignores those it does not know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub(super) enum LedgerLine {
    Departure {
        id: RecordId,
        #[serde(with = "crate::json::instant")]
        at: Timestamp,
        endpoint: String,
        model: String,
        purpose: String,
        loopback: bool,
        /// Kind → distinct values that were replaced.
        redacted: BTreeMap<String, usize>,
        bytes: u64,
        sha256: String,
    },
    Outcome {
        id: RecordId,
        #[serde(flatten)]
        outcome: Finish,
    },
}

impl LedgerLine {
    pub fn id(&self) -> &RecordId {
        match self {
            Self::Departure { id, .. } | Self::Outcome { id, .. } => id,
        }
    }
}

/// What came of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finish {
    #[serde(with = "crate::json::instant")]
    pub at: Timestamp,
    /// HTTP status; none where no reply began.
    pub status: Option<u16>,
    /// Bytes of the reply that arrived.
    pub reply_bytes: u64,
    /// SHA-256 of the reply as it arrived, hexadecimal; the reply itself is not kept.
    pub reply_sha256: Option<String>,
    /// What went wrong, in a word; none where all went well.
    pub error: Option<String>,
}

/// One request that left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestEntry {
    pub id: RecordId,
    pub at: Timestamp,
    pub endpoint: String,
    pub model: String,
    pub purpose: String,
    /// To this machine itself: it never left.
    pub is_loopback: bool,
    /// Kind → distinct values that were replaced.
    pub redacted: BTreeMap<String, usize>,
    pub bytes: u64,
    /// Of the body, hexadecimal.
    pub sha256: String,
    /// None while it runs, and for ever where the program was ended before the reply.
    pub finish: Option<Finish>,
}

/// Reads a ledger: its entries in order of time, and a notice for each line that says nothing.
pub(super) fn read(ledger: &[u8]) -> (Vec<RequestEntry>, Vec<String>) {
    let mut entries: Vec<RequestEntry> = Vec::new();
    let mut places: HashMap<RecordId, usize> = HashMap::new();
    let mut finishes: Vec<(usize, RecordId, Finish)> = Vec::new();
    let mut notices = Vec::new();
    for (at, bytes) in lines(ledger) {
        match serde_json::from_slice::<LedgerLine>(bytes) {
            Ok(LedgerLine::Departure { id, at, endpoint, model, purpose, loopback, redacted, bytes, sha256 }) => {
                places.insert(id.clone(), entries.len());
                let is_loopback = loopback;
                let finish = None;
                entries.push(RequestEntry {
                    id,
                    at,
                    endpoint,
                    model,
                    purpose,
                    is_loopback,
                    redacted,
                    bytes,
                    sha256,
                    finish,
                });
            }
            Ok(LedgerLine::Outcome { id, outcome }) => finishes.push((at, id, outcome)),
            // Where the program, or the machine, was stopped in the middle of it.
            Err(error) if error.is_eof() => notices.push(format!("line {} of the ledger is cut short", at)),
            Err(_) => notices.push(format!("line {} of the ledger is not a record of this program", at)),
        }
    }
    for (line, id, finish) in finishes {
        match places.get(&id) {
            Some(place) => entries[*place].finish = Some(finish),
            None => notices.push(format!("line {line} of the ledger tells the outcome of {id}, which is not in it")),
        }
    }
    // Several processes write, each its own clock's reading.
    entries.sort_by_key(|entry| entry.at);
    (entries, notices)
}
