//! One call of a tool: who calls, whether it was cancelled, and how far it is.

use std::sync::Arc;
use std::time::Duration;

use rmcp::RoleServer;
use rmcp::model::{ProgressNotificationParam, ProgressToken};
use rmcp::service::{Peer, RequestContext};
use tokio::time::{MissedTickBehavior, interval_at};

use crate::serve::app::App;
use crate::serve::guard::{Caller, Scope};
use crate::serve::problem::Problem;

/// How often a call that has nothing to say says that it goes on.
const TICK: Duration = Duration::from_secs(2);

/// What a tool knows of its call.
pub(super) struct Call {
    pub app: Arc<App>,
    pub context: RequestContext<RoleServer>,
    /// Over stdio whoever started the program calls, and may everything.
    pub is_local: bool,
}

impl Call {
    /// # Errors
    /// 403: the caller's token has not this scope.
    pub(super) fn require(&self, scope: Scope) -> Result<(), Problem> {
        if self.is_local {
            return Ok(());
        }
        match self.caller() {
            Some(caller) if caller.may(scope) => Ok(()),
            caller => {
                let name = caller.and_then(|caller| caller.name.clone()).unwrap_or_default();
                let detail = format!("the token `{name}` does not have the scope `{}`", scope.name());
                let problem = Problem::new(http::StatusCode::FORBIDDEN, detail);
                Err(problem.with_hint("ask whoever runs the server for a token that has it"))
            }
        }
    }

    fn caller(&self) -> Option<&Caller> {
        let parts = self.context.extensions.get::<http::request::Parts>();
        parts.and_then(|parts| parts.extensions.get::<Caller>())
    }

    /// The name of the caller's token.
    pub(super) fn caller_name(&self) -> Option<String> {
        self.caller().and_then(|caller| caller.name.clone())
    }

    /// How far the call is, where its client wants to know.
    pub(super) fn progress(&self) -> Progress {
        let told = self.context.meta.get_progress_token().map(|token| (token, self.context.peer.clone()));
        Progress { told, steps: 0 }
    }

    /// What `work` comes to, unless the call is cancelled before; then nobody waits for a reply. While it goes on, the client is notified.
    ///
    /// # Errors
    /// Those of `work`; 503 for a call that was cancelled.
    pub(super) async fn done<T>(
        &self,
        doing: &str,
        work: impl Future<Output = Result<T, Problem>>,
    ) -> Result<T, Problem> {
        let mut progress = self.progress();
        let mut ticks = interval_at(tokio::time::Instant::now() + TICK, TICK);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut work = std::pin::pin!(work);
        loop {
            tokio::select! {
                done = &mut work => return done,
                () = self.context.ct.cancelled() => return Err(cancelled()),
                _ = ticks.tick() => progress.tell(None, doing).await,
            }
        }
    }
}

/// What nobody reads: the client has given the call up.
pub(super) fn cancelled() -> Problem {
    Problem::new(http::StatusCode::SERVICE_UNAVAILABLE, "the call was cancelled")
}

/// How far a call is.
pub(super) struct Progress {
    told: Option<(ProgressToken, Peer<RoleServer>)>,
    steps: u32,
}

impl Progress {
    /// One step further, of how many if that is known. A client that does not listen is no reason to stop.
    pub(super) async fn tell(&mut self, of: Option<u32>, what: &str) {
        let Some((token, peer)) = &self.told else { return };
        self.steps += 1;
        let step = ProgressNotificationParam::new(token.clone(), f64::from(self.steps)).with_message(what);
        let step = match of {
            Some(of) => step.with_total(f64::from(of.max(self.steps))),
            None => step,
        };
        let _ = peer.notify_progress(step).await;
    }
}
