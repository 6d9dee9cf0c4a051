//! The run over what was listed: one item after the other is read, decoded and handed out, and nothing of
//! it is kept but its hash. At any time at most one document and the archives around it are in memory.

use std::collections::HashMap;
use std::fmt::Write;
use std::io::Read;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::archive::OpenArchive;
use super::decode::decode;
use super::document::{Document, describe};
use super::limits::Limits;
use super::listing::{ArchivePlace, ListedItem, Listing, Origin};
use super::skip::{Skip, Skipped};

/// Iterator over documents and skips; see [`Sources::documents`](super::Sources::documents).
pub(super) struct Documents<'a> {
    listing: &'a Listing,
    limits: &'a Limits,
    next: usize,
    archives: ArchiveStack<'a>,
    /// Path of the first document with these bytes.
    seen: HashMap<[u8; 32], String>,
}

impl<'a> Documents<'a> {
    pub(super) fn new(listing: &'a Listing, limits: &'a Limits) -> Self {
        Self {
            listing,
            limits,
            next: 0,
            archives: ArchiveStack {
                places: &listing.archives,
                limits,
                open: Vec::new(),
                failed: HashMap::new(),
                budget: 0,
            },
            seen: HashMap::new(),
        }
    }

    fn document(&mut self, item: &ListedItem) -> Result<Document, Skip> {
        let raw = match &item.place {
            Origin::Nowhere(reason) => return Err(reason.clone()),
            Origin::File => read_file(&item.absolute, self.limits.file_bytes)?,
            Origin::Member { archive, index } => self.archives.read(*archive, *index)?,
        };
        let digest: [u8; 32] = Sha256::digest(&raw).into();
        let decoded = decode(raw)?;
        if let Some(first) = self.seen.get(&digest) {
            return Err(Skip::DuplicateOf(first.clone()));
        }
        self.seen.insert(digest, item.path.clone());
        let (name, page_id, folder) = describe(&item.path, &item.absolute, &item.root);
        Ok(Document {
            path: item.path.clone(),
            absolute: item.absolute.to_path_buf(),
            page_id,
            name,
            folder,
            root: item.root.to_string(),
            text: decoded.text,
            encoding: decoded.encoding,
            replaced_chars: decoded.replaced_chars,
            hash: hex(&digest),
        })
    }
}

impl Iterator for Documents<'_> {
    type Item = Result<Document, Skipped>;

    fn next(&mut self) -> Option<Self::Item> {
        let item = self.listing.items.get(self.next)?;
        self.next += 1;
        Some(self.document(item).map_err(|reason| Skipped {
            path: item.path.clone(),
            absolute: item.absolute.to_path_buf(),
            root: item.root.to_string(),
            page_id: describe(&item.path, &item.absolute, &item.root).1,
            reason,
        }))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.listing.items.len() - self.next;
        (left, Some(left))
    }
}

/// The archive being read and those around it, outermost first. As the listing keeps an archive's items
/// together and inner archives behind them, every archive is opened once.
struct ArchiveStack<'a> {
    places: &'a [ArchivePlace],
    limits: &'a Limits,
    open: Vec<(usize, OpenArchive)>,
    /// Archives that could be listed but not opened again, by number.
    failed: HashMap<usize, Skip>,
    /// Bytes that may still be inflated from the outermost archive.
    budget: u64,
}

impl ArchiveStack<'_> {
    /// Bytes of member `index` of archive `number`.
    fn read(&mut self, number: usize, index: usize) -> Result<Vec<u8>, Skip> {
        if let Some(reason) = self.failed.get(&number) {
            return Err(reason.clone());
        }
        let at = self.enter(number).inspect_err(|reason| {
            self.failed.insert(number, reason.clone());
        })?;
        let (_, archive) = &mut self.open[at];
        archive.read(index, self.limits, &mut self.budget)
    }

    /// Makes archive `number` the innermost open one; returns its index in `open`.
    fn enter(&mut self, number: usize) -> Result<usize, Skip> {
        if let Some(at) = self.open.iter().position(|(open, _)| *open == number) {
            self.open.truncate(at + 1);
            return Ok(at);
        }
        let archive = match &self.places[number] {
            ArchivePlace::File(path) => {
                self.open.clear();
                self.budget = self.limits.zip_total_bytes;
                OpenArchive::open(path)?
            }
            // Terminates: an outer archive has a lower number than the inner one.
            ArchivePlace::Member { outer, index } => {
                let at = self.enter(*outer)?;
                let (_, outer) = &mut self.open[at];
                outer.inner(*index, self.limits, &mut self.budget)?
            }
        };
        self.open.push((number, archive));
        Ok(self.open.len() - 1)
    }
}

/// Whether what was opened is what `path`, which led through no link when it was listed, still names: somebody may have put a
/// link there meanwhile, and what it leads to is not read.
fn stayed(path: &Path, opened: &std::fs::Metadata) -> Result<(), Skip> {
    let real = fs_err::canonicalize(path)?;
    if real != path || !is_same(opened, &fs_err::metadata(&real)?) {
        return Err(Skip::LinkEscapes { target: real });
    }
    Ok(())
}

#[cfg(unix)]
fn is_same(opened: &std::fs::Metadata, found: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (opened.dev(), opened.ino()) == (found.dev(), found.ino())
}

#[cfg(not(unix))]
fn is_same(_: &std::fs::Metadata, _: &std::fs::Metadata) -> bool {
    true
}

/// Reads a file of at most `limit` bytes. It may have changed since it was listed: grown, or become a pipe.
fn read_file(path: &Path, limit: u64) -> Result<Vec<u8>, Skip> {
    let metadata = fs_err::metadata(path)?;
    if !metadata.is_file() {
        return Err(Skip::NotAFile);
    }
    if metadata.len() > limit {
        return Err(Skip::TooLarge { bytes: metadata.len(), limit });
    }
    let mut raw = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0));
    let file = fs_err::File::open(path)?;
    stayed(path, &file.metadata()?)?;
    file.take(limit.saturating_add(1)).read_to_end(&mut raw)?;
    let bytes = raw.len() as u64;
    if bytes > limit {
        return Err(Skip::TooLarge { bytes, limit });
    }
    Ok(raw)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
