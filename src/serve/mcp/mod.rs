//! The Model Context Protocol: tools, resources and prompts for assistants, over HTTP at `/mcp` and over stdin and stdout.

mod asking;
mod call;
mod checking;
mod handler;
mod inputs;
mod judging;
mod ledgers;
mod outputs;
mod places;
mod plain;
mod prompts;
mod reply;
mod reports;
mod resources;
mod schema;
mod sessions;
mod tools;
mod writing;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn;
use rmcp::ServiceExt;
use rmcp::transport::async_rw::AsyncRwTransport;
use rmcp::transport::stdio;
use rmcp::transport::streamable_http_server::{StreamableHttpServerConfig, StreamableHttpService};

use super::app::App;
use super::guard::require_any;
use super::{Limits, Settings, Tokens};
use crate::calendar::Date;
use crate::context::{Failure, ModelRequest, Tools};
use handler::Handler;
use sessions::Sessions;

/// Its routes. By which name and from which page the server is called is asked of all its requests alike; which scope a tool needs, by
/// the tool.
pub(super) fn router(app: &Arc<App>) -> Router<Arc<App>> {
    let config = StreamableHttpServerConfig::default()
        .disable_allowed_hosts()
        .disable_allowed_origins()
        .with_max_request_body_bytes(app.settings().limits.body);
    let (stop, mut stopping) = (config.cancellation_token.clone(), app.stopping.subscribe());
    let farewell = app.settings().limits.farewell;
    tokio::spawn(async move {
        // An error where there is no app any more.
        if stopping.wait_for(|is_stopping| *is_stopping).await.is_ok() {
            // Calls in hand are finished, as all requests are.
            tokio::time::sleep(farewell).await;
        }
        stop.cancel();
    });
    let handler = Handler { app: Arc::clone(app), is_local: false };
    let service = StreamableHttpService::new(
        move || Ok(handler.clone()),
        Arc::new(Sessions::new(app.stopping.subscribe())),
        config,
    );
    Router::new().route_service("/mcp", service).route_layer(from_fn(require_any))
}

/// How the protocol is spoken over stdin and stdout.
#[derive(Debug, Clone, Copy)]
pub struct McpSettings {
    /// See [`Settings::today`].
    pub today: Option<fn() -> Date>,
}

/// Bytes of one message on stdin; a longer one is passed over.
const LONGEST_MESSAGE: usize = 4 << 20;

/// Speaks the protocol over stdin and stdout until stdin ends (`true`) or `stop` is ready. The index is opened by the first call that
/// needs it; one that cannot be opened is an error of that call.
///
/// # Errors
/// A client that speaks another protocol; stdout that cannot be written to.
pub async fn speak_mcp(
    tools: Tools,
    model: ModelRequest,
    settings: McpSettings,
    stop: impl Future<Output = ()>,
) -> Result<bool, Failure> {
    let settings = Settings {
        // Nobody listens there.
        address: SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0),
        tokens: Tokens::default(),
        hosts: Vec::new(),
        limits: Limits::default(),
        watch: Vec::new(),
        today: settings.today,
    };
    let app = Arc::new(App::new(tools, model, settings));
    let handler = Handler { app: Arc::clone(&app), is_local: true };
    let (stdin, stdout) = stdio();
    let transport = AsyncRwTransport::new_server(stdin, stdout).with_max_line_length(LONGEST_MESSAGE);
    let speaking = async {
        match handler.serve(transport).await {
            Ok(service) => service.waiting().await.map(|_| ()).map_err(Failure::from_error),
            // Whoever closes stdin before the first word wanted nothing.
            Err(rmcp::service::ServerInitializeError::ConnectionClosed(_)) => Ok(()),
            Err(error) => Err(Failure::from_error(error)),
        }
    };
    let stopped = async {
        stop.await;
        app.calls_finished().await;
    };
    let ended = tokio::select! {
        ended = speaking => ended.map(|()| true),
        () = stopped => Ok(false),
    };
    app.live().end().await?;
    ended
}
