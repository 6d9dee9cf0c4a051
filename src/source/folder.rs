//! Walking a folder: which files lie in it, by which relative path. Hidden and system files are passed
//! over; symbolic links are followed to what lies in the folder too, and no folder is entered twice. Nothing is opened here.

use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::name::{decode_name, is_ignored};
use super::skip::Skip;

/// What a folder holds, sorted by path.
#[derive(Debug)]
pub(super) struct Walk {
    pub(super) entries: Vec<FolderEntry>,
    /// Whether every folder could be listed and every link led somewhere.
    pub(super) complete: bool,
}

/// One file, or one path that cannot be a document.
#[derive(Debug)]
pub(super) struct FolderEntry {
    /// Relative to the walked folder, with `/`.
    pub(super) path: String,
    pub(super) absolute: PathBuf,
    pub(super) skip: Option<Skip>,
}

/// Lists `root`, which must be canonical.
///
/// # Errors
/// When `root` itself cannot be listed; what cannot be listed below it is an entry with its reason.
pub(super) fn walk(root: &Path) -> io::Result<Walk> {
    let mut walker = Walker { root, entries: Vec::new(), complete: true, entered: HashSet::new(), links: Vec::new() };
    walker.enter(root, "")?;
    // Links to folders come last, so that a folder keeps its real path where it lies in the root too.
    walker.links.sort();
    let mut pending = std::mem::take(&mut walker.links);
    while !pending.is_empty() {
        for (path, target) in pending {
            if walker.entered.contains(&target) {
                continue;
            }
            if let Err(error) = walker.enter(&target, &path) {
                walker.skip(path, target, error.into());
            }
        }
        pending = std::mem::take(&mut walker.links);
        pending.sort();
    }
    walker.entries.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(Walk { entries: walker.entries, complete: walker.complete })
}

/// The file by which a folder is an index; the store writes it.
const INDEX_MARK: &str = "zhoubao-store.json";

struct Walker<'a> {
    /// What may be read: this canonical folder and all below it.
    root: &'a Path,
    entries: Vec<FolderEntry>,
    complete: bool,
    /// Canonical paths of the folders listed so far.
    entered: HashSet<PathBuf>,
    /// Links to folders: the link's relative path and the canonical target.
    links: Vec<(String, PathBuf)>,
}

impl Walker<'_> {
    /// Lists the canonical folder `start`, whose relative path is `prefix`.
    fn enter(&mut self, start: &Path, prefix: &str) -> io::Result<()> {
        let mut walk = WalkDir::new(start).sort_by_file_name().into_iter();
        while let Some(step) = walk.next() {
            let entry = match step {
                Ok(entry) => entry,
                Err(error) => {
                    let depth = error.depth();
                    let path = error.path().unwrap_or(start).to_path_buf();
                    let error = error.into_io_error().unwrap_or_else(|| io::Error::other("the folder contains itself"));
                    if depth == 0 {
                        return Err(error);
                    }
                    let relative = relative_path(start, &path, prefix);
                    self.skip(relative, path, error.into());
                    continue;
                }
            };
            let name = decode_name(entry.file_name().as_encoded_bytes());
            let is_folder = entry.file_type().is_dir();
            if entry.depth() > 0 && is_ignored(&name) {
                if is_folder {
                    walk.skip_current_dir();
                }
                continue;
            }
            if is_folder && entry.depth() > 0 && is_index(entry.path()) {
                walk.skip_current_dir();
                continue;
            }
            if is_folder {
                // The walk starts at a canonical path and follows no links, so paths below stay canonical.
                if !self.entered.insert(entry.path().to_path_buf()) {
                    walk.skip_current_dir();
                }
                continue;
            }
            let relative = relative_path(start, entry.path(), prefix);
            match entry.path_is_symlink() {
                true => self.follow(relative, entry.into_path()),
                false => self.add(relative, entry.into_path()),
            }
        }
        Ok(())
    }

    /// Adds what a link leads to, where that lies below the root: whoever put the link there need not be allowed to read what
    /// it names, and the user named this folder only.
    fn follow(&mut self, path: String, link: PathBuf) {
        match fs_err::canonicalize(&link) {
            Ok(target) if !target.starts_with(self.root) => self.skip(path, link, Skip::LinkEscapes { target }),
            Ok(target) if target.is_dir() && !is_index(&target) => self.links.push((path, target)),
            Ok(target) if target.is_dir() => {}
            Ok(target) => self.add(path, target),
            Err(error) => self.skip(path, link, error.into()),
        }
    }

    /// Adds what is no folder and no link.
    fn add(&mut self, path: String, absolute: PathBuf) {
        match fs_err::symlink_metadata(&absolute) {
            Ok(metadata) if metadata.is_file() => self.entries.push(FolderEntry { path, absolute, skip: None }),
            Ok(_) => self.skip(path, absolute, Skip::NotAFile),
            Err(error) => self.skip(path, absolute, error.into()),
        }
    }

    fn skip(&mut self, path: String, absolute: PathBuf, reason: Skip) {
        self.complete &= !reason.hides_content();
        self.entries.push(FolderEntry { path, absolute, skip: Some(reason) });
    }
}

/// Whether a folder is an index of this program: one kept among the reports holds no reports.
fn is_index(folder: &Path) -> bool {
    folder.join(INDEX_MARK).is_file()
}

fn relative_path(start: &Path, path: &Path, prefix: &str) -> String {
    let below = path.strip_prefix(start).unwrap_or(path);
    let names = below.components().map(|component| decode_name(component.as_os_str().as_encoded_bytes()));
    let mut relative = prefix.to_owned();
    for name in names {
        if !relative.is_empty() {
            relative.push('/');
        }
        relative.push_str(&name);
    }
    relative
}
