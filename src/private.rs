//! Files that only their owner reads, whatever the umask: folders 0700, files 0600. Everything that holds text of reports
//! is made here: the index, the replies of a model, the ledger of what left, the history of a chat.

use std::fs::OpenOptions;
use std::io::Result;
use std::path::Path;
use std::sync::OnceLock;

use fs_err as fs;

/// What the user's umask was before [`close_to_others`].
static USERS_UMASK: OnceLock<u32> = OnceLock::new();

/// From here on whatever the process makes is its owner's alone, and its owner's at least; other libraries' files, too. For
/// the start of the process.
pub fn close_to_others() {
    #[cfg(unix)]
    {
        let before = rustix::process::umask(rustix::fs::Mode::RWXG | rustix::fs::Mode::RWXO);
        // Called twice, the first umask was the user's.
        let _ = USERS_UMASK.set(before.bits() as u32);
    }
}

/// The rights of a file or folder that the user asked for: `mode` less the user's umask. `None` where the umask is still
/// the user's, and does it by itself.
pub fn users_mode(mode: u32) -> Option<u32> {
    USERS_UMASK.get().map(|umask| mode & !umask)
}

/// Makes `folder` and those above it, and closes it to others where it is new, empty or `is_ours`: somebody else's folder
/// is left as it is.
pub fn make_folder(folder: &Path, is_ours: bool) -> Result<()> {
    let is_new = !folder.exists();
    create(folder)?;
    if is_new || is_ours || fs::read_dir(folder)?.next().is_none() { close(folder) } else { Ok(()) }
}

#[cfg(unix)]
fn create(folder: &Path) -> Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .map_err(|error| std::io::Error::new(error.kind(), format!("failed to create `{}`: {error}", folder.display())))
}

#[cfg(not(unix))]
fn create(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder)
}

/// # Errors
/// `PermissionDenied` where `folder` is not itself a folder, this user's, and closed to others. One in `/tmp` may have been made by
/// anybody.
#[cfg(unix)]
pub fn check_folder(folder: &Path) -> Result<()> {
    use std::os::unix::fs::MetadataExt;
    let metadata = fs::symlink_metadata(folder)?;
    if metadata.is_dir() && metadata.uid() == own_uid() && metadata.mode() & 0o077 == 0 {
        return Ok(());
    }
    let reason = format!("`{}` is not a folder of this user alone", folder.display());
    Err(std::io::Error::new(std::io::ErrorKind::PermissionDenied, reason))
}

/// Where the system knows no such rights, the folder's place is what protects it.
#[cfg(not(unix))]
pub fn check_folder(_folder: &Path) -> Result<()> {
    Ok(())
}

/// The user that this process acts for.
#[cfg(unix)]
pub fn own_uid() -> u32 {
    rustix::process::geteuid().as_raw()
}

/// To open a file with; one that is created is its owner's alone.
pub fn options() -> OpenOptions {
    #[cfg_attr(not(unix), expect(unused_mut))]
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options
}

/// Takes from everybody else the right to a file or folder that exists. Where the system knows no such rights, nothing.
#[cfg(unix)]
pub fn close(path: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::symlink_metadata(path)?.permissions().mode();
    if mode & 0o077 == 0 {
        return Ok(());
    }
    fs::set_permissions(path, std::fs::Permissions::from_mode(mode & 0o700))
}

#[cfg(not(unix))]
pub fn close(_path: &Path) -> Result<()> {
    Ok(())
}

/// What of `path`, a file or a folder with all that is in it, is this user's and not closed to others. Links are not followed, and what
/// cannot be looked at is left out.
#[cfg(unix)]
pub fn open_to_others(path: &Path) -> Vec<std::path::PathBuf> {
    use std::os::unix::fs::MetadataExt;
    let is_open = |entry: &walkdir::DirEntry| {
        let metadata = entry.metadata();
        !entry.path_is_symlink() && metadata.is_ok_and(|found| found.uid() == own_uid() && found.mode() & 0o077 != 0)
    };
    let entries = walkdir::WalkDir::new(path).into_iter().filter_map(std::result::Result::ok);
    entries.filter(is_open).map(walkdir::DirEntry::into_path).collect()
}

#[cfg(not(unix))]
pub fn open_to_others(_path: &Path) -> Vec<std::path::PathBuf> {
    Vec::new()
}

/// [`close`] for all that is in `folder`, and for itself. Links are not followed.
pub fn close_all(folder: &Path) -> Result<()> {
    for entry in walkdir::WalkDir::new(folder).follow_root_links(true) {
        match entry {
            Ok(entry) if !entry.path_is_symlink() => match close(entry.path()) {
                // The engine removes files as it goes on.
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                closed => closed?,
            },
            Ok(_) => {}
            Err(error) => match error.io_error().map(std::io::Error::kind) {
                Some(std::io::ErrorKind::NotFound) => {}
                _ => return Err(error.into()),
            },
        }
    }
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt;
    use std::path::Path;

    use super::{check_folder, close_all, make_folder, options};

    fn mode(path: &Path) -> u32 {
        std::fs::metadata(path).expect("there").permissions().mode() & 0o777
    }

    #[test]
    fn what_is_made_is_its_owners_alone() {
        let base = tempfile::tempdir().expect("temporary directory");
        let folder = base.path().join("a/b");
        make_folder(&folder, false).expect("made");
        options().create(true).write(true).truncate(true).open(folder.join("f")).expect("made");
        assert_eq!((mode(&folder), mode(&folder.join("f"))), (0o700, 0o600));
    }

    #[test]
    fn what_was_open_to_others_is_closed_and_links_are_left_alone() {
        let base = tempfile::tempdir().expect("temporary directory");
        let (ours, theirs) = (base.path().join("ours"), base.path().join("theirs"));
        std::fs::create_dir_all(ours.join("x")).expect("made");
        for file in [&theirs, &ours.join("x/f")] {
            std::fs::write(file, "text").expect("written");
            std::fs::set_permissions(file, PermissionsExt::from_mode(0o644)).expect("set");
        }
        std::os::unix::fs::symlink(&theirs, ours.join("link")).expect("linked");
        close_all(&ours).expect("closed");
        assert_eq!([mode(&ours), mode(&ours.join("x")), mode(&ours.join("x/f"))], [0o700, 0o700, 0o600]);
        assert_eq!(mode(&theirs), 0o644);
    }

    #[test]
    fn a_folder_that_others_may_enter_or_that_is_a_link_is_refused() {
        let base = tempfile::tempdir().expect("temporary directory");
        let open = base.path().join("open");
        std::fs::create_dir(&open).expect("made");
        std::fs::set_permissions(&open, PermissionsExt::from_mode(0o755)).expect("set");
        assert!(check_folder(&open).is_err());
        std::fs::set_permissions(&open, PermissionsExt::from_mode(0o700)).expect("set");
        assert!(check_folder(&open).is_ok());
        let link = base.path().join("link");
        std::os::unix::fs::symlink(&open, &link).expect("linked");
        assert!(check_folder(&link).is_err());
    }

    #[test]
    fn somebody_elses_folder_keeps_its_rights() {
        let base = tempfile::tempdir().expect("temporary directory");
        std::fs::write(base.path().join("theirs"), "text").expect("written");
        std::fs::set_permissions(base.path(), PermissionsExt::from_mode(0o755)).expect("set");
        make_folder(base.path(), false).expect("there");
        assert_eq!(mode(base.path()), 0o755);
        make_folder(base.path(), true).expect("there");
        assert_eq!(mode(base.path()), 0o700);
    }
}
