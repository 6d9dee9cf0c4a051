//! Facts: what one passage states, typed and with its place in the source; read from the text, never generated.

mod incident;
mod incident_parts;

pub use incident_parts::{sentences, tells_cause, tells_handling, tells_impact};
pub use incident::{Count, Incident, Part, Status, incident_starts, read_incident};
