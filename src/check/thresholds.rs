//! How patient the rules are: the numbers that a workplace may set.

use serde::Deserialize;

/// The thresholds of the rules, with what holds where nothing is configured.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Thresholds {
    /// Weeks after which an incident must have a cause, a handling and an impact.
    pub incident_weeks: u32,
    /// Weeks after which something that was left open must be spoken of again.
    pub follow_up_weeks: u32,
    /// Weeks in a row with one goal, from which it is repeated.
    pub goal_weeks: usize,
    /// From how many letters, digits and ideographs on an equal paragraph is a copy.
    pub copied_chars: usize,
    /// Earlier weeks in a row that have a section or a metric whose absence is a finding.
    pub steady_weeks: usize,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self { incident_weeks: 2, follow_up_weeks: 3, goal_weeks: 3, copied_chars: 40, steady_weeks: 4 }
    }
}
