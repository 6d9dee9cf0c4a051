//! Promises and their outcomes.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};

use crate::json::Day;
use crate::ledger::Promises;
use crate::record::Place;
use crate::thread::{Outcome, Promise, Promised, Why};

/// The JSON contract of `promises`: an array, which may be empty.
pub fn promises_json(found: &Promises) -> Value {
    json!(found.promises.iter().map(StandingPromise::from).collect::<Vec<_>>())
}

/// Something that was to be done, and what came of it.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Promise")]
pub struct StandingPromise<'a> {
    kind: Promised,
    promise: &'a str,
    /// Where it was promised.
    made: &'a Place,
    /// The last day of what was promised.
    due: Option<Day>,
    outcome: Outcome,
    /// Which rule decided.
    rule: Why,
    /// Negative where it was early; null where a day is not known.
    days_late: Option<i32>,
    /// Null where no later report mentions it.
    evidence: Option<PromiseEvidence<'a>>,
}

/// The later place that decided, or mentions it.
#[derive(Debug, Serialize, JsonSchema)]
struct PromiseEvidence<'a> {
    #[serde(flatten)]
    place: &'a Place,
    /// The report's own words.
    quote: &'a str,
}

impl<'a> From<&'a Promise> for StandingPromise<'a> {
    fn from(promise: &'a Promise) -> Self {
        let verdict = &promise.verdict;
        let evidence = verdict.evidence.as_ref();
        Self {
            kind: promise.kind,
            promise: &promise.text,
            made: &promise.place,
            due: promise.due.map(Day),
            outcome: verdict.outcome,
            rule: verdict.why,
            days_late: verdict.days,
            evidence: evidence.map(|(place, _, quote)| PromiseEvidence { place, quote }),
        }
    }
}
