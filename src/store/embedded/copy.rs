//! A private copy of an index that cannot be written to: on a read-only file system, or of another user.
//!
//! The engine writes when it only opens an index (its log, its configuration, a lock), so it is given files of its own: in a folder of
//! this user alone, for as long as somebody needs them. Processes share one copy as they share an index. Where the original changes
//! meanwhile, as it is written to on another machine or through another mount, the copy follows.

use std::io::{Error, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use fs_err as fs;

use crate::private;
use crate::store::embedded::directory::{self, DirectoryLock, Holding, Originals};
use crate::store::embedded::opening::{self, Opened};
use crate::store::embedded::room::{self, RoomError};
use crate::store::embedded::seal::Seal;
use crate::store::error::{Cause, StoreError};
use crate::vocabulary::{Wording, both};

/// How its folder's name ends.
pub(super) const ENDING: &str = "copy";

/// How often an original that is being written is copied anew until it is of one moment.
const MOST_TRIES: usize = 5;

/// How old what is known of the original may be.
const SEEN_FOR: Duration = Duration::from_secs(2);

const CHUNK: usize = 1 << 20;

/// A copy, which is removed when this is dropped.
#[derive(Debug)]
pub(super) struct Copied {
    /// The index that it is a copy of.
    source: PathBuf,
    dir: PathBuf,
    seen: Mutex<Seen>,
    /// The text of the notice.
    bytes: u64,
    took: Duration,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Seen {
    state: State,
    at: Instant,
}

/// A state of the original: equal as long as nobody has written to it. A run that writes breaks the seal first and makes a new one.
#[derive(Debug, Clone, PartialEq, Eq)]
struct State {
    fingerprint: FileState,
    seal: Option<FileState>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct FileState {
    number: u64,
    bytes: u64,
    modified: Option<SystemTime>,
}

impl FileState {
    fn of(path: &Path) -> Result<Option<Self>, StoreError> {
        match fs::metadata(path) {
            Ok(metadata) => {
                let (_, number) = directory::numbers(&metadata);
                Ok(Some(Self { number, bytes: metadata.len(), modified: metadata.modified().ok() }))
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(StoreError::io(path)(error)),
        }
    }
}

impl State {
    /// # Errors
    /// `Gone` where there is no index any more.
    fn of(source: &Path) -> Result<Self, StoreError> {
        let originals = Originals::of(source);
        let fingerprint = FileState::of(&originals.fingerprint)?;
        let fingerprint = fingerprint.ok_or_else(|| StoreError::Gone { dir: source.to_owned() })?;
        Ok(Self { fingerprint, seal: FileState::of(&Seal::path(&originals.shard))? })
    }
}

/// Where copies of the index in `source` lie, or would.
pub(super) fn places(source: &Path, folders: &[PathBuf]) -> Vec<PathBuf> {
    let Ok(metadata) = fs::metadata(source) else { return Vec::new() };
    let (device, number) = directory::numbers(&metadata);
    folders.iter().map(|folder| folder.join(format!("{device:x}-{number:x}.{ENDING}"))).collect()
}

/// Copies the index in `source` into the first of `folders` that has room, and opens that.
///
/// # Errors
/// `Locked` where another process of this user has a copy open, or one of another is writing the original; `NoCopy`; those of the
/// index itself.
pub(super) fn open(source: &Path, folders: &[PathBuf]) -> Result<Opened, StoreError> {
    let refused = |cause: Cause| StoreError::NoCopy { dir: source.to_owned(), source: cause };
    let mut reason = refused("there is no folder for temporary files".into());
    for dir in places(source, folders) {
        match open_in(source, &dir) {
            Err(error @ (StoreError::NoRoom { .. } | StoreError::Io { .. })) => reason = refused(error.into()),
            Err(StoreError::Locked { holder, .. }) => {
                return Err(StoreError::Locked { dir: source.to_owned(), holder });
            }
            Err(StoreError::Corrupt { source: cause, .. }) => {
                return Err(StoreError::Corrupt { dir: source.to_owned(), source: cause });
            }
            opened => return opened,
        }
    }
    Err(reason)
}

fn open_in(source: &Path, dir: &Path) -> Result<Opened, StoreError> {
    let folder = dir.parent().unwrap_or(dir);
    let prepared = private::make_folder(folder, false).and_then(|()| private::check_folder(folder));
    prepared.map_err(StoreError::io(folder))?;
    discard_abandoned(folder, dir);
    private::make_folder(dir, true).map_err(StoreError::io(dir))?;
    let lock = DirectoryLock::acquire(dir, Duration::ZERO)?;
    // From here on it is removed, whatever happens.
    let mut copied = Copied {
        source: source.to_owned(),
        dir: dir.to_owned(),
        seen: Mutex::new(Seen { state: State::of(source)?, at: Instant::now() }),
        bytes: 0,
        took: Duration::ZERO,
    };
    let begin = Instant::now();
    let (state, bytes) = fill(source, dir)?;
    let (engine, fingerprint) = opening::load(dir, None)?;
    (copied.bytes, copied.took) = (bytes, begin.elapsed());
    copied.seen = Mutex::new(Seen { state, at: begin });
    let dir = source.to_owned();
    Ok(Opened { engine, fingerprint, dir, home: copied.dir.clone(), copied: Some(copied), lock })
}

impl Copied {
    /// What the user should know of it.
    pub fn notice(&self) -> Wording {
        let (source, dir) = (self.source.display(), self.dir.display());
        let (megabytes, seconds) = (self.bytes as f64 / 1e6, self.took.as_secs_f64());
        both!(
            "`{source}` 中的索引不可写：由一份私有副本回答（{megabytes:.0} MB，在 `{dir}`，用时 {seconds:.1} 秒，结束时删除）",
            "the index in `{source}` cannot be written to: answered from a private copy ({megabytes:.0} MB in `{dir}`, made in {seconds:.1} s, removed at the end)"
        )
    }

    /// Copies the original once more, where it is another one than before, beside the copy that is in use; whether it did. Looks every
    /// two seconds at most. An original that is being written is waited for.
    ///
    /// # Errors
    /// `Gone` where there is no original any more; those of copying it.
    pub fn follow(&self) -> Result<bool, StoreError> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.at.elapsed() < SEEN_FOR {
            return Ok(false);
        }
        let state = State::of(&self.source)?;
        seen.at = Instant::now();
        if state == seen.state || state.seal.is_none() {
            return Ok(false);
        }
        let beside = directory::rebuild_path(&self.dir);
        match fill(&self.source, &beside) {
            Ok((state, _)) => seen.state = state,
            Err(StoreError::Locked { .. }) => return Ok(false),
            Err(error) => return Err(error),
        }
        directory::complete(&self.dir)?;
        Ok(true)
    }

    /// Removes the copy; what is open of it stays so.
    pub fn remove(&self) {
        // What is left is removed by the next process that needs a copy.
        let _ = fs::remove_dir_all(&self.dir);
    }
}

impl Drop for Copied {
    fn drop(&mut self) {
        self.remove();
    }
}

/// Removes the copies in `folder` that a killed process left, but for the one in `dir`.
fn discard_abandoned(folder: &Path, dir: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        let is_copy = path.extension().is_some_and(|ending| ending == ENDING);
        if !is_copy || path == dir || path.is_symlink() {
            continue;
        }
        if let Ok(_lock) = DirectoryLock::acquire(&path, Duration::ZERO) {
            let _ = fs::remove_dir_all(&path);
        }
    }
}

/// Copies the index in `source` to `dir`, as it is at one moment; that state, and its bytes.
///
/// # Errors
/// `Locked` where it is being written all the time; `NoRoom`, `Io`.
fn fill(source: &Path, dir: &Path) -> Result<(State, u64), StoreError> {
    let mut tries = 0;
    loop {
        tries += 1;
        // While this is held, nobody begins to write who asks for the lock; where it cannot be had, the seal tells.
        let holding = directory::holding(source);
        let locked = || StoreError::Locked { dir: source.to_owned(), holder: holding.holder() };
        let before = State::of(source)?;
        if before.seal.is_none() && matches!(holding, Holding::Other(_)) {
            return Err(locked());
        }
        directory::clear(dir)?;
        let copied = copy(source, dir);
        let is_of_one_moment = matches!(holding, Holding::Nobody { .. }) || State::of(source)? == before;
        match copied {
            Ok(bytes) if is_of_one_moment => return Ok((before, bytes)),
            Err(error) if is_of_one_moment => return Err(error),
            _ if tries == MOST_TRIES => return Err(locked()),
            _ => {}
        }
    }
}

fn copy(source: &Path, dir: &Path) -> Result<u64, StoreError> {
    let originals = Originals::of(source);
    let mut files: Vec<(PathBuf, PathBuf, u64)> = Vec::new();
    let shard = directory::shard_path(dir);
    private::make_folder(dir, true).and_then(|()| private::make_folder(&shard, true)).map_err(StoreError::io(dir))?;
    for entry in walkdir::WalkDir::new(&originals.shard).min_depth(1) {
        let entry = entry.map_err(|error| StoreError::io(&originals.shard)(error.into()))?;
        let to = shard.join(entry.path().strip_prefix(&originals.shard).unwrap_or(entry.path()));
        if entry.file_type().is_dir() {
            private::make_folder(&to, true).map_err(StoreError::io(&to))?;
        } else if entry.file_type().is_file() {
            let bytes = entry.metadata().map_err(|error| StoreError::io(entry.path())(error.into()))?.len();
            files.push((entry.into_path(), to, bytes));
        }
    }
    let bytes = files.iter().map(|(_, _, bytes)| bytes).sum();
    room::for_copy(dir, bytes).map_err(|error| match error {
        RoomError::NoRoom(lack) => StoreError::NoRoom { dir: dir.to_owned(), needed: lack.needed, free: lack.free },
        RoomError::Io(error) => StoreError::io(dir)(error),
    })?;
    let fingerprint = (originals.fingerprint, directory::fingerprint_path(dir), 0);
    // The fingerprint last: with it the directory has an index.
    for (from, to, _) in files.into_iter().chain([fingerprint]) {
        copy_file(&from, &to).map_err(StoreError::io(&to))?;
    }
    Ok(bytes)
}

/// Copies a file but for its zeros: an index mostly is room for more.
fn copy_file(from: &Path, to: &Path) -> std::io::Result<()> {
    let mut input = fs::File::open(from)?;
    let mut output = private::options().write(true).create_new(true).open(to)?;
    output.set_len(input.metadata()?.len())?;
    let (mut buffer, zeros) = (vec![0; CHUNK], vec![0; CHUNK]);
    let mut at = 0;
    loop {
        let read = match input.read(&mut buffer) {
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            read => read?,
        };
        if read == 0 {
            return Ok(());
        }
        if buffer[..read] != zeros[..read] {
            output.seek(SeekFrom::Start(at))?;
            output.write_all(&buffer[..read])?;
        }
        at = at.checked_add(read as u64).ok_or_else(|| Error::from(ErrorKind::FileTooLarge))?;
    }
}

#[cfg(test)]
mod tests {
    use super::{CHUNK, copy_file};

    #[test]
    fn a_file_with_long_zeros_is_copied_byte_for_byte() {
        let folder = tempfile::tempdir().expect("temporary directory");
        let (from, to) = (folder.path().join("from"), folder.path().join("to"));
        let mut bytes = vec![0; 3 * CHUNK + 7];
        bytes[CHUNK + 5] = 9;
        std::fs::write(&from, &bytes).expect("written");
        copy_file(&from, &to).expect("copied");
        assert!(std::fs::read(&to).expect("readable") == bytes);
    }
}
