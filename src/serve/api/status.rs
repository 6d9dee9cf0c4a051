//! What the server knows and does: its reports, its model, what left the machine.

use std::sync::Arc;

use axum::Json;
use axum::extract::{OriginalUri, State};
use axum::response::{IntoResponse, Response};
use schemars::JsonSchema;
use serde::Serialize;

use super::contracts::AuditRecord;
use super::extract::{Fields, NoFields};
use super::page::PageFields;
use crate::audit::{Audit, RequestEntry};
use crate::context::Failure;
use crate::json::{Day, Id};
use crate::render::audit_json;
use crate::serve::app::App;
use crate::serve::problem::Problem;
use crate::vocabulary::Language;

/// What the server knows.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Status {
    version: &'static str,
    reports: usize,
    /// Pages without a date.
    undated: usize,
    /// First and last day that the reports cover.
    from: Option<Day>,
    to: Option<Day>,
    last: Option<LastReport>,
    missing_weeks: Vec<String>,
    /// Of most reports.
    language: Language,
    /// The day that relative times are seen from.
    as_of: Day,
    passages: usize,
    embedder: String,
    bytes_on_disk: Option<u64>,
    model: Option<ServingModel>,
    notices: Vec<String>,
}

/// The last report with a date.
#[derive(Debug, Serialize, JsonSchema)]
struct LastReport {
    id: Id,
    report: String,
    date: Option<Day>,
}

/// The language model that answers through it.
#[derive(Debug, Serialize, JsonSchema)]
struct ServingModel {
    name: String,
}

/// The reports, the days they cover, the weeks that are missing, and what the server works with.
#[utoipa::path(get, path = "/api/v1/status", tag = "server",
    responses((status = 200, description = "What the server knows", body = Status)))]
pub(super) async fn status(State(app): State<Arc<App>>, Fields(..): Fields<NoFields>) -> Result<Response, Problem> {
    let mut known = app
        .work_even_if_empty(|context| async move {
            let catalogue = &context.catalogue;
            let span = catalogue.span();
            let entries = catalogue.entries();
            let last = entries.iter().rev().find(|entry| entry.record.date.is_some());
            let store = context.store.stats().await.map_err(Failure::from)?;
            Ok(Status {
                version: env!("CARGO_PKG_VERSION"),
                reports: catalogue.len(),
                undated: entries.iter().filter(|entry| entry.record.date.is_none()).count(),
                from: span.map(|span| Day(span.from())),
                to: span.map(|span| Day(span.to())),
                last: last.map(|entry| LastReport {
                    id: Id(entry.record.report),
                    report: entry.record.name.clone(),
                    date: entry.record.date().map(Day),
                }),
                missing_weeks: catalogue.missing_weeks(None),
                language: catalogue.language(),
                as_of: Day(context.as_of),
                passages: entries.iter().map(|entry| entry.record.passages).sum(),
                embedder: context.embedder.id(),
                bytes_on_disk: store.bytes_on_disk,
                model: None,
                notices: Vec::new(),
            })
        })
        .await?;
    known.model = app.model().model().map(|model| ServingModel { name: model.name().to_string() });
    known.notices = app.notices().await.into_iter().map(|notice| notice.en).collect();
    Ok(Json(known).into_response())
}

/// The requests that left this machine: when, to whom, how large; `zhoubao audit --json`. The newest last; never what was in them.
#[utoipa::path(get, path = "/api/v1/audit", tag = "server", params(PageFields),
    responses((status = 200, description = "The records", body = [AuditRecord])))]
pub(super) async fn audit(
    State(app): State<Arc<App>>,
    uri: OriginalUri,
    Fields(page, ..): Fields<PageFields>,
) -> Result<Response, Problem> {
    let audit = Audit::open(&app.config().audit);
    let read = app.work_even_if_empty(move |_| async move {
        let (entries, _) = audit.entries()?;
        let left: Vec<&RequestEntry> = entries.iter().filter(|entry| !entry.is_loopback).collect();
        Ok(audit_json(&left))
    });
    page.of(read.await?, &uri)
}
