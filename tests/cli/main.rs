//! The program as its users drive it: what was typed, and exit code, stdout and stderr together.

#![allow(clippy::print_stderr)]

mod answering;
mod asking;
mod auditing;
mod backing_up;
mod chatting;
mod chatting_live;
mod checking;
mod completions;
mod contract;
mod desk;
mod doctor;
mod drafting;
mod evaluating;
mod export;
mod feedback;
mod following;
mod hostile;
mod incidents;
mod index;
mod inert;
mod ingesting;
mod ledger_answers;
mod mending;
mod metrics;
mod milestones;
mod model_stalls;
mod notion;
mod outputs;
mod pty;
mod read_only;
mod rollup;
mod rollup_digest;
mod rollup_facts;
mod rollup_needed;
mod rollup_places;
mod rollup_settled;
mod searching;
mod selecting;
mod sharing;
mod stopping;
mod telling;
mod terminal;
mod trend;
mod understanding;
mod weights;
mod writing;

#[path = "../support/script.rs"]
mod script;
#[path = "../support/mod.rs"]
#[allow(dead_code)]
mod support;
