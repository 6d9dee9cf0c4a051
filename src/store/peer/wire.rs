//! What two processes say to each other over the socket of an index: requests, answers, and how both are framed.
//!
//! Frame: length of the body (4 bytes, little endian), kind (1 byte), body (MessagePack). One request at a time goes over a
//! connection; while it is worked on, an empty frame a second says so, so that whoever waits knows a long answer from a
//! process that hangs.

use std::io::{Error, ErrorKind, Result};
use std::path::PathBuf;
use std::time::Duration;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::time::timeout;
use uuid::Uuid;

use crate::lexicon::SparseVector;
use crate::store::Change;
use crate::store::condition::Condition;
use crate::store::error::StoreError;
use crate::store::fingerprint::Fingerprint;
use crate::store::point::Point;
use crate::store::query::Query;

/// Raise it when a request or an answer changes its shape: programs of two versions then do without each other.
pub(super) const PROTOCOL: u32 = 3;

/// The largest body; a batch of reports takes some megabytes, the largest page that is read about a hundred.
const MOST_BYTES: u32 = 512 << 20;

/// How long a frame may take once it has begun.
const FRAME_TIME: Duration = Duration::from_secs(60);

/// What a body is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Request,
    Working,
    Done,
    Failed,
}

impl Kind {
    const ALL: [Self; 4] = [Self::Request, Self::Working, Self::Done, Self::Failed];
}

/// A client's first request.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Hello {
    pub protocol: u32,
    /// Of the payloads.
    pub schema: u32,
}

/// The answer to it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Welcome {
    pub pid: u32,
    pub fingerprint: Fingerprint,
}

/// One call of the store's contract.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) enum Request {
    Welcome,
    Generation,
    Meta,
    /// A write of somebody who takes the index for one of this fingerprint.
    Write(Fingerprint, Write),
    /// The notes, where they are still what they were before; made twice it changes nothing more.
    SwapMeta {
        fingerprint: Fingerprint,
        before: Map<String, Value>,
        after: Map<String, Value>,
    },
    Count(Option<Condition>),
    Fetch(Vec<Uuid>),
    Points(Vec<Uuid>),
    Page {
        condition: Option<Condition>,
        fields: Option<Vec<String>>,
        from: Option<Uuid>,
        limit: usize,
    },
    Query(Query),
    Cosines(Vec<f32>, Vec<Uuid>),
    Flush,
    Optimize,
    IsSealed,
    Seal,
    Verify,
    Stats,
    /// The right to bring the index up to date, as long as the connection lasts.
    Turn,
    /// To put the index that was made beside this one into its place.
    Replace,
}

/// What changes the index. Each may be made twice: what is said is a state, not a step.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) enum Write {
    Meta(Map<String, Value>),
    Upsert(Vec<Point>),
    Commit(Change),
    UpdateSparse(Vec<(Uuid, SparseVector)>),
    Delete(Condition),
}

/// An error of the store on its way.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Failure {
    SchemaVersion { found: u32, wanted: u32 },
    Fingerprint { found: Box<Fingerprint>, wanted: Box<Fingerprint> },
    Locked { dir: PathBuf, holder: Option<u32> },
    Corrupt { dir: PathBuf, source: String },
    Width { found: usize, wanted: usize },
    InvalidVector { id: Option<Uuid>, reason: String },
    Io { path: PathBuf, number: Option<i32>, text: String },
    NoRoom { dir: PathBuf, needed: u64, free: u64 },
    Backend { operation: String, source: String },
    Closed { dir: PathBuf },
    Gone { dir: PathBuf },
    ReadOnly { dir: PathBuf },
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::SchemaVersion { found, wanted } => Self::SchemaVersion { found, wanted },
            StoreError::FingerprintMismatch { found, wanted } => Self::Fingerprint { found, wanted },
            StoreError::Locked { dir, holder } => Self::Locked { dir, holder },
            StoreError::Corrupt { dir, source } => Self::Corrupt { dir, source: chain(source.as_ref()) },
            StoreError::Width { found, wanted } => Self::Width { found, wanted },
            StoreError::InvalidVector { id, reason } => Self::InvalidVector { id, reason },
            StoreError::Io { path, source } => {
                Self::Io { path, number: source.raw_os_error(), text: source.to_string() }
            }
            StoreError::NoRoom { dir, needed, free } => Self::NoRoom { dir, needed, free },
            StoreError::Backend { operation, source } => {
                Self::Backend { operation: operation.into_owned(), source: chain(source.as_ref()) }
            }
            StoreError::Closed { dir } => Self::Closed { dir },
            StoreError::Gone { dir } => Self::Gone { dir },
            StoreError::ReadOnly { dir } => Self::ReadOnly { dir },
            // Those of a server do not come from a directory.
            other => Self::Backend { operation: "do what was asked".to_owned(), source: chain(&other) },
        }
    }
}

impl From<Failure> for StoreError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::SchemaVersion { found, wanted } => Self::SchemaVersion { found, wanted },
            Failure::Fingerprint { found, wanted } => Self::FingerprintMismatch { found, wanted },
            Failure::Locked { dir, holder } => Self::Locked { dir, holder },
            Failure::Corrupt { dir, source } => Self::Corrupt { dir, source: source.into() },
            Failure::Width { found, wanted } => Self::Width { found, wanted },
            Failure::InvalidVector { id, reason } => Self::InvalidVector { id, reason },
            Failure::Io { path, number, text } => {
                Self::Io { path, source: number.map_or_else(|| Error::other(text), Error::from_raw_os_error) }
            }
            Failure::NoRoom { dir, needed, free } => Self::NoRoom { dir, needed, free },
            Failure::Backend { operation, source } => {
                Self::Backend { operation: operation.into(), source: source.into() }
            }
            Failure::Closed { dir } => Self::Closed { dir },
            Failure::Gone { dir } => Self::Gone { dir },
            Failure::ReadOnly { dir } => Self::ReadOnly { dir },
        }
    }
}

/// An error and what led to it, on one line.
fn chain(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(Some(error), |error| error.source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

pub(super) fn encode<T: Serialize>(value: &T) -> Result<Vec<u8>> {
    rmp_serde::to_vec(value).map_err(Error::other)
}

pub(super) fn decode<T: DeserializeOwned>(body: &[u8]) -> Result<T> {
    rmp_serde::from_slice(body).map_err(|error| Error::new(ErrorKind::InvalidData, error))
}

/// # Errors
/// `InvalidInput` for a body that is too large: nothing of it was sent. `TimedOut` when nobody takes it.
pub(super) async fn write_frame(stream: &mut (impl AsyncWrite + Unpin), kind: Kind, body: &[u8]) -> Result<()> {
    let length = u32::try_from(body.len()).ok().filter(|&length| length <= MOST_BYTES);
    let Some(length) = length else {
        let megabytes = body.len() >> 20;
        let reason = format!("{megabytes} MB at once are more than goes from one process to another");
        return Err(Error::new(ErrorKind::InvalidInput, reason));
    };
    let mut head = length.to_le_bytes().to_vec();
    head.push(kind as u8);
    let write = async {
        stream.write_all(&head).await?;
        stream.write_all(body).await?;
        stream.flush().await
    };
    timeout(FRAME_TIME, write).await.map_err(|_| Error::from(ErrorKind::TimedOut))?
}

/// The next frame; its first byte is waited for at most `patience`. `None` where the other side has hung up before it.
///
/// # Errors
/// `TimedOut`; `InvalidData` for what is no frame.
pub(super) async fn read_frame(
    stream: &mut (impl AsyncRead + Unpin),
    patience: Duration,
) -> Result<Option<(Kind, Vec<u8>)>> {
    let late = |_| Error::from(ErrorKind::TimedOut);
    let mut head = [0; 5];
    if timeout(patience, stream.read(&mut head[..1])).await.map_err(late)?? == 0 {
        return Ok(None);
    }
    let rest = async {
        stream.read_exact(&mut head[1..]).await?;
        let length = u32::from_le_bytes([head[0], head[1], head[2], head[3]]);
        let kind = Kind::ALL.get(usize::from(head[4])).copied();
        let Some(kind) = kind.filter(|_| length <= MOST_BYTES) else {
            return Err(Error::from(ErrorKind::InvalidData));
        };
        // Memory grows with what comes, not with what is announced.
        let mut body = Vec::new();
        stream.take(u64::from(length)).read_to_end(&mut body).await?;
        if body.len() < length as usize { Err(ErrorKind::UnexpectedEof.into()) } else { Ok(Some((kind, body))) }
    };
    timeout(FRAME_TIME, rest).await.map_err(late)?
}

#[cfg(test)]
mod tests {
    use std::io::ErrorKind;
    use std::time::Duration;

    use super::{Failure, Kind, Request, decode, encode, read_frame, write_frame};
    use crate::store::{Condition, StoreError};

    const SOON: Duration = Duration::from_secs(5);

    #[tokio::test]
    async fn what_is_written_is_read() {
        let condition = Condition::All(vec![Condition::is("kind", "passage"), Condition::missing("week").negate()]);
        let (mut one, mut other) = tokio::io::duplex(64);
        let sent = Request::Count(Some(condition.clone()));
        let sending = tokio::spawn(async move {
            write_frame(&mut one, Kind::Request, &encode(&sent).expect("encoded")).await.expect("sent");
        });
        let (kind, body) = read_frame(&mut other, SOON).await.expect("read").expect("a frame");
        assert_eq!(kind, Kind::Request);
        assert!(matches!(decode(&body).expect("decoded"), Request::Count(Some(read)) if read == condition));
        sending.await.expect("sent");
        assert!(read_frame(&mut other, SOON).await.expect("read").is_none(), "the other side has hung up");
    }

    #[tokio::test]
    async fn what_is_no_frame_and_what_does_not_come_are_errors() {
        use tokio::io::AsyncWriteExt;
        for (bytes, kind) in [
            (&[0xff, 0xff, 0xff, 0xff, 0][..], ErrorKind::InvalidData),
            (&[1, 0, 0, 0, 9, 7], ErrorKind::InvalidData),
            (&[9, 0, 0, 0, 0, 7], ErrorKind::UnexpectedEof),
        ] {
            let (mut one, mut other) = tokio::io::duplex(64);
            one.write_all(bytes).await.expect("sent");
            drop(one);
            assert_eq!(read_frame(&mut other, SOON).await.expect_err("no frame").kind(), kind);
        }
        let (_one, mut other) = tokio::io::duplex(64);
        let late = read_frame(&mut other, Duration::from_millis(1)).await.expect_err("nothing comes");
        assert_eq!(late.kind(), ErrorKind::TimedOut);
    }

    #[test]
    fn an_error_keeps_its_kind_on_its_way() {
        let sent = StoreError::Io { path: "index".into(), source: std::io::Error::from_raw_os_error(28) };
        let body = encode(&Failure::from(sent)).expect("encoded");
        let came: StoreError = decode::<Failure>(&body).expect("decoded").into();
        assert!(came.hint().expect("a hint").contains("make room"), "{came:?}");
    }
}
