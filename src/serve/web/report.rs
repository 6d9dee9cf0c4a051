//! One report: its text with the cited lines lit, what is read from it in the margin, and the reports around it.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::response::Response;
use minijinja::context;
use minijinja::value::{Serde, Value};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::super::app::App;
use super::super::problem::Problem;
use super::look::Look;
use super::margin::{Facts, Margin};
use super::report_source::{self, ReportText};
use super::report_text::{Beside, html};
use super::{lines, margin};
use crate::catalogue::{Catalogue, CatalogueEntry};
use crate::record::PassageRecord;
use crate::report::Lines;
use crate::retrieve::Filters;
use crate::vocabulary::{Wording, both};

#[derive(Debug, Default, Deserialize)]
pub(super) struct ReportQuery {
    /// `12-14`, or several divided by commas.
    #[serde(default)]
    lines: Option<String>,
    /// `panel`: the report without the frame; `quote`: the lines alone.
    #[serde(default)]
    part: Option<String>,
}

/// What is known of a report, as its page says it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct ReportView {
    pub id: Uuid,
    pub name: String,
    pub date: Option<String>,
    /// First and last day that it reports on.
    pub covers: Option<[String; 2]>,
    pub author: Option<String>,
    pub path: String,
    pub issue: Option<u32>,
    pub is_twin: bool,
    pub cut: Option<Wording>,
}

impl ReportView {
    pub(super) fn new(entry: &CatalogueEntry, catalogue: &Catalogue) -> Self {
        let record = &entry.record;
        Self {
            id: record.report,
            name: record.name.clone(),
            date: record.date().map(|date| date.to_string()),
            covers: entry.coverage.map(|days| [days.from().to_string(), days.to().to_string()]),
            author: record.author.clone(),
            path: record.path.clone(),
            issue: record.issue,
            is_twin: catalogue.is_twin(record.report),
            cut: record.cut.map(|cut| Wording::new(cut.in_chinese(), cut.to_string())),
        }
    }
}

/// A report and its neighbours in time.
struct Found {
    report: ReportView,
    previous: Option<ReportView>,
    next: Option<ReportView>,
    text: ReportText,
    passages: Vec<PassageRecord>,
}

/// `GET /reports/{id}`.
pub(super) async fn report(
    State(app): State<Arc<App>>,
    look: Look,
    Path(id): Path<String>,
    Query(query): Query<ReportQuery>,
) -> Result<Response, Problem> {
    let lit = query.lines.as_deref().map(lines::read_all).unwrap_or_default();
    let missing = || {
        let hint = both!("它可能已从索引中移除。", "It may have been removed from the index.");
        Problem::not_found(both!("没有这篇周报", "there is no such report")).with_hint(hint)
    };
    let id: Uuid = id.parse().map_err(|_| missing())?;
    let found = app.work(move |context| async move {
        let catalogue = &context.catalogue;
        let entries = catalogue.entries();
        let Some(at) = entries.iter().position(|entry| entry.record.report == id) else { return Ok(None) };
        let passages = context.retriever().of_reports(&[id], &Filters::default(), |_| true).await?;
        let passages: Vec<PassageRecord> = passages.into_iter().map(|(_, passage)| passage).collect();
        let view = |entry: &CatalogueEntry| ReportView::new(entry, catalogue);
        Ok(Some(Found {
            report: view(&entries[at]),
            previous: at.checked_sub(1).and_then(|at| entries.get(at)).map(view),
            next: entries.get(at + 1).map(view),
            text: report_source::read(&entries[at].record, &passages),
            passages,
        }))
    });
    let found = found.await?.ok_or_else(missing)?;
    if query.part.as_deref() == Some("quote") {
        let quote = quoted(&found.text.text, &lit);
        return look.part("quote.html", context! { report => Serde(&found.report), quote, lines => shown(&lit) });
    }
    let (facts, sum) = margin::read(&found.passages);
    let margin = Margin { facts: &facts, report: found.report.id, language: look.language };
    let beside =
        Beside { lit: &lit, margin: &|line| margin.html(line), picture: look.language.pick("[图] ", "[picture] ") };
    let body = html(&found.text.text, &beside);
    let values = values(&found, sum, body, &lit);
    match query.part.as_deref() {
        Some("panel") => look.part("report_panel.html", values),
        _ => look.page("report.html", "reports", &found.report.name, values),
    }
}

fn values(found: &Found, sum: Facts, body: String, lit: &[Lines]) -> Value {
    context! {
        report => Serde(&found.report),
        previous => Serde(&found.previous),
        next => Serde(&found.next),
        facts => Serde(sum),
        body => Value::from_safe_string(body),
        lit => shown(lit),
        is_rebuilt => found.text.is_rebuilt,
    }
}

/// `12–14, 20`.
fn shown(lit: &[Lines]) -> String {
    lit.iter().map(|lines| lines.to_string().replace('-', "–")).collect::<Vec<_>>().join(", ")
}

/// The lines as written, for a look at them; a long stretch is cut.
fn quoted(text: &str, lit: &[Lines]) -> String {
    /// What is more is read in the report.
    const MOST: usize = 14;
    let all: Vec<&str> = text.lines().collect();
    let wanted = lit.iter().flat_map(|lines| all.get(lines.first - 1..lines.last.min(all.len())).unwrap_or_default());
    let mut quoted: Vec<&str> = wanted.copied().take(MOST + 1).collect();
    if quoted.len() > MOST {
        quoted[MOST] = "…";
    }
    quoted.join("\n").trim_end().to_string()
}

#[cfg(test)]
mod tests {
    use super::quoted;
    use crate::report::Lines;

    #[test]
    fn a_quote_is_the_lines_as_written_and_a_long_one_is_cut() {
        let text = (1..=40).map(|n| n.to_string()).collect::<Vec<_>>().join("\n");
        let quoted = |first, last| quoted(&text, &[Lines { first, last }]);
        assert_eq!(quoted(3, 4), "3\n4");
        assert_eq!(quoted(40, 90), "40");
        assert_eq!(quoted(60, 90), "");
        assert!(quoted(1, 40).ends_with("14\n…"));
    }
}
