//! Command-line arguments.

mod backup;
mod doctor;
mod draft;
mod eval;
mod feedback;
mod goals;
mod ingest;
mod milestones;
mod rollup;
mod serve;

use std::io::IsTerminal;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::calendar::{Date, Expression};
use crate::catalogue::Catalogue;
use crate::config::{Config, ConfigError, EmbedderKind, LlmOverrides, Overrides, Redact};
use crate::context::{Failure, check_span, parse_date, parse_period};
use crate::fact::Status;
use crate::render::Paint;
use crate::retrieve::Filters;
use crate::vocabulary::Language;

pub(super) use backup::{BackupArgs, RestoreArgs};
pub(super) use doctor::DoctorArgs;
pub(super) use draft::DraftArgs;
pub(super) use eval::EvalArgs;
pub(super) use feedback::{FeedbackArgs, FeedbackCommand};
pub(super) use goals::{GoalsArgs, GoalsFormat};
pub(super) use ingest::IngestArgs;
pub(super) use milestones::{MilestonesArgs, PromisesArgs};
pub(super) use rollup::{RollupArgs, RollupFormat};
pub(super) use serve::{LogFormat, ServeArgs};

/// Question answering over a department's weekly reports, with a source for every statement
#[derive(Debug, Parser)]
#[command(name = "zhoubao", version, arg_required_else_help = true, max_term_width = 100, after_help = START, subcommand_help_heading = "Commands")]
pub(super) struct Arguments {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Index reports from folders, Markdown files and Notion export archives
    Ingest(IngestArgs),
    /// Answer a question, citing week, section and lines
    Ask(AskArgs),
    /// Answer questions interactively, with follow-up questions
    Chat(ChatArgs),
    /// Search for passages and show their scores
    Search(SearchArgs),
    /// List incidents with status, duration and source
    Incidents(IncidentsArgs),
    /// List metrics with their first, last, minimum and maximum values
    Metrics(MetricsArgs),
    /// Chart metrics over time, with gaps, incidents and statistics
    Trend(TrendArgs),
    /// List milestones with progress, planned dates and delays
    Milestones(MilestonesArgs),
    /// List plans and open issues with their outcomes
    Promises(PromisesArgs),
    /// Summarise a month, a quarter or any other period, with a source for every line
    Rollup(RollupArgs),
    /// Draft goals for next week, with reasons and sources
    Goals(GoalsArgs),
    /// Draft the next report: its layout, figures to fill in, open work and goals
    Draft(DraftArgs),
    /// Check reports for errors in dates, sums, promises, copied text and personal data
    ///
    /// Each report is checked as of its own date, or of --as-of; ZHOUBAO_AS_OF is ignored. A comment
    /// `<!-- zhoubao: ignore ZB003 -->` on a line, or on a line of its own before it, suppresses a rule there.
    Check(CheckArgs),
    /// Serve a web page and REST to browsers and programs, from one open index
    Serve(ServeArgs),
    /// Serve the Model Context Protocol to an assistant, over stdin and stdout
    Mcp(McpArgs),
    /// Evaluate answers and search on questions with known answers
    Eval(EvalArgs),
    /// Record whether an answer is right, or what is right instead; list, count, export, forget
    Feedback(FeedbackArgs),
    /// Write the index and the feedback to one file
    Backup(BackupArgs),
    /// Put a backup back, into an index directory or a Qdrant server
    Restore(RestoreArgs),
    /// Download, list and locate embedding models
    Model(ModelArgs),
    /// Show requests sent from this machine: time, destination and exact bytes
    Audit(AuditArgs),
    /// Diagnose configuration, connections and the index
    #[command(after_help = DOCTOR_CODES)]
    Doctor(DoctorArgs),
    /// Print a shell completion script
    Completions(CompletionsArgs),
    /// Print a page of the manual in roff; without a name, list the pages
    #[command(hide = true)]
    Man(ManualArgs),
}

/// The end of the output of `zhoubao` and `--help`.
const START: &str = "\
Start with:
  zhoubao ingest FOLDER                        read your reports: Markdown, text, a Notion export
  zhoubao ask \"6/15账户流水差异的原因是什么\"    ask them, in Chinese or English
  zhoubao serve                                the same in a browser, with ledgers and roll-ups
  zhoubao doctor                               what is missing, and what to do about it

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 not in the reports or findings (check), 130 stopped";

const DOCTOR_CODES: &str = "Exit codes: 0 sound, or mended; 1 something is wrong that is left, said with what to do";

/// Options of every command.
#[derive(Debug, Args)]
#[command(next_help_heading = "Options of every command")]
pub(super) struct Global {
    /// Index directory [default: zhoubao/index in the user's data directory; env: ZHOUBAO_INDEX]
    #[arg(long, global = true, value_name = "DIR")]
    pub index: Option<PathBuf>,
    /// Qdrant server to use instead of an index directory, gRPC port [env: QDRANT_URL, QDRANT_API_KEY]
    #[arg(long, global = true, value_name = "URL", conflicts_with = "index")]
    pub qdrant_url: Option<String>,
    /// Collection on the Qdrant server [default: zhoubao; env: ZHOUBAO_COLLECTION]
    #[arg(long, global = true, value_name = "NAME")]
    pub collection: Option<String>,
    /// Embedding model for searching by meaning [default: local; env: ZHOUBAO_EMBEDDER]
    #[arg(long, global = true, value_enum, value_name = "KIND")]
    pub embedder: Option<EmbedderKind>,
    /// Configuration file [default: zhoubao/config.toml in the user's configuration directory; env: ZHOUBAO_CONFIG]
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Connect to no other machine
    #[arg(long, global = true)]
    pub offline: bool,
    /// Reference date of relative times such as 上周 or last month [default: today; env: ZHOUBAO_AS_OF]
    #[arg(long, global = true, value_name = "DATE", value_parser = parse_date)]
    pub as_of: Option<Date>,
    /// Print progress details to stderr
    #[arg(short, long, global = true)]
    pub verbose: bool,
    /// When to use colours and hyperlinks
    #[arg(long, global = true, value_enum, default_value_t = Colour::Auto, value_name = "WHEN")]
    pub color: Colour,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Colour {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    Always,
    Never,
}

#[derive(Debug, Args)]
pub(super) struct FilterArgs {
    /// Include only what happened or was reported on or after this date
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    pub since: Option<Date>,
    /// Include only what happened or was reported on or before this date
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    pub until: Option<Date>,
    /// Include only this period: 2023-06, 2023Q2, 第26周, 2023-06-01..2023-06-15
    #[arg(long, value_name = "PERIOD", value_parser = parse_period)]
    pub period: Option<(String, Expression)>,
    /// Include only sections with these words in their headings, or of a kind (progress, plan, metrics, incidents, …)
    #[arg(long, value_name = "WORDS")]
    pub section: Option<String>,
    /// Include only reports by authors whose names contain these words
    #[arg(long, value_name = "NAME")]
    pub author: Option<String>,
}

impl FilterArgs {
    /// # Errors
    /// Usage: a span that ends before it starts.
    pub(super) fn filters(&self) -> Result<Filters, Failure> {
        let filters = Filters {
            since: self.since,
            until: self.until,
            period: self.period.clone(),
            section: self.section.clone(),
            author: self.author.clone(),
        };
        check_span(&filters)?;
        Ok(filters)
    }
}

#[derive(Debug, Args)]
pub(super) struct AskArgs {
    /// The question, in Chinese or English; `-` reads it from stdin
    #[arg(value_name = "QUESTION", required = true)]
    pub question: Vec<String>,
    #[command(flatten)]
    pub filters: FilterArgs,
    /// Print the answer as JSON
    #[arg(long)]
    pub json: bool,
    /// Explain how the question was interpreted
    #[arg(long)]
    pub explain: bool,
    #[command(flatten)]
    pub llm: LlmArgs,
}

/// Options of the language model.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Language model (OPENAI_BASE_URL, OPENAI_API_KEY)")]
pub(super) struct LlmArgs {
    /// Quote the reports without a language model [env: ZHOUBAO_LLM=off]
    #[arg(long)]
    pub no_llm: bool,
    /// Model name [default: the model that the server offers; env: OPENAI_MODEL]
    #[arg(long, value_name = "NAME")]
    pub model: Option<String>,
    /// Directory with custom prompts, named like the built-in ones [env: ZHOUBAO_PROMPTS]
    #[arg(long, value_name = "DIR")]
    pub prompts: Option<PathBuf>,
    /// Cache replies and reuse them for identical prompts
    #[arg(long)]
    pub cache: bool,
    /// When to redact personal data and secrets in prompts [default: auto; env: ZHOUBAO_REDACT]
    #[arg(long, value_enum, value_name = "WHEN")]
    pub redact: Option<Redact>,
    /// Maximum number of tokens in this run, prompts and replies together
    #[arg(long, value_name = "TOKENS")]
    pub budget: Option<usize>,
}

impl LlmArgs {
    pub(super) fn overrides(&self) -> LlmOverrides {
        LlmOverrides {
            off: self.no_llm,
            model: self.model.clone(),
            prompts: self.prompts.clone(),
            cache: self.cache,
            redact: self.redact,
            budget_tokens: self.budget,
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct McpArgs {
    #[command(flatten)]
    pub llm: LlmArgs,
}

#[derive(Debug, Args)]
pub(super) struct ChatArgs {
    #[command(flatten)]
    pub filters: FilterArgs,
    #[command(flatten)]
    pub llm: LlmArgs,
    /// Do not keep an input history
    #[arg(long)]
    pub no_history: bool,
}

#[derive(Debug, Args)]
pub(super) struct SearchArgs {
    /// Search query; `-` reads it from stdin
    #[arg(value_name = "QUERY", required = true)]
    pub query: Vec<String>,
    /// Maximum number of passages
    #[arg(short = 'k', long = "limit", value_name = "COUNT", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub limit: u16,
    #[command(flatten)]
    pub filters: FilterArgs,
    /// Print hits as JSON
    #[arg(long)]
    pub json: bool,
    /// Show how words and how meaning ranked each passage, and how the query was interpreted
    #[arg(long)]
    pub explain: bool,
}

#[derive(Debug, Args)]
pub(super) struct IncidentsArgs {
    /// List only incidents that mention all these words; a time restricts the period; `-` reads stdin
    #[arg(value_name = "TEXT")]
    pub words: Vec<String>,
    /// List only incidents that name this system; may be repeated
    #[arg(long, value_name = "NAME")]
    pub system: Vec<String>,
    /// List only incidents with this status
    #[arg(long, value_enum, value_name = "STATUS")]
    pub status: Option<StatusArg>,
    #[command(flatten)]
    pub filters: FilterArgs,
    /// Show the history of each incident: days open, weeks without a cause, recurrences
    #[arg(long, conflicts_with_all = ["status", "system", "csv"])]
    pub threads: bool,
    #[command(flatten)]
    pub lang: LangArg,
    /// Print the list as JSON
    #[arg(long)]
    pub json: bool,
    /// Print the list as CSV
    #[arg(long, conflicts_with = "json")]
    pub csv: bool,
}

#[derive(Debug, Args)]
pub(super) struct TrendArgs {
    /// Metric names, or words of a name; a time restricts the period
    #[arg(value_name = "METRIC", required = true)]
    pub metrics: Vec<String>,
    #[command(flatten)]
    pub filters: FilterArgs,
    /// Write the chart as SVG to this file, or to stdout for `-`
    #[arg(long, value_name = "FILE")]
    pub svg: Option<PathBuf>,
    #[command(flatten)]
    pub lang: LangArg,
    /// Overwrite an existing file
    #[arg(long, requires = "svg")]
    pub force: bool,
    /// Print values and statistics as JSON
    #[arg(long)]
    pub json: bool,
    /// Print values as CSV
    #[arg(long, conflicts_with = "json")]
    pub csv: bool,
    /// Width of the chart, in columns [default: 80]
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(40..=500))]
    pub width: Option<u16>,
    /// Height of each panel, in rows [default: 12; 7 for more than two series]
    #[arg(long, value_name = "ROWS", value_parser = clap::value_parser!(u16).range(3..=200))]
    pub height: Option<u16>,
    /// Use ASCII characters only [default: if the locale is not UTF-8]
    #[arg(long)]
    pub ascii: bool,
}

#[derive(Debug, Args)]
pub(super) struct MetricsArgs {
    /// List only metrics whose names contain all these words; a time restricts the period; `-` reads stdin
    #[arg(value_name = "TEXT")]
    pub words: Vec<String>,
    #[command(flatten)]
    pub filters: FilterArgs,
    /// Include metrics stated by a single report, and values that were likely misread
    #[arg(long)]
    pub all: bool,
    /// Show how names are unified: spellings, rules, sources, and similar names that were not joined
    #[arg(long)]
    pub unification: bool,
    #[command(flatten)]
    pub lang: LangArg,
    /// Print the list, or the unification, as JSON
    #[arg(long)]
    pub json: bool,
    /// Print one row per value as CSV
    #[arg(long, conflicts_with_all = ["json", "unification"])]
    pub csv: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum StatusArg {
    Open,
    Resolved,
    Unknown,
}

impl From<StatusArg> for Status {
    fn from(status: StatusArg) -> Self {
        match status {
            StatusArg::Open => Self::Open,
            StatusArg::Resolved => Self::Resolved,
            StatusArg::Unknown => Self::Unknown,
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// Reports: files, folders, Notion export archives; earlier reports are context for later ones
    #[arg(required_unless_present_any = ["explain", "list_rules"], value_name = "FILE")]
    pub paths: Vec<PathBuf>,
    /// Run only these rules: codes (ZB003), prefixes (ZB01) or names (two-values); comma-separated or repeated
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub select: Vec<String>,
    /// Skip these rules
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub ignore: Vec<String>,
    /// Output format; github prints workflow commands
    #[arg(long, value_enum, default_value_t = CheckFormat::Text, value_name = "FORMAT")]
    pub format: CheckFormat,
    /// Language of messages [default: that of the report]
    #[arg(long, value_enum, value_name = "LANGUAGE")]
    pub lang: Option<Lang>,
    /// Describe a rule: what it finds, why, and its limits
    #[arg(long, value_name = "RULE")]
    pub explain: Option<String>,
    /// List all rules
    #[arg(long)]
    pub list_rules: bool,
    /// Compare with the given files only, not with indexed reports
    #[arg(long)]
    pub no_index: bool,
    /// Fail if the index is unavailable; by default it is used if it exists
    #[arg(long, conflicts_with = "no_index")]
    pub against_index: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum CheckFormat {
    Text,
    Json,
    Github,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Lang {
    Zh,
    En,
}

/// The language of what the program itself says.
#[derive(Debug, Clone, Copy, Args)]
pub(super) struct LangArg {
    /// Language of headings and notes; quotations keep theirs [default: that of the reports]
    #[arg(long, value_enum, value_name = "LANGUAGE")]
    pub lang: Option<Lang>,
}

impl LangArg {
    pub(super) fn among(self, catalogue: &Catalogue) -> Language {
        self.lang.map_or_else(|| catalogue.language(), Lang::language)
    }
}

impl Lang {
    pub(super) fn language(self) -> Language {
        match self {
            Self::Zh => Language::Chinese,
            Self::En => Language::English,
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct ModelArgs {
    #[command(subcommand)]
    pub command: ModelCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum ModelCommand {
    /// Download a model from the hub (HF_ENDPOINT) or copy it from a folder, and verify it
    Pull {
        #[arg(default_value = "bge-small-zh-v1.5", value_name = "MODEL")]
        model: String,
        /// Folder with the model files, instead of the hub
        #[arg(long, value_name = "DIR")]
        from: Option<PathBuf>,
    },
    /// List known models and whether they are installed
    List,
    /// Print the folder of a model
    Path {
        #[arg(default_value = "bge-small-zh-v1.5", value_name = "MODEL")]
        model: String,
    },
}

#[derive(Debug, Args)]
pub(super) struct AuditArgs {
    #[command(subcommand)]
    pub command: Option<AuditCommand>,
    /// Show only requests sent on or after this date
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    pub since: Option<Date>,
    /// Maximum number of requests, newest first
    #[arg(short = 'n', long = "limit", value_name = "COUNT")]
    pub limit: Option<usize>,
    /// Include requests to this machine itself
    #[arg(long)]
    pub all: bool,
    /// Print the records as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum AuditCommand {
    /// Print the exact bytes of a request
    Show {
        /// ID of the record or SHA-256 of its bytes, or a prefix of either
        #[arg(value_name = "ID")]
        id: String,
        /// Indent the JSON
        #[arg(long)]
        pretty: bool,
    },
    /// Verify the SHA-256 of every record and report missing or changed ones
    Verify {
        /// Print findings as JSON
        #[arg(long)]
        json: bool,
    },
    /// Delete records from before a date
    Prune {
        /// First date to keep
        #[arg(long, value_name = "DATE", value_parser = parse_date)]
        before: Date,
    },
}

#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
pub(super) struct ManualArgs {
    /// As in zhoubao-model-pull
    #[arg(value_name = "PAGE")]
    pub page: Option<String>,
}

impl Global {
    /// What holds for this run.
    pub(super) fn config(&self) -> Result<Config, ConfigError> {
        self.config_with(LlmOverrides::default())
    }

    /// What holds for a run that may ask a language model.
    pub(super) fn config_with(&self, llm: LlmOverrides) -> Result<Config, ConfigError> {
        let overrides = Overrides {
            config: self.config.clone(),
            index: self.index.clone(),
            qdrant_url: self.qdrant_url.clone(),
            collection: self.collection.clone(),
            embedder: self.embedder,
            offline: self.offline,
            as_of: self.as_of,
            llm,
        };
        let config = Config::resolve(&overrides, jiff::Zoned::now().date())?;
        config.words.clone().add();
        Ok(config)
    }

    pub(super) fn paint(&self) -> Paint {
        Paint { colour: self.colour(std::io::stdout().is_terminal()) }
    }

    pub(super) fn paint_errors(&self) -> Paint {
        Paint { colour: self.colour(std::io::stderr().is_terminal()) }
    }

    fn colour(&self, is_terminal: bool) -> bool {
        match self.color {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => is_terminal && crate::config::wants_colour(),
        }
    }
}
