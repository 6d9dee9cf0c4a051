//! `backup` and `restore`.

use std::path::PathBuf;

use clap::Args;

#[derive(Debug, Args)]
pub(in crate::cli) struct BackupArgs {
    /// Where to write it: a .zip, readable by its owner alone
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Overwrite an existing file
    #[arg(long)]
    pub force: bool,
    /// Leave out the log of answers and what people said of them
    #[arg(long)]
    pub without_feedback: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct RestoreArgs {
    /// A file that `zhoubao backup` wrote
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Replace an existing index
    #[arg(long)]
    pub force: bool,
    /// Leave out the log of answers and what people said of them
    #[arg(long)]
    pub without_feedback: bool,
}
