//! What killed processes left of an index in a directory, and beside it: an index that was being made, drafts, sockets and private
//! copies. Nobody reads any of it; each can be made anew.

use std::io::{ErrorKind, Result};
use std::path::{Path, PathBuf};
use std::time::Duration;

use fs_err as fs;

use crate::private;
use crate::store::Location;
use crate::store::embedded::directory::{self, Contents, DirectoryLock, Holding};
use crate::store::embedded::{copy, seal};

/// What was found; nothing is changed by looking.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Leftovers {
    /// The directory of the index, where anything of it was left there.
    dir: Option<PathBuf>,
    /// An index that was being made to take the place of this one, and is not complete.
    pub rebuild: Option<PathBuf>,
    /// Files that were to be renamed when they are whole.
    pub drafts: Vec<PathBuf>,
    /// Sockets at which nobody answers.
    pub sockets: Vec<PathBuf>,
    /// Private copies that nobody has open.
    pub copies: Vec<PathBuf>,
}

impl Leftovers {
    /// What was left of the index at `location`, and in `folders`, where sockets and copies of this user lie, of its own. To be called
    /// before the index is opened, which makes some of it anew.
    pub fn find(location: &Location, folders: &[PathBuf]) -> Self {
        let mut found = Self::default();
        let Location::Embedded { dir, .. } = location else { return found };
        if directory::inspect(dir).is_ok_and(|contents| contents == Contents::Index) {
            found.of_directory(dir);
            found.beside(dir, folders);
        }
        found
    }

    fn of_directory(&mut self, dir: &Path) {
        let rebuild = directory::rebuild_path(dir);
        if rebuild.is_dir() && !directory::is_swap_begun(dir) && !is_held(&rebuild) {
            self.rebuild = Some(rebuild);
        }
        if !is_held(dir) {
            let drafts = [directory::fingerprint_draft(dir), seal::draft(&directory::shard_path(dir))];
            self.drafts.extend(drafts.into_iter().filter(|draft| draft.is_file()));
        }
        self.dir = (self.rebuild.is_some() || !self.drafts.is_empty()).then(|| dir.to_owned());
    }

    fn beside(&mut self, dir: &Path, folders: &[PathBuf]) {
        let folders: Vec<PathBuf> =
            folders.iter().filter(|folder| private::check_folder(folder).is_ok()).cloned().collect();
        let sockets = directory::socket_name(dir).map(|name| folders.iter().map(move |folder| folder.join(&name)));
        self.sockets = sockets.into_iter().flatten().filter(|socket| is_deserted(socket)).collect();
        let is_left = |copy: &PathBuf| copy.is_dir() && !copy.is_symlink() && !is_held(copy);
        self.copies = copy::places(dir, &folders).into_iter().filter(is_left).collect();
    }

    /// All of it, in the order in which it is told.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        let all = self.rebuild.iter().chain(&self.drafts).chain(&self.sockets).chain(&self.copies);
        all.map(PathBuf::as_path)
    }

    /// Removes what nobody has taken up since; each path that is gone now.
    ///
    /// # Errors
    /// The first that the system refuses; others may be gone.
    pub fn remove(&self) -> Result<Vec<PathBuf>> {
        let other = |error: crate::store::StoreError| std::io::Error::other(error);
        if let Some(dir) = self.dir.as_deref().filter(|_| self.rebuild.is_some()) {
            directory::discard_abandoned_rebuild(dir).map_err(other)?;
        }
        // Whoever writes one has the lock.
        if let Some(dir) = self.dir.as_deref().filter(|_| !self.drafts.is_empty())
            && let Ok(_lock) = DirectoryLock::acquire(dir, Duration::ZERO)
        {
            self.drafts.iter().try_for_each(|draft| gone(fs::remove_file(draft)))?;
        }
        for socket in self.sockets.iter().filter(|socket| is_deserted(socket)) {
            gone(fs::remove_file(socket))?;
        }
        for copy in &self.copies {
            if let Ok(_lock) = DirectoryLock::acquire(copy, Duration::ZERO) {
                gone(fs::remove_dir_all(copy))?;
            }
        }
        Ok(self.paths().filter(|path| !path.exists()).map(Path::to_owned).collect())
    }
}

fn gone(removed: Result<()>) -> Result<()> {
    match removed {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

fn is_held(dir: &Path) -> bool {
    matches!(directory::holding(dir), Holding::Other(_))
}

/// Whether a process left it that listens no more.
#[cfg(unix)]
fn is_deserted(socket: &Path) -> bool {
    let refused = |error: std::io::Error| error.kind() == ErrorKind::ConnectionRefused;
    std::os::unix::net::UnixStream::connect(socket).is_err_and(refused)
}

#[cfg(not(unix))]
fn is_deserted(_socket: &Path) -> bool {
    false
}

/// Files and folders of the index in `dir`; somebody may keep others beside them. None where no index is.
pub fn own_paths(location: &Location) -> Vec<PathBuf> {
    let Location::Embedded { dir, .. } = location else { return Vec::new() };
    if !directory::inspect(dir).is_ok_and(|contents| contents == Contents::Index) {
        return Vec::new();
    }
    directory::parts(dir).into_iter().filter(|part| part.exists()).collect()
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::net::UnixListener;

    use super::Leftovers;
    use crate::store::Location;
    use crate::store::embedded::copy::places;
    use crate::store::embedded::directory::{socket_name, write_fingerprint};
    use crate::store::fingerprint::Fingerprint;

    #[test]
    fn what_somebody_listens_at_or_holds_is_nothing_left_over() {
        let base = tempfile::tempdir().expect("temporary directory");
        let (index, folder) = (base.path().join("index"), base.path().join("sockets"));
        std::fs::create_dir(&index).expect("made");
        std::fs::create_dir(&folder).expect("made");
        std::fs::set_permissions(&folder, PermissionsExt::from_mode(0o700)).expect("closed");
        write_fingerprint(&index, &Fingerprint::sparse_only("test")).expect("written");
        std::fs::write(index.join("zhoubao.lock"), "").expect("written");
        let place = Location::Embedded { dir: index.clone(), copies: Vec::new() };
        let find = || Leftovers::find(&place, std::slice::from_ref(&folder));
        let socket = folder.join(socket_name(&index).expect("a lock file"));
        let copy = places(&index, std::slice::from_ref(&folder)).remove(0);
        std::fs::create_dir(&copy).expect("made");
        std::fs::write(copy.join("zhoubao.lock"), "").expect("written");
        std::fs::create_dir(index.join("rebuild")).expect("made");
        std::fs::write(folder.join("other.sock"), "").expect("written");
        let listening = UnixListener::bind(&socket).expect("listening");
        let held = std::fs::File::open(copy.join("zhoubao.lock")).expect("there");
        held.lock().expect("free");
        assert_eq!(find().paths().collect::<Vec<_>>(), [index.join("rebuild")]);
        drop((listening, held));
        let found = find();
        let all = [index.join("rebuild"), socket, copy];
        assert_eq!(found.paths().collect::<Vec<_>>(), all);
        assert_eq!(found.remove().expect("removed"), all);
        assert_eq!(find(), Leftovers::default());
        assert!(folder.join("other.sock").exists() && index.join("zhoubao-store.json").exists());
    }
}
