//! The client's end: connections to the process that holds an index, one for each call at a time.

use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use serde::Serialize;

use crate::store::error::StoreError;
use crate::store::fingerprint::SCHEMA;
use crate::store::peer::socket::{Stream, connect};
use crate::store::peer::wire::{
    Failure, Hello, Kind, PROTOCOL, Request, Welcome, decode, encode, read_frame, write_frame,
};

/// A holder that says nothing for so long hangs, or is stopped.
const SILENCE: Duration = Duration::from_secs(10);

/// Connections that are kept for the next call.
const MOST_IDLE: usize = 8;

/// Why a call has no answer.
#[derive(Debug)]
pub(super) enum Broken {
    /// Nobody answers at the socket any more, or somebody else does: the call may be made again, elsewhere.
    Gone,
    /// The holder is there and answers nothing.
    Silent,
    /// It answered with an error.
    Failed(StoreError),
}

/// A connection that has been welcomed.
#[derive(Debug)]
pub(super) struct Connection(Stream);

impl Connection {
    async fn open(socket: &Path, patience: Duration) -> Result<(Self, Welcome), Broken> {
        let opening = async {
            let mut stream = connect(socket).await.map_err(|_| Broken::Gone)?;
            send(&mut stream, &Hello { protocol: PROTOCOL, schema: SCHEMA }).await?;
            let body = receive(&mut stream, patience).await?;
            Ok((Self(stream), decode(&body).map_err(|_| Broken::Gone)?))
        };
        tokio::time::timeout(patience, opening).await.unwrap_or(Err(Broken::Silent))
    }

    pub async fn call(&mut self, request: &Request) -> Result<Vec<u8>, Broken> {
        send(&mut self.0, request).await?;
        receive(&mut self.0, SILENCE).await
    }
}

async fn send(stream: &mut Stream, request: &impl Serialize) -> Result<(), Broken> {
    let refused = |error: Error| StoreError::Backend { operation: "send a request".into(), source: error.into() };
    let body = encode(request).map_err(|error| Broken::Failed(refused(error)))?;
    write_frame(stream, Kind::Request, &body).await.map_err(|error| match error.kind() {
        ErrorKind::InvalidInput => Broken::Failed(refused(error)),
        ErrorKind::TimedOut => Broken::Silent,
        _ => Broken::Gone,
    })
}

async fn receive(stream: &mut Stream, patience: Duration) -> Result<Vec<u8>, Broken> {
    loop {
        match read_frame(stream, patience).await {
            Ok(Some((Kind::Working, _))) => {}
            Ok(Some((Kind::Done, body))) => return Ok(body),
            Ok(Some((Kind::Failed, body))) => {
                let failure: Failure = decode(&body).map_err(|_| Broken::Gone)?;
                return Err(match failure.into() {
                    StoreError::Closed { .. } => Broken::Gone,
                    error => Broken::Failed(error),
                });
            }
            Err(error) if error.kind() == ErrorKind::TimedOut => return Err(Broken::Silent),
            Ok(Some((Kind::Request, _)) | None) | Err(_) => return Err(Broken::Gone),
        }
    }
}

/// The way to a holder; as many connections as there are calls at once.
#[derive(Debug)]
pub(super) struct Link {
    socket: PathBuf,
    /// The holder's process.
    pub pid: u32,
    idle: Mutex<Vec<Connection>>,
}

impl Link {
    /// # Errors
    /// `Gone` where nobody listens, or a program that speaks otherwise; `Silent` after `patience`.
    pub async fn open(socket: PathBuf, patience: Duration) -> Result<(Self, Welcome), Broken> {
        let (connection, welcome) = Connection::open(&socket, patience).await?;
        Ok((Self { socket, pid: welcome.pid, idle: Mutex::new(vec![connection]) }, welcome))
    }

    pub async fn call(&self, request: &Request) -> Result<Vec<u8>, Broken> {
        // One that was kept may have been closed meanwhile; a new one has not.
        if let Some(mut kept) = self.taken() {
            match kept.call(request).await {
                Err(Broken::Gone) => {}
                answered => return self.keeping(kept, answered),
            }
        }
        let mut connection = self.connection().await?;
        let answered = connection.call(request).await;
        self.keeping(connection, answered)
    }

    /// A connection of the caller's own.
    pub async fn connection(&self) -> Result<Connection, Broken> {
        let (connection, welcome) = Connection::open(&self.socket, SILENCE).await?;
        // Another process took the index over, and perhaps the name of the socket.
        if welcome.pid == self.pid { Ok(connection) } else { Err(Broken::Gone) }
    }

    fn taken(&self) -> Option<Connection> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop()
    }

    fn keeping(&self, connection: Connection, answered: Result<Vec<u8>, Broken>) -> Result<Vec<u8>, Broken> {
        if matches!(answered, Ok(_) | Err(Broken::Failed(_))) {
            let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
            if idle.len() < MOST_IDLE {
                idle.push(connection);
            }
        }
        answered
    }
}
