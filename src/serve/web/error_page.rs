//! What went wrong as a page, where a browser asked.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use minijinja::context;
use minijinja::value::Serde;

use super::super::app::App;
use super::super::problem::Problem;
use super::look::Look;
use super::settings::see_other;
use crate::vocabulary::Language;

/// Makes a page of a problem where the request prefers HTML; whoever has to log in is led there.
pub(in crate::serve) async fn draw(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let Some(reader) = Reader::of(request.uri().path(), request.headers()) else { return next.run(request).await };
    let is_read = request.method() == Method::GET;
    let (parts, body) = request.into_parts();
    // The caller is known further in; an error page names nobody.
    let look = Look::of(&parts, Language::Chinese, false);
    let response = next.run(Request::from_parts(parts, body)).await;
    let Some(problem) = response.extensions().get::<Problem>().cloned() else { return response };
    if reader == Reader::Script {
        return reworded(response, problem.worded(look.language));
    }
    if problem.status() == StatusCode::UNAUTHORIZED && !app.settings().tokens.is_empty() {
        let next = if is_read { look.address.as_str() } else { "/" };
        let next = percent_encoding::utf8_percent_encode(next, percent_encoding::NON_ALPHANUMERIC);
        return see_other(&format!("/login?next={next}"));
    }
    let values = context! {
        status => problem.status,
        problem => Serde(problem.told(look.language)),
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

/// Who gets a problem in words: programs have JSON in English.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reader {
    /// A browser that shows what it gets.
    Browser,
    /// The script of a page, which shows the texts of a problem.
    Script,
}

impl Reader {
    fn of(path: &str, headers: &HeaderMap) -> Option<Self> {
        let reader = match accepted(headers)? {
            "text/html" => Self::Browser,
            "text/event-stream" => Self::Script,
            _ => return None,
        };
        is_of_page(path).then_some(reader)
    }
}

/// The same reply with the texts of `problem`.
fn reworded(response: Response, problem: Problem) -> Response {
    let mut worded = problem.into_response();
    let (parts, _) = response.into_parts();
    for (name, value) in &parts.headers {
        if !matches!(*name, header::CONTENT_LENGTH | header::CONTENT_TYPE | header::CONTENT_ENCODING) {
            worded.headers_mut().insert(name.clone(), value.clone());
        }
    }
    worded.extensions_mut().extend(parts.extensions);
    worded
}

fn is_of_page(path: &str) -> bool {
    let is_under = |root: &str| path == root || path.strip_prefix(root).is_some_and(|rest| rest.starts_with('/'));
    !["/api", "/v1", "/mcp"].into_iter().any(is_under) && !is_under("/metrics")
}

/// The first of HTML, a stream of events and any form of JSON that `Accept` names.
fn accepted(headers: &HeaderMap) -> Option<&str> {
    let accept = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    let mut kinds = accept.split(',').map(|kind| kind.split(';').next().unwrap_or_default().trim());
    kinds.find(|kind| kind.ends_with("json") || matches!(*kind, "text/html" | "text/event-stream"))
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, header};

    use super::{Reader, is_of_page};

    #[test]
    fn browsers_get_pages_and_programs_get_problems() {
        let reader = |path: &str, value: &'static str| {
            Reader::of(path, &HeaderMap::from_iter([(header::ACCEPT, HeaderValue::from_static(value))]))
        };
        let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
        assert_eq!(reader("/reports", browser), Some(Reader::Browser));
        assert_eq!(reader("/ask", "text/event-stream"), Some(Reader::Script));
        assert_eq!(reader("/api/v1/ask", "text/event-stream"), None);
        for program in ["*/*", "application/json", "application/json, text/html", ""] {
            assert_eq!(reader("/reports", program), None, "{program}");
        }
        assert!(is_of_page("/reports") && is_of_page("/") && is_of_page("/apiary"));
        assert!(!is_of_page("/api/v1/ask") && !is_of_page("/mcp") && !is_of_page("/v1/models"));
    }
}
