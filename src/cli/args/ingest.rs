//! Arguments of `ingest`.

use std::path::PathBuf;

use clap::Args;

use crate::calendar::Year;
use crate::ingest::Part;

#[derive(Debug, Args)]
pub(in crate::cli) struct IngestArgs {
    /// Folders, .md and .txt files, Notion export .zip archives
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Rebuild the index from scratch
    #[arg(long)]
    pub rebuild: bool,
    /// Year of reports whose names have a day but no year (03月20日.md, 1108.md)
    #[arg(long, value_name = "YYYY", value_parser = parse_year)]
    pub year: Option<Year>,
    /// Go on reading what is added, changed or removed, until Ctrl-C
    #[arg(long, conflicts_with = "rebuild")]
    pub watch: bool,
    /// Read only this part of the reports (1/4), beside processes that read the others; run once without it at the end
    #[arg(long, value_name = "NUMBER/PARTS", conflicts_with_all = ["rebuild", "watch"])]
    pub part: Option<Part>,
}

fn parse_year(text: &str) -> Result<Year, String> {
    let number = text.parse().map_err(|_| "not a year such as 2024".to_string())?;
    Year::new(number).map_err(|why| why.to_string())
}
