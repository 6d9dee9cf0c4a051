//! How a question was understood, and what decided on its answer.

use schemars::JsonSchema;
use serde::Serialize;

use crate::answer::{Answered, View};
use crate::catalogue::Catalogue;
use crate::json::Day;
use crate::retrieve::TimeRead;

/// Evidence named of a verdict, at most.
pub(in crate::render) const MOST_TERMS: usize = 6;

/// How a question was understood.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Explanation<'a> {
    /// What it asks for.
    intents: Vec<&'static str>,
    /// It wants a yes or a no.
    yes_no: bool,
    /// Numbers that it takes for granted, as written.
    claims: Vec<Option<&'a str>>,
    times: Vec<ExplainedTime<'a>>,
    subject: &'a str,
    /// What was searched for.
    words: Vec<&'a str>,
    /// Null where nothing was weighed.
    weighed: Option<ExplainedWeighing<'a>>,
}

/// A time of the question, and the reports that are of it.
#[derive(Debug, Serialize, JsonSchema)]
struct ExplainedTime<'a> {
    text: &'a str,
    /// What it may mean: first and last day.
    periods: Vec<[Day; 2]>,
    reports: Vec<&'a str>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct ExplainedWeighing<'a> {
    views: Vec<ExplainedView<'a>>,
}

/// A possible answer.
#[derive(Debug, Serialize, JsonSchema)]
struct ExplainedView<'a> {
    /// Null for the statements.
    strategy: Option<&'a str>,
    /// That it answers, from 0 to 1.
    probability: f32,
    shown: bool,
    /// The greatest first.
    decided_by: Vec<ExplainedTerm>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct ExplainedTerm {
    evidence: &'static str,
    log_odds: f32,
}

impl<'a> Explanation<'a> {
    pub fn new(answered: &'a Answered, catalogue: &'a Catalogue) -> Self {
        let (question, retrieval) = (&answered.answer.question, &answered.retrieval);
        let weighed = answered.weighing.as_ref().map(|weighing| {
            let view = |(at, view): (usize, &'a View)| ExplainedView::new(view, weighing.chosen == Some(at));
            ExplainedWeighing { views: weighing.views.iter().enumerate().map(view).collect() }
        });
        Self {
            intents: question.intents.iter().map(|intent| intent.name()).collect(),
            yes_no: question.yes_no,
            claims: question.claims.iter().map(|claim| question.text.get(claim.span.clone())).collect(),
            times: retrieval.times.iter().map(|time| ExplainedTime::new(time, catalogue)).collect(),
            subject: &question.subject,
            words: retrieval.tokens.iter().map(|token| token.text.as_str()).collect(),
            weighed,
        }
    }
}

impl<'a> ExplainedTime<'a> {
    fn new(time: &'a TimeRead, catalogue: &'a Catalogue) -> Self {
        let periods = time.scope.periods.iter().map(|period| [Day(period.from()), Day(period.to())]);
        Self { text: &time.text, periods: periods.collect(), reports: reports(time, catalogue) }
    }
}

impl<'a> ExplainedView<'a> {
    fn new(view: &'a View, shown: bool) -> Self {
        let decided = view.deciding.iter().take(MOST_TERMS);
        let decided_by = decided.map(|(evidence, log_odds)| ExplainedTerm { evidence, log_odds: *log_odds });
        Self { strategy: view.strategy, probability: view.probability, shown, decided_by: decided_by.collect() }
    }
}

/// Names of the reports that are of a time. Several authors report on one week.
pub(in crate::render) fn reports<'a>(time: &TimeRead, catalogue: &'a Catalogue) -> Vec<&'a str> {
    let mut names: Vec<&str> = Vec::new();
    for entry in time.scope.reports.iter().filter_map(|id| catalogue.entry(*id)) {
        if !names.contains(&entry.record.name.as_str()) {
            names.push(&entry.record.name);
        }
    }
    names
}
