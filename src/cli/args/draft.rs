//! What can be typed after `draft`.

use std::path::PathBuf;

use clap::Args;

use super::parse_period;
use crate::calendar::Expression;

#[derive(Debug, Args)]
pub(in crate::cli) struct DraftArgs {
    /// The week or day of the report [default: the one after the last report]
    #[arg(long, value_name = "WEEK", value_parser = parse_period)]
    pub week: Option<(String, Expression)>,
    /// The author whose reports are gone on with, by a part of the name
    #[arg(long, value_name = "NAME")]
    pub author: Option<String>,
    /// Write the draft to this file, which must not be there yet
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Replace a file that is there
    #[arg(long, requires = "output")]
    pub force: bool,
    /// The draft as JSON: every line with its sources
    #[arg(long)]
    pub json: bool,
    /// List the sources of the carried lines, on stderr
    #[arg(long)]
    pub sources: bool,
}
