//! Facts: what one passage states, typed and with its place in the source; read from the text, never generated.

mod clause;
mod count;
mod duration;
mod ending;
mod figure;
mod hardship;
mod incident;
mod incident_late;
mod incident_named;
mod incident_opening;
mod incident_parts;
mod incident_start;
mod incident_table;
mod incident_text;
mod length;
mod status;
mod trouble;

pub use clause::{sentences, tells_cause, tells_handling, tells_impact};
pub use count::Count;
pub use figure::{Figure, Standing, figures};
pub use incident::{Incident, Part, read_incident};
pub use incident_opening::{names_its_time, opens_with_a_clock};
pub use incident_parts::{PartKind, part_named_first};
pub use incident_start::{incident_starts, is_incident_record};
pub use incident_table::incident_rows;
pub use status::{Status, says_open};
pub use trouble::tells_trouble;
