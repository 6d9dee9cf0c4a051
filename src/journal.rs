//! Files of lines that only grow, in a folder of the user's: what left this machine, what was answered, what people said of it.
//! A line is appended in one write, so that several processes may append at once; a file is written anew whole or not at all.

use std::fs::{File, TryLockError};
use std::io::{Error, ErrorKind, Read, Result, Seek, SeekFrom, Write};
use std::path::Path;
use std::time::Duration;

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
