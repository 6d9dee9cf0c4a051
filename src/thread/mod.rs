//! What belongs together across weeks: the milestones of one piece of work, what was promised and what came of it, an incident and
//! its recurrences. Pure: statements come in with their places, and every match says by which rule it was made.

mod goal;
mod incident;
mod milestone;
mod name;
mod outcome;
mod promise;
mod share;
mod step;
mod step_part;

pub use incident::{IncidentThread, Recurrence, Telling, WhyAgain, incident_threads, recurrences};
pub use milestone::{Progressed, Rule, Statement, Thread, Told, threads};
pub use name::Name;
pub use outcome::{Outcome, Verdict, Why};
pub(crate) use outcome::{closes, outcome_in, steps_of, tells_delay};
pub(crate) use promise::told_of;
pub use promise::{Line, Promise, Promised, promises};
pub(crate) use share::coverage;
pub use step::{StepDay, StepHistory};
