//! What a run will read, found before anything is read: every file, and every zip member under the path
//! it will have. Zips are opened for their directories only; decoding and duplicates come later.

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

use super::archive::{MemberPath, OpenArchive};
use super::limits::Limits;
use super::name::{FileKind, file_kind, is_export_archive, is_ignored};
use super::skip::Skip;

/// One thing that becomes a document or a skip.
#[derive(Debug)]
pub(super) struct ListedItem {
    pub(super) path: String,
    pub(super) absolute: Arc<Path>,
    pub(super) root: Arc<str>,
    pub(super) place: Origin,
}

/// Where an item's bytes are.
#[derive(Debug)]
pub(super) enum Origin {
    File,
    /// Member `index` of the archive `archive` in [`Listing::archives`].
    Member {
        archive: usize,
        index: usize,
    },
    /// Nowhere: it is known already that it will not be read.
    Nowhere(Skip),
}

/// How to open an archive.
#[derive(Debug)]
pub(super) enum ArchivePlace {
    File(Arc<Path>),
    /// Member `index` of the archive `outer`, which has a lower number.
    Member {
        outer: usize,
        index: usize,
    },
}

/// Everything found so far, in the order in which it will be read. An archive's items are together,
/// those of an inner archive after those of the one around it.
#[derive(Debug, Default)]
pub(super) struct Listing {
    pub(super) items: Vec<ListedItem>,
    pub(super) archives: Vec<ArchivePlace>,
}

impl Listing {
    /// Adds the file at `absolute`; a zip adds its members. Returns whether everything in it was seen.
    pub(super) fn add_file(&mut self, path: &str, absolute: &Path, root: &Arc<str>, limits: &Limits) -> bool {
        let mut top = Top {
            absolute: absolute.into(),
            root: root.clone(),
            taken: HashSet::new(),
            members_left: limits.zip_members,
            budget: limits.zip_total_bytes,
            complete: true,
        };
        let file_name = path.rsplit('/').next().unwrap_or(path);
        match file_kind(file_name) {
            FileKind::Text => self.push(&top, path.to_owned(), Origin::File),
            FileKind::Other(ending) => {
                self.push(&top, path.to_owned(), Origin::Nowhere(Skip::Unsupported { ending }));
            }
            FileKind::Zip => match OpenArchive::open(absolute) {
                Ok(mut archive) => {
                    self.archives.push(ArchivePlace::File(top.absolute.clone()));
                    let level = Level { prefix: path.to_owned(), full_prefix: path.to_owned(), depth: 1 };
                    self.add_members(&mut archive, &level, &mut top, limits);
                }
                Err(reason) => self.skip(&mut top, path.to_owned(), reason),
            },
        }
        top.complete
    }

    /// Adds what is no document, with its reason.
    pub(super) fn add_skip(&mut self, path: String, absolute: &Path, root: &Arc<str>, reason: Skip) {
        self.items.push(ListedItem {
            path,
            absolute: absolute.into(),
            root: root.clone(),
            place: Origin::Nowhere(reason),
        });
    }

    /// Adds the members of `archive`, the last of `self.archives`.
    fn add_members(&mut self, archive: &mut OpenArchive, level: &Level, top: &mut Top, limits: &Limits) {
        let number = self.archives.len() - 1;
        let count = archive.len().min(top.members_left);
        let is_cut = count < archive.len();
        top.members_left -= count;
        let prefix = &level.prefix;
        let mut members = Vec::new();
        for index in 0..count {
            match archive.member_path(index) {
                Ok(MemberPath::Inside(name)) if !name.split('/').any(is_ignored) => {
                    members.push((name, index));
                }
                Ok(MemberPath::Inside(_) | MemberPath::Folder) => {}
                Ok(MemberPath::Escapes(name)) => {
                    self.skip(top, format!("{prefix}/{name}"), Skip::PathEscapes);
                }
                Err(reason) => self.skip(top, format!("{prefix}/#{index}"), reason),
            }
        }
        members.sort();
        let mut inner = Vec::new();
        for (name, index) in members {
            match file_kind(name.rsplit('/').next().unwrap_or(&name)) {
                FileKind::Zip => inner.push((name, index)),
                FileKind::Text => {
                    let place = Origin::Member { archive: number, index };
                    self.add_text(top, level, &name, place);
                }
                FileKind::Other(ending) => {
                    let place = Origin::Nowhere(Skip::Unsupported { ending });
                    self.push(top, format!("{prefix}/{name}"), place);
                }
            }
        }
        if is_cut {
            let limit = limits.zip_members;
            self.skip(top, prefix.clone(), Skip::TooMany { limit });
            return;
        }
        for (name, index) in inner {
            let path = format!("{prefix}/{name}");
            if level.depth >= limits.zip_depth {
                let limit = limits.zip_depth;
                self.skip(top, path, Skip::TooDeep { limit });
                continue;
            }
            let mut opened = match archive.inner(index, limits, &mut top.budget) {
                Ok(opened) => opened,
                Err(reason) => {
                    self.skip(top, path, reason);
                    continue;
                }
            };
            self.archives.push(ArchivePlace::Member { outer: number, index });
            let (folder, file_name) = path.rsplit_once('/').unwrap_or(("", &path));
            let is_part = is_export_archive(file_name);
            let inner_level = Level {
                prefix: if is_part { folder.to_owned() } else { path.clone() },
                full_prefix: format!("{}/{name}", level.full_prefix),
                depth: level.depth + 1,
            };
            self.add_members(&mut opened, &inner_level, top, limits);
        }
    }

    /// Adds a member that may be a document. Where two parts of an export have one path, the later part's
    /// name enters the path, so that no document hides another.
    fn add_text(&mut self, top: &mut Top, level: &Level, name: &str, place: Origin) {
        for prefix in [&level.prefix, &level.full_prefix] {
            let path = format!("{prefix}/{name}");
            if top.taken.insert(path.clone()) {
                self.push(top, path, place);
                return;
            }
        }
        let reason = Skip::BrokenZip("two members have this name".to_owned());
        self.skip(top, format!("{}/{name}", level.full_prefix), reason);
    }

    fn skip(&mut self, top: &mut Top, path: String, reason: Skip) {
        top.complete &= !reason.hides_content();
        self.push(top, path, Origin::Nowhere(reason));
    }

    fn push(&mut self, top: &Top, path: String, place: Origin) {
        self.items.push(ListedItem { path, absolute: top.absolute.clone(), root: top.root.clone(), place });
    }
}

/// The place of an archive among those around it.
struct Level {
    /// What its members' paths begin with; without the names of part zips.
    prefix: String,
    /// The same with them.
    full_prefix: String,
    /// 1 for a zip on disk.
    depth: usize,
}

/// What is shared by all members of one file on disk.
struct Top {
    absolute: Arc<Path>,
    root: Arc<str>,
    /// Paths of members so far.
    taken: HashSet<String>,
    members_left: usize,
    /// Bytes that may still be inflated.
    budget: u64,
    complete: bool,
}
