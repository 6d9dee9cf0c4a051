//! Statements: the sentences and list items of passages, each weighed by how likely it answers a question.
//!
//! Nothing is ruled out here: words, meaning, time, person and kind of section are evidence, and what each weighs was learned
//! (`model.json`, made by `make train`).

mod adapter;
mod answer_type;
mod clues;
mod evidence;
mod features;
mod grams;
mod links;
mod model;
mod newest;
mod notion;
mod pool;
mod show;
mod shown;
mod split;

pub use adapter::QueryAdapter;
pub(crate) use answer_type::asks_for_a_name;
pub use clues::{Clues, Days, Known, TimeAsked};
pub use evidence::{Beside, Claimed, EVIDENCE, evidence};
pub use features::FEATURES;
pub use model::{Cuts, Models, vocabulary};
pub use newest::{newest, newest_first};
pub use pool::{Passage, Pool, Statement};
pub use show::show;
pub use shown::Shown;
pub(crate) use shown::best_first;
