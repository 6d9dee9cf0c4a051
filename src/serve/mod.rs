//! The server: a page for people, REST and MCP for programs, all over one open index. The same jobs as on the command line.

mod ahead;
mod answering;
mod api;
mod app;
mod checking;
mod conversations;
mod fields;
mod guard;
mod headers;
mod limits;
mod listen;
mod live;
mod mcp;
mod metrics;
mod observe;
mod openai;
mod problem;
mod request_id;
mod routes;
mod upload;
mod watching;
mod web;

use std::future::Future;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::net::TcpListener;

use crate::calendar::Date;
use crate::context::{Failure, ModelRequest, Tools, joined};
use app::App;
pub use guard::{Scope, Tokens, TokensError};
pub use limits::Limits;
pub use mcp::{McpSettings, speak_mcp};

/// How the server is run.
#[derive(Debug)]
pub struct Settings {
    pub address: SocketAddr,
    /// Who may ask; without any, whoever reaches the address.
    pub tokens: Tokens,
    /// Names, beside the address itself, by which it may be called: `reports.example.org`, `reports.example.org:8443`.
    pub hosts: Vec<String>,
    pub limits: Limits,
    /// Folders and files that the index follows.
    pub watch: Vec<PathBuf>,
    /// What day it is, for relative times; `None`: the day of the configuration, whenever it is asked.
    pub today: Option<fn() -> Date>,
}

/// A server that listens and does not answer yet.
pub struct Server {
    listener: TcpListener,
    app: Arc<App>,
}

impl Server {
    /// Listens at the address of `settings` and opens the index, which may be missing: the page says then what to do.
    ///
    /// # Errors
    /// Usage: an address outside this machine without tokens. The address is in use; an index that cannot be opened.
    pub async fn open(tools: Tools, model: ModelRequest, settings: Settings) -> Result<Self, Failure> {
        if !settings.address.ip().is_loopback() && settings.tokens.is_empty() {
            let hint = "give it tokens with --token-file FILE (a line each: NAME SCOPES TOKEN), or stay on 127.0.0.1";
            let message = format!("{} can be reached from other machines, and no token is asked for", settings.address);
            return Err(Failure::usage(message, Some(hint.to_string())));
        }
        let listener = TcpListener::bind(settings.address).await.map_err(|error| {
            let hint = "name another one with --address 127.0.0.1:PORT; port 0 takes one that is free";
            Failure::new(format!("cannot listen at {}: {error}", settings.address), Some(hint.to_string()))
        })?;
        let address = listener.local_addr().map_err(Failure::from_error)?;
        let app = App::new(tools, model, Settings { address, ..settings });
        app.live().open().await?;
        if !app.settings().watch.is_empty() {
            app.live().context().await?.store.check_write()?;
        }
        Ok(Self { listener, app: Arc::new(app) })
    }

    /// Where it listens: with the port that the system chose for port 0.
    pub fn address(&self) -> SocketAddr {
        self.app.settings().address
    }

    /// Whether it listens at every address of the machine (0.0.0.0) and was given no name: every caller would be refused.
    pub fn is_known_by_no_name(&self) -> bool {
        self.address().ip().is_unspecified() && self.app.settings().hosts.is_empty()
    }

    /// What to know before the first question: an index without reports, no model.
    pub async fn notices(&self) -> Vec<String> {
        self.app.notices().await.into_iter().map(|notice| notice.en).collect()
    }

    /// Answers until `stop` is ready; then no new request is taken, and those in hand are finished, for as long as the limits say.
    ///
    /// # Errors
    /// Those of sealing the index at the end; nothing that was written is lost.
    pub async fn run(self, stop: impl Future<Output = ()>) -> Result<(), Failure> {
        let router = routes::router(&self.app);
        let stop_watching = Arc::new(AtomicBool::new(false));
        let paths = self.app.settings().watch.clone();
        let watching = (!paths.is_empty()).then(|| watching::follow(&self.app, paths, Arc::clone(&stop_watching)));
        let stop = async {
            stop.await;
            stop_watching.store(true, Ordering::Relaxed);
            // Streams that wait for news end now; the others finish.
            self.app.stopping.send_replace(true);
        };
        listen::run(self.listener, router, &self.app, stop).await;
        let watched = match watching {
            Some(watching) => joined(watching).await?,
            None => Ok(()),
        };
        self.app.live().end().await.and(watched)
    }
}
