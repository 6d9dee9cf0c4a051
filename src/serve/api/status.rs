//! What the server knows and does: its reports, its model, what left the machine.

use std::sync::Arc;

use axum::Json;
use axum::extract::{OriginalUri, State};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::contracts::{AuditRecord, Status};
use super::extract::{Fields, NoFields};
use super::page::PageFields;
use crate::audit::{Audit, RequestEntry};
use crate::context::Failure;
use crate::render::audit_json;
use crate::serve::app::App;
use crate::serve::problem::Problem;

/// The reports, the days they cover, the weeks that are missing, and what the server works with.
#[utoipa::path(get, path = "/api/v1/status", tag = "server",
    responses((status = 200, description = "What the server knows", body = Status)))]
pub(super) async fn status(State(app): State<Arc<App>>, Fields(..): Fields<NoFields>) -> Result<Response, Problem> {
    let mut value = app
        .work_even_if_empty(|context| async move {
            let catalogue = &context.catalogue;
            let span = catalogue.span();
            let entries = catalogue.entries();
            let last = entries.iter().rev().find(|entry| entry.record.date.is_some());
            let store = context.store.stats().await.map_err(Failure::from)?;
            Ok(json!({
                "version": env!("CARGO_PKG_VERSION"),
                "reports": catalogue.len(),
                "undated": entries.iter().filter(|entry| entry.record.date.is_none()).count(),
                "from": span.map(|span| span.from().to_string()),
                "to": span.map(|span| span.to().to_string()),
                "last": last.map(|entry| json!({
                    "id": entry.record.report,
                    "report": entry.record.name,
                    "date": entry.record.date().map(|date| date.to_string()),
                })),
                "missing_weeks": catalogue.missing_weeks(None),
                "language": catalogue.language().pick("zh", "en"),
                "as_of": context.as_of.to_string(),
                "passages": entries.iter().map(|entry| entry.record.passages).sum::<usize>(),
                "embedder": context.embedder.id(),
                "bytes_on_disk": store.bytes_on_disk,
            }))
        })
        .await?;
    value["model"] = json!(app.model().model().map(|model| json!({ "name": model.name() })));
    value["notices"] = json!(app.notices().await.into_iter().map(|notice| notice.en).collect::<Vec<_>>());
    Ok(Json(value).into_response())
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
