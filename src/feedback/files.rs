//! The files beside an index, for their owner alone.

use std::path::{Path, PathBuf};

use super::FeedbackError;
use crate::journal::{self, Durability, Lock};
use crate::private::make_folder;

/// The folder of one index.
#[derive(Debug)]
pub(super) struct Files {
    dir: PathBuf,
}

impl Files {
    pub(super) fn new(dir: PathBuf) -> Self {
        Self { dir }
    }

    pub(super) fn dir(&self) -> &Path {
        &self.dir
    }

    /// What was answered.
    pub(super) fn answers(&self) -> PathBuf {
        self.dir.join("answers.jsonl")
    }

    /// What people said.
    pub(super) fn feedback(&self) -> PathBuf {
        self.dir.join("feedback.jsonl")
    }

    /// Vectors of corrections; can be made anew.
    pub(super) fn vectors(&self) -> PathBuf {
        self.dir.join("vectors.jsonl")
    }

    fn lock(&self) -> PathBuf {
        self.dir.join(".lock")
    }

    pub(super) fn read(&self, path: &Path) -> Result<Vec<u8>, FeedbackError> {
        journal::read(path, &self.lock()).map_err(FeedbackError::unreadable(path))
    }

    /// Appends a line, and makes the folder where it is missing.
    pub(super) fn append(&self, path: &Path, line: &str, durability: Durability) -> Result<(), FeedbackError> {
        let append = || {
            make_folder(&self.dir, self.answers().exists() || self.feedback().exists())?;
            let _shared = Lock::shared(&self.lock())?;
            journal::append(path, line, durability)
        };
        append().map_err(FeedbackError::not_written(path))
    }

    /// Writes `path` anew as `change` makes it of what it holds; `None` leaves it. Nobody else writes meanwhile.
    pub(super) fn rewrite<T>(
        &self,
        path: &Path,
        change: impl FnOnce(&[u8]) -> (Option<Vec<u8>>, T),
    ) -> Result<T, FeedbackError> {
        let _alone = Lock::alone(&self.lock()).map_err(FeedbackError::not_written(path))?;
        let bytes = match fs_err::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(FeedbackError::unreadable(path)(error)),
        };
        let (changed, value) = change(&bytes);
        if let Some(changed) = changed {
            journal::write_whole(path, "rewrite", &changed).map_err(FeedbackError::not_written(path))?;
        }
        Ok(value)
    }
}
