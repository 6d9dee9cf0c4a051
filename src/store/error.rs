//! What can go wrong between us and the index, and what the user can do about it.

use std::borrow::Cow;
use std::error::Error;
use std::path::PathBuf;

use uuid::Uuid;

use crate::store::fingerprint::Fingerprint;

/// The error underneath, as the engine or the client gave it.
pub type Cause = Box<dyn Error + Send + Sync>;

/// Why the store could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("no index at {place}")]
    NotFound { place: String },

    #[error("`{place}` holds something that is not a zhoubao index ({found})")]
    Foreign { place: String, found: String },

    #[error("the index has schema {found}, this program writes schema {wanted}")]
    SchemaVersion { found: u32, wanted: u32 },

    #[error("the index was built with {found}, this run would use {wanted}")]
    FingerprintMismatch { found: Box<Fingerprint>, wanted: Box<Fingerprint> },

    /// `holder` is the process id the holder wrote down; `None` when it could not be read.
    #[error("the index in `{}` is in use by {}", dir.display(), holder_text(*holder))]
    Locked { dir: PathBuf, holder: Option<u32> },

    /// Its holder is about to end, or its contents could not be put into place; it can be opened again.
    #[error("the index in `{}` was closed meanwhile", dir.display())]
    Closed { dir: PathBuf },

    /// Somebody removed its directory, or put another one there, while it was open.
    #[error("the index in `{}` was removed or replaced while it was in use", dir.display())]
    Gone { dir: PathBuf },

    #[error("the index in `{}` cannot be written to", dir.display())]
    ReadOnly { dir: PathBuf },

    #[error("the index in `{}` cannot be written to, and no private copy of it could be made", dir.display())]
    NoCopy {
        dir: PathBuf,
        #[source]
        source: Cause,
    },

    #[error("the index in `{}` is damaged", dir.display())]
    Corrupt {
        dir: PathBuf,
        #[source]
        source: Cause,
    },

    /// On a server.
    #[error("another run, {holder}, is writing to the index at {place}")]
    Busy { place: String, holder: String },

    /// On a server.
    #[error("another run has taken its turn on the index at {place}, as this one gave no sign of life")]
    Overtaken { place: String },

    #[error("cannot reach Qdrant at {url}: {reason}")]
    Unreachable { url: String, reason: String },

    #[error("Qdrant at {url} refused the API key, or wants one: {reason}")]
    Auth { url: String, reason: String },

    #[error("`{url}` is not the address of a Qdrant server: {reason}")]
    Address { url: String, reason: String },

    #[error("a dense vector has {found} numbers, the index holds vectors of {wanted}")]
    Width { found: usize, wanted: usize },

    /// `id` is `None` when the vector belongs to a query or to no point yet.
    #[error("{} is not usable: {reason}", vector_text(*id))]
    InvalidVector { id: Option<Uuid>, reason: String },

    #[error("cannot read or write `{}`", path.display())]
    Io {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },

    #[error("no room for the index in `{}`: {} are needed, {} are free", dir.display(), megabytes(*needed), megabytes(*free))]
    NoRoom {
        dir: PathBuf,
        /// Bytes, with a reserve.
        needed: u64,
        free: u64,
    },

    #[error("the index could not {operation}")]
    Backend {
        operation: Cow<'static, str>,
        #[source]
        source: Cause,
    },
}

impl StoreError {
    /// What the user can do, for the `hint:` line; `None` where the sentence says it all.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::NotFound { .. } => Some("read your reports first: `zhoubao ingest FOLDER`".to_owned()),
            Self::Foreign { .. } => {
                Some("name an empty or new place with `--index DIR` or `--collection`".to_owned())
            }
            Self::FingerprintMismatch { found, wanted } if found.has_dense() && !wanted.has_dense() => Some(
                "get the model with `zhoubao model pull`, or build the index anew without it: `zhoubao ingest --rebuild PATH`"
                    .to_owned(),
            ),
            Self::SchemaVersion { .. }
            | Self::FingerprintMismatch { .. }
            | Self::Width { .. } => {
                Some("build it anew with `zhoubao ingest --rebuild PATH`".to_owned())
            }
            Self::Corrupt { .. } => Some(
                "build it anew with `zhoubao ingest --rebuild PATH`, or put a backup in its place with `zhoubao restore --force FILE`"
                    .to_owned(),
            ),
            Self::Locked { holder, .. } => Some(match holder {
                Some(pid) => format!(
                    "wait for process {pid} or end it: it does not answer for the index (is it stopped, or another user's?); for several users or machines use a server with `--qdrant-url`"
                ),
                None => "wait for the other process; for several users or machines use a server with `--qdrant-url`"
                    .to_owned(),
            }),
            Self::Unreachable { url, .. } if url.ends_with(":6333") => Some(
                "6333 is the port of Qdrant's REST interface; gRPC is usually on 6334".to_owned(),
            ),
            Self::Unreachable { .. } | Self::Address { .. } => Some(
                "is the server running, and is this its gRPC port (usually 6334)?".to_owned(),
            ),
            Self::Auth { .. } => Some("set QDRANT_API_KEY; an https URL keeps it private".to_owned()),
            Self::Io { source, .. }
                if matches!(
                    source.kind(),
                    std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem
                ) =>
            {
                Some("see that it can be read, and written to where it is to change, or name another place with `--index DIR`".to_owned())
            }
            Self::ReadOnly { .. } => Some(
                "questions are answered all the same; to change it, run this where it can be written to (as its owner, or on another mount), or make an index elsewhere with `--index DIR`".to_owned(),
            ),
            Self::NoCopy { .. } => {
                Some("name a folder with room for the copy in TMPDIR, or make the index writable".to_owned())
            }
            Self::Busy { .. } => Some("run the same command again when it has ended".to_owned()),
            Self::Overtaken { .. } => Some(
                "was it stopped, or the server out of reach? run the same command again; what was written before is kept".to_owned(),
            ),
            Self::Gone { .. } => Some("read the reports again with `zhoubao ingest PATH`".to_owned()),
            Self::NoRoom { .. } => Some(ROOM.to_owned()),
            Self::Io { source, .. } if source.kind() == std::io::ErrorKind::StorageFull => Some(ROOM.to_owned()),
            Self::Io { source, .. } if source.kind() == std::io::ErrorKind::OutOfMemory => Some(
                "free memory, or raise the limit (`ulimit -v`), and run the same command again; the index is kept"
                    .to_owned(),
            ),
            Self::Closed { .. } => Some("run the same command again".to_owned()),
            Self::InvalidVector { .. } | Self::Io { .. } | Self::Backend { .. } => None,
        }
    }

    /// For `map_err`: an input or output error at `path`.
    pub(super) fn io(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { path, source }
    }

    /// For `map_err`: the engine failed at `operation`, a verb phrase that follows "could not".
    pub(super) fn backend<E: Into<Cause>>(operation: &'static str) -> impl FnOnce(E) -> Self {
        move |source| Self::Backend { operation: operation.into(), source: source.into() }
    }
}

const ROOM: &str = "make room on the disk and run the same command again, or name another place with `--index DIR`; what was read before is kept";

fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}

fn holder_text(holder: Option<u32>) -> String {
    match holder {
        Some(pid) => format!("process {pid}"),
        None => "another process".to_owned(),
    }
}

fn vector_text(id: Option<Uuid>) -> String {
    match id {
        Some(id) => format!("the vector of point {id}"),
        None => "a vector".to_owned(),
    }
}
