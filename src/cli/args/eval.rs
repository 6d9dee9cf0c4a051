//! Options of `eval`.

use std::path::PathBuf;

use clap::Args;

use super::LlmArgs;
use crate::evaluate::Floor;

#[derive(Debug, Args)]
pub(in crate::cli) struct EvalArgs {
    /// Questions with what a right answer says and cites, one JSON object a line; or a set in SQuAD's JSON
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Only search, do not answer
    #[arg(long)]
    pub retrieval_only: bool,
    /// Fail when a figure is below this: helped=0.9, accuracy=92%; repeatable. Figures: helped, claimed-right, not-found,
    /// accuracy, citations, citation-precision, citation-recall, refusals, refusal-precision, answered, recall@1,
    /// recall@5, recall@10, mrr@10
    #[arg(long, value_name = "FIGURE=LEAST")]
    pub fail_under: Vec<Floor>,
    /// Tell what got better and worse since an earlier run, of which this is the --json
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Show how often the likeliest answers are right, at each share of the questions
    #[arg(long, conflicts_with_all = ["retrieval_only", "json"])]
    pub risk_coverage: bool,
    /// Write figures and every miss to this new file, a page for a browser
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
    /// Replace files that are there
    #[arg(long)]
    pub force: bool,
    /// Write the paragraphs of a set in SQuAD's JSON into this folder, a Markdown page each to ingest, and measure nothing
    #[arg(long, value_name = "FOLDER", conflicts_with_all = ["retrieval_only", "fail_under", "baseline", "html", "json", "features", "with_llm"])]
    pub pages: Option<PathBuf>,
    /// Have the language model pick or word the answers, and measure what it adds and what it takes; with --cache a run that was
    /// stopped goes on where it was
    #[arg(long = "llm", conflicts_with_all = ["retrieval_only", "no_llm"])]
    pub with_llm: bool,
    #[command(flatten)]
    pub llm: LlmArgs,
    /// Print the features of every question's statements, one JSON object a line, to train models from
    #[arg(long, conflicts_with_all = ["retrieval_only", "json", "baseline", "risk_coverage"])]
    pub features: bool,
    /// Weigh by the models of this file instead of the built-in ones
    #[arg(long, value_name = "FILE")]
    pub models: Option<PathBuf>,
    /// Every figure and every question as JSON
    #[arg(long)]
    pub json: bool,
}
