//! `/v1/chat/completions` and `/v1/models`, in OpenAI's form.

use std::sync::Arc;

use axum::Router;

use super::app::App;

/// Its routes.
pub(super) fn router() -> Router<Arc<App>> {
    Router::new()
}
