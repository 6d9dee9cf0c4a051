//! Arguments of `milestones` and `promises`.

use clap::{Args, ValueEnum};

use super::{FilterArgs, LangArg};
use crate::thread::Outcome;

#[derive(Debug, Args)]
pub(in crate::cli) struct MilestonesArgs {
    /// List only milestones that mention all these words; a time restricts the period; `-` reads stdin
    #[arg(value_name = "TEXT")]
    pub words: Vec<String>,
    #[command(flatten)]
    pub filters: FilterArgs,
    /// Show all statements with their matching rules, and all planned dates
    #[arg(long)]
    pub history: bool,
    /// List only milestones with a moved date, or stated to be late
    #[arg(long)]
    pub slipped: bool,
    /// List pairs that are probably one piece of work under two names, with what they share
    #[arg(long, conflicts_with_all = ["csv", "history"])]
    pub same: bool,
    /// Accept a pair of `--same` by its number: the second name is added to the aliases file
    #[arg(long, value_name = "NUMBER", requires = "same", conflicts_with = "json")]
    pub accept: Option<usize>,
    /// Include milestones mentioned once without progress or planned date, and lines that were likely misread
    #[arg(long)]
    pub all: bool,
    #[command(flatten)]
    pub lang: LangArg,
    /// Print the list as JSON
    #[arg(long)]
    pub json: bool,
    /// Print one row per statement as CSV
    #[arg(long, conflicts_with = "json")]
    pub csv: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct PromisesArgs {
    /// List only promises that mention all these words; a time restricts the period; `-` reads stdin
    #[arg(value_name = "TEXT")]
    pub words: Vec<String>,
    /// List only promises with this outcome
    #[arg(long, value_enum, value_name = "OUTCOME")]
    pub status: Option<OutcomeArg>,
    #[command(flatten)]
    pub filters: FilterArgs,
    /// Include planned dates of lines that were likely misread
    #[arg(long)]
    pub all: bool,
    #[command(flatten)]
    pub lang: LangArg,
    /// Print the list as JSON
    #[arg(long)]
    pub json: bool,
    /// Print the list as CSV
    #[arg(long, conflicts_with = "json")]
    pub csv: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum OutcomeArg {
    Kept,
    Partly,
    Slipped,
    Dropped,
    /// Likely kept by a later statement
    PossiblyKept,
    /// Likely not kept in time by a later statement
    PossiblySlipped,
    /// Later reports do not state the outcome
    Unknown,
    /// Not due by the date of the last report
    Pending,
}

impl From<OutcomeArg> for Outcome {
    fn from(outcome: OutcomeArg) -> Self {
        match outcome {
            OutcomeArg::Kept => Self::Kept,
            OutcomeArg::Partly => Self::Partly,
            OutcomeArg::Slipped => Self::Slipped,
            OutcomeArg::Dropped => Self::Dropped,
            OutcomeArg::PossiblyKept => Self::PossiblyKept,
            OutcomeArg::PossiblySlipped => Self::PossiblySlipped,
            OutcomeArg::Unknown => Self::Unknown,
            OutcomeArg::Pending => Self::Pending,
        }
    }
}
