//! Arguments of `serve`.

use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::LlmArgs;

/// Where it listens when nothing else is said.
const ADDRESS: &str = "127.0.0.1:7350";

#[derive(Debug, Args)]
pub(in crate::cli) struct ServeArgs {
    /// Address to listen at; port 0 takes a free one. Addresses outside this machine need --token-file
    #[arg(long, default_value = ADDRESS, value_name = "ADDRESS:PORT")]
    pub address: SocketAddr,
    /// File of tokens, a line each: NAME SCOPES TOKEN; scopes are read, ask and write, divided by commas
    #[arg(long, value_name = "FILE")]
    pub token_file: Option<PathBuf>,
    /// Further name by which the server is called, such as that of a reverse proxy; may be repeated
    #[arg(long = "host", value_name = "NAME")]
    pub hosts: Vec<String>,
    /// Maximum number of requests per second of one token
    #[arg(long, value_name = "COUNT", default_value = "50")]
    pub rate: NonZeroU32,
    /// Folder, file or archive that the index follows while the server answers; may be repeated
    #[arg(long, value_name = "PATH")]
    pub watch: Vec<PathBuf>,
    /// Format of the log on stderr, a line for each request; none of a report's or a question's text is in it
    #[arg(long, value_enum, default_value_t = LogFormat::Text, value_name = "FORMAT")]
    pub log_format: LogFormat,
    #[command(flatten)]
    pub llm: LlmArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum LogFormat {
    /// A line of words
    Text,
    /// A JSON object a line
    Json,
    /// Nothing but errors
    Off,
}
