//! Reports that are sent as a zip.

use std::convert::Infallible;
use std::sync::Arc;

use axum::Json;
use axum::extract::{FromRequest, Multipart, Request, State};
use axum::http::{StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures::stream;
use serde_json::json;

use super::answers::wants_events;
use super::contracts::IngestSummary;
use super::extract::{Fields, NoFields};
use crate::serve::app::App;
use crate::serve::problem::Problem;
use crate::serve::upload::{Upload, UploadEvent, ingest, receive};

/// Reads a zip of reports (a folder, or an export of Notion) into the index.
///
/// The body is the zip (`application/zip`) or a form with it (`multipart/form-data`). A report of the same path in an earlier upload is
/// replaced; none is removed. With `Accept: text/event-stream` the reply reports the progress: `progress`, then `done` or `error`.
#[utoipa::path(post, path = "/api/v1/reports", tag = "reports",
    request_body(content((Vec<u8> = "application/zip"), (Vec<u8> = "multipart/form-data"))),
    responses((status = 200, description = "What was read", content(
        (IngestSummary = "application/json"), (String = "text/event-stream")))))]
pub(super) async fn upload(
    State(app): State<Arc<App>>,
    Fields(..): Fields<NoFields>,
    request: Request,
) -> Result<Response, Problem> {
    let is_streamed = wants_events(request.headers());
    let mut events = ingest(&app, taken(&app, request).await?);
    if is_streamed {
        let events = stream::unfold(events, |mut events| async move {
            let (name, data) = match events.recv().await? {
                UploadEvent::Progress(progress) => ("progress", progress),
                UploadEvent::Done(uploaded) => ("done", uploaded.summary),
                UploadEvent::Failed(problem) => ("error", json!(problem)),
            };
            Some((Ok::<Event, Infallible>(Event::default().event(name).data(data.to_string())), events))
        });
        return Ok(Sse::new(events).keep_alive(KeepAlive::new()).into_response());
    }
    while let Some(event) = events.recv().await {
        match event {
            UploadEvent::Progress(_) => {}
            UploadEvent::Done(uploaded) => return Ok(Json(uploaded.summary).into_response()),
            UploadEvent::Failed(problem) => return Err(problem),
        }
    }
    Err(Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "the upload was given up"))
}

async fn taken(app: &Arc<App>, request: Request) -> Result<Upload, Problem> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match kind.as_str() {
        "application/zip" | "application/x-zip-compressed" | "application/octet-stream" => {
            receive(app, request.into_body().into_data_stream()).await
        }
        "multipart/form-data" => {
            let form = Multipart::from_request(request, app).await;
            let mut form = form.map_err(|error| Problem::new(error.status(), error.body_text()))?;
            loop {
                let field = form.next_field().await.map_err(|error| Problem::new(error.status(), error.body_text()))?;
                let Some(field) = field else { return Err(Problem::bad_request("the form has no file")) };
                if field.file_name().is_some() {
                    return receive(app, field).await;
                }
            }
        }
        _ => Err(Problem::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "an upload is a zip (application/zip) or a form with one",
        )),
    }
}
