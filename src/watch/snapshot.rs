//! What lies under the watched paths, as far as it can be seen without reading: names, sizes, times.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::SystemTime;

use crate::source::files;

/// Files by path, with size and time of the last change. Equal ones hold the same, unless somebody writes as much within one tick
/// of the clock; the next change of any file finds that.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Snapshot(BTreeMap<PathBuf, (u64, Option<SystemTime>)>);

/// One look at some paths.
#[derive(Debug, Default)]
pub(super) struct Looked {
    pub snapshot: Snapshot,
    /// Paths that are there and hold a file.
    pub filled: Vec<PathBuf>,
    /// Paths that are not there, cannot be listed, or hold no file.
    pub empty: Vec<PathBuf>,
}

/// Looks at `paths`, at what would be read under them: hidden files and an index among the reports are passed over.
pub(super) fn look(paths: &[PathBuf]) -> Looked {
    let mut looked = Looked::default();
    for path in paths {
        let before = looked.snapshot.0.len();
        for file in files(path) {
            // What cannot be looked at now is not seen; when it can be, that is a change.
            if let Ok(metadata) = fs_err::metadata(&file) {
                looked.snapshot.0.insert(file, (metadata.len(), metadata.modified().ok()));
            }
        }
        let kind = if looked.snapshot.0.len() > before { &mut looked.filled } else { &mut looked.empty };
        kind.push(path.clone());
    }
    looked
}

#[cfg(test)]
mod tests {
    use super::look;

    #[test]
    fn a_look_sees_what_was_added_grew_or_went_and_no_hidden_file() {
        let folder = tempfile::tempdir().expect("temporary directory");
        let paths = [folder.path().to_path_buf(), folder.path().join("missing")];
        let snapshot = || look(&paths).snapshot;
        let empty = snapshot();
        std::fs::write(folder.path().join(".draft"), "x").expect("written");
        assert_eq!(snapshot(), empty);
        assert_eq!(look(&paths).empty, paths);
        std::fs::create_dir(folder.path().join("a")).expect("made");
        std::fs::write(folder.path().join("a/r.md"), "x").expect("written");
        let one = snapshot();
        assert_ne!(one, empty);
        assert_eq!(look(&paths).filled, paths[..1]);
        std::fs::write(folder.path().join("a/r.md"), "xy").expect("written");
        let grown = snapshot();
        assert_ne!(grown, one);
        assert_eq!(snapshot(), grown);
        std::fs::remove_file(folder.path().join("a/r.md")).expect("removed");
        assert_eq!(snapshot(), empty);
    }
}
