//! What went wrong as a page, where a browser asked.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use minijinja::context;

use super::super::app::App;
use super::super::problem::Problem;
use super::look::Look;
use super::settings::see_other;
use crate::vocabulary::Language;

/// Makes a page of a problem where the request prefers HTML; whoever has to log in is led there.
pub(in crate::serve) async fn draw(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let is_page = is_of_page(request.uri().path()) && prefers_html(request.headers());
    if !is_page {
        return next.run(request).await;
    }
    let is_read = request.method() == Method::GET;
    let (parts, body) = request.into_parts();
    // The caller is known further in; an error page names nobody.
    let look = Look::of(&parts, Language::Chinese, false);
    let response = next.run(Request::from_parts(parts, body)).await;
    let Some(problem) = response.extensions().get::<Problem>().cloned() else { return response };
    if problem.status() == StatusCode::UNAUTHORIZED && !app.settings().tokens.is_empty() {
        let next = if is_read { look.address.as_str() } else { "/" };
        let next = percent_encoding::utf8_percent_encode(next, percent_encoding::NON_ALPHANUMERIC);
        return see_other(&format!("/login?next={next}"));
    }
    let values = context! {
        status => problem.status,
        detail => &problem.detail,
        hint => &problem.hint,
        retry_after => problem.retry_after,
    };
    let title = look.language.pick("出错了", "Something went wrong");
    match look.page("error.html", "", title, values) {
        Ok(mut page) => {
            *page.status_mut() = problem.status();
            let headers = page.headers_mut();
            headers.insert(header::CACHE_CONTROL, axum::http::HeaderValue::from_static("no-store"));
            if let Some(retry) = response.headers().get(header::RETRY_AFTER) {
                headers.insert(header::RETRY_AFTER, retry.clone());
            }
            if let Some(id) = response.headers().get("x-request-id") {
                headers.insert("x-request-id", id.clone());
            }
            page.extensions_mut().extend(response.extensions().clone());
            page
        }
        Err(_) => response,
    }
}

fn is_of_page(path: &str) -> bool {
    let is_under = |root: &str| path == root || path.strip_prefix(root).is_some_and(|rest| rest.starts_with('/'));
    !["/api", "/v1", "/mcp"].into_iter().any(is_under) && !is_under("/metrics")
}

/// Whether `Accept` names HTML before any form of JSON or a stream of events.
fn prefers_html(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    let first = accept.split(',').map(|kind| kind.split(';').next().unwrap_or_default().trim());
    let known = |kind: &&str| kind.ends_with("json") || matches!(*kind, "text/html" | "text/event-stream");
    first.into_iter().find(known) == Some("text/html")
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, header};

    use super::{is_of_page, prefers_html};

    #[test]
    fn browsers_get_pages_and_programs_get_problems() {
        let accept = |value: &'static str| {
            prefers_html(&HeaderMap::from_iter([(header::ACCEPT, HeaderValue::from_static(value))]))
        };
        assert!(accept("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"));
        for program in ["*/*", "application/json", "application/json, text/html", "text/event-stream", ""] {
            assert!(!accept(program), "{program}");
        }
        assert!(is_of_page("/reports") && is_of_page("/") && is_of_page("/apiary"));
        assert!(!is_of_page("/api/v1/ask") && !is_of_page("/mcp") && !is_of_page("/v1/models"));
    }
}
