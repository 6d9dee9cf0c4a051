//! The holder's end: accepts processes of the same user and answers them, one request a connection at a time.

use std::future::Future;
use std::io::{Error, ErrorKind, Result};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::{AbortHandle, JoinSet};

use crate::store::error::StoreError;
use crate::store::fingerprint::SCHEMA;
use crate::store::peer::socket::{Acceptor, Stream, accept, bind};
use crate::store::peer::wire::{Failure, Hello, Kind, PROTOCOL, Request, decode, encode, read_frame, write_frame};

/// Connections at a time; further ones wait until one is closed.
const MOST_CONNECTIONS: usize = 128;

/// How long a process that connects may take to say what it is.
const HELLO_TIME: Duration = Duration::from_secs(5);

/// A connection that nobody uses for so long is closed; its owner opens another one when it needs it.
const IDLE_TIME: Duration = Duration::from_secs(300);

/// How often a process that waits learns that its request is being worked on.
const SIGN_OF_LIFE: Duration = Duration::from_secs(1);

/// An answer, and what its connection keeps until it is closed.
pub(super) struct Answer {
    pub body: Vec<u8>,
    pub keep: Option<OwnedSemaphorePermit>,
}

/// A socket that is listened at; dropped, it is gone, with all connections.
#[derive(Debug)]
pub(super) struct Listener {
    path: PathBuf,
    accepting: AbortHandle,
}

impl Listener {
    /// Listens under `name` in the first of `folders` that can be used; `answer` is called for every request.
    ///
    /// # Errors
    /// Why the last of them cannot be.
    pub(super) fn open<A, F>(folders: &[PathBuf], name: &str, answer: A) -> Result<Self>
    where
        A: Fn(Request) -> F + Clone + Send + 'static,
        F: Future<Output = std::result::Result<Answer, StoreError>> + Send + 'static,
    {
        let mut refused = Error::from(ErrorKind::NotFound);
        for folder in folders {
            let path = folder.join(name);
            match bind(&path) {
                Ok(acceptor) => {
                    let accepting = tokio::spawn(accept_all(acceptor, answer)).abort_handle();
                    return Ok(Self { path, accepting });
                }
                Err(error) => refused = error,
            }
        }
        Err(refused)
    }

    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.accepting.abort();
        // What is left of it is refused, and replaced by the next holder.
        let _ = fs_err::remove_file(&self.path);
    }
}

async fn accept_all<A, F>(acceptor: Acceptor, answer: A)
where
    A: Fn(Request) -> F + Clone + Send + 'static,
    F: Future<Output = std::result::Result<Answer, StoreError>> + Send + 'static,
{
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    let mut connections = JoinSet::new();
    loop {
        while connections.try_join_next().is_some() {}
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        match accept(&acceptor).await {
            Ok(stream) => {
                let answer = answer.clone();
                connections.spawn(async move {
                    // A client that breaks off, or says what is no request, loses its connection and nothing else.
                    let _ = converse(stream, answer).await;
                    drop(place);
                });
            }
            // Another user, or too many open files: neither may keep this busy.
            Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    }
}

async fn converse<A, F>(mut stream: Stream, answer: A) -> Result<()>
where
    A: Fn(Request) -> F,
    F: Future<Output = std::result::Result<Answer, StoreError>> + Send,
{
    let Some((Kind::Request, hello)) = read_frame(&mut stream, HELLO_TIME).await? else { return Ok(()) };
    if decode::<Hello>(&hello)? != (Hello { protocol: PROTOCOL, schema: SCHEMA }) {
        return Ok(());
    }
    let mut kept = Vec::new();
    let mut request = Request::Welcome;
    loop {
        // Who waits for nothing but the end of a turn is not idle.
        let patience = if kept.is_empty() { IDLE_TIME } else { Duration::MAX };
        match answered(&mut stream, answer(request)).await? {
            Ok(Answer { body, keep }) => {
                kept.extend(keep);
                match write_frame(&mut stream, Kind::Done, &body).await {
                    Err(error) if error.kind() == ErrorKind::InvalidInput => {
                        let failure = StoreError::Backend { operation: "send its answer".into(), source: error.into() };
                        write_frame(&mut stream, Kind::Failed, &encode(&Failure::from(failure))?).await?;
                    }
                    sent => sent?,
                }
            }
            Err(error) => write_frame(&mut stream, Kind::Failed, &encode(&Failure::from(error))?).await?,
        }
        match read_frame(&mut stream, patience).await? {
            Some((Kind::Request, body)) => request = decode(&body)?,
            _ => return Ok(()),
        }
    }
}

/// Works, and says every second that it does; a client that has gone is not worked for.
async fn answered<T>(stream: &mut Stream, work: impl Future<Output = T>) -> Result<T> {
    let mut work = std::pin::pin!(work);
    loop {
        match tokio::time::timeout(SIGN_OF_LIFE, &mut work).await {
            Ok(done) => return Ok(done),
            Err(_) => write_frame(stream, Kind::Working, &[]).await?,
        }
    }
}
