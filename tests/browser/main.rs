//! Pages in a real browser: a roll-up's page that stands alone, and the server's pages, used as a person would.

mod driver;
mod facts;
mod live;
mod rollup;
#[path = "../support/script.rs"]
mod script;
mod served;
mod server;
