//! The page for people: drawn by the server, in Chinese and English, light and dark, with a little script that pages work without.
//!
//! A handler takes [`Look`](look::Look), works by [`App::work`] and draws by [`Look::page`](look::Look::page). Wording stands side
//! by side in the templates, `t("中文", "English")`; pieces that pages share are macros of `parts.html`. A citation is drawn by the
//! macro `chip`.

mod answer_view;
mod ask;
mod asked;
mod assets;
mod at;
mod audit;
mod check;
mod download;
mod draft;
mod error_page;
mod goals;
mod incidents;
mod judging;
mod ledgers;
mod lines;
mod login;
mod look;
mod margin;
mod metrics;
mod pages;
mod periods;
mod projects;
mod promises;
mod quality;
mod report;
mod report_source;
mod report_text;
mod reports;
mod rollups;
mod settings;
mod sources;
mod sparkline;
mod templates;
mod threads;
mod timeline;
mod times;
mod welcome;

use std::sync::Arc;

use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use axum::{Extension, Router};

use super::app::App;
use super::guard::Scope;
use super::guard::scoped;
pub(super) use error_page::draw;
pub(super) use welcome::UPLOAD;

/// Its routes.
pub(super) fn router(limits: super::Limits) -> Router<Arc<App>> {
    let open = Router::new()
        .route("/assets/{name}", get(assets::serve))
        .route("/favicon.ico", get(assets::favicon))
        .route("/settings", post(settings::choose))
        .route("/login", get(login::page).post(login::enter))
        .route("/logout", post(login::leave));
    let read = Router::new()
        .route("/incidents", get(incidents::page))
        .route("/metrics-ledger", get(metrics::page))
        .route("/projects", get(projects::page))
        .route("/promises", get(promises::page))
        .route("/rollups", get(rollups::page))
        .route("/goals", get(goals::page))
        .route("/draft", get(draft::page))
        .route("/check", get(check::page).post(check::pasted))
        .route("/audit", get(audit::page))
        .route("/quality", get(quality::page))
        .route("/edited", post(download::edited))
        .route("/reports", get(reports::reports))
        .route("/reports/{id}", get(report::report))
        .route("/upload", get(welcome::upload_page));
    let ask = Router::new()
        .route("/", get(ask::page))
        .route("/ask", post(ask::answer))
        .layer(Extension(threads::Threads::default()));
    let judge = Router::new().route("/answers/{id}/feedback", post(judging::judge));
    let upload = Router::new().route(UPLOAD, post(welcome::upload)).layer(DefaultBodyLimit::max(limits.upload));
    open.merge(scoped(read, Scope::Read))
        .merge(scoped(ask, Scope::Ask))
        .merge(scoped(judge, Scope::Write))
        .merge(scoped(upload, Scope::Write))
}
