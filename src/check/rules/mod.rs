//! The rules, one a file. Each says what it finds, why it matters and when it keeps silent.

pub(super) mod arithmetic;
pub(super) mod copied_paragraph;
pub(super) mod missing_section;
pub(super) mod network_address;
pub(super) mod personal_data;
pub(super) mod planned_date_past;
pub(super) mod secret;
pub(super) mod unreadable_date;
pub(super) mod week_label;
