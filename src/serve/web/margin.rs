//! What is read from a report, line by line: marks in the margin that lead to the ledgers.

use std::collections::BTreeMap;

use serde::Serialize;

use super::report::ReportView;
use super::templates::icon_svg;
use crate::record::PassageRecord;
use crate::vocabulary::{Language, plural};

/// What one line holds: how many of each kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub(super) struct Facts {
    pub incidents: usize,
    pub metrics: usize,
    pub milestones: usize,
    pub goals: usize,
}

/// Facts by the line that they begin in, and all of them together.
pub(super) fn read(passages: &[PassageRecord]) -> (BTreeMap<usize, Facts>, Facts) {
    let mut lines: BTreeMap<usize, Facts> = BTreeMap::new();
    for passage in passages {
        if passage.incident.is_some() {
            lines.entry(passage.first_line).or_default().incidents += 1;
        }
        for metric in &passage.metrics {
            lines.entry(metric.lines.first).or_default().metrics += 1;
        }
        for milestone in &passage.milestones {
            lines.entry(milestone.lines.first).or_default().milestones += 1;
        }
        for goal in &passage.goals {
            lines.entry(goal.lines.first).or_default().goals += 1;
        }
    }
    let sum = lines.values().fold(Facts::default(), |sum, facts| Facts {
        incidents: sum.incidents + facts.incidents,
        metrics: sum.metrics + facts.metrics,
        milestones: sum.milestones + facts.milestones,
        goals: sum.goals + facts.goals,
    });
    (lines, sum)
}

/// Draws the marks of a report's lines.
pub(super) struct Margin<'a> {
    pub facts: &'a BTreeMap<usize, Facts>,
    pub report: &'a ReportView,
    pub language: Language,
}

impl Margin<'_> {
    /// HTML for a line; empty where nothing is read from it.
    pub(super) fn html(&self, line: usize) -> String {
        let Some(facts) = self.facts.get(&line) else { return String::new() };
        let language = self.language;
        let marks = [
            self.mark("incidents", facts.incidents, language.pick("事件", "incident")),
            self.mark("metrics", facts.metrics, language.pick("指标", "metric")),
            self.mark("projects", facts.milestones, language.pick("项目进展", "project step")),
            self.mark("goals", facts.goals, language.pick("目标", "goal")),
        ];
        format!("<span class=\"marks\">{}</span>", marks.concat())
    }

    fn mark(&self, kind: &str, count: usize, word: &str) -> String {
        if count == 0 {
            return String::new();
        }
        let told = match self.language {
            Language::Chinese => format!("这一行有 {count} 个{word}"),
            Language::English => format!("{} in this line", plural(count, word)),
        };
        let address = self.address(kind);
        let icon = icon_svg(kind).unwrap_or_default();
        let number = if count > 1 { format!("<b>{count}</b>") } else { String::new() };
        format!(
            "<a class=\"mark is-{kind}\" href=\"{address}\" title=\"{told}\" aria-label=\"{told}\">{icon}{number}</a>"
        )
    }

    /// The ledger, as far as it can be narrowed to this report.
    fn address(&self, kind: &str) -> String {
        let path = match kind {
            "metrics" => "/metrics-ledger",
            "incidents" => "/incidents",
            "projects" => "/projects",
            _ => "/goals",
        };
        match (&self.report.covers, kind) {
            (Some([from, to]), "metrics" | "incidents" | "projects") => {
                let to = self.report.date.as_ref().map_or(to, |date| date.max(to));
                format!("{path}?since={from}&amp;until={to}")
            }
            _ => path.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Facts, Margin};
    use crate::serve::web::report::ReportView;
    use crate::vocabulary::Language;

    #[test]
    fn a_line_with_facts_has_marks_that_lead_to_the_ledgers() {
        let report = ReportView {
            id: uuid::Uuid::nil(),
            name: "第26周".to_string(),
            date: Some("2023-06-20".to_string()),
            covers: Some(["2023-06-14".to_string(), "2023-06-20".to_string()]),
            author: None,
            path: "a.md".to_string(),
            issue: None,
            is_twin: false,
            cut: None,
        };
        let facts = BTreeMap::from([(3, Facts { metrics: 2, incidents: 1, ..Facts::default() })]);
        let margin = Margin { facts: &facts, report: &report, language: Language::English };
        let html = margin.html(3);
        assert!(html.contains("href=\"/metrics-ledger?since=2023-06-14&amp;until=2023-06-20\""), "{html}");
        assert!(html.contains("2 metrics in this line") && html.contains("1 incident in this line"), "{html}");
        assert_eq!(margin.html(4), "");
    }
}
