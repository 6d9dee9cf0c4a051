//! The record of what leaves the machine: the exact bytes of every request before it is sent, and its outcome.
//! Where the record is kept, and when, is the caller's business.

use std::fmt;
use std::sync::Arc;

use crate::chat::error::ChatError;
use crate::chat::message::Usage;

/// A request that is about to leave.
#[derive(Debug, Clone, Copy)]
pub struct Sent<'a> {
    /// Where it goes, without credentials and query.
    pub url: &'a str,
    /// The model it is for.
    pub model: &'a str,
    /// [`Request::purpose`](crate::chat::Request::purpose).
    pub purpose: &'static str,
    /// Which try of its call it is, from 1.
    pub attempt: usize,
    /// The body, byte for byte. Headers, and so the key, are not in it.
    pub bytes: &'a [u8],
}

/// What became of a request.
#[derive(Debug, Clone, Copy)]
pub enum RequestOutcome<'a> {
    /// It was answered.
    Answered {
        /// The reply.
        text: &'a str,
        /// What it took.
        usage: Usage,
    },
    /// It was not, or not well; it may be tried again.
    Failed(&'a ChatError),
    /// Nobody waited for the end, as after Ctrl-C.
    Abandoned,
}

/// Is called once, with the outcome.
pub type Finish = Box<dyn FnOnce(RequestOutcome<'_>) + Send>;

/// Is asked before every request. An error, in words for the user, stops the call before anything is sent.
#[derive(Clone)]
pub struct Recorder(Arc<RecordFn>);

type RecordFn = dyn Fn(&Sent<'_>) -> Result<Finish, String> + Send + Sync;

impl Recorder {
    pub fn new(record: impl Fn(&Sent<'_>) -> Result<Finish, String> + Send + Sync + 'static) -> Self {
        Self(Arc::new(record))
    }

    pub(crate) fn record(&self, sent: &Sent<'_>) -> Result<Pending, String> {
        (self.0)(sent).map(|finish| Pending(Some(finish)))
    }
}

impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Recorder")
    }
}

/// A recorded request whose outcome is open. Dropping it means that nobody waited.
pub(crate) struct Pending(Option<Finish>);

impl Pending {
    pub(crate) fn finish(mut self, outcome: RequestOutcome<'_>) {
        if let Some(finish) = self.0.take() {
            finish(outcome);
        }
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        if let Some(finish) = self.0.take() {
            finish(RequestOutcome::Abandoned);
        }
    }
}
