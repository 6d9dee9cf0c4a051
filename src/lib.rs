//! The memory of a department that writes weekly reports.
//!
//! Four rings; a module imports only from the lines above its own.

#![cfg_attr(rustfmt, rustfmt_skip)]

// Text: pure, no I/O, no async, no clock, no environment.
pub mod text;
pub mod vocabulary;
pub mod quantity;
pub mod calendar;
pub mod report;
pub mod lexicon;
pub mod logistic;
pub mod fact;
pub mod passage;
pub mod record;
pub mod catalogue;
pub mod series;
pub mod thread;
pub mod question;
pub mod statement;
pub mod citation;
pub mod prompt;
pub mod redact;
pub mod check;
pub mod json;
pub mod correction;

// Edges: one outside thing each.
pub mod memory;
pub mod guard;
pub mod private;
pub mod journal;
pub mod source;
pub mod uploads;
pub mod endpoint;
pub mod embed;
pub mod store;
pub mod chat;
pub mod audit;
pub mod output;
pub mod config;

// Jobs: one verb each; they return values and print nothing.
pub mod ingest;
pub mod watch;
pub mod retrieve;
pub mod ledger;
pub mod trend;
pub mod rollup;
pub mod goals;
pub mod draft;
pub mod answer;
pub mod write;
pub mod narrate;
pub mod evaluate;
pub mod feedback;
pub mod backup;

// Faces: what people and programs see.
pub mod render;
pub mod context;
pub mod serve;
pub mod cli;
