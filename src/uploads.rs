//! Reports that people sent, kept as files of a folder beside the index: from there they are read like any others, can be checked and
//! cited when what was sent is long gone, and are read again when the index is made anew.

use std::io::{Error, ErrorKind};
use std::path::{Component, Path, PathBuf};

use crate::journal::write_whole;
use crate::private::make_folder;

/// Part of the name of a file that is being written: no report's.
const DRAFT: &str = "upload";

/// The folder of one index.
#[derive(Debug, Clone)]
pub struct Uploads {
    folder: PathBuf,
}

impl Uploads {
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The files with their paths, in order of these; none where nothing was kept yet.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn all(&self) -> Result<Vec<(String, Vec<u8>)>, Error> {
        let mut all = Vec::new();
        if !self.folder.is_dir() {
            return Ok(all);
        }
        for entry in walkdir::WalkDir::new(&self.folder).sort_by_file_name() {
            let entry = entry?;
            let below = entry.path().strip_prefix(&self.folder).unwrap_or(entry.path());
            let parts: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
            // A draft of a writer that is at work has another name than any report.
            if entry.file_type().is_file() && relative(&parts.join("/")).is_ok() && entry.path().extension().is_some() {
                all.push((parts.join("/"), fs_err::read(entry.path())?));
            }
        }
        Ok(all)
    }

    /// Writes the text of the report at `path`, relative to the folder with `/` between its parts, over an earlier one of the same path.
    /// The file is its owner's alone.
    ///
    /// # Errors
    /// `InvalidInput` for a path that leads elsewhere; those of the disk, see [`is_of_the_disk`].
    pub fn keep(&self, path: &str, text: &str) -> Result<(), Error> {
        let file = self.folder.join(relative(path)?);
        make_folder(&self.folder, true)?;
        if let Some(folder) = file.parent() {
            make_folder(folder, false)?;
        }
        write_whole(&file, DRAFT, text.as_bytes())
    }
}

/// Whether an error of [`Uploads::keep`] is met by whatever is kept, not by this path alone.
pub fn is_of_the_disk(error: &Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem
    )
}

/// A path that stays below where it begins.
fn relative(path: &str) -> Result<PathBuf, Error> {
    let parts: PathBuf = path.split('/').collect();
    let is_below = !path.is_empty()
        && !path.contains('\0')
        && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
        && parts.components().all(|part| matches!(part, Component::Normal(_)));
    if is_below { Ok(parts) } else { Err(ErrorKind::InvalidInput.into()) }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::Uploads;

    #[test]
    fn a_text_is_kept_for_its_owner_alone_and_a_later_one_replaces_it() {
        let base = tempfile::tempdir().expect("a folder");
        let uploads = Uploads::new(base.path().join("index.uploads"));
        uploads.keep("组/第26周 v1.5.md", "# 一\r\n").expect("kept");
        uploads.keep("组/第26周 v1.5.md", "# 二\r\n").expect("kept");
        let file = uploads.folder().join("组/第26周 v1.5.md");
        assert_eq!(std::fs::read_to_string(&file).expect("a text"), "# 二\r\n");
        let mode = |path: &std::path::Path| std::fs::metadata(path).expect("there").permissions().mode() & 0o777;
        assert_eq!((mode(&file), mode(uploads.folder())), (0o600, 0o700));
        assert_eq!(uploads.all().expect("read"), [("组/第26周 v1.5.md".to_owned(), "# 二\r\n".into())]);
        assert_eq!(std::fs::read_dir(file.parent().expect("a folder")).expect("a list").count(), 1, "no draft is left");
    }

    #[test]
    fn no_path_leads_out_of_the_folder() {
        let base = tempfile::tempdir().expect("a folder");
        let uploads = Uploads::new(base.path().join("index.uploads"));
        for path in ["", "..", "../x.md", "/etc/x.md", "a/../../x.md", "a//x.md", "./x.md", "a/./x.md", "x\0.md"] {
            assert!(uploads.keep(path, "x").is_err(), "{path}");
        }
        assert_eq!(std::fs::read_dir(base.path()).expect("a list").count(), 0);
    }
}
