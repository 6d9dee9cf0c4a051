//! The Model Context Protocol: tools, resources and prompts for assistants.

use std::sync::Arc;

use axum::Router;

use super::app::App;

/// Its routes.
pub(super) fn router(_app: &Arc<App>) -> Router<Arc<App>> {
    Router::new()
}
