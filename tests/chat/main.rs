//! The chat client against servers that reply well, badly, late or not at all.

#![allow(clippy::print_stderr)]

mod caching;
mod desk;
mod discovering;
mod limiting;
mod live;
mod recorded;
mod recording;
mod refusing;
mod replying;
mod retrying;
#[path = "../support/script.rs"]
mod script;
mod secrets;
mod stopping;
mod streaming;
