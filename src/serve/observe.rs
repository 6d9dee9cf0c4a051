//! How the server is doing, for those who run it: alive, ready, counted, logged. No text of a report and no question is logged.

use std::sync::Arc;
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::app::App;
use super::guard::Caller;
use super::problem::Problem;
use super::request_id::RequestId;

/// The route of what matched none.
const NO_ROUTE: &str = "none";

/// `GET /healthz`: the process answers.
pub(super) async fn health() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: the index can be read and has reports.
pub(super) async fn ready(State(app): State<Arc<App>>) -> Result<&'static str, Problem> {
    let context = app.live().context().await?;
    if context.catalogue.is_empty() {
        let empty = Problem::new(StatusCode::SERVICE_UNAVAILABLE, "the index holds no report yet");
        return Err(empty.with_hint("read reports with `zhoubao ingest PATH`, or upload them on the page"));
    }
    Ok("ready\n")
}

/// `GET /metrics`, for Prometheus.
pub(super) async fn metrics(State(app): State<Arc<App>>) -> Response {
    let reports = app.live().context().await.map_or(0, |context| context.catalogue.len());
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    ([(header::CONTENT_TYPE, kind)], app.metrics.text(reports)).into_response()
}

/// Counts and logs a request by its pattern, never by its path or its query, which may hold what was asked.
pub(super) async fn record(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let start = Instant::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map_or(NO_ROUTE, MatchedPath::as_str).to_string();
    let id = request.extensions().get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default();
    app.metrics.open.inc();
    let response = next.run(request).await;
    app.metrics.open.dec();
    let (took, status) = (start.elapsed(), response.status().as_u16());
    app.metrics.replied(&route, status, took);
    let caller = response.extensions().get::<Caller>().and_then(|caller| caller.name.clone()).unwrap_or_default();
    let milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    tracing::info!(%method, route, status, milliseconds, id, caller, "request");
    response
}
