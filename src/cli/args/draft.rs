//! Arguments of `draft`.

use std::path::PathBuf;

use clap::Args;

use crate::calendar::Expression;
use crate::context::parse_period;

#[derive(Debug, Args)]
pub(in crate::cli) struct DraftArgs {
    /// Week or date of the report [default: the one after the last report]
    #[arg(long, value_name = "WEEK", value_parser = parse_period)]
    pub week: Option<(String, Expression)>,
    /// Author whose reports to continue; a part of the name is enough
    #[arg(long, value_name = "NAME")]
    pub author: Option<String>,
    /// Write the draft to this file
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Overwrite an existing file
    #[arg(long, requires = "output")]
    pub force: bool,
    /// Print the draft as JSON, every line with its sources
    #[arg(long)]
    pub json: bool,
    /// List the sources of carried lines on stderr
    #[arg(long)]
    pub sources: bool,
}
