//! Where reports come from: folders, single files and Notion export zips become documents, one at a time.
//! This module owns the file system, zips, encodings, names and links between pages, and the guards
//! against hostile input; it writes nothing to disk. What a text means is left to the text ring, what is
//! done about a vanished or changed document to ingest.

mod archive;
mod decode;
mod document;
mod documents;
mod folder;
mod limits;
mod listing;
mod name;
mod named;
mod skip;
#[cfg(test)]
mod tests;
mod window;

use std::collections::HashSet;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use document::{Document, Encoding};
pub use limits::Limits;
pub use named::{NamedFile, NamedFileError};
pub use skip::{Evidence, Skip, Skipped, SourceError};

use documents::Documents;
use listing::{Listing, Origin};
use name::decode_name;

/// Everything that was found under the given paths, not yet read.
#[derive(Debug)]
pub struct Sources {
    listing: Listing,
    limits: Limits,
    roots: Vec<String>,
    whole_roots: Vec<String>,
}

/// Finds what there is to read under `paths`: folders, files and zips, in that order; a path given twice
/// counts once. Folders and zip directories are listed now, texts are read by [`Sources::documents`].
///
/// Inside folders and zips, hidden files (`.git`, `.DS_Store`) and what systems add (`__MACOSX`) are
/// passed over in silence; a path the user names is never hidden. No paths, or empty folders, give no
/// documents and no error.
///
/// # Errors
/// [`SourceError::NotFound`] for a path that does not exist, [`SourceError::Unreadable`] for one, or a
/// folder among them, that the operating system refuses. Anything below a folder is a [`Skip`] instead.
pub fn open(paths: &[PathBuf], limits: Limits) -> Result<Sources, SourceError> {
    let mut sources = Sources { listing: Listing::default(), limits, roots: Vec::new(), whole_roots: Vec::new() };
    let mut opened = HashSet::new();
    for path in paths {
        let absolute = fs_err::canonicalize(path).map_err(|error| refused(path, error))?;
        if opened.insert(absolute.clone()) {
            sources.add_root(path, &absolute)?;
        }
    }
    Ok(sources)
}

/// The texts at `paths` of a folder, as [`open`] finds them in it, and nothing else of it: the folder is not seen whole.
///
/// # Errors
/// As [`open`], for the folder. A text that is not there is a [`Skip`].
pub fn open_some<'a>(
    folder: &Path,
    paths: impl IntoIterator<Item = &'a str>,
    limits: Limits,
) -> Result<Sources, SourceError> {
    let absolute = fs_err::canonicalize(folder).map_err(|error| refused(folder, error))?;
    let root: Arc<str> = absolute.to_string_lossy().into();
    let mut listing = Listing::default();
    for path in paths {
        listing.add_file(path, &absolute.join(path), &root, &limits);
    }
    Ok(Sources { listing, limits, roots: vec![root.to_string()], whole_roots: Vec::new() })
}

/// The files that [`open`] finds under `path`, not looked into. None below a path that is not there or cannot be listed.
pub fn files(path: &Path) -> Vec<PathBuf> {
    let Ok(absolute) = fs_err::canonicalize(path) else { return Vec::new() };
    if !absolute.is_dir() {
        return vec![absolute];
    }
    let entries = folder::walk(&absolute).map(|walk| walk.entries).unwrap_or_default();
    entries.into_iter().filter(|entry| entry.skip.is_none()).map(|entry| entry.absolute).collect()
}

impl Sources {
    /// How many items [`documents`](Self::documents) yields, skips included.
    #[must_use]
    pub fn len_hint(&self) -> usize {
        self.listing.items.len()
    }

    /// Reads the documents one after the other: roots as given, paths in a root sorted, and a zip's members
    /// in place of the zip, sorted within each part of an export. Each call reads anew.
    ///
    /// Every item is a document or the reason for its absence. Of files with the same bytes, in one root
    /// or in several, the first is the document and the others are [`Skip::DuplicateOf`] it.
    pub fn documents(&self) -> impl Iterator<Item = Result<Document, Skipped>> {
        Documents::new(&self.listing, &self.limits)
    }

    /// The paths given by the user, as in [`Document::root`].
    pub fn roots(&self) -> impl Iterator<Item = &str> {
        self.roots.iter().map(String::as_str)
    }

    /// Whether nothing at all was found under one of [`roots`](Self::roots).
    #[must_use]
    pub fn is_empty_root(&self, root: &str) -> bool {
        !self.listing.items.iter().any(|item| item.root.as_ref() == root)
    }

    /// Whether no other page lies in the folder of `document`, or below it; files that are no pages do not count.
    #[must_use]
    pub fn is_alone(&self, document: &Document) -> bool {
        let folder = document.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let is_below =
            |path: &str| folder.is_empty() || path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
        !self.listing.items.iter().any(|item| {
            item.root.as_ref() == document.root
                && item.path != document.path
                && !matches!(item.place, Origin::Nowhere(_))
                && is_below(&item.path)
        })
    }

    /// The folders and zips given by the user that were seen completely when they were listed, as in
    /// [`Document::root`]. In these, what is not among the documents and not behind a skip that
    /// [hides content](Skip::hides_content) is gone. A root with a folder that could not be listed, a link
    /// to nowhere, or a zip that is damaged, encrypted or beyond the limits is not among them.
    #[must_use]
    pub fn whole_roots(&self) -> &[String] {
        &self.whole_roots
    }

    fn add_root(&mut self, given: &Path, absolute: &Path) -> Result<(), SourceError> {
        let root: Arc<str> = absolute.to_string_lossy().into();
        self.roots.push(root.to_string());
        let metadata = fs_err::metadata(absolute).map_err(|error| refused(given, error))?;
        let is_whole = if metadata.is_dir() {
            self.add_folder(absolute, &root).map_err(|error| refused(given, error))?
        } else {
            let file_name = given.file_name().or_else(|| absolute.file_name());
            let file_name = decode_name(file_name.unwrap_or_default().as_encoded_bytes());
            if metadata.is_file() {
                let is_zip = name::file_kind(&file_name) == name::FileKind::Zip;
                let is_whole = self.listing.add_file(&file_name, absolute, &root, &self.limits);
                is_zip && is_whole
            } else {
                self.listing.add_skip(file_name, absolute, &root, Skip::NotAFile);
                false
            }
        };
        if is_whole {
            self.whole_roots.push(root.to_string());
        }
        Ok(())
    }

    fn add_folder(&mut self, absolute: &Path, root: &Arc<str>) -> std::io::Result<bool> {
        let walk = folder::walk(absolute)?;
        let mut is_whole = walk.complete;
        for entry in walk.entries {
            match entry.skip {
                Some(reason) => self.listing.add_skip(entry.path, &entry.absolute, root, reason),
                None => {
                    is_whole &= self.listing.add_file(&entry.path, &entry.absolute, root, &self.limits);
                }
            }
        }
        Ok(is_whole)
    }
}

fn refused(path: &Path, source: std::io::Error) -> SourceError {
    let path = path.to_path_buf();
    match source.kind() {
        ErrorKind::NotFound => SourceError::NotFound { path },
        _ => SourceError::Unreadable { path, source },
    }
}
