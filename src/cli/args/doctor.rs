//! Arguments of `doctor`.

use std::path::PathBuf;

use clap::Args;

#[derive(Debug, Args)]
pub(in crate::cli) struct DoctorArgs {
    /// Mend what can be mended without the reports; nothing is lost that cannot be made anew
    #[arg(long)]
    pub fix: bool,
    /// Token file of `zhoubao serve`, to be looked at as well
    #[arg(long, value_name = "FILE")]
    pub token_file: Option<PathBuf>,
    /// Print findings as JSON
    #[arg(long)]
    pub json: bool,
}
