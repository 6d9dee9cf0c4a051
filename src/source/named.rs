//! A file that the user named for something else than its report: a configuration, a template, questions. What may never end
//! (a device, a pipe) is refused before it is opened, and what is longer than such a file can be is not read to its end.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Why a named file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum NamedFileError {
    #[error("`{}` cannot be read", path.display())]
    Unreadable {
        path: PathBuf,
        #[source]
        source: io::Error,
    },
    #[error("`{}` is {}, not a file", path.display(), what)]
    NotAFile { path: PathBuf, what: &'static str },
    #[error("`{}` has more than {limit_bytes} bytes, and no {purpose} is that long", path.display())]
    TooLarge { path: PathBuf, purpose: &'static str, limit_bytes: u64 },
    #[error("`{}` is not UTF-8", path.display())]
    NotUtf8 { path: PathBuf },
}

impl NamedFileError {
    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::NotAFile { .. } => {
                Some("name a regular file; what a program writes can be put into one first".to_owned())
            }
            Self::TooLarge { .. } => Some("was another file meant?".to_owned()),
            Self::NotUtf8 { .. } => Some("save it as UTF-8".to_owned()),
            Self::Unreadable { .. } => None,
        }
    }
}

/// What a named file is for, and how long such a file may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NamedFile {
    /// As in "no … is that long".
    pub purpose: &'static str,
    pub limit_bytes: u64,
}

impl NamedFile {
    pub const CONFIGURATION: Self = Self { purpose: "configuration", limit_bytes: 1 << 20 };
    pub const ALIASES: Self = Self { purpose: "table of names", limit_bytes: 1 << 20 };
    pub const TOKENS: Self = Self { purpose: "token file", limit_bytes: 1 << 20 };
    pub const PROMPT: Self = Self { purpose: "prompt", limit_bytes: 1 << 20 };
    pub const TEMPLATE: Self = Self { purpose: "template", limit_bytes: 1 << 20 };
    pub const MODELS: Self = Self { purpose: "file of models", limit_bytes: 1 << 20 };
    /// SQuAD's own training set has 42 MB.
    pub const QUESTIONS: Self = Self { purpose: "set of questions", limit_bytes: 64 << 20 };
    pub const EVALUATION: Self = Self { purpose: "earlier evaluation", limit_bytes: 256 << 20 };

    /// The bytes of the regular file at `path`, or of the one that a link there leads to.
    ///
    /// # Errors
    /// `Unreadable`: not there, or refused by the operating system. `NotAFile` for a folder, a device, a pipe or a socket;
    /// it is not opened. `TooLarge` for more bytes than such a file has.
    pub fn read(self, path: &Path) -> Result<Vec<u8>, NamedFileError> {
        let unreadable = |source| NamedFileError::Unreadable { path: path.to_path_buf(), source };
        let metadata = std::fs::metadata(path).map_err(unreadable)?;
        if !metadata.is_file() {
            let what = if metadata.is_dir() { "a folder" } else { "a device, pipe or socket" };
            return Err(NamedFileError::NotAFile { path: path.to_path_buf(), what });
        }
        let mut bytes = Vec::new();
        let file = std::fs::File::open(path).map_err(unreadable)?;
        // Its length is not trusted: a file of /proc has none, another may grow meanwhile.
        file.take(self.limit_bytes + 1).read_to_end(&mut bytes).map_err(unreadable)?;
        if bytes.len() as u64 > self.limit_bytes {
            let Self { purpose, limit_bytes } = self;
            return Err(NamedFileError::TooLarge { path: path.to_path_buf(), purpose, limit_bytes });
        }
        Ok(bytes)
    }

    /// As [`Self::read`], as text.
    ///
    /// # Errors
    /// Those of [`Self::read`], and `NotUtf8`.
    pub fn read_text(self, path: &Path) -> Result<String, NamedFileError> {
        String::from_utf8(self.read(path)?).map_err(|_| NamedFileError::NotUtf8 { path: path.to_path_buf() })
    }
}

#[cfg(test)]
mod tests {
    use super::{NamedFile, NamedFileError};

    const SHORT: NamedFile = NamedFile { purpose: "template", limit_bytes: 4 };

    #[test]
    fn a_file_is_read_up_to_its_limit_and_refused_beyond() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a");
        fs_err::write(&file, "周1").unwrap();
        assert_eq!(SHORT.read_text(&file).unwrap(), "周1");
        fs_err::write(&file, "周12").unwrap();
        let error = SHORT.read(&file).unwrap_err();
        assert!(error.to_string().ends_with("has more than 4 bytes, and no template is that long"), "{error}");
        fs_err::write(&file, [0xff]).unwrap();
        assert!(matches!(SHORT.read_text(&file), Err(NamedFileError::NotUtf8 { .. })));
    }

    #[test]
    fn a_folder_and_what_is_missing_are_named() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(SHORT.read(folder.path()), Err(NamedFileError::NotAFile { what: "a folder", .. })));
        assert!(matches!(SHORT.read(&folder.path().join("b")), Err(NamedFileError::Unreadable { .. })));
    }

    #[cfg(unix)]
    #[test]
    fn a_device_and_a_pipe_are_refused_unopened_and_a_link_to_a_file_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        // Opening a pipe that nobody writes to would not return.
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        for path in [std::path::Path::new("/dev/zero"), &pipe] {
            let error = SHORT.read(path).unwrap_err();
            assert!(matches!(error, NamedFileError::NotAFile { what: "a device, pipe or socket", .. }), "{error}");
        }
        fs_err::write(folder.path().join("a"), "ok").unwrap();
        std::os::unix::fs::symlink(folder.path().join("a"), folder.path().join("b")).unwrap();
        assert_eq!(SHORT.read(&folder.path().join("b")).unwrap(), b"ok");
    }
}
