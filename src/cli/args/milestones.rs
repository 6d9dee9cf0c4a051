//! What can be typed after `milestones` and `promises`.

use clap::{Args, ValueEnum};

use super::FilterArgs;
use crate::thread::Outcome;

#[derive(Debug, Args)]
pub(in crate::cli) struct MilestonesArgs {
    /// Only work that is told of with all these words; times among them narrow; `-` reads them from stdin
    #[arg(value_name = "TEXT")]
    pub words: Vec<String>,
    #[command(flatten)]
    pub filters: FilterArgs,
    /// Every statement, with the rule that put it there, and every planned day
    #[arg(long)]
    pub history: bool,
    /// Only work of which a planned day was moved
    #[arg(long)]
    pub slipped: bool,
    /// What is told once without progress and planned day, too
    #[arg(long)]
    pub all: bool,
    /// The ledger as JSON
    #[arg(long)]
    pub json: bool,
    /// A row a statement as CSV, for spreadsheets
    #[arg(long, conflicts_with = "json")]
    pub csv: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct PromisesArgs {
    /// Only promises that speak of all these words; times among them narrow; `-` reads them from stdin
    #[arg(value_name = "TEXT")]
    pub words: Vec<String>,
    /// Only promises of which this came
    #[arg(long, value_enum, value_name = "OUTCOME")]
    pub status: Option<OutcomeArg>,
    #[command(flatten)]
    pub filters: FilterArgs,
    /// The ledger as JSON
    #[arg(long)]
    pub json: bool,
    /// The ledger as CSV, for spreadsheets
    #[arg(long, conflicts_with = "json")]
    pub csv: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum OutcomeArg {
    Kept,
    Partly,
    Slipped,
    Dropped,
    /// No later report says enough
    Unknown,
    /// No report is late enough to say
    Pending,
}

impl From<OutcomeArg> for Outcome {
    fn from(outcome: OutcomeArg) -> Self {
        match outcome {
            OutcomeArg::Kept => Self::Kept,
            OutcomeArg::Partly => Self::Partly,
            OutcomeArg::Slipped => Self::Slipped,
            OutcomeArg::Dropped => Self::Dropped,
            OutcomeArg::Unknown => Self::Unknown,
            OutcomeArg::Pending => Self::Pending,
        }
    }
}
