//! What reading gives: one document with its text, its name and where it came from. What the text
//! means — a report, a week, an author — is left to the text ring.

use super::skip::{Skip, Skipped};
use std::fmt::{self, Display};
use std::path::{Path, PathBuf};

use super::name::{folder_name, is_export_archive, page_name};

/// One text read from a file or from a zip member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Relative to the root, with `/`: `张三/第26周.md`; a zip member as `export.zip/第26周 ….md`, where the
    /// part zips inside an export leave no trace. For a file given by itself: its file name.
    pub path: String,
    /// The file on disk; the outermost zip for a member.
    pub absolute: PathBuf,
    /// The Notion page id at the end of the file name: 32 lower-case hex digits, or the short id as written.
    pub page_id: Option<String>,
    /// The file name without page id and endings; the whole stem where nothing else is left.
    pub name: String,
    /// Names of the parent folders inside the root without their page ids, outermost first. A zip inside a
    /// folder counts as one by its name, unless Notion named it.
    pub folder: Vec<String>,
    /// The root it came from: the canonical absolute path of the folder, zip or file that was given.
    pub root: String,
    /// The text; without byte order mark, line ends as in the file.
    pub text: String,
    /// The encoding the bytes were in.
    pub encoding: Encoding,
    /// How many characters of `text` are U+FFFD because their bytes could not be decoded; nearly always 0.
    pub replaced_chars: usize,
    /// SHA-256 of the raw bytes, 64 lower-case hex digits.
    pub hash: String,
}

impl Document {
    /// The same as what could not be read.
    pub fn skipped(&self, reason: Skip) -> Skipped {
        Skipped {
            path: self.path.clone(),
            absolute: self.absolute.clone(),
            root: self.root.clone(),
            page_id: self.page_id.clone(),
            reason,
        }
    }
}

/// How a file's bytes encode its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Encoding {
    Utf8,
    /// UTF-8 after a byte order mark.
    Utf8Bom,
    /// GB18030, which contains GBK and GB 2312.
    Gbk,
    /// Little-endian UTF-16 after a byte order mark.
    Utf16Le,
    /// Big-endian UTF-16 after a byte order mark.
    Utf16Be,
}

impl Display for Encoding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Utf8 => "UTF-8",
            Self::Utf8Bom => "UTF-8 with BOM",
            Self::Gbk => "GB18030",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
        })
    }
}

/// What a path says about a document: `(name, page id, folder)`.
pub(super) fn describe(path: &str, absolute: &Path, root: &str) -> (String, Option<String>, Vec<String>) {
    let mut segments: Vec<&str> = path.split('/').collect();
    let file_name = segments.pop().unwrap_or_default();
    let root_is_zip = absolute == Path::new(root);
    let mut folder = Vec::new();
    for (depth, segment) in segments.iter().enumerate() {
        match segment.get(segment.len().saturating_sub(4)..) {
            Some(ending) if ending.eq_ignore_ascii_case(".zip") => {
                let is_root = depth == 0 && root_is_zip;
                if !is_root && !is_export_archive(segment) {
                    folder.push(folder_name(&segment[..segment.len() - ending.len()]));
                }
            }
            _ => folder.push(folder_name(segment)),
        }
    }
    let page = page_name(file_name);
    (page.name, page.page_id, folder)
}
