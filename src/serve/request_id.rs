//! A name for every request, in the reply and in the log, so that one can be found by the other.

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use uuid::Uuid;

pub(super) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Characters that a caller's own name for it may have.
const LONGEST: usize = 64;

/// The name of a request.
#[derive(Debug, Clone)]
pub(super) struct RequestId(pub String);

/// Takes the caller's name for the request where it is one, else gives it one.
pub(super) async fn name(mut request: Request, next: Next) -> Response {
    let sent = request.headers().get(&REQUEST_ID).and_then(|id| id.to_str().ok()).filter(|id| is_name(id));
    let id = sent.map_or_else(|| Uuid::new_v4().simple().to_string(), str::to_string);
    request.extensions_mut().insert(RequestId(id.clone()));
    let mut response = next.run(request).await;
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}

/// Nothing that could be taken for something else in a log.
fn is_name(id: &str) -> bool {
    !id.is_empty() && id.len() <= LONGEST && id.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
}

#[cfg(test)]
mod tests {
    use super::is_name;

    #[test]
    fn a_callers_name_is_kept_only_where_it_is_harmless() {
        assert!(is_name("req-2024_06.15"));
        assert!(!is_name("") && !is_name("a b") && !is_name("a\u{1b}[31m") && !is_name(&"x".repeat(65)));
    }
}
