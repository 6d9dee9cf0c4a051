//! REST, under `/api/v1`: the JSON contracts of the command line.

mod answers;
mod checking;
mod contracts;
mod document;
mod extract;
mod feedback;
mod ledgers;
mod page;
mod reports;
mod status;
mod uploads;
mod writing;

use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::app::App;
use super::guard::Scope;
use super::guard::scoped;
pub(super) use contracts::{contracts, of_replies, of_requests};
pub(super) use extract::Body;

/// The route by which reports are uploaded, which takes longer than others.
pub(super) const UPLOAD: &str = "/api/v1/reports";

/// Its routes.
pub(super) fn router(_limits: super::Limits) -> Router<Arc<App>> {
    let routes = groups().into_iter().map(|(group, scope)| scoped(group.into(), scope));
    routes.fold(Router::new(), Router::merge)
}

/// The routes with what the document says of them, by the scope that they ask for.
fn groups() -> [(OpenApiRouter<Arc<App>>, Scope); 3] {
    let read = OpenApiRouter::new()
        .routes(routes!(reports::reports))
        .routes(routes!(reports::report))
        .routes(routes!(reports::authors))
        .routes(routes!(ledgers::incidents))
        .routes(routes!(ledgers::incident_threads))
        .routes(routes!(ledgers::metric_list))
        .routes(routes!(ledgers::trend_of))
        .routes(routes!(ledgers::milestone_list))
        .routes(routes!(ledgers::promise_list))
        .routes(routes!(writing::roll_up))
        .routes(routes!(writing::goals_of))
        .routes(routes!(writing::draft_of))
        .routes(routes!(checking::check_page))
        .routes(routes!(status::status))
        .routes(routes!(status::audit))
        .routes(routes!(feedback::answer))
        .routes(routes!(feedback::list))
        .routes(routes!(feedback::stats))
        .routes(routes!(feedback::corrections))
        .merge(document::group())
        .route_layer(from_fn(page::tagged));
    let ask = OpenApiRouter::new()
        .routes(routes!(answers::ask_once))
        .routes(routes!(answers::ask_stream))
        .routes(routes!(answers::search))
        .routes(routes!(feedback::judge));
    let write = OpenApiRouter::new().routes(routes!(uploads::upload));
    [(read, Scope::Read), (ask, Scope::Ask), (write, Scope::Write)]
}
