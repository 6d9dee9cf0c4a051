//! What left this machine.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};

use crate::audit::{Damage, Finish, RequestEntry, Verified};
use crate::json::Instant;

/// The JSON contract of `audit`: an array, the newest last.
pub fn audit_json(entries: &[&RequestEntry]) -> Value {
    json!(entries.iter().map(|entry| AuditRecord::from(*entry)).collect::<Vec<_>>())
}

/// A request that left this machine; never what was in it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AuditRecord<'a> {
    id: &'a str,
    at: Instant,
    endpoint: &'a str,
    model: &'a str,
    purpose: &'a str,
    /// To this machine itself: it never left.
    loopback: bool,
    /// How many values of a kind were replaced.
    redacted: &'a BTreeMap<String, usize>,
    bytes: u64,
    /// Of what was sent.
    sha256: &'a str,
    /// Null where none was recorded.
    outcome: Option<AuditOutcome<'a>>,
}

/// What came of it.
#[derive(Debug, Serialize, JsonSchema)]
struct AuditOutcome<'a> {
    at: Instant,
    /// Of HTTP; null where no reply began.
    status: Option<u16>,
    /// What went wrong, in a word.
    error: &'a Option<String>,
    reply_bytes: u64,
    reply_sha256: &'a Option<String>,
}

impl<'a> From<&'a RequestEntry> for AuditRecord<'a> {
    fn from(entry: &'a RequestEntry) -> Self {
        Self {
            id: entry.id.as_str(),
            at: Instant(entry.at),
            endpoint: &entry.endpoint,
            model: &entry.model,
            purpose: &entry.purpose,
            loopback: entry.is_loopback,
            redacted: &entry.redacted,
            bytes: entry.bytes,
            sha256: &entry.sha256,
            outcome: entry.finish.as_ref().map(AuditOutcome::from),
        }
    }
}

impl<'a> From<&'a Finish> for AuditOutcome<'a> {
    fn from(finish: &'a Finish) -> Self {
        let Finish { at, status, error, reply_bytes, reply_sha256 } = finish;
        Self { at: Instant(*at), status: *status, error, reply_bytes: *reply_bytes, reply_sha256 }
    }
}

/// The JSON contract of `audit verify`.
pub fn verified_json(verified: &Verified) -> Value {
    let damaged = verified.damaged.iter().map(|(id, problem)| DamagedRecord { id: id.as_str(), problem: *problem });
    json!(AuditVerified { whole: verified.whole, damaged: damaged.collect(), notices: &verified.notices })
}

#[derive(Debug, Serialize)]
struct AuditVerified<'a> {
    whole: usize,
    damaged: Vec<DamagedRecord<'a>>,
    notices: &'a [String],
}

#[derive(Debug, Serialize)]
struct DamagedRecord<'a> {
    id: &'a str,
    problem: Damage,
}
