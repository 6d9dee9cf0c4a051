//! What is read from a report, line by line: marks in the margin that lead to the ledgers.

use std::collections::BTreeMap;

use serde::Serialize;
use uuid::Uuid;

use super::at;
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

/// The facts of one line, and whether a ledger shows them only where it is asked for what is less sure.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct LineFacts {
    facts: Facts,
    likely: Facts,
}

/// Facts by the line that they begin in, and all of them together.
pub(super) fn read(passages: &[PassageRecord]) -> (BTreeMap<usize, LineFacts>, Facts) {
    let mut lines: BTreeMap<usize, LineFacts> = BTreeMap::new();
    for passage in passages {
        if passage.incident.is_some() {
            lines.entry(passage.first_line).or_default().facts.incidents += 1;
        }
        for metric in &passage.metrics {
            let line = lines.entry(metric.lines.first).or_default();
            line.facts.metrics += 1;
            line.likely.metrics += usize::from(metric.is_likely());
        }
        for milestone in &passage.milestones {
            let line = lines.entry(milestone.lines.first).or_default();
            line.facts.milestones += 1;
            line.likely.milestones += usize::from(milestone.is_likely());
        }
        for goal in &passage.goals {
            lines.entry(goal.lines.first).or_default().facts.goals += 1;
        }
    }
    let sum = lines.values().map(|line| line.facts).fold(Facts::default(), |sum, facts| Facts {
        incidents: sum.incidents + facts.incidents,
        metrics: sum.metrics + facts.metrics,
        milestones: sum.milestones + facts.milestones,
        goals: sum.goals + facts.goals,
    });
    (lines, sum)
}

/// Draws the marks of a report's lines.
pub(super) struct Margin<'a> {
    pub facts: &'a BTreeMap<usize, LineFacts>,
    pub report: Uuid,
    pub language: Language,
}

/// A mark: what kind of fact, how many of them, and where they are.
struct Mark {
    /// The name of its icon.
    kind: &'static str,
    /// In Chinese and in English.
    word: (&'static str, &'static str),
    count: usize,
    ledger: &'static str,
    /// Whether the ledger shows them only where it is asked for what is less sure.
    is_unlikely: bool,
}

impl Margin<'_> {
    /// HTML for a line; empty where nothing is read from it.
    pub(super) fn html(&self, line: usize) -> String {
        let Some(LineFacts { facts, likely }) = self.facts.get(&line) else { return String::new() };
        let marks = [
            Mark {
                kind: "incidents",
                word: ("事件", "incident"),
                count: facts.incidents,
                ledger: "/incidents",
                is_unlikely: false,
            },
            Mark {
                kind: "metrics",
                word: ("指标", "metric"),
                count: facts.metrics,
                ledger: "/metrics-ledger",
                is_unlikely: likely.metrics == 0,
            },
            Mark {
                kind: "projects",
                word: ("项目进展", "project step"),
                count: facts.milestones,
                ledger: "/projects",
                is_unlikely: likely.milestones == 0,
            },
            // What became of it is told there.
            Mark {
                kind: "goals", word: ("目标", "goal"), count: facts.goals, ledger: "/promises", is_unlikely: false
            },
        ];
        let drawn: String = marks.iter().filter(|mark| mark.count > 0).map(|mark| self.mark(mark, line)).collect();
        format!("<span class=\"marks\">{drawn}</span>")
    }

    fn mark(&self, mark: &Mark, line: usize) -> String {
        let Mark { kind, word: (chinese, english), count, ledger, is_unlikely } = mark;
        let told = match self.language {
            Language::Chinese => format!("这一行有 {count} 个{chinese}：在台账里看"),
            Language::English => format!("{} in this line: see the ledger", plural(*count, english)),
        };
        let all = if *is_unlikely { "all=1&amp;" } else { "" };
        let address = format!("{ledger}?{all}{}={}#{}", at::FIELD, at::value(self.report, line), at::FIELD);
        let icon = icon_svg(kind).unwrap_or_default();
        let number = if *count > 1 { format!("<b>{count}</b>") } else { String::new() };
        format!(
            "<a class=\"mark is-{kind}\" href=\"{address}\" title=\"{told}\" aria-label=\"{told}\">{icon}{number}</a>"
        )
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use uuid::Uuid;

    use super::{Facts, LineFacts, Margin};
    use crate::vocabulary::Language;

    #[test]
    fn a_line_with_facts_has_marks_that_lead_to_them() {
        let facts = Facts { metrics: 2, incidents: 1, milestones: 1, ..Facts::default() };
        let line = LineFacts { facts, likely: Facts { metrics: 1, ..Facts::default() } };
        let facts = BTreeMap::from([(3, line)]);
        let margin = Margin { facts: &facts, report: Uuid::nil(), language: Language::English };
        let html = margin.html(3);
        let nil = Uuid::nil();
        for address in ["/incidents?at=", "/metrics-ledger?at=", "/projects?all=1&amp;at="] {
            assert!(html.contains(&format!("href=\"{address}{nil}.3#at\"")), "{html}");
        }
        assert!(html.contains("2 metrics in this line") && html.contains("1 incident in this line"), "{html}");
        assert_eq!(margin.html(4), "");
    }
}
