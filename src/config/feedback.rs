//! `[feedback]` of the configuration file: whether answers are logged, where, and who says what of them.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::ConfigError;
use super::beside::beside_index;
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
        let folder = beside_index(location, data, "feedback");
        let by = self.by.filter(|by| !by.trim().is_empty());
        Ok(FeedbackSettings {
            folder,
            logs: logs.or(self.log).unwrap_or(true),
            by: by.or_else(|| variable("USER")).or_else(|| variable("LOGNAME")),
        })
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::FeedbackTable;
    use crate::store::Location;

    fn embedded(dir: &Path) -> Location {
        Location::Embedded { dir: dir.to_path_buf(), copies: Vec::new() }
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
