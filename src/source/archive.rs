//! One open zip: the names of its members, and a member's bytes under guard. Declared sizes are never
//! trusted: bytes are counted as they are inflated. How zips nest and how their members are called is
//! left to the listing.

use std::io::{BufReader, Read};
use std::path::Path;

use zip::ZipArchive;
use zip::result::ZipError;

use super::limits::Limits;
use super::name::decode_name;
use super::skip::Skip;
use super::window::Window;

/// Bytes inflated between two looks at the limits.
const CHUNK_BYTES: usize = 64 << 10;

/// What the zip library says when a member goes on after its declared length; it has no kind of its own.
const OVERRUN: &str = "larger than its declared uncompressed size";

/// A zip whose directory has been read.
pub(super) struct OpenArchive {
    window: Window,
    zip: ZipArchive<BufReader<Window>>,
}

/// A member's place outside its zip, from its stored name.
pub(super) enum MemberPath {
    /// Segments joined by `/`, none of them `.` or `..`.
    Inside(String),
    Folder,
    /// The name as far as it can be shown.
    Escapes(String),
}

impl OpenArchive {
    /// Opens the zip on disk at `path`.
    pub(super) fn open(path: &Path) -> Result<Self, Skip> {
        Self::over(Window::open(path)?)
    }

    /// Opens the zip in `window`.
    pub(super) fn over(window: Window) -> Result<Self, Skip> {
        let zip = ZipArchive::new(BufReader::new(window.clone())).map_err(broken)?;
        Ok(Self { window, zip })
    }

    /// How many members its directory lists; those of one stored name count once, the last of them is read.
    pub(super) fn len(&self) -> usize {
        self.zip.len()
    }

    /// The place of member `index`, as its name and its kind state it.
    pub(super) fn member_path(&self, index: usize) -> Result<MemberPath, Skip> {
        let entry = self.zip.by_index_data(index).map_err(broken)?;
        let name = decode_name(entry.name_raw()).replace('\\', "/");
        let mut segments = Vec::new();
        let mut escapes = entry.is_symlink() || name.starts_with('/') || entry.name_raw().contains(&0);
        for segment in name.split('/') {
            let is_drive = matches!(segment.as_bytes(), [letter, b':', ..] if letter.is_ascii_alphabetic());
            match segment {
                "" | "." => {}
                ".." => escapes = true,
                _ if is_drive && segments.is_empty() => escapes = true,
                _ => segments.push(segment),
            }
        }
        Ok(if escapes {
            MemberPath::Escapes(name)
        } else if name.ends_with('/') || segments.is_empty() {
            MemberPath::Folder
        } else {
            MemberPath::Inside(segments.join("/"))
        })
    }

    /// Inflates member `index`, a document. What was inflated is taken from `budget`, also on failure.
    pub(super) fn read(&mut self, index: usize, limits: &Limits, budget: &mut u64) -> Result<Vec<u8>, Skip> {
        self.inflate(index, limits.file_bytes, limits, budget)
    }

    /// Opens the zip that is member `index`: in place where it is stored as it is, else inflated into memory.
    pub(super) fn inner(&mut self, index: usize, limits: &Limits, budget: &mut u64) -> Result<Self, Skip> {
        let entry = self.zip.by_index(index).map_err(broken)?;
        let is_stored = entry.compression() == zip::CompressionMethod::Stored;
        let stretch =
            entry.data_start().filter(|_| is_stored).and_then(|start| self.window.part(start, entry.compressed_size()));
        drop(entry);
        match stretch {
            Some(window) => Self::over(window),
            None => {
                let bytes = self.inflate(index, limits.zip_inner_bytes, limits, budget)?;
                Self::over(Window::over(bytes))
            }
        }
    }

    fn inflate(&mut self, index: usize, member_limit: u64, limits: &Limits, budget: &mut u64) -> Result<Vec<u8>, Skip> {
        let mut member = self.zip.by_index(index).map_err(broken)?;
        let declared = member.size();
        let ratio_limit = member.compressed_size().saturating_mul(limits.zip_ratio).max(Limits::RATIO_FREE_BYTES);
        let mut bytes = Vec::new();
        let mut chunk = vec![0; CHUNK_BYTES];
        loop {
            let count = match member.read(&mut chunk) {
                Ok(0) => break,
                Ok(count) => count,
                Err(error) if error.to_string().contains(OVERRUN) => {
                    return Err(Skip::ZipBomb { declared, actual: declared.saturating_add(1), limit: declared });
                }
                Err(error) => return Err(Skip::BrokenZip(error.to_string())),
            };
            bytes.extend_from_slice(&chunk[..count]);
            let actual = bytes.len() as u64;
            let stopped_by = |limit| Skip::ZipBomb { declared, actual, limit };
            if count as u64 > *budget {
                *budget = 0;
                return Err(stopped_by(limits.zip_total_bytes));
            }
            *budget -= count as u64;
            if actual > ratio_limit {
                return Err(stopped_by(ratio_limit));
            }
            if actual > member_limit {
                return Err(Skip::TooLarge { bytes: actual, limit: member_limit });
            }
        }
        let actual = bytes.len() as u64;
        if actual != declared {
            return Err(Skip::BrokenZip(format!("a member declares {declared} bytes and has {actual}")));
        }
        Ok(bytes)
    }
}

fn broken(error: ZipError) -> Skip {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => Skip::Encrypted,
        ZipError::Io(error) if error.kind() != std::io::ErrorKind::UnexpectedEof => error.into(),
        error => Skip::BrokenZip(error.to_string()),
    }
}
