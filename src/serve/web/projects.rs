//! `/projects`: threads of work with their states, their planned days and how these moved; pairs that are probably one.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use minijinja::context;
use minijinja::value::Value;
use serde::Serialize;

use super::super::app::App;
use super::super::problem::Problem;
use super::asked::{Asked, value_of};
use super::at::At;
use super::download;
use super::ledgers::{Leaf, draw, missing};
use super::look::Look;
use super::sources::{Source, words};
use crate::fact::State as WorkState;
use crate::ledger::{Milestones, Wanted, milestones};
use crate::render::{
    join_text, milestones_coverage, milestones_csv, milestones_json, planned_day, safe, same_json, shared_text,
    state_text,
};
use crate::report::{plain, row_in_words};
use crate::thread::{LaterWord, MilestoneStatement, StepHistory, Thread, Told, probably_same};
use crate::vocabulary::{Language, worded};

/// Rows of a page.
const ROWS: usize = 40;

const LEAF: Leaf<'static> = Leaf { template: "projects.html", here: "projects", title: "" };

pub(super) async fn page(State(app): State<Arc<App>>, look: Look, asked: Asked) -> Result<Response, Problem> {
    let leaf = Leaf { title: look.language.pick("项目", "Projects"), ..LEAF };
    let found = found(&app, &asked).await;
    let is_same = asked.get("view") == Some("same");
    match (&found, asked.get("format")) {
        (Ok(found), Some("csv")) => return download::csv("projects", milestones_csv(found)),
        (Ok(found), Some("json")) if is_same => {
            return Ok(download::json("probably-the-same", &same_json(&probably_same(&found.threads))));
        }
        (Ok(found), Some("json")) => return Ok(download::json("projects", &milestones_json(found))),
        _ => {}
    }
    let values = found.map(|found| match is_same {
        true => same_value(&found, &look),
        false => list_value(&found, &asked, &look),
    });
    draw(&app, &look, &leaf, &asked, values).await
}

async fn found(app: &Arc<App>, asked: &Asked) -> Result<Milestones, Problem> {
    let filters = asked.filters()?;
    let text = asked.get("words").unwrap_or_default().to_string();
    let (unlikely, slipped) = (asked.is_set("all"), asked.get("view") == Some("slipped"));
    app.work(move |context| async move {
        context.check_author(filters.author.as_deref())?;
        let wanted = Wanted { text: &text, unlikely, ..Wanted::default() };
        Ok(milestones(&context.retriever(), &filters, &wanted, slipped).await?)
    })
    .await
}

/// A piece of work.
#[derive(Debug, Serialize)]
struct Row {
    number: usize,
    subject: String,
    parent: Option<String>,
    is_likely: bool,
    reports: usize,
    progress: Option<Progress>,
    state: Option<&'static str>,
    /// `good`, `bad`, `warn`, `info`, `quiet`.
    state_kind: &'static str,
    moves: usize,
    slip_days: i32,
    steps: Vec<Step>,
    /// The latest statement first.
    told: Vec<Statement>,
    more_told: usize,
    apart: Vec<String>,
    later: Option<Later>,
    last: String,
    source: Source,
    /// Whether a report's mark led to a statement of it.
    is_at: bool,
}

#[derive(Debug, Serialize)]
struct Progress {
    first: String,
    last: String,
    /// Whole percent from 0 to 100, for the bar.
    first_share: u32,
    last_share: u32,
}

/// What a later report says of its matter.
#[derive(Debug, Serialize)]
struct Later {
    date: String,
    text: String,
    source: Source,
}

impl From<&LaterWord> for Later {
    fn from(word: &LaterWord) -> Self {
        let text = words(&plain(&row_in_words(&word.text)));
        Self { date: word.date.to_string(), text, source: Source::from(&word.place) }
    }
}

/// The planned days of a step, and the day it was done.
#[derive(Debug, Serialize)]
struct Step {
    name: String,
    days: Vec<Day>,
    done: Option<Day>,
}

#[derive(Debug, Serialize)]
struct Day {
    date: String,
    /// Days after the one before; 0 for the first.
    moved: i32,
    source: Source,
}

#[derive(Debug, Serialize)]
struct Statement {
    date: String,
    text: String,
    progress: Option<String>,
    state: Option<&'static str>,
    state_kind: &'static str,
    rule: &'static str,
    source: Source,
    is_at: bool,
}

/// Statements of a piece of work that are shown; the file has all.
const STATEMENTS: usize = 30;

fn row((number, thread): (usize, &Thread), wanted: Option<At>, language: Language) -> Row {
    let mut reports: Vec<_> = thread.told.iter().map(|told| told.statement.place.report_id()).collect();
    reports.sort_unstable();
    reports.dedup();
    let state = thread.state();
    let told = thread.told.iter().rev().take(STATEMENTS).map(|told| statement(told, wanted, language));
    Row {
        number: number + 1,
        subject: safe(&thread.subject),
        parent: thread.parent.as_deref().map(safe),
        is_likely: thread.is_likely(),
        reports: reports.len(),
        progress: progress(thread),
        state: state.map(|state| state_text(state, language)),
        state_kind: state.map_or("quiet", kind),
        moves: thread.moves(),
        slip_days: thread.slip_days(),
        steps: thread.steps().iter().map(|step| step_row(thread, step, language)).collect(),
        told: told.collect(),
        more_told: thread.told.len().saturating_sub(STATEMENTS),
        apart: thread.doubtful.iter().map(|name| safe(name)).collect(),
        later: thread.later.as_ref().map(Later::from),
        last: thread.last().date.to_string(),
        source: Source::from(&thread.last().place),
        is_at: wanted.is_some_and(|at| has(thread, at)),
    }
}

/// Whether a statement of the thread is there.
fn has(thread: &Thread, at: At) -> bool {
    thread.told.iter().any(|told| at.holds(&told.statement.place))
}

fn kind(state: WorkState) -> &'static str {
    match state {
        WorkState::Launched => "good",
        WorkState::Delayed => "bad",
        WorkState::Paused => "warn",
        WorkState::Developing | WorkState::Testing => "info",
        WorkState::Proposed | WorkState::Cancelled | WorkState::Closed => "quiet",
    }
}

fn progress(thread: &Thread) -> Option<Progress> {
    use rust_decimal::prelude::ToPrimitive;
    let ((first, _), (last, _)) = thread.progress()?;
    let share = |value: rust_decimal::Decimal| value.round().to_u32().unwrap_or(0).min(100);
    let text = |value: rust_decimal::Decimal| format!("{}%", value.normalize());
    Some(Progress { first: text(first), last: text(last), first_share: share(first), last_share: share(last) })
}

fn step_row(thread: &Thread, step: &StepHistory, language: Language) -> Step {
    let name = [step.part.as_str(), step.what.as_str()];
    let name = name.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    let name = if name.is_empty() { worded!(language, "计划", "planned") } else { safe(&name) };
    let mut before = None;
    let mut days = Vec::new();
    for day in step.distinct() {
        let moved = before.map_or(0, |before: crate::calendar::Date| (day.to - before).get_days());
        before = Some(day.to);
        days.push(Day {
            date: planned_day(day, language),
            moved,
            source: Source::from(&thread.told[day.told].statement.place),
        });
    }
    Step { name, done: done(thread, step), days }
}

/// The day on which a later report says that the step was done.
fn done(thread: &Thread, step: &StepHistory) -> Option<Day> {
    let of = |statement: &MilestoneStatement| {
        let done = statement.milestone.done.iter().find(|done| !step.what.is_empty() && done.what == step.what)?;
        let planned = step.distinct().last().map(|day| day.to)?;
        let moved = (done.to - planned).get_days();
        Some(Day { date: done.to.to_string(), moved, source: Source::from(&statement.place) })
    };
    thread.told.iter().rev().find_map(|told| of(&told.statement))
}

fn statement(told: &Told, wanted: Option<At>, language: Language) -> Statement {
    let Told { statement, rule } = told;
    let state = statement.milestone.state.as_ref().map(|stated| stated.state);
    Statement {
        date: statement.date.to_string(),
        text: words(&statement.text),
        progress: statement.milestone.progress.map(|value| format!("{}%", value.normalize())),
        state: state.map(|state| state_text(state, language)),
        state_kind: state.map_or("quiet", kind),
        rule: join_text(*rule, language),
        source: Source::from(&statement.place),
        is_at: wanted.is_some_and(|at| at.holds(&statement.place)),
    }
}

/// Whether a thread is more than a single status line.
fn says_something(thread: &Thread) -> bool {
    let milestone = &thread.first().milestone;
    thread.told.len() > 1 || milestone.progress.is_some() || !milestone.planned.is_empty()
}

fn list_value(found: &Milestones, asked: &Asked, look: &Look) -> Value {
    let language = look.language;
    let at = At::asked(asked);
    let is_at = |thread: &Thread| at.is_some_and(|at| has(thread, at));
    let hides_single = asked.get("words").is_none()
        && !found.threads.iter().any(|thread| is_at(thread) && !says_something(thread))
        && !asked.is_set("single")
        && !asked.is_set("all")
        && found.threads.iter().any(says_something);
    // What was told of last comes first.
    let mut shown: Vec<&Thread> =
        found.threads.iter().filter(|thread| !hides_single || says_something(thread)).collect();
    let is_all = asked.is_set("all");
    shown.sort_by_key(|thread| (!is_all && !thread.is_likely(), std::cmp::Reverse(thread.last().date)));
    let wanted = shown.iter().position(|thread| is_at(thread));
    let pages = asked.pages_at(shown.len(), ROWS, wanted);
    let range = pages.range(shown.len());
    let rows: Vec<Row> = shown
        .iter()
        .copied()
        .enumerate()
        .skip(range.start)
        .take(range.len())
        .map(|thread| row(thread, at, language))
        .collect();
    let state = |wanted: WorkState| found.threads.iter().filter(|thread| thread.state() == Some(wanted)).count();
    context! {
        rows => value_of(&rows),
        is_elsewhere => at.is_some() && wanted.is_none(),
        total => found.threads.len(),
        launched => state(WorkState::Launched),
        delayed => state(WorkState::Delayed),
        moved => found.threads.iter().filter(|thread| thread.moves() > 0).count(),
        hidden => found.threads.len() - shown.len(),
        single => asked.with(&[("single", "1")]),
        unlikely => found.searched.unlikely,
        all => asked.with(&[("all", "1")]),
        undated => found.searched.undated,
        reports => found.searched.reports,
        coverage => milestones_coverage(found, language),
        missing => missing(&found.searched.missing_weeks, look),
        pages => pages.value(),
        tabs => tabs(asked),
        view => asked.get("view").unwrap_or("all"),
        narrowed => asked.is_narrowed(&["all", "single", "view"]),
    }
}

fn same_value(found: &Milestones, look: &Look) -> Value {
    let pairs = probably_same(&found.threads);
    let pair = |pair: &crate::thread::Same| {
        context! {
            one => safe(&pair.one),
            other => safe(&pair.other),
            likeness => format!("{:.0}%", pair.likeness * 100.0),
            shared => pair.shared.iter().map(|shared| shared_text(shared, look.language)).collect::<Vec<_>>(),
            sources => value_of(pair.places.iter().map(Source::from).collect::<Vec<_>>()),
        }
    };
    context! {
        is_same => true,
        view => "same",
        pairs => pairs.iter().map(pair).collect::<Vec<_>>(),
        total => found.threads.len(),
        tabs => tabs(&Asked::new("/projects", [])),
    }
}

fn tabs(asked: &Asked) -> Value {
    context! {
        all => asked.with(&[("view", "")]),
        slipped => asked.with(&[("view", "slipped")]),
        same => asked.with(&[("view", "same")]),
    }
}
