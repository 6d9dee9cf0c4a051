//! Looking after what is kept of answers: lines that a crash cut short, or that are nobody's.

use std::path::PathBuf;

use super::files::Files;
use super::{Feedback, FeedbackError, judgement, log};
use crate::journal::{self, SetAside};

impl Feedback {
    /// The files with lines that are no records, and how many. Nothing where nothing is kept.
    ///
    /// # Errors
    /// `Unreadable`.
    pub fn damaged_lines(&self) -> Result<Vec<(PathBuf, usize)>, FeedbackError> {
        let Ok(files) = self.files() else { return Ok(Vec::new()) };
        let mut damaged = Vec::new();
        for (path, is_record) in kinds(files)? {
            match journal::damaged(&path, is_record).map_err(FeedbackError::unreadable(&path))? {
                0 => {}
                lines => damaged.push((path, lines)),
            }
        }
        Ok(damaged)
    }

    /// Takes such lines out of their files, and keeps them in files beside these.
    ///
    /// # Errors
    /// `Unreadable`, `NotWritten`.
    pub fn set_aside(&self) -> Result<Vec<SetAside>, FeedbackError> {
        let files = self.files()?;
        let _alone = files.alone()?;
        let mut aside = Vec::new();
        for (path, is_record) in kinds(files)? {
            aside.extend(journal::set_aside(&path, is_record).map_err(FeedbackError::not_written(&path))?);
        }
        Ok(aside)
    }
}

/// Whether a line is a record of its file.
type IsRecord = fn(&[u8]) -> bool;

/// The files whose lines are records, and what is one in each.
fn kinds(files: &Files) -> Result<Vec<(PathBuf, IsRecord)>, FeedbackError> {
    let answers = files.answer_files()?.into_iter().map(|path| (path, log::is_record as IsRecord));
    Ok(answers.chain([(files.feedback(), judgement::is_record as IsRecord)]).collect())
}
