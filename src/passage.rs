//! A report → the passages that are embedded, retrieved and cited, each with its place, its context and its facts.
//!
//! A section that fits is a passage; a long one is split at sentence ends. Each incident and each list item is a passage of
//! its own, with its heading path and parent item as context; a long table is split at its rows, with its head as context.

mod builder;
mod facts;
mod incidents;
mod pieces;
mod table;

use serde::Deserialize;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::calendar::{Date, Expression, Period, YearMonth, mentions};
use crate::fact::{Account, Goal, Incident, MAX_ACCOUNT_CHARS, Metric, Milestone, accounts};
use crate::report::{Lines, Report, SectionKind, Span, mask_targets};
use crate::text::named;

/// The namespace of every id this program makes (a random UUID, fixed for good).
pub const ID_NAMESPACE: Uuid = Uuid::from_u128(0x6f1d_2c53_7a7e_4b0c_9d55_21f4_0c8e_7b19);

/// In characters: with its context below the embedder's 512 tokens, about one a character in Chinese.
pub const MAX_CHARS: usize = 380;

/// In characters: a longer incident is taken apart. Its vector is that of its beginning.
pub const MAX_INCIDENT_CHARS: usize = MAX_ACCOUNT_CHARS;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PassageKind {
    #[default]
    Section,
    Item,
    Incident,
}

named!(PassageKind { Section "section", Item "item", Incident "incident" });

/// What is retrieved. `&report.source[span] == text`, always.
#[derive(Debug, Clone)]
pub struct Passage {
    /// UUIDv5 of report, section path, text and which of several equal ones it is: the same report gives the same ids.
    pub id: Uuid,
    pub kind: PassageKind,
    /// Heading path, then the words that announce its list.
    pub path: Vec<String>,
    pub section: SectionKind,
    pub span: Span,
    pub lines: Lines,
    pub text: String,
    /// The parent item's words for a nested item, the head of the table for its rows; empty for the rest.
    pub parent: String,
    /// Days the text names, ascending, resolved against the report's date.
    pub days: Vec<Date>,
    /// Months the text names (5月份, 6月底), ascending; none without a report's date.
    pub months: Vec<YearMonth>,
    pub incident: Option<Incident>,
    /// Those that no smaller passage holds.
    pub milestones: Vec<Milestone>,
    /// Those that no smaller passage holds.
    pub metrics: Vec<Metric>,
    /// Those that no smaller passage holds.
    pub goals: Vec<Goal>,
    /// Whether other passages hold the same words piece by piece: such a passage has no dense vector.
    pub covered: bool,
}

impl Passage {
    /// The context of both vectors: the two innermost headings and the parent item.
    pub fn context(&self) -> String {
        context(&self.path, &self.parent)
    }

    /// The text to embed: who wrote the report, the context, the passage.
    pub fn embedding_text(&self, author: Option<&str>) -> String {
        embedding_text(author, &self.context(), &self.text)
    }
}

/// See [`Passage::embedding_text`].
pub(crate) fn embedding_text(author: Option<&str>, context: &str, text: &str) -> String {
    let above = [author.unwrap_or_default(), context].into_iter().filter(|part| !part.is_empty());
    above.chain([text]).collect::<Vec<_>>().join("\n")
}

/// See [`Passage::context`].
pub(crate) fn context(path: &[String], parent: &str) -> String {
    let from = path.len().saturating_sub(2);
    let mut parts: Vec<&str> = path[from..].iter().map(String::as_str).collect();
    if !parent.is_empty() {
        parts.push(parent);
    }
    parts.join(" ")
}

/// The passages of a report in reading order; empty for a page that says nothing.
pub fn passages(report: &Report, report_id: Uuid) -> Vec<Passage> {
    let accounts = accounts(report);
    let mut all = told(report, report_id, &accounts);
    facts::attach(report, &accounts, &mut all);
    all
}

/// As [`passages`], with their incidents and without the facts that are read at the level of the report.
pub fn bare_passages(report: &Report, report_id: Uuid) -> Vec<Passage> {
    told(report, report_id, &accounts(report))
}

fn told(report: &Report, report_id: Uuid, accounts: &[Account]) -> Vec<Passage> {
    let mut all = builder::Builder::new(report, report_id, accounts).build();
    facts::attach_reviews(report, &mut all);
    facts::leave_titles(&mut all);
    all
}

fn passage_id(report_id: Uuid, path: &[String], text: &str, twins: usize) -> Uuid {
    let text_hash = Sha256::digest(text.as_bytes());
    let mut name = Vec::with_capacity(128);
    name.extend_from_slice(report_id.as_bytes());
    for heading in path {
        name.extend_from_slice(heading.as_bytes());
        name.push(0);
    }
    name.extend_from_slice(&twins.to_le_bytes());
    name.extend_from_slice(&text_hash);
    Uuid::new_v5(&ID_NAMESPACE, &name)
}

/// Days and months that a text names, ascending and once each, without those in addresses of links. A period longer
/// than a week names no day.
fn times_named(text: &str, report_date: Option<Date>) -> (Vec<Date>, Vec<YearMonth>) {
    let mut days: Vec<Date> = Vec::new();
    let mut months: Vec<YearMonth> = Vec::new();
    for mention in mentions(&mask_targets(text)) {
        let Ok(expression) = mention.reading else { continue };
        if let Expression::Month { .. } | Expression::MonthPart { .. } = &expression {
            let period = report_date.and_then(|anchor| expression.resolve(anchor).ok());
            months.extend(period.and_then(|period| YearMonth::containing(period.from()).ok()));
            continue;
        }
        let names_days = match &expression {
            Expression::Day(_) | Expression::DayOfMonth(_) => true,
            Expression::Range(from, _) => matches!(**from, Expression::Day(_)),
            _ => false,
        };
        if !names_days {
            continue;
        }
        let period = match report_date {
            Some(anchor) => expression.resolve(anchor).ok(),
            None => complete_day(&expression),
        };
        if let Some(period) = period.filter(|period| period.days() <= 7) {
            days.extend(period.dates());
        }
    }
    days.sort_unstable();
    days.dedup();
    months.sort_unstable();
    months.dedup();
    (days, months)
}

fn complete_day(expression: &Expression) -> Option<Period> {
    match expression {
        Expression::Day(day) => day.date().map(Period::day),
        _ => None,
    }
}
