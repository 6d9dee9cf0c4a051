//! Who may ask for what: by which name the server is called, from which page, and with which token.

mod origin;
mod session;
mod token;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};

use super::app::App;
use super::problem::Problem;
use crate::vocabulary::both;
use origin::{is_known_host, is_own_origin};
pub(super) use session::{COOKIE, Sessions};
pub use token::{Scope, Tokens, TokensError};

/// Who sent a request: by the name of the token, or anybody where none is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Caller {
    pub name: Option<String>,
    scopes: Vec<Scope>,
    /// By the cookie of the page, so that forms need their guard.
    pub is_page: bool,
}

impl Caller {
    pub(super) fn may(&self, scope: Scope) -> bool {
        self.scopes.contains(&scope)
    }
}

/// Refuses what is sent to another name (a page that had its name point to this machine) or from another site's page.
pub(super) async fn check_origin(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let host = host.or_else(|| request.uri().authority().map(http::uri::Authority::as_str));
    let Some(host) = host.filter(|host| is_known_host(host, app.settings())) else {
        let problem = Problem::new(
            StatusCode::MISDIRECTED_REQUEST,
            both!("服务器不认这个名字", "the server is not known by this name"),
        );
        return problem
            .with_hint(both!(
                "请管理员用 `zhoubao serve --host 名字` 加上它", "name it with `zhoubao serve --host NAME`"
            ))
            .into_response();
    };
    if !is_own_origin(headers, host, request.method()) {
        return Problem::new(StatusCode::FORBIDDEN, both!("来自别的网站的页面", "sent by a page of another site"))
            .into_response();
    }
    next.run(request).await
}

/// Finds out who sends a request; what they may is asked by [`require`].
pub(super) async fn identify(State(app): State<Arc<App>>, mut request: Request, next: Next) -> Response {
    match caller(&app, request.headers()) {
        Ok(caller) => {
            if !app.is_within_rate(&caller) {
                let problem = Problem::new(
                    StatusCode::TOO_MANY_REQUESTS,
                    both!("这个令牌一秒内的请求太多", "too many requests of this token in a second"),
                );
                return problem.retried_after(1).into_response();
            }
            request.extensions_mut().insert(caller.clone());
            let mut response = next.run(request).await;
            // For the log, which is written further out.
            response.extensions_mut().insert(caller);
            response
        }
        Err(problem) => unauthorised(problem),
    }
}

/// # Errors
/// 401: an unknown token is sent. Without any, the caller has no scope.
fn caller(app: &App, headers: &HeaderMap) -> Result<Caller, Problem> {
    let tokens = &app.settings().tokens;
    if tokens.is_empty() {
        return Ok(Caller { name: None, scopes: Scope::ALL.to_vec(), is_page: false });
    }
    if let Some(sent) = headers.get(header::AUTHORIZATION) {
        let token = sent.to_str().ok().and_then(|value| {
            let (scheme, token) = value.split_once(' ')?;
            scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
        });
        let known = token.and_then(|token| tokens.find(token));
        return match known {
            Some(known) => Ok(Caller { name: Some(known.name.clone()), scopes: known.scopes.clone(), is_page: false }),
            None => Err(Problem::new(StatusCode::UNAUTHORIZED, both!("不认识这个令牌", "this token is not known"))),
        };
    }
    let known = session::of(headers).and_then(|id| app.sessions.token_name(id)).and_then(|name| tokens.by_name(&name));
    Ok(match known {
        Some(known) => Caller { name: Some(known.name.clone()), scopes: known.scopes.clone(), is_page: true },
        None => Caller { name: None, scopes: Vec::new(), is_page: false },
    })
}

/// Lets a request pass whose caller has this scope.
async fn require(State(scope): State<Scope>, request: Request, next: Next) -> Response {
    let caller = request.extensions().get::<Caller>();
    match caller {
        Some(caller) if caller.may(scope) => next.run(request).await,
        Some(Caller { name: Some(name), .. }) => {
            let detail =
                both!("令牌“{name}”没有 `{}` 权限", "the token `{name}` does not have the scope `{}`", scope.name());
            Problem::new(StatusCode::FORBIDDEN, detail).into_response()
        }
        _ => unauthorised(Problem::new(StatusCode::UNAUTHORIZED, both!("需要令牌", "a token is needed")).with_hint(
            both!(
                "在浏览器里打开 /login，或发送 `Authorization: Bearer 令牌`",
                "send `Authorization: Bearer TOKEN`, or open /login in a browser"
            ),
        )),
    }
}

/// Lets a request pass whose caller has any scope; which one is needed, is asked where it is known what is wanted.
pub(super) async fn require_any(request: Request, next: Next) -> Response {
    let caller = request.extensions().get::<Caller>();
    if caller.is_some_and(|caller| Scope::ALL.into_iter().any(|scope| caller.may(scope))) {
        return next.run(request).await;
    }
    unauthorised(
        Problem::new(StatusCode::UNAUTHORIZED, both!("需要令牌", "a token is needed"))
            .with_hint("send `Authorization: Bearer TOKEN`"),
    )
}

/// Routes that ask for a scope.
pub(super) fn scoped(routes: Router<Arc<App>>, scope: Scope) -> Router<Arc<App>> {
    routes.route_layer(from_fn_with_state(scope, require))
}

fn unauthorised(problem: Problem) -> Response {
    let mut response = problem.into_response();
    response.headers_mut().insert(header::WWW_AUTHENTICATE, http::HeaderValue::from_static("Bearer"));
    response
}

/// Whether a method changes nothing (RFC 9110, 9.2.1).
fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS | Method::TRACE)
}
