//! The index, read as it was at one moment, into a file.

use std::fs::File;
use std::io::{Seek, SeekFrom, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use sha2::{Digest, Sha256};
use uuid::Uuid;
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

use super::archive::{FEEDBACK, MANIFEST, POINTS};
use super::manifest::UPLOADS;
use super::{BackupError, Event, Manifest, PAGE, hex};
use crate::feedback::Feedback;
use crate::store::{Store, Turn};
use crate::uploads::Uploads;

/// How often the index is read anew because something was written meanwhile.
const MOST_TRIES: usize = 5;

/// How often a run that waits looks whether it is to stop.
const LOOK_FOR_STOP: Duration = Duration::from_millis(200);

/// A backup to be written.
pub struct Backup<'a> {
    pub store: &'a Store,
    /// `None` leaves out what was answered and said.
    pub feedback: Option<&'a Feedback>,
    /// Reports that came by upload are nowhere else; `None` where there is no place for them.
    pub uploads: Option<&'a Uploads>,
    pub at: Timestamp,
    /// Set from outside to stop.
    pub stop: &'a AtomicBool,
    pub on_event: &'a (dyn Fn(Event) + Sync),
}

impl Backup<'_> {
    /// Makes `file` the backup, whatever it held. No run changes the index meanwhile; where one on a server does, it is read again.
    ///
    /// # Errors
    /// Those of the store, the feedback and the file; `Moving`, `Stopped`.
    pub async fn write(&self, file: &mut File) -> Result<Manifest, BackupError> {
        let _turn = self.turn().await?;
        for _ in 0..MOST_TRIES {
            file.set_len(0)?;
            file.seek(SeekFrom::Start(0))?;
            let before = self.store.generation().await?;
            let manifest = self.write_once(file).await?;
            if self.store.generation().await? == before {
                return Ok(manifest);
            }
        }
        Err(BackupError::Moving)
    }

    async fn turn(&self) -> Result<Turn, BackupError> {
        let mut turn = std::pin::pin!(self.store.turn());
        let mut is_told = false;
        loop {
            match tokio::time::timeout(LOOK_FOR_STOP, &mut turn).await {
                Ok(turn) => return Ok(turn?),
                Err(_) => self.go_on()?,
            }
            if !is_told {
                is_told = true;
                (self.on_event)(Event::Wait);
            }
        }
    }

    fn go_on(&self) -> Result<(), BackupError> {
        if self.stop.load(Ordering::Relaxed) { Err(BackupError::Stopped) } else { Ok(()) }
    }

    async fn write_once(&self, file: &mut File) -> Result<Manifest, BackupError> {
        let notes = self.store.meta().await?;
        let mut manifest = Manifest::new((*self.store.fingerprint()).clone(), notes, self.at);
        let mut zip = ZipWriter::new(file);
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).large_file(true);
        zip.start_file(POINTS, options)?;
        let hash = self.points(&mut zip, &mut manifest).await?;
        manifest.members.insert(POINTS.to_owned(), hash);
        zip.start_file(FEEDBACK, options)?;
        let hash = self.feedback(&mut zip, &mut manifest)?;
        manifest.members.insert(FEEDBACK.to_owned(), hash);
        if let Some(uploads) = self.uploads {
            for (path, text) in uploads.all()? {
                let name = format!("{UPLOADS}{path}");
                zip.start_file(&name, options)?;
                zip.write_all(&text)?;
                manifest.members.insert(name, hex(Sha256::digest(&text)));
                manifest.uploads = Some(uploads.folder().display().to_string());
            }
        }
        zip.start_file(MANIFEST, options)?;
        let written = serde_json::to_vec_pretty(&manifest).map_err(std::io::Error::from)?;
        zip.write_all(&written)?;
        zip.finish()?.flush()?;
        Ok(manifest)
    }

    async fn points(&self, to: &mut impl Write, manifest: &mut Manifest) -> Result<String, BackupError> {
        let total = self.store.count(None).await?;
        let mut hash = Sha256::new();
        let mut from: Option<Uuid> = None;
        loop {
            self.go_on()?;
            let page = self.store.page(None, Some(&[]), from, PAGE).await?;
            let ids: Vec<Uuid> = page.records.iter().map(|record| record.id).collect();
            let mut points = self.store.points(&ids).await?;
            points.sort_by_key(|point| point.id);
            for point in &points {
                let bytes = rmp_serde::to_vec(point).map_err(std::io::Error::other)?;
                hash.update(&bytes);
                to.write_all(&bytes)?;
                manifest.add(point);
            }
            (self.on_event)(Event::Points { done: manifest.points, total });
            from = page.next;
            if from.is_none() {
                return Ok(hex(hash.finalize()));
            }
        }
    }

    fn feedback(&self, to: &mut impl Write, manifest: &mut Manifest) -> Result<String, BackupError> {
        let mut hash = Sha256::new();
        let kept = match self.feedback.filter(|feedback| feedback.folder().is_some()) {
            Some(feedback) => feedback.kept()?.answers,
            None => Vec::new(),
        };
        for judged in kept {
            let mut line = serde_json::to_vec(&judged).map_err(std::io::Error::from)?;
            line.push(b'\n');
            hash.update(&line);
            to.write_all(&line)?;
            manifest.answers += usize::from(judged.answer.is_some());
            manifest.judgements += judged.judgements.len();
        }
        Ok(hex(hash.finalize()))
    }
}
