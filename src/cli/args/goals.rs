//! Arguments of `goals`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{LangArg, LlmArgs};
use crate::calendar::Expression;
use crate::context::parse_period;
use crate::goals::USUAL_GOALS;

#[derive(Debug, Args)]
pub(in crate::cli) struct GoalsArgs {
    /// Week of the goals: 第27周, 2024-W14 or a date in it [default: the week after the last report]
    #[arg(long = "for", value_name = "WEEK", value_parser = parse_period)]
    pub for_week: Option<(String, Expression)>,
    /// Maximum number of proposals beside the goals that are set
    #[arg(short = 'n', long = "limit", value_name = "COUNT", default_value_t = USUAL_GOALS as u16, value_parser = clap::value_parser!(u16).range(1..=200))]
    pub limit: u16,
    /// Use only reports by authors whose names contain these words
    #[arg(long, value_name = "NAME")]
    pub author: Option<String>,
    /// Output format [default: by the file extension, else text]
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub format: Option<GoalsFormat>,
    /// Same as --format json
    #[arg(long, conflicts_with = "format")]
    pub json: bool,
    /// Write to this file (.md, .json, .txt), or to stdout for `-`
    #[arg(short = 'o', long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Overwrite an existing file
    #[arg(long, requires = "output")]
    pub force: bool,
    #[command(flatten)]
    pub lang: LangArg,
    /// Explain the rank of each goal; in Markdown, add reasons and sources
    #[arg(long)]
    pub explain: bool,
    #[command(flatten)]
    pub llm: LlmArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum GoalsFormat {
    Text,
    /// A numbered list to paste into the report
    Md,
    Json,
}
