//! The words by which the readers of reports know a state, a step, a cause: one class a file, each word with its sense.
//!
//! A file has four columns, separated by tabs: word, sense, language (`zh`, `en`, `-` for a sign), note. A Chinese word matches wherever it is written.
//! An English word matches as a whole word, and as the beginning of one where it ends in `*`; case is nothing.

#[macro_use]
mod declare;
#[macro_use]
mod fact_classes;
mod classes;
mod data;
mod language;
mod own;
mod sets;
mod words;

pub use classes::{Class, Sense};
pub use data::{Entry, entries};
pub use language::{Language, Wording, plural};
pub(crate) use language::{both, worded};
pub use own::{OwnWordError, OwnWords, added_id};
pub use sets::{DELAY, DELIVERY, IN_USE, LAUNCH, PUT_OFF, WORK};
pub use words::{Match, Words};
