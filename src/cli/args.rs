//! What can be typed.

mod draft;
mod eval;
mod goals;
mod milestones;
mod rollup;

use std::io::IsTerminal;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use super::failure::Failure;
use crate::calendar::{Date, Expression, Mention, Year, mentions_in_question};
use crate::config::{Config, ConfigError, EmbedderKind, LlmOverrides, Overrides, Redact};
use crate::fact::Status;
use crate::render::{Paint, status_name};
use crate::retrieve::Filters;
use crate::vocabulary::Language;

pub(super) use draft::DraftArgs;
pub(super) use eval::EvalArgs;
pub(super) use goals::{GoalsArgs, GoalsFormat};
pub(super) use milestones::{MilestonesArgs, PromisesArgs};
pub(super) use rollup::{RollupArgs, RollupFormat};

/// The memory of a department that writes weekly reports: asks them, and names the source of every word
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
    /// Read reports into the index: folders, Markdown files, Notion export zips
    Ingest(IngestArgs),
    /// Ask a question; the answer cites week, section and lines
    Ask(AskArgs),
    /// Ask one question after the other; follow-ups know what was asked before
    Chat(ChatArgs),
    /// Find passages, with their scores
    Search(SearchArgs),
    /// List the incidents, once each, with status, length and place
    Incidents(IncidentsArgs),
    /// List the metrics over the weeks: first, last, least and most value of each
    Metrics(MetricsArgs),
    /// Draw metrics over the weeks, with gaps, incidents and statistics
    Trend(TrendArgs),
    /// List the work over the weeks: progress, planned days and how they moved
    Milestones(MilestonesArgs),
    /// List what was planned and left open, and what came of it
    Promises(PromisesArgs),
    /// Sum up a month, a quarter or any time, every line with its source
    Rollup(RollupArgs),
    /// Draft the goals of the next week, with reasons and sources
    Goals(GoalsArgs),
    /// Draft the next report: its form, figures to fill in, what is carried over, goals
    Draft(DraftArgs),
    /// Check reports before they are sent: dates, sums, promises, copies, personal data
    ///
    /// Each report is seen from its own date, or from --as-of; the day of the environment is not asked. A comment
    /// `<!-- zhoubao: ignore ZB003 -->` on a line, or on a line of its own before it, silences a rule there.
    Check(CheckArgs),
    /// Measure answers and search on questions whose answers are known
    Eval(EvalArgs),
    /// Fetch, list and locate embedding models
    Model(ModelArgs),
    /// Show what left this machine: when, to where, and the exact bytes
    Audit(AuditArgs),
    /// Say what is configured, reachable and indexed, and what to do
    Doctor(DoctorArgs),
    /// Print a completion script for a shell
    Completions(CompletionsArgs),
}

/// What `zhoubao` alone and `--help` end with.
const START: &str = "\
Start with:
  zhoubao ingest FOLDER                        read your reports
  zhoubao ask \"6/15账户流水差异的原因是什么\"    ask them, in Chinese or English

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 not in the reports or findings (check), 130 stopped";

/// Options of every command.
#[derive(Debug, Args)]
#[command(next_help_heading = "Options of every command")]
pub(super) struct Global {
    /// Directory of the index [default: zhoubao/index in the user's data folder; env: ZHOUBAO_INDEX]
    #[arg(long, global = true, value_name = "DIR")]
    pub index: Option<PathBuf>,
    /// Qdrant server to use instead of a directory, gRPC port [env: QDRANT_URL, key in QDRANT_API_KEY]
    #[arg(long, global = true, value_name = "URL", conflicts_with = "index")]
    pub qdrant_url: Option<String>,
    /// Collection on the server [default: zhoubao; env: ZHOUBAO_COLLECTION]
    #[arg(long, global = true, value_name = "NAME")]
    pub collection: Option<String>,
    /// What makes dense vectors [default: local; env: ZHOUBAO_EMBEDDER]
    #[arg(long, global = true, value_enum, value_name = "KIND")]
    pub embedder: Option<EmbedderKind>,
    /// Configuration file [default: zhoubao/config.toml in the user's configuration folder; env: ZHOUBAO_CONFIG]
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Connect to nothing but this machine
    #[arg(long, global = true)]
    pub offline: bool,
    /// The day that 上周, last month and the like are seen from [default: today; env: ZHOUBAO_AS_OF]
    #[arg(long, global = true, value_name = "DATE", value_parser = parse_date)]
    pub as_of: Option<Date>,
    /// Say more about what is done, on stderr
    #[arg(short, long, global = true)]
    pub verbose: bool,
    /// Colours and links
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
pub(super) struct IngestArgs {
    /// Folders, .md and .txt files, Notion export .zip files
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Drop the index and build it anew
    #[arg(long)]
    pub rebuild: bool,
    /// The year of reports named by a day alone (03月20日.md, 1108.md)
    #[arg(long, value_name = "YYYY", value_parser = parse_year)]
    pub year: Option<Year>,
}

#[derive(Debug, Args)]
pub(super) struct FilterArgs {
    /// Only what happened or was reported on or after this day
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    pub since: Option<Date>,
    /// Only what happened or was reported on or before this day
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    pub until: Option<Date>,
    /// Only this time: 2023-06, 2023Q2, 第26周, 2023-06-01..2023-06-15
    #[arg(long, value_name = "PERIOD", value_parser = parse_period)]
    pub period: Option<(String, Expression)>,
    /// Only sections with these words in their headings, or of a kind (progress, plan, metrics, incidents, …)
    #[arg(long, value_name = "WORDS")]
    pub section: Option<String>,
    /// Only reports of authors with these words in their names
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
    /// Answer as JSON
    #[arg(long)]
    pub json: bool,
    /// Say how the question was understood
    #[arg(long)]
    pub explain: bool,
    #[command(flatten)]
    pub llm: LlmArgs,
}

/// What a command says of the language model.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Language model (OPENAI_BASE_URL, OPENAI_API_KEY)")]
pub(super) struct LlmArgs {
    /// Answer from the reports' own words alone, without a language model [env: ZHOUBAO_LLM=off]
    #[arg(long)]
    pub no_llm: bool,
    /// The model to ask [default: the one that is served; env: OPENAI_MODEL]
    #[arg(long, value_name = "NAME")]
    pub model: Option<String>,
    /// Folder with prompts of your own, named as the built-in ones [env: ZHOUBAO_PROMPTS]
    #[arg(long, value_name = "DIR")]
    pub prompts: Option<PathBuf>,
    /// Keep replies, and use kept ones for the same prompt
    #[arg(long)]
    pub cache: bool,
    /// Hide personal data and secrets from the model [default: auto; env: ZHOUBAO_REDACT]
    #[arg(long, value_enum, value_name = "WHEN")]
    pub redact: Option<Redact>,
    /// Tokens that this run may take, prompts and replies together
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
pub(super) struct ChatArgs {
    #[command(flatten)]
    pub filters: FilterArgs,
    #[command(flatten)]
    pub llm: LlmArgs,
    /// Keep no history of what is typed
    #[arg(long)]
    pub no_history: bool,
}

#[derive(Debug, Args)]
pub(super) struct SearchArgs {
    /// What to look for; `-` reads it from stdin
    #[arg(value_name = "QUERY", required = true)]
    pub query: Vec<String>,
    /// How many passages
    #[arg(short = 'k', long = "limit", value_name = "COUNT", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub limit: u16,
    #[command(flatten)]
    pub filters: FilterArgs,
    /// Hits as JSON
    #[arg(long)]
    pub json: bool,
    /// Show each leg's rank and score, and how the query was understood
    #[arg(long)]
    pub explain: bool,
}

#[derive(Debug, Args)]
pub(super) struct IncidentsArgs {
    /// Only incidents that speak of all these words; times among them narrow; `-` reads them from stdin
    #[arg(value_name = "TEXT")]
    pub words: Vec<String>,
    /// Only incidents that name this system; may be given again
    #[arg(long, value_name = "NAME")]
    pub system: Vec<String>,
    /// Only incidents that stand so
    #[arg(long, value_enum, value_name = "STATUS")]
    pub status: Option<StatusArg>,
    #[command(flatten)]
    pub filters: FilterArgs,
    /// Over the weeks: how long each was open, since when its cause is missing, what came back
    #[arg(long, conflicts_with_all = ["status", "system", "csv"])]
    pub threads: bool,
    /// The ledger as JSON
    #[arg(long)]
    pub json: bool,
    /// The ledger as CSV, for spreadsheets
    #[arg(long, conflicts_with = "json")]
    pub csv: bool,
}

#[derive(Debug, Args)]
pub(super) struct TrendArgs {
    /// Names of metrics, or words of one; times among them narrow
    #[arg(value_name = "METRIC", required = true)]
    pub metrics: Vec<String>,
    #[command(flatten)]
    pub filters: FilterArgs,
    /// Write the picture to this new file, or to stdout for `-`
    #[arg(long, value_name = "FILE")]
    pub svg: Option<PathBuf>,
    /// Replace a file that is there
    #[arg(long, requires = "svg")]
    pub force: bool,
    /// The values and what they show as JSON
    #[arg(long)]
    pub json: bool,
    /// The values as CSV, for spreadsheets
    #[arg(long, conflicts_with = "json")]
    pub csv: bool,
    /// Columns of the chart [default: 80]
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(40..=500))]
    pub width: Option<u16>,
    /// Rows of each series' drawing [default: 12; 7 of more than two series]
    #[arg(long, value_name = "ROWS", value_parser = clap::value_parser!(u16).range(3..=200))]
    pub height: Option<u16>,
    /// Draw with ASCII alone [default: where the locale is not UTF-8]
    #[arg(long)]
    pub ascii: bool,
}

#[derive(Debug, Args)]
pub(super) struct MetricsArgs {
    /// Only metrics whose names hold all these words; times among them narrow; `-` reads them from stdin
    #[arg(value_name = "TEXT")]
    pub words: Vec<String>,
    #[command(flatten)]
    pub filters: FilterArgs,
    /// Those that one report alone states, too
    #[arg(long)]
    pub all: bool,
    /// How names are unified: spellings, the rule that joins them, their lines, and near names that are not joined
    #[arg(long)]
    pub unification: bool,
    /// The ledger, or the unification, as JSON
    #[arg(long)]
    pub json: bool,
    /// A row a value as CSV, for spreadsheets
    #[arg(long, conflicts_with_all = ["json", "unification"])]
    pub csv: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum StatusArg {
    Open,
    Resolved,
    Unknown,
}

impl StatusArg {
    pub(super) fn name(self) -> &'static str {
        status_name(self.into())
    }
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
    /// Reports: files, folders, Notion export zips; the earlier ones are context of the later
    #[arg(required_unless_present_any = ["explain", "list_rules"], value_name = "FILE")]
    pub paths: Vec<PathBuf>,
    /// Only these rules: codes (ZB003), beginnings (ZB01), names (two-values); with commas or repeated
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub select: Vec<String>,
    /// Not these rules
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub ignore: Vec<String>,
    /// How findings are shown; github writes workflow commands
    #[arg(long, value_enum, default_value_t = CheckFormat::Text, value_name = "FORMAT")]
    pub format: CheckFormat,
    /// The language of messages [default: that of the report]
    #[arg(long, value_enum, value_name = "LANGUAGE")]
    pub lang: Option<Lang>,
    /// Say what a rule finds, why, and when it keeps silent
    #[arg(long, value_name = "RULE")]
    pub explain: Option<String>,
    /// List the rules
    #[arg(long)]
    pub list_rules: bool,
    /// Compare with the files given alone, not with earlier weeks of the index
    #[arg(long)]
    pub no_index: bool,
    /// Fail where the index cannot be compared with; by default it is used where there is one
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
    /// Fetch a model's weights from the hub (HF_ENDPOINT) or a folder, and check them
    Pull {
        #[arg(default_value = "bge-small-zh-v1.5", value_name = "MODEL")]
        model: String,
        /// A folder that holds the files, instead of the hub
        #[arg(long, value_name = "DIR")]
        from: Option<PathBuf>,
    },
    /// The known models and whether they are here
    List,
    /// The folder of a model
    Path {
        #[arg(default_value = "bge-small-zh-v1.5", value_name = "MODEL")]
        model: String,
    },
}

#[derive(Debug, Args)]
pub(super) struct AuditArgs {
    #[command(subcommand)]
    pub command: Option<AuditCommand>,
    /// Only what left on or after this day
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    pub since: Option<Date>,
    /// Only the newest
    #[arg(short = 'n', long = "limit", value_name = "COUNT")]
    pub limit: Option<usize>,
    /// What went to this machine itself, too: it never left
    #[arg(long)]
    pub all: bool,
    /// The records as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum AuditCommand {
    /// Print the exact bytes that were sent
    Show {
        /// The record's id or the SHA-256 of its bytes, or how either begins
        #[arg(value_name = "ID")]
        id: String,
        /// Lay the JSON out over lines
        #[arg(long)]
        pretty: bool,
    },
    /// Compute every SHA-256 anew; say what is missing or changed
    Verify {
        /// Findings as JSON
        #[arg(long)]
        json: bool,
    },
    /// Remove the records from before a day, and their bytes
    Prune {
        /// The first day that is kept
        #[arg(long, value_name = "DATE", value_parser = parse_date)]
        before: Date,
    },
}

#[derive(Debug, Args)]
pub(super) struct DoctorArgs {
    /// Findings as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
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
        Config::resolve(&overrides, jiff::Zoned::now().date())
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

/// # Errors
/// Usage: a span that ends before it starts.
pub(super) fn check_span(filters: &Filters) -> Result<(), Failure> {
    match (filters.since, filters.until) {
        (Some(since), Some(until)) if until < since => {
            Err(Failure::usage(format!("--until {until} lies before --since {since}"), None))
        }
        _ => Ok(()),
    }
}

pub(super) fn parse_date(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "not a date such as 2023-06-20".to_string())
}

fn parse_year(text: &str) -> Result<Year, String> {
    let number = text.parse().map_err(|_| "not a year such as 2024".to_string())?;
    Year::new(number).map_err(|why| why.to_string())
}

pub(super) fn parse_period(text: &str) -> Result<(String, Expression), String> {
    let mut mentions = mentions_in_question(text);
    if let Some(why) = mentions.iter().find_map(|mention| mention.reading.as_ref().err()) {
        return Err(why.to_string());
    }
    match (mentions.pop(), mentions.pop()) {
        (Some(Mention { span, reading: Ok(expression) }), None) if span == (0..text.len()) => {
            Ok((text.to_string(), expression))
        }
        _ => Err("not a time such as 2023-06, 2023Q2, 第26周 or 2023-06-01..2023-06-15".to_string()),
    }
}
