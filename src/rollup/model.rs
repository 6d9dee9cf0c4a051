//! A roll-up as values, each with the numbers of its sources; serialised, they are the JSON contract of `rollup`. Wording
//! and layout are `render`'s.

mod work;

pub use work::*;

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::calendar::{Date, Period, YearMonth, mentions};
use crate::citation::Citation;
use crate::fact::Status;
use crate::json::{self, written};
use crate::report::Lines;
use crate::series::{Better, Series, Statistics};
use crate::thread::{Outcome, Promised, Why, WhyAgain};

/// Numbers of sources, from 1, ascending unless documented otherwise; never empty for a stated value.
pub type Cites = Vec<usize>;

/// What the reports state about a period, in output order.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Rollup {
    /// As asked: `2023Q2`, `第13周..第26周`.
    pub asked: String,
    pub period: Period,
    /// By group, the best of each first.
    pub headline: Vec<Headline>,
    pub metrics: MetricPart,
    pub incidents: IncidentPart,
    /// What the reports set right, and the causes that they found after all, the newest first.
    pub settled: Vec<DigestItem>,
    /// By code, those without a code last.
    pub objectives: Vec<Objective>,
    pub promises: PromisePart,
    /// Items of sections such as 收获与反思, 总结.
    pub reflections: Vec<DigestItem>,
    pub reflections_rest: Rest,
    /// Items of sections such as 问题, 风险, 需要的支持, and those of any section that say that work is late, held up or at risk.
    pub risks: Vec<DigestItem>,
    pub risks_rest: Rest,
    /// Those with a day first, by day.
    pub ahead: Vec<Ahead>,
    /// Source `n` is at `n - 1`, in the order of first use.
    pub sources: Vec<Citation>,
    pub coverage: Coverage,
}

/// A line that a roll-up may show, what it weighs, and what it is weighed by, as [`super::LINE_FEATURES`].
#[derive(Debug, Serialize)]
pub struct LineFeatures {
    pub path: String,
    pub lines: Lines,
    pub weight: f32,
    pub features: Vec<f32>,
}

impl Rollup {
    /// Whether the projects or the problems quote the lines of a source.
    pub fn quotes(&self, cite: usize) -> bool {
        let works = self.objectives.iter().flat_map(|objective| &objective.works);
        let of_works = works.map(|work| work.landed.as_ref().map_or(work.last.cite, |landed| landed.cite));
        let items = self
            .objectives
            .iter()
            .flat_map(|objective| &objective.digest.items)
            .chain(&self.risks)
            .chain(&self.settled);
        items.map(|item| item.cite).chain(of_works).any(|quoted| quoted == cite)
    }
}

/// A line of the opening; indices are those of the rows in their parts.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Headline {
    pub group: HeadlineGroup,
    #[serde(flatten)]
    pub kind: HeadlineKind,
    #[serde(rename = "citations")]
    pub cites: Cites,
}

/// What a reader with a minute wants to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum HeadlineGroup {
    Delivered,
    /// The most telling items, where next to nothing is said to be done.
    Main,
    /// Late, held up, at risk.
    Late,
    Broken,
    /// Set right, or found out after all.
    Settled,
    Moved,
    Next,
}

impl HeadlineGroup {
    pub fn name(self) -> &'static str {
        match self {
            Self::Delivered => "delivered",
            Self::Main => "main",
            Self::Late => "late",
            Self::Broken => "broken",
            Self::Settled => "settled",
            Self::Moved => "moved",
            Self::Next => "next",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(tag = "kind", content = "rows", rename_all = "lowercase")]
pub enum HeadlineKind {
    /// (objective, work) that went live.
    Landed(usize, usize),
    /// (objective, work) that was postponed.
    Slipped(usize, usize),
    /// (objective, item of its digest).
    Item(usize, usize),
    /// An item of `risks`.
    Risk(usize),
    /// A row of `promises.rows`.
    Promise(usize),
    /// How many there were, with the one that lasted longest of those that are over.
    Incidents(Option<usize>),
    /// A row of `incidents.rows` that is open.
    Open(usize),
    /// Another row of `incidents.rows`, where nothing says which was the longest.
    Incident(usize),
    /// An item of `settled`.
    Settled(usize),
    /// A row of `incidents.outside` whose cause is settled.
    Cause(usize),
    /// A row of `metrics.rows`.
    Metric(usize),
    /// A row of `metrics.single`, whose report states the value before beside it.
    Single(usize),
    /// A row of `ahead`.
    Next(usize),
}

/// Something that lies ahead at the end of the period.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Ahead {
    /// The sentence that plans it, or the goal; on one line.
    pub text: String,
    /// The planned day behind the period; `None` for a span such as 下周 and for a goal without a day.
    #[serde(serialize_with = "json::optional_text")]
    #[schemars(with = "Option<json::Day>")]
    pub due: Option<Date>,
    #[serde(serialize_with = "json::text")]
    #[schemars(with = "json::Day")]
    pub date: Date,
    pub report: String,
    /// What reports behind the period say of its matter.
    pub later: Option<Excerpt>,
    #[serde(rename = "citations", serialize_with = "json::list_of_one")]
    #[schemars(with = "[usize; 1]")]
    pub cite: usize,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, JsonSchema)]
pub struct MetricPart {
    /// Metrics stated by at least two reports, most reports first.
    pub rows: Vec<MetricRow>,
    /// Metrics stated by one report.
    pub single: Vec<MetricRow>,
}

#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "RollupMetric")]
pub struct MetricRow {
    /// Points of the period; where a month has one alone, the last one before it as well.
    #[serde(flatten)]
    pub series: Series,
    #[serde(skip)]
    pub statistics: Statistics,
    /// Whose it is, where the pages of one team alone state it, several teams have pages and its name does not say so; may be empty.
    #[serde(skip)]
    pub team: String,
    pub first: Stated,
    pub last: Stated,
    pub highest: Stated,
    pub lowest: Stated,
    /// `None` where the name does not imply a direction: no value is called best or worst.
    pub better: Option<Better>,
    /// Last minus first, in `series.unit` (percentage points for %); `None` for a single value.
    #[serde(serialize_with = "json::optional_number")]
    #[schemars(with = "Option<json::Exact>")]
    pub change: Option<Decimal>,
    /// The latest target stated in the period.
    pub target: Option<Target>,
    /// Contradictory values, by day.
    #[serde(rename = "contradictions")]
    pub conflicts: Vec<Vec<Stated>>,
    pub restated: Vec<Restated>,
}

/// A value where a report states it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Stated {
    #[serde(serialize_with = "json::number")]
    #[schemars(with = "json::Exact")]
    pub value: Decimal,
    /// As written.
    pub text: String,
    #[serde(serialize_with = "json::text")]
    #[schemars(with = "json::Day")]
    pub date: Date,
    /// Label of the report, or its date or file name.
    pub report: String,
    #[serde(rename = "citations", serialize_with = "json::list_of_one")]
    #[schemars(with = "[usize; 1]")]
    pub cite: usize,
}

#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "MetricTarget")]
pub struct Target {
    #[serde(serialize_with = "json::number")]
    #[schemars(with = "json::Exact")]
    pub value: Decimal,
    /// Whether the last value reaches it; `None` where the better direction is unknown.
    #[serde(rename = "met")]
    pub is_met: Option<bool>,
    #[serde(rename = "citations", serialize_with = "json::list_of_one")]
    #[schemars(with = "[usize; 1]")]
    pub cite: usize,
}

/// A later report corrects the value of an earlier week (上周99.94%).
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Restated {
    /// The value in the earlier report.
    pub said: Stated,
    /// The corrected value; `date` and `cite` are the later report's.
    pub later: Stated,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, JsonSchema)]
pub struct IncidentPart {
    /// Incidents that occurred in the period, by time; those without a day last.
    pub rows: Vec<IncidentRow>,
    pub totals: IncidentTotals,
    pub recurring: Vec<Recurring>,
    /// Incidents of other times that reports of the period describe; not counted.
    pub outside: Vec<IncidentRow>,
}

impl IncidentPart {
    /// Whether a text of a report of `date` names the day of an incident of the period.
    pub(super) fn names_a_day(&self, text: &str, date: Date) -> bool {
        let days = mentions(text).into_iter().filter_map(|found| found.reading.ok()?.core().resolve(date).ok());
        let occurred = |row: &IncidentRow| row.occurred.as_ref()?.get(..10)?.parse::<Date>().ok();
        days.into_iter().any(|day| self.rows.iter().filter_map(occurred).any(|occurred| occurred == day.from()))
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "RollupIncident")]
pub struct IncidentRow {
    /// `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM`; `None` where no day is named.
    pub occurred: Option<String>,
    /// Time of discovery, where it is on another day.
    pub found: Option<String>,
    pub summary: String,
    pub impact: Option<String>,
    pub cause: Option<String>,
    /// The later report that settles the cause, else the first that states it.
    pub cause_later: Option<Excerpt>,
    /// Whether a review of it tells the cause, or a later report sets right what was said of it.
    #[serde(rename = "cause_settled")]
    pub is_cause_settled: bool,
    /// A later report that takes the cause back.
    pub cause_denied: Option<Excerpt>,
    pub handling: Option<String>,
    /// As the first report on it has it.
    pub status: Status,
    /// Stated length in minutes.
    #[serde(rename = "duration_minutes")]
    pub minutes: Option<u32>,
    /// Days from the occurrence to the report that closes it, 0 for its own report; of an open one to the last report
    /// read. `None` without a day of occurrence, or where no report says whether it is over.
    pub days_open: Option<i32>,
    /// Status by all reports up to the last one: what the totals count.
    pub standing: Status,
    /// The later report that closes it.
    pub closed: Option<Excerpt>,
    /// Statements of later reports, by date.
    pub later: Vec<Excerpt>,
    /// The first report's source first.
    #[serde(rename = "citations")]
    pub cites: Cites,
}

impl IncidentRow {
    pub fn has_cause(&self) -> bool {
        self.cause.is_some() || self.cause_later.is_some()
    }
}

/// A statement of a report, in its own words.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Excerpt {
    pub text: String,
    #[serde(serialize_with = "json::text")]
    #[schemars(with = "json::Day")]
    pub date: Date,
    pub report: String,
    /// Whether the report is dated after the period.
    #[serde(rename = "after_period")]
    pub is_after: bool,
    #[serde(rename = "citations", serialize_with = "json::list_of_one")]
    #[schemars(with = "[usize; 1]")]
    pub cite: usize,
}

/// Numbers of `rows`. `resolved + open + unknown` and the sum of `by_month` and `undated` are `all`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, JsonSchema)]
pub struct IncidentTotals {
    pub all: usize,
    pub resolved: usize,
    pub open: usize,
    pub unknown: usize,
    /// Every month that the period touches, including those without incidents.
    pub by_month: Vec<MonthCount>,
    pub undated: usize,
    /// Incidents with a stated length, and the sum of their lengths in minutes. Those found on a later day are excluded: their
    /// length ends at the discovery.
    pub timed: usize,
    #[serde(rename = "duration_minutes")]
    pub minutes: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct MonthCount {
    #[serde(serialize_with = "json::text")]
    #[schemars(with = "json::Month")]
    pub month: YearMonth,
    pub count: usize,
}

#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Recurring {
    /// The system, or the first cause as written.
    pub what: String,
    #[serde(rename = "rule")]
    pub why: WhyAgain,
    /// Indices into `rows`.
    pub rows: Vec<usize>,
    #[serde(rename = "citations")]
    pub cites: Cites,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, JsonSchema)]
pub struct Objective {
    /// `O1`, where the heading has a code.
    pub code: Option<String>,
    /// Heading without brackets: `O1 服务业务`.
    pub name: String,
    /// In the order of first mention.
    pub works: Vec<Work>,
    /// The telling items of its sections that no work states.
    pub digest: Digest,
}

/// The telling items of a section over the reports of a period.
#[derive(Debug, Clone, PartialEq, Default, Serialize, JsonSchema)]
pub struct Digest {
    /// What is about one thing together, by date.
    pub items: Vec<DigestItem>,
    pub rest: Rest,
}

/// What a section says besides.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, JsonSchema)]
#[schemars(rename = "DigestRest")]
pub struct Rest {
    /// Number of items.
    pub count: usize,
    /// What they speak of, where they name it.
    pub names: Vec<String>,
    /// Of the lines of each report from the first of them to the last.
    #[serde(rename = "citations")]
    pub cites: Cites,
}

/// An item of a report, or a whole sentence of a longer one.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DigestItem {
    /// Whole, on one line, without marks of Markdown and addresses; what it is about comes first where its own words do not say it.
    pub text: String,
    /// It says that something is done.
    #[serde(rename = "done")]
    pub is_done: bool,
    /// It says that something is late, held up or at risk.
    #[serde(rename = "held_up")]
    pub is_held_up: bool,
    /// How telling it is.
    #[serde(skip)]
    pub weight: f32,
    #[serde(serialize_with = "json::text")]
    #[schemars(with = "json::Day")]
    pub date: Date,
    pub report: String,
    pub author: Option<String>,
    pub section: Vec<String>,
    /// Whether the report is behind the period.
    #[serde(rename = "after_period", skip_serializing_if = "std::ops::Not::not")]
    pub is_after: bool,
    /// What other reports of the period say of its matter.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub beside: Vec<Excerpt>,
    /// The name of the part of the page that it is in, where that names a matter and the text does not; may be empty.
    #[serde(skip)]
    pub matter: String,
    #[serde(rename = "citations", serialize_with = "json::list_of_one")]
    #[schemars(with = "[usize; 1]")]
    pub cite: usize,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct PromisePart {
    /// Promises due in the period, and those without a day made in it; by day.
    pub rows: Vec<PromiseRow>,
}

impl PromisePart {
    pub fn count(&self, outcome: Outcome) -> usize {
        self.rows.iter().filter(|row| row.outcome == outcome).count()
    }
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "PromisePart")]
struct PromisePartForm<'a> {
    /// How many there are of each outcome.
    #[schemars(with = "BTreeMap<Outcome, usize>")]
    totals: Map<String, Value>,
    /// Promises due in the period, and those without a day made in it; by day.
    rows: &'a [PromiseRow],
}

written! {
    PromisePart as PromisePartForm<'_>: |part| PromisePartForm {
        totals: Outcome::ALL.map(|outcome| (outcome.name().to_string(), part.count(outcome).into())).into_iter().collect(),
        rows: &part.rows,
    };
}

#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "RollupPromise")]
pub struct PromiseRow {
    pub kind: Promised,
    #[serde(rename = "promise")]
    pub text: String,
    #[serde(serialize_with = "json::text")]
    #[schemars(with = "json::Day")]
    pub made: Date,
    pub report: String,
    #[serde(serialize_with = "json::optional_text")]
    #[schemars(with = "Option<json::Day>")]
    pub due: Option<Date>,
    pub outcome: Outcome,
    #[serde(rename = "rule")]
    pub why: Why,
    /// Days late; negative where early.
    #[serde(rename = "days_late")]
    pub days: Option<i32>,
    /// Where it was promised; of several lines with the same promise the first one first.
    #[serde(rename = "citations")]
    pub cites: Cites,
    /// The later statement that decided, or mentions it.
    pub evidence: Option<Excerpt>,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, JsonSchema)]
#[schemars(rename = "RollupCoverage")]
pub struct Coverage {
    /// Reports dated in the period, by date.
    pub read: Vec<ReportRead>,
    /// Weeks of the period without a report.
    #[serde(rename = "missing_weeks")]
    pub missing: Vec<MissingWeek>,
    /// Reports dated outside the period that cover its days: their incidents of the period count, their metrics do not.
    pub beside: Vec<ReportRead>,
    /// Number of facts on pages without a date, which are left out.
    pub undated: usize,
    /// Number of reports after the period that were read for outcomes of promises and incidents.
    pub after: usize,
}

#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct MissingWeek {
    /// As the catalogue names it: `第27周`.
    pub week: String,
    pub days: Period,
}

#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ReportRead {
    pub report: String,
    #[serde(serialize_with = "json::text")]
    #[schemars(with = "json::Day")]
    pub date: Date,
    pub author: Option<String>,
    pub path: String,
    pub covers: Option<Period>,
    /// Whether it covers days outside the period.
    pub straddles: bool,
}

/// Two periods side by side.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Comparison {
    /// The period asked for.
    pub this: Rollup,
    /// The period compared with.
    pub other: Rollup,
    /// Metrics stated in both, matched by name, qualifier and unit.
    pub metrics: Vec<MetricPair>,
}

/// One metric in both roll-ups.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct MetricPair {
    pub this: MetricPlace,
    pub other: MetricPlace,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(tag = "list", content = "place")]
pub enum MetricPlace {
    #[serde(rename = "rows")]
    Row(usize),
    #[serde(rename = "single")]
    Single(usize),
}
