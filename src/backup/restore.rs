//! A backup, put into an empty index.

use std::io::{BufRead, BufReader, Read};
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::Value;

use super::archive::{FEEDBACK, POINTS};
use super::manifest::is_record;
use super::{Archive, BackupError, Event, PAGE};
use crate::feedback::{Feedback, JudgedAnswer};
use crate::ingest::Notes;
use crate::store::{Point, Store};
use crate::uploads::Uploads;

/// Rewriting segments pays from about this many points on.
const OPTIMIZE_FROM_POINTS: u64 = 5_000;

/// An index to be filled.
pub struct Restore<'a> {
    /// Empty, and of the backup's fingerprint.
    pub store: &'a Store,
    /// Where reports that came by upload are kept here.
    pub uploads: Option<&'a Uploads>,
    /// Set from outside to stop.
    pub stop: &'a AtomicBool,
    pub on_event: &'a (dyn Fn(Event) + Sync),
}

/// What came back of what was answered and said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Restored {
    pub answers: usize,
    pub judgements: usize,
}

impl Restore<'_> {
    /// Writes the index: passages first, the records that say that they are there last. Until all is there the index says that it is
    /// not complete.
    ///
    /// # Errors
    /// Those of the store; `Damaged`, `Stopped`.
    pub async fn index(&self, archive: &mut Archive) -> Result<(), BackupError> {
        let manifest = archive.manifest().clone();
        let total = manifest.points;
        let mut notes = Notes::of(manifest.notes.clone());
        notes.unfinished.extend(manifest.roots);
        notes.save(self.store).await?;
        let mut points = MsgPack { reader: BufReader::new(archive.member(POINTS)?) };
        let mut records: Vec<Point> = Vec::new();
        let mut batch: Vec<Point> = Vec::new();
        let mut done = 0;
        for _ in 0..total {
            let mut point = points.next()?;
            if is_record(&point) {
                self.move_root(&mut point, manifest.uploads.as_deref());
                records.push(point);
                continue;
            }
            batch.push(point);
            if batch.len() == PAGE {
                done += self.write(&mut batch, done, total).await?;
            }
        }
        points.end()?;
        done += self.write(&mut batch, done, total).await?;
        self.write(&mut records, done, total).await?;
        drop(points);
        // As long as they are not there, the index is not complete.
        if let Some(uploads) = self.uploads {
            archive.restore_uploads(uploads)?;
        }
        self.store.set_meta(manifest.notes).await?;
        if total >= OPTIMIZE_FROM_POINTS {
            self.store.optimize().await?;
        }
        Ok(self.store.flush().await?)
    }

    /// A report that came by upload lies in the folder for them here.
    fn move_root(&self, record: &mut Point, old: Option<&str>) {
        let (Some(old), Some(uploads)) = (old, self.uploads) else { return };
        if let Some(root) = record.payload.get_mut("root").filter(|root| *root == old) {
            *root = Value::from(uploads.folder().display().to_string());
        }
    }

    async fn write(&self, points: &mut Vec<Point>, done: u64, total: u64) -> Result<u64, BackupError> {
        if self.stop.load(Ordering::Relaxed) {
            return Err(BackupError::Stopped);
        }
        let count = points.len() as u64;
        self.store.upsert(std::mem::take(points)).await?;
        (self.on_event)(Event::Points { done: done + count, total });
        Ok(count)
    }
}

impl Archive {
    /// Adds what was answered and said to what is kept already; what is there stays as it is.
    ///
    /// # Errors
    /// `Damaged`, and those of the feedback.
    pub fn restore_feedback(&mut self, feedback: &Feedback) -> Result<Restored, BackupError> {
        let mut kept: Vec<JudgedAnswer> = Vec::new();
        for line in BufReader::new(self.member(FEEDBACK)?).lines() {
            let judged = serde_json::from_str(&line?);
            kept.push(judged.map_err(|error| BackupError::Damaged(format!("{FEEDBACK}: {error}")))?);
        }
        let (answers, judgements) = feedback.restore(&kept)?;
        Ok(Restored { answers, judgements })
    }
}

impl Archive {
    /// Writes the reports that came by upload, over those of the same paths; how many.
    ///
    /// # Errors
    /// `Damaged`, and those of the disk.
    pub fn restore_uploads(&mut self, uploads: &Uploads) -> Result<usize, BackupError> {
        let uploaded = self.manifest().uploaded();
        for (name, path) in &uploaded {
            let mut text = String::new();
            let read = self.member(name)?.read_to_string(&mut text);
            read.map_err(|error| BackupError::Damaged(format!("{name}: {error}")))?;
            uploads.keep(path, &text)?;
        }
        Ok(uploaded.len())
    }
}

/// Points one after the other.
struct MsgPack<R> {
    reader: R,
}

impl<R: BufRead> MsgPack<R> {
    fn next(&mut self) -> Result<Point, BackupError> {
        rmp_serde::from_read(&mut self.reader).map_err(|error| BackupError::Damaged(format!("{POINTS}: {error}")))
    }

    fn end(&mut self) -> Result<(), BackupError> {
        match self.reader.read(&mut [0])? {
            0 => Ok(()),
            _ => Err(BackupError::Damaged(format!("{POINTS} has more points than its manifest says"))),
        }
    }
}
