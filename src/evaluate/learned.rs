//! Training examples of the models of statements and verdicts: features of each question's statements, which of them are gold, and
//! which views answer. Answers use the same code.

use serde::Serialize;

use super::gold::GoldLines;
use super::question_set::TestQuestion;
use super::score::{Given, Score};
use crate::answer::{Answer, View, Weighing};

/// One question.
#[derive(Debug, Clone, Serialize)]
pub struct Example {
    pub id: String,
    pub question: String,
    pub facts: Vec<Vec<String>>,
    pub abstain: bool,
    pub statements: Vec<StatementExample>,
    /// Candidate answers: of a strategy, of statements.
    pub views: Vec<ViewExample>,
}

/// A statement: features as [`crate::statement::FEATURES`] names them, and whether its lines are gold.
#[derive(Debug, Clone, Serialize)]
pub struct StatementExample {
    pub features: Vec<f32>,
    pub is_gold: bool,
    /// Text as shown, its headings, and the index of its section among those read.
    pub text: String,
    pub context: String,
    pub section: usize,
}

/// A candidate answer: figures as [`crate::statement::EVIDENCE`] names them, and whether it has every fact.
#[derive(Debug, Clone, Serialize)]
pub struct ViewExample {
    /// The strategy that says it; `None` for the statements.
    pub strategy: Option<&'static str>,
    pub may_be_claimed: bool,
    pub probability: f32,
    pub evidence: Vec<f32>,
    pub is_right: bool,
}

impl Example {
    pub(super) fn new(test: &TestQuestion, places: &[GoldLines], answer: &Answer, weighing: &Weighing) -> Self {
        let Weighing { pool, shown, views, .. } = weighing;
        let is_gold = |statement| {
            let report = pool.record(statement).report;
            places.iter().any(|place| place.overlaps(report, pool.lines(statement)))
        };
        let statements = pool.statements.iter().zip(&shown.features);
        let statements = statements.map(|(statement, features)| StatementExample {
            features: features.clone(),
            is_gold: is_gold(statement),
            text: pool.text(statement).to_string(),
            context: pool.context(statement),
            section: statement.section(),
        });
        let is_right = |view: &View| {
            let given = Given::new(&Answer { sentences: view.sentences.clone(), ..answer.clone() });
            Score::new(test, places, &Given { verdict: crate::answer::Verdict::Related, ..given }).helped
        };
        let views = views.iter().map(|view| ViewExample {
            strategy: view.strategy,
            may_be_claimed: view.may_be_claimed,
            probability: view.probability,
            evidence: view.evidence.clone(),
            is_right: is_right(view),
        });
        Self {
            id: test.id.clone(),
            question: test.question.text.clone(),
            facts: test.facts.clone(),
            abstain: test.abstain,
            statements: statements.collect(),
            views: views.collect(),
        }
    }
}
