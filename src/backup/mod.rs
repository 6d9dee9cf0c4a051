//! An index in one file, to be kept elsewhere and put back, into either store: every point with its vectors, the index's notes, and
//! what people said of answers.
//!
//! The file is a zip: `points.msgpack`, the points one after the other in MessagePack; `feedback.jsonl`, a line an
//! answer with what was said of it; `manifest.json`, what is in it, with the SHA-256 of all others; and `uploads/`, the reports that came by
//! upload. Restoring needs no embedder.

mod archive;
mod error;
mod manifest;
mod restore;
mod write;

pub use archive::Archive;
pub use error::BackupError;
pub use manifest::Manifest;
pub use restore::{Restore, Restored};
pub use write::Backup;

/// Points that are read or written at once: 512 with their vectors are some megabytes.
const PAGE: usize = 512;

/// How far a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// Another run brings the index up to date; this one begins when that one has ended.
    Wait,
    /// Points so far, of how many.
    Points { done: u64, total: u64 },
}

/// SHA-256 as it is written.
fn hex(digest: impl AsRef<[u8]>) -> String {
    digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}
