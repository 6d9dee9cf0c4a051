//! `[check]` of the configuration file: which rules run, and how patient they are.

use serde::Deserialize;

use crate::check::{Options, Selection, Thresholds, UnknownRule};

/// What the file says of the linter; the command line's `--select` replaces `select`, its `--ignore` adds to `ignore`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CheckTable {
    pub select: Vec<String>,
    pub ignore: Vec<String>,
    pub thresholds: Thresholds,
}

impl CheckTable {
    /// The rules that a request selects, else those of the file, but for those that either ignores.
    ///
    /// # Errors
    /// What means no rule at all.
    pub fn options(&self, select: &[String], ignore: &[String]) -> Result<Options, UnknownRule> {
        let select = if select.is_empty() { &self.select } else { select };
        let ignore: Vec<String> = ignore.iter().chain(&self.ignore).cloned().collect();
        let selection = Selection::new(select, &ignore)?;
        Ok(Options { selection, thresholds: self.thresholds.clone(), as_of: None })
    }
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
