//! Claims about what strategies say, on passages of small reports that are never stored.

mod incident_list;
mod incident_rank;
mod look_back;
mod moved;
mod number;
