//! The page for people: drawn by the server, in Chinese and English, light and dark, with a little script that pages work without.
//!
//! A handler takes [`Look`], works by [`App::work`] and draws by [`Look::page`]. Wording stands side by side in the templates,
//! `t("中文", "English")`; pieces that pages share are macros of `parts.html`. A citation is drawn by the macro `chip`.

mod assets;
mod error_page;
mod lines;
mod look;
mod pages;
mod settings;
mod templates;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};

use super::app::App;
pub(super) use error_page::draw;

/// Its routes.
pub(super) fn router(_limits: super::Limits) -> Router<Arc<App>> {
    Router::new()
        .route("/assets/{name}", get(assets::serve))
        .route("/favicon.ico", get(assets::favicon))
        .route("/settings", post(settings::choose))
}
