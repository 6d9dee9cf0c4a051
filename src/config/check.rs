//! `[check]` of the configuration file: which rules run, and how patient they are.

use serde::Deserialize;

use crate::check::Thresholds;

/// What the file says of the linter; the command line's `--select` replaces `select`, its `--ignore` adds to `ignore`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CheckTable {
    pub select: Vec<String>,
    pub ignore: Vec<String>,
    pub thresholds: Thresholds,
}

#[cfg(test)]
mod tests {
    use super::CheckTable;

    #[test]
    fn thresholds_that_are_not_named_keep_their_values() {
        let table: CheckTable =
            toml::from_str("ignore = ['ZB011']\n[thresholds]\nincident_weeks = 0\n").expect("valid");
        assert_eq!((table.thresholds.incident_weeks, table.thresholds.goal_weeks), (0, 3));
        assert!(toml::from_str::<CheckTable>("[thresholds]\nincident_week = 0").is_err());
    }
}
