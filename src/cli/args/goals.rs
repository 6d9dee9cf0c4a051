//! What can be typed after `goals`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Lang, LlmArgs, parse_period};
use crate::calendar::Expression;
use crate::goals::USUAL_GOALS;

#[derive(Debug, Args)]
pub(in crate::cli) struct GoalsArgs {
    /// The week they are for: 第27周, 2024-W14, a day of it [default: the week after the last report]
    #[arg(long = "for", value_name = "WEEK", value_parser = parse_period)]
    pub for_week: Option<(String, Expression)>,
    /// At most so many goals
    #[arg(short = 'n', long = "limit", value_name = "COUNT", default_value_t = USUAL_GOALS as u16, value_parser = clap::value_parser!(u16).range(1..=200))]
    pub limit: u16,
    /// Only from reports of authors with these words in their names
    #[arg(long, value_name = "NAME")]
    pub author: Option<String>,
    /// What to write [default: by the ending of the file, else text]
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub format: Option<GoalsFormat>,
    /// The same as --format json
    #[arg(long, conflicts_with = "format")]
    pub json: bool,
    /// Write to this new file (.md, .json, .txt), or to stdout for `-`
    #[arg(short = 'o', long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Replace a file that is there
    #[arg(long, requires = "output")]
    pub force: bool,
    /// Language of the reasons; the goals are in the words of the reports
    #[arg(long, value_enum, default_value_t = Lang::Zh, value_name = "LANGUAGE")]
    pub lang: Lang,
    /// Say why each goal ranks where it does; in Markdown, the reasons and sources, too
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
