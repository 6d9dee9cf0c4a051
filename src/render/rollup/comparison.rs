//! What a template of two periods is given.

use serde::Serialize;

use super::line::Line;
use super::page::{Labels, Source};
use crate::vocabulary::Language;

/// Two roll-ups in words, side by side.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ComparisonPage {
    #[serde(skip)]
    pub language: Language,
    pub lang: &'static str,
    pub labels: Labels,
    pub title: String,
    /// The period asked for.
    pub this: Side,
    /// The one that it is compared with.
    pub other: Side,
    /// Metrics that both state.
    pub metrics: Vec<Compared>,
    pub metrics_empty: String,
    /// How many one period alone states; else empty.
    pub metrics_remark: String,
    pub incidents: Vec<Compared>,
    pub promises: Vec<Compared>,
    pub projects: Vec<Compared>,
    pub landed: ComparedLists,
    pub slipped: ComparedLists,
    pub open: ComparedLists,
    /// Of both, in one run.
    pub sources: Vec<Source>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Side {
    pub name: String,
    pub days: String,
    pub coverage_line: String,
    pub coverage: Vec<Line>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Compared {
    pub name: String,
    pub this: Line,
    pub other: Line,
    /// `this` less `other`.
    pub difference: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ComparedLists {
    pub this: Vec<Line>,
    pub other: Vec<Line>,
}
