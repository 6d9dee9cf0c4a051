//! The rules, one a file. Each says what it finds, why it matters and when it keeps silent.

pub(super) mod arithmetic;
pub(super) mod copied_paragraph;
pub(super) mod follow_up_missing;
pub(super) mod goal_repeated;
pub(super) mod incident_incomplete;
pub(super) mod metric_stopped;
pub(super) mod missing_section;
pub(super) mod network_address;
pub(super) mod personal_data;
pub(super) mod planned_date_past;
pub(super) mod progress_back;
pub(super) mod secret;
pub(super) mod two_values;
pub(super) mod unfilled;
pub(super) mod unreadable_date;
pub(super) mod week_label;
