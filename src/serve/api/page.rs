//! Lists in pages, and replies that say whether they changed.

use axum::Json;
use axum::body::{Body, to_bytes};
use axum::extract::{OriginalUri, Request};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest, Sha256};
use utoipa::IntoParams;

use crate::serve::problem::Problem;

/// How many rows the whole list has.
const TOTAL: HeaderName = HeaderName::from_static("x-total-count");

/// Rows of a page where no number is given.
const USUAL_LIMIT: usize = 100;

/// Rows of the longest page.
const MOST_LIMIT: usize = 1_000;

/// Which part of a list.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct PageFields {
    /// Rows of a page; the header `Link` names the next one, `X-Total-Count` says how many there are in all.
    #[serde(default = "usual_limit")]
    #[param(minimum = 1, maximum = 1000, default = 100)]
    limit: usize,
    /// Rows to pass over.
    #[serde(default)]
    #[param(default = 0, minimum = 0, maximum = 4_294_967_295_u64)]
    offset: u32,
}

fn usual_limit() -> usize {
    USUAL_LIMIT
}

impl PageFields {
    /// A part of `rows`, an array.
    ///
    /// # Errors
    /// 400: a page of no or too many rows.
    pub(super) fn of(self, rows: Value, uri: &OriginalUri) -> Result<Response, Problem> {
        if !(1..=MOST_LIMIT).contains(&self.limit) {
            return Err(Problem::bad_request(format!("`limit` is {}, not 1 to {MOST_LIMIT}", self.limit)));
        }
        let rows = match rows {
            Value::Array(rows) => rows,
            other => vec![other],
        };
        let offset = usize::try_from(self.offset).unwrap_or(usize::MAX);
        let total = rows.len();
        let page: Vec<Value> = rows.into_iter().skip(offset).take(self.limit).collect();
        let next = offset.saturating_add(self.limit);
        let mut response = Json(page).into_response();
        response.headers_mut().insert(TOTAL, HeaderValue::from(total));
        if next < total
            && let Ok(link) = HeaderValue::from_str(&format!("<{}>; rel=\"next\"", self.address(uri, next)))
        {
            response.headers_mut().insert(header::LINK, link);
        }
        Ok(response)
    }

    /// The address of the page that begins at `offset`: the same query otherwise.
    fn address(self, uri: &OriginalUri, offset: usize) -> String {
        let is_of_page = |pair: &&str| matches!(pair.split('=').next(), Some("limit" | "offset"));
        let query = uri.query().unwrap_or_default();
        let mut pairs: Vec<String> =
            query.split('&').filter(|pair| !pair.is_empty() && !is_of_page(pair)).map(str::to_string).collect();
        pairs.extend([format!("limit={}", self.limit), format!("offset={offset}")]);
        format!("{}?{}", uri.path(), pairs.join("&"))
    }
}

/// Bytes of the longest reply: what was made in memory is there already.
const MOST_BYTES: usize = 1 << 30;

/// Gives what was read an `ETag` of its content, and replies 304 to whoever has it already. It is weak, as a compressed reply has
/// the same.
pub(super) async fn tagged(request: Request, next: Next) -> Response {
    if request.method() != Method::GET {
        return next.run(request).await;
    }
    let known: Vec<HeaderValue> = request.headers().get_all(header::IF_NONE_MATCH).iter().cloned().collect();
    let (parts, body) = next.run(request).await.into_parts();
    if parts.status != StatusCode::OK {
        return Response::from_parts(parts, body);
    }
    let Ok(bytes) = to_bytes(body, MOST_BYTES).await else {
        return Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "the reply is too long").into_response();
    };
    let hash: String = Sha256::digest(&bytes).iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    let tag = format!("W/\"{hash}\"");
    let is_known =
        known.iter().filter_map(|known| known.to_str().ok()).flat_map(|known| known.split(',')).any(|known| {
            let known = known.trim();
            known == "*" || known.trim_start_matches("W/") == tag.trim_start_matches("W/")
        });
    let mut response = match is_known {
        true => StatusCode::NOT_MODIFIED.into_response(),
        false => Response::from_parts(parts, Body::from(bytes)),
    };
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}
