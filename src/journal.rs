//! Files of lines that only grow, in a folder of the user's: what left this machine, what was answered, what people said of it.
//! A line is appended in one write, so that several processes may append at once; a file is written anew whole or not at all.

use std::fs::{File, TryLockError};
use std::io::{Error, ErrorKind, Read, Result, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use fs_err as fs;

use crate::private::options;

/// How long a line waits for a rewriting to end: it reads the file and writes it anew.
const WAIT: Duration = Duration::from_secs(5);
const POLL: Duration = Duration::from_millis(10);

/// The right to append (shared) or to rewrite (alone); given back when dropped, or when the process dies.
pub struct Lock {
    _file: File,
}

impl Lock {
    /// `path` is the lock's own file, which is made where it is missing.
    ///
    /// # Errors
    /// `WouldBlock` where another process rewrites for longer than a rewriting takes; those of the file.
    pub fn shared(path: &Path) -> Result<Self> {
        Self::acquire(path, File::try_lock_shared)
    }

    /// # Errors
    /// As [`Self::shared`].
    pub fn alone(path: &Path) -> Result<Self> {
        Self::acquire(path, File::try_lock)
    }

    fn acquire(path: &Path, attempt: impl Fn(&File) -> std::result::Result<(), TryLockError>) -> Result<Self> {
        let file = options().create(true).truncate(false).write(true).open(path)?;
        let mut waited = Duration::ZERO;
        loop {
            match attempt(&file) {
                Ok(()) => return Ok(Self { _file: file }),
                Err(TryLockError::WouldBlock) if waited < WAIT => {
                    std::thread::sleep(POLL);
                    waited += POLL;
                }
                Err(TryLockError::WouldBlock) => {
                    return Err(Error::new(ErrorKind::WouldBlock, "another process is writing the file anew"));
                }
                Err(TryLockError::Error(error)) => return Err(error),
            }
        }
    }
}

/// Whether a line is on the disk when it has been appended, or a moment later: then a machine that stops may lose it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    OnDisk,
    Soon,
}

/// Appends `line` (without its end) in one write. After a line that was cut short it begins a new one, so that one crash
/// costs one line.
///
/// # Errors
/// Those of the file; `StorageFull` for a line that was not written whole.
pub fn append(path: &Path, line: &str, durability: Durability) -> Result<()> {
    let mut file = options().create(true).read(true).append(true).open(path)?;
    let mut bytes = Vec::with_capacity(line.len() + 2);
    if ends_in_the_middle(&mut file)? {
        bytes.push(b'\n');
    }
    bytes.extend_from_slice(line.as_bytes());
    bytes.push(b'\n');
    let written = file.write(&bytes)?;
    if written < bytes.len() {
        return Err(Error::new(ErrorKind::StorageFull, "the line could not be written whole"));
    }
    match durability {
        Durability::OnDisk => file.sync_data(),
        Durability::Soon => Ok(()),
    }
}

fn ends_in_the_middle(file: &mut File) -> Result<bool> {
    if file.metadata()?.len() == 0 {
        return Ok(false);
    }
    file.seek(SeekFrom::End(-1))?;
    let mut last = [0];
    file.read_exact(&mut last)?;
    Ok(last != [b'\n'])
}

/// The bytes of `path`; empty where there is no such file. In the middle of somebody's write it is read once more when that has
/// ended: a line that a crash cut short stays as it is.
///
/// # Errors
/// Those of the file.
pub fn read(path: &Path, lock: &Path) -> Result<Vec<u8>> {
    let bytes = match fs::read(path) {
        Ok(bytes) if !bytes.is_empty() && !bytes.ends_with(b"\n") => match Lock::alone(lock) {
            Ok(_alone) => fs::read(path),
            Err(_) => Ok(bytes),
        },
        other => other,
    };
    match bytes {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        other => other,
    }
}

/// The lines of such a file that say something, with their numbers from 1.
pub fn lines(bytes: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let lines = bytes.split(|byte| *byte == b'\n').enumerate();
    lines.filter(|(_, line)| !line.trim_ascii().is_empty()).map(|(at, line)| (at + 1, line))
}

/// Writes `bytes` to `path` whole or not at all. `draft` names this writer's draft among those of others.
///
/// # Errors
/// Those of the file; then it is as it was.
pub fn write_whole(path: &Path, draft: &str, bytes: &[u8]) -> Result<()> {
    let beside = path.with_extension(format!("{draft}.draft"));
    let write = || {
        let mut file = options().create(true).truncate(true).write(true).open(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&beside, path)
    };
    write().inspect_err(|_| {
        // What is left of it is of no use; the error that counts is the first.
        let _ = fs::remove_file(&beside);
    })
}

/// Lines that were taken out of a file and kept in another one beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAside {
    pub file: PathBuf,
    pub lines: usize,
    pub aside: PathBuf,
}

/// How many lines of `path` say something that is no record; 0 where there is no such file.
///
/// # Errors
/// Those of the file.
pub fn damaged(path: &Path, is_record: impl Fn(&[u8]) -> bool) -> Result<usize> {
    let bytes = or_empty(fs::read(path))?;
    Ok(lines(&bytes).filter(|(_, line)| !is_record(line)).count())
}

/// How the name of a file of lines that were set aside ends.
pub const ASIDE: &str = ".damaged.jsonl";

/// Where [`set_aside`] keeps what it took out of `path`.
pub fn aside_of(path: &Path) -> PathBuf {
    path.with_extension(&ASIDE[1..])
}

/// Takes the lines that are no records out of `path`, and keeps them in [`aside_of`] it; `None` where there are none. Needs the lock
/// alone. Killed in between, it has kept them, and the next time takes them out.
///
/// # Errors
/// Those of the files; then `path` is as it was.
pub fn set_aside(path: &Path, is_record: impl Fn(&[u8]) -> bool) -> Result<Option<SetAside>> {
    let bytes = or_empty(fs::read(path))?;
    let (good, bad): (Vec<&[u8]>, Vec<&[u8]>) = lines(&bytes).map(|(_, line)| line).partition(|line| is_record(line));
    if bad.is_empty() {
        return Ok(None);
    }
    let aside = aside_of(path);
    let mut kept = or_empty(fs::read(&aside))?;
    let known: std::collections::HashSet<Vec<u8>> = lines(&kept).map(|(_, line)| line.to_vec()).collect();
    if !kept.is_empty() && !kept.ends_with(b"\n") {
        kept.push(b'\n');
    }
    for line in bad.iter().filter(|line| !known.contains(**line)) {
        kept.extend_from_slice(line);
        kept.push(b'\n');
    }
    write_whole(&aside, "aside", &kept)?;
    let mut rest = Vec::with_capacity(bytes.len());
    for line in good {
        rest.extend_from_slice(line);
        rest.push(b'\n');
    }
    write_whole(path, "aside", &rest)?;
    Ok(Some(SetAside { file: path.to_owned(), lines: bad.len(), aside }))
}

fn or_empty(bytes: Result<Vec<u8>>) -> Result<Vec<u8>> {
    match bytes {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        other => other,
    }
}

/// A draft takes its name within milliseconds; one that is this old was left by a process that was killed.
const DRAFT_LIVES: Duration = Duration::from_secs(60);

/// The drafts of [`write_whole`] at or below `path` whose writers have gone.
pub fn left_drafts(path: &Path) -> Vec<PathBuf> {
    let now = SystemTime::now();
    let is_old = |entry: &walkdir::DirEntry| {
        // A clock that was put back makes a draft one of the future, which is no writer's at work either.
        let modified = entry.metadata().ok().and_then(|found| found.modified().ok());
        let age = |at: SystemTime| now.duration_since(at).or_else(|_| at.duration_since(now)).unwrap_or_default();
        modified.is_some_and(|at| age(at) > DRAFT_LIVES)
    };
    let is_draft = |entry: &walkdir::DirEntry| {
        entry.file_type().is_file() && entry.path().extension().is_some_and(|ending| ending == "draft") && is_old(entry)
    };
    let entries = walkdir::WalkDir::new(path).into_iter().filter_map(std::result::Result::ok);
    entries.filter(is_draft).map(walkdir::DirEntry::into_path).collect()
}
