//! A report as a page of text that a person can check against its source: what it is called, its sections, its passages.

use std::fmt::Write;

use uuid::Uuid;
use zhoubao::fact::Incident;
use zhoubao::passage::{Passage, passages};
use zhoubao::report::{LineIndex, PageName, Report};
use zhoubao::source::Document;

/// The report's id in every dump: passages are identified below it.
pub const REPORT_ID: Uuid = Uuid::from_u128(7);

/// How much of a text is shown, in characters.
const SHOWN_CHARS: usize = 48;

pub fn read(document: &Document) -> (Report, Vec<Passage>) {
    let name = PageName { name: document.name.clone(), folders: document.folder.clone() };
    let report = Report::parse(document.text.clone(), &name);
    let passages = passages(&report, REPORT_ID);
    (report, passages)
}

pub fn dump(report: &Report, passages: &[Passage]) -> String {
    let mut page = String::new();
    let lines = LineIndex::new(&report.source);
    let line = |name: &str, value: Option<String>| format!("{name}: {}\n", value.unwrap_or_else(|| "-".to_string()));
    page += &line("title", Some(report.title.clone()));
    page += &line("label", report.label.map(|label| label.to_string()));
    if let Some(issue) = report.issue {
        page += &line("issue", Some(issue.to_string()));
    }
    let origin = report.date_origin.map(|origin| format!(" ({origin:?})")).unwrap_or_default();
    page += &line("date", report.date.map(|date| format!("{date}{origin}")));
    let coverage = report.stated_coverage.map(|period| format!("{}..{}", period.from(), period.to()));
    page += &line("coverage", coverage);
    page += &line("author", report.author.clone());
    for notice in &report.notices {
        let _ = writeln!(page, "notice: {notice}");
    }
    page += "\nsections\n";
    for section in &report.sections {
        let path = section.path.join(" › ");
        let _ = writeln!(page, "  {} [{}] {path}", lines.lines(&section.span), section.kind.name());
    }
    page += "\npassages\n";
    for passage in passages {
        page += &passage_lines(passage);
    }
    page
}

fn passage_lines(passage: &Passage) -> String {
    let mut text = format!("  {} {} [{}]", passage.lines, passage.kind.name(), passage.section.name());
    for (mark, value) in [(" ", passage.path.join(" › ")), (" ↳ ", passage.parent.clone())] {
        if !value.is_empty() {
            let _ = write!(text, "{mark}{value}");
        }
    }
    if !passage.days.is_empty() {
        let days: Vec<String> = passage.days.iter().map(ToString::to_string).collect();
        let _ = write!(text, " @ {}", days.join(" "));
    }
    if passage.covered {
        text += " (covered)";
    }
    let _ = writeln!(text, "\n      {}", shown(&passage.text));
    if let Some(incident) = &passage.incident {
        text += &incident_lines(incident);
    }
    text
}

fn incident_lines(incident: &Incident) -> String {
    let counts: Vec<String> = incident.counts.iter().map(|count| format!("{}{}", count.value, count.unit)).collect();
    let occurred = incident.occurred.as_deref().unwrap_or("-");
    let mut text = format!("      occurred {occurred}, {:?}", incident.status);
    if let Some(minutes) = incident.duration_minutes {
        let _ = write!(text, ", {minutes} min");
    }
    if let Some(found) = &incident.found {
        let _ = write!(text, ", found {found}");
    }
    if !counts.is_empty() {
        let _ = write!(text, ", {}", counts.join(" "));
    }
    text.push('\n');
    let parts = [("impact", &incident.impact), ("cause", &incident.cause), ("handling", &incident.handling)];
    let _ = writeln!(text, "      summary {}: {}", incident.summary.lines, shown(&incident.summary.text));
    for (name, part) in parts {
        if let Some(part) = part {
            let _ = writeln!(text, "      {name} {}: {}", part.lines, shown(&part.text));
        }
    }
    text
}

/// The beginning of a text and its end, line ends made visible.
fn shown(text: &str) -> String {
    let text = text.replace("\r\n", "␍⏎").replace('\n', "⏎");
    let length = text.chars().count();
    if length <= SHOWN_CHARS {
        return text;
    }
    let start: String = text.chars().take(SHOWN_CHARS - 12).collect();
    let end: String = text.chars().skip(length - 11).collect();
    format!("{start}…{end} ({length})")
}
