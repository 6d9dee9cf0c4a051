//! Values → what people and programs see: terminal text and JSON. The one place for wording outside answers themselves.

mod answer;
mod audit;
mod check;
mod check_github;
mod contract;
mod conversation;
mod draft;
mod evaluation;
mod evaluation_changes;
mod evaluation_html;
mod evaluation_json;
mod explain;
mod feedback;
mod feedback_export;
mod goals;
mod goals_words;
mod hits;
mod incident_threads;
mod ledger;
mod ledger_csv;
mod metrics;
mod metrics_csv;
mod milestones;
mod milestones_csv;
mod nothing;
mod page;
mod promises;
mod promises_csv;
mod rollup;
mod safe;
mod same;
mod spreadsheet;
mod summary;
mod table;
mod text;
mod trend;
mod unification;

pub use answer::{answer_coverage, answer_foot, answer_text, sentence_line, spent_line};
pub use audit::{audit_summary, audit_text, pretty_json, size_text, verified_text};
pub use check::{check_summary, finding_text, findings_text, rule_text, rules_text};
pub use check_github::findings_github;
pub use contract::*;
pub use conversation::{Exchange, conversation_markdown, interrupted_line, reading_line, sources_text};
pub use draft::{count_blanks, draft_markdown, draft_notes, draft_sources, draft_summary};
pub use evaluation::{below_floor, evaluation_text};
pub use evaluation_changes::{changes_text, risk_text};
pub use evaluation_html::evaluation_html;
pub use evaluation_json::{evaluation_json, features_json};
pub use explain::{explain_line, weighed_line};
pub use feedback::{
    corrections_list, feedback_hint, feedback_list, feedback_show, forgotten_text, judged_line, judging_hint,
    stats_text,
};
pub use feedback_export::{exam_lines, stats_csv};
pub use goals::{goals_coverage, goals_markdown, goals_text};
pub use goals_words::{factor as factor_text, reason as reason_text};
pub use hits::hits_text;
pub use incident_threads::{incident_threads_coverage, incident_threads_text};
pub use ledger::{ledger_coverage, ledger_text, length_text, occurred_text, status_name, status_text};
pub use ledger_csv::ledger_csv;
pub use metrics::{contradictions, fitting as value_text, metrics_coverage, metrics_text, title as metric_title};
pub use metrics_csv::metrics_csv;
pub use milestones::{join_text, milestones_coverage, milestones_text, planned_day, state_text};
pub use milestones_csv::milestones_csv;
pub use nothing::{no_incident, no_metric, no_milestone, no_promise, nothing_line, nothing_traced};
pub use promises::{kind_text, outcome_text, promises_coverage, promises_text, why_text};
pub use promises_csv::promises_csv;
pub use rollup::*;
pub use safe::{for_csv, for_json, for_markup, for_terminal, safe};
pub use same::{same_text, shared_text};
pub use summary::summary_text;
pub use text::{Files, Paint, missing_clause, missing_weeks};
pub use trend::{
    Chart, SeriesWords, left_out_line, series_words, trend_csv, trend_picture, trend_picture_in_page, trend_plot,
    trend_svg, trend_text, trend_words,
};
pub use unification::unification_text;
