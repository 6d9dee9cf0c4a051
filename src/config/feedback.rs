//! `[feedback]` of the configuration file: whether answers are logged, where, and who says what of them.

use std::path::{Path, PathBuf};

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;

use super::ConfigError;
use crate::store::Location;

/// What the file says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct FeedbackTable {
    log: Option<bool>,
    by: Option<String>,
}

/// What is kept of answers, and of what people say of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedbackSettings {
    /// Beside an index directory; for a server, in the user's data directory. `None` where there is neither.
    pub folder: Option<PathBuf>,
    /// Answers are logged. What people say of an answer is kept in any case.
    pub logs: bool,
    /// Who says it, where nothing else is given: the configuration's, else the user's login name.
    pub by: Option<String>,
}

impl FeedbackTable {
    pub(super) fn resolve(
        self,
        variable: &dyn Fn(&'static str) -> Option<String>,
        location: &Location,
        data: Option<&Path>,
    ) -> Result<FeedbackSettings, ConfigError> {
        const NAME: &str = "ZHOUBAO_FEEDBACK";
        let logs = match variable(NAME).map(|found| (found.to_ascii_lowercase(), found)) {
            Some((lower, _)) if lower == "on" => Some(true),
            Some((lower, _)) if lower == "off" => Some(false),
            Some((_, found)) => return Err(ConfigError::Variable { name: NAME, found, wanted: "on or off" }),
            None => None,
        };
        let folder = match location {
            Location::Embedded { dir, .. } => Some(beside(dir)),
            Location::Server { url, collection, .. } => {
                // A name of a collection, or a host, may be no name of a file.
                let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
                data.map(|data| data.join("feedback").join(encoded(&url.to_string())).join(encoded(collection)))
            }
        };
        let by = self.by.filter(|by| !by.trim().is_empty());
        Ok(FeedbackSettings {
            folder,
            logs: logs.or(self.log).unwrap_or(true),
            by: by.or_else(|| variable("USER")).or_else(|| variable("LOGNAME")),
        })
    }
}

/// `<index>.feedback`, not in the index: building it anew replaces its folder.
fn beside(dir: &Path) -> PathBuf {
    // `.`, `..` and links name a folder that has a name of its own.
    let known = dir.canonicalize().or_else(|_| std::path::absolute(dir)).unwrap_or_else(|_| dir.to_path_buf());
    let mut name = known.file_name().unwrap_or_default().to_os_string();
    name.push(".feedback");
    known.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{FeedbackTable, beside};
    use crate::store::Location;

    fn embedded(dir: &Path) -> Location {
        Location::Embedded { dir: dir.to_path_buf(), copies: Vec::new() }
    }

    #[test]
    fn the_folder_lies_beside_the_index_however_it_is_named() {
        let base = tempfile::tempdir().expect("temporary directory");
        let base = base.path().canonicalize().expect("there");
        std::fs::create_dir(base.join("index")).expect("made");
        std::os::unix::fs::symlink(base.join("index"), base.join("link")).expect("linked");
        for name in ["index", "index/", "index/.", "index/../index", "link"] {
            assert_eq!(beside(&base.join(name)), base.join("index.feedback"), "{name}");
        }
        assert_eq!(beside(Path::new("/nowhere/x/")), Path::new("/nowhere/x.feedback"));
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
        let folder = |location: &Location| {
            FeedbackTable::default()
                .resolve(&|_| None, location, Some(Path::new("/data")))
                .expect("settings")
                .folder
                .expect("a folder")
        };
        let one = folder(&server("http://a:6334", "x"));
        assert_ne!(one, folder(&server("http://b:6334", "x")));
        let climbing = folder(&server("http://a:6334", "../../x"));
        assert_eq!(climbing.parent(), one.parent());
    }

    #[test]
    fn the_variable_wins_over_the_file_and_must_be_on_or_off() {
        let table = FeedbackTable { log: Some(true), by: Some(" ".to_string()) };
        let resolve = |value: &'static str| {
            let variable = move |name| match name {
                "ZHOUBAO_FEEDBACK" => Some(value.to_string()),
                "LOGNAME" => Some("wang".to_string()),
                _ => None,
            };
            table.clone().resolve(&variable, &embedded(Path::new("/i")), None)
        };
        let off = resolve("OFF").expect("settings");
        assert_eq!((off.logs, off.by.as_deref()), (false, Some("wang")));
        assert!(resolve("no").is_err());
    }
}
