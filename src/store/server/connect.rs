//! The address of a Qdrant server, and what its refusals mean.

use std::time::Duration;

use qdrant_client::{Qdrant, QdrantError};

use crate::store::error::StoreError;
use crate::store::secret::Secret;

const GRPC_PORT: u16 = 6334;
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// A write waits until the server has stored its batch.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(60);

/// A client, and the address as it is shown to the user.
#[derive(Clone)]
pub(super) struct Connection {
    pub client: Qdrant,
    pub url: String,
}

impl Connection {
    /// Prepares a client; nothing is sent yet.
    ///
    /// # Errors
    /// `Address` when `url` is no http or https address; `Auth` when the key cannot be sent in a header. The client's
    /// own error would print the key.
    pub fn new(url: &str, api_key: Option<&Secret>) -> Result<Self, StoreError> {
        let url = normalise(url)?;
        let sendable = |key: &&Secret| key.reveal().bytes().all(|byte| (0x20..0x7f).contains(&byte));
        if !api_key.iter().all(sendable) {
            return Err(StoreError::Auth { url, reason: "the key has characters that no header can carry".to_owned() });
        }
        let client = Qdrant::from_url(&url)
            .api_key(api_key.map(Secret::reveal))
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(REQUEST_TIMEOUT)
            // The check prints to the standard output.
            .skip_compatibility_check()
            .build()
            .map_err(|error| StoreError::Address { url: url.clone(), reason: error.to_string() })?;
        Ok(Self { client, url })
    }

    /// For `map_err`: what the refusal of `operation`, a verb phrase after "could not", means.
    pub fn refused(&self, operation: &'static str) -> impl FnOnce(QdrantError) -> StoreError {
        let url = self.url.clone();
        move |error| match Refusal::of(&error) {
            Refusal::Auth(reason) => StoreError::Auth { url, reason },
            Refusal::Unreachable(reason) => StoreError::Unreachable { url, reason },
            Refusal::Other => StoreError::Backend { operation, source: error.into() },
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
/// ConnectionRefused, message: "Connection refused" })`.
fn connect_reason(message: &str) -> String {
    message
        .rsplit_once("message: \"")
        .and_then(|(_, rest)| rest.split_once('"'))
        .map_or_else(|| message.to_owned(), |(reason, _)| reason.to_owned())
}

/// `host`, `host:port`, `http://host/` and so on as `http://host:port`.
fn normalise(url: &str) -> Result<String, StoreError> {
    let refuse = |reason: &str| StoreError::Address { url: url.to_owned(), reason: reason.to_owned() };
    let trimmed = url.trim().trim_end_matches('/');
    let (scheme, rest) = trimmed.split_once("://").unwrap_or(("http", trimmed));
    let scheme = scheme.to_ascii_lowercase();
    if scheme != "http" && scheme != "https" {
        return Err(refuse("it must begin with http:// or https://"));
    }
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    if authority.is_empty() || authority.contains(char::is_whitespace) {
        return Err(refuse("it has no host"));
    }
    if authority.contains('@') {
        return Err(refuse("put the key into QDRANT_API_KEY, not into the address"));
    }
    if !path.is_empty() {
        return Err(refuse("gRPC cannot be reached under a path"));
    }
    let after_address = authority.rsplit(']').next().unwrap_or(authority);
    match after_address.split_once(':') {
        Some((_, port)) if port.parse::<u16>().is_err() => Err(refuse("its port is no number")),
        Some(_) => Ok(format!("{scheme}://{authority}")),
        None => Ok(format!("{scheme}://{authority}:{GRPC_PORT}")),
    }
}

#[cfg(test)]
mod tests {
    use super::{Connection, connect_reason, normalise};
    use crate::store::error::StoreError;
    use crate::store::secret::Secret;

    #[test]
    fn an_address_may_be_short() {
        for (given, wanted) in [
            ("qdrant.local", "http://qdrant.local:6334"),
            ("localhost:7000", "http://localhost:7000"),
            (" https://qdrant.local/ ", "https://qdrant.local:6334"),
            ("HTTP://127.0.0.1:6333", "http://127.0.0.1:6333"),
            ("http://[::1]", "http://[::1]:6334"),
            ("http://[::1]:7000", "http://[::1]:7000"),
        ] {
            assert_eq!(normalise(given).expect("an address"), wanted);
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for given in
            ["", "http://", "ftp://host", "http://host:port", "http://host/qdrant", "http://key@host", "two words"]
        {
            assert!(matches!(normalise(given), Err(StoreError::Address { .. })), "{given}");
        }
    }

    #[test]
    fn a_key_that_cannot_be_sent_is_refused_and_not_shown() {
        let key = Secret::new("line\nbreak");
        let Err(error) = Connection::new("localhost", Some(&key)) else {
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
