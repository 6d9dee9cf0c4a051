//! The JSON contracts: what commands with `--json` print and what REST replies, as typed values. Their schemas are made of these types;
//! the comments are the descriptions. Fields are added, never renamed; they are written in the order that they have here.

mod answer;
mod audit;
mod draft;
mod explain;
mod feedback;
mod finding;
mod goals;
mod hit;
mod incident;
mod ingest;
mod metric;
mod milestone;
mod promise;
mod report;
mod rollup;
mod trend;

pub(super) use answer::sentences;
pub use answer::{AnswerTurn, AnswerWithSources, Making, answer_json, told_sentence_json};
pub use audit::{AuditRecord, audit_json, verified_json};
pub use draft::{DraftReport, draft_json};
pub use explain::Explanation;
pub(super) use explain::{MOST_TERMS, reports};
pub use feedback::{StandingCorrection, corrections_json, feedback_json, stats_json};
pub use finding::{Objection, findings_json};
pub use goals::{GoalsOfWeek, goals_json};
pub use hit::{Hit, hits_json};
pub use incident::{Incident, IncidentHistories, incident_threads_json, ledger_json};
pub use ingest::{IngestSummary, summary_json};
pub use metric::{Metric, metrics_json, unification_json};
pub use milestone::{Milestone, milestones_json, same_json};
pub use promise::{StandingPromise, promises_json};
pub use report::{Author, ReportSummary, ReportWhole, report_json, report_summary_json};
pub use rollup::{RollupReply, comparison_json, rollup_json};
pub use trend::{TrendOfMetrics, trend_json};
