//! Pieces of work over the weeks, and pairs of them that are probably one.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};

use crate::fact::{Done, Planned, State};
use crate::json::{Day, Exact, LineRange};
use crate::ledger::Milestones;
use crate::record::Place;
use crate::thread::{Rule, Same, Shared, StepDay, StepHistory, Thread, Told};

/// The JSON contract of `milestones`: an array of threads, which may be empty.
pub fn milestones_json(found: &Milestones) -> Value {
    json!(found.threads.iter().map(Milestone::from).collect::<Vec<_>>())
}

/// A piece of work with all that the reports state of it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Milestone<'a> {
    /// As the first statement names it.
    subject: &'a str,
    parent: &'a Option<String>,
    /// Whether one of its statements was likely read as it is meant: the others come behind, where few are.
    is_likely: bool,
    /// The last one stated.
    state: Option<State>,
    progress: Option<MilestoneProgress>,
    /// How often a planned day was moved.
    moves: usize,
    /// By how many days its most-moved step moved; negative where it came nearer.
    slip_days: i32,
    steps: Vec<MilestoneStep<'a>>,
    /// In the order of their reports.
    statements: Vec<MilestoneTold<'a>>,
    /// What a report after the last of them likely says of its matter, under whatever name; `null` where no such line is known.
    later: Option<LaterLine<'a>>,
    /// Names that may be the same work, and were left apart.
    left_apart: &'a [String],
}

/// A line of a later report.
#[derive(Debug, Serialize, JsonSchema)]
struct LaterLine<'a> {
    date: Day,
    /// The report's own words.
    quote: &'a str,
    source: &'a Place,
}

/// In percent.
#[derive(Debug, Serialize, JsonSchema)]
struct MilestoneProgress {
    first: Exact,
    last: Exact,
}

/// A step of the work with the days planned for it.
#[derive(Debug, Serialize, JsonSchema)]
struct MilestoneStep<'a> {
    /// Empty where no report names the step.
    what: String,
    /// The part of the work, where it has several.
    part: String,
    slip_days: i32,
    moves: usize,
    days: Vec<MilestoneDay<'a>>,
}

/// A planned day in one report.
#[derive(Debug, Serialize, JsonSchema)]
struct MilestoneDay<'a> {
    /// As written.
    text: String,
    from: Day,
    to: Day,
    /// A former plan by the line itself.
    given_up: bool,
    source: &'a Place,
}

/// What one report states of it.
#[derive(Debug, Serialize, JsonSchema)]
struct MilestoneTold<'a> {
    report: &'a str,
    /// `YYYY-MM-DD`; empty for a page without a date.
    date: String,
    author: &'a Option<String>,
    /// Headings, the outermost first.
    section: &'a [String],
    /// Of the page, in what was read.
    path: &'a str,
    lines: LineRange,
    subject: &'a str,
    parent: &'a Option<String>,
    /// In percent.
    progress: Option<Exact>,
    state: Option<State>,
    /// The word for the state.
    word: Option<&'a str>,
    planned: Vec<PlannedStep<'a>>,
    done: Vec<DoneStep<'a>>,
    /// How likely it was read as it is meant, in percent.
    #[schemars(range(max = 100))]
    confidence: u8,
    /// The report's own words.
    quote: &'a str,
    /// Why this work is listed.
    rule: Rule,
}

#[derive(Debug, Serialize, JsonSchema)]
struct PlannedStep<'a> {
    /// The time as written.
    text: &'a str,
    from: Day,
    to: Day,
    what: &'a str,
    part: &'a str,
    /// The line itself says that it was missed or moved.
    given_up: bool,
}

#[derive(Debug, Serialize, JsonSchema)]
struct DoneStep<'a> {
    /// The time as written.
    text: &'a str,
    from: Day,
    to: Day,
    what: &'a str,
}

impl<'a> From<&'a Thread> for Milestone<'a> {
    fn from(thread: &'a Thread) -> Self {
        let progress = |((first, _), (last, _))| MilestoneProgress { first: Exact(first), last: Exact(last) };
        Self {
            subject: &thread.subject,
            parent: &thread.parent,
            is_likely: thread.is_likely(),
            state: thread.state(),
            progress: thread.progress().map(progress),
            moves: thread.moves(),
            slip_days: thread.slip_days(),
            steps: thread.steps().into_iter().map(|step| MilestoneStep::new(thread, step)).collect(),
            statements: thread.told.iter().map(MilestoneTold::from).collect(),
            later: thread.later.as_ref().map(|word| LaterLine {
                date: Day(word.date),
                quote: &word.text,
                source: &word.place,
            }),
            left_apart: &thread.doubtful,
        }
    }
}

impl<'a> MilestoneStep<'a> {
    fn new(thread: &'a Thread, step: StepHistory) -> Self {
        let day = |day: StepDay| MilestoneDay {
            text: day.text,
            from: Day(day.from),
            to: Day(day.to),
            given_up: day.was,
            source: &thread.told[day.told].statement.place,
        };
        let (slip_days, moves) = (step.slip_days(), step.moves());
        Self { what: step.what, part: step.part, slip_days, moves, days: step.days.into_iter().map(day).collect() }
    }
}

impl<'a> From<&'a Told> for MilestoneTold<'a> {
    fn from(told: &'a Told) -> Self {
        let (statement, milestone, place) = (&told.statement, &told.statement.milestone, &told.statement.place);
        Self {
            report: place.report(),
            date: place.date(),
            author: place.author(),
            section: &milestone.section,
            path: place.path(),
            lines: LineRange(place.lines),
            subject: &milestone.subject,
            parent: &milestone.parent,
            progress: milestone.progress.map(Exact),
            state: milestone.state.as_ref().map(|stated| stated.state),
            word: milestone.state.as_ref().map(|stated| stated.word.as_str()),
            planned: milestone.planned.iter().map(PlannedStep::from).collect(),
            done: milestone.done.iter().map(DoneStep::from).collect(),
            confidence: milestone.confidence.percent(),
            quote: &statement.text,
            rule: told.rule,
        }
    }
}

impl<'a> From<&'a Planned> for PlannedStep<'a> {
    fn from(planned: &'a Planned) -> Self {
        Self {
            text: &planned.text,
            from: Day(planned.from),
            to: Day(planned.to),
            what: &planned.what,
            part: &planned.part,
            given_up: planned.was,
        }
    }
}

impl<'a> From<&'a Done> for DoneStep<'a> {
    fn from(done: &'a Done) -> Self {
        Self { text: &done.text, from: Day(done.from), to: Day(done.to), what: &done.what }
    }
}

/// The JSON contract of `milestones --same`: the likeliest pair first.
pub fn same_json(pairs: &[Same]) -> Value {
    json!(pairs.iter().map(SameWork::from).collect::<Vec<_>>())
}

/// Two pieces of work that are probably one.
#[derive(Debug, Serialize, JsonSchema)]
struct SameWork<'a> {
    one: &'a str,
    other: &'a str,
    /// From 0 to 1.
    likeness: f64,
    shared: Vec<SharedTrait>,
    /// The latest line of each.
    sources: &'a [Place],
}

/// What both have.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "what", content = "value", rename_all = "lowercase")]
enum SharedTrait {
    Name(String),
    Identifier(String),
    Word(String),
    Heading(String),
    /// Both are planned for it.
    Day(Day),
    /// Where the progress of the one goes on from that of the other: `40–60%`.
    Progress(String),
}

impl<'a> From<&'a Same> for SameWork<'a> {
    fn from(pair: &'a Same) -> Self {
        Self {
            one: &pair.one,
            other: &pair.other,
            likeness: (pair.likeness * 100.0).round() / 100.0,
            shared: pair.shared.iter().map(SharedTrait::from).collect(),
            sources: &pair.places,
        }
    }
}

impl From<&Shared> for SharedTrait {
    fn from(shared: &Shared) -> Self {
        match shared {
            Shared::Name(run) => Self::Name(run.clone()),
            Shared::Identifier(word) => Self::Identifier(word.clone()),
            Shared::Word(word) => Self::Word(word.clone()),
            Shared::Heading(heading) => Self::Heading(heading.clone()),
            Shared::Day(day) => Self::Day(Day(*day)),
            Shared::Progress(from, to) => Self::Progress(format!("{from}–{to}%")),
        }
    }
}
