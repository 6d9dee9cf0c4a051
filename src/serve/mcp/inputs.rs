//! What each tool takes. The comments are shown to models.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::serve::fields::{FilterFields, LanguageField, OutcomeField, StatusField};

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct AskInput {
    /// The question in a sentence, in Chinese or English, with its time if it has one: `6月15日的账户流水差异是什么原因`.
    pub question: String,
    /// The `conversation` of an earlier result: the question is read as a follow-up to it.
    #[serde(default)]
    pub conversation: Option<String>,
    /// Whether the server's own language model may pick or word the answer, where one is configured; `false` quotes the reports alone, and is
    /// faster.
    #[serde(default = "yes")]
    pub use_model: bool,
    #[serde(flatten)]
    pub filters: FilterFields,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct SearchInput {
    /// Words or a sentence; a time in it narrows: `上周 支付网关 超时`.
    pub query: String,
    /// How many passages at most.
    #[serde(default = "ten")]
    #[schemars(range(min = 1, max = 50))]
    pub limit: usize,
    #[serde(flatten)]
    pub filters: FilterFields,
}

/// Which rows of a list.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
pub(super) struct PageFields {
    /// How many rows at most.
    #[serde(default = "twenty")]
    #[schemars(range(min = 1, max = 100))]
    pub limit: usize,
    /// How many rows to pass over: the `next_offset` of the page before.
    #[serde(default)]
    #[schemars(range(min = 0))]
    pub offset: usize,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct IncidentsInput {
    /// Only incidents that mention all these words; a time among them narrows: `6月 网关`.
    #[serde(default)]
    pub text: Option<String>,
    /// Only incidents that name all these systems.
    #[serde(default)]
    pub systems: Vec<String>,
    /// Only incidents of this status.
    #[serde(default)]
    pub status: Option<StatusField>,
    /// Rows tell the history of each incident instead (days open, weeks without a cause, later reports that look back at it), and
    /// `recurrences` which came back; not together with `systems` and `status`.
    #[serde(default)]
    pub histories: bool,
    #[serde(flatten)]
    pub filters: FilterFields,
    #[serde(flatten)]
    pub page: PageFields,
    /// Language of the program's own words [default: that of the reports].
    #[serde(default)]
    pub lang: Option<LanguageField>,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct MetricsInput {
    /// Only metrics whose names contain all these words; a time among them narrows.
    #[serde(default)]
    pub text: Option<String>,
    /// Also values that were likely misread.
    #[serde(default)]
    pub all: bool,
    #[serde(flatten)]
    pub filters: FilterFields,
    #[serde(flatten)]
    pub page: PageFields,
    /// Language of the program's own words [default: that of the reports].
    #[serde(default)]
    pub lang: Option<LanguageField>,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct TrendInput {
    /// Names of metrics as `metrics` lists them, or words of a name; up to six series are traced.
    #[schemars(length(min = 1, max = 8))]
    pub metrics: Vec<String>,
    #[serde(flatten)]
    pub filters: FilterFields,
    /// Language of the program's own words [default: that of the reports].
    #[serde(default)]
    pub lang: Option<LanguageField>,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct MilestonesInput {
    /// Only work that mentions all these words; a time among them narrows.
    #[serde(default)]
    pub text: Option<String>,
    /// Only work of which a planned day was moved, or that is said to be late.
    #[serde(default)]
    pub slipped: bool,
    /// Also every statement of each, oldest first; without it the last one.
    #[serde(default)]
    pub history: bool,
    /// Also work told once without progress and planned day, and lines that were likely misread.
    #[serde(default)]
    pub all: bool,
    #[serde(flatten)]
    pub filters: FilterFields,
    #[serde(flatten)]
    pub page: PageFields,
    /// Language of the program's own words [default: that of the reports].
    #[serde(default)]
    pub lang: Option<LanguageField>,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct PromisesInput {
    /// Only promises that mention all these words; a time among them narrows.
    #[serde(default)]
    pub text: Option<String>,
    /// Only promises of this outcome.
    #[serde(default)]
    pub outcome: Option<OutcomeField>,
    /// Also planned days of lines that were likely misread.
    #[serde(default)]
    pub all: bool,
    #[serde(flatten)]
    pub filters: FilterFields,
    #[serde(flatten)]
    pub page: PageFields,
    /// Language of the program's own words [default: that of the reports].
    #[serde(default)]
    pub lang: Option<LanguageField>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum RollupTemplate {
    Full,
    Leadership,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct RollupInput {
    /// The time: `2023-06`, `2023Q2`, `2023`, `第13周..第26周`, `2023-05-15..2023-06-30`, `上个月`.
    pub period: String,
    /// A further time to compare it with.
    #[serde(default)]
    pub compare: Option<String>,
    /// `leadership` is a page for a reader with a minute, `full` has everything.
    #[serde(default = "leadership")]
    pub template: RollupTemplate,
    /// Only reports by authors whose names contain these words.
    #[serde(default)]
    pub author: Option<String>,
    /// Whether the server's own language model, where one is configured, writes a few checked sentences above each part; this takes long.
    #[serde(default)]
    pub use_model: bool,
    /// Line of the page to begin with: the `next_line` of the result before.
    #[serde(default = "one")]
    #[schemars(range(min = 1))]
    pub from_line: usize,
    /// Language of the program's own words [default: that of the reports].
    #[serde(default)]
    pub lang: Option<LanguageField>,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct GoalsInput {
    /// The week of the goals: `第27周`, `2024-W14` or a day in it [default: the week after the last report].
    #[serde(default)]
    pub week: Option<String>,
    /// Only reports by authors whose names contain these words.
    #[serde(default)]
    pub author: Option<String>,
    /// How many proposals at most, beside the goals that the reports set themselves.
    #[serde(default = "ten")]
    #[schemars(range(min = 1, max = 50))]
    pub limit: usize,
    /// Language of the program's own words [default: that of the reports].
    #[serde(default)]
    pub lang: Option<LanguageField>,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct CheckInput {
    /// The whole report in Markdown. Either this or `report`.
    #[serde(default)]
    pub text: Option<String>,
    /// The name of its file, from which its week and date are read where the text has none: `第27周 2023-06-27.md`.
    #[serde(default)]
    pub name: Option<String>,
    /// A report of the index instead: its id, its `zhoubao://report/…` address, its path, its label or its date.
    #[serde(default)]
    pub report: Option<String>,
    /// Only these rules: codes (`ZB003`), prefixes (`ZB01`) or names (`two-values`).
    #[serde(default)]
    pub select: Vec<String>,
    /// Not these rules.
    #[serde(default)]
    pub ignore: Vec<String>,
    /// Language of the messages [default: that of the report].
    #[serde(default)]
    pub lang: Option<LanguageField>,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct ReportInput {
    /// Its id, its `zhoubao://report/…` address, its path, its label (`第26周`) or its date; without it the reports are listed, newest first.
    #[serde(default)]
    pub report: Option<String>,
    /// Only these lines of it, `12-20` or `12`; without them the whole report, a part at a time.
    #[serde(default)]
    pub lines: Option<String>,
    /// When listing: only reports by authors whose names contain these words.
    #[serde(default)]
    pub author: Option<String>,
    /// When listing: how many at most.
    #[serde(default = "twenty")]
    #[schemars(range(min = 1, max = 100))]
    pub limit: usize,
    /// When listing: how many to pass over.
    #[serde(default)]
    #[schemars(range(min = 0))]
    pub offset: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum FeedbackOpinion {
    Right,
    Wrong,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct FeedbackInput {
    /// The `id` of an answer of `ask`.
    pub id: String,
    /// What the person thinks of the answer; ask them, and do not judge for them.
    pub opinion: FeedbackOpinion,
    /// Why, in their words.
    #[serde(default)]
    pub because: Option<String>,
    /// What is right instead, in their words; with `wrong`. It is kept as a correction and shown beside later answers.
    #[serde(default)]
    pub correct: Option<String>,
    /// Numbers of the answer's citations that the correction is attached to [default: all].
    #[serde(default)]
    pub sources: Vec<usize>,
    /// Who says so; needed where no token names the caller.
    #[serde(default)]
    pub by: Option<String>,
}

fn yes() -> bool {
    true
}

fn one() -> usize {
    1
}

fn ten() -> usize {
    10
}

fn twenty() -> usize {
    20
}

fn leadership() -> RollupTemplate {
    RollupTemplate::Leadership
}
