//! REST, under `/api/v1`: the JSON contracts of the command line.

use std::sync::Arc;

use axum::Router;

use super::app::App;

/// Its routes.
pub(super) fn router(_limits: super::Limits) -> Router<Arc<App>> {
    Router::new()
}
