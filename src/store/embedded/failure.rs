//! What went wrong in the engine, as an error of the store. The engine puts what the system said into its texts; a full disk or
//! memory differs from damage by the system's error number there.

use std::path::Path;

use qdrant_edge::OperationError;

use crate::store::embedded::room::{NoRoom, RoomError};
use crate::store::embedded::seal::Broken;
use crate::store::error::{Cause, StoreError};

/// Why something could not be done.
#[derive(Debug, thiserror::Error)]
pub(super) enum EngineError {
    #[error(transparent)]
    Edge(#[from] OperationError),
    /// It panicked.
    #[error("{0}")]
    Stopped(Cause),
    #[error(transparent)]
    Room(#[from] RoomError),
    #[error(transparent)]
    Io(#[from] std::io::Error),
    #[error(transparent)]
    Broken(#[from] Broken),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl EngineError {
    /// As an error of the index in `dir`; `otherwise` says what it is where the system is not at fault.
    pub fn in_store(self, dir: &Path, otherwise: impl FnOnce(Cause) -> StoreError) -> StoreError {
        let io = |source| StoreError::Io { path: dir.to_owned(), source };
        match self {
            Self::Room(RoomError::NoRoom(NoRoom { needed, free })) => {
                StoreError::NoRoom { dir: dir.to_owned(), needed, free }
            }
            Self::Store(error) => error,
            Self::Broken(broken) => StoreError::Corrupt { dir: dir.to_owned(), source: broken.into() },
            Self::Room(RoomError::Io(source)) | Self::Io(source) if is_the_systems(&source) => io(source),
            other => match system_error(&other.to_string()) {
                Some(source) if is_the_systems(&source) => io(source),
                _ => otherwise(other.into()),
            },
        }
    }
}

/// Whether the system lacks something, rather than the index.
fn is_the_systems(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{
        FileTooLarge, OutOfMemory, PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull,
    };
    // Too many open files, in the process and on the machine, have no kind of their own; see errno(3).
    const TOO_MANY_FILES: [i32; 2] = [23, 24];
    matches!(
        error.kind(),
        FileTooLarge | OutOfMemory | PermissionDenied | QuotaExceeded | ReadOnlyFilesystem | StorageFull
    ) || error.raw_os_error().is_some_and(|number| TOO_MANY_FILES.contains(&number))
}

/// What the system said in the text of another error: Rust prints its number in one way only.
fn system_error(text: &str) -> Option<std::io::Error> {
    let (_, rest) = text.rsplit_once("(os error ").or_else(|| text.rsplit_once("code: "))?;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    Some(std::io::Error::from_raw_os_error(digits.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::EngineError;
    use crate::store::error::StoreError;

    fn told(text: &str) -> StoreError {
        EngineError::Stopped(text.to_owned().into())
            .in_store(Path::new("index"), |source| StoreError::Corrupt { dir: "index".into(), source })
    }

    #[test]
    fn a_full_disk_or_memory_is_no_damage() {
        for text in [
            "failed to load segment: No space left on device (os error 28)",
            "segments flushed: Os { code: 28, kind: StorageFull, message: \"No space left on device\" }",
            "cannot map: Cannot allocate memory (os error 12)",
            "Too many open files (os error 24)",
        ] {
            assert!(matches!(told(text), StoreError::Io { .. }), "{text}");
        }
        for text in ["No such file or directory (os error 2)", "index out of bounds", "code: none"] {
            assert!(matches!(told(text), StoreError::Corrupt { .. }), "{text}");
        }
    }
}
