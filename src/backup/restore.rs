//! A backup, put into an empty index.

use std::io::{BufRead, BufReader};
use std::sync::atomic::{AtomicBool, Ordering};

use super::archive::{FEEDBACK, POINTS};
use super::manifest::is_record;
use super::{Archive, BackupError, Event, PAGE};
use crate::feedback::{Feedback, JudgedAnswer};
use crate::ingest::Notes;
use crate::store::{Point, Store};

/// Rewriting segments pays from about this many points on.
const OPTIMIZE_FROM_POINTS: u64 = 5_000;

/// An index to be filled.
pub struct Restore<'a> {
    /// Empty, and of the backup's fingerprint.
    pub store: &'a Store,
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
            let point = points.next()?;
            if is_record(&point) {
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
        self.store.set_meta(manifest.notes).await?;
        if total >= OPTIMIZE_FROM_POINTS {
            self.store.optimize().await?;
        }
        Ok(self.store.flush().await?)
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
