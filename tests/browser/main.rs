//! Pages in a real browser: a roll-up's page that stands alone, and the server's pages, used as a person would.

mod driver;
mod rollup;
mod server;
