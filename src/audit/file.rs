//! The files of the ledger. A line is appended in one write, so that several processes may append at once; a body is written
//! whole or not at all.

use std::fs::{File, TryLockError};
use std::io::{Error, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::time::Duration;

use fs_err as fs;

use crate::private::options;

const LOCK_FILE: &str = "ledger.lock";

/// How long a record waits for a prune to end: it reads the ledger and writes it anew.
const WAIT: Duration = Duration::from_secs(5);
const POLL: Duration = Duration::from_millis(10);

/// The right to append (shared) or to rewrite (alone); given back when dropped, or when the process dies.
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    pub fn shared(dir: &Path) -> std::io::Result<Self> {
        Self::acquire(dir, File::try_lock_shared)
    }

    pub fn alone(dir: &Path) -> std::io::Result<Self> {
        Self::acquire(dir, File::try_lock)
    }

    fn acquire(dir: &Path, attempt: impl Fn(&File) -> Result<(), TryLockError>) -> std::io::Result<Self> {
        let file = options().create(true).truncate(false).write(true).open(dir.join(LOCK_FILE))?;
        let mut waited = Duration::ZERO;
        loop {
            match attempt(&file) {
                Ok(()) => return Ok(Self { _file: file }),
                Err(TryLockError::WouldBlock) if waited < WAIT => {
                    std::thread::sleep(POLL);
                    waited += POLL;
                }
                Err(TryLockError::WouldBlock) => {
                    return Err(Error::new(ErrorKind::WouldBlock, "another process is changing the ledger"));
                }
                Err(TryLockError::Error(error)) => return Err(error),
            }
        }
    }
}

/// Appends `line` (without its end) in one write and sees it to the disk. After a line that was cut short it begins a new
/// one, so that one crash costs one line.
pub(super) fn append(path: &Path, line: &str) -> std::io::Result<()> {
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
    file.sync_data()
}

fn ends_in_the_middle(file: &mut File) -> std::io::Result<bool> {
    if file.metadata()?.len() == 0 {
        return Ok(false);
    }
    file.seek(SeekFrom::End(-1))?;
    let mut last = [0];
    file.read_exact(&mut last)?;
    Ok(last != [b'\n'])
}

/// Writes `bytes` to `path` whole or not at all. `draft` names this writer's draft among those of others.
pub(super) fn write_whole(path: &Path, draft: &str, bytes: &[u8]) -> std::io::Result<()> {
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
