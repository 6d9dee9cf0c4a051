//! Files that the user asks for, and the one rule for them: what is there stays unless it is to be replaced, nothing is written
//! among the reports that were read, and a file is there whole or as it was before.

use std::fs::{FileType, Permissions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use fs_err as fs;
use tempfile::NamedTempFile;

use crate::private::users_mode;

/// Links that are followed from one name to the next, as Linux does.
const MOST_LINKS: usize = 40;

/// Files that are open at one time, at most: a process may have 256 on some systems.
const MOST_OPEN: usize = 100;

/// A path as given, what it means, and the text to write.
type Written<'a> = (PathBuf, Destination, &'a str);

/// What may be written.
#[derive(Debug, Clone, Default)]
pub struct Output {
    replaces: bool,
    /// Canonical paths of folders and single files that reports were read from, and of the program's own folders.
    ingested: Vec<PathBuf>,
}

/// Why a file is not written.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    #[error("`{path}` is there already", path = path.display())]
    Exists { path: PathBuf },
    #[error("`{path}` lies in `{root}`, where the reports were read from or the program keeps its own files: nothing is written there", path = path.display(), root = root.display())]
    Ingested { path: PathBuf, root: PathBuf },
    #[error("`{path}` is a folder", path = path.display())]
    Folder { path: PathBuf },
    #[error("`{path}` is a disk, not a file", path = path.display())]
    Disk { path: PathBuf },
    #[error("`{path}` cannot be written: there is no folder `{folder}`", path = path.display(), folder = folder.display())]
    NoFolder { path: PathBuf, folder: PathBuf },
    #[error("`{path}` cannot be written: its links lead nowhere", path = path.display())]
    Links { path: PathBuf },
    #[error("`{path}` cannot be written", path = path.display())]
    Write { path: PathBuf, source: std::io::Error },
}

/// A file of many pieces, that takes its name when it is whole.
#[derive(Debug)]
pub struct Begun {
    path: PathBuf,
    real: PathBuf,
    draft: NamedTempFile,
    replaces: bool,
}

impl Begun {
    pub fn file(&mut self) -> &mut std::fs::File {
        self.draft.as_file_mut()
    }

    /// # Errors
    /// `Exists` where something came meanwhile that may not be replaced, `Write`.
    pub fn finish(self) -> Result<(), OutputError> {
        self.draft.as_file().sync_all().map_err(failed(&self.path))?;
        name(self.draft, &self.path, &self.real, self.replaces)
    }
}

/// What a path means once its links are followed.
enum Destination {
    /// A terminal, a pipe, `/dev/null`: it is written to as it is and holds nothing that could be lost.
    Stream(PathBuf),
    /// A regular file; `None` where none exists yet.
    File(PathBuf, Option<Permissions>),
}

impl Output {
    /// `replaces`: a file that is there may be replaced. `ingested`: the folders, archives and single files that reports were
    /// read from; one that is gone protects the path it had.
    pub fn new(replaces: bool, ingested: impl IntoIterator<Item = PathBuf>) -> Self {
        let canonical = |root: PathBuf| fs::canonicalize(&root).unwrap_or(root);
        Self { replaces, ingested: ingested.into_iter().map(canonical).collect() }
    }

    /// The same, with or without leave to replace what is there.
    pub fn replacing(self, replaces: bool) -> Self {
        Self { replaces, ..self }
    }

    /// Whether `path` may be written; nothing is touched.
    ///
    /// # Errors
    /// `Exists` without leave to replace; `Ingested` always; what is no file, or has no folder to be in.
    pub fn check(&self, path: &Path) -> Result<(), OutputError> {
        self.place(path).map(drop)
    }

    /// Whether `path` is written through (a pipe, a device): no temporary file is made beside it.
    pub fn is_stream(path: &Path) -> bool {
        matches!(locate(path), Ok(Destination::Stream(_)))
    }

    /// Writes all of `text` to `path`, or leaves it as it is.
    ///
    /// # Errors
    /// Those of [`Self::check`], and `Write`.
    pub fn write(&self, path: &Path, text: &str) -> Result<(), OutputError> {
        self.write_with(path, text, Path::new(""), &[])
    }

    /// The same with files `beside` it, by name and text, in `folder`, which is made where it is missing. All of them are
    /// decided on and written out before the first takes its name.
    pub fn write_with(
        &self,
        path: &Path,
        text: &str,
        folder: &Path,
        beside: &[(&str, &str)],
    ) -> Result<(), OutputError> {
        let (mut files, made) = if beside.is_empty() { (Vec::new(), None) } else { self.in_folder(folder, beside)? };
        // Last, so that it never names pictures that are not there.
        files.push((path.to_path_buf(), self.place(path)?, text));
        self.make(folder, made.as_deref())?;
        let written = self.write_files(&files);
        if let (Err(_), Some(made)) = (&written, &made) {
            // It goes only where it is empty, and what went wrong first is what is told.
            let _ = fs::remove_dir(made);
        }
        written
    }

    /// Writes files by name and text into `folder`, which is made where it is missing. All of them are decided on before the
    /// first is written.
    ///
    /// # Errors
    /// Those of [`Self::check`], and `Write`.
    pub fn write_folder(&self, folder: &Path, files: &[(&str, &str)]) -> Result<(), OutputError> {
        let (files, made) = self.in_folder(folder, files)?;
        self.make(folder, made.as_deref())?;
        files.chunks(MOST_OPEN).try_for_each(|files| self.write_files(files))
    }

    /// The places of files in a folder, and the folder where it has to be made.
    fn in_folder<'a>(
        &self,
        folder: &Path,
        named: &[(&str, &'a str)],
    ) -> Result<(Vec<Written<'a>>, Option<PathBuf>), OutputError> {
        let (real, is_there) = self.folder(folder)?;
        let mut files = Vec::with_capacity(named.len());
        for (name, text) in named {
            let file =
                if is_there { self.place(&folder.join(name))? } else { Destination::File(real.join(name), None) };
            files.push((folder.join(name), file, *text));
        }
        Ok((files, (!is_there).then_some(real)))
    }

    fn make(&self, folder: &Path, made: Option<&Path>) -> Result<(), OutputError> {
        let Some(made) = made else { return Ok(()) };
        fs::create_dir(made).and_then(|()| give_to_user(made, 0o777)).map_err(failed(folder))
    }

    /// Removes a file of an earlier run, where files may be replaced; what lies among the reports stays.
    ///
    /// # Errors
    /// `Write` where it cannot be removed.
    pub fn remove(&self, path: &Path) -> Result<(), OutputError> {
        match self.place(path) {
            Ok(Destination::File(real, Some(_))) => fs::remove_file(real).map_err(failed(path)),
            _ => Ok(()),
        }
    }

    fn write_files(&self, files: &[Written]) -> Result<(), OutputError> {
        let mut staged = Vec::new();
        for (path, place, text) in files {
            if let Destination::File(real, permissions) = place {
                let draft = draft(real, permissions.as_ref(), text).map_err(failed(path))?;
                staged.push((path, real, draft));
            }
        }
        for (path, place, text) in files {
            if let Destination::Stream(real) = place {
                stream(real, text).map_err(failed(path))?;
            }
        }
        staged.into_iter().try_for_each(|(path, real, draft)| name(draft, path, real, self.replaces))
    }

    /// A file to be written piece by piece, for its owner alone.
    ///
    /// # Errors
    /// Those of [`Self::check`], and `Write`; `Disk` of what is no file.
    pub fn begin(&self, path: &Path) -> Result<Begun, OutputError> {
        let Destination::File(real, _) = self.place(path)? else {
            return Err(OutputError::Disk { path: path.to_path_buf() });
        };
        let folder = real.parent().unwrap_or(Path::new("."));
        let draft = tempfile::Builder::new().prefix(".zhoubao-").suffix(".partial").tempfile_in(folder);
        let draft = draft.map_err(failed(path))?;
        Ok(Begun { path: path.to_path_buf(), real, draft, replaces: self.replaces })
    }

    fn place(&self, path: &Path) -> Result<Destination, OutputError> {
        let place = locate(path)?;
        if let Destination::File(real, there) = &place {
            self.check_ingested(path, real)?;
            if there.is_some() && !self.replaces {
                return Err(OutputError::Exists { path: path.to_path_buf() });
            }
        }
        Ok(place)
    }

    /// The real path of a folder, and whether it is there.
    fn folder(&self, folder: &Path) -> Result<(PathBuf, bool), OutputError> {
        match locate(folder) {
            Err(OutputError::Folder { .. }) => Ok((fs::canonicalize(folder).map_err(failed(folder))?, true)),
            Ok(Destination::File(real, None)) => self.check_ingested(folder, &real).map(|()| (real, false)),
            Ok(_) => Err(OutputError::Exists { path: folder.to_path_buf() }),
            Err(error) => Err(error),
        }
    }

    fn check_ingested(&self, path: &Path, real: &Path) -> Result<(), OutputError> {
        let folders: Vec<(u64, u64)> = real.ancestors().skip(1).filter_map(identity).collect();
        // A folder that is mounted a second time has another path and is the same.
        let is_below =
            |root: &Path| real.starts_with(root) || identity(root).is_some_and(|root| folders.contains(&root));
        match self.ingested.iter().find(|root| is_below(root)) {
            Some(root) => Err(OutputError::Ingested { path: path.to_path_buf(), root: root.clone() }),
            None => Ok(()),
        }
    }
}

/// Follows `path` to what it names; the folder it lies in must be there.
fn locate(path: &Path) -> Result<Destination, OutputError> {
    let mut at = path.to_path_buf();
    for _ in 0..MOST_LINKS {
        let Some(name) = at.file_name().map(ToOwned::to_owned) else {
            return Err(OutputError::Folder { path: path.to_path_buf() });
        };
        let folder = at.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
        let folder = fs::canonicalize(folder).map_err(|source| match source.kind() {
            ErrorKind::NotFound => OutputError::NoFolder { path: path.to_path_buf(), folder: folder.to_path_buf() },
            _ => OutputError::Write { path: path.to_path_buf(), source },
        })?;
        let real = folder.join(name);
        if holds_descriptors(&folder) {
            return Ok(Destination::Stream(real));
        }
        let metadata = match fs::symlink_metadata(&real) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Destination::File(real, None)),
            metadata => metadata.map_err(failed(path))?,
        };
        let kind = metadata.file_type();
        if kind.is_symlink() {
            at = folder.join(fs::read_link(&real).map_err(failed(path))?);
        } else if kind.is_file() {
            return Ok(Destination::File(real, Some(metadata.permissions())));
        } else if kind.is_dir() {
            return Err(OutputError::Folder { path: path.to_path_buf() });
        } else if is_disk(kind) {
            return Err(OutputError::Disk { path: path.to_path_buf() });
        } else {
            return Ok(Destination::Stream(real));
        }
    }
    Err(OutputError::Links { path: path.to_path_buf() })
}

/// Which folder a path names, whatever the path.
#[cfg(unix)]
fn identity(path: &Path) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    fs::metadata(path).ok().map(|found| (found.dev(), found.ino()))
}

#[cfg(not(unix))]
fn identity(_: &Path) -> Option<(u64, u64)> {
    None
}

/// `/dev/stdout` leads here: what is behind it was opened by whoever started the program.
fn holds_descriptors(folder: &Path) -> bool {
    folder == Path::new("/dev/fd") || (folder.starts_with("/proc") && folder.ends_with("fd"))
}

#[cfg(unix)]
fn is_disk(kind: FileType) -> bool {
    std::os::unix::fs::FileTypeExt::is_block_device(&kind)
}

#[cfg(not(unix))]
fn is_disk(_: FileType) -> bool {
    false
}

/// `text` on disk beside `real`, under a name of its own; it goes with the value until it is given that name.
/// Where nothing may be replaced, what came meanwhile is not either.
fn name(draft: NamedTempFile, path: &Path, real: &Path, replaces: bool) -> Result<(), OutputError> {
    let named = if replaces { draft.persist(real) } else { draft.persist_noclobber(real) };
    named.map(drop).map_err(|error| match error.error.kind() {
        ErrorKind::AlreadyExists => OutputError::Exists { path: path.to_path_buf() },
        _ => OutputError::Write { path: path.to_path_buf(), source: error.error },
    })
}

fn draft(real: &Path, permissions: Option<&Permissions>, text: &str) -> std::io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".zhoubao-").suffix(".partial");
    #[cfg(unix)]
    {
        // As any new file; the umask takes from it.
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    }
    let mut draft = builder.tempfile_in(real.parent().unwrap_or(Path::new(".")))?;
    draft.write_all(text.as_bytes())?;
    match permissions {
        Some(permissions) => draft.as_file().set_permissions(permissions.clone())?,
        None => give_to_user(draft.path(), 0o666)?,
    }
    draft.as_file().sync_all()?;
    Ok(draft)
}

/// What the user asked for has the rights that the user's other files have.
#[cfg(unix)]
fn give_to_user(path: &Path, mode: u32) -> std::io::Result<()> {
    match users_mode(mode) {
        Some(mode) => fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(mode)),
        None => Ok(()),
    }
}

#[cfg(not(unix))]
fn give_to_user(_: &Path, _: u32) -> std::io::Result<()> {
    Ok(())
}

/// Writes on at the end: a descriptor may be of a file that others write to, too. A reader that closes early is no error.
fn stream(real: &Path, text: &str) -> std::io::Result<()> {
    let mut file = fs::OpenOptions::new().append(true).open(real)?;
    match file.write_all(text.as_bytes()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

fn failed(path: &Path) -> impl Fn(std::io::Error) -> OutputError {
    let path = path.to_path_buf();
    move |source| OutputError::Write { path: path.clone(), source }
}

#[cfg(test)]
mod tests;
