//! Arguments of `eval`.

use std::path::PathBuf;

use clap::Args;

use super::LlmArgs;
use crate::evaluate::Floor;

#[derive(Debug, Args)]
pub(in crate::cli) struct EvalArgs {
    /// Questions with expected facts and citations, one JSON object per line; or a set in SQuAD format
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Evaluate search only
    #[arg(long)]
    pub retrieval_only: bool,
    /// Fail if a figure is below this: helped=0.9, accuracy=92%; may be repeated. Figures: helped, claimed-right, not-found,
    /// accuracy, citations, citation-precision, citation-recall, refusals, refusal-precision, answered, recall@1,
    /// recall@5, recall@10, mrr@10
    #[arg(long, value_name = "FIGURE=LEAST")]
    pub fail_under: Vec<Floor>,
    /// Compare with the --json output of an earlier run
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Show the accuracy of the most probable answers at each coverage
    #[arg(long, conflicts_with_all = ["retrieval_only", "json"])]
    pub risk_coverage: bool,
    /// Write figures and misses to this file as HTML
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
    /// Overwrite existing files
    #[arg(long)]
    pub force: bool,
    /// Write the paragraphs of a SQuAD set to this folder as Markdown pages to ingest, without evaluating
    #[arg(long, value_name = "FOLDER", conflicts_with_all = ["retrieval_only", "fail_under", "baseline", "html", "json", "features", "with_llm"])]
    pub pages: Option<PathBuf>,
    /// Evaluate answers that the language model selects or words, and its cost; with --cache a stopped run can be resumed
    #[arg(long = "llm", conflicts_with_all = ["retrieval_only", "no_llm"])]
    pub with_llm: bool,
    /// Print training examples: the features of every question's statements, one JSON object per line
    #[arg(long, conflicts_with_all = ["retrieval_only", "json", "baseline", "risk_coverage"])]
    pub features: bool,
    /// Print training examples of the query adapter: the vectors of questions and passages
    #[arg(long, conflicts_with_all = ["retrieval_only", "json", "baseline", "risk_coverage", "features", "html", "fail_under"])]
    pub vectors: bool,
    /// Use the models in this file instead of the built-in ones
    #[arg(long, value_name = "FILE")]
    pub models: Option<PathBuf>,
    /// Print all figures and questions as JSON
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub llm: LlmArgs,
}
