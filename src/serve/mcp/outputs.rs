//! What each tool gives, as structured content: views of the JSON contracts of the command line, with the address of the report
//! beside each place. The comments are shown to models.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Number, Value};

use crate::answer::{self, Mode, Verdict};
use crate::fact::{State, Status};
use crate::feedback::Opinion;
use crate::series::Missing;
use crate::thread::{Outcome, Promised, Recurrence, Why};
use crate::trend::Unknown;

/// A place in a report.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(super) struct Source {
    /// The report's label or name.
    report: String,
    /// The report's day; empty where it has none.
    date: String,
    path: String,
    /// First and last line.
    lines: [usize; 2],
    /// Address of these lines, to be read as a resource or with the tool `report`.
    uri: Option<String>,
}

/// A source by its number, with the quoted lines.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(super) struct Cited {
    n: usize,
    #[serde(flatten)]
    source: Source,
    section: Vec<String>,
    /// The report's own words.
    quote: String,
}

/// A source with the words of that place.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(super) struct Quoted {
    #[serde(flatten)]
    source: Source,
    /// The report's own words.
    quote: String,
}

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(super) struct AskOutput {
    /// The answer's id, for `feedback`; null where answers are not kept.
    id: Option<String>,
    question: String,
    /// How a follow-up was completed.
    read_as: Option<String>,
    language: String,
    /// `extracted`: the reports' words; `selected`: the same, picked by a model; `generated`: a model's words, each read back.
    #[schemars(with = "Mode")]
    mode: String,
    /// `answered`: vouched for; `related`: the nearest that the reports say; `not_found`: not in the reports.
    #[schemars(with = "Verdict")]
    verdict: String,
    /// The answer with marks `[n]`.
    answer: String,
    citations: Vec<Cited>,
    coverage: answer::Coverage,
    /// What people said instead of such an answer: no words of a report.
    pub corrections: Vec<PersonsCorrection>,
    /// What to know beside it.
    notices: Vec<String>,
    /// To be sent with a follow-up.
    conversation: String,
}

/// What a person said is right instead of an answer.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(super) struct PersonsCorrection {
    id: String,
    by: String,
    at: String,
    /// The question that was answered then.
    question: String,
    text: String,
    /// Why, where somebody said so.
    because: Option<String>,
    /// The lines that it is attached to have changed since, or are gone.
    stale: bool,
    /// The lines that it is attached to.
    beside: Vec<Source>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct SearchOutput {
    /// Best first.
    pub hits: Vec<Hit>,
    /// What people said instead of answers to such a question: no words of a report.
    pub corrections: Vec<PersonsCorrection>,
    pub notices: Vec<String>,
}

/// A passage that was found.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(super) struct Hit {
    rank: usize,
    score: f64,
    #[serde(flatten)]
    source: Source,
    section: Vec<String>,
    /// The report's own words.
    text: String,
}

/// A page of a list, and what was searched for it.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Rows<T> {
    pub rows: Vec<T>,
    /// Rows of the whole list.
    pub total: usize,
    pub offset: usize,
    /// The `offset` of the next page; null on the last one.
    pub next_offset: Option<usize>,
    pub coverage: Coverage,
}

/// What was searched.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct Coverage {
    pub reports: usize,
    /// First and last day that they cover.
    pub from: Option<String>,
    pub to: Option<String>,
    pub missing_weeks: Vec<String>,
    /// Rows left out because they were likely misread; `all` includes them.
    pub unlikely: usize,
    /// Statements of pages without a date, which are in no list.
    pub undated: usize,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct IncidentsOutput {
    #[serde(flatten)]
    pub page: Rows<IncidentRow>,
    /// With `histories`: incidents that came back.
    pub recurrences: Vec<Recurrence>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(untagged)]
pub(super) enum IncidentRow {
    Incident(Box<Incident>),
    History(IncidentHistory),
}

/// What a report does not state is null.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(super) struct Incident {
    occurred: Option<String>,
    found: Option<String>,
    #[schemars(with = "Status")]
    status: String,
    summary: String,
    impact: Option<String>,
    cause: Option<String>,
    handling: Option<String>,
    duration_minutes: Option<u64>,
    counts: Vec<Count>,
    author: Option<String>,
    section: Vec<String>,
    /// Where it is mentioned; further mentions follow.
    sources: Vec<Source>,
}

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(super) struct Count {
    value: Number,
    unit: String,
}

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(super) struct IncidentHistory {
    occurred: Option<String>,
    summary: String,
    open: bool,
    days_open: Option<i64>,
    cause_missing_weeks: Option<i64>,
    /// Where it is mentioned, and later lines that look back at it.
    tellings: Vec<Quoted>,
    /// Later lines that may speak of it without naming its day.
    may_speak_of_it: Vec<Quoted>,
}

/// A metric; `trend` has all its values.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(super) struct Metric {
    metric: String,
    /// What sets it apart from others of its name.
    qualifier: String,
    unit: String,
    /// Reports that state it.
    reports: usize,
    values: usize,
    first: MetricValue,
    last: MetricValue,
    lowest: MetricValue,
    highest: MetricValue,
    /// Weeks without a value.
    missing: usize,
    /// How it is spelt.
    spellings: Vec<String>,
}

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(super) struct MetricValue {
    value: Number,
    /// As it is written.
    text: String,
    #[serde(flatten)]
    source: Source,
}

/// The series that is meant first.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(super) struct TrendOutput {
    #[serde(flatten)]
    pub series: TrendSeries,
    /// Further series that the names mean.
    pub others: Vec<TrendSeries>,
    /// Incidents of their time.
    pub incidents: Vec<Mark>,
    /// Names of series that there was no room for.
    left_out: Vec<String>,
    /// Names that no series has, with those that come nearest.
    unknown: Vec<Unknown>,
}

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(super) struct TrendSeries {
    metric: Option<String>,
    qualifier: String,
    unit: String,
    /// By day.
    pub points: Vec<TrendPoint>,
    /// Earlier points that were left out for their number; narrow the time to see them.
    #[serde(default)]
    pub earlier_left_out: usize,
    #[schemars(with = "Vec<Missing>")]
    missing: Vec<Value>,
    /// Median, direction (Mann-Kendall), slope (Theil-Sen), step (Pettitt); null for too few values.
    statistics: Value,
}

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(super) struct TrendPoint {
    value: Number,
    text: String,
    #[serde(flatten)]
    source: Source,
    /// Another value is stated for the same day.
    contradictory: bool,
    outlier: bool,
}

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(super) struct Mark {
    summary: String,
    #[serde(flatten)]
    source: Source,
}

/// A piece of work over the weeks.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(super) struct Milestone {
    subject: String,
    parent: Option<String>,
    #[schemars(with = "Option<State>")]
    state: Option<String>,
    progress: Option<Progress>,
    /// How often a planned day was moved, and by how many days in all.
    moves: usize,
    slip_days: i64,
    steps: Vec<Step>,
    /// Statements of it in all.
    #[serde(default)]
    pub told: usize,
    /// The last of them; with `history` all.
    pub statements: Vec<Statement>,
    /// Names that may be the same work.
    left_apart: Vec<String>,
}

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(super) struct Progress {
    first: Number,
    last: Number,
}

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(super) struct Step {
    what: String,
    part: Option<String>,
    slip_days: i64,
    moves: usize,
    /// The days planned for it, one after the other.
    days: Vec<StepDay>,
}

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(super) struct StepDay {
    text: String,
    from: String,
    to: String,
    source: Source,
}

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(super) struct Statement {
    #[serde(flatten)]
    quoted: Quoted,
    author: Option<String>,
    #[schemars(with = "Option<State>")]
    state: Option<String>,
    progress: Option<Number>,
}

/// A plan or an open issue, and what came of it.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(super) struct Promise {
    #[schemars(with = "Promised")]
    kind: String,
    promise: String,
    made: Source,
    due: Option<String>,
    #[schemars(with = "Outcome")]
    outcome: String,
    /// By which rule that is so.
    #[schemars(with = "Why")]
    rule: String,
    days_late: Option<i64>,
    /// Where a later report mentions it.
    evidence: Option<Quoted>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct RollupOutput {
    pub period: String,
    /// First and last day.
    pub from: String,
    pub to: String,
    /// Lines of the page, in Markdown; its marks `[^n]` are numbers of `citations`.
    pub markdown: String,
    pub first_line: usize,
    pub last_line: usize,
    pub total_lines: usize,
    /// The `from_line` of the next part; null at the end.
    pub next_line: Option<usize>,
    /// Reports of that time.
    pub reports: usize,
    pub missing_weeks: Vec<String>,
    /// What these lines cite.
    pub citations: Vec<Cited>,
    pub notices: Vec<String>,
}

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(super) struct GoalsOutput {
    week: String,
    from: String,
    to: String,
    /// Goals that the last reports set themselves.
    pub listed: Vec<Goal>,
    /// Proposals, the one with most points first.
    pub goals: Vec<Goal>,
    /// Further proposals that were not asked for.
    left_out: usize,
    citations: Vec<Cited>,
    coverage: GoalsCoverage,
}

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(super) struct Goal {
    rank: usize,
    text: String,
    author: Option<String>,
    section: String,
    due: Option<String>,
    score: i64,
    reasons: Vec<Reason>,
    citations: Vec<usize>,
}

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(super) struct Reason {
    kind: String,
    text: String,
    citations: Vec<usize>,
}

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(super) struct GoalsCoverage {
    reports: usize,
    from: String,
    to: String,
    missing_weeks: Vec<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct CheckOutput {
    /// In order of place; none is a good sign.
    pub findings: Vec<Finding>,
    pub total: usize,
    /// Reports of the index that it was compared with.
    pub compared_with: usize,
}

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(super) struct Finding {
    /// `ZB003`.
    code: String,
    name: String,
    line: usize,
    column: usize,
    end_column: usize,
    message: String,
    /// The lines that bear it out.
    evidence: String,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ReportOutput {
    /// The report that was asked for.
    pub report: Option<ReportEntry>,
    /// Its lines, in Markdown, without their numbers.
    pub text: Option<String>,
    pub first_line: Option<usize>,
    pub last_line: Option<usize>,
    pub total_lines: Option<usize>,
    /// The first of the lines that follow these; null at the end.
    pub next_line: Option<usize>,
    /// Without a report asked for: a page of them, newest first.
    pub reports: Vec<ReportEntry>,
    /// Reports in all.
    pub total: usize,
    /// The `offset` of the next page; null on the last one.
    pub next_offset: Option<usize>,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct ReportEntry {
    pub id: String,
    pub uri: String,
    pub name: String,
    pub label: Option<String>,
    pub date: Option<String>,
    pub author: Option<String>,
    pub path: String,
    /// The days that it reports on.
    pub from: Option<String>,
    pub to: Option<String>,
}

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(super) struct FeedbackOutput {
    /// The id of what was said.
    id: String,
    answer: String,
    at: String,
    by: String,
    question: String,
    #[schemars(with = "Opinion")]
    opinion: String,
    because: Option<String>,
    correct: Option<String>,
}
