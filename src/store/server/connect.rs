//! The connection to a Qdrant server, and what its refusals mean.

use std::time::Duration;

use qdrant_client::{Qdrant, QdrantError};

use crate::endpoint::http;
use crate::store::error::StoreError;
use crate::store::secret::Secret;
use crate::store::server::address::ServerAddress;
use crate::store::server::nodes::{Nodes, REQUEST_TIMEOUT};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// A client, and the address as it is shown to the user.
#[derive(Clone)]
pub(super) struct Connection {
    pub client: Nodes,
    /// All of its addresses.
    pub url: String,
    key: Option<Secret>,
}

impl Connection {
    /// Prepares a client; nothing is sent yet.
    ///
    /// # Errors
    /// `Auth` when the key cannot be sent in a header. The client's
    /// own error would print the key.
    pub fn new(address: &ServerAddress, api_key: Option<&Secret>) -> Result<Self, StoreError> {
        let url = address.to_string();
        let sendable = |key: &&Secret| key.reveal().bytes().all(|byte| (0x20..0x7f).contains(&byte));
        if !api_key.iter().all(sendable) {
            return Err(StoreError::Auth { url, reason: "the key has characters that no header can carry".to_owned() });
        }
        let node = |address: &String| {
            Qdrant::from_url(address)
                .api_key(api_key.map(Secret::reveal))
                .connect_timeout(CONNECT_TIMEOUT)
                .timeout(REQUEST_TIMEOUT)
                // The check prints to the standard output.
                .skip_compatibility_check()
                .build()
                .map_err(|error| StoreError::Address { url: address.clone(), reason: error.to_string() })
        };
        let client = Nodes::new(address.nodes().iter().map(node).collect::<Result<_, _>>()?);
        Ok(Self { client, url, key: api_key.cloned() })
    }

    /// For `map_err`: what the refusal of `operation`, a verb phrase after "could not", means.
    pub fn refused(&self, operation: &'static str) -> impl FnOnce(QdrantError) -> StoreError {
        let (url, key) = (self.url.clone(), self.key.clone());
        let quoted = move |reason: &str| {
            let key = key.as_ref().map(Secret::reveal).unwrap_or_default();
            http::quoted(reason, &[key], http::MAX_QUOTED_CHARS)
        };
        move |error| match Refusal::of(&error) {
            Refusal::Auth(reason) => StoreError::Auth { url, reason: quoted(&reason) },
            Refusal::Unreachable(reason) => StoreError::Unreachable { url, reason: quoted(&reason) },
            Refusal::Other => StoreError::Backend { operation: operation.into(), source: error.into() },
        }
    }
}

enum Refusal {
    Auth(String),
    Unreachable(String),
    Other,
}

impl Refusal {
    fn of(error: &QdrantError) -> Self {
        const PERMISSION_DENIED: i32 = 7;
        const UNAVAILABLE: i32 = 14;
        const UNAUTHENTICATED: i32 = 16;
        match error {
            QdrantError::ResponseError { status } => {
                let message = status.message();
                match status.code() as i32 {
                    UNAUTHENTICATED | PERMISSION_DENIED => Self::Auth(message.to_owned()),
                    UNAVAILABLE => Self::Unreachable(message.to_owned()),
                    // The client reports a failed connection as an internal error of the server, and one that breaks
                    // (another protocol on that port) as a status with a transport error underneath.
                    _ if message.starts_with("Failed to connect to") => Self::Unreachable(connect_reason(message)),
                    _ if std::error::Error::source(status).is_some() => Self::Unreachable(message.to_owned()),
                    _ => Self::Other,
                }
            }
            QdrantError::Io(error) => Self::Unreachable(error.to_string()),
            _ => Self::Other,
        }
    }
}

/// The useful end of a debug print such as `… ConnectError("tcp connect error", 127.0.0.1:1, Os { code: 111, kind:
/// ConnectionRefused, message: "Connection refused" })`, or `ConnectError("dns error", Custom { kind: Uncategorized, error:
/// "failed to lookup address information" })`.
fn connect_reason(message: &str) -> String {
    message
        .rsplit_once("message: \"")
        .or_else(|| message.rsplit_once("error: \""))
        .and_then(|(_, rest)| rest.split_once('"'))
        .map_or_else(|| message.to_owned(), |(reason, _)| reason.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{Connection, connect_reason};
    use crate::store::error::StoreError;
    use crate::store::secret::Secret;

    #[test]
    fn a_key_that_cannot_be_sent_is_refused_and_not_shown() {
        let key = Secret::new("line\nbreak");
        let Err(error) = Connection::new(&"localhost".parse().expect("an address"), Some(&key)) else {
            panic!("must be refused");
        };
        assert!(matches!(error, StoreError::Auth { .. }));
        assert!(!format!("{error} {error:?}").contains("break"));
    }

    #[test]
    fn the_reason_of_a_failed_connection_is_its_last_message() {
        let message = "Failed to connect to http://127.0.0.1:1/: tonic::transport::Error(Transport, \
            ConnectError(ConnectError(\"tcp connect error\", 127.0.0.1:1, Os { code: 111, kind: ConnectionRefused, \
            message: \"Connection refused\" })))";
        assert_eq!(connect_reason(message), "Connection refused");
        assert_eq!(connect_reason("timed out"), "timed out");
    }
}
