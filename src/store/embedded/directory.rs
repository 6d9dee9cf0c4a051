//! The directory of an embedded index: what lies in it, and who holds it.
//!
//! `zhoubao-store.json` is the fingerprint and is written last, so a directory has an index exactly when it has this
//! file; `shard/` is the engine's; `zhoubao.lock` is locked by the process that has the index open, whose id it names, and
//! below it the socket at which that process answers for the index, where it does.
//! `rebuild/` is an index that is being made to take this one's place, and is complete when `rebuild/complete` is there;
//! `replaced/` is a shard whose place was taken. Nothing else in the directory is ever touched.

use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

use fs_err as fs;

use crate::private;
use crate::store::embedded::room;
use crate::store::error::StoreError;
use crate::store::fingerprint::Fingerprint;

const FINGERPRINT_FILE: &str = "zhoubao-store.json";
const LOCK_FILE: &str = "zhoubao.lock";
const SHARD: &str = "shard";
const REBUILD: &str = "rebuild";
const COMPLETE: &str = "complete";
const REPLACED: &str = "replaced";
const POLL: Duration = Duration::from_millis(20);

/// What a directory holds.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Contents {
    /// No directory, an empty one, or the rest of an index whose creation was cut short.
    Nothing,
    Index,
    /// Somebody else's files; the name of one of them.
    Foreign(String),
}

/// Looks at `dir` and changes nothing.
pub(super) fn inspect(dir: &Path) -> Result<Contents, StoreError> {
    if !dir.exists() {
        return Ok(Contents::Nothing);
    }
    // What is ours is never a link: what lies behind it is somebody else's.
    if let Some(link) = [SHARD, REBUILD, REPLACED, LOCK_FILE].into_iter().find(|name| dir.join(name).is_symlink()) {
        return Ok(Contents::Foreign(link.to_owned()));
    }
    // Another process may be making the index meanwhile: the names are read before anything is concluded from one
    // that was not there yet.
    let mut names = Vec::new();
    for entry in fs::read_dir(dir).map_err(StoreError::io(dir))? {
        names.push(entry.map_err(StoreError::io(dir))?.file_name().to_string_lossy().into_owned());
    }
    if dir.join(FINGERPRINT_FILE).exists() || is_swap_begun(dir) {
        return Ok(Contents::Index);
    }
    let ours = dir.join(LOCK_FILE).exists();
    // Desktops and version control leave hidden files in empty folders. A fingerprint that is named and gone is that
    // of an index which was just removed.
    let is_expected = |name: &str| {
        name.starts_with('.')
            || [LOCK_FILE, FINGERPRINT_FILE].contains(&name)
            || (ours && [SHARD, REBUILD, REPLACED].contains(&name))
    };
    if let Some(foreign) = names.into_iter().find(|name| !is_expected(name)) {
        return Ok(Contents::Foreign(foreign));
    }
    Ok(Contents::Nothing)
}

pub(super) fn shard_path(dir: &Path) -> PathBuf {
    dir.join(SHARD)
}

pub(super) fn fingerprint_path(dir: &Path) -> PathBuf {
    dir.join(FINGERPRINT_FILE)
}

pub(super) fn fingerprint_draft(dir: &Path) -> PathBuf {
    dir.join(format!(".{FINGERPRINT_FILE}.draft"))
}

/// What in `dir` is ours, whether it is there or not.
pub(super) fn parts(dir: &Path) -> Vec<PathBuf> {
    [FINGERPRINT_FILE, LOCK_FILE, SHARD, REBUILD, REPLACED].into_iter().map(|name| dir.join(name)).collect()
}

/// Where the parts of the index in a directory lie, which nobody can put in order where a swap was begun and it cannot be written to.
pub(super) struct Originals {
    pub fingerprint: PathBuf,
    pub shard: PathBuf,
}

impl Originals {
    pub fn of(dir: &Path) -> Self {
        let rebuild = rebuild_path(dir);
        let is_new = |path: PathBuf, old: PathBuf| if is_swap_begun(dir) && path.exists() { path } else { old };
        Self {
            fingerprint: is_new(fingerprint_path(&rebuild), fingerprint_path(dir)),
            shard: is_new(shard_path(&rebuild), shard_path(dir)),
        }
    }
}

/// Whether this process may write to the index in `dir`, or make one there. Changes nothing.
pub(super) fn is_writable(dir: &Path) -> bool {
    #[cfg(unix)]
    {
        use rustix::fs::{Access, access};
        // What is not there is made, or that fails with a reason.
        let may = |path: &Path| !path.exists() || access(path, Access::WRITE_OK).is_ok();
        may(dir) && may(&dir.join(LOCK_FILE)) && may(&shard_path(dir))
    }
    #[cfg(not(unix))]
    {
        fs::metadata(dir).map_or(true, |metadata| !metadata.permissions().readonly())
    }
}

/// The numbers of a file's device and of itself; no two files have both the same.
pub(super) fn numbers(metadata: &std::fs::Metadata) -> (u64, u64) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        (metadata.dev(), metadata.ino())
    }
    #[cfg(not(unix))]
    {
        let _ = metadata;
        (0, 0)
    }
}

/// Who has an index open that this process cannot write to.
pub(super) enum Holding {
    /// Nobody, as long as this is kept.
    Nobody { _lock: std::fs::File },
    /// The process, where it has written down its id.
    Other(Option<u32>),
    /// The lock cannot be read.
    Unknown,
}

impl Holding {
    pub fn holder(&self) -> Option<u32> {
        match self {
            Self::Other(holder) => *holder,
            Self::Nobody { .. } | Self::Unknown => None,
        }
    }
}

/// Looks whether somebody has the index in `dir` open, and keeps others from it as long as the answer is kept.
pub(super) fn holding(dir: &Path) -> Holding {
    let Ok(mut file) = std::fs::File::open(dir.join(LOCK_FILE)) else { return Holding::Unknown };
    match file.try_lock_shared() {
        Ok(()) => Holding::Nobody { _lock: file },
        Err(std::fs::TryLockError::WouldBlock) => Holding::Other(read_holder(&mut file)),
        Err(std::fs::TryLockError::Error(_)) => Holding::Unknown,
    }
}

/// # Errors
/// `Corrupt` when the file is no fingerprint.
pub(super) fn read_fingerprint(dir: &Path) -> Result<Fingerprint, StoreError> {
    let path = dir.join(FINGERPRINT_FILE);
    let text = fs::read(&path).map_err(StoreError::io(&path))?;
    serde_json::from_slice(&text).map_err(|source| StoreError::Corrupt { dir: dir.to_owned(), source: source.into() })
}

/// Writes the fingerprint whole or not at all.
pub(super) fn write_fingerprint(dir: &Path, fingerprint: &Fingerprint) -> Result<(), StoreError> {
    let path = dir.join(FINGERPRINT_FILE);
    let draft = fingerprint_draft(dir);
    let text = serde_json::to_vec_pretty(fingerprint).map_err(StoreError::backend("write its fingerprint"))?;
    let write = || {
        let mut file = private::options().write(true).create(true).truncate(true).open(&draft)?;
        file.write_all(&text)?;
        file.sync_all()?;
        fs::rename(&draft, &path)
    };
    write().map_err(StoreError::io(&path))
}

/// Removes the index, the fingerprint first: what is left after a kill is nothing, not half an index.
pub(super) fn clear(dir: &Path) -> Result<(), StoreError> {
    let fingerprint = dir.join(FINGERPRINT_FILE);
    if fingerprint.exists() {
        fs::remove_file(&fingerprint).map_err(StoreError::io(&fingerprint))?;
    }
    let shard = shard_path(dir);
    if shard.exists() {
        fs::remove_dir_all(&shard).map_err(StoreError::io(&shard))?;
    }
    Ok(())
}

/// Where an index is made that shall take the place of the one in `dir`.
pub(super) fn rebuild_path(dir: &Path) -> PathBuf {
    dir.join(REBUILD)
}

/// Puts the finished index in `rebuild/` into the place of the one in `dir`, both closed.
///
/// # Errors
/// `Locked` when somebody still has the old one open after `wait`: the next opening then puts the new one in its place.
pub(super) fn take_over(dir: &Path, wait: Duration) -> Result<(), StoreError> {
    complete(dir)?;
    let _lock = DirectoryLock::acquire(dir, wait)?;
    finish_swap(dir)
}

/// Says that the index in `rebuild/` is complete: from here on it takes the place of the one in `dir`.
pub(super) fn complete(dir: &Path) -> Result<(), StoreError> {
    let mark = rebuild_path(dir).join(COMPLETE);
    create_synced(&mark).map_err(StoreError::io(&mark))
}

pub(super) fn is_swap_begun(dir: &Path) -> bool {
    rebuild_path(dir).join(COMPLETE).exists()
}

/// Goes on with a swap from wherever a killed process left it; does nothing where none was begun. Needs the lock.
///
/// The complete index is moved part by part, each by a rename, and what marks it complete goes last.
pub(super) fn finish_swap(dir: &Path) -> Result<(), StoreError> {
    let swap = || {
        let (new, replaced) = (rebuild_path(dir), dir.join(REPLACED));
        if is_swap_begun(dir) {
            if shard_path(&new).exists() {
                remove_folder(&replaced)?;
                if shard_path(dir).exists() {
                    fs::rename(shard_path(dir), &replaced)?;
                }
                fs::rename(shard_path(&new), shard_path(dir))?;
            }
            if new.join(FINGERPRINT_FILE).exists() {
                fs::rename(new.join(FINGERPRINT_FILE), dir.join(FINGERPRINT_FILE))?;
            }
            sync_folder(dir)?;
            fs::remove_file(new.join(COMPLETE))?;
            remove_folder(&new)?;
        }
        remove_folder(&replaced)
    };
    swap().map_err(StoreError::io(dir))
}

/// Removes what a killed rebuild left, unless one is going on.
pub(super) fn discard_abandoned_rebuild(dir: &Path) -> Result<(), StoreError> {
    let rebuild = rebuild_path(dir);
    if !rebuild.exists() {
        return Ok(());
    }
    match DirectoryLock::acquire(&rebuild, Duration::ZERO) {
        Ok(_lock) => remove_folder(&rebuild).map_err(StoreError::io(&rebuild)),
        Err(StoreError::Locked { .. }) => Ok(()),
        Err(error) => Err(error),
    }
}

fn remove_folder(path: &Path) -> std::io::Result<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        done => done,
    }
}

fn create_synced(path: &Path) -> std::io::Result<()> {
    private::options().write(true).create(true).truncate(true).open(path)?.sync_all()?;
    path.parent().map_or(Ok(()), sync_folder)
}

/// Makes renames in a folder last through a loss of power, where the system can.
fn sync_folder(path: &Path) -> std::io::Result<()> {
    if cfg!(unix) { fs::File::open(path)?.sync_all() } else { Ok(()) }
}

/// Bytes that the index takes on the disk; files with holes count what they occupy.
pub(super) fn bytes_on_disk(dir: &Path) -> u64 {
    walkdir::WalkDir::new(dir)
        .into_iter()
        .filter_map(|entry| entry.ok()?.metadata().ok())
        .filter(|metadata| metadata.is_file())
        .map(|metadata| room::occupied(&metadata))
        .sum()
}

/// The right to use a directory; given back when dropped, and by the system when the process dies.
#[derive(Debug)]
pub(super) struct DirectoryLock {
    file: std::fs::File,
}

impl DirectoryLock {
    /// Takes the lock of an existing directory, trying for at most `wait`.
    ///
    /// # Errors
    /// `Locked` when another process, or another store of this one, holds it; `ReadOnly`, `Io`.
    pub fn acquire(dir: &Path, wait: Duration) -> Result<Self, StoreError> {
        let path = dir.join(LOCK_FILE);
        let open = || {
            let opened = private::options().create(true).truncate(false).read(true).write(true).open(&path);
            opened.map_err(|error| match error.kind() {
                ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied => {
                    StoreError::ReadOnly { dir: dir.to_owned() }
                }
                _ => StoreError::io(&path)(error),
            })
        };
        let mut file = open()?;
        let mut waited = Duration::ZERO;
        loop {
            match file.try_lock() {
                Ok(()) if lies_at(&file, &path) => break,
                // Its last holder has removed it, with the directory or without.
                Ok(()) => file = open()?,
                Err(std::fs::TryLockError::WouldBlock) if waited < wait => {
                    let pause = POLL.min(wait - waited);
                    sleep(pause);
                    waited += pause;
                }
                Err(std::fs::TryLockError::WouldBlock) => {
                    return Err(StoreError::Locked { dir: dir.to_owned(), holder: read_holder(&mut file) });
                }
                Err(std::fs::TryLockError::Error(source)) => {
                    return Err(StoreError::Io { path, source });
                }
            }
        }
        file.set_len(0)
            .and_then(|()| file.write_all(std::process::id().to_string().as_bytes()))
            .map_err(StoreError::io(&path))?;
        Ok(Self { file })
    }

    /// A name for the index that no other one of this machine has, wherever it is reached from, and however long its path is.
    pub fn socket_name(&self) -> std::io::Result<String> {
        if cfg!(unix) { Ok(socket_of_lock(&self.file.metadata()?)) } else { Err(ErrorKind::Unsupported.into()) }
    }

    /// Whether `dir` still has this lock: it may have been removed, or replaced by another one.
    pub fn is_in(&self, dir: &Path) -> bool {
        lies_at(&self.file, &dir.join(LOCK_FILE))
    }

    /// Says where the holder answers.
    pub fn announce(&self, socket: &Path) -> std::io::Result<()> {
        let socket = socket.to_str().ok_or(ErrorKind::InvalidInput)?;
        (&self.file).write_all(format!("\n{socket}\n").as_bytes())
    }
}

fn socket_of_lock(lock: &std::fs::Metadata) -> String {
    let (device, number) = numbers(lock);
    format!("{device:x}-{number:x}.sock")
}

/// What a socket of the index in `dir` is called; `None` where nobody ever had it open.
pub(super) fn socket_name(dir: &Path) -> Option<String> {
    fs::metadata(dir.join(LOCK_FILE)).ok().map(|lock| socket_of_lock(&lock))
}

/// Whether `path` leads to `file`; also where nobody can say.
fn lies_at(file: &std::fs::File, path: &Path) -> bool {
    match (file.metadata(), fs::metadata(path)) {
        (Ok(own), Ok(there)) => numbers(&own) == numbers(&there),
        (_, Err(error)) => error.kind() != ErrorKind::NotFound,
        (Err(_), Ok(_)) => true,
    }
}

/// Where the holder of `dir` answers; `None` where nobody holds it, or without answering.
pub(super) fn socket_of(dir: &Path) -> Option<PathBuf> {
    let text = fs::read_to_string(dir.join(LOCK_FILE)).ok()?;
    // Without its end the line is still being written.
    let (_, rest) = text.split_once('\n')?;
    rest.strip_suffix('\n').map(PathBuf::from)
}

impl Drop for DirectoryLock {
    fn drop(&mut self) {
        // A name left behind would only mislead until the next holder writes its own; the lock itself goes with the file.
        let _ = self.file.set_len(0);
    }
}

fn read_holder(file: &mut std::fs::File) -> Option<u32> {
    let mut text = String::new();
    file.read_to_string(&mut text).ok()?;
    text.lines().next()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Contents, DirectoryLock, clear, inspect, read_fingerprint, write_fingerprint};
    use crate::store::error::StoreError;
    use crate::store::fingerprint::Fingerprint;

    #[test]
    fn somebody_elses_folder_is_foreign() {
        let dir = tempfile::tempdir().expect("temporary directory");
        assert_eq!(inspect(dir.path()).expect("readable"), Contents::Nothing);
        std::fs::create_dir(dir.path().join("shard")).expect("writable");
        assert_eq!(inspect(dir.path()).expect("readable"), Contents::Foreign("shard".to_owned()));
        std::fs::write(dir.path().join("zhoubao.lock"), "").expect("writable");
        assert_eq!(inspect(dir.path()).expect("readable"), Contents::Nothing);
    }

    #[test]
    fn an_index_that_is_being_made_or_removed_is_never_foreign() {
        let dir = tempfile::tempdir().expect("temporary directory");
        let rounds = 300;
        std::thread::scope(|scope| {
            let maker = scope.spawn(|| {
                for _ in 0..rounds {
                    let lock = DirectoryLock::acquire(dir.path(), Duration::from_secs(10)).expect("free");
                    std::fs::create_dir(dir.path().join("shard")).expect("writable");
                    write_fingerprint(dir.path(), &Fingerprint::sparse_only("test")).expect("writable");
                    clear(dir.path()).expect("cleared");
                    drop(lock);
                }
            });
            while !maker.is_finished() {
                let contents = inspect(dir.path()).expect("readable");
                assert!(matches!(contents, Contents::Nothing | Contents::Index), "{contents:?}");
            }
        });
    }

    #[test]
    fn clearing_leaves_what_is_not_ours() {
        let dir = tempfile::tempdir().expect("temporary directory");
        write_fingerprint(dir.path(), &Fingerprint::sparse_only("test")).expect("writable");
        std::fs::create_dir(dir.path().join("shard")).expect("writable");
        std::fs::write(dir.path().join("notes.md"), "mine").expect("writable");
        clear(dir.path()).expect("cleared");
        assert!(dir.path().join("notes.md").exists());
        assert!(!dir.path().join("shard").exists());
    }

    #[test]
    fn a_broken_fingerprint_is_damage() {
        let dir = tempfile::tempdir().expect("temporary directory");
        std::fs::write(dir.path().join("zhoubao-store.json"), "{\"schema\":").expect("writable");
        assert!(matches!(read_fingerprint(dir.path()), Err(StoreError::Corrupt { .. })));
    }

    #[test]
    fn the_second_lock_names_the_holder_and_the_first_gives_back() {
        let dir = tempfile::tempdir().expect("temporary directory");
        let first = DirectoryLock::acquire(dir.path(), Duration::ZERO).expect("free");
        match DirectoryLock::acquire(dir.path(), Duration::ZERO) {
            Err(StoreError::Locked { holder, .. }) => {
                assert_eq!(holder, Some(std::process::id()));
            }
            other => panic!("expected Locked, got {other:?}"),
        }
        drop(first);
        DirectoryLock::acquire(dir.path(), Duration::ZERO).expect("free again");
    }
}
