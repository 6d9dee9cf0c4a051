//! Errors in OpenAI's form, for addresses of its API.

use axum::Json;
use axum::body::to_bytes;
use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::contract::{OpenAiError, OpenAiProblem};
use crate::serve::problem::Problem;

/// Bytes of the longest problem.
const MOST_BYTES: usize = 1 << 16;

/// Words a problem under `/v1/` as OpenAI's clients read it, wherever it comes from.
pub(in crate::serve) async fn in_its_form(request: Request, next: Next) -> Response {
    let is_ours = request.uri().path().starts_with("/v1/");
    let response = next.run(request).await;
    let kind = response.headers().get(header::CONTENT_TYPE);
    if !is_ours || kind != Some(&HeaderValue::from_static("application/problem+json")) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let problem: Value =
        to_bytes(body, MOST_BYTES).await.ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default();
    parts.headers.remove(header::CONTENT_TYPE);
    parts.headers.remove(header::CONTENT_LENGTH);
    let status = parts.status.as_u16();
    let said = worded(problem["detail"].as_str().unwrap_or_default(), problem["hint"].as_str(), status);
    (parts, Json(said)).into_response()
}

/// The same of a problem that comes when the reply has begun.
pub(super) fn body(problem: &Problem) -> Value {
    json!(worded(&problem.detail, problem.hint.as_deref(), problem.status))
}

fn worded(detail: &str, hint: Option<&str>, status: u16) -> OpenAiError {
    let message = hint.map_or_else(|| detail.to_string(), |hint| format!("{detail}; {hint}"));
    let (kind, code) = match status {
        401 => ("authentication_error", Some("invalid_api_key")),
        403 => ("permission_error", None),
        404 => ("invalid_request_error", Some("not_found")),
        429 => ("rate_limit_error", Some("rate_limit_exceeded")),
        500.. => ("server_error", None),
        _ => ("invalid_request_error", None),
    };
    OpenAiError { error: OpenAiProblem { message, kind, param: (), code } }
}
