//! What can be typed after `rollup`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Lang, LlmArgs, parse_period};
use crate::calendar::Expression;

#[derive(Debug, Args)]
pub(in crate::cli) struct RollupArgs {
    /// The time: 2023-06, 2023Q2, 2023H1, 2023, 第13周..第26周, 2023-05-15..2023-06-30, 上个月, last quarter
    #[arg(value_name = "PERIOD", required_unless_present = "print_template")]
    pub period: Vec<String>,
    /// Another time to set beside it
    #[arg(long, value_name = "PERIOD", value_parser = parse_period)]
    pub compare: Option<(String, Expression)>,
    /// Write to this new file; its ending says what: .md, .html, .json, .txt
    #[arg(short = 'o', long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Replace files that are there
    #[arg(long, requires = "output")]
    pub force: bool,
    /// What is written [default: by the ending of --output, else text]
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub format: Option<RollupFormat>,
    /// The values as JSON
    #[arg(long, conflicts_with = "format")]
    pub json: bool,
    /// A template of ours (full, leadership) or a file of your own
    #[arg(long, value_name = "FILE|NAME")]
    pub template: Option<String>,
    /// Print a template of ours to start from: full, leadership, compare
    #[arg(long, value_name = "NAME")]
    pub print_template: Option<String>,
    /// The language of what is written around the reports' words
    #[arg(long, value_enum, default_value_t = Lang::Zh, value_name = "LANGUAGE")]
    pub lang: Lang,
    /// Only reports of authors with these words in their names
    #[arg(long, value_name = "NAME")]
    pub author: Option<String>,
    /// Columns of the text [default: 80]
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(40..=500))]
    pub width: Option<u16>,
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
