//! What a draft of goals states, as values: every goal with its reasons, its sources and its points. Wording is `render`'s.

use rust_decimal::Decimal;

use crate::calendar::{Date, Period};
use crate::citation::Citation;
use crate::series::Better;
use crate::text::named;
use crate::thread::{Outcome, Why};

/// The goals of one week: those that are set already, and beside them what the reports give reason for, the most pressing first.
#[derive(Debug, Clone, PartialEq)]
pub struct Goals {
    /// As the department would call the week: `第27周`, `2024-W14`.
    pub week: String,
    pub days: Period,
    /// Those that the last report of each author sets, all of them, in its order.
    pub listed: Vec<DraftGoal>,
    /// Proposals.
    pub goals: Vec<DraftGoal>,
    /// How many more proposals there were than asked for.
    pub left_out: usize,
    /// Source `n` is at `n - 1`, in the order of first use.
    pub sources: Vec<Citation>,
    pub coverage: Coverage,
}

/// What was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Coverage {
    /// No report after this day was read.
    pub until: Date,
    /// Reports with a date, also pages of a day.
    pub reports: usize,
    /// The days that they cover.
    pub days: Period,
    /// The last weekly report and its date.
    pub last: String,
    pub last_date: Date,
    /// Weeks before it without a report.
    pub missing_weeks: Vec<String>,
    /// Pages without a date: they are nowhere in time, and were not read.
    pub undated: usize,
}

/// One goal.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftGoal {
    /// One line in the words of the reports.
    pub text: String,
    /// Who set it, where the reports of several authors are read.
    pub author: Option<String>,
    /// Never empty; the one with the most points first.
    pub reasons: Vec<Reason>,
    /// Numbers of sources, ascending; never empty.
    pub cites: Vec<usize>,
    /// The section of the work, as its last report heads it: `O2系统升级`. May be empty.
    pub section: String,
    /// The last day of what is due, where a day is known; it may have passed.
    pub due: Option<Date>,
    pub rank: Rank,
}

/// Why it is proposed, and the sources that say so.
#[derive(Debug, Clone, PartialEq)]
pub struct Reason {
    pub ground: Ground,
    /// Numbers of sources, ascending; never empty.
    pub cites: Vec<usize>,
}

/// The facts behind a reason.
#[derive(Debug, Clone, PartialEq)]
pub enum Ground {
    /// The last report has it as a goal already.
    SetGoal {
        report: String,
    },
    /// It was a goal before and is not reached.
    UnkeptGoal {
        outcome: Outcome,
        why: Why,
        /// How many reports had it as a goal.
        times: usize,
        /// The first of them.
        report: String,
        due: Option<Date>,
    },
    /// A planned day comes in the week, or in the one after it.
    DueSoon {
        step: String,
        text: String,
        day: Date,
        is_in_week: bool,
    },
    /// A planned day has passed, and no report has the step done.
    Overdue {
        step: String,
        text: String,
        day: Date,
        days: i32,
        moves: usize,
    },
    /// An incident that no report closes.
    OpenIncident {
        occurred: Option<Date>,
        days: Option<i32>,
        is_cause_missing: bool,
    },
    /// A promised review, cause or answer, in the words of the promise.
    PromisedReview {
        text: String,
        made: Date,
        days: i32,
    },
    WorseningMetric {
        metric: String,
        better: Better,
        first: String,
        last: String,
        since: Date,
        how: Worsening,
    },
    /// A sentence of one of the last reports leaves something to be done.
    LeftOpen {
        left: Left,
        report: String,
    },
    /// Unfinished work without news for some reports.
    Stalled {
        since: Date,
        report: String,
        /// How many reports after that one.
        reports: usize,
        progress: Option<Decimal>,
    },
    /// A duty of this time of the year or month, with the labels or dates of the reports that have it.
    Seasonal {
        season: Season,
        seen: Vec<String>,
    },
}

/// How a sentence leaves something to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Left {
    /// The work is said to go on, or a share of it is done.
    UnderWay,
    /// A trouble without an end.
    Trouble,
    /// Something is awaited, missing or not done.
    Waiting,
    /// A step is planned or put off.
    Planned,
    /// For the very next week.
    NextWeek,
}

named!(Left {
    UnderWay "underway",
    Trouble "trouble",
    Waiting "waiting",
    Planned "planned",
    NextWeek "nextweek",
});

/// How a metric got worse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Worsening {
    /// It goes the wrong way over its values.
    Course,
    /// One lasting step the wrong way.
    Shift,
    /// The last value is far from what the others lead to expect.
    Outlier,
}

named!(Worsening { Course "course", Shift "shift", Outlier "outlier" });

/// Where in the year or the month a duty comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Season {
    /// The same days a year before, give or take a week.
    Year,
    HalfEnd,
    QuarterEnd,
    MonthEnd,
}

named!(Season { Year "year", HalfEnd "halfend", QuarterEnd "quarterend", MonthEnd "monthend" });

/// The sum of its points. Equal ones are in order of their days, then of their reports.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rank {
    pub score: u32,
    /// In the order of the reasons; their points sum up to `score`.
    pub points: Vec<Points>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Points {
    pub factor: Factor,
    pub points: u32,
}

/// What gives points, with the figures that were counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Factor {
    SetGoal,
    UnkeptGoal,
    /// How often it was a goal.
    Times(usize),
    DueInWeek,
    DueNext,
    Overdue,
    /// Whole weeks since the planned day.
    WeeksOverdue(u32),
    /// How often the day was moved.
    Moves(usize),
    OpenIncident,
    /// Whole weeks since it occurred.
    WeeksOpen(u32),
    CauseMissing,
    PromisedReview,
    Left(Left),
    /// Goals of the last weeks that are about the same work.
    GoalsBefore(usize),
    /// Earlier reports that speak of the matter.
    Recurs(usize),
    /// Whole weeks since it was promised.
    WeeksWaiting(u32),
    Worsening,
    Stalled,
    /// Reports without news.
    ReportsSilent(usize),
    Seasonal,
}
