//! The page for people: drawn by the server, in Chinese and English, light and dark, with a little script that pages work without.
//!
//! A handler takes [`Look`], works by [`App::work`] and draws by [`Look::page`]. Wording stands side by side in the templates,
//! `t("中文", "English")`; pieces that pages share are macros of `parts.html`. A citation is drawn by the macro `chip`.

mod asked;
mod assets;
mod audit;
mod check;
mod download;
mod draft;
mod error_page;
mod goals;
mod incidents;
mod ledgers;
mod lines;
mod look;
mod metrics;
mod pages;
mod projects;
mod promises;
mod quality;
mod rollups;
mod settings;
mod sources;
mod sparkline;
mod templates;
mod timeline;
mod times;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};

use super::app::App;
pub(super) use error_page::draw;

/// Its routes.
pub(super) fn router(_limits: super::Limits) -> Router<Arc<App>> {
    Router::new()
        .merge(ledgers::router())
        .route("/assets/{name}", get(assets::serve))
        .route("/favicon.ico", get(assets::favicon))
        .route("/settings", post(settings::choose))
}
