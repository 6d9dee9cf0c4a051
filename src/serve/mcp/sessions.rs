//! Sessions of clients over HTTP: as many as a server can keep; the one that rested longest gives way, and its client begins anew.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use futures::Stream;
use rmcp::model::{ClientJsonRpcMessage, ServerJsonRpcMessage};
use rmcp::transport::streamable_http_server::session::local::LocalSessionManager;
use rmcp::transport::streamable_http_server::session::{ServerSseMessage, SessionId, SessionManager};

/// Sessions at once.
const MOST: usize = 256;

/// The sessions of a server, each with the time of its last request.
#[derive(Debug, Default)]
pub(super) struct Sessions {
    kept: LocalSessionManager,
    last: Mutex<HashMap<SessionId, Instant>>,
}

type Failed = <LocalSessionManager as SessionManager>::Error;

impl Sessions {
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
        self.kept.create_standalone_stream(id).await
    }

    async fn resume(
        &self,
        id: &SessionId,
        last_event_id: String,
    ) -> Result<impl Stream<Item = ServerSseMessage> + Send + Sync + 'static, Failed> {
        self.kept.resume(id, last_event_id).await
    }
}

#[cfg(test)]
mod tests {
    use rmcp::transport::streamable_http_server::session::SessionManager;

    use super::{MOST, Sessions};

    #[tokio::test]
    async fn the_session_that_rested_longest_gives_way() {
        let sessions = Sessions::default();
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
