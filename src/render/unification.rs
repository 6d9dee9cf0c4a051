//! How metrics are unified, for people: each metric with its spellings, the rule that joins them and the lines that write
//! them; then the near names that were not joined, and how to join them.

use super::metrics::{metrics_coverage, title};
use super::safe::safe;
use super::text::one_line;
use super::text::{Files, Paint};
use crate::ledger::Metrics;
use crate::record::Place;
use crate::series::Rule;
use crate::vocabulary::{Language, worded};

/// Lines of a spelling that is the metric's name: the first and the last; of every other one up to this many.
const MOST_PLACES: usize = 5;

/// The groups, those that hold more than one spelling first; then the near pairs.
pub fn unification_text(metrics: &Metrics, language: Language, paint: Paint, files: &Files<'_>) -> String {
    let shown_place = |source: &Place| files.of_fact(paint, source);
    let mut lines = Vec::new();
    let (joined, alone): (Vec<_>, Vec<_>) =
        metrics.series.iter().zip(&metrics.spellings).partition(|(_, spellings)| spellings.len() > 1);
    for (series, spellings) in joined.into_iter().chain(alone) {
        lines.push(paint.bold(&one_line(&title(series))));
        for spelling in spellings {
            let (name, rule) = (one_line(&spelling.name), rule_text(spelling.rule, language));
            lines.push(worded!(language, "  {name}（{rule}）", "  {name} ({rule})"));
            let count = spelling.places.len();
            let shown = if spelling.rule == Rule::Same { 2 } else { MOST_PLACES };
            let is_shown = |at: &usize| count <= shown || *at + 1 < shown || *at + 1 == count;
            for (at, source) in spelling.places.iter().enumerate().filter(|(at, _)| is_shown(at)) {
                if at + 1 == count && count > shown {
                    lines.push(worded!(language, "    … 另有 {} 处", "    … {} more", count - shown));
                }
                lines.push(format!("    {}", shown_place(source)));
            }
        }
    }
    if !metrics.near.is_empty() {
        lines.push(String::new());
        lines.push(paint.bold(language.pick("相近而未合并", "Near, and not joined")));
        for near in &metrics.near {
            lines.push(format!("  {} | {}", one_line(&near.one), one_line(&near.other)));
            lines.extend(near.places.iter().map(|source| format!("    {}", shown_place(source))));
            let (one, other) = (quoted(&near.one), quoted(&near.other));
            lines.push(worded!(language, "    合并：{one} = [{other}]", "    to join them: {one} = [{other}]"));
        }
        lines.push(worded!(
            language,
            "  这样的行写在配置的 `[metrics.aliases]` 里。",
            "  Such lines stand in `[metrics.aliases]` of the configuration."
        ));
    }
    lines.push(String::new());
    lines.push(paint.dim(&metrics_coverage(metrics, language)));
    lines.join("\n")
}

fn rule_text(rule: Rule, language: Language) -> &'static str {
    match rule {
        Rule::Same => language.pick("名称本身", "the name itself"),
        Rule::Spelling => {
            language.pick("只差全半角、大小写、空格、标点", "the same but for width, case, spaces, marks")
        }
        Rule::Period => language.pick("多一个指本期的词", "the same with a word for the report's own time"),
        Rule::Alias => language.pick("见别名表", "by the alias table"),
        Rule::Values => language.pick("数值一致或相接", "values agree or go on"),
    }
}

/// A TOML basic string.
fn quoted(name: &str) -> String {
    format!("\"{}\"", safe(name).replace('\\', "\\\\").replace('"', "\\\""))
}
