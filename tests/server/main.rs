//! The server as programs use it: REST, the form of OpenAI's API, limits and who may ask.
#![allow(clippy::print_stderr)]

mod chat;
mod client;
#[path = "../cli/desk.rs"]
#[allow(dead_code, unused_imports, unused_macros)]
mod desk;
mod document;
mod hostile;
mod live;
mod mcp;
mod replies;
mod rest;
mod schema;
#[path = "../support/script.rs"]
mod script;
mod security;
mod stopping;
mod uploading;
