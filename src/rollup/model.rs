//! What a roll-up states, as values: every line with the numbers of its sources. Wording and layout are `render`'s.

use rust_decimal::Decimal;

use crate::calendar::{Date, Period, YearMonth};
use crate::citation::Citation;
use crate::fact::Status;
use crate::series::{Better, Series, Statistics};
use crate::thread::{Outcome, Promised, Why, WhyAgain};

/// Numbers of sources, from 1, ascending where nothing else is said; never empty for a line that states something.
pub type Cites = Vec<usize>;

/// All that the reports say of a period, in the order in which it is told.
#[derive(Debug, Clone, PartialEq)]
pub struct Rollup {
    /// As asked: `2023Q2`, `第13周..第26周`.
    pub asked: String,
    pub period: Period,
    /// At most five.
    pub headline: Vec<Headline>,
    pub metrics: MetricPart,
    pub incidents: IncidentPart,
    /// In the order of their codes, those without one last.
    pub objectives: Vec<Objective>,
    pub promises: PromisePart,
    /// What the reports themselves say under 收获与反思, 总结; by date.
    pub reflections: Vec<Quoted>,
    /// And under 问题, 风险, 需要的支持.
    pub risks: Vec<Quoted>,
    /// Source `n` is at `n - 1`, in the order of first use.
    pub sources: Vec<Citation>,
    pub coverage: Coverage,
}

/// A line that a boss would read. The places are those of the rows in their parts.
#[derive(Debug, Clone, PartialEq)]
pub struct Headline {
    pub kind: HeadlineKind,
    pub cites: Cites,
}

#[derive(Debug, Clone, PartialEq)]
pub enum HeadlineKind {
    /// Rows of `metrics.rows`: the ratios that most reports state.
    Metrics(Vec<usize>),
    /// Of all incidents, the one to name: the longest, else the first that is open. `None` where there is none.
    Incidents(Option<usize>),
    /// (objective, work) of what went live.
    Landed(Vec<(usize, usize)>),
    /// (objective, work) of what moved, the furthest first.
    Slipped(Vec<(usize, usize)>),
    /// The promises that were due, by outcome; rows of `promises.rows` to name.
    Promises(Vec<usize>),
    /// Rows of `incidents.rows` that are open at the end.
    Open(Vec<usize>),
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct MetricPart {
    /// Those that two reports or more state, those of more reports first.
    pub rows: Vec<MetricRow>,
    /// Those that one report states.
    pub single: Vec<MetricRow>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct MetricRow {
    /// With the points of the period alone.
    pub series: Series,
    pub statistics: Statistics,
    pub first: Stated,
    pub last: Stated,
    pub highest: Stated,
    pub lowest: Stated,
    /// Which way is better; `None` where the name does not tell: then nothing is called best or worst.
    pub better: Option<Better>,
    /// Last less first, in `series.unit` (percentage points for %); `None` for one value.
    pub change: Option<Decimal>,
    /// The last one stated in the period.
    pub target: Option<Target>,
    /// Values of one day that contradict each other.
    pub conflicts: Vec<Vec<Stated>>,
    pub restated: Vec<Restated>,
}

/// A value where a report states it.
#[derive(Debug, Clone, PartialEq)]
pub struct Stated {
    pub value: Decimal,
    /// As written.
    pub text: String,
    pub date: Date,
    /// Label of the report, or what stands for one.
    pub report: String,
    pub cite: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    pub value: Decimal,
    /// Whether the last value reaches it; `None` where it is not known which way is better.
    pub is_met: Option<bool>,
    pub cite: usize,
}

/// A later report gives another value for an earlier week (上周99.94%).
#[derive(Debug, Clone, PartialEq)]
pub struct Restated {
    /// What the earlier report itself says.
    pub said: Stated,
    /// What the later one says that it was; `text` is the value alone, `date` and `cite` are the later report's.
    pub later: Stated,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct IncidentPart {
    /// Those that occurred in the period, in order of time; those without a day by their report, last.
    pub rows: Vec<IncidentRow>,
    pub totals: IncidentTotals,
    pub recurring: Vec<Recurring>,
    /// Told by reports of the period, but from before it or after it: not counted here.
    pub outside: Vec<IncidentRow>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct IncidentRow {
    /// `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM`; `None` where no day is named.
    pub occurred: Option<String>,
    /// When it was found, where that is another day.
    pub found: Option<String>,
    pub summary: String,
    pub impact: Option<String>,
    pub cause: Option<String>,
    /// The report that first tells the cause, where it is a later one than the first.
    pub cause_later: Option<Told>,
    pub handling: Option<String>,
    /// As the first telling has it.
    pub status: Status,
    /// With what later reports tell: what the totals count.
    pub standing: Status,
    /// The later report that says that it is over.
    pub closed: Option<Told>,
    /// How long it lasted, where stated.
    pub minutes: Option<u32>,
    /// From the day it occurred to the report that closes it, 0 where the report that tells it does; where it is open, to the last
    /// report read. `None` where it names no day, or no report says whether it is over.
    pub days_open: Option<i32>,
    /// What later reports tell of it, by date.
    pub later: Vec<Told>,
    /// The first telling's source first.
    pub cites: Cites,
}

/// A later report's words.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    pub text: String,
    pub date: Date,
    pub report: String,
    pub cite: usize,
    /// The report is of after the period.
    pub is_after: bool,
}

/// Numbers of `rows`. `resolved + open + unknown` and the sum of `by_month` and `undated` are `all`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct IncidentTotals {
    pub all: usize,
    pub resolved: usize,
    pub open: usize,
    pub unknown: usize,
    /// Every month that the period touches, also those without.
    pub by_month: Vec<(YearMonth, usize)>,
    pub undated: usize,
    pub without_cause: usize,
    /// How many state how long they lasted, and how long those lasted together; without those that were found on a later day, which
    /// lasted until somebody looked.
    pub timed: usize,
    pub minutes: u32,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Recurring {
    /// The system, or the words of the first cause.
    pub what: String,
    pub why: WhyAgain,
    /// Places in `rows`.
    pub rows: Vec<usize>,
    pub cites: Cites,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Objective {
    /// `O1`, where the heading has one.
    pub code: Option<String>,
    /// The heading without brackets: `O1 服务业务`.
    pub name: String,
    /// In the order in which they were first told.
    pub works: Vec<Work>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Work {
    pub subject: String,
    pub parent: Option<String>,
    /// First and last progress told in the period; equal where it is told once.
    pub progress: Option<(Progress, Progress)>,
    /// Went live, or was done, by a report of the period.
    pub landed: Option<Landed>,
    /// Planned days that reports of the period moved.
    pub slips: Vec<Slip>,
    pub stalled: Option<Stalled>,
    /// The last word of the period on it.
    pub last: Told,
    /// Of all that is told here.
    pub cites: Cites,
    /// Statements of the period.
    pub statements: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Progress {
    pub percent: Decimal,
    pub date: Date,
    pub report: String,
    pub cite: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Landed {
    /// 上线, 投产, 全量: as written.
    pub word: String,
    /// The clause that tells it, as written: 收银台4/14上线.
    pub text: String,
    /// The clause names a part of the work, or something beside it.
    pub is_part: bool,
    /// The day that the report names, else `None`.
    pub day: Option<Date>,
    pub date: Date,
    pub report: String,
    pub cite: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Slip {
    /// 上线, 提测; empty where none is told.
    pub step: String,
    pub part: String,
    /// As written, with their last days.
    pub from: (String, Date),
    pub to: (String, Date),
    /// Negative where it came nearer.
    pub days: i32,
    /// Both are single days; else `days` counts from the end of a span (5月中, 月底) and is about that.
    pub is_exact: bool,
    /// How often it was moved in the period.
    pub moves: usize,
    /// The place of the first day, then that of the last.
    pub cites: Cites,
}

/// Work that is not done and of which nothing new was told for some reports.
#[derive(Debug, Clone, PartialEq)]
pub struct Stalled {
    /// Since this report.
    pub since: Date,
    pub report: String,
    /// Reports of the period after that one.
    pub reports: usize,
    /// The same progress is told again and again; else nothing is told.
    pub is_repeated: bool,
    pub cite: usize,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct PromisePart {
    /// Those that fell due in the period, and those without a day that were made in it; by day.
    pub rows: Vec<PromiseRow>,
}

impl PromisePart {
    pub fn count(&self, outcome: Outcome) -> usize {
        self.rows.iter().filter(|row| row.outcome == outcome).count()
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct PromiseRow {
    pub kind: Promised,
    pub text: String,
    pub made: Date,
    pub report: String,
    pub due: Option<Date>,
    pub outcome: Outcome,
    pub why: Why,
    /// Days late; negative where early.
    pub days: Option<i32>,
    /// Where it was promised; where several lines promise the same for the same day, the first of them first.
    pub cites: Cites,
    /// The later place that decided, or speaks of it.
    pub evidence: Option<Told>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Quoted {
    /// As written.
    pub text: String,
    pub report: String,
    pub date: Date,
    pub section: Vec<String>,
    pub cite: usize,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Coverage {
    /// Reports dated in the period, by date.
    pub read: Vec<ReportRead>,
    /// Weeks of the period without a report, with their days.
    pub missing: Vec<(String, Period)>,
    /// Reports dated outside it that tell of its days: incidents of those days are counted, metrics are not.
    pub beside: Vec<ReportRead>,
    /// Facts of pages without a date: they are nowhere in time.
    pub undated: usize,
    /// Reports after the period that were looked at for what came of promises and incidents.
    pub after: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub struct ReportRead {
    pub report: String,
    pub date: Date,
    pub author: Option<String>,
    pub path: String,
    pub covers: Option<Period>,
    /// It covers days outside the period.
    pub straddles: bool,
}

/// Two periods side by side.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The one asked for.
    pub this: Rollup,
    /// The one it is compared with.
    pub other: Rollup,
    /// Places of metrics that both state, in `metrics.rows` or else `metrics.single`, by name, qualifier and unit.
    pub metrics: Vec<(MetricPlace, MetricPlace)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MetricPlace {
    Row(usize),
    Single(usize),
}
