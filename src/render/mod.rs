//! Values → what people and programs see: terminal text and JSON. The one place for wording outside answers themselves.

mod answer;
mod audit;
mod conversation;
mod evaluation;
mod evaluation_json;
mod explain;
mod hits;
mod ledger;
mod ledger_data;
mod metrics;
mod metrics_data;
mod summary;
mod text;
mod trend;
mod unification;

pub use answer::{Making, answer_foot, answer_json, answer_text, sentence_line, spent_line};
pub use audit::{audit_json, audit_summary, audit_text, pretty_json, size_text, verified_json, verified_text};
pub use conversation::{Exchange, conversation_markdown, interrupted_line, reading_line, sources_text};
pub use evaluation::{below_floor, evaluation_text};
pub use evaluation_json::evaluation_json;
pub use explain::{explain_json, explain_line};
pub use hits::{hits_json, hits_text};
pub use ledger::{ledger_coverage, ledger_text, status_name};
use ledger_data::harmless;
pub use ledger_data::{ledger_csv, ledger_json};
pub use metrics::{metrics_coverage, metrics_text};
pub use metrics_data::{metrics_csv, metrics_json, unification_json};
pub use summary::summary_text;
pub use text::{Paint, missing_weeks, plural, safe};
pub use trend::{Chart, left_out_line, trend_csv, trend_json, trend_svg, trend_text};
pub use unification::unification_text;
