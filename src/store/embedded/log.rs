//! Keeps the engine's write-ahead log short.
//!
//! The engine appends every operation and never removes one, so the log outgrows the index. It only takes the number of
//! the next operation from it; for that the open file and the last closed one are enough. Removing all of them would
//! start the numbers anew, and the engine silently skips operations whose number is below that of a segment.

use std::path::{Path, PathBuf};

use fs_err as fs;

const CLOSED: &str = "closed-";

/// Removes the closed log files of the shard at `shard` but the last.
pub(super) fn trim(shard: &Path) -> std::io::Result<()> {
    let folder = shard.join("wal");
    if !folder.exists() {
        return Ok(());
    }
    let mut closed: Vec<(u64, PathBuf)> = Vec::new();
    for entry in fs::read_dir(&folder)? {
        let path = entry?.path();
        let first_operation = path.file_name().and_then(|name| name.to_str()?.strip_prefix(CLOSED)?.parse().ok());
        if let Some(first_operation) = first_operation {
            closed.push((first_operation, path));
        }
    }
    closed.sort_unstable();
    closed.pop();
    for (_, path) in closed {
        fs::remove_file(&path)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::trim;

    #[test]
    fn the_open_file_and_the_last_closed_one_stay() {
        let shard = tempfile::tempdir().expect("temporary directory");
        trim(shard.path()).expect("a shard without a log is fine");
        let wal = shard.path().join("wal");
        std::fs::create_dir(&wal).expect("writable");
        for name in ["open-7", "closed-0", "closed-90", "closed-100", "first-index"] {
            std::fs::write(wal.join(name), "").expect("writable");
        }
        trim(shard.path()).expect("trimmed");
        let mut left: Vec<_> =
            std::fs::read_dir(&wal).expect("readable").map(|entry| entry.expect("readable").file_name()).collect();
        left.sort();
        assert_eq!(left, ["closed-100", "first-index", "open-7"]);
    }
}
