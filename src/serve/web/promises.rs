//! `/promises`: what was promised, what came of it, and the lines that say so.

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
use crate::ledger::{Promises, Wanted, promises_of};
use crate::render::{kind_text, outcome_text, promises_csv, promises_json, why_text};
use crate::report::row_in_words;
use crate::thread::{Outcome, Promise};
use crate::vocabulary::Language;

/// Rows of a page.
const ROWS: usize = 50;

const LEAF: Leaf<'static> = Leaf { template: "promises.html", here: "promises", title: "" };

pub(super) async fn page(State(app): State<Arc<App>>, look: Look, asked: Asked) -> Result<Response, Problem> {
    let leaf = Leaf { title: look.language.pick("承诺", "Promises"), ..LEAF };
    let outcome = asked.get("status").and_then(|name| Outcome::ALL.into_iter().find(|outcome| outcome.name() == name));
    let found = found(&app, &asked).await.map(|found| Sorted::of(found, outcome));
    match (&found, asked.get("format")) {
        (Ok(found), Some("csv")) => return download::csv("promises", promises_csv(&found.promises)),
        (Ok(found), Some("json")) => return Ok(download::json("promises", &promises_json(&found.promises))),
        _ => {}
    }
    let values = found.map(|found| value(&found, &asked, &look));
    draw(&app, &look, &leaf, &asked, values).await
}

/// Those of the wanted outcome, with how many there are of each.
struct Sorted {
    promises: Promises,
    counts: Vec<(Outcome, usize)>,
    all: usize,
}

impl Sorted {
    fn of(mut promises: Promises, wanted: Option<Outcome>) -> Self {
        let count =
            |outcome: Outcome| promises.promises.iter().filter(|promise| promise.verdict.outcome == outcome).count();
        let counts = Outcome::ALL.into_iter().map(|outcome| (outcome, count(outcome))).collect();
        let all = promises.promises.len();
        promises.promises.retain(|promise| wanted.is_none_or(|outcome| promise.verdict.outcome == outcome));
        Self { promises, counts, all }
    }
}

async fn found(app: &Arc<App>, asked: &Asked) -> Result<Promises, Problem> {
    let filters = asked.filters()?;
    let text = asked.get("words").unwrap_or_default().to_string();
    let unlikely = asked.is_set("all");
    app.work(move |context| async move {
        context.check_author(filters.author.as_deref())?;
        let wanted = Wanted { text: &text, unlikely, ..Wanted::default() };
        Ok(promises_of(&context.retriever(), &filters, &wanted, None).await?)
    })
    .await
}

/// A promise.
#[derive(Debug, Serialize)]
struct Row {
    outcome: &'static str,
    outcome_kind: &'static str,
    kind: &'static str,
    text: String,
    made: String,
    due: Option<String>,
    why: &'static str,
    days: Option<i32>,
    source: Source,
    evidence: Option<Source>,
    evidence_date: Option<String>,
    evidence_text: Option<String>,
    /// Whether it is the one that a report's mark led to.
    is_at: bool,
}

fn row(promise: &Promise, is_at: bool, language: Language) -> Row {
    let verdict = &promise.verdict;
    let evidence = verdict.evidence.as_ref();
    Row {
        outcome: outcome_text(verdict.outcome, language),
        outcome_kind: kind(verdict.outcome),
        kind: kind_text(promise.kind, language),
        text: words(&row_in_words(&promise.text)),
        made: promise.made.to_string(),
        due: promise.due.map(|due| due.to_string()),
        why: why_text(verdict.why, language),
        days: verdict.days.filter(|days| *days != 0),
        source: Source::from(&promise.place),
        evidence: evidence.map(|(place, ..)| Source::from(place)),
        evidence_date: evidence.map(|(_, date, _)| date.to_string()),
        evidence_text: evidence.map(|(.., text)| words(&row_in_words(text))),
        is_at,
    }
}

fn kind(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Kept => "good",
        Outcome::Partly | Outcome::PossiblyKept | Outcome::PossiblySlipped => "warn",
        Outcome::Slipped | Outcome::Dropped => "bad",
        Outcome::Pending => "info",
        Outcome::Unknown => "quiet",
    }
}

fn value(found: &Sorted, asked: &Asked, look: &Look) -> Value {
    let language = look.language;
    let promises = &found.promises.promises;
    let at = At::asked(asked);
    // The latest first.
    let latest = || promises.iter().rev().enumerate();
    let is_wanted = |promise: &Promise| at.is_some_and(|at| at.holds(&promise.place));
    let wanted_at = latest().find(|(_, promise)| is_wanted(promise)).map(|(at, _)| at);
    let pages = asked.pages_at(promises.len(), ROWS, wanted_at);
    let range = pages.range(promises.len());
    let shown = latest().skip(range.start).take(range.len());
    let rows: Vec<Row> = shown.map(|(at, promise)| row(promise, wanted_at == Some(at), language)).collect();
    let wanted = asked.get("status");
    let count = |(outcome, count): &(Outcome, usize)| {
        let is_chosen = wanted == Some(outcome.name());
        context! {
            label => outcome_text(*outcome, language),
            kind => kind(*outcome),
            count,
            is_chosen,
            address => asked.with(&[("status", if is_chosen { "" } else { outcome.name() })]),
        }
    };
    let searched = &found.promises.searched;
    context! {
        rows => value_of(&rows),
        is_elsewhere => at.is_some() && wanted_at.is_none(),
        total => found.all,
        shown => promises.len(),
        counts => found.counts.iter().filter(|(_, count)| *count > 0).map(count).collect::<Vec<_>>(),
        everything => asked.with(&[("status", "")]),
        unlikely => searched.unlikely,
        all => asked.with(&[("all", "1")]),
        undated => searched.undated,
        reports => searched.reports,
        missing => missing(&searched.missing_weeks, look),
        pages => pages.value(),
        narrowed => asked.is_narrowed(&["all", "status"]),
    }
}
