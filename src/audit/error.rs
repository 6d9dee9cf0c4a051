//! What can go wrong with the ledger of what left. None of these holds a byte of what was sent.

use std::path::{Path, PathBuf};

use super::RecordId;

#[derive(Debug, thiserror::Error)]
pub enum AuditError {
    /// Nothing may be sent that cannot be recorded.
    #[error("what is about to be sent cannot be recorded in `{}`", dir.display())]
    NotRecorded {
        dir: PathBuf,
        #[source]
        source: std::io::Error,
    },
    #[error("`{}` cannot be read", path.display())]
    Unreadable {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    #[error("`{}` cannot be changed", path.display())]
    NotChanged {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    #[error("no record begins with `{asked}`")]
    Unknown { asked: String },
    #[error("{count} records begin with `{asked}`")]
    Ambiguous { asked: String, count: usize },
    #[error("the bytes of record {id} are gone")]
    Missing { id: RecordId },
    /// The file no longer has the SHA-256 that was recorded.
    #[error("the bytes of record {id} were changed after they were sent")]
    Changed { id: RecordId },
}

impl AuditError {
    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::NotRecorded { .. } => Some(
                "nothing was sent; make room and see that the folder can be written, or name another in ZHOUBAO_AUDIT"
                    .to_string(),
            ),
            Self::Unknown { .. } => Some("`zhoubao audit --all` lists the records".to_string()),
            Self::Ambiguous { .. } => Some("give more of it".to_string()),
            Self::Missing { .. } | Self::Changed { .. } => {
                Some("`zhoubao audit verify` says which records are whole".to_string())
            }
            Self::Unreadable { .. } | Self::NotChanged { .. } => None,
        }
    }

    pub(super) fn unreadable(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Unreadable { path, source }
    }

    pub(super) fn not_changed(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::NotChanged { path, source }
    }
}
