//! Folders beside an index, for what is kept with it and is not made from reports.

use std::path::{Path, PathBuf};

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::store::Location;

/// `<index>.WHAT` beside an index directory, not in it: building it anew replaces its folder. For a server, `WHAT` in the user's data
/// directory; `None` where there is no such one.
pub(super) fn beside_index(location: &Location, data: Option<&Path>, what: &str) -> Option<PathBuf> {
    match location {
        Location::Embedded { dir, .. } => Some(beside(dir, what)),
        Location::Server { url, collection, .. } => {
            // A name of a collection, or a host, may be no name of a file.
            let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
            data.map(|data| data.join(what).join(encoded(&url.to_string())).join(encoded(collection)))
        }
    }
}

fn beside(dir: &Path, what: &str) -> PathBuf {
    // `.`, `..` and links name a folder that has a name of its own.
    let known = dir.canonicalize().or_else(|_| std::path::absolute(dir)).unwrap_or_else(|_| dir.to_path_buf());
    let mut name = known.file_name().unwrap_or_default().to_os_string();
    name.push(".");
    name.push(what);
    known.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{beside, beside_index};
    use crate::store::Location;

    #[test]
    fn the_folder_lies_beside_the_index_however_it_is_named() {
        let base = tempfile::tempdir().expect("temporary directory");
        let base = base.path().canonicalize().expect("there");
        std::fs::create_dir(base.join("index")).expect("made");
        std::os::unix::fs::symlink(base.join("index"), base.join("link")).expect("linked");
        for name in ["index", "index/", "index/.", "index/../index", "link"] {
            assert_eq!(beside(&base.join(name), "feedback"), base.join("index.feedback"), "{name}");
        }
        assert_eq!(beside(Path::new("/nowhere/x/"), "uploads"), Path::new("/nowhere/x.uploads"));
    }

    #[test]
    fn a_servers_collections_have_folders_of_their_own_and_none_climbs() {
        let server = |url: &str, collection: &str| Location::Server {
            url: url.parse().expect("an address"),
            api_key: None,
            collection: collection.to_string(),
            shard_number: None,
            replication_factor: None,
        };
        let folder =
            |location: &Location| beside_index(location, Some(Path::new("/data")), "feedback").expect("a folder");
        let one = folder(&server("http://a:6334", "x"));
        assert_ne!(one, folder(&server("http://b:6334", "x")));
        let climbing = folder(&server("http://a:6334", "../../x"));
        assert_eq!(climbing.parent(), one.parent());
    }
}
