//! Goals for a week.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};

use crate::calendar::Date;
use crate::citation::Citation;
use crate::goals::{Coverage, DraftGoal, Goals, Ground, Left, Reason, Season, Worsening};
use crate::json::{Day, Exact};
use crate::render::goals_words::{factor, reason};
use crate::series::Better;
use crate::thread::{Outcome, Why};
use crate::vocabulary::Language;

/// The JSON contract of `goals`: the week, the goals with their reasons and points, the sources they cite, and what was read.
pub fn goals_json(found: &Goals, language: Language) -> Value {
    json!(GoalsOfWeek::new(found, language))
}

/// Goals for a week; `citations` of goals are numbers of `citations`.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Goals")]
pub struct GoalsOfWeek<'a> {
    /// As the department would call it: `第27周`, `2024-W14`.
    week: &'a str,
    from: Day,
    to: Day,
    /// Those that the last report of each author sets, in its order.
    listed: Vec<ReasonedGoal<'a>>,
    /// Proposals, the most pressing first; may be empty.
    goals: Vec<ReasonedGoal<'a>>,
    /// How many more proposals there were.
    left_out: usize,
    citations: &'a [Citation],
    coverage: GoalsCoverage<'a>,
}

/// A goal with why it is one.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Goal")]
struct ReasonedGoal<'a> {
    /// From 1.
    rank: usize,
    /// In the words of the reports.
    text: &'a str,
    /// Who set it, where the reports of several authors are read.
    author: &'a Option<String>,
    /// Of the work, as its last report heads it; may be empty.
    section: &'a str,
    /// The last day of what is due; it may have passed.
    due: Option<Day>,
    /// The sum of the points.
    score: u32,
    points: Vec<GoalPoints>,
    /// The one with the most points first.
    reasons: Vec<GoalReason<'a>>,
    citations: &'a [usize],
}

#[derive(Debug, Serialize, JsonSchema)]
struct GoalPoints {
    #[serde(rename = "for")]
    factor: String,
    points: u32,
}

/// Why it is a goal.
#[derive(Debug, Serialize, JsonSchema)]
struct GoalReason<'a> {
    kind: GoalGround,
    text: String,
    /// By `kind`.
    facts: GoalFacts<'a>,
    citations: &'a [usize],
}

/// What a reason is.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(inline)]
enum GoalGround {
    SetGoal,
    UnkeptGoal,
    DueSoon,
    Overdue,
    OpenIncident,
    PromisedReview,
    WorseningMetric,
    LeftOpen,
    Stalled,
    Seasonal,
}

/// The facts behind a reason.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(untagged)]
enum GoalFacts<'a> {
    /// `set-goal`
    SetGoal { report: &'a str },
    /// `unkept-goal`: `times` reports had it as a goal, `report` is the first of them.
    UnkeptGoal { outcome: Outcome, rule: Why, times: usize, report: &'a str, due: Option<Day> },
    /// `due-soon`
    DueSoon { step: &'a str, planned: &'a str, day: Day, in_week: bool },
    /// `overdue`
    Overdue { step: &'a str, planned: &'a str, day: Day, days: i32, moves: usize },
    /// `open-incident`
    OpenIncident { occurred: Option<Day>, days: Option<i32>, cause_missing: bool },
    /// `promised-review`
    PromisedReview { quote: &'a str, made: Day, days: i32 },
    /// `worsening-metric`
    WorseningMetric { metric: &'a str, better: Better, first: &'a str, last: &'a str, since: Day, how: Worsening },
    /// `left-open`
    LeftOpen { left: Left, report: &'a str },
    /// `stalled`: no news in the `reports` after that one.
    Stalled { since: Day, report: &'a str, reports: usize, progress: Option<Exact> },
    /// `seasonal`: `seen` in these reports.
    Seasonal { season: Season, seen: &'a [String] },
}

/// What was read.
#[derive(Debug, Serialize, JsonSchema)]
struct GoalsCoverage<'a> {
    /// No report after this day was read.
    until: Day,
    reports: usize,
    /// The days that they cover.
    from: Day,
    to: Day,
    last: LastRead<'a>,
    missing_weeks: &'a [String],
    /// Pages without a date, which were not read.
    undated: usize,
}

/// The last weekly report.
#[derive(Debug, Serialize, JsonSchema)]
struct LastRead<'a> {
    report: &'a str,
    date: Day,
}

impl<'a> GoalsOfWeek<'a> {
    fn new(found: &'a Goals, language: Language) -> Self {
        let ranked = |goals: &'a [DraftGoal]| -> Vec<ReasonedGoal<'a>> {
            goals.iter().enumerate().map(|(at, goal)| ReasonedGoal::new(at + 1, goal, language)).collect()
        };
        Self {
            week: &found.week,
            from: Day(found.days.from()),
            to: Day(found.days.to()),
            listed: ranked(&found.listed),
            goals: ranked(&found.goals),
            left_out: found.left_out,
            citations: &found.sources,
            coverage: GoalsCoverage::from(&found.coverage),
        }
    }
}

impl<'a> ReasonedGoal<'a> {
    fn new(rank: usize, goal: &'a DraftGoal, language: Language) -> Self {
        let points = goal.rank.points.iter();
        let points = points.map(|given| GoalPoints { factor: factor(given.factor, language), points: given.points });
        Self {
            rank,
            text: &goal.text,
            author: &goal.author,
            section: &goal.section,
            due: goal.due.map(Day),
            score: goal.rank.score,
            points: points.collect(),
            reasons: goal.reasons.iter().map(|why| GoalReason::new(why, language)).collect(),
            citations: &goal.cites,
        }
    }
}

impl<'a> GoalReason<'a> {
    fn new(why: &'a Reason, language: Language) -> Self {
        let (kind, facts) = told(&why.ground);
        Self { kind, text: reason(&why.ground, language), facts, citations: &why.cites }
    }
}

fn told(ground: &Ground) -> (GoalGround, GoalFacts<'_>) {
    let day = |day: &Option<Date>| day.map(Day);
    match ground {
        Ground::SetGoal { report } => (GoalGround::SetGoal, GoalFacts::SetGoal { report }),
        Ground::UnkeptGoal { outcome, why, times, report, due } => {
            let (outcome, rule, times, due) = (*outcome, *why, *times, day(due));
            (GoalGround::UnkeptGoal, GoalFacts::UnkeptGoal { outcome, rule, times, report, due })
        }
        Ground::DueSoon { step, text, day, is_in_week } => {
            let (planned, day, in_week) = (text, Day(*day), *is_in_week);
            (GoalGround::DueSoon, GoalFacts::DueSoon { step, planned, day, in_week })
        }
        Ground::Overdue { step, text, day, days, moves } => {
            let (planned, day, days, moves) = (text, Day(*day), *days, *moves);
            (GoalGround::Overdue, GoalFacts::Overdue { step, planned, day, days, moves })
        }
        Ground::OpenIncident { occurred, days, is_cause_missing } => {
            let (occurred, days, cause_missing) = (day(occurred), *days, *is_cause_missing);
            (GoalGround::OpenIncident, GoalFacts::OpenIncident { occurred, days, cause_missing })
        }
        Ground::PromisedReview { text, made, days } => {
            let (quote, made, days) = (text, Day(*made), *days);
            (GoalGround::PromisedReview, GoalFacts::PromisedReview { quote, made, days })
        }
        Ground::WorseningMetric { metric, better, first, last, since, how } => {
            let (better, since, how) = (*better, Day(*since), *how);
            (GoalGround::WorseningMetric, GoalFacts::WorseningMetric { metric, better, first, last, since, how })
        }
        Ground::LeftOpen { left, report } => (GoalGround::LeftOpen, GoalFacts::LeftOpen { left: *left, report }),
        Ground::Stalled { since, report, reports, progress } => {
            let (since, reports, progress) = (Day(*since), *reports, progress.map(Exact));
            (GoalGround::Stalled, GoalFacts::Stalled { since, report, reports, progress })
        }
        Ground::Seasonal { season, seen } => (GoalGround::Seasonal, GoalFacts::Seasonal { season: *season, seen }),
    }
}

impl<'a> From<&'a Coverage> for GoalsCoverage<'a> {
    fn from(coverage: &'a Coverage) -> Self {
        Self {
            until: Day(coverage.until),
            reports: coverage.reports,
            from: Day(coverage.days.from()),
            to: Day(coverage.days.to()),
            last: LastRead { report: &coverage.last, date: Day(coverage.last_date) },
            missing_weeks: &coverage.missing_weeks,
            undated: coverage.undated,
        }
    }
}
