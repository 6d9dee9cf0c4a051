//! What happens to one request on the wire: it is recorded byte for byte, sent once, and whatever the server answers
//! becomes a stream of events or a [`Halt`]. Takes the place of async-openai's own retries.

use std::error::Error as StdError;
use std::fmt;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use async_openai::Client;
use async_openai::error::OpenAIError;
use async_openai::middleware::HttpRequestFactory;
use futures::stream;
use reqwest::{Body, Response};
use serde_json::Value;
use tower::service_fn;

use crate::chat::pause;
use crate::chat::record::Pending;
use crate::chat::refusal::Refusal;
use crate::endpoint::{Endpoint, ErrorBody, MAX_ERROR_BYTES, read_start};

/// No reply is this long, in bytes; what is longer is cut off.
const MAX_REPLY_BYTES: usize = 32 * 1024 * 1024;

/// Bytes of an unreadable reply that are kept for the error.
const MAX_BEGIN_BYTES: usize = 400;

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// Why there is no stream of events.
#[derive(Debug)]
pub(crate) enum Halt {
    /// The recorder said no.
    Recording(String),
    /// The server said no.
    Refused(Refusal),
    /// The server answered something else, in this way, beginning so.
    NoReply { why: String, begins: String },
    /// The reply broke off before it was known what it is.
    BrokeOff(String),
}

impl fmt::Display for Halt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the request was not answered")
    }
}

impl StdError for Halt {}

impl From<Halt> for OpenAIError {
    fn from(halt: Halt) -> Self {
        Self::Boxed(Box::new(halt))
    }
}

/// Asked with the bytes of a request before they leave.
pub(crate) type Witness = Arc<dyn Fn(&[u8]) -> Result<Option<Pending>, String> + Send + Sync>;

/// What is known of a request beside its stream.
#[derive(Clone, Default)]
pub(crate) struct Trace {
    /// The record of the request, waiting for its outcome. Only the call holds it, not the task that reads the stream:
    /// when the call is dropped, the record is.
    pub(crate) pending: Arc<Mutex<Option<Pending>>>,
    pub(crate) end: StreamEnd,
}

/// How a stream ended, shared with the task that reads it.
#[derive(Clone, Default)]
pub(crate) struct StreamEnd(Arc<Mutex<End>>);

#[derive(Default)]
pub(crate) struct End {
    /// Whether it was with `[DONE]`, which async-openai keeps to itself.
    pub(crate) is_done: bool,
    /// Why it broke, of which async-openai keeps the outermost cause only.
    pub(crate) problem: Option<String>,
}

impl StreamEnd {
    pub(crate) fn get(&self) -> MutexGuard<'_, End> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A client for one request to `endpoint` over `connection`.
pub(crate) fn client(
    endpoint: Endpoint,
    connection: reqwest::Client,
    witness: Witness,
    trace: Trace,
) -> Client<Endpoint> {
    let idle = connection.clone();
    let service = service_fn(move |request: HttpRequestFactory| {
        let (connection, witness, trace) = (connection.clone(), Arc::clone(&witness), trace.clone());
        async move {
            let request = request.build().await?;
            let bytes = request.body().and_then(Body::as_bytes).unwrap_or_default();
            let pending = witness(bytes).map_err(Halt::Recording)?;
            *trace.pending.lock().unwrap_or_else(PoisonError::into_inner) = pending;
            let response = connection.execute(request).await.map_err(OpenAIError::Reqwest)?;
            match response.status().is_success() {
                true => events(response, trace.end).await.map_err(OpenAIError::from),
                false => Err(refused(response).await.into()),
            }
        }
    });
    Client::build(idle, endpoint).with_http_service(service)
}

async fn refused(mut response: Response) -> Halt {
    // A body that breaks off says less than the status, which is here already.
    let body = read_start(&mut response, MAX_ERROR_BYTES).await.unwrap_or_default();
    let retry_after = pause::asked(response.headers(), SystemTime::now());
    let mut body = ErrorBody::read(&body);
    if response.status().is_redirection() && body.message.is_empty() {
        body.message = "it sends us to another address".to_owned();
    }
    Halt::Refused(Refusal { status: response.status().as_u16(), retry_after, body })
}

/// `response` as events, whatever it is: a stream of them, or one plain JSON reply, which becomes an event.
async fn events(mut response: Response, end: StreamEnd) -> Result<Response, Halt> {
    let mut start = Vec::new();
    let first = loop {
        match first_byte(&start) {
            Some(byte) => break byte,
            None => match next(&mut response).await? {
                Some(chunk) => start.extend_from_slice(&chunk),
                None => return Err(Halt::BrokeOff("it has no content".to_owned())),
            },
        }
    };
    if start.starts_with(BYTE_ORDER_MARK) {
        start.drain(..BYTE_ORDER_MARK.len());
    }
    let status = response.status();
    let headers = response.headers().clone();
    let body = match first {
        b'{' | b'[' => {
            while let Some(chunk) = next(&mut response).await? {
                start.extend_from_slice(&chunk);
                if start.len() > MAX_REPLY_BYTES {
                    return Err(no_reply("it is too long", &start));
                }
            }
            let json: Value = serde_json::from_slice(&start)
                .map_err(|error| no_reply(&format!("it is not JSON ({error})"), &start))?;
            end.get().is_done = true;
            Body::from(format!("data: {json}\n\n"))
        }
        _ if may_be_events(&start) => Body::wrap_stream(flow(start, response, end)),
        _ => return Err(no_reply("it is neither a stream of events nor JSON", &start)),
    };
    let mut rebuilt = http::Response::new(body);
    *rebuilt.status_mut() = status;
    *rebuilt.headers_mut() = headers;
    Ok(Response::from(rebuilt))
}

/// The first byte that is not white space, after a byte order mark.
fn first_byte(start: &[u8]) -> Option<u8> {
    if BYTE_ORDER_MARK.starts_with(start) {
        return None;
    }
    let start = start.strip_prefix(BYTE_ORDER_MARK).unwrap_or(start);
    start.iter().copied().find(|byte| !byte.is_ascii_whitespace())
}

/// Whether this, or what it is the beginning of, is a line of an event stream.
fn may_be_events(start: &[u8]) -> bool {
    let start = start.trim_ascii_start();
    [&b":"[..], b"data:", b"event:", b"id:", b"retry:"]
        .iter()
        .any(|field| start.starts_with(field) || field.starts_with(start))
}

async fn next(
    response: &mut Response,
) -> Result<Option<impl AsRef<[u8]> + std::ops::Deref<Target = [u8]> + use<>>, Halt> {
    response.chunk().await.map_err(|error| Halt::BrokeOff(cause_text(error)))
}

fn no_reply(why: &str, start: &[u8]) -> Halt {
    let begins = &start[..start.len().min(MAX_BEGIN_BYTES)];
    Halt::NoReply { why: why.to_owned(), begins: String::from_utf8_lossy(begins).into_owned() }
}

/// The innermost cause, as the outer ones say "error decoding response body" of all there is; without the address,
/// whose query may be secret.
pub(crate) fn cause_text(error: reqwest::Error) -> String {
    match (error.is_timeout(), error.is_connect()) {
        (true, true) => return "it accepts no connection".to_owned(),
        (true, false) => return "nothing arrived any more".to_owned(),
        (false, _) => {}
    }
    let error = error.without_url();
    let mut cause: &dyn StdError = &error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}

struct Flow {
    start: Option<Vec<u8>>,
    response: Response,
    end: StreamEnd,
    watch: Watch,
    taken_bytes: usize,
    has_ended: bool,
}

/// The body after `start`, with an empty line at its end: the parser wants one, and not every server sends it.
fn flow(
    start: Vec<u8>,
    response: Response,
    end: StreamEnd,
) -> impl stream::Stream<Item = Result<Vec<u8>, io::Error>> + Send + 'static {
    let flow = Flow { start: Some(start), response, end, watch: Watch::default(), taken_bytes: 0, has_ended: false };
    stream::unfold(flow, |mut flow| async move {
        if flow.has_ended {
            return None;
        }
        let chunk = match flow.start.take() {
            Some(start) => Ok(Some(start)),
            None => flow.response.chunk().await.map(|chunk| chunk.map(|chunk| chunk.to_vec())),
        };
        let item = match chunk {
            Ok(Some(chunk)) => {
                flow.taken_bytes += chunk.len();
                if flow.watch.sees_end(&chunk) {
                    flow.end.get().is_done = true;
                }
                match flow.taken_bytes > MAX_REPLY_BYTES {
                    true => Err(io::Error::other("it is too long")),
                    false => Ok(chunk),
                }
            }
            Ok(None) => {
                flow.has_ended = true;
                Ok(b"\n\n".to_vec())
            }
            Err(error) => Err(io::Error::other(cause_text(error))),
        };
        if let Err(error) = &item {
            flow.has_ended = true;
            flow.end.get().problem = Some(error.to_string());
        }
        Some((item, flow))
    })
}

/// Looks for the line `data: [DONE]`, wherever chunks are cut.
#[derive(Default)]
struct Watch {
    /// The beginning of the line at hand.
    line: Vec<u8>,
}

impl Watch {
    fn sees_end(&mut self, chunk: &[u8]) -> bool {
        const LONGEST: usize = b"data:   [DONE]".len();
        let mut is_end = false;
        for byte in chunk {
            match byte {
                b'\n' | b'\r' => self.line.clear(),
                _ if self.line.len() < LONGEST => {
                    self.line.push(*byte);
                    let data = self.line.strip_prefix(b"data:");
                    is_end |= data.is_some_and(|data| data.trim_ascii_start() == b"[DONE]");
                }
                _ => {}
            }
        }
        is_end
    }
}
