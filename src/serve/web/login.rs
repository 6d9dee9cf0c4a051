//! `/login` and `/logout`, for servers that ask for tokens.

use std::sync::Arc;

use axum::extract::{Form, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use minijinja::context;
use serde::Deserialize;

use super::super::app::App;
use super::super::guard::{COOKIE, Scope};
use super::super::problem::Problem;
use super::look::Look;
use super::settings::{cookie, see_other};

/// As long as a login lasts.
const SECONDS: u64 = 12 * 3600;

#[derive(Debug, Default, Deserialize)]
pub(super) struct Wanted {
    /// The page to go to.
    #[serde(default)]
    next: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Login {
    token: String,
    #[serde(default)]
    next: Option<String>,
}

/// `GET /login`.
pub(super) async fn page(
    State(app): State<Arc<App>>,
    look: Look,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Problem> {
    let next = wanted.next.unwrap_or_else(|| "/".to_string());
    if app.settings().tokens.is_empty() {
        return Ok(see_other(&next));
    }
    draw(&look, &next, false)
}

/// `POST /login`: a token that is known begins a session.
pub(super) async fn enter(
    State(app): State<Arc<App>>,
    look: Look,
    headers: HeaderMap,
    Form(login): Form<Login>,
) -> Result<Response, Problem> {
    let next = login.next.unwrap_or_else(|| "/".to_string());
    let Some(token) = app.settings().tokens.find(login.token.trim()) else {
        let mut page = draw(&look, &next, true)?;
        *page.status_mut() = StatusCode::UNAUTHORIZED;
        return Ok(page);
    };
    let session = app.sessions.begin(token.name()).to_string();
    // The first page is for who may ask.
    let next = if next == "/" && !token.may(Scope::Ask) { "/reports" } else { &next };
    let mut response = see_other(next);
    response
        .headers_mut()
        .extend(cookie(COOKIE, &session, SECONDS, &headers).map(|cookie| (header::SET_COOKIE, cookie)));
    Ok(response)
}

/// `POST /logout`.
pub(super) async fn leave(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    app.sessions.end(&headers);
    let mut response = see_other("/login");
    response.headers_mut().extend(cookie(COOKIE, "", 0, &headers).map(|cookie| (header::SET_COOKIE, cookie)));
    response
}

fn draw(look: &Look, next: &str, is_refused: bool) -> Result<Response, Problem> {
    let title = look.language.pick("登录", "Log in");
    look.page("login.html", "", title, context! { next, is_refused, bare => true })
}
