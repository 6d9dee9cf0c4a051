//! Why a backup is not written or not put back, and what to do.

use crate::feedback::FeedbackError;
use crate::ingest::IngestError;
use crate::store::StoreError;

/// See the module.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Ingest(#[from] IngestError),
    #[error(transparent)]
    Feedback(#[from] FeedbackError),
    #[error("the file cannot be read or written")]
    File(#[from] std::io::Error),
    #[error("this is no backup of zhoubao: {0}")]
    Foreign(String),
    #[error("the backup is of format {found}, and this program reads {wanted}")]
    Format { found: u32, wanted: u32 },
    #[error("the backup is damaged: {0}")]
    Damaged(String),
    #[error("the index was written anew again and again while it was read")]
    Moving,
    #[error("stopped")]
    Stopped,
}

impl BackupError {
    /// What to do.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Store(error) => return error.hint(),
            Self::Foreign(_) => "name a file that `zhoubao backup` wrote",
            Self::Format { .. } => {
                "restore it with the version of zhoubao that wrote it, or read the reports anew with `zhoubao ingest`"
            }
            Self::Damaged(_) => "take another copy of it; nothing was changed",
            Self::Moving => "wait until no `ingest` runs, and try it again",
            _ => return None,
        };
        Some(hint.to_owned())
    }
}

impl From<zip::result::ZipError> for BackupError {
    fn from(error: zip::result::ZipError) -> Self {
        match error {
            zip::result::ZipError::Io(error) => Self::File(error),
            other => Self::Foreign(other.to_string()),
        }
    }
}
