//! The files beside an index, for their owner alone.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::FeedbackError;
use crate::journal::{self, Durability, Lock};
use crate::private::make_folder;

const PART: &str = "answers.";

/// A part of the log that is not appended to any more. Its file's name says how many answers it had when it was closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Part {
    /// Greater than that of each part before.
    pub number: u64,
    pub answers: usize,
}

impl Part {
    fn named(name: &str) -> Option<Self> {
        let (number, answers) = name.strip_prefix(PART)?.strip_suffix(".jsonl")?.split_once('.')?;
        Some(Self { number: number.parse().ok()?, answers: answers.parse().ok()? })
    }
}

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

    /// What is left of the answers that went: those that something was said of, and how many the others were.
    pub(super) fn old_answers(&self) -> PathBuf {
        self.dir.join("answers.old.jsonl")
    }

    /// Where a part of the log lies that nothing is appended to any more.
    fn part(&self, part: Part) -> PathBuf {
        self.dir.join(format!("{PART}{:06}.{}.jsonl", part.number, part.answers))
    }

    /// The parts that nothing is appended to any more, oldest first.
    pub(super) fn parts(&self) -> Result<Vec<Part>, FeedbackError> {
        let entries = match fs_err::read_dir(&self.dir) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries.map_err(FeedbackError::unreadable(&self.dir))?,
        };
        let mut parts: Vec<Part> = entries.filter_map(|entry| Part::named(entry.ok()?.file_name().to_str()?)).collect();
        parts.sort_unstable();
        Ok(parts)
    }

    pub(super) fn read_part(&self, part: Part) -> std::io::Result<Vec<u8>> {
        fs_err::read(self.part(part))
    }

    pub(super) fn part_bytes(&self, part: Part) -> u64 {
        fs_err::metadata(self.part(part)).map_or(0, |metadata| metadata.len())
    }

    /// Nothing more is appended to what is in the log now: it becomes `part`. Needs the lock alone.
    pub(super) fn close_part(&self, part: Part) -> Result<(), FeedbackError> {
        let path = self.part(part);
        fs_err::rename(self.answers(), &path).map_err(FeedbackError::not_written(&path))
    }

    /// Needs the lock alone.
    pub(super) fn remove_part(&self, part: Part) -> Result<(), FeedbackError> {
        let path = self.part(part);
        fs_err::remove_file(&path).map_err(FeedbackError::not_written(&path))
    }

    /// Nobody else writes as long as this is kept.
    pub(super) fn alone(&self) -> Result<Lock, FeedbackError> {
        Lock::alone(&self.lock()).map_err(FeedbackError::not_written(&self.dir))
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
        let _alone = self.alone()?;
        self.rewrite_alone(path, change)
    }

    /// Every file of the log of answers, oldest first; some may not be there.
    pub(super) fn answer_files(&self) -> Result<Vec<PathBuf>, FeedbackError> {
        let parts = self.parts()?.into_iter().map(|part| self.part(part));
        Ok([self.old_answers()].into_iter().chain(parts).chain([self.answers()]).collect())
    }

    /// Forgets the lines that were set aside of files whose names begin with `name`: nobody knows what they said.
    pub(super) fn forget_aside(&self, name: &str) -> Result<(), FeedbackError> {
        for entry in fs_err::read_dir(&self.dir).map_err(FeedbackError::unreadable(&self.dir))?.flatten() {
            let found = entry.file_name();
            if found.to_str().is_some_and(|found| found.starts_with(name) && found.ends_with(journal::ASIDE)) {
                fs_err::remove_file(entry.path()).map_err(FeedbackError::not_written(&entry.path()))?;
            }
        }
        Ok(())
    }

    /// As [`Self::rewrite`], every file of the log of answers by itself; what `change` says of each.
    pub(super) fn rewrite_answers<T>(
        &self,
        mut change: impl FnMut(&[u8]) -> (Option<Vec<u8>>, T),
    ) -> Result<Vec<T>, FeedbackError> {
        let _alone = self.alone()?;
        self.answer_files()?.iter().map(|path| self.rewrite_alone(path, &mut change)).collect()
    }

    /// As [`Self::rewrite`], for who has the lock alone.
    pub(super) fn rewrite_alone<T>(
        &self,
        path: &Path,
        change: impl FnOnce(&[u8]) -> (Option<Vec<u8>>, T),
    ) -> Result<T, FeedbackError> {
        let bytes = match fs_err::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(FeedbackError::unreadable(path)(error)),
        };
        let (changed, value) = change(&bytes);
        if let Some(changed) = changed {
            journal::write_whole(path, "rewrite", &changed).map_err(FeedbackError::not_written(path))?;
        }
        Ok(value)
    }
}
