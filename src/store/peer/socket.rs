//! The socket of an index: where it lies, and that only processes of the same user are at its ends.

use std::io::{Error, ErrorKind, Result};
use std::path::{Path, PathBuf};

use crate::private;

#[cfg(unix)]
pub(super) type Stream = tokio::net::UnixStream;
#[cfg(unix)]
pub(super) type Acceptor = tokio::net::UnixListener;

/// Elsewhere nobody listens, and a process waits for its turn.
#[cfg(not(unix))]
pub(super) type Stream = tokio::net::TcpStream;
#[cfg(not(unix))]
pub(super) type Acceptor = tokio::net::TcpListener;

/// Where sockets of this user may lie, the best place first: in `runtime`, the user's own folder for such things, else in a folder of
/// the user's own below `temporary`.
pub fn socket_folders(runtime: Option<PathBuf>, temporary: &Path) -> Vec<PathBuf> {
    #[cfg(unix)]
    let own = temporary.join(format!("zhoubao-{}", private::own_uid()));
    #[cfg(not(unix))]
    let own = temporary.join("zhoubao");
    runtime.map(|runtime| runtime.join("zhoubao")).into_iter().chain([own]).collect()
}

/// Listens at `path`, in a folder of the user's alone. A file that is there belongs to a process that ended: who calls this
/// holds the index that the name is of.
#[cfg(unix)]
pub(super) fn bind(path: &Path) -> Result<Acceptor> {
    let folder = path.parent().ok_or(ErrorKind::InvalidInput)?;
    private::make_folder(folder, false)?;
    private::check_folder(folder)?;
    match fs_err::remove_file(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        removed => removed?,
    }
    let acceptor = Acceptor::bind(path)?;
    private::close(path)?;
    Ok(acceptor)
}

#[cfg(unix)]
pub(super) async fn connect(path: &Path) -> Result<Stream> {
    let stream = Stream::connect(path).await?;
    check_user(&stream)?;
    Ok(stream)
}

#[cfg(unix)]
pub(super) async fn accept(acceptor: &Acceptor) -> Result<Stream> {
    let (stream, _) = acceptor.accept().await?;
    check_user(&stream)?;
    Ok(stream)
}

/// # Errors
/// `PermissionDenied` where the process at the other end is another user's.
#[cfg(unix)]
fn check_user(stream: &Stream) -> Result<()> {
    let uid = stream.peer_cred()?.uid();
    if is_same_user(uid, private::own_uid()) {
        return Ok(());
    }
    Err(Error::new(ErrorKind::PermissionDenied, format!("the other process is of user {uid}")))
}

#[cfg(unix)]
fn is_same_user(theirs: u32, own: u32) -> bool {
    theirs == own
}

#[cfg(not(unix))]
pub(super) fn bind(_path: &Path) -> Result<Acceptor> {
    Err(ErrorKind::Unsupported.into())
}

#[cfg(not(unix))]
pub(super) async fn connect(_path: &Path) -> Result<Stream> {
    Err(ErrorKind::Unsupported.into())
}

#[cfg(not(unix))]
pub(super) async fn accept(_acceptor: &Acceptor) -> Result<Stream> {
    Err(ErrorKind::Unsupported.into())
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::{bind, is_same_user};

    #[tokio::test]
    async fn a_socket_is_its_users_alone_and_takes_the_place_of_one_that_was_left() {
        let base = tempfile::tempdir().expect("temporary directory");
        let path = base.path().join("zhoubao/a.sock");
        drop(bind(&path).expect("listening"));
        assert!(path.exists(), "left as a killed process leaves it");
        let _again = bind(&path).expect("listening");
        let mode = |path: &std::path::Path| std::fs::metadata(path).expect("there").permissions().mode() & 0o777;
        assert_eq!(mode(path.parent().expect("a folder")), 0o700);
        assert_eq!(mode(&path) & 0o077, 0);
    }

    #[test]
    fn another_user_is_refused_even_root() {
        assert!(is_same_user(1000, 1000));
        assert!(!is_same_user(0, 1000) && !is_same_user(1001, 1000));
    }
}
