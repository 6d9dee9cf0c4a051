//! The reports: all of them, one of them whole, and who writes them.

use std::sync::Arc;

use axum::Json;
use axum::extract::{OriginalUri, State};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::IntoParams;

use super::contracts::{Author, Report, ReportSummary};
use super::extract::{Fields, Id, NoFields};
use super::page::PageFields;
use crate::catalogue::{Catalogue, CatalogueEntry};
use crate::render::{report_json, report_summary_json};
use crate::retrieve::Filters;
use crate::serve::app::App;
use crate::serve::fields::given;
use crate::serve::problem::Problem;

/// Which reports.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ReportFields {
    /// Only reports dated on or after this day, `2023-06-20`.
    #[serde(default)]
    pub since: Option<String>,
    /// Only reports dated on or before this day.
    #[serde(default)]
    pub until: Option<String>,
    /// Only this time: `2023-06`, `2023Q2`, `第26周`.
    #[serde(default)]
    pub period: Option<String>,
    /// Only reports by authors whose names contain these words.
    #[serde(default)]
    pub author: Option<String>,
    /// Only the report at this path, as citations have it.
    #[serde(default)]
    pub path: Option<String>,
}

/// The reports of the index, by date.
#[utoipa::path(get, path = "/api/v1/reports", tag = "reports", params(PageFields, ReportFields),
    responses((status = 200, description = "In order of date; pages without a date last", body = [ReportSummary])))]
pub(super) async fn reports(
    State(app): State<Arc<App>>,
    uri: OriginalUri,
    Fields(page, asked, _): Fields<PageFields, ReportFields, NoFields>,
) -> Result<Response, Problem> {
    let fields = crate::serve::fields::FilterFields {
        since: asked.since.clone(),
        until: asked.until.clone(),
        period: asked.period.clone(),
        section: None,
        author: asked.author.clone(),
    };
    let filters = fields.filters()?;
    let found = app.work_even_if_empty(move |context| async move {
        if context.catalogue.is_empty() {
            return Ok(Value::Array(Vec::new()));
        }
        context.check_author(filters.author.as_deref())?;
        let path = given(&asked.path);
        let period = filters.period.as_ref().map(|(_, time)| context.catalogue.scope(time, context.as_of).reports);
        let written = filters.author.as_deref().map(|author| context.catalogue.written_by(author));
        let is_wanted = |entry: &&CatalogueEntry| {
            let (record, date) = (&entry.record, entry.record.date());
            path.is_none_or(|path| path == record.path)
                && filters.since.is_none_or(|since| date.is_some_and(|date| date >= since))
                && filters.until.is_none_or(|until| date.is_some_and(|date| date <= until))
                && period.as_ref().is_none_or(|reports| reports.contains(&record.report))
                && written.as_ref().is_none_or(|reports| reports.contains(&record.report))
        };
        let entries = context.catalogue.entries().iter().filter(is_wanted);
        Ok(entries.map(|entry| summary(entry, &context.catalogue)).collect())
    });
    page.of(found.await?, &uri)
}

fn summary(entry: &CatalogueEntry, catalogue: &Catalogue) -> Value {
    report_summary_json(entry, catalogue.is_twin(entry.record.report))
}

/// One report: its sections with their text and lines, and the facts that are read from it.
///
/// The reply has an `ETag` of its content; `If-None-Match` gets 304 where nothing changed.
#[utoipa::path(get, path = "/api/v1/reports/{id}", tag = "reports",
    params(("id" = String, Path, description = "The report's id", format = "uuid")),
    responses((status = 200, description = "The report", body = Report)))]
pub(super) async fn report(
    State(app): State<Arc<App>>,
    Fields(..): Fields<NoFields>,
    Id(id): Id,
) -> Result<Response, Problem> {
    let found = app.work(move |context| async move {
        let Some(entry) = context.catalogue.entry(id) else { return Ok(None) };
        let passages = context.retriever().of_reports(&[id], &Filters::default(), |_| true).await?;
        let passages = passages.into_iter().map(|(_, passage)| passage).collect();
        Ok(Some(report_json(entry, context.catalogue.is_twin(id), passages)))
    });
    let found = found.await?.ok_or_else(|| Problem::not_found("there is no report with this id"))?;
    Ok(Json(found).into_response())
}

/// Who writes reports: the names by which reports are somebody's, each with how many.
#[utoipa::path(get, path = "/api/v1/authors", tag = "reports", params(PageFields),
    responses((status = 200, description = "Longest names first", body = [Author])))]
pub(super) async fn authors(
    State(app): State<Arc<App>>,
    uri: OriginalUri,
    Fields(page, ..): Fields<PageFields>,
) -> Result<Response, Problem> {
    let found = app.work_even_if_empty(|context| async move {
        let catalogue = &context.catalogue;
        let author = |name: &String| json!(Author { name, reports: catalogue.written_by(name).len() });
        Ok(catalogue.authors().iter().map(author).collect::<Value>())
    });
    page.of(found.await?, &uri)
}
