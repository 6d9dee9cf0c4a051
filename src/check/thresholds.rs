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
    /// In how many weeks in a row a goal may stand before it is repeated.
    pub goal_weeks: usize,
    /// From how many letters, digits and ideographs on an equal paragraph is a copy.
    pub copied_chars: usize,
    /// How many earlier weeks in a row must have a section or a metric before its absence is told.
    pub steady_weeks: usize,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self { incident_weeks: 2, follow_up_weeks: 3, goal_weeks: 3, copied_chars: 40, steady_weeks: 4 }
    }
}
