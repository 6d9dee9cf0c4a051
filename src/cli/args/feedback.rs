//! Arguments of `feedback`.

use std::path::PathBuf;

use clap::{ArgGroup, Args, Subcommand};

use super::LangArg;
use crate::calendar::Date;
use crate::context::parse_date;

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, arg_required_else_help = true, group = ArgGroup::new("opinion"))]
pub(in crate::cli) struct FeedbackArgs {
    #[command(subcommand)]
    pub command: Option<FeedbackCommand>,
    /// ID of an answer, or its first four characters or more; alone, shows what was answered and said
    #[arg(value_name = "ID")]
    pub id: Option<String>,
    /// The answer is right
    #[arg(long, group = "opinion")]
    pub right: bool,
    /// The answer is wrong
    #[arg(long, conflicts_with = "right")]
    pub wrong: bool,
    /// Why it is right or wrong
    #[arg(long, value_name = "TEXT")]
    pub because: Option<String>,
    /// What is right instead: kept as a source of its own, and shown beside later answers
    #[arg(long, value_name = "TEXT", conflicts_with = "right")]
    pub correct: Option<String>,
    /// The source of the answer that a correction belongs to; may be repeated [default: all of them]
    #[arg(long, value_name = "N", requires = "correct")]
    pub source: Vec<usize>,
    /// Who says so [default: feedback.by of the configuration, else the login name]
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
    /// Print as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum FeedbackCommand {
    /// List answers and what was said of them, the newest last
    List {
        /// Only corrections, and whether the lines beside them still say the same
        #[arg(long, conflicts_with_all = ["judged", "limit"])]
        corrections: bool,
        /// Only answers that somebody judged
        #[arg(long)]
        judged: bool,
        /// Maximum number of answers
        #[arg(short = 'n', long = "limit", value_name = "COUNT", default_value_t = 20)]
        limit: usize,
        #[command(flatten)]
        lang: LangArg,
        /// Print as JSON
        #[arg(long)]
        json: bool,
    },
    /// Write what was judged as questions for `eval`
    Export {
        /// File to write [default: stdout]
        #[arg(value_name = "FILE")]
        file: Option<PathBuf>,
        /// Overwrite an existing file
        #[arg(long, requires = "file")]
        force: bool,
    },
    /// Count questions, right, wrong and corrected answers by month
    Stats {
        #[command(flatten)]
        lang: LangArg,
        /// Print as JSON
        #[arg(long)]
        json: bool,
        /// Print as CSV
        #[arg(long, conflicts_with = "json")]
        csv: bool,
    },
    /// Forget answers and what was said of them; corrections are kept
    #[command(group = ArgGroup::new("what").required(true).multiple(false))]
    Forget {
        /// The answer, or the correction, with this ID
        #[arg(value_name = "ID", group = "what")]
        id: Option<String>,
        /// Everything
        #[arg(long, group = "what")]
        all: bool,
        /// What was asked before this date
        #[arg(long, value_name = "DATE", value_parser = parse_date, group = "what")]
        before: Option<Date>,
        /// Corrections as well
        #[arg(long)]
        corrections: bool,
    },
}
