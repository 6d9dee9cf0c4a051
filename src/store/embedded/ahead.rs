//! What the engine reads whole when it opens an index is read ahead, and little of it lies on the disk.
//!
//! qdrant-edge 0.7.2 maps its files of flags (a megabyte each, two a field and one a vector, nearly all of it zero), tells the
//! system that it will read them here and there, reads every page, and has the system throw them out again. So each opening took
//! 4,100 page faults that each waited for one page; read ahead they are 260 that do not wait.

use std::io::Result;
use std::path::Path;

use fs_err as fs;

/// Files of flags, by their name.
const FLAGS: &str = "flags_a.dat";

/// Asks the system for the flags among `files` of `shard`. It is only advice: what cannot be read is for the engine to say.
pub(super) fn read<'a>(shard: &Path, files: impl Iterator<Item = &'a str>) {
    for file in files.filter(|file| file.ends_with(FLAGS)) {
        will_need(&shard.join(file));
    }
}

/// Says of the zeros behind the last flag of each file of `shard` that nobody has written them: the file keeps its length, its room
/// and what is read from it, and no opening has to fetch a megabyte of zeros from the disk.
///
/// # Errors
/// Those of looking through the files. A file system that cannot do it leaves the files as they are.
pub(super) fn forget_zeros(shard: &Path) -> Result<()> {
    for entry in walkdir::WalkDir::new(shard) {
        let path = entry?.into_path();
        if !path.ends_with(FLAGS) {
            continue;
        }
        let flags = fs::read(&path)?;
        let written = flags.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1).next_multiple_of(PAGE_BYTES);
        if written < flags.len() {
            forget(&path, written as u64, (flags.len() - written) as u64);
        }
    }
    Ok(())
}

/// What file systems give room in.
const PAGE_BYTES: usize = 4096;

#[cfg(target_os = "linux")]
fn will_need(path: &Path) {
    if let Ok(file) = std::fs::File::open(path) {
        let _ = rustix::fs::fadvise(&file, 0, None, rustix::fs::Advice::WillNeed);
    }
}

#[cfg(target_os = "linux")]
fn forget(path: &Path, from: u64, length: u64) {
    use rustix::fs::{FallocateFlags, fallocate};
    if let Ok(file) = std::fs::OpenOptions::new().write(true).open(path) {
        let _ = fallocate(&file, FallocateFlags::ZERO_RANGE | FallocateFlags::KEEP_SIZE, from, length);
    }
}

#[cfg(not(target_os = "linux"))]
fn will_need(_: &Path) {}

#[cfg(not(target_os = "linux"))]
fn forget(_: &Path, _: u64, _: u64) {}

#[cfg(test)]
mod tests {
    use super::{FLAGS, forget_zeros};

    #[test]
    fn flags_read_as_before_and_keep_their_length() {
        let shard = tempfile::tempdir().expect("temporary directory");
        let mut flags = vec![0; 1 << 20];
        flags[5000] = 7;
        let (path, other) = (shard.path().join("deleted").join(FLAGS), shard.path().join("page_0.dat"));
        std::fs::create_dir(shard.path().join("deleted")).expect("a folder");
        std::fs::write(&path, &flags).expect("written");
        std::fs::write(&other, [0; 9000]).expect("written");
        forget_zeros(shard.path()).expect("readable");
        assert_eq!(std::fs::read(&path).expect("readable"), flags);
        assert_eq!(std::fs::read(&other).expect("readable"), [0; 9000]);
    }
}
