//! What belongs together across weeks: the milestones of one piece of work, promises and their outcomes, an incident and its recurrences.
//! Every match says by which rule it was made.

mod after_all;
mod goal;
mod incident;
mod later;
mod later_word;
pub mod matter;
mod milestone;
mod name;
mod names;
mod naming;
mod outcome;
mod promise;
mod promised;
mod repeated;
mod same;
mod share;
mod step;
mod step_part;
mod weigh;

pub use after_all::AfterAll;
pub(crate) use goal::rounds;
pub use incident::{IncidentThread, Recurrence, Telling, WhyAgain, incident_threads, recurrences};
pub use later_word::{LaterWord, LaterWords};
pub use milestone::{MilestoneStatement, Progressed, Rule, Thread, Told, threads};
pub use name::WorkName;
pub use outcome::{Outcome, Verdict, Why};
pub(crate) use outcome::{outcome_in, steps_of};
pub(crate) use promise::sentence_of_day;
pub use promise::threads_and_promises;
pub use promised::{EvidenceLine, Promise, Promised};
pub use repeated::weigh_repeated;
pub use same::{Same, Shared, probably_same};
pub(crate) use share::{Phrase, coverage, coverage_of};
pub use step::{StepDay, StepHistory};
