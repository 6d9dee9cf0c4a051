//! Sessions of clients over HTTP: as many as a server can keep; the one that rested longest gives way, and its client begins anew.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use futures::future::Either;
use futures::{Stream, StreamExt};
use rmcp::model::{ClientJsonRpcMessage, ServerJsonRpcMessage};
use rmcp::transport::streamable_http_server::session::local::LocalSessionManager;
use rmcp::transport::streamable_http_server::session::{ServerSseMessage, SessionId, SessionManager};
use tokio::sync::watch;

/// Sessions at once.
const MOST: usize = 256;

/// The sessions of a server, each with the time of its last request.
#[derive(Debug)]
pub(super) struct Sessions {
    kept: LocalSessionManager,
    last: Mutex<HashMap<SessionId, Instant>>,
    /// Whether the server is about to end.
    stopping: watch::Receiver<bool>,
}

type Failed = <LocalSessionManager as SessionManager>::Error;

impl Sessions {
    pub(super) fn new(stopping: watch::Receiver<bool>) -> Self {
        Self { kept: LocalSessionManager::default(), last: Mutex::default(), stopping }
    }

    /// `stream` until the server is about to end: one that waits for news has none then.
    fn while_it_serves<S: Stream>(&self, stream: S) -> impl Stream<Item = S::Item> + use<S> {
        let mut stopping = self.stopping.clone();
        // Ready, too, when there is no server any more.
        stream.take_until(Box::pin(async move {
            let _ = stopping.wait_for(|is_stopping| *is_stopping).await;
        }))
    }

    fn heard(&self, id: &SessionId) {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        last.insert(id.clone(), Instant::now());
    }

    /// The sessions beyond the most, those that rested longest first; they are forgotten here.
    async fn surplus(&self) -> Vec<SessionId> {
        let alive: Vec<SessionId> = self.kept.sessions.read().await.keys().cloned().collect();
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        last.retain(|id, _| alive.contains(id));
        let mut by_rest: Vec<(Option<Instant>, SessionId)> =
            alive.into_iter().map(|id| (last.get(&id).copied(), id)).collect();
        by_rest.sort_by_key(|(heard, _)| *heard);
        let surplus = (by_rest.len() + 1).saturating_sub(MOST);
        by_rest.into_iter().take(surplus).map(|(_, id)| id).collect()
    }
}

impl SessionManager for Sessions {
    type Error = Failed;
    type Transport = <LocalSessionManager as SessionManager>::Transport;

    async fn create_session(&self) -> Result<(SessionId, Self::Transport), Failed> {
        for id in self.surplus().await {
            self.kept.close_session(&id).await?;
        }
        let (id, transport) = self.kept.create_session().await?;
        self.heard(&id);
        Ok((id, transport))
    }

    async fn initialize_session(
        &self,
        id: &SessionId,
        message: ClientJsonRpcMessage,
    ) -> Result<ServerJsonRpcMessage, Failed> {
        self.kept.initialize_session(id, message).await
    }

    async fn has_session(&self, id: &SessionId) -> Result<bool, Failed> {
        let is_there = self.kept.has_session(id).await?;
        if is_there {
            self.heard(id);
        }
        Ok(is_there)
    }

    async fn close_session(&self, id: &SessionId) -> Result<(), Failed> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner).remove(id);
        self.kept.close_session(id).await
    }

    async fn create_stream(
        &self,
        id: &SessionId,
        message: ClientJsonRpcMessage,
    ) -> Result<impl Stream<Item = ServerSseMessage> + Send + Sync + 'static, Failed> {
        self.kept.create_stream(id, message).await
    }

    async fn accept_message(&self, id: &SessionId, message: ClientJsonRpcMessage) -> Result<(), Failed> {
        self.kept.accept_message(id, message).await
    }

    async fn create_standalone_stream(
        &self,
        id: &SessionId,
    ) -> Result<impl Stream<Item = ServerSseMessage> + Send + Sync + 'static, Failed> {
        Ok(self.while_it_serves(self.kept.create_standalone_stream(id).await?))
    }

    async fn resume(
        &self,
        id: &SessionId,
        last_event_id: String,
    ) -> Result<impl Stream<Item = ServerSseMessage> + Send + Sync + 'static, Failed> {
        // The events of a call are named by its request, too: `3/1`. That call is finished.
        let is_of_a_call = last_event_id.contains('/');
        let stream = self.kept.resume(id, last_event_id).await?;
        Ok(if is_of_a_call { Either::Left(stream) } else { Either::Right(self.while_it_serves(stream)) })
    }
}

#[cfg(test)]
mod tests {
    use rmcp::transport::streamable_http_server::session::SessionManager;

    use tokio::sync::watch;

    use super::{MOST, Sessions};

    #[tokio::test]
    async fn the_session_that_rested_longest_gives_way() {
        let (_running, stopping) = watch::channel(false);
        let sessions = Sessions::new(stopping);
        let (first, _first) = sessions.create_session().await.expect("a session");
        let (second, _second) = sessions.create_session().await.expect("a session");
        let mut kept = Vec::new();
        for _ in 2..MOST {
            kept.push(sessions.create_session().await.expect("a session"));
        }
        assert!(sessions.has_session(&first).await.expect("an answer"));
        let (_, _last) = sessions.create_session().await.expect("a session");
        assert!(sessions.has_session(&first).await.expect("an answer"));
        assert!(!sessions.has_session(&second).await.expect("an answer"));
    }
}
