//! Room on the disk, before the engine takes it.
//!
//! The engine makes files of their full length, with holes, and maps them: a page that finds no room when it is touched ends
//! the process with SIGBUS, on tmpfs even a page that is only read. So every file gets its blocks as soon as it is there,
//! and nothing is begun without room for it and a reserve. A small index takes some 130 MB for that, 160 MB with vectors.

use std::path::{Path, PathBuf};

use fs_err as fs;
use fs4::FileExt;

/// What is left to others, and to the few pages that the engine writes when it opens an index.
const RESERVE_BYTES: u64 = 2 << 20;

/// What the engine writes for each byte of a change: its log, the values, their index, what is free for others.
const ENGINE_BYTES_PER_BYTE: u64 = 4;

/// The files of an appendable segment with all their blocks, about.
const SEGMENT_BYTES: u64 = 160 << 20;

/// What a disk lacks, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{needed} bytes are needed, {free} are free")]
pub struct NoRoom {
    pub needed: u64,
    pub free: u64,
}

#[derive(Debug, thiserror::Error)]
pub(super) enum RoomError {
    #[error(transparent)]
    NoRoom(#[from] NoRoom),
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// Is there room to make an index in `folder`?
pub(super) fn for_index(folder: &Path) -> Result<(), RoomError> {
    require(folder, SEGMENT_BYTES)
}

/// Whether there is room for a change of `bytes`.
pub(super) fn for_change(shard: &Path, bytes: u64) -> Result<(), RoomError> {
    require(shard, bytes.saturating_mul(ENGINE_BYTES_PER_BYTE))
}

/// Is there room for a copy of an index of `bytes` in `folder`?
pub(super) fn for_copy(folder: &Path, bytes: u64) -> Result<(), RoomError> {
    require(folder, bytes)
}

/// Is there room to write all segments of `shard` anew, beside the old ones?
pub(super) fn for_rewriting(shard: &Path) -> Result<(), RoomError> {
    let taken: u64 = files(shard)?.iter().map(|file| file.length).sum();
    require(shard, taken + SEGMENT_BYTES)
}

/// Gives every file of `shard` the blocks that it lacks.
pub(super) fn fill_holes(shard: &Path) -> Result<(), RoomError> {
    let holes: Vec<Extent> = files(shard)?.into_iter().filter(|file| file.missing > 0).collect();
    if holes.is_empty() {
        return Ok(());
    }
    require(shard, holes.iter().map(|file| file.missing).sum())?;
    for file in holes {
        match fs::OpenOptions::new().write(true).open(&file.path).and_then(|opened| opened.file().allocate(file.length))
        {
            // Some file systems cannot promise blocks, and the engine removes files as it goes on.
            Err(error) if matches!(error.kind(), std::io::ErrorKind::Unsupported | std::io::ErrorKind::NotFound) => {}
            allocated => allocated?,
        }
    }
    Ok(())
}

fn require(folder: &Path, bytes: u64) -> Result<(), RoomError> {
    let (needed, free) = (bytes + RESERVE_BYTES, fs4::available_space(folder)?);
    if free < needed { Err(NoRoom { needed, free }.into()) } else { Ok(()) }
}

/// A file, and the bytes of it that have no blocks.
struct Extent {
    path: PathBuf,
    length: u64,
    missing: u64,
}

fn files(shard: &Path) -> std::io::Result<Vec<Extent>> {
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(shard) {
        let found = entry.and_then(|entry| Ok((entry.metadata()?, entry.into_path())));
        match found {
            Ok((metadata, path)) if metadata.is_file() => {
                let length = metadata.len();
                files.push(Extent { path, length, missing: length.saturating_sub(occupied(&metadata)) });
            }
            Ok(_) => {}
            // Removed meanwhile.
            Err(error) if error.io_error().is_some_and(|error| error.kind() == std::io::ErrorKind::NotFound) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(files)
}

/// Bytes that a file takes on the disk.
#[cfg(unix)]
pub(super) fn occupied(metadata: &std::fs::Metadata) -> u64 {
    use std::os::unix::fs::MetadataExt;
    metadata.blocks() * 512
}

#[cfg(not(unix))]
pub(super) fn occupied(metadata: &std::fs::Metadata) -> u64 {
    metadata.len()
}

#[cfg(test)]
mod tests {
    use super::{NoRoom, RoomError, files, fill_holes, for_change};

    #[test]
    fn a_file_with_holes_gets_its_blocks() {
        let shard = tempfile::tempdir().expect("temporary directory");
        let path = shard.path().join("page");
        std::fs::File::create(&path).and_then(|file| file.set_len(1 << 20)).expect("a hole");
        std::fs::write(shard.path().join("whole"), vec![1; 5000]).expect("written");
        fill_holes(shard.path()).expect("room");
        assert!(files(shard.path()).expect("readable").iter().all(|file| file.missing == 0));
        assert_eq!(std::fs::read(&path).expect("readable"), vec![0; 1 << 20]);
    }

    #[test]
    fn what_no_disk_has_room_for_is_told_with_what_is_free() {
        let shard = tempfile::tempdir().expect("temporary directory");
        let error = for_change(shard.path(), u64::MAX / 8).expect_err("too much");
        let RoomError::NoRoom(NoRoom { needed, free }) = error else { panic!("{error}") };
        assert!(needed > free && free > 0);
        for_change(shard.path(), 1000).expect("room");
    }
}
