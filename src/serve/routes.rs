//! Which request goes where, and what it passes on the way.

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request};
use axum::http::{Method, StatusCode};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

use super::Limits;
use super::app::App;
use super::guard::{Scope, check_origin, identify, scoped};
use super::problem::Problem;
use super::{api, headers, mcp, observe, openai, request_id, web};
use crate::vocabulary::both;

/// All routes. Who may ask is decided before anything of the index is read.
pub(super) fn router(app: &Arc<App>) -> Router {
    let limits = app.settings().limits;
    let open = Router::new().route("/healthz", get(observe::health)).route("/readyz", get(observe::ready));
    let watched = scoped(Router::new().route("/metrics", get(observe::metrics)), Scope::Read);
    Router::new()
        .merge(open)
        .merge(watched)
        .merge(api::router(limits))
        .merge(openai::router())
        .merge(web::router(limits))
        .merge(mcp::router(app))
        .fallback(unknown)
        .method_not_allowed_fallback(other_method)
        .layer(DefaultBodyLimit::max(limits.body))
        .layer(from_fn(move |request, next| in_time(limits, request, next)))
        .layer(from_fn_with_state(Arc::clone(app), identify))
        .layer(from_fn_with_state(Arc::clone(app), check_origin))
        .layer(from_fn(openai::in_its_form))
        .layer(CompressionLayer::new())
        .layer(CatchPanicLayer::custom(|_| {
            Problem::new(StatusCode::INTERNAL_SERVER_ERROR, both!("程序出了故障", "the program has a fault"))
                .into_response()
        }))
        .layer(from_fn_with_state(Arc::clone(app), web::draw))
        .layer(from_fn(headers::secure))
        .layer(from_fn_with_state(Arc::clone(app), observe::record))
        .layer(from_fn(request_id::name))
        .with_state(Arc::clone(app))
}

async fn unknown() -> Problem {
    Problem::not_found(both!("这个地址没有页面", "there is nothing at this address"))
}

async fn other_method(method: Method) -> Problem {
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, both!("这个地址不能 {method}", "{method} is not for this address"))
}

/// A reply that does not begin in time is given up.
async fn in_time(limits: Limits, request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
    let is_upload = request.method() == Method::POST && matches!(route, Some(api::UPLOAD | web::UPLOAD));
    let limit = if is_upload { limits.upload_reply } else { limits.reply };
    match tokio::time::timeout(limit, next.run(request)).await {
        Ok(response) => response,
        Err(_) => {
            let seconds = limit.as_secs();
            Problem::new(
                StatusCode::SERVICE_UNAVAILABLE,
                both!("{seconds} 秒内没有答完", "not answered within {seconds} seconds"),
            )
            .into_response()
        }
    }
}
