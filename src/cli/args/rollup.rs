//! Arguments of `rollup`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{LangArg, LlmArgs};
use crate::calendar::Expression;
use crate::context::parse_period;

#[derive(Debug, Args)]
pub(in crate::cli) struct RollupArgs {
    /// Period: 2023-06, 2023Q2, 2023H1, 2023, 第13周..第26周, 2023-05-15..2023-06-30, 上个月, last quarter
    #[arg(value_name = "PERIOD", required_unless_present = "print_template")]
    pub period: Vec<String>,
    /// Period to compare with
    #[arg(long, value_name = "PERIOD", value_parser = parse_period)]
    pub compare: Option<(String, Expression)>,
    /// Write to this file (.md, .html, .json, .txt), or to stdout for `-`
    #[arg(short = 'o', long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Overwrite existing files
    #[arg(long, requires = "output")]
    pub force: bool,
    /// Output format [default: by the extension of --output, else text]
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub format: Option<RollupFormat>,
    /// Same as --format json
    #[arg(long, conflicts_with = "format")]
    pub json: bool,
    /// Built-in template (full, leadership) or template file
    #[arg(long, value_name = "FILE|NAME")]
    pub template: Option<String>,
    /// Print a built-in template: full, leadership, compare
    #[arg(long, value_name = "NAME")]
    pub print_template: Option<String>,
    #[command(flatten)]
    pub lang: LangArg,
    /// Include only reports by authors whose names contain these words
    #[arg(long, value_name = "NAME")]
    pub author: Option<String>,
    /// Width of the text, in columns [default: 80]
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(40..=500))]
    pub width: Option<u16>,
    /// Print training examples: the features of every line that the roll-up may show, one JSON object per line
    #[arg(long, conflicts_with_all = ["json", "format", "output", "compare", "template"])]
    pub features: bool,
    #[command(flatten)]
    pub llm: LlmArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum RollupFormat {
    Text,
    Md,
    Html,
    Json,
}
