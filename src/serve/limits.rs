//! How much the server takes on, and for how long it waits.

use std::num::NonZeroU32;
use std::time::Duration;

/// What one server takes on. The defaults suit a department on one machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Connections at once; others wait to be accepted.
    pub connections: usize,
    /// Requests that work on the index at once; `None`: one a core.
    pub jobs: Option<usize>,
    /// Requests that may wait for their turn; more are refused with 503.
    pub waiting: usize,
    /// Requests a second of one caller, where callers have tokens; `None`: as many as come.
    pub rate: Option<NonZeroU32>,
    /// Bytes of a request's body.
    pub body: usize,
    /// Bytes of an upload.
    pub upload: usize,
    /// Until a request's head is there.
    pub head: Duration,
    /// Until its reply begins.
    pub reply: Duration,
    /// The same for an upload, which is read and embedded.
    pub upload_reply: Duration,
    /// For the requests in hand when the server is stopped.
    pub farewell: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 1024,
            jobs: None,
            waiting: 256,
            rate: NonZeroU32::new(50),
            body: 1 << 20,
            upload: 256 << 20,
            head: Duration::from_secs(10),
            reply: Duration::from_secs(60),
            upload_reply: Duration::from_secs(3600),
            farewell: Duration::from_secs(30),
        }
    }
}
