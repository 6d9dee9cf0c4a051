//! How metrics are unified, for people: each metric with its spellings, the rule that joins them and the lines that write
//! them; then the near names that were not joined, and how to join them.

use super::metrics::{metrics_coverage, title};
use super::safe::safe;
use super::text::one_line;
use super::text::{Files, Paint};
use crate::ledger::Metrics;
use crate::record::Place;
use crate::series::Rule;

/// Lines of a spelling that is the metric's name: the first and the last; of every other one up to this many.
const MOST_PLACES: usize = 5;

/// The groups, those that hold more than one spelling first; then the near pairs.
pub fn unification_text(metrics: &Metrics, paint: Paint, files: &Files<'_>) -> String {
    let shown_place = |source: &Place| files.of_fact(paint, source);
    let mut lines = Vec::new();
    let (joined, alone): (Vec<_>, Vec<_>) =
        metrics.series.iter().zip(&metrics.spellings).partition(|(_, spellings)| spellings.len() > 1);
    for (series, spellings) in joined.into_iter().chain(alone) {
        lines.push(paint.bold(&one_line(&title(series))));
        for spelling in spellings {
            lines.push(format!("  {} ({})", one_line(&spelling.name), rule_text(spelling.rule)));
            let count = spelling.places.len();
            let shown = if spelling.rule == Rule::Same { 2 } else { MOST_PLACES };
            let is_shown = |at: &usize| count <= shown || *at + 1 < shown || *at + 1 == count;
            for (at, source) in spelling.places.iter().enumerate().filter(|(at, _)| is_shown(at)) {
                if at + 1 == count && count > shown {
                    lines.push(format!("    … {} more", count - shown));
                }
                lines.push(format!("    {}", shown_place(source)));
            }
        }
    }
    if !metrics.near.is_empty() {
        lines.push(String::new());
        lines.push(paint.bold("Near, and not joined"));
        for near in &metrics.near {
            lines.push(format!("  {} | {}", one_line(&near.one), one_line(&near.other)));
            lines.extend(near.places.iter().map(|source| format!("    {}", shown_place(source))));
            lines.push(format!("    to join them: {} = [{}]", quoted(&near.one), quoted(&near.other)));
        }
        lines.push("  Such lines stand in `[metrics.aliases]` of the configuration.".to_string());
    }
    lines.push(String::new());
    lines.push(paint.dim(&metrics_coverage(metrics)));
    lines.join("\n")
}

/// For programs.
pub(super) fn rule_name(rule: Rule) -> &'static str {
    match rule {
        Rule::Same => "same",
        Rule::Spelling => "spelling",
        Rule::Period => "period",
        Rule::Alias => "alias",
    }
}

fn rule_text(rule: Rule) -> &'static str {
    match rule {
        Rule::Same => "the name itself",
        Rule::Spelling => "the same but for width, case, spaces, marks",
        Rule::Period => "the same with a word for the report's own time",
        Rule::Alias => "by the alias table",
    }
}

/// A TOML basic string.
fn quoted(name: &str) -> String {
    format!("\"{}\"", safe(name).replace('\\', "\\\\").replace('"', "\\\""))
}
